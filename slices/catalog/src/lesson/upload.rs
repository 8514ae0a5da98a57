//! Files that become lessons: what they are by content, where their bytes go. A form brings them in its own body, or
//! names uploads that came before it.

use super::change::{LessonFile, NewLesson};
use crate::{
    Act,
    course::rules::{LONGEST_TEXT, LONGEST_TITLE},
    kinds::{AUDIO, DOWNLOAD, LessonKind, LessonKinds, PAGE, PDF, VIDEO},
    lesson::store::Body,
    permissions::COURSES_WRITE,
};
use std::iter;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_media::office;
use xingtan_storage::{AUDIO_TYPES, Policy, Store, StoreError, Stored, VIDEO_TYPES, file};
use xingtan_uploads::{Purpose, Ready};
use xingtan_web::{Fault, UploadedFile};

/// Uploads that become files of lessons.
pub const LESSON_UPLOAD: Purpose = Purpose::new("lesson", COURSES_WRITE);

/// Greatest size of a lesson's file sent with its form, in bytes; requests are bounded by the program's own limit, too.
pub const MOST_BYTES: u64 = 512 << 20;
/// Greatest size in bytes of an uploaded text that becomes a page.
const MOST_TEXT: u64 = 4 * LONGEST_TEXT as u64;

/// A file as a form brings it.
#[derive(Clone, Copy, Debug)]
pub enum Brought<'a> {
    /// In its body.
    Sent(&'a UploadedFile),
    /// Uploaded before, of so many bytes at most.
    Uploaded(&'a Ready, u64),
}

impl Brought<'_> {
    /// The file's name.
    pub fn name(&self) -> &str {
        match self {
            Brought::Sent(file) => &file.name,
            Brought::Uploaded(ready, _) => &ready.name,
        }
    }

    /// The upload it was.
    pub fn upload(&self) -> Option<Uuid> {
        match self {
            Brought::Sent(_) => None,
            Brought::Uploaded(ready, _) => Some(ready.id),
        }
    }

    /// All of it in memory, at most `most` bytes of an upload.
    async fn bytes(&self, most: u64) -> std::result::Result<Vec<u8>, StoreError> {
        match self {
            Brought::Sent(file) => Ok(file.bytes.to_vec()),
            Brought::Uploaded(ready, _) => ready.bytes(most).await,
        }
    }

    async fn put(&self, store: &Store, accept: &[&'static str]) -> std::result::Result<Stored, StoreError> {
        match self {
            Brought::Sent(file) => store.put(&file.bytes, &Policy { most: MOST_BYTES, accept }).await,
            Brought::Uploaded(ready, most) => {
                Ok(ready.put(store, &Policy { most: *most, accept }).await?.stored)
            }
        }
    }
}

/// A file that was looked at, its bytes put where they are needed.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// The upload it was.
    pub upload: Option<Uuid>,
    /// What it holds.
    content: Held,
}

#[derive(Clone, Debug)]
enum Held {
    /// Bytes that lie in storage and wait to be kept.
    File(Stored),
    /// Markdown that becomes a page.
    Text(Body),
}

/// A file that is not taken.
#[derive(Clone, Debug)]
pub struct NotTaken {
    /// What is wrong with it.
    pub reason: Msg,
    /// Nothing will make it right: another file has to come.
    pub for_good: bool,
}

impl NotTaken {
    fn for_good(reason: Msg) -> Self {
        NotTaken { reason, for_good: true }
    }

    fn of(error: &StoreError) -> Self {
        if matches!(error, StoreError::Other(_)) {
            tracing::error!(%error, "a lesson's file was not stored");
        }
        NotTaken { reason: error.msg(), for_good: error.is_for_good() }
    }
}

/// Looks at a file: what ends in `.md` and is text becomes a page, anything else is put into storage. A name that
/// promises a PDF must hold one.
///
/// # Errors
/// What is wrong with the file.
pub async fn take(store: &Store, brought: Brought<'_>) -> std::result::Result<Taken, NotTaken> {
    let (name, upload) = (brought.name().to_owned(), brought.upload());
    let ending = ending(&name);
    if matches!(ending.as_str(), "md" | "markdown") {
        let bytes = brought.bytes(MOST_TEXT).await.map_err(|error| NotTaken::of(&error))?;
        let text = decode(&bytes).ok_or(NotTaken::for_good(Msg::new("catalog-fault-not-text")))?;
        let count = text.chars().count();
        if count > LONGEST_TEXT {
            let reason = Msg::new("web-form-too-long").with("max", LONGEST_TEXT).with("now", count);
            return Err(NotTaken::for_good(reason));
        }
        return Ok(Taken { name, upload, content: Held::Text(Body::of(text)) });
    }
    let pdf = ending == "pdf";
    match brought.put(store, if pdf { &["application/pdf"] } else { &[] }).await {
        Ok(stored) => Ok(Taken { name, upload, content: Held::File(stored) }),
        Err(StoreError::NotAccepted { .. }) if pdf => {
            Err(NotTaken::for_good(Msg::new("catalog-fault-not-pdf")))
        }
        Err(error) => Err(NotTaken::of(&error)),
    }
}

/// Puts the file of one lesson into storage; a lesson that shows a PDF takes nothing but one and what becomes one,
/// one that plays a video or an audio nothing else.
///
/// # Errors
/// What is wrong with the file.
pub async fn put(
    store: &Store,
    brought: Brought<'_>,
    kind: &LessonKind,
) -> std::result::Result<Stored, NotTaken> {
    let (accept, fault): (Vec<&'static str>, &'static str) = match kind.key {
        // An office document becomes a PDF.
        key if key == PDF.key => {
            let named = office::TYPES.iter().filter(|it| office::ending(it, brought.name()).is_some());
            (iter::once("application/pdf").chain(named.copied()).collect(), "catalog-fault-not-pdf")
        }
        // What a video file holds is known only when it is processed: a film may turn out to be sound alone.
        key if key == VIDEO.key || key == AUDIO.key => {
            ([VIDEO_TYPES, AUDIO_TYPES].concat(), "catalog-fault-not-media")
        }
        _ => (Vec::new(), ""),
    };
    brought.put(store, &accept).await.map_err(|error| match error {
        StoreError::NotAccepted { .. } => NotTaken::for_good(Msg::new(fault)),
        other => NotTaken::of(&other),
    })
}

impl Taken {
    /// The lesson it becomes, its file kept in this unit.
    pub fn lesson(&self, tx: &mut Tx<'_>, kinds: &LessonKinds, act: &Act) -> Result<NewLesson> {
        Ok(match &self.content {
            Held::Text(body) => {
                let title = xingtan_markdown::outline(&body.body_md).into_iter().next();
                let title = title.map(|it| it.text).filter(|it| !it.is_empty());
                let title = title.unwrap_or_else(|| stem(&self.name));
                let minutes = reading_minutes(&body.body_md);
                NewLesson { body: body.clone(), minutes, ..NewLesson::of(PAGE, short(&title)) }
            }
            Held::File(stored) => {
                let kind = kind_of(stored.media.media_type, kinds);
                let kept = keep(tx, stored, &self.name, act)?;
                NewLesson { file: Some(kept), ..NewLesson::of(kind, short(&stem(&self.name))) }
            }
        })
    }
}

/// The kind of lesson that a file becomes by its media type; what this program cannot play is taken along.
fn kind_of(media_type: &str, kinds: &LessonKinds) -> LessonKind {
    let known = |kind: LessonKind| kinds.get(kind.key).unwrap_or(DOWNLOAD);
    match media_type {
        "application/pdf" => PDF,
        it if VIDEO_TYPES.contains(&it) => known(VIDEO),
        it if AUDIO_TYPES.contains(&it) => known(AUDIO),
        _ => DOWNLOAD,
    }
}

/// Marks the upload of a kept file as used.
///
/// # Errors
/// [`Fault::Conflict`] where another form has taken it meanwhile: the unit keeps nothing.
pub fn mark_used(tx: &mut Tx<'_>, upload: Option<Uuid>, act: &Act) -> std::result::Result<(), Fault> {
    match upload {
        Some(id) if !xingtan_uploads::used(tx, id, act.person, act.at)? => {
            Err(Fault::Conflict(Msg::new("uploads-take-used")))
        }
        _ => Ok(()),
    }
}

/// Keeps stored bytes as a file of the actor.
pub fn keep(tx: &mut Tx<'_>, stored: &Stored, name: &str, act: &Act) -> Result<LessonFile> {
    let row = file::keep(tx, stored, name, Some(act.person), act.at)?;
    Ok(LessonFile { id: row.id, name: row.name, size: row.size })
}

/// What a name of a file is sorted by: numbers by their value, so that the second chapter stands
/// before the tenth, in digits and in numerals of Chinese.
pub(crate) fn order_of(name: &str) -> Vec<Part> {
    let stem = stem(name).to_lowercase();
    let chars: Vec<char> = stem.chars().collect();
    let (mut all, mut words, mut at) = (Vec::new(), String::new(), 0);
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| digit(**c).is_some()).count();
        let numerals = match chars[at] {
            ORDINAL => chars[at + 1..].iter().take_while(|c| is_numeral(**c)).count(),
            _ => 0,
        };
        let (from, count) = if numerals > 0 { (at + 1, numerals) } else { (at, digits) };
        if count == 0 || count > 18 {
            words.push(chars[at]);
            at += 1;
            continue;
        }
        if numerals > 0 {
            words.push(chars[at]);
        }
        all.extend([
            Part::Words(std::mem::take(&mut words)),
            Part::Number(value(&chars[from..from + count])),
        ]);
        at = from + count;
    }
    all.push(Part::Words(words));
    all
}

/// A part of a file's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Of digits.
    Number(i64),
    /// Of other signs.
    Words(String),
}

/// What stands before a number that counts chapters (di).
const ORDINAL: char = '\u{7B2C}';
/// One to nine.
const NINE: &str = "\u{4E00}\u{4E8C}\u{4E09}\u{56DB}\u{4E94}\u{516D}\u{4E03}\u{516B}\u{4E5D}";
const TEN: char = '\u{5341}';
const HUNDRED: char = '\u{767E}';
/// Two ways to write nought.
const NOUGHT: [char; 2] = ['\u{96F6}', '\u{3007}'];

fn is_numeral(c: char) -> bool {
    NINE.contains(c) || NOUGHT.contains(&c) || [TEN, HUNDRED].contains(&c)
}

fn digit(c: char) -> Option<i64> {
    match c {
        '0'..='9' => Some(i64::from(c as u32 - '0' as u32)),
        '\u{FF10}'..='\u{FF19}' => Some(i64::from(c as u32 - 0xFF10)),
        _ => None,
    }
}

/// The value of digits, or of numerals below a thousand.
fn value(signs: &[char]) -> i64 {
    let (mut sum, mut last) = (0, 0);
    for sign in signs {
        match (digit(*sign), sign) {
            (Some(digit), _) => last = last * 10 + digit,
            (None, &TEN) => (sum, last) = (sum + last.max(1) * 10, 0),
            (None, &HUNDRED) => (sum, last) = (sum + last.max(1) * 100, 0),
            (None, sign) => last = NINE.chars().position(|it| it == *sign).map_or(0, |at| at as i64 + 1),
        }
    }
    sum + last
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim().to_owned()
}

fn short(title: &str) -> String {
    title.chars().take(LONGEST_TITLE).collect()
}

/// Text in UTF-8 (with or without mark) or GB18030; none when it is neither.
fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            if faulty {
                return None;
            }
            text.into_owned()
        }
    };
    let fits = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(fits).then(|| text.replace("\r\n", "\n"))
}

/// Minutes to read a text at 300 characters a minute, at least one.
fn reading_minutes(markdown: &str) -> i64 {
    let characters = xingtan_markdown::plain_text(markdown).chars().filter(|c| !c.is_whitespace()).count();
    (characters as i64 + 299) / 300 + i64::from(characters == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_either_encoding_is_read_and_bytes_are_not() {
        assert_eq!(decode("# 安全".as_bytes()).as_deref(), Some("# 安全"));
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb").as_deref(), Some("a\nb"));
        assert_eq!(decode(b"\xB0\xB2\xC8\xAB").as_deref(), Some("安全"));
        assert_eq!(decode(b"PK\x03\x04\0\0"), None);
    }

    #[test]
    fn names_are_in_the_order_of_their_numbers() {
        let mut names = [
            "第10章 收尾.md",
            "第2章.pdf",
            "第1章 开始.md",
            "第十二讲.md",
            "第三讲.md",
            "第二十讲.md",
            "a2.md",
            "a10.md",
            "A１.md",
        ];
        names.sort_by_cached_key(|name| order_of(name));
        assert_eq!(
            names,
            [
                "A１.md",
                "a2.md",
                "a10.md",
                "第1章 开始.md",
                "第2章.pdf",
                "第三讲.md",
                "第10章 收尾.md",
                "第十二讲.md",
                "第二十讲.md"
            ]
        );
        assert_eq!(value(&"一百零五".chars().collect::<Vec<_>>()), 105);
        assert_eq!(value(&"十".chars().collect::<Vec<_>>()), 10);
    }

    #[test]
    fn minutes_follow_the_length_of_a_text() {
        assert_eq!(reading_minutes(""), 1);
        assert_eq!(reading_minutes(&"字".repeat(300)), 1);
        assert_eq!(reading_minutes(&"字".repeat(301)), 2);
    }
}

//! Files that become lessons: what they are by content, where their bytes go.

use super::change::{LessonFile, NewLesson};
use crate::{
    Act,
    course::rules::{LONGEST_TEXT, LONGEST_TITLE},
    kinds::{DOWNLOAD, LessonKind, PAGE, PDF},
    lesson::store::Body,
};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, Store, Stored, file};
use xingtan_web::UploadedFile;

/// Greatest size of a lesson's file in bytes; requests are bounded by the program's own limit, too.
pub const MOST_BYTES: u64 = 512 << 20;

/// A file that was looked at, its bytes put where they are needed.
#[derive(Clone, Debug)]
pub enum Taken {
    /// Bytes that lie in storage and wait to be kept.
    File {
        /// Where they lie.
        stored: Stored,
        /// Their name.
        name: String,
    },
    /// Markdown that becomes a page.
    Text {
        /// The name of the file.
        name: String,
        /// Rendered.
        body: Body,
    },
}

/// Looks at a file: what ends in `.md` and is text becomes a page, anything else is put into storage. A name that
/// promises a PDF must hold one.
///
/// # Errors
/// What is wrong with the file.
pub async fn take(store: &Store, upload: &UploadedFile) -> std::result::Result<Taken, Msg> {
    let ending = ending(&upload.name);
    if matches!(ending.as_str(), "md" | "markdown") {
        let text = decode(&upload.bytes).ok_or(Msg::new("catalog-fault-not-text"))?;
        if text.chars().count() > LONGEST_TEXT {
            return Err(Msg::new("web-form-too-long")
                .with("max", LONGEST_TEXT)
                .with("now", text.chars().count()));
        }
        return Ok(Taken::Text { name: upload.name.clone(), body: Body::of(text) });
    }
    let pdf = ending == "pdf";
    let policy = Policy { most: MOST_BYTES, accept: if pdf { &["application/pdf"] } else { &[] } };
    match store.put(&upload.bytes, &policy).await {
        Ok(stored) => Ok(Taken::File { stored, name: upload.name.clone() }),
        Err(xingtan_storage::StoreError::NotAccepted { .. }) if pdf => Err(Msg::new("catalog-fault-not-pdf")),
        Err(error) => {
            if matches!(error, xingtan_storage::StoreError::Other(_)) {
                tracing::error!(%error, "a lesson's file was not stored");
            }
            Err(error.msg())
        }
    }
}

/// Puts the file of one lesson into storage; a lesson that shows a PDF takes nothing else.
///
/// # Errors
/// What is wrong with the file.
pub async fn put(
    store: &Store,
    upload: &UploadedFile,
    kind: &LessonKind,
) -> std::result::Result<Stored, Msg> {
    let pdf = kind.key == PDF.key;
    let policy = Policy { most: MOST_BYTES, accept: if pdf { &["application/pdf"] } else { &[] } };
    store.put(&upload.bytes, &policy).await.map_err(|error| match error {
        xingtan_storage::StoreError::NotAccepted { .. } => Msg::new("catalog-fault-not-pdf"),
        other => other.msg(),
    })
}

impl Taken {
    /// The lesson it becomes, its file kept in this unit.
    pub fn lesson(&self, tx: &mut Tx<'_>, act: &Act) -> Result<NewLesson> {
        Ok(match self {
            Taken::Text { name, body } => {
                let title = xingtan_markdown::outline(&body.body_md).into_iter().next();
                let title = title.map(|it| it.text).filter(|it| !it.is_empty()).unwrap_or_else(|| stem(name));
                let minutes = reading_minutes(&body.body_md);
                NewLesson { body: body.clone(), minutes, ..NewLesson::of(PAGE, short(&title)) }
            }
            Taken::File { stored, name } => {
                let kind = if stored.media.media_type == "application/pdf" { PDF } else { DOWNLOAD };
                let kept = keep(tx, stored, name, act)?;
                NewLesson { file: Some(kept), ..NewLesson::of(kind, short(&stem(name))) }
            }
        })
    }
}

/// Keeps stored bytes as a file of the actor.
pub fn keep(tx: &mut Tx<'_>, stored: &Stored, name: &str, act: &Act) -> Result<LessonFile> {
    let row = file::keep(tx, stored, name, Some(act.person), act.at)?;
    Ok(LessonFile { id: row.id, name: row.name, size: row.size })
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
    fn minutes_follow_the_length_of_a_text() {
        assert_eq!(reading_minutes(""), 1);
        assert_eq!(reading_minutes(&"字".repeat(300)), 1);
        assert_eq!(reading_minutes(&"字".repeat(301)), 2);
    }
}

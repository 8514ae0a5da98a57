//! SRT and WebVTT into cues, and cues into clean WebVTT.

use super::words::clean;
use std::fmt::Write as _;
use xingtan_i18n::Msg;

/// Most bytes of a file with subtitles.
pub const MOST_BYTES: usize = 2 << 20;
/// Most cues: one every two seconds for half a day.
pub const MOST_CUES: usize = 20_000;
/// Most characters of one cue.
const MOST_WORDS: usize = 2_000;

/// Words that are shown for a while.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cue {
    /// From this moment, in milliseconds.
    pub from: i64,
    /// To this one, later.
    pub to: i64,
    /// Where they stand, as WebVTT writes it; mostly empty.
    pub place: String,
    /// Clean words.
    pub words: String,
}

/// What is wrong with subtitles, and in which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// From 1; 0 for the whole.
    pub line: usize,
    /// What.
    pub what: What,
}

/// See [`Wrong`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Neither UTF-8 nor GB18030.
    NotText,
    /// Too many bytes.
    TooLarge,
    /// No cue at all.
    Nothing,
    /// A time that cannot be read.
    Time,
    /// It ends before it begins.
    Backward,
    /// Words where a time must stand.
    NoTime,
    /// Too many words at once.
    TooLong,
    /// More cues than [`MOST_CUES`].
    TooMany,
}

impl Wrong {
    /// What is wrong, where, and what to do.
    pub fn msg(self) -> Msg {
        let key = match self.what {
            What::NotText => "media-track-not-text",
            What::TooLarge => "media-track-too-large",
            What::Nothing => "media-track-nothing",
            What::Time => "media-track-time",
            What::Backward => "media-track-backward",
            What::NoTime => "media-track-no-time",
            What::TooLong => "media-track-too-long",
            What::TooMany => "media-track-too-many",
        };
        Msg::new(key).with("line", self.line)
    }
}

/// The text of a file with subtitles: UTF-8 (with or without mark), UTF-16 with mark, or GB18030.
///
/// # Errors
/// Where it is none of them, or too large.
pub fn decode(bytes: &[u8]) -> Result<String, Wrong> {
    if bytes.len() > MOST_BYTES {
        return Err(Wrong { line: 0, what: What::TooLarge });
    }
    if let Some((coding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, faulty) = coding.decode_without_bom_handling(&bytes[mark..]);
        return if faulty { Err(Wrong { line: 0, what: What::NotText }) } else { Ok(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    let is_text = !faulty && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if is_text { Ok(text.into_owned()) } else { Err(Wrong { line: 0, what: What::NotText }) }
}

/// Reads subtitles of either format, sorted by time. Cues without words are left out.
///
/// # Errors
/// What is wrong, and in which line.
pub fn read(text: &str) -> Result<Vec<Cue>, Wrong> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader::default();
    let mut lines = text.split('\n').enumerate().map(|(at, line)| (at + 1, line));
    let web = text.starts_with("WEBVTT");
    if web {
        // The head ends with the first empty line.
        lines.by_ref().find(|(_, line)| line.trim().is_empty());
    }
    for (number, line) in lines {
        reader.take(number, line, web)?;
    }
    reader.end()?;
    let mut cues = reader.cues;
    if cues.is_empty() {
        return Err(Wrong { line: 0, what: What::Nothing });
    }
    cues.sort();
    Ok(cues)
}

#[derive(Default)]
struct Reader {
    cues: Vec<Cue>,
    /// The cue whose words come.
    open: Option<(usize, Cue)>,
    /// A name or number before a time, with its line.
    name: Option<usize>,
    /// Within a block that is no cue.
    aside: bool,
}

impl Reader {
    fn take(&mut self, number: usize, line: &str, web: bool) -> Result<(), Wrong> {
        if line.trim().is_empty() {
            self.aside = false;
            return self.end();
        }
        if self.aside {
            return Ok(());
        }
        if line.contains("-->") {
            // A number directly before the time belongs to it, even where the empty line between two cues is missing.
            if let Some((_, cue)) = &mut self.open {
                let (before, last) = cue.words.rsplit_once('\n').unwrap_or(("", &cue.words));
                if !last.is_empty() && last.trim().chars().all(|c| c.is_ascii_digit()) {
                    cue.words = before.to_owned();
                }
            }
            self.name = None;
            self.end()?;
            let cue = times(line).map_err(|what| Wrong { line: number, what })?;
            self.open = Some((number, cue));
            return Ok(());
        }
        if let Some((_, cue)) = &mut self.open {
            if !cue.words.is_empty() {
                cue.words.push('\n');
            }
            cue.words.push_str(line);
            return Ok(());
        }
        let is_aside = |word: &str| {
            line == word || line.strip_prefix(word).is_some_and(|it| it.starts_with([' ', '\t']))
        };
        if web && ["NOTE", "STYLE", "REGION"].into_iter().any(is_aside) {
            self.aside = true;
            return Ok(());
        }
        match self.name.replace(number) {
            // Two lines of words, and no time yet.
            Some(first) => Err(Wrong { line: first, what: What::NoTime }),
            None => Ok(()),
        }
    }

    /// The open cue is over.
    fn end(&mut self) -> Result<(), Wrong> {
        if let Some(line) = self.name.take() {
            return Err(Wrong { line, what: What::NoTime });
        }
        let Some((line, mut cue)) = self.open.take() else { return Ok(()) };
        cue.words = clean(&cue.words);
        if cue.words.chars().count() > MOST_WORDS {
            return Err(Wrong { line, what: What::TooLong });
        }
        if !cue.words.is_empty() {
            self.cues.push(cue);
        }
        if self.cues.len() > MOST_CUES {
            return Err(Wrong { line, what: What::TooMany });
        }
        Ok(())
    }
}

/// Reads `00:00:01,000 --> 00:00:02,500 align:start`.
fn times(line: &str) -> Result<Cue, What> {
    let (from, rest) = line.split_once("-->").ok_or(What::Time)?;
    let rest = rest.trim_start();
    let (to, place) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let (from, to) = (moment(from.trim()).ok_or(What::Time)?, moment(to.trim()).ok_or(What::Time)?);
    if to <= from {
        return Err(What::Backward);
    }
    let known = ["align:", "line:", "position:", "size:", "vertical:"];
    let fits = |it: &&str| {
        let value = known.iter().find_map(|name| it.strip_prefix(name));
        value.is_some_and(|value| {
            (1..=20).contains(&value.len())
                && value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "%.,-".contains(c))
        })
    };
    let place: Vec<&str> = place.split_whitespace().filter(fits).collect();
    Ok(Cue { from, to, place: place.join(" "), words: String::new() })
}

/// `1:02:03,456`, `02:03.456`, `02:03` in milliseconds.
fn moment(text: &str) -> Option<i64> {
    let (clock, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let digits = |it: &str, most: usize| {
        ((1..=most).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit()))
            .then(|| it.parse::<i64>().ok())?
    };
    let parts: Vec<&str> = clock.split(':').map(str::trim).collect();
    let (hours, minutes, seconds) = match parts[..] {
        [hours, minutes, seconds] => (digits(hours, 2)?, digits(minutes, 2)?, digits(seconds, 2)?),
        [minutes, seconds] => (0, digits(minutes, 2)?, digits(seconds, 2)?),
        _ => return None,
    };
    if minutes > 59 || seconds > 59 {
        return None;
    }
    // `,5` is half a second, as every player reads it.
    let thousandths = digits(part, 3)? * [100, 10, 1][part.len() - 1];
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}

/// Writes cues as WebVTT.
pub fn write(cues: &[Cue]) -> String {
    let mut text = String::from("WEBVTT\n");
    for cue in cues {
        let space = if cue.place.is_empty() { "" } else { " " };
        // Writing into a text never fails.
        let _ =
            write!(text, "\n{} --> {}{space}{}\n{}\n", time(cue.from), time(cue.to), cue.place, cue.words);
    }
    text
}

fn time(milliseconds: i64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(i64, i64, String)> {
        read(text).unwrap().into_iter().map(|cue| (cue.from, cue.to, cue.words)).collect()
    }

    fn wrong(text: &str) -> (usize, What) {
        let wrong = read(text).unwrap_err();
        (wrong.line, wrong.what)
    }

    #[test]
    fn both_formats_are_read_as_people_have_them() {
        let expected = [(1000, 2500, "一".to_owned()), (3000, 4000, "二\n行".to_owned())];
        assert_eq!(
            words("1\n00:00:01,000 --> 00:00:02,500\n一\n\n2\n00:00:03,000 --> 00:00:04,000\n二\n行\n"),
            expected
        );
        assert_eq!(
            words(
                "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\n一\r\n\r\n2\r\n0:00:03,0 --> 0:00:04,0\r\n二\r\n行"
            ),
            expected
        );
        let web = "WEBVTT - 第一课\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE 说明\n仍是说明\n\n\
                   first\n00:01.000 --> 00:02.500 align:start onclick:1\n一\n\n00:03.000 --> 00:04.000\n二\n行\n";
        assert_eq!(words(web), expected);
        assert_eq!(read(web).unwrap()[0].place, "align:start");
        // Out of order, and without the empty line between two cues.
        let tight = "2\n00:00:03,000 --> 00:00:04,000\n二\n行\n1\n00:00:01,000 --> 00:00:02,500\n一";
        assert_eq!(words(tight), expected);
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        assert_eq!(wrong("1\n00:00:01,000 --> 00:00:xx\n一\n"), (2, What::Time));
        assert_eq!(wrong("1\n00:00:03,000 --> 00:00:02,000\n一\n"), (2, What::Backward));
        assert_eq!(wrong("1\n00:00:01,000 --> 00:00:02,000\n一\n\n二\n三\n"), (5, What::NoTime));
        assert_eq!(wrong("一段文字\n"), (1, What::NoTime));
        assert_eq!(wrong("WEBVTT\n\nNOTE nothing\n"), (0, What::Nothing));
        assert_eq!(wrong(""), (0, What::Nothing));
        assert_eq!(wrong("00:00:61,000 --> 00:00:62,000\n一"), (1, What::Time));
        let long = format!("00:01.000 --> 00:02.000\n{}", "字".repeat(2001));
        assert_eq!(wrong(&long), (1, What::TooLong));
    }

    #[test]
    fn files_of_old_programs_are_decoded() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\n安全生产\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(decode(&gb).unwrap(), text);
        assert_eq!(decode(text.as_bytes()).unwrap(), text);
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide).unwrap(), text);
        assert_eq!(decode(b"\x00\x01\x02\xff\xfe\x80").unwrap_err().what, What::NotText);
        assert_eq!(decode(&vec![b'a'; MOST_BYTES + 1]).unwrap_err().what, What::TooLarge);
    }

    #[test]
    fn what_is_wrong_has_words() {
        let texts = xingtan_i18n::Texts::build(&crate::texts());
        for lang in [xingtan_i18n::Lang::ZhCn, xingtan_i18n::Lang::En] {
            let locale = texts.locale(lang, xingtan_i18n::Kind::Academy, xingtan_clock::Zone::default());
            for what in [
                What::NotText,
                What::TooLarge,
                What::Nothing,
                What::Time,
                What::Backward,
                What::NoTime,
                What::TooLong,
                What::TooMany,
            ] {
                assert!(locale.has(Wrong { line: 3, what }.msg().key()), "{what:?}");
            }
        }
    }

    prop_compose! {
        fn cue()(from in 0i64..80_000_000, length in 1i64..100_000, words in "[a-z\u{4e00}-\u{4e05}<&>-]{1,20}") -> Cue {
            Cue { from, to: from + length, place: String::new(), words: clean(&words) }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cues in proptest::collection::vec(cue(), 1..20)) {
            let mut cues: Vec<Cue> = cues.into_iter().filter(|cue| !cue.words.is_empty()).collect();
            cues.sort();
            prop_assume!(!cues.is_empty());
            prop_assert_eq!(read(&write(&cues)), Ok(cues));
        }

        #[test]
        fn whatever_is_read_is_clean_and_in_order(text in "(WEBVTT\n\n)?([0-9]{1,2}\n|[0-9]{2}:[0-9]{2}[.,][0-9]{3} --> [0-9]{2}:[0-9]{2}[.,][0-9]{3}( align:start)?\n|[a-c<>/b&; ]{0,12}\n|\n){0,20}") {
            if let Ok(cues) = read(&text) {
                prop_assert!(cues.windows(2).all(|pair| pair[0] <= pair[1]));
                prop_assert!(cues.iter().all(|cue| cue.from < cue.to && !cue.words.is_empty()));
                prop_assert_eq!(read(&write(&cues)), Ok(cues));
            }
        }

        #[test]
        fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(text) = decode(&bytes) {
                let _ = read(&text);
            }
        }
    }
}

//! Chapters of a film or sound: written as lines of time and title, kept as a list beside the file (CRS-1, LRN-1).

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};
use xingtan_i18n::Msg;

/// Most chapters of one film.
pub const MOST: usize = 200;
/// Most characters of a title.
pub const MOST_WORDS: usize = 120;
/// Most characters of all lines together.
pub const MOST_TEXT: usize = MOST * (MOST_WORDS + 20);

/// Where a part of a film begins, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Milliseconds from the beginning.
    pub at_ms: i64,
    /// One line without control characters, 1 to [`MOST_WORDS`] characters.
    pub title: String,
}

/// The chapters of a file as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Ascending.
    pub chapters: Vec<Chapter>,
    /// Counts changes; 0 before the first.
    pub version: i64,
}

/// What is wrong with lines of chapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It does not begin with a time.
    Time,
    /// There is no title.
    NoTitle,
    /// The title is longer than [`MOST_WORDS`].
    Long,
    /// It does not begin later than the chapter before it.
    Backward,
    /// It begins when the film is over.
    Beyond,
    /// More than [`MOST`].
    Many,
}

/// See [`What`], with the number of the line, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// From 1.
    pub line: usize,
    /// What.
    pub what: What,
}

impl Wrong {
    /// What is wrong, where, and what to do.
    pub fn msg(self) -> Msg {
        let key = match self.what {
            What::Time => "media-chapter-time",
            What::NoTitle => "media-chapter-no-title",
            What::Long => "media-chapter-long",
            What::Backward => "media-chapter-backward",
            What::Beyond => "media-chapter-beyond",
            What::Many => "media-chapter-many",
        };
        Msg::new(key)
            .with("line", self.line)
            .with("most", if self.what == What::Many { MOST } else { MOST_WORDS })
    }
}

/// Reads lines like `1:02:03 Title` of a film that lasts so long; empty lines are left out.
///
/// # Errors
/// The first thing that is wrong.
pub fn read(text: &str, duration_ms: i64) -> std::result::Result<Vec<Chapter>, Wrong> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words = words.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if words.is_empty() {
            continue;
        }
        let wrong = |what| Err(Wrong { line, what });
        let (moment, title) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let Some(at_ms) = milliseconds(moment) else { return wrong(What::Time) };
        let title = title.trim().to_owned();
        match title.chars().count() {
            0 => return wrong(What::NoTitle),
            1..=MOST_WORDS => {}
            _ => return wrong(What::Long),
        }
        if chapters.last().is_some_and(|before| at_ms <= before.at_ms) {
            return wrong(What::Backward);
        }
        if at_ms >= duration_ms {
            return wrong(What::Beyond);
        }
        if chapters.len() == MOST {
            return wrong(What::Many);
        }
        chapters.push(Chapter { at_ms, title });
    }
    Ok(chapters)
}

/// `1:02:03` or `2:03`, also with the colons of Chinese keyboards; minutes and seconds below 60.
fn milliseconds(moment: &str) -> Option<i64> {
    let parts: Vec<&str> = moment.split([':', '：']).collect();
    let number = |part: &str, most: i64| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i64>().ok().filter(|n| digits && *n <= most)
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, number(minutes, 9_999)?, number(seconds, 59)?),
        [hours, minutes, seconds] => (number(hours, 99)?, number(minutes, 59)?, number(seconds, 59)?),
        _ => return None,
    };
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000)
}

/// `1:02:03`, `2:03`: as players write it.
pub fn clock(at_ms: i64) -> String {
    let seconds = at_ms / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// The lines that [`read`] reads.
pub fn write(chapters: &[Chapter]) -> String {
    let mut text = String::new();
    for it in chapters {
        let _ = writeln!(text, "{} {}", clock(it.at_ms), it.title);
    }
    text
}

/// The chapters of a file. One statement.
///
/// # Errors
/// Those of the database.
pub fn of_file(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Kept> {
    let found: Option<(String, i64)> =
        tx.opt("SELECT chapters, version FROM media_chapters WHERE file_id = $1", params![file_id])?;
    Ok(found.map_or_else(Kept::default, |(chapters, version)| Kept {
        chapters: serde_json::from_str(&chapters).unwrap_or_default(),
        version,
    }))
}

/// Keeps the chapters of a file, unless somebody changed them since the count `seen`; answers whether it did.
///
/// # Errors
/// Those of the database.
pub fn keep(tx: &mut Tx<'_>, file_id: Uuid, seen: i64, chapters: &[Chapter], now: Timestamp) -> Result<bool> {
    let text = serde_json::to_string(chapters).unwrap_or_else(|_| "[]".to_owned());
    let saved = match seen {
        0 => tx.exec(
            "INSERT INTO media_chapters (file_id, chapters, updated_at, version) VALUES ($1, $2, $3, 1)
             ON CONFLICT (file_id) DO NOTHING",
            params![file_id, text, now],
        )?,
        _ => tx.exec(
            "UPDATE media_chapters SET chapters = $3, updated_at = $4, version = version + 1
             WHERE file_id = $1 AND version = $2",
            params![file_id, seen, text, now],
        )?,
    };
    Ok(saved == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_testkit::databases;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn lines_as_people_write_them() {
        let read = read("\u{feff}0:00 开场\r\n\n 1：05\t两种 办法\n59:59 <b>End</b>\n", HOUR).unwrap();
        let all: Vec<(i64, &str)> = read.iter().map(|it| (it.at_ms, it.title.as_str())).collect();
        assert_eq!(all, [(0, "开场"), (65_000, "两种 办法"), (3_599_000, "<b>End</b>")]);
        assert_eq!(super::read(" \n", HOUR), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let long = format!("0:00 {}", "长".repeat(MOST_WORDS + 1));
        let many: String = (0..=MOST).map(|n| format!("{} x\n", clock(n as i64 * 1_000))).collect();
        for (text, line, what) in [
            ("开场 0:00", 1, What::Time),
            ("0:00 a\n1:60 b", 2, What::Time),
            ("0:00 a\n-1:00 b", 2, What::Time),
            ("99999999999999999999:00 b", 1, What::Time),
            ("1:2:3:4 b", 1, What::Time),
            ("0:00", 1, What::NoTitle),
            ("0:00 \u{1}\u{7f}", 1, What::NoTitle),
            (long.as_str(), 1, What::Long),
            ("0:10 a\n\n0:10 b", 3, What::Backward),
            ("1:00:00 a", 1, What::Beyond),
            (many.as_str(), MOST + 1, What::Many),
        ] {
            assert_eq!(read(text, HOUR), Err(Wrong { line, what }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_refused_or_comes_back_the_same(text in "([0-9:： ]{0,9}[ \t]?\\PC{0,12}\n?){0,6}") {
            if let Ok(chapters) = read(&text, HOUR) {
                prop_assert!(chapters.iter().all(|it| (0..HOUR).contains(&it.at_ms)));
                prop_assert!(chapters.is_sorted_by(|a, b| a.at_ms < b.at_ms));
                prop_assert_eq!(read(&write(&chapters), HOUR), Ok(chapters));
            }
        }
    }

    #[tokio::test]
    async fn chapters_are_kept_unless_somebody_changed_them_meanwhile() {
        let tables = [
            xingtan_events::migrations(),
            xingtan_jobs::migrations(),
            xingtan_storage::migrations(),
            crate::migrations(),
        ];
        for db in databases(&tables).await {
            let (file, now) = (Uuid::from_u128(7), Timestamp::from_seconds(1_790_000_000));
            let kept = db
                .write(move |tx| {
                    assert_eq!(of_file(tx, file)?, Kept::default());
                    let one = vec![Chapter { at_ms: 0, title: "开场".into() }];
                    assert!(keep(tx, file, 0, &one, now)?);
                    assert!(!keep(tx, file, 0, &[], now)?, "somebody was first");
                    assert!(keep(tx, file, 1, &[], now)? && !keep(tx, file, 1, &one, now)?);
                    assert!(keep(tx, file, 2, &one, now)?);
                    of_file(tx, file)
                })
                .await
                .unwrap();
            assert_eq!((kept.chapters.len(), kept.version), (1, 3));
        }
    }
}

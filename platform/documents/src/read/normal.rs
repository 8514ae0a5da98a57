//! One normal form for the texts of cells.

use calamine::{Data, ExcelDateTime};
use xingtan_i18n::is_unseen;

/// Text without white space around it (full-width and no-break spaces too), without control characters and
/// invisible signs, with line breaks as `\n`.
pub fn normal_text(text: &str) -> String {
    let around = |c: char| c.is_whitespace() || c.is_control() || is_unseen(c);
    let text = text.trim_matches(around);
    if !text.chars().any(|c| c.is_control() || is_unseen(c)) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_unseen(*c))).collect()
}

/// The text of a cell, and whether it is a number with more digits than a workbook keeps.
pub(super) fn cell_text(value: Data) -> (String, bool) {
    match value {
        Data::Empty => (String::new(), false),
        Data::String(text) => (normal_text(&text), false),
        Data::Int(n) => (n.to_string(), n.unsigned_abs() >= 1_000_000_000_000_000),
        // Rust writes floats without exponent and whole ones without a point.
        Data::Float(n) => (n.to_string(), n.abs() >= 1e15),
        Data::Bool(b) => (if b { "TRUE" } else { "FALSE" }.to_owned(), false),
        Data::DateTime(at) => (moment(at), false),
        Data::DateTimeIso(text) => (iso_moment(&text), false),
        Data::DurationIso(text) => (text, false),
        Data::Error(error) => (error.to_string(), false),
    }
}

fn moment(at: ExcelDateTime) -> String {
    let value = at.as_f64();
    if at.is_duration() {
        let seconds = (value * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, mut hour, mut minute, mut second, milli) = at.to_ymd_hms_milli();
    // Serial times are fractions of a day: 16:30:00 may come as 16:29:59.999.
    if milli >= 500 {
        let up = (u32::from(hour) * 60 + u32::from(minute)) * 60 + u32::from(second) + 1;
        if up < 86_400 {
            (hour, minute, second) = ((up / 3600) as u8, (up / 60 % 60) as u8, (up % 60) as u8);
        }
    }
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if (0.0..1.0).contains(&value) {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    }
}

/// `2026-11-22T00:00:00.000Z` as a day, other moments with a space and whole seconds.
fn iso_moment(text: &str) -> String {
    let Some((day, time)) = text.split_once('T') else { return normal_text(text) };
    let time = time.trim_end_matches('Z').split('.').next().unwrap_or_default();
    if matches!(time, "" | "00:00" | "00:00:00") { day.to_owned() } else { format!("{day} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn spaces_of_all_kinds_and_invisible_signs_go() {
        assert_eq!(normal_text("\u{feff}　 林 书岚\u{a0}\r\n"), "林 书岚");
        assert_eq!(normal_text("a\0b\u{200b}c\r\nd\re\tf"), "abc\nd\ne\tf");
    }

    #[test]
    fn values_have_one_form() {
        let at = |value, kind| Data::DateTime(ExcelDateTime::new(value, kind, false));
        for (value, text) in [
            (Data::Float(13812341234.0), "13812341234"),
            (Data::Float(1.5), "1.5"),
            (Data::Float(-0.25), "-0.25"),
            (Data::Bool(true), "TRUE"),
            (at(46348.0, DateTime), "2026-11-22"),
            (at(46_348.687_499_99, DateTime), "2026-11-22 16:30:00"),
            (at(0.6875, DateTime), "16:30:00"),
            (at(1.104_166_7, TimeDelta), "26:30:00"),
            (Data::DateTimeIso("2026-11-22T00:00:00".to_owned()), "2026-11-22"),
            (Data::DateTimeIso("2026-11-22T16:30:00.000Z".to_owned()), "2026-11-22 16:30:00"),
        ] {
            assert_eq!(cell_text(value), (text.to_owned(), false));
        }
        assert_eq!(cell_text(Data::Float(110101199003078515.0)), ("110101199003078510".to_owned(), true));
    }
}

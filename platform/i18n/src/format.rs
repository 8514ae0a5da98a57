//! Forms of days and figures. The forms of days stand in `i18n.ftl` as strftime patterns and are read once.

use jiff::fmt::strtime::BrokenDownTime;

/// The forms of one language.
pub(crate) struct Formats {
    pub day: String,
    pub short_day: String,
    pub month: String,
    pub time: String,
    pub date_time: String,
    pub short_date_time: String,
    /// Monday first.
    pub weekdays: [String; 7],
}

impl Formats {
    /// Reads the forms by their keys; where one is missing the ISO form stands in.
    pub fn read(text: impl Fn(&str) -> Option<String>) -> Formats {
        let get = |key: &str, or: &str| text(key).unwrap_or_else(|| or.to_owned());
        Formats {
            day: get("i18n-day", "%Y-%m-%d"),
            short_day: get("i18n-short-day", "%m-%d"),
            month: get("i18n-month", "%Y-%m"),
            time: get("i18n-time", "%H:%M"),
            date_time: get("i18n-date-time", "%Y-%m-%d %H:%M"),
            short_date_time: get("i18n-short-date-time", "%m-%d %H:%M"),
            weekdays: std::array::from_fn(|i| get(&format!("i18n-weekday-{}", i + 1), &format!("{}", i + 1))),
        }
    }
}

/// A day or wall-clock time by a pattern; a pattern that does not fit gives an empty text.
pub(crate) fn by(pattern: &str, at: impl Into<BrokenDownTime>) -> String {
    let mut out = String::with_capacity(32);
    match at.into().format(pattern, &mut out) {
        Ok(()) => out,
        Err(_) => String::new(),
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Hundredths as a decimal without needless zeros: `150` is `1.5`.
pub(crate) fn hundredths(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let (whole, part) = (n.unsigned_abs() / 100, n.unsigned_abs() % 100);
    match (part, part % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

/// A size in the greatest binary unit of which it holds at least one.
pub(crate) fn bytes(n: i64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let n = n.max(0) as u64;
    let unit = (1..UNITS.len()).rev().find(|u| n >> (10 * u) > 0).unwrap_or(0);
    if unit == 0 {
        return format!("{n} B");
    }
    // Tenths, rounded down, so that a size just under a limit never reads as the limit.
    let tenths = (u128::from(n) * 10) >> (10 * unit);
    match tenths % 10 {
        0 => format!("{} {}", tenths / 10, UNITS[unit]),
        tenth => format!("{}.{tenth} {}", tenths / 10, UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_at_their_edges() {
        assert_eq!(
            [0, 999, 1000, -999, i64::MIN].map(grouped),
            ["0", "999", "1,000", "-999", "-9,223,372,036,854,775,808"]
        );
        assert_eq!([0, 5, 100, 125, -150, -5].map(hundredths), ["0", "0.05", "1", "1.25", "-1.5", "-0.05"]);
        assert_eq!(
            [0, 1023, 1024, 1_048_575, 1_048_576, i64::MAX].map(bytes),
            ["0 B", "1023 B", "1 KB", "1023.9 KB", "1 MB", "8388607.9 TB"]
        );
    }
}

//! What a page holds to speak: texts, language, kind of institution, zone.

use crate::{Arg, Kind, Lang, Msg, Texts, Value, format, texts::message};
use fluent_bundle::{FluentArgs, FluentValue};
use std::borrow::Cow;
use xingtan_clock::{Date, Timestamp, Zone};

/// A value or a reference to one, at any depth: templates pass references.
pub trait Plain<T> {
    /// The value.
    fn plain(&self) -> T;
}
impl<T, R: Plain<T> + ?Sized> Plain<T> for &R {
    fn plain(&self) -> T {
        (**self).plain()
    }
}
impl Plain<Timestamp> for Timestamp {
    fn plain(&self) -> Timestamp {
        *self
    }
}
impl Plain<Date> for Date {
    fn plain(&self) -> Date {
        *self
    }
}
impl Plain<i64> for i64 {
    fn plain(&self) -> i64 {
        *self
    }
}

/// The language, kind and zone of one reader. Cheap to clone; a look-up takes about a microsecond.
#[derive(Clone, Debug)]
pub struct Locale {
    texts: Texts,
    lang: Lang,
    kind: Kind,
    zone: Zone,
}

/// Sentences.
impl Locale {
    pub(crate) fn new(texts: Texts, lang: Lang, kind: Kind, zone: Zone) -> Locale {
        Locale { texts, lang, kind, zone }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The kind of institution.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The institution's zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The same view in another language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Locale {
        Locale { lang, ..self.clone() }
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: &str) -> bool {
        self.texts.bundle(self.lang, self.kind).get_message(key).is_some_and(|m| m.value().is_some())
    }

    /// The text of a key; a missing one gives the key itself.
    pub fn t(&self, key: &str) -> String {
        self.render(key, None)
    }

    /// The text of a key without values, borrowed where the text holds no term: for lists with many rows.
    pub fn text<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        let bundle = self.texts.bundle(self.lang, self.kind);
        match bundle.get_message(key).and_then(|m| m.value()) {
            Some(pattern) => bundle.format_pattern(pattern, None, &mut Vec::new()),
            None => Cow::Borrowed(key),
        }
    }

    /// The text of a key with one named value.
    pub fn t1(&self, key: &str, name: &str, value: impl Arg) -> String {
        self.tn(key, &[(name, &value)])
    }

    /// The text of a key with two named values.
    pub fn t2(&self, key: &str, name1: &str, value1: impl Arg, name2: &str, value2: impl Arg) -> String {
        self.tn(key, &[(name1, &value1), (name2, &value2)])
    }

    /// The text of a key with three named values.
    #[expect(clippy::too_many_arguments, reason = "templates cannot write slices of trait objects")]
    pub fn t3(
        &self,
        key: &str,
        name1: &str,
        value1: impl Arg,
        name2: &str,
        value2: impl Arg,
        name3: &str,
        value3: impl Arg,
    ) -> String {
        self.tn(key, &[(name1, &value1), (name2, &value2), (name3, &value3)])
    }

    /// The text of a key with any number of named values.
    pub fn tn(&self, key: &str, values: &[(&str, &dyn Arg)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for &(name, value) in values {
            args.set(name, self.fluent(value.value()));
        }
        self.render(key, Some(&args))
    }

    /// Renders a kept sentence.
    pub fn msg(&self, msg: &Msg) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in msg.args() {
            args.set(name, self.fluent(value.value()));
        }
        self.render(msg.key(), Some(&args))
    }

    fn render(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        message(self.texts.bundle(self.lang, self.kind), key, args).unwrap_or_else(|| key.to_owned())
    }

    fn fluent<'a>(&self, value: Value<'a>) -> FluentValue<'a> {
        match value {
            Value::Text(text) => FluentValue::String(text),
            Value::Number(n) => n.into(),
            Value::Day(day) => self.day(day).into(),
            Value::Moment(at) => self.date_time(at).into(),
            Value::Until(at) => self.until(at).into(),
            Value::Message(msg) => self.msg(&msg).into(),
        }
    }
}

/// Days, times and figures.
impl Locale {
    /// The day of a moment in the institution's zone: `2026 年 11 月 22 日`.
    pub fn date(&self, at: impl Plain<Timestamp>) -> String {
        self.day(self.zone.date(at.plain()))
    }

    /// A civil day: `2026 年 11 月 22 日`, `22 November 2026`.
    pub fn day(&self, day: impl Plain<Date>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).day, day.plain())
    }

    /// A civil day without its year: `11 月 22 日`, `22 November`.
    pub fn short_day(&self, day: impl Plain<Date>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).short_day, day.plain())
    }

    /// Day and minute of a moment in the institution's zone: `2026 年 11 月 22 日 16:30`.
    pub fn date_time(&self, at: impl Plain<Timestamp>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).date_time, self.zone.local(at.plain()))
    }

    /// The moment at which something ends, as [`date_time`](Self::date_time); the end of a day is its own 24:00 and not
    /// 0:00 of the next, which people read as a day more.
    pub fn until(&self, at: impl Plain<Timestamp>) -> String {
        self.ending(at.plain(), |at| self.date_time(at))
    }

    /// The same without the year.
    pub fn short_until(&self, at: impl Plain<Timestamp>) -> String {
        self.ending(at.plain(), |at| self.short_date_time(at))
    }

    fn ending(&self, at: Timestamp, write: impl Fn(Timestamp) -> String) -> String {
        if self.zone.local(at).time() != jiff::civil::Time::midnight() {
            return write(at);
        }
        // All formats write the time of day as hours and minutes.
        write(at - xingtan_clock::Span::of_minutes(1)).replace("23:59", "24:00")
    }

    /// Day without year, and minute: `11 月 22 日 16:30`.
    pub fn short_date_time(&self, at: impl Plain<Timestamp>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).short_date_time, self.zone.local(at.plain()))
    }

    /// The time of day of a moment in the institution's zone: `16:30`.
    pub fn time(&self, at: impl Plain<Timestamp>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).time, self.zone.local(at.plain()))
    }

    /// The month of a day: `2026 年 11 月`, `November 2026`.
    pub fn month(&self, day: impl Plain<Date>) -> String {
        format::by(&self.texts.formats(self.lang, self.kind).month, day.plain())
    }

    /// The day of the week: `周三`, `Wednesday`.
    pub fn weekday(&self, day: impl Plain<Date>) -> String {
        let monday_zero = day.plain().weekday().to_monday_zero_offset().clamp(0, 6) as usize;
        self.texts.formats(self.lang, self.kind).weekdays[monday_zero].clone()
    }

    /// A whole number with thousands separators: `1,234,567`.
    pub fn number(&self, n: impl Arg) -> String {
        match n.value() {
            Value::Number(n) => format::grouped(n),
            other => self.tn("i18n-as-is", &[("value", &other)]),
        }
    }

    /// The figure of credits given in hundredths, without its unit: `150` is `1.5`, `100` is `1`.
    pub fn credits(&self, hundredths: impl Plain<i64>) -> String {
        format::hundredths(hundredths.plain())
    }

    /// Whole minutes of a span of seconds, rounded down, with the unit: `45 分钟`, `45 min`.
    pub fn minutes(&self, seconds: impl Plain<i64>) -> String {
        self.t1("i18n-minutes", "n", seconds.plain().div_euclid(60))
    }

    /// A span of seconds in hours and minutes, rounded down: `1 小时 20 分钟`, `1 h 20 min`; below ten minutes to the
    /// second: `1 分 50 秒`, `1 min 50 s`, `40 秒`. A lesson of two minutes that says one would be wrong by half.
    pub fn span(&self, seconds: impl Plain<i64>) -> String {
        let seconds = seconds.plain();
        let minutes = seconds.div_euclid(60);
        match (minutes.div_euclid(60), minutes.rem_euclid(60)) {
            (0, 0) => self.t1("i18n-seconds", "n", seconds),
            (0, 1..10) if seconds.rem_euclid(60) > 0 => {
                self.t2("i18n-minutes-seconds", "minutes", minutes, "seconds", seconds.rem_euclid(60))
            }
            (0, _) => self.minutes(seconds),
            (hours, 0) => self.t1("i18n-hours", "n", hours),
            (hours, rest) => self.t2("i18n-hours-minutes", "hours", hours, "minutes", rest),
        }
    }

    /// A size in bytes in the greatest fitting binary unit, with at most one digit after the point: `1.5 MB`.
    pub fn bytes(&self, n: impl Arg) -> String {
        match n.value() {
            Value::Number(n) => format::bytes(n),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Resource;
    use jiff::civil::date;

    fn locale(lang: Lang, kind: Kind) -> Locale {
        let mut all = crate::texts();
        for (lang, source) in [
            (
                Lang::ZhCn,
                "test-hello = { $name }，你有 { $n } 门课\ntest-learners = 全部{ -learner }\ntest-plain = 保存",
            ),
            (
                Lang::En,
                "test-hello = { $name }, you have { $n ->\n [one] one course\n *[other] { $n } courses\n }\ntest-learners = All { -learner(form: \"many\") }\ntest-plain = Save",
            ),
        ] {
            all.push(Resource { lang, kind: None, name: "test", source });
        }
        Texts::build(&all).locale(lang, kind, Zone::default())
    }

    #[test]
    fn sentences_take_values_and_plural_forms_without_isolates() {
        // Templates pass references.
        let (three, owned): (&usize, &String) = (&3, &"Lin".to_owned());
        let zh = locale(Lang::ZhCn, Kind::Academy);
        assert_eq!(zh.t2("test-hello", "name", "林书岚", "n", three), "林书岚，你有 3 门课");
        let en = zh.in_lang(Lang::En);
        assert_eq!(en.t2("test-hello", "name", owned, "n", 1), "Lin, you have one course");
        assert_eq!(en.t2("test-hello", "name", "Lin", "n", 2), "Lin, you have 2 courses");
        assert_eq!(
            en.msg(&Msg::new("test-hello").with("name", "Lin").with("n", 5)),
            "Lin, you have 5 courses"
        );
    }

    #[test]
    fn the_end_of_a_day_is_its_own() {
        let l = locale(Lang::ZhCn, Kind::Academy);
        let end = l.zone().end_of(jiff::civil::date(2026, 12, 1));
        assert_eq!(l.until(end), "2026 年 12 月 1 日 24:00");
        assert_eq!(l.short_until(end), "12 月 1 日 24:00");
        let noon = end - xingtan_clock::Span::of_hours(12);
        assert_eq!(l.until(noon), l.date_time(noon));
        let l = locale(Lang::En, Kind::Academy);
        assert!(
            l.until(end).contains("1 December 2026") && l.until(end).contains("24:00"),
            "{}",
            l.until(end)
        );
    }

    #[test]
    fn the_kind_of_institution_chooses_the_term() {
        assert_eq!(locale(Lang::ZhCn, Kind::School).t("test-learners"), "全部学生");
        assert_eq!(locale(Lang::ZhCn, Kind::Academy).t("test-learners"), "全部学员");
        assert_eq!(locale(Lang::En, Kind::School).t("test-learners"), "All students");
        assert_eq!(locale(Lang::En, Kind::Training).text("test-learners"), "All learners");
    }

    #[test]
    fn a_missing_key_renders_as_itself() {
        let l = locale(Lang::ZhCn, Kind::School);
        assert!(!l.has("no-such-key"));
        assert_eq!(l.t("no-such-key"), "no-such-key");
        assert_eq!(l.t1("no-such-key", "n", 1), "no-such-key");
        assert!(matches!(l.text("test-plain"), Cow::Borrowed("保存")));
    }

    #[test]
    fn moments_are_written_in_the_zone_of_the_institution() {
        let at: Timestamp = "2026-11-21T16:05:00Z".parse().unwrap();
        let zh = locale(Lang::ZhCn, Kind::School);
        assert_eq!(zh.date(at), "2026 年 11 月 22 日");
        assert_eq!(zh.date_time(at), "2026 年 11 月 22 日 00:05");
        assert_eq!(zh.short_date_time(at), "11 月 22 日 00:05");
        assert_eq!(zh.time(at), "00:05");
        assert_eq!(zh.short_day(date(2026, 3, 5)), "3 月 5 日");
        assert_eq!(zh.month(date(2026, 3, 5)), "2026 年 3 月");
        assert_eq!(zh.weekday(date(2026, 11, 22)), "周日");
        let en = zh.in_lang(Lang::En);
        assert_eq!(en.date_time(at), "22 November 2026, 00:05");
        assert_eq!(en.month(date(2026, 3, 5)), "March 2026");
        assert_eq!(en.weekday(date(2026, 11, 23)), "Monday");
    }

    #[test]
    fn figures_are_written_for_people() {
        let l = locale(Lang::ZhCn, Kind::School);
        assert_eq!(l.number(1_234_567usize), "1,234,567");
        assert_eq!(l.number(-1000), "-1,000");
        assert_eq!(l.credits(150), "1.5");
        assert_eq!(l.minutes(2759), "45 分钟");
        assert_eq!(l.span(40), "40 秒");
        assert_eq!(l.span(60), "1 分钟");
        assert_eq!(l.span(110), "1 分 50 秒");
        assert_eq!(l.in_lang(Lang::En).span(110), "1 min 50 s");
        assert_eq!(l.span(599), "9 分 59 秒");
        assert_eq!(l.span(659), "10 分钟");
        assert_eq!(l.span(4800), "1 小时 20 分钟");
        assert_eq!(l.span(7200), "2 小时");
        assert_eq!(l.bytes(1_572_864), "1.5 MB");
    }

    #[test]
    fn views_are_shared_between_threads() {
        fn shared<T: Send + Sync + Clone>(_: &T) {}
        shared(&locale(Lang::En, Kind::School));
    }
}

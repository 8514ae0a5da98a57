//! Forms: what was typed is kept, what is wrong is said beside the field.

use crate::{App, Fault, FormKey, Visit};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{Method, header};
use std::{collections::BTreeMap, str::FromStr};
use xingtan_clock::{Date, Uuid};
use xingtan_i18n::{Lang, Locale, Msg, seen, seen_body};

/// Fields of one form may hold so many values; more is no form of ours.
const MOST_FIELDS: usize = 20_000;

/// The values of a form and what is wrong with them.
///
/// Reading a field checks it and notes an error beside it; [`Form::ok`] tells whether to go on. The same form
/// is shown again with everything that was typed, passwords excepted.
#[derive(Clone, Debug, Default)]
pub struct Form {
    values: BTreeMap<String, Vec<String>>,
    errors: BTreeMap<String, Msg>,
    /// Whether texts are measured as they came.
    as_sent: bool,
    key: Option<FormKey>,
    l: Option<Locale>,
}

/// What a text field asks for.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    min: usize,
    max: usize,
    lines: bool,
}

impl Text {
    /// One line of at least one and at most `max` characters.
    pub const fn required(max: usize) -> Self {
        Text { min: 1, max, lines: false }
    }

    /// One line of at most `max` characters; may be empty.
    pub const fn optional(max: usize) -> Self {
        Text { min: 0, max, lines: false }
    }

    /// May hold line breaks.
    pub const fn lines(mut self) -> Self {
        self.lines = true;
        self
    }
}

impl Form {
    /// A fresh form for a page, with a key against double submission.
    pub fn fresh(key: Uuid) -> Self {
        Form { key: Some(FormKey(key)), ..Form::default() }
    }

    /// From name–value pairs.
    pub fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut form = Form::default();
        for (name, value) in pairs {
            form.values.entry(name).or_default().push(value);
        }
        form.key = form.values.get("form_key").and_then(|v| v.first()?.parse().ok()).map(FormKey);
        form
    }

    /// Measures texts as they came and not as they are kept: a document that names a length means every sign.
    pub fn as_sent(mut self) -> Self {
        self.as_sent = true;
        self
    }

    /// Fills a field when the form is first shown.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.entry(name.to_owned()).or_default().push(value.to_string());
        self
    }

    /// Puts a value in place of what was typed.
    pub fn put(&mut self, name: &str, value: impl ToString) {
        self.values.insert(name.to_owned(), vec![value.to_string()]);
    }

    /// The key against double submission.
    pub fn key(&self) -> Option<FormKey> {
        self.key
    }

    /// The key as text for the hidden field.
    pub fn key_text(&self) -> String {
        self.key.map(|key| key.0.to_string()).unwrap_or_default()
    }

    /// The first value of a field as typed; empty when absent.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Whether a field holds this value among its values.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|own| own == value)
    }

    /// Names of all fields that were sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Errors will be told in this language; forms taken from a request know their visitor's.
    pub fn in_language(mut self, l: &Locale) -> Self {
        self.l = Some(l.clone());
        self
    }

    /// What is wrong with a field, in the visitor's language.
    pub fn error(&self, name: &str) -> Option<String> {
        let msg = self.errors.get(name)?;
        Some(self.l.as_ref().map_or_else(|| msg.key().to_owned(), |l| l.msg(msg)))
    }

    /// All errors by field.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &Msg)> {
        self.errors.iter().map(|(name, msg)| (name.as_str(), msg))
    }

    /// Notes an error beside a field; the first one stays.
    pub fn refuse(&mut self, name: &str, msg: Msg) {
        self.errors.entry(name.to_owned()).or_insert(msg);
    }

    /// Whether nothing is wrong so far.
    pub fn ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Forgets values that are never shown again (passwords, codes).
    pub fn forget(&mut self, names: &[&str]) {
        for name in names {
            self.values.remove(*name);
        }
    }

    /// A text: trimmed, without control characters and signs that nobody sees, within its length. Texts of several
    /// lines keep what emoji are joined with.
    pub fn text(&mut self, name: &str, rule: Text) -> String {
        let typed = self.value(name);
        let typed = if rule.lines { seen_body(typed) } else { seen(typed) };
        let cleaned: String = typed
            .trim()
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || (rule.lines && matches!(c, '\n' | '\t')))
            .collect();
        let kept = cleaned.chars().count();
        let length = if self.as_sent { self.value(name).chars().count() } else { kept };
        if kept < rule.min {
            self.refuse(name, Msg::new("web-form-required"));
        } else if length > rule.max {
            self.refuse(
                name,
                Msg::new("web-form-too-long").with("max", rule.max as i64).with("now", length as i64),
            );
        }
        cleaned
    }

    /// A text or none when empty.
    pub fn optional(&mut self, name: &str, max: usize) -> Option<String> {
        Some(self.text(name, Text::optional(max))).filter(|text| !text.is_empty())
    }

    /// A password exactly as typed, at most `max` bytes; an empty one is refused.
    pub fn secret(&mut self, name: &str, max: usize) -> String {
        let typed = self.value(name).to_owned();
        if typed.is_empty() {
            self.refuse(name, Msg::new("web-form-required"));
        } else if typed.len() > max {
            self.refuse(
                name,
                Msg::new("web-form-too-long").with("max", max as i64).with("now", typed.len() as i64),
            );
            return String::new();
        }
        typed
    }

    /// A whole number within a range.
    pub fn int(&mut self, name: &str, range: std::ops::RangeInclusive<i64>) -> i64 {
        match self.value(name).trim().parse::<i64>() {
            Ok(n) if range.contains(&n) => n,
            _ => {
                let msg =
                    if self.value(name).trim().is_empty() { "web-form-required" } else { "web-form-range" };
                self.refuse(name, Msg::new(msg).with("from", *range.start()).with("to", *range.end()));
                *range.start()
            }
        }
    }

    /// A decimal number with at most two places, as hundredths (credits, percent).
    pub fn hundredths(&mut self, name: &str, range: std::ops::RangeInclusive<i64>) -> i64 {
        match hundredths(self.value(name).trim()) {
            Some(n) if range.contains(&n) => n,
            _ => {
                let text = |n: i64| format!("{}.{:02}", n / 100, n % 100);
                let msg = Msg::new("web-form-decimal")
                    .with("from", text(*range.start()))
                    .with("to", text(*range.end()));
                self.refuse(name, msg);
                *range.start()
            }
        }
    }

    /// A day, or none when the field is empty.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let typed = self.value(name).trim();
        if typed.is_empty() {
            return None;
        }
        let found = typed.parse::<Date>().ok().filter(|date| (1900..=2200).contains(&date.year()));
        if found.is_none() {
            self.refuse(name, Msg::new("web-form-date"));
        }
        found
    }

    /// An id.
    pub fn id(&mut self, name: &str) -> Option<Uuid> {
        let found = self.value(name).trim().parse().ok();
        if found.is_none() {
            let msg = if self.value(name).trim().is_empty() { "web-form-choose" } else { "web-form-choice" };
            self.refuse(name, Msg::new(msg));
        }
        found
    }

    /// An id, or none when the field is empty.
    pub fn optional_id(&mut self, name: &str) -> Option<Uuid> {
        if self.value(name).trim().is_empty() { None } else { self.id(name) }
    }

    /// All ids of a field of many; unreadable ones are an error.
    pub fn ids(&mut self, name: &str) -> Vec<Uuid> {
        let parsed: Vec<Option<Uuid>> = self.values(name).iter().map(|value| value.parse().ok()).collect();
        if parsed.iter().any(Option::is_none) {
            self.refuse(name, Msg::new("web-form-choice"));
        }
        parsed.into_iter().flatten().collect()
    }

    /// One of a set of codes.
    pub fn choice<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let found = self.value(name).trim().parse().ok();
        if found.is_none() {
            let msg = if self.value(name).trim().is_empty() { "web-form-choose" } else { "web-form-choice" };
            self.refuse(name, Msg::new(msg));
        }
        found
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.value(name), "" | "no" | "false" | "0" | "off")
    }
}

/// `12`, `1.5`, `0.25` as hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let part = format!("{part:0<2}");
    Some(whole.parse::<i64>().ok()? * 100 + part.parse::<i64>().ok()?)
}

impl FromRequest<App> for Form {
    type Rejection = Fault;

    /// From the query of a GET, from the urlencoded body of anything else.
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let l = request
            .extensions()
            .get::<Visit>()
            .map_or_else(|| app.locale(Lang::ZhCn), |visit| visit.l.clone());
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            let query = request.uri().query().unwrap_or("").to_owned();
            return Ok(Form::of_pairs(pairs(query.as_bytes())?).in_language(&l));
        }
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let empty = kind.is_empty();
        if !empty && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Fault::MediaType(Msg::new("web-fault-form-type")));
        }
        let body = Bytes::from_request(request, app).await.map_err(|refusal| {
            if refusal.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
                Fault::TooLarge
            } else {
                unreadable()
            }
        })?;
        Ok(Form::of_pairs(pairs(&body)?).in_language(&l))
    }
}

fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let mut found = Vec::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        if found.len() >= MOST_FIELDS || name.len() > 200 {
            return Err(unreadable());
        }
        found.push((name.into_owned(), value.replace('\0', "")));
    }
    Ok(found)
}

fn unreadable() -> Fault {
    Fault::Bad(Msg::new("web-fault-form"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(body: &str) -> Form {
        Form::of_pairs(pairs(body.as_bytes()).unwrap())
    }

    #[test]
    fn what_was_typed_is_kept_and_what_is_wrong_is_said() {
        let mut form = form("name=+%E6%9E%97%E4%B9%A6%E5%B2%9A+&age=abc&when=2026-02-30");
        assert_eq!(form.text("name", Text::required(10)), "林书岚");
        form.int("age", 1..=120);
        form.date("when");
        assert!(!form.ok());
        assert_eq!(form.value("age"), "abc");
        assert_eq!(form.errors().map(|(name, _)| name).collect::<Vec<_>>(), ["age", "when"]);
    }

    #[test]
    fn signs_that_nobody_sees_are_not_kept() {
        let mut form = Form::of_pairs([
            ("name".to_owned(), "\u{200b} 会\u{202e}计\u{feff} ".to_owned()),
            ("body".to_owned(), "一家\u{2066}👨\u{200d}👩\n第二行".to_owned()),
            ("password".to_owned(), "a\u{200d}b".to_owned()),
            ("empty".to_owned(), "\u{200b}\u{2060}".to_owned()),
        ]);
        assert_eq!(form.text("name", Text::required(9)), "会计");
        assert_eq!(form.text("body", Text::required(99).lines()), "一家👨\u{200d}👩\n第二行");
        assert_eq!(form.secret("password", 99), "a\u{200d}b", "a password is taken as it was typed");
        form.text("empty", Text::required(9));
        assert!(form.error("empty").is_some());
    }

    proptest! {
        #[test]
        fn hundredths_read_what_they_write(n in 0i64..1_000_000_000) {
            prop_assert_eq!(hundredths(&format!("{}.{:02}", n / 100, n % 100)), Some(n));
        }

        #[test]
        fn no_body_breaks_a_form(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(found) = pairs(&body) {
                let mut form = Form::of_pairs(found);
                form.text("a", Text::required(5));
                form.hundredths("a", 0..=100);
                form.date("a");
            }
        }
    }
}

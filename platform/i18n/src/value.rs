//! Values inside sentences, and sentences not yet rendered.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use xingtan_clock::{Date, Timestamp};

/// A value that stands in a sentence. Moments and days are written in the reader's language and zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value<'a> {
    /// Text as it is.
    Text(Cow<'a, str>),
    /// A whole number; Fluent chooses plural forms by it. Plain `{ $n }` writes no thousands separators,
    /// `{ GROUP($n) }` does; `{ CREDITS($n) }` writes hundredths.
    Number(i64),
    /// A civil day.
    Day(Date),
    /// A moment, written with date and time.
    Moment(Timestamp),
    /// The moment at which something ends: 0:00 is written as 24:00 of the day before.
    Until(Timestamp),
    /// Another sentence or word, rendered in its place.
    Message(Box<Msg>),
}

impl Value<'_> {
    fn into_owned(self) -> Value<'static> {
        match self {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Number(n) => Value::Number(n),
            Value::Day(day) => Value::Day(day),
            Value::Moment(at) => Value::Moment(at),
            Value::Until(at) => Value::Until(at),
            Value::Message(msg) => Value::Message(msg),
        }
    }
}

/// What may be given to a sentence: texts, whole numbers, days, moments, other sentences, and references to them
/// (templates pass references).
pub trait Arg {
    /// The value, borrowed where that is possible.
    fn value(&self) -> Value<'_>;
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}
impl Arg for str {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}
impl Arg for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}
impl Arg for Cow<'_, str> {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}
impl Arg for Date {
    fn value(&self) -> Value<'_> {
        Value::Day(*self)
    }
}
impl Arg for Timestamp {
    fn value(&self) -> Value<'_> {
        Value::Moment(*self)
    }
}
/// A moment at which something ends, for sentences: 0:00 is written as 24:00 of the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until(pub Timestamp);

impl Arg for Until {
    fn value(&self) -> Value<'_> {
        Value::Until(self.0)
    }
}
impl Arg for Msg {
    fn value(&self) -> Value<'_> {
        Value::Message(Box::new(self.clone()))
    }
}
impl Arg for Value<'_> {
    fn value(&self) -> Value<'_> {
        self.clone()
    }
}

macro_rules! whole_numbers {
    ($($number:ty)+) => {$(
        impl Arg for $number {
            fn value(&self) -> Value<'_> {
                // Counts beyond 2^63 do not occur; the greatest number stands for them.
                Value::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )+};
}
whole_numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// A sentence by its key with named values, not yet rendered: errors of a form, rows of an import report, notices.
/// It can be kept (as JSON) and rendered later in the reader's language by [`crate::Locale::msg`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Msg {
    key: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    args: Vec<(Cow<'static, str>, Value<'static>)>,
}

impl Msg {
    /// A sentence without values.
    pub const fn new(key: &'static str) -> Msg {
        Msg { key: Cow::Borrowed(key), args: Vec::new() }
    }

    /// A sentence whose key is put together at run time, such as a key per role.
    pub fn of(key: impl Into<Cow<'static, str>>) -> Msg {
        Msg { key: key.into(), args: Vec::new() }
    }

    /// The same sentence with the value `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Msg {
        self.args.push((Cow::Borrowed(name), value.value().into_owned()));
        self
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The names and values, in the order given.
    pub fn args(&self) -> impl Iterator<Item = (&str, &Value<'static>)> {
        self.args.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl From<&'static str> for Msg {
    fn from(key: &'static str) -> Msg {
        Msg::new(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_survives_being_kept_as_json() {
        let msg = Msg::new("accounts-people-suspended")
            .with("name", "林书岚")
            .with("n", 3usize)
            .with("until", Timestamp::from_seconds(1_800_000_000))
            .with("day", jiff::civil::date(2026, 11, 22))
            .with("why", Msg::new("accounts-why"));
        let json = serde_json::to_string(&msg).unwrap();
        assert_eq!(serde_json::from_str::<Msg>(&json).unwrap(), msg);
        assert_eq!(serde_json::to_string(&Msg::new("a-b")).unwrap(), r#"{"key":"a-b"}"#);
    }
}

//! What a program asks for in the query: checked while it is read, so that nothing else reaches a statement.

use crate::{App, Fault, Form, List, Order, Sort};
use axum::extract::{FromRequestParts, Query};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use http::request::Parts;
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};
use std::borrow::Cow;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Msg;

/// The query of a request. `T` refuses unknown parameters by `#[serde(deny_unknown_fields)]`; whatever does not fit is
/// answered with 400 and the reason.
#[derive(Clone, Debug)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        let refused = |refusal: axum::extract::rejection::QueryRejection| {
            Fault::Bad(Msg::new("web-fault-query").with("reason", refusal.body_text()))
        };
        read.map(|Query(asked)| Asked(asked)).map_err(refused)
    }
}

/// Words to search for: at most 200 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(pub String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if text.chars().count() > 200 || text.chars().any(char::is_control) {
            return Err(D::Error::custom("at most 200 characters without control characters are expected"));
        }
        Ok(Words(text.trim().to_owned()))
    }
}

/// How many items a page holds: 1 to 200, 50 unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Limit(50)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let limit = i64::deserialize(from)?;
        if (1..=200).contains(&limit) {
            Ok(Limit(limit))
        } else {
            Err(D::Error::custom("1 to 200 is expected"))
        }
    }
}

/// A moment of the years 1970 to 9998, RFC 3339 with an offset: what both database engines take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

/// 9999-01-01T00:00:00Z in seconds since 1970.
const END: i64 = 253_370_764_800;

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let at = Timestamp::deserialize(from)?;
        if (0..END).contains(&at.seconds()) {
            Ok(Moment(at))
        } else {
            Err(D::Error::custom("a moment of the years 1970 to 9998 is expected"))
        }
    }
}

/// Where a page of what is ordered by time begins: `MICROSECONDS.ID` of what ended the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Its moment.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.micros(), self.id)
    }
}

impl<'de> Deserialize<'de> for After {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let read = || {
            let (at, id) = text.split_once('.')?;
            Some(After { at: crate::moment(at)?, id: id.parse().ok()? })
        };
        read().ok_or_else(|| D::Error::custom("a cursor out of `next` is expected"))
    }
}

/// By what a collection is ordered, and so what its cursors hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By text.
    Text,
    /// By number.
    Number,
    /// By moment.
    Moment,
}

/// Where a page begins: taken from the `next` of the page before, not made by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    text: String,
    by: By,
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let by = cursor(&text).ok_or_else(|| D::Error::custom("a cursor out of `next` is expected"))?;
        Ok(Cursor { text, by })
    }
}

/// What a cursor holds; see [`List`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    order: Order,
    #[serde(rename = "id")]
    _id: Uuid,
    back: bool,
    before: i64,
}

fn cursor(text: &str) -> Option<By> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let held: Held = serde_json::from_slice(&json).ok()?;
    let by = match held.order {
        Order::Text(text) if !text.contains('\0') => By::Text,
        Order::Int(_) => By::Number,
        Order::Time(at) if (0..END * 1_000_000).contains(&at) => By::Moment,
        _ => return None,
    };
    (!held.back && (0..1 << 40).contains(&held.before)).then_some(by)
}

/// The list of a collection in its one order, the first of `sorts`, narrowed by what was asked for; `pairs` are the
/// filters, and `q` for words.
///
/// # Errors
/// [`Fault::Bad`] where the cursor belongs to a collection of another order.
pub fn collection(
    address: impl Into<Cow<'static, str>>,
    (sorts, by): (&[Sort], By),
    pairs: &[(&'static str, Option<String>)],
    limit: Option<Limit>,
    at: Option<&Cursor>,
) -> Result<List, Fault> {
    let mut form = Form::default();
    if let Some(at) = at {
        if at.by != by {
            return Err(Fault::Bad(Msg::new("web-fault-cursor")));
        }
        form = form.with("at", &at.text);
    }
    let mut filters: Vec<&'static str> =
        pairs.iter().map(|(name, _)| *name).filter(|name| *name != "q").collect();
    if let Some(Limit(limit)) = limit {
        form = form.with("limit", limit);
        filters.push("limit");
    }
    for (name, value) in pairs {
        if let Some(value) = value {
            form = form.with(name, value);
        }
    }
    Ok(List::read(&form, address, sorts, &filters, limit.unwrap_or_default().0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SORTS: &[Sort] = &[Sort { name: "name", column: "n" }];

    fn encoded(json: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(json)
    }

    #[test]
    fn a_cursor_of_another_order_or_made_by_hand_is_refused() {
        let id = Uuid::nil();
        let good = encoded(&format!(r#"{{"order":{{"Text":"lin"}},"id":"{id}","back":false,"before":50}}"#));
        assert_eq!(cursor(&good), Some(By::Text));
        for bad in [
            format!(r#"{{"order":{{"Text":"a\u0000"}},"id":"{id}","back":false,"before":0}}"#),
            format!(r#"{{"order":{{"Text":"a"}},"id":"{id}","back":true,"before":0}}"#),
            format!(r#"{{"order":{{"Int":1}},"id":"{id}","back":false,"before":{}}}"#, i64::MAX),
            format!(r#"{{"order":{{"Time":{}}},"id":"{id}","back":false,"before":0}}"#, i64::MAX),
            "{}".to_owned(),
        ] {
            assert_eq!(cursor(&encoded(&bad)), None, "{bad}");
        }
        let at = Cursor { text: good, by: By::Text };
        assert!(collection("/x", (SORTS, By::Moment), &[], None, Some(&at)).is_err());
    }

    #[test]
    fn the_next_address_keeps_what_was_asked_for() {
        let pairs = [("q", Some("lin".to_owned())), ("unit", Some("7".to_owned())), ("state", None)];
        let list = collection("/api/v1/people", (SORTS, By::Text), &pairs, Some(Limit(2)), None).unwrap();
        assert_eq!(list.href("at", "c"), "/api/v1/people?q=lin&limit=2&unit=7&at=c");
        assert_eq!(list.filter("unit"), "7");
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_cursor(text in "\\PC{0,80}") {
            prop_assert_eq!(cursor(&text), None);
        }
    }
}

//! Values with their types, as an export writes them.

use super::unreadable;
use crate::{Column, Param, Result, Row, ToParam};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::fmt::Write as _;
use xingtan_clock::{Timestamp, Uuid};

/// The type of a column, named as the migrations name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A whole number.
    #[serde(rename = "bigint")]
    Int,
    /// A floating-point number.
    #[serde(rename = "double precision")]
    Real,
    /// True or false.
    #[serde(rename = "boolean")]
    Bool,
    /// Text, JSON too.
    #[serde(rename = "text")]
    Text,
    /// Bytes.
    #[serde(rename = "bytea")]
    Bytes,
    /// An id.
    #[serde(rename = "uuid")]
    Uuid,
    /// A moment.
    #[serde(rename = "timestamptz")]
    Time,
}

impl Kind {
    /// The kind of a declared type; `None` for types that stores may not use.
    pub fn of(declared: &str) -> Option<Kind> {
        match declared.to_ascii_lowercase().as_str() {
            "bigint" => Some(Kind::Int),
            "double precision" => Some(Kind::Real),
            "boolean" => Some(Kind::Bool),
            "text" => Some(Kind::Text),
            "bytea" => Some(Kind::Bytes),
            "uuid" => Some(Kind::Uuid),
            "timestamptz" | "timestamp with time zone" => Some(Kind::Time),
            _ => None,
        }
    }
}

/// A value with its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// True or false.
    Bool(bool),
    /// Text, JSON too.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id.
    Uuid(Uuid),
    /// A moment.
    Time(Timestamp),
}

impl ToParam for Value {
    fn to_param(&self) -> Param<'_> {
        match self {
            Value::Null => Param::Null,
            Value::Int(v) => Param::Int(*v),
            Value::Real(v) => Param::Real(*v),
            Value::Bool(v) => Param::Bool(*v),
            Value::Text(v) => Param::Text(v),
            Value::Bytes(v) => Param::Bytes(v),
            Value::Uuid(v) => Param::Uuid(*v),
            Value::Time(v) => Param::Time(*v),
        }
    }
}

impl Value {
    /// The column of a row.
    pub(super) fn read(row: &Row<'_>, i: usize, kind: Kind) -> Result<Value> {
        fn get<T: Column>(row: &Row<'_>, i: usize, to: impl Fn(T) -> Value) -> Result<Value> {
            Ok(row.get::<Option<T>>(i)?.map_or(Value::Null, to))
        }
        match kind {
            Kind::Int => get(row, i, Value::Int),
            Kind::Real => get(row, i, Value::Real),
            Kind::Bool => get(row, i, Value::Bool),
            Kind::Text => get(row, i, Value::Text),
            Kind::Bytes => get(row, i, Value::Bytes),
            Kind::Uuid => get(row, i, Value::Uuid),
            Kind::Time => get(row, i, Value::Time),
        }
    }

    /// Adds the value to a line. Numbers are JSON numbers, moments microseconds; floating-point numbers are texts,
    /// which keep every bit; bytes are hexadecimal.
    pub(super) fn write(&self, line: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Value::Null => write!(line, "null"),
            Value::Int(v) => write!(line, "{v}"),
            Value::Real(v) => write!(line, "\"{v:?}\""),
            Value::Bool(v) => write!(line, "{v}"),
            Value::Text(v) => write!(line, "{}", Json::String(v.clone())),
            Value::Bytes(v) => {
                line.push('"');
                v.iter().for_each(|byte| line.extend([hex(byte >> 4), hex(byte & 15)]));
                write!(line, "\"")
            }
            Value::Uuid(v) => write!(line, "\"{v}\""),
            Value::Time(v) => write!(line, "{}", v.micros()),
        };
    }

    /// The value of a column of `kind` from a line.
    pub(super) fn parse(json: Json, kind: Kind) -> Result<Value> {
        let parsed = match (kind, json) {
            (_, Json::Null) => Some(Value::Null),
            (Kind::Int, Json::Number(v)) => v.as_i64().map(Value::Int),
            (Kind::Real, Json::String(v)) => v.parse().ok().map(Value::Real),
            (Kind::Bool, Json::Bool(v)) => Some(Value::Bool(v)),
            (Kind::Text, Json::String(v)) => Some(Value::Text(v)),
            (Kind::Bytes, Json::String(v)) => unhex(&v).map(Value::Bytes),
            (Kind::Uuid, Json::String(v)) => v.parse().ok().map(Value::Uuid),
            (Kind::Time, Json::Number(v)) => v.as_i64().map(|v| Value::Time(Timestamp::from_micros(v))),
            _ => None,
        };
        parsed.ok_or_else(|| unreadable(format_args!("a value does not fit its column of {kind:?}")))
    }
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0')
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> impl Strategy<Value = (Kind, Value)> {
        prop_oneof![
            any::<i64>().prop_map(|v| (Kind::Int, Value::Int(v))),
            any::<f64>().prop_map(|v| (Kind::Real, Value::Real(v))),
            any::<bool>().prop_map(|v| (Kind::Bool, Value::Bool(v))),
            any::<String>().prop_map(|v| (Kind::Text, Value::Text(v))),
            any::<Vec<u8>>().prop_map(|v| (Kind::Bytes, Value::Bytes(v))),
            any::<u128>().prop_map(|v| (Kind::Uuid, Value::Uuid(Uuid::from_u128(v)))),
            any::<i64>().prop_map(|v| (Kind::Time, Value::Time(Timestamp::from_micros(v)))),
            Just((Kind::Text, Value::Null)),
        ]
    }

    proptest! {
        #[test]
        fn every_value_comes_back_from_its_line((kind, value) in values()) {
            let mut line = String::new();
            value.write(&mut line);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Value::parse(serde_json::from_str(&line).unwrap(), kind).unwrap(), value);
        }

        #[test]
        fn whatever_stands_there_it_is_read_or_refused(line in any::<String>()) {
            if let Ok(json) = serde_json::from_str(&line) {
                let _ = Value::parse(json, Kind::Bytes);
            }
        }
    }
}

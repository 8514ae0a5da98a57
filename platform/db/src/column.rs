//! What a statement gives back: one set of column types for both engines.

use crate::{Error, Result, param::POSTGRES_EPOCH};
use rusqlite::types::ValueRef;
use std::error::Error as StdError;
use tokio_postgres::types::{FromSql, Type};
use xingtan_clock::{Timestamp, Uuid};

/// A value that a column can be read as: `i64`, `f64`, `bool`, `String`, `Vec<u8>`, [`Uuid`], [`Timestamp`], an
/// `Option` of these for columns that may be NULL, and enums made by [`codes!`](crate::codes).
pub trait Column: Sized {
    #[doc(hidden)]
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self>;
    #[doc(hidden)]
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self>;
    #[doc(hidden)]
    fn from_null() -> Result<Self> {
        Err(Error::Decode("NULL in a column that is read as never NULL".into()))
    }
}

/// Carries a [`Column`] through the driver's own trait.
pub(crate) struct Carried<T>(pub T);

impl<'a, T: Column> FromSql<'a> for Carried<T> {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Carried(T::from_postgres(of, raw)?))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Carried(T::from_null()?))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

fn unfit<T>(wanted: &str, given: impl std::fmt::Display) -> Result<T> {
    Err(Error::Decode(format!("a column of type {given} is read as {wanted}")))
}

fn bytes<const N: usize>(wanted: &str, raw: &[u8]) -> Result<[u8; N]> {
    raw.try_into().or_else(|_| unfit(wanted, format_args!("{} bytes", raw.len())))
}

fn text(raw: &[u8]) -> Result<String> {
    match std::str::from_utf8(raw) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => unfit("text", "broken UTF-8"),
    }
}

impl Column for i64 {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Integer(v) => Ok(v),
            other => unfit("bigint", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        match *of {
            Type::INT8 => Ok(i64::from_be_bytes(bytes("bigint", raw)?)),
            Type::INT4 => Ok(i64::from(i32::from_be_bytes(bytes("bigint", raw)?))),
            Type::INT2 => Ok(i64::from(i16::from_be_bytes(bytes("bigint", raw)?))),
            ref other => unfit("bigint", other),
        }
    }
}

impl Column for f64 {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Real(v) => Ok(v),
            ValueRef::Integer(v) => Ok(v as f64),
            other => unfit("double precision", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        match *of {
            Type::FLOAT8 => Ok(f64::from_be_bytes(bytes("double precision", raw)?)),
            Type::FLOAT4 => Ok(f64::from(f32::from_be_bytes(bytes("double precision", raw)?))),
            ref other => unfit("double precision", other),
        }
    }
}

impl Column for bool {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Integer(v @ (0 | 1)) => Ok(v == 1),
            other => unfit("boolean", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        if *of == Type::BOOL { Ok(raw == [1]) } else { unfit("boolean", of) }
    }
}

impl Column for String {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Text(v) => text(v),
            other => unfit("text", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        match *of {
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => text(raw),
            ref other => unfit("text", other),
        }
    }
}

impl Column for Vec<u8> {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Blob(v) => Ok(v.to_vec()),
            other => unfit("bytea", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        if *of == Type::BYTEA { Ok(raw.to_vec()) } else { unfit("bytea", of) }
    }
}

impl Column for Uuid {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Blob(v) => Ok(Uuid::from_bytes(bytes("uuid", v)?)),
            other => unfit("uuid", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        if *of == Type::UUID { Ok(Uuid::from_bytes(bytes("uuid", raw)?)) } else { unfit("uuid", of) }
    }
}

impl Column for Timestamp {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        match value {
            ValueRef::Integer(v) => Ok(Timestamp::from_micros(v)),
            other => unfit("timestamptz", other.data_type()),
        }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        if *of != Type::TIMESTAMPTZ {
            return unfit("timestamptz", of);
        }
        let since_2000 = i64::from_be_bytes(bytes("timestamptz", raw)?);
        Ok(Timestamp::from_micros(since_2000.saturating_add(POSTGRES_EPOCH)))
    }
}

impl<T: Column> Column for Option<T> {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        if value == ValueRef::Null { Ok(None) } else { T::from_sqlite(value).map(Some) }
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        T::from_postgres(of, raw).map(Some)
    }
    fn from_null() -> Result<Self> {
        Ok(None)
    }
}

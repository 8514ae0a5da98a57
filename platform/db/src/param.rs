//! What a statement is given: one set of parameter types for both engines.

use crate::{Error, Result};
use bytes::{BufMut, BytesMut};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::error::Error as StdError;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use xingtan_clock::{Timestamp, Uuid};

/// Microseconds from 1970 to 2000, where PostgreSQL's count of time begins.
pub(crate) const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// One parameter, borrowed. Made by [`params!`](crate::params) through [`ToParam`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Param<'a> {
    /// NULL of whichever type the statement wants.
    Null,
    /// `bigint`.
    Int(i64),
    /// `double precision`.
    Real(f64),
    /// `boolean`.
    Bool(bool),
    /// `text`; JSON too.
    Text(&'a str),
    /// `bytea`.
    Bytes(&'a [u8]),
    /// `uuid`.
    Uuid(Uuid),
    /// `timestamptz`, microseconds.
    Time(Timestamp),
}

/// A value that can be given to a statement.
pub trait ToParam {
    /// The value as a parameter.
    fn to_param(&self) -> Param<'_>;
}

macro_rules! to_param {
    ($($type:ty, $this:ident => $param:expr;)*) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> Param<'_> {
                let $this = self;
                $param
            }
        }
    )*};
}
to_param! {
    i64, v => Param::Int(*v);
    i32, v => Param::Int(i64::from(*v));
    u32, v => Param::Int(i64::from(*v));
    f64, v => Param::Real(*v);
    bool, v => Param::Bool(*v);
    str, v => Param::Text(v);
    String, v => Param::Text(v);
    [u8], v => Param::Bytes(v);
    Vec<u8>, v => Param::Bytes(v);
    Uuid, v => Param::Uuid(*v);
    Timestamp, v => Param::Time(*v);
    Param<'_>, v => *v;
}

impl<const N: usize> ToParam for [u8; N] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

/// A list of parameters: `params![id, name, None::<i64>]`. Values are borrowed.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::ToParam::to_param(&$value)),*][..] };
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.check().map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        Ok(match self {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Int(v) => ToSqlOutput::Owned(Value::Integer(*v)),
            Param::Real(v) => ToSqlOutput::Owned(Value::Real(*v)),
            Param::Bool(v) => ToSqlOutput::Owned(Value::Integer(i64::from(*v))),
            Param::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Param::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Param::Uuid(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v.as_bytes())),
            Param::Time(v) => ToSqlOutput::Owned(Value::Integer(v.micros())),
        })
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, to: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.check()?;
        match (*self, to) {
            (Param::Null, _) => return Ok(IsNull::Yes),
            (Param::Int(v), &Type::INT8) => out.put_i64(v),
            (Param::Int(v), &Type::INT4) => out.put_i32(v.try_into()?),
            (Param::Int(v), &Type::INT2) => out.put_i16(v.try_into()?),
            (Param::Int(v), &Type::FLOAT8) => out.put_f64(v as f64),
            (Param::Real(v), &Type::FLOAT8) => out.put_f64(v),
            (Param::Bool(v), &Type::BOOL) => out.put_u8(u8::from(v)),
            (Param::Text(v), &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME | &Type::UNKNOWN) => {
                out.put_slice(v.as_bytes())
            }
            (Param::Bytes(v), &Type::BYTEA) => out.put_slice(v),
            (Param::Uuid(v), &Type::UUID) => out.put_slice(v.as_bytes()),
            (Param::Time(v), &Type::TIMESTAMPTZ) => {
                out.put_i64(v.micros().checked_sub(POSTGRES_EPOCH).ok_or("moment out of range")?)
            }
            (given, wanted) => {
                let given = given.kind();
                let words =
                    format!("a parameter of type {given} is given where the statement wants {wanted}");
                return Err(Box::new(Error::Decode(words)));
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Param<'_> {
    /// Refuses what one of the engines cannot keep: PostgreSQL no NUL in texts, SQLite no NaN (it makes NULL of it).
    fn check(&self) -> Result<()> {
        match self {
            Param::Text(v) if v.as_bytes().contains(&0) => {
                Err(Error::Decode("a text with a NUL character cannot be kept".into()))
            }
            Param::Real(v) if v.is_nan() => Err(Error::Decode("not-a-number cannot be kept".into())),
            _ => Ok(()),
        }
    }

    /// The type's name; values never reach logs or errors.
    fn kind(&self) -> &'static str {
        match self {
            Param::Null => "null",
            Param::Int(_) => "bigint",
            Param::Real(_) => "double precision",
            Param::Bool(_) => "boolean",
            Param::Text(_) => "text",
            Param::Bytes(_) => "bytea",
            Param::Uuid(_) => "uuid",
            Param::Time(_) => "timestamptz",
        }
    }
}

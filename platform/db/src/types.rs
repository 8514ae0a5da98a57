//! Types of one's own in columns: newtypes over a column type, enums kept as short texts.

use crate::{Column, FromRow, Result, Row};
use rusqlite::types::ValueRef;
use tokio_postgres::types::Type;

/// A type that is kept as another column type. Made by [`newtype!`](crate::newtype) and [`codes!`](crate::codes); to be
/// written by hand where reading may fail.
pub trait ColumnAs: Sized {
    /// What stands in the column.
    type Kept: Column;
    /// Reads what stands there; errs with [`Error::Decode`](crate::Error::Decode) where it cannot mean anything.
    fn from_kept(kept: Self::Kept) -> Result<Self>;
}

impl<T: ColumnAs> Column for T {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self> {
        T::Kept::from_sqlite(value).and_then(T::from_kept)
    }
    fn from_postgres(of: &Type, raw: &[u8]) -> Result<Self> {
        T::Kept::from_postgres(of, raw).and_then(T::from_kept)
    }
}

impl<T: ColumnAs> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

/// Newtypes that stand in columns and parameters as what they hold.
///
/// ```
/// xingtan_db::newtype! {
///     /// Which course.
///     #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
///     pub struct CourseId(pub xingtan_db::Uuid);
/// }
/// ```
#[macro_export]
macro_rules! newtype {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($inner_vis:vis $inner:ty);
    )*) => {$(
        $(#[$meta])*
        $vis struct $name($inner_vis $inner);
        impl $crate::ColumnAs for $name {
            type Kept = $inner;
            fn from_kept(kept: $inner) -> $crate::Result<Self> {
                Ok(Self(kept))
            }
        }
        impl $crate::ToParam for $name {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::ToParam::to_param(&self.0)
            }
        }
    )*};
}

/// Enums kept as short texts that never change.
///
/// ```
/// xingtan_db::codes! {
///     /// Where a course stands.
///     #[derive(Clone, Copy, Debug, PartialEq, Eq)]
///     pub enum State {
///         /// Only its authors see it.
///         Draft = "draft",
///         /// Learners may see it.
///         Published = "published",
///     }
/// }
/// assert_eq!(State::Draft.code(), "draft");
/// assert_eq!(State::from_code("published"), Some(State::Published));
/// assert_eq!(State::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! codes {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        $vis enum $name {
            $($(#[$variant_meta])* $variant),*
        }
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The text that stands in the database, in addresses and in the API.
            pub const fn code(&self) -> &'static str {
                match self {
                    $($name::$variant => $code),*
                }
            }

            /// The one of that text.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
        impl $crate::ColumnAs for $name {
            type Kept = String;
            fn from_kept(kept: String) -> $crate::Result<Self> {
                let unknown = || $crate::Error::Decode(format!("{kept:?} is no {}", stringify!($name)));
                Self::from_code(&kept).ok_or_else(unknown)
            }
        }
        impl $crate::ToParam for $name {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::Param::Text(self.code())
            }
        }
    )*};
}

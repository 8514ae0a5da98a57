//! From a row to a value: by tuple, by single column, or by a struct made with [`row!`](crate::row).

use crate::{Column, Error, Result, Timestamp, Uuid, column::Carried};

/// One row of either engine; columns by position.
pub enum Row<'a> {
    #[doc(hidden)]
    Sqlite(&'a rusqlite::Row<'a>),
    #[doc(hidden)]
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The column at position `i`, counted from 0. Errs with [`Error::Decode`] where the types do not fit.
    #[inline]
    pub fn get<T: Column>(&self, i: usize) -> Result<T> {
        match self {
            Row::Sqlite(row) => T::from_sqlite(row.get_ref(i)?),
            Row::Postgres(row) => Ok(row.try_get::<_, Carried<T>>(i)?.0),
        }
    }

    /// Compares the statement's column names with those of the row type.
    pub(crate) fn check(&self, wanted: &[&str]) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let fits = match self {
            Row::Sqlite(row) => {
                let statement: &rusqlite::Statement<'_> = row.as_ref();
                statement.column_count() == wanted.len()
                    && wanted
                        .iter()
                        .enumerate()
                        .all(|(i, want)| statement.column_name(i).is_ok_and(|name| name == *want))
            }
            Row::Postgres(row) => {
                row.len() == wanted.len()
                    && row.columns().iter().zip(wanted).all(|(column, want)| column.name() == *want)
            }
        };
        if fits {
            return Ok(());
        }
        Err(Error::Decode(format!("the statement's columns are not, in this order, {}", wanted.join(", "))))
    }
}

/// A value made from one row.
pub trait FromRow: Sized {
    /// Column names, compared with the statement's on the first row; empty where position alone counts.
    const COLUMNS: &'static [&'static str] = &[];
    /// Reads the row.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

macro_rules! tuple {
    ($($type:ident $i:tt),*) => {
        impl<$($type: Column),*> FromRow for ($($type,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$type>($i)?,)*))
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

macro_rules! single {
    ($($type:ty),*) => {$(
        impl FromRow for $type {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                row.get(0)
            }
        }
    )*};
}
single!(i64, f64, bool, String, Vec<u8>, Uuid, Timestamp);

impl<T: Column> FromRow for Option<T> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

/// A struct that is one row of a statement. Fields stand in the order of the columns and carry their names; the
/// first row of each statement is compared with them.
///
/// ```
/// use xingtan_db::{Timestamp, Uuid, row};
///
/// row! {
///     /// A person as the list shows them.
///     #[derive(Clone, Debug)]
///     pub struct PersonRow {
///         /// Id of the person.
///         pub id: Uuid,
///         /// Name as written.
///         pub name: String,
///         /// When the person left, if so.
///         pub left_at: Option<Timestamp>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $type:ty),* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type),*
        }
        impl $crate::FromRow for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut at = 0;
                Ok(Self {
                    $($field: {
                        let value = row.get::<$type>(at)?;
                        at += 1;
                        let _ = at;
                        value
                    }),*
                })
            }
        }
    )*};
}

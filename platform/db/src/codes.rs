//! Enums that are kept as words.

/// An enum whose variants are kept as text: read from a column, given as a parameter, parsed from a form, written
/// into an address. A word of the database that is no variant errs with [`Error::Decode`](crate::Error::Decode).
///
/// ```
/// xingtan_db::codes! {
///     /// Where a bed stands.
///     pub enum Season {
///         /// Seeds lie in it.
///         Sown = "sown",
///         /// It is empty.
///         Fallow = "fallow",
///     }
/// }
/// assert_eq!(Season::Sown.code(), "sown");
/// assert_eq!("fallow".parse(), Ok(Season::Fallow));
/// assert_eq!(Season::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All variants, in the order in which they are declared.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that is kept.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;
            fn from_str(word: &str) -> $crate::Result<Self> {
                match word {
                    $($code => Ok($name::$variant),)+
                    other => Err($crate::Error::Decode(format!("{other} is no {}", stringify!($name)))),
                }
            }
        }

        impl $crate::ToParam for $name {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::Param::Text(self.code())
            }
        }

        impl $crate::Column for $name {
            fn from_sqlite(value: $crate::engines::ValueRef<'_>) -> $crate::Result<Self> {
                <::std::string::String as $crate::Column>::from_sqlite(value)?.parse()
            }
            fn from_postgres(of: &$crate::engines::Type, raw: &[u8]) -> $crate::Result<Self> {
                <::std::string::String as $crate::Column>::from_postgres(of, raw)?.parse()
            }
        }

        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                row.get(0)
            }
        }
    };
}

//! Enums that are kept as words.

/// An enum whose values are kept, sent and named in texts by one word each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$own:meta])* $value:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$own])* $value),* }

        impl $name {
            /// All of them, in the order of filters.
            pub const ALL: &'static [$name] = &[$($name::$value),*];

            /// The word kept, and the end of its Fluent key.
            pub const fn code(self) -> &'static str {
                match self { $($name::$value => $code),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::Unknown;
            fn from_str(code: &str) -> Result<Self, $crate::words::Unknown> {
                $name::ALL.iter().copied().find(|it| it.code() == code).ok_or($crate::words::Unknown)
            }
        }
    };
}
pub(crate) use words;

/// The word names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

//! What the program says, in Chinese and English, with the words of the kind of institution (OPS-6).
//!
//! All user text stands in Fluent files; code and templates hold keys. [`Texts`] has one compiled bundle for every
//! pair of language and kind, so that a term such as `-learner` is 学生 in a school and 学员 in an academy.
//! [`Locale`] is what a page holds: texts, language, kind and zone. [`Msg`] is a sentence not yet rendered.
//!
//! **Invariants.** Nothing here reads a database or a clock. A missing key renders as the key itself and never
//! fails a page; [`check`] finds such keys before they reach one. No bidi isolates are written.

mod check;
mod format;
mod locale;
mod signs;
mod tags;
mod texts;
mod used;
mod value;

pub use check::check;
pub use locale::{Locale, Plain};
pub use signs::{is_unseen, seen, seen_body};
pub use tags::{Kind, Lang, UnknownKind, UnknownLang};
pub use texts::{Resource, Texts};
pub use used::{keys_in, unknown_keys};
pub use value::{Arg, Msg, Until, Value};

/// The [`Resource`]s of the calling crate: for every name `locales/zh-CN/NAME.ftl` and `locales/en/NAME.ftl`, built
/// into the program. After a semicolon may follow overrides per kind of institution.
///
/// ```ignore
/// pub fn texts() -> Vec<Resource> { xingtan_i18n::texts!("accounts", "accounts-people") }
/// pub fn terms() -> Vec<Resource> { xingtan_i18n::texts!("terms"; School => "terms-school") }
/// ```
#[macro_export]
macro_rules! texts {
    ($($name:literal),+ $(; $($kind:ident => $over:literal),+)? $(,)?) => {
        ::std::vec![
            $(
                $crate::texts!(@one ZhCn "zh-CN" $name ::core::option::Option::None),
                $crate::texts!(@one En "en" $name ::core::option::Option::None),
            )+
            $($(
                $crate::texts!(@one ZhCn "zh-CN" $over ::core::option::Option::Some($crate::Kind::$kind)),
                $crate::texts!(@one En "en" $over ::core::option::Option::Some($crate::Kind::$kind)),
            )+)?
        ]
    };
    (@one $lang:ident $tag:literal $name:literal $kind:expr) => {
        $crate::Resource {
            lang: $crate::Lang::$lang,
            kind: $kind,
            name: $name,
            source: ::core::include_str!(::core::concat!(
                ::core::env!("CARGO_MANIFEST_DIR"), "/locales/", $tag, "/", $name, ".ftl"
            )),
        }
    };
}

/// The texts of this crate: forms of dates and figures, and the terms which all other crates use.
pub fn texts() -> Vec<Resource> {
    texts!(
        "i18n", "terms";
        School => "terms-school", Academy => "terms-academy", Training => "terms-training"
    )
}

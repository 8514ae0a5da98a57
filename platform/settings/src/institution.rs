//! The institution that runs this installation.

use xingtan_clock::{Timestamp, Zone};
use xingtan_i18n::{Kind, Lang};

/// The institution. Before it is set up, an unnamed academy in the default zone stands for it.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its name as people read it.
    pub name: String,
    /// What it is; terms, packs and features follow from it.
    pub kind: Kind,
    /// Its time zone.
    pub zone: Zone,
    /// The language where nothing else speaks.
    pub lang: Lang,
    /// Whether it is a demo: fictitious people, one-click sign-in.
    pub demo: bool,
    /// When it was set up; none before.
    pub created_at: Option<Timestamp>,
}

impl std::default::Default for Institution {
    fn default() -> Self {
        Institution {
            name: String::new(),
            kind: Kind::Academy,
            zone: Zone::default(),
            lang: Lang::ZhCn,
            demo: false,
            created_at: None,
        }
    }
}

//! Values that the regulation in force prescribes (GOV-1): they hold before what anybody set, and the pages of settings
//! say which article does so instead of taking another value.

use crate::Setting;
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::Msg;

row! {
    /// A prescribed value and the article that prescribes it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Bound {
        /// The parameter.
        pub key: String,
        /// What it holds.
        pub value: String,
        /// The regulation's title.
        pub regulation: String,
        /// Its version.
        pub version: i64,
        /// The article's number.
        pub number: String,
        /// Where the article can be read.
        pub href: String,
    }
}

impl Bound {
    /// Which article prescribes the value, and that it cannot be changed here.
    pub fn msg(&self) -> Msg {
        Msg::new("settings-bound")
            .with("regulation", self.regulation.as_str())
            .with("version", self.version)
            .with("number", self.number.as_str())
    }
}

/// All prescribed values, by key.
///
/// # Errors
/// Those of the database.
pub fn bound(tx: &mut Tx<'_>) -> Result<Vec<Bound>> {
    tx.all("SELECT key, value, regulation, version, number, href FROM settings_bound ORDER BY key", params![])
}

/// The prescribed value of a parameter.
pub(crate) fn bound_to(tx: &mut Tx<'_>, setting: &Setting) -> Result<Option<Bound>> {
    tx.opt(
        "SELECT key, value, regulation, version, number, href FROM settings_bound WHERE key = $1",
        params![setting.key],
    )
}

/// Prescribes these values, each parameter once, and no others any more. Answers what was prescribed before where that
/// differs; call [`crate::Settings::refresh`] after the unit then, and write the audit entry in it.
///
/// # Errors
/// Those of the database; [`xingtan_db::Error::Unique`] where a parameter comes twice.
pub fn bind(tx: &mut Tx<'_>, prescribed: &[Bound]) -> Result<Option<Vec<Bound>>> {
    let before = bound(tx)?;
    let same = before.len() == prescribed.len() && prescribed.iter().all(|it| before.contains(it));
    if same {
        return Ok(None);
    }
    tx.exec("DELETE FROM settings_bound", params![])?;
    for it in prescribed {
        tx.exec(
            "INSERT INTO settings_bound (key, value, regulation, version, number, href)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![it.key, it.value, it.regulation, it.version, it.number, it.href],
        )?;
    }
    tx.exec("UPDATE settings_institution SET version = version + 1 WHERE id = 1", params![])?;
    Ok(Some(before))
}

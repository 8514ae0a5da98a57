//! How the institution and its parameters are kept.

use crate::{Feature, Institution, Setting, Wrong, bound::bound_to};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::{Kind, Lang};

row! {
    struct InstitutionRow {
        name: String,
        kind: String,
        zone: String,
        lang: String,
        demo: bool,
        created_at: Timestamp,
        version: i64,
    }
}

row! {
    /// One change of a parameter.
    pub struct Change {
        /// Its id.
        pub id: Uuid,
        /// The parameter.
        pub key: String,
        /// The value before; none: the default.
        pub value_before: Option<String>,
        /// The value after; none: the default.
        pub value_after: Option<String>,
        /// When.
        pub at: Timestamp,
        /// Who.
        pub by_person: Option<Uuid>,
    }
}

/// The institution and the version of its parameters; none before it is set up.
pub fn institution(tx: &mut Tx<'_>) -> Result<Option<(Institution, i64)>> {
    let row: Option<InstitutionRow> = tx.opt(
        "SELECT name, kind, zone, lang, demo, created_at, version FROM settings_institution WHERE id = 1",
        params![],
    )?;
    Ok(row.map(|row| {
        let institution = Institution {
            name: row.name,
            kind: row.kind.parse().unwrap_or(Kind::Academy),
            zone: Zone::named(&row.zone).unwrap_or_default(),
            lang: row.lang.parse().unwrap_or(Lang::ZhCn),
            demo: row.demo,
            created_at: Some(row.created_at),
        };
        (institution, row.version)
    }))
}

/// Sets the institution up.
///
/// # Errors
/// [`xingtan_db::Error::Unique`] when it was set up before.
pub fn create_institution(tx: &mut Tx<'_>, institution: &Institution, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO settings_institution (id, name, kind, zone, lang, demo, created_at, version)
         VALUES (1, $1, $2, $3, $4, $5, $6, 1)",
        params![
            institution.name,
            institution.kind.to_string(),
            institution.zone.name(),
            institution.lang.tag(),
            institution.demo,
            now
        ],
    )?;
    Ok(())
}

/// Changes name, kind, zone and language from a form that was shown at `version`. False where something has changed
/// since, be it by another person or a parameter; nothing is kept then.
pub fn update_institution(tx: &mut Tx<'_>, institution: &Institution, version: i64) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE settings_institution SET name = $1, kind = $2, zone = $3, lang = $4, version = version + 1
         WHERE id = 1 AND version = $5",
        params![
            institution.name,
            institution.kind.to_string(),
            institution.zone.name(),
            institution.lang.tag(),
            version
        ],
    )?;
    Ok(changed == 1)
}

/// All values that were set.
pub(crate) fn values(tx: &mut Tx<'_>) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = tx.all("SELECT key, value FROM settings_value", params![])?;
    Ok(rows.into_iter().collect())
}

/// The version of the parameters; 0 before the institution is set up.
pub(crate) fn version(tx: &mut Tx<'_>) -> Result<i64> {
    let row: Option<(i64,)> = tx.opt("SELECT version FROM settings_institution WHERE id = 1", params![])?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Sets a parameter; what is wrong with the value, and that the regulation prescribes another one, is an outcome, and
/// nothing is changed then. `id` is for the
/// history row. Call [`crate::Settings::refresh`] after the unit. The caller writes the audit entry.
pub fn set(
    tx: &mut Tx<'_>,
    id: Uuid,
    setting: &Setting,
    value: &str,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<std::result::Result<(), Wrong>> {
    match setting.check(value) {
        Err(wrong) => Ok(Err(wrong)),
        Ok(value) => {
            if let Some(by) = bound_to(tx, setting)? {
                return Ok(if by.value == value { Ok(()) } else { Err(Wrong::Bound(Box::new(by))) });
            }
            put(tx, id, setting.key, Some(&value), by, now)?;
            Ok(Ok(()))
        }
    }
}

/// Sets a parameter from a form that showed the value `seen` (the default where nobody had set one). Where somebody
/// else has changed it meanwhile the outcome is [`Wrong::Stale`], and nothing is changed.
#[expect(clippy::too_many_arguments, reason = "what a form knows of one field")]
pub fn set_seen(
    tx: &mut Tx<'_>,
    id: Uuid,
    setting: &Setting,
    kind: Kind,
    seen: &str,
    value: &str,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<std::result::Result<(), Wrong>> {
    let present = stored(tx, setting.key)?;
    if present.as_deref().unwrap_or(setting.default.of(kind)) != seen {
        return Ok(Err(Wrong::Stale));
    }
    set(tx, id, setting, value, by, now)
}

/// Puts a parameter back to its default. The caller writes the audit entry.
pub fn reset(tx: &mut Tx<'_>, id: Uuid, setting: &Setting, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    put(tx, id, setting.key, None, by, now)
}

/// Switches a feature on or off, or (none) leaves it to the kind of institution again. The caller writes the audit
/// entry.
pub fn set_feature(
    tx: &mut Tx<'_>,
    id: Uuid,
    feature: &Feature,
    on: Option<bool>,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    put(tx, id, &feature.stored(), on.map(|on| if on { "true" } else { "false" }), by, now)
}

/// The stored text of a parameter; none where the default holds.
pub fn stored(tx: &mut Tx<'_>, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = tx.opt("SELECT value FROM settings_value WHERE key = $1", params![key])?;
    Ok(row.map(|(value,)| value))
}

/// Keeps a value, or the default, with its history; a value that was there already leaves no trace.
fn put(
    tx: &mut Tx<'_>,
    id: Uuid,
    key: &str,
    value: Option<&str>,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    let before = stored(tx, key)?;
    if before.as_deref() == value {
        return Ok(());
    }
    match value {
        None => tx.exec("DELETE FROM settings_value WHERE key = $1", params![key])?,
        Some(value) => tx.exec(
            "INSERT INTO settings_value (key, value, at, by_person) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key) DO UPDATE
             SET value = excluded.value, at = excluded.at, by_person = excluded.by_person",
            params![key, value, now, by],
        )?,
    };
    tx.exec(
        "INSERT INTO settings_change (id, key, value_before, value_after, at, by_person)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, key, before, value, now, by],
    )?;
    tx.exec("UPDATE settings_institution SET version = version + 1 WHERE id = 1", params![])?;
    Ok(())
}

/// The latest changes of parameters whose key begins with `prefix`, newest first.
pub fn changes(tx: &mut Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<Change>> {
    tx.all(
        "SELECT id, key, value_before, value_after, at, by_person FROM settings_change
         WHERE substr(key, 1, length($1)) = $1 ORDER BY at DESC, id DESC LIMIT $2",
        params![prefix, limit],
    )
}

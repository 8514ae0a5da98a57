//! Evidence of a case: files, records of this program, and what was found of sessions.

use super::{
    act::Act,
    change::{mine, step, trail},
    seal,
    store::{self, Case, Evidence},
};
use crate::suspicion::store as suspicions;
use serde_json::json;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::saving::Stop;
use xingtan_i18n::Msg;
use xingtan_storage::{
    Stored,
    file::{self, Claimer},
};

/// The kind of claimer of evidence and packages.
pub const CLAIMER: &str = "conduct-case";

/// Something that the investigator or the program adds to the evidence.
#[derive(Clone, Debug)]
pub enum NewEvidence {
    /// A file, with its name.
    File(Stored, String),
    /// An address in this program.
    Record {
        /// What it is called.
        name: String,
        /// Where it stands.
        href: String,
    },
}

/// The investigator adds to the evidence.
///
/// # Errors
/// [`Stop::Field`] where one is not the investigator.
pub fn add_evidence(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    new: &NewEvidence,
    note: &str,
    act: &Act,
) -> Result<(), Stop> {
    let it = mine(tx, id, actor)?;
    if store::evidence(tx, id)?.len() >= seal::MOST_ITEMS {
        return Err(Stop::Field("file", Msg::new("conduct-evidence-enough").with("most", seal::MOST_ITEMS)));
    }
    let now = act.deed.now;
    let own = act.deed.ids.next();
    let evidence = match new {
        NewEvidence::File(stored, name) => {
            let row = file::keep(tx, stored, name, act.person(), now)?;
            file::claim(tx, row.id, Claimer { kind: CLAIMER, id }, now)?;
            Evidence {
                id: own,
                kind: "file".to_owned(),
                name: row.name,
                note: note.to_owned(),
                file_id: Some(row.id),
                sha256: row.sha256,
                size: row.size,
                href: String::new(),
                held: String::new(),
                added_name: act.name.clone(),
                added_at: now,
            }
        }
        NewEvidence::Record { name, href } => recorded(own, "record", (name, href, ""), note, act),
    };
    store::add_evidence(tx, id, act.person(), &evidence)?;
    step(tx, &it, "evidence", &evidence.name, act)?;
    let detail = json!({ "name": evidence.name, "sha256": evidence.sha256, "href": evidence.href });
    trail(tx, &it, "conduct.evidence-added", &detail, act)
}

/// A record as evidence; its hash is that of what it held.
fn recorded(id: Uuid, kind: &str, (name, href, held): (&str, &str, &str), note: &str, act: &Act) -> Evidence {
    let content = if held.is_empty() { href } else { held };
    Evidence {
        id,
        kind: kind.to_owned(),
        name: name.to_owned(),
        note: note.to_owned(),
        file_id: None,
        sha256: xingtan_keys::hash_of(content.as_bytes()),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        href: href.to_owned(),
        held: held.to_owned(),
        added_name: act.name.clone(),
        added_at: act.deed.now,
    }
}

/// What was found of sessions becomes evidence of the case that begins with it.
///
/// # Errors
/// Those of the database.
pub fn attach(
    tx: &mut Tx<'_>,
    it: &Case,
    found: &suspicions::Suspicion,
    name: &str,
    act: &Act,
) -> Result<(), Stop> {
    let href = format!("/security/sharing/{}", found.id);
    let evidence = recorded(act.deed.ids.next(), "sessions", (name, &href, &found.evidence), "", act);
    store::add_evidence(tx, it.id, act.person(), &evidence)?;
    step(tx, it, "evidence", name, act)
}

//! What adding and taking proof changes: each function is a unit of work with its entry in the trail.

use super::store::{self, Proof};
use crate::offline::{
    KEEP, READ,
    store::{self as register, Training},
};
use serde_json::json;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_storage::{
    Stored,
    file::{self, Claimer, FileRow},
};
use xingtan_web::Fault;

/// The kind of claimer of proof.
pub const CLAIMER: &str = "planning-offline";
/// Files of one entry.
pub const MOST: usize = 10;

/// The entry, where the actor keeps it and it stands.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn kept(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Training, Fault> {
    let found = register::one(tx, id)?;
    let own = |it: &Training| actor.may_at(KEEP, &it.unit_path) && it.withdrawn_at.is_none();
    found.filter(own).ok_or(Fault::NotFound)
}

/// Adds a file to the proof of an entry.
///
/// # Errors
/// [`Fault::NotFound`] for whoever does not keep the entry, [`Stop::Field`] where there is enough.
pub fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    (stored, name): (&Stored, &str),
    deed: &Deed,
) -> Result<(), Stop> {
    let it = kept(tx, id, actor)?;
    if store::of(tx, id)?.len() >= MOST {
        return Err(Stop::Field("file", Msg::new("planning-offline-proof-enough").with("most", MOST)));
    }
    let row = file::keep(tx, stored, name, Some(actor.person), deed.now)?;
    file::claim(tx, row.id, Claimer { kind: CLAIMER, id }, deed.now)?;
    let proof = Proof {
        id: deed.ids.next(),
        file_id: row.id,
        name: row.name,
        sha256: row.sha256,
        size: row.size,
        added_name: actor.name.clone(),
        added_at: deed.now,
    };
    store::add(tx, id, actor.person, &proof)?;
    Ok(record(tx, "planning.offline-proof-added", &it, &proof, deed)?)
}

/// The file of a proof, for whoever may read the entry; that it was taken is noted.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn take(
    tx: &mut Tx<'_>,
    (id, proof): (Uuid, Uuid),
    actor: &Actor,
    deed: &Deed,
) -> Result<FileRow, Fault> {
    let it = register::one(tx, id)?.ok_or(Fault::NotFound)?;
    if !actor.may_at(READ, &it.unit_path) {
        // Who took part sees the training as long as it stands.
        let own = register::attendees(tx, id)?.iter().any(|at| at.person_id == actor.person);
        if !own || it.withdrawn_at.is_some() {
            return Err(Fault::NotFound);
        }
    }
    let found = store::of(tx, id)?.into_iter().find(|own| own.id == proof).ok_or(Fault::NotFound)?;
    let claimed = file::claimed_by(tx, Claimer { kind: CLAIMER, id })?;
    let row = claimed.into_iter().find(|row| row.id == found.file_id).ok_or(Fault::NotFound)?;
    record(tx, "planning.offline-proof-taken", &it, &found, deed)?;
    Ok(row)
}

fn record(
    tx: &mut Tx<'_>,
    action: &'static str,
    it: &Training,
    proof: &Proof,
    deed: &Deed,
) -> xingtan_db::Result<()> {
    let entry = deed.entry(action, ("offline-training", it.id, &it.topic)).within(&it.unit_path);
    let detail = json!({ "file": proof.name, "sha256": proof.sha256, "size": proof.size });
    xingtan_audit::record(tx, &entry.detail(&detail))
}

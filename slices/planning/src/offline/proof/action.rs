//! Proof comes in by a form and goes out as it is.

use super::change;
use crate::offline::{KEEP, page};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, StoreError};
use xingtan_web::{App, Fault, SignedIn, Upload, download};

/// What proof may be, told by its content.
const KINDS: Policy<'static> =
    Policy { most: 10 << 20, accept: &["application/pdf", "image/jpeg", "image/png", "image/webp"] };

/// `POST /offline-trainings/ID/proofs`: a file.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    upload: Upload,
) -> Result<Response, Fault> {
    who.must(KEEP)?;
    // Nobody's bytes are stored before it is known that they may add them.
    let actor = who.actor.clone();
    app.db().read(move |tx| change::kept(tx, id, &actor)).await?;
    let (given, mut form) = (upload.file("file").cloned(), upload.form);
    let mut stored = None;
    match &given {
        None => form.refuse("file", Msg::new("planning-offline-proof-needed")),
        Some(given) => match app.storage().put(&given.bytes, &KINDS).await {
            Ok(own) => stored = Some(own),
            Err(StoreError::Full) => return Err(Fault::Full),
            Err(error) => form.refuse("file", error.msg()),
        },
    }
    if let (Some(stored), Some(given)) = (stored, given) {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new("planning-offline-proof-added");
        let there = format!("/offline-trainings/{id}");
        let done = save(&who, &mut form, &there, told, move |tx| {
            change::add(tx, id, &actor, (&stored, &given.name), &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, Some(form)).await
}

/// `GET /offline-trainings/ID/proofs/PROOF`.
pub async fn take(
    State(app): State<App>,
    who: SignedIn,
    Path(which): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (actor, deed) = (who.actor.clone(), Deed::of(&who));
    let row = app.db().write(move |tx| change::take(tx, which, &actor, &deed)).await?;
    // What came from outside is never shown here, only given.
    download::kept(&app, &row, &[], &headers).await
}

//! Files of a case: evidence comes in, evidence and packages go out, each download an entry of the trail.

use super::{
    INVESTIGATE,
    act::Act,
    action::REASON,
    change::{self, readable},
    evidence::{self as evidences, CLAIMER, NewEvidence},
    page::show_one,
    seal::{self, MOST_BYTES},
    store::{self, Case},
};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use http::HeaderMap;
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::saving::{Stop, save};
use xingtan_i18n::Msg;
use xingtan_storage::{
    Policy, StoreError,
    file::{self, Claimer},
};
use xingtan_web::{Fault, Form, FormKey, Once, SignedIn, Text, Upload, download::kept};

/// `POST /cases/ID/evidence`: a file.
pub async fn add(who: SignedIn, Path(id): Path<Uuid>, upload: Upload) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    // Nobody's bytes are stored before it is known that they may write here.
    let actor = who.actor.clone();
    let seen =
        who.app.db().read(move |tx| Ok::<_, Fault>(store::get(tx, id)?.filter(|it| readable(it, &actor))));
    let it = seen.await?.filter(|it| who.actor.may_at(INVESTIGATE, &it.unit_path)).ok_or(Fault::NotFound)?;
    let (given, mut form) = (upload.file("file").cloned(), upload.form);
    let note = form.text("file_note", Text::optional(REASON).lines());
    if it.investigator_id != Some(who.actor.person) {
        form.refuse("", Msg::new("conduct-not-investigator"));
    }
    let mut stored = None;
    match &given {
        None => form.refuse("file", Msg::new("conduct-file-needed")),
        Some(given) if form.ok() => match who.app.storage().put(&given.bytes, &Policy::any(MOST_BYTES)).await
        {
            Ok(own) => stored = Some(own),
            Err(StoreError::Full) => return Err(Fault::Full),
            Err(error) => form.refuse("file", error.msg()),
        },
        Some(_) => {}
    }
    if let (true, Some(stored), Some(given)) = (form.ok(), stored, given) {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let new = NewEvidence::File(stored, given.name.clone());
        let unit = move |tx: &mut Tx<'_>| evidences::add_evidence(tx, id, &actor, &new, &note, &act);
        let told = Msg::new("conduct-evidence-added");
        if let Some(answer) = save(&who, &mut form, &it.href(), told, unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// The case, and one of its files; that it was taken is an entry.
async fn taken(
    who: &SignedIn,
    id: Uuid,
    action: &'static str,
    which: impl Fn(&mut Tx<'_>, &Case) -> Result<Option<(Uuid, String)>, Fault> + Send + Sync + 'static,
) -> Result<file::FileRow, Fault> {
    let (actor, act) = (who.actor.clone(), Act::of(who));
    let taken = who.app.db().write(move |tx| {
        let it = store::get(tx, id)?.filter(|it| readable(it, &actor)).ok_or(Fault::NotFound)?;
        let (wanted, sha256) = which(tx, &it)?.ok_or(Fault::NotFound)?;
        let claimed = file::claimed_by(tx, Claimer { kind: CLAIMER, id })?;
        let row = claimed.into_iter().find(|row| row.id == wanted).ok_or(Fault::NotFound)?;
        let detail = json!({ "file": row.name, "sha256": sha256 });
        xingtan_audit::record(tx, &change::entry(&it, action, &detail, &act))?;
        Ok::<_, Fault>(row)
    });
    taken.await
}

/// `GET /cases/ID/evidence/EVIDENCE`.
pub async fn evidence(
    who: SignedIn,
    Path((id, evidence)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let which = move |tx: &mut Tx<'_>, it: &Case| {
        let found = store::evidence(tx, it.id)?.into_iter().find(|own| own.id == evidence);
        Ok(found.and_then(|own| Some((own.file_id?, own.sha256))))
    };
    let row = taken(&who, id, "conduct.evidence-taken", which).await?;
    // What came from outside is never shown here, only given.
    kept(&who.app, &row, &[], &headers).await
}

/// `GET /cases/ID/packages/PACKAGE`.
pub async fn package(
    who: SignedIn,
    Path((id, package)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let which = move |tx: &mut Tx<'_>, it: &Case| {
        let found = store::packages(tx, it.id)?.into_iter().find(|own| own.id == package);
        Ok(found.map(|own| (own.file_id, own.sha256)))
    };
    let row = taken(&who, id, "conduct.package-taken", which).await?;
    kept(&who.app, &row, &[], &headers).await
}

/// `POST /cases/ID/packages`: seals what the case holds now.
pub async fn seal(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let (actor, key, person) = (who.actor.clone(), form.key(), Some(who.actor.person));
    let read = who.app.db().read(move |tx| {
        if let Some(to) = FormKey::before(key, tx, person)? {
            return Ok(Err(Once::Before(to)));
        }
        let held = seal::read(tx, id)?.filter(|held| {
            let it = held.case();
            readable(it, &actor) && actor.may_at(INVESTIGATE, &it.unit_path)
        });
        let held = held.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>(Ok((store::parties(tx, held.case())?, held)))
    });
    let (parties, held) = match read.await? {
        Ok(found) => found,
        Err(Once::Before(to)) => return Ok(Redirect::to(&to).into_response()),
        Err(Once::First) => return Err(Fault::Broken),
    };
    if let Err(barred) = super::rules::may_act(&parties, super::rules::Part::Investigate, who.actor.person) {
        form.refuse("", Msg::new(barred.key()));
    } else if held.case().taken_at.is_none() {
        form.refuse("", Msg::new("conduct-not-taken"));
    }
    if form.ok() {
        let (held, stored) = seal::packed(&who.app, held).await?;
        let (act, to) = (Act::of(&who), held.case().href());
        let unit = move |tx: &mut Tx<'_>| seal::keep(tx, &held, &stored, &act).map(drop).map_err(Stop::from);
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("conduct-sealed"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

//! What keeping the register changes: each function is a unit of work with its entry in the trail.

use super::{
    KEEP, rules,
    store::{self, Attendee, Change, Said, Training},
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::{Date, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// What a form or a program says of a training.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it was about.
    pub topic: String,
    /// What kind of training it was.
    pub kind: rules::Kind,
    /// The day.
    pub day: Date,
    /// Where.
    pub place: String,
    /// How long, in seconds.
    pub seconds: i64,
    /// Who taught.
    pub trainer: String,
    /// Remarks; may be empty.
    pub remarks: String,
    /// User names of those who took part.
    pub people: Vec<String>,
}

/// Enters a training.
///
/// # Errors
/// [`Stop::Field`] where the day does not fit or somebody is not of the keeper's units.
pub fn keep(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    told: &Told,
    today: Date,
    deed: &Deed,
) -> Result<Training, Stop> {
    fits(told.day, today)?;
    let people = people(tx, actor, &told.people)?;
    let it = Training {
        id,
        topic: told.topic.clone(),
        kind: told.kind.code().to_owned(),
        day: told.day.to_string(),
        place: told.place.clone(),
        seconds: told.seconds,
        trainer: told.trainer.clone(),
        remarks: told.remarks.clone(),
        unit_path: unit(actor, &people)?,
        people: people.len() as i64,
        kept_by: actor.person,
        kept_name: actor.name.clone(),
        kept_at: deed.now,
        withdrawn_at: None,
        version: 1,
    };
    store::add(tx, &it, &people)?;
    record(tx, "planning.offline-kept", &it, "", deed)?;
    Ok(it)
}

/// Corrects an entry; what it said before stays on record.
///
/// # Errors
/// As [`keep`], [`Fault::NotFound`] outside the keeper's units, and a [`Stop::Field`] of the whole form where somebody
/// changed it meanwhile.
pub fn correct(
    tx: &mut Tx<'_>,
    (id, seen): (Uuid, i64),
    actor: &Actor,
    told: &Told,
    reason: &str,
    today: Date,
    deed: &Deed,
) -> Result<(), Stop> {
    let before = kept(tx, id, actor)?;
    if before.day != told.day.to_string() {
        fits(told.day, today)?;
    }
    let people = people(tx, actor, &told.people)?;
    said(tx, &before, actor, reason, deed)?;
    let it = Training {
        topic: told.topic.clone(),
        kind: told.kind.code().to_owned(),
        day: told.day.to_string(),
        place: told.place.clone(),
        seconds: told.seconds,
        trainer: told.trainer.clone(),
        remarks: told.remarks.clone(),
        unit_path: unit(actor, &people)?,
        people: people.len() as i64,
        ..before
    };
    if !store::correct(tx, &it, seen, &people)? {
        return Err(Stop::Field("", Msg::new("planning-offline-stale")));
    }
    record(tx, "planning.offline-corrected", &it, reason, deed)
}

/// Withdraws an entry.
///
/// # Errors
/// As [`correct`].
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, reason: &str, deed: &Deed) -> Result<(), Stop> {
    let it = kept(tx, id, actor)?;
    if !store::withdraw(tx, id, deed.now)? {
        return Err(Stop::Field("", Msg::new("planning-offline-withdrawn-before")));
    }
    said(tx, &it, actor, reason, deed)?;
    record(tx, "planning.offline-withdrawn", &it, reason, deed)
}

fn kept(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Training, Stop> {
    let found = store::one(tx, id)?.filter(|it| actor.may_at(KEEP, &it.unit_path));
    Ok(found.ok_or(Fault::NotFound)?)
}

fn fits(day: Date, today: Date) -> Result<(), Stop> {
    match rules::day(day, today) {
        rules::Day::Fits => Ok(()),
        rules::Day::Ahead => Err(Stop::Field("day", Msg::new("planning-offline-ahead"))),
        rules::Day::Past => {
            Err(Stop::Field("day", Msg::new("planning-offline-past").with("days", rules::BACK)))
        }
    }
}

/// Those of these user names; all must be of the keeper's units.
fn people(tx: &mut Tx<'_>, actor: &Actor, names: &[String]) -> Result<Vec<Attendee>, Stop> {
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match accounts::person_by_user(tx, name)?.filter(|it| actor.may_at(KEEP, &it.unit_path)) {
            Some(it) => found.push(Attendee {
                person_id: it.id,
                person_name: it.name,
                user_name: it.user_name,
                unit_path: it.unit_path,
            }),
            None => unknown.push(name.as_str()),
        }
    }
    if !unknown.is_empty() {
        let names = unknown.iter().take(5).copied().collect::<Vec<_>>().join(" ");
        let msg = Msg::new("planning-offline-unknown").with("count", unknown.len()).with("names", names);
        return Err(Stop::Field("people", msg));
    }
    Ok(found)
}

/// The node above all who took part, which the keeper must look after as well.
fn unit(actor: &Actor, people: &[Attendee]) -> Result<String, Stop> {
    rules::above(people.iter().map(|it| it.unit_path.as_str()))
        .filter(|path| actor.may_at(KEEP, path))
        .ok_or_else(|| Stop::Field("people", Msg::new("planning-offline-apart")))
}

fn said(tx: &mut Tx<'_>, it: &Training, actor: &Actor, reason: &str, deed: &Deed) -> Result<(), Stop> {
    let people = store::attendees(tx, it.id)?;
    let said = Said {
        topic: it.topic.clone(),
        kind: it.kind.clone(),
        day: it.day.clone(),
        place: it.place.clone(),
        seconds: it.seconds,
        trainer: it.trainer.clone(),
        remarks: it.remarks.clone(),
        people: people.into_iter().map(|it| it.person_name).collect(),
    };
    let change = Change {
        id: deed.ids.next(),
        said: serde_json::to_string(&said).unwrap_or_default(),
        reason: reason.to_owned(),
        by_person: actor.person,
        by_name: actor.name.clone(),
        at: deed.now,
    };
    Ok(store::add_change(tx, it.id, &change)?)
}

fn record(
    tx: &mut Tx<'_>,
    action: &'static str,
    it: &Training,
    reason: &str,
    deed: &Deed,
) -> Result<(), Stop> {
    let entry = deed.entry(action, ("offline-training", it.id, &it.topic)).within(&it.unit_path);
    let detail = serde_json::json!({
        "day": it.day, "seconds": it.seconds, "people": it.people, "reason": reason,
    });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}

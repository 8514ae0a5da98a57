//! Asking, agreeing, taking back, and the half of a new password.

use super::{
    ASK, Asked, DECIDE, KIND, WITHIN, carry, page,
    rules::{self, Way},
    store::{self, RequestRow},
};
use crate::{
    organisation::store as organisation,
    people::{
        notices,
        saving::{Saved, Stop, prepare, save, save_keyed, who as trail},
    },
    person::{
        Prepared, seats,
        store::{self as people, Person},
    },
    slip,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_approvals::{Act, ActIds, By, Outcome, Request, State as Stand, Verdict};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// Most people who are told of a request.
const TOLD: usize = 24;

/// Whether an act of the visitor on this person has to be asked for: the person is one of the three, and the visitor
/// another one, for the whole institution. Who holds such a role on a branch alone asks for nothing outside of it.
pub fn asks_for(tx: &mut Tx<'_>, who: &SignedIn, person: Uuid) -> xingtan_db::Result<bool> {
    if person == who.actor.person || !who.actor.may_whole(ASK) {
        return Ok(false);
    }
    let held = crate::grant::change::held(tx, person)?;
    Ok(crate::grant::rules::is_officer(&held))
}

/// Whether the root, for which the three stand, is the visitor's to ask for.
fn root(tx: &mut Tx<'_>, who: &SignedIn) -> Result<String, Stop> {
    let root = organisation::root(tx)?.ok_or(Error::NotFound)?;
    if !who.actor.may_at(ASK, &root.path) {
        return Err(Stop::Fault(Fault::Forbidden(Msg::new("accounts-people-officer"))));
    }
    Ok(root.path)
}

/// Hands a request in with the form's `reason`, or carries it out where the rule says so. None: something is wrong,
/// and the form says what.
///
/// # Errors
/// Faults of the unit.
pub async fn ask(
    who: &SignedIn,
    form: &mut Form,
    person: Uuid,
    asked: Asked,
) -> Result<Option<Response>, Fault> {
    let reason = form.text("reason", Text::required(500));
    if !form.ok() {
        return Ok(None);
    }
    let (id, ids) = (who.app.id(), ActIds::draw(who.app.ids()));
    let (here, there) = (format!("/officers/{id}"), format!("/people/{person}/roles"));
    let (signed, act) = (who.clone(), prepare(who, IDS));
    // A role may be given at once; then there is no request to show.
    let role = matches!(asked, Asked::Give { .. });
    let first = if role { there.clone() } else { here.clone() };
    let saved = save(who, form, &first, move |tx| {
        let whom = people::person(tx, person)?.ok_or(Fault::NotFound)?;
        let asking = Asking { id, ids, whom: &whom, asked: &asked, reason: &reason };
        asked_for(tx, &signed, &act, &asking)
    });
    match saved.await? {
        Saved::Done(true) => Ok(Some(who.go(&here, "pine", &Msg::new("accounts-officer-asked")))),
        Saved::Done(false) => Ok(Some(who.go(&there, "pine", &Msg::new("accounts-officer-at-once")))),
        Saved::Before(to) => Ok(Some(Redirect::to(&to).into_response())),
        Saved::Wrong => Ok(None),
    }
}

/// A request to be handed in.
#[derive(Debug)]
pub struct Asking<'a> {
    /// Its id.
    pub id: Uuid,
    /// Those of the approval.
    pub ids: ActIds,
    /// Whom it concerns.
    pub whom: &'a Person,
    /// What is to be done.
    pub asked: &'a Asked,
    /// Why.
    pub reason: &'a str,
}

/// How many ids of a deed [`asked_for`] takes at most.
pub const IDS: usize = TOLD + carry::IDS;

/// Hands a request in, or carries it out where the rule says so: true where it was asked for, false where it was done.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn asked_for(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, asking: &Asking<'_>) -> Result<bool, Stop> {
    let (root, deed, whom, lang) = (root(tx, who)?, act.begin(), asking.whom, who.app.institution().lang);
    if whom.id == who.actor.person {
        return Err(Stop::Field("", Msg::new("accounts-people-oneself")));
    }
    let officers = store::officers(tx, who.now)?;
    let fills = match asking.asked {
        Asked::Give { role, .. } => role.parse::<Role>().ok(),
        _ => None,
    };
    match rules::way(&officers, who.actor.person, whom.id, fills) {
        Way::NotYours => {
            return Err(Stop::Fault(Fault::Forbidden(Msg::new("accounts-people-officer"))));
        }
        Way::Nobody => return Err(Stop::Field("", Msg::new("accounts-officer-nobody"))),
        Way::AtOnce => {
            if let Asked::Give { role, node } = asking.asked {
                carry::give(tx, &deed, (whom.id, &whom.name), role, *node, lang)?;
            }
            return Ok(false);
        }
        Way::Ask => {}
    }
    if let Asked::Give { role, node } = asking.asked {
        let node = organisation::node(tx, *node)?;
        let node = node.ok_or_else(|| Stop::Field("node", Msg::new("web-form-choice")))?;
        let held = crate::grant::change::held(tx, whom.id)?;
        let role: Role = role.parse().map_err(|_| Stop::Field("role", Msg::new("web-form-choice")))?;
        let fits = crate::grant::rules::fits(&held, role, &node.path);
        fits.map_err(|refused| Stop::Field("role", refused.msg()))?;
    }
    let text = serde_json::to_string(asking.asked).map_err(|e| Error::Decode(e.to_string()))?;
    if store::pending(tx, whom.id, asking.asked.code(), &text)? {
        return Err(Stop::Field("", Msg::new("accounts-officer-pending")));
    }
    let request = Request::new(KIND, asking.id, whom.name.as_str(), who.actor.person, root.as_str())
        .step(By::Permission(DECIDE), WITHIN)
        .because(asking.reason)
        .with(&json!({ "act": asking.asked.code(), "person": whom.id }))?;
    xingtan_approvals::ask(tx, &request, &Act { who: &trail(who), now: who.now, ids: asking.ids })?;
    let (code, by) = (asking.asked.code(), who.actor.person);
    store::add(tx, asking.id, asking.ids.row(), whom.id, code, &text, asking.reason, by, who.now)?;
    let mut told: Vec<Uuid> = officers.iter().filter(|it| it.active).map(|it| it.person).collect();
    told.push(whom.id);
    told.retain(|id| *id != by);
    told.truncate(TOLD);
    notices::send(tx, &deed, &told, notices::OFFICER_ASKED, lang, |notice| {
        let notice = notice.with("act", Msg::of(format!("accounts-officer-act-{code}")));
        let notice = notice.with("name", whom.name.as_str()).with("by", who.actor.name.as_str());
        notice.with("reason", asking.reason).link(format!("/officers/{}", asking.id))
    })?;
    Ok(true)
}

/// `POST /officers/ID/decision`: agreeing carries it out in the same unit of work.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let verdict = Verdict::of(form.value("verdict")).filter(|it| *it != Verdict::Return);
    if verdict.is_none() {
        form.refuse("verdict", Msg::new("web-form-choose"));
    }
    let (reason, seen) = (form.text("reason", Text::optional(500)), form.int("step", 0..=100));
    let to = format!("/officers/{id}");
    let Some(verdict) = verdict.filter(|_| form.ok()) else { return page::show(&who, id, form, None).await };
    let known = app.db().read(move |tx| store::request(tx, id)).await?.ok_or(Fault::NotFound)?;
    let fresh = Fresh::draw(&app, &known, who.now);
    let second = fresh.second.clone();
    let (signed, act, ids) = (who.clone(), prepare(&who, IDS + 1), ActIds::draw(app.ids()));
    let saved = save_keyed(&who, &mut form, &to, Some(seats::QUEUE), move |tx| {
        let said = Said { verdict, reason: &reason, seen };
        decided(tx, &signed, &act, ids, id, &said, &fresh)
    });
    match saved.await? {
        // Its half of the password is on this answer and nowhere else.
        Saved::Done(true) => page::show(&who, id, Form::fresh(app.id()), Some(second)).await,
        Saved::Done(false) => Ok(who.go(&to, "pine", &Msg::new("accounts-officer-decided"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show(&who, id, form, None).await,
    }
}

/// A new password, should one be needed: as a credential, its first half sealed, its second half in clear.
struct Fresh {
    initial: slip::Initial,
    first: Vec<u8>,
    second: String,
}

const fn half_place(id: Uuid) -> xingtan_keys::Place<'static> {
    xingtan_keys::Place { table: "accounts_officer_request", column: "half_sealed", row: id }
}

impl Fresh {
    fn draw(app: &App, row: &RequestRow, now: xingtan_clock::Timestamp) -> Fresh {
        let mut initial = slip::Initial::generate(app.keys(), row.person_id, slip::Delivery::Slip, now);
        // Nobody prints it: each of two people gets a half.
        let sealed = initial.sealed.take().unwrap_or_default();
        let plain = slip::unseal(app.keys(), row.person_id, &sealed).unwrap_or_default();
        let (first, second) = plain.split_at_checked(plain.len() / 2).unwrap_or_default();
        let first = app.keys().seal(half_place(row.id), first.as_bytes());
        Fresh { initial, first, second: second.to_owned() }
    }
}

struct Said<'a> {
    verdict: Verdict,
    reason: &'a str,
    seen: i64,
}

/// True where a password was made, of which the visitor is shown a half.
fn decided(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    ids: ActIds,
    id: Uuid,
    said: &Said<'_>,
    fresh: &Fresh,
) -> Result<bool, Stop> {
    root(tx, who)?;
    let row = store::request(tx, id)?.ok_or(Fault::NotFound)?;
    let (deed, trail, now) = (act.begin(), trail(who), who.now);
    let officers = store::officers(tx, now)?;
    let may = rules::deciders(&officers, row.asked_by, row.person_id);
    if row.state == Stand::Open.code() && !may.contains(&who.actor.person) {
        return Err(Stop::Fault(Fault::Forbidden(Msg::new("accounts-officer-not-yours"))));
    }
    let by = Act { who: &trail, now, ids };
    let outcome = xingtan_approvals::decide(
        tx,
        row.approval_id,
        said.seen,
        said.verdict,
        said.reason,
        &who.actor,
        &by,
    )?;
    let state = match outcome {
        Outcome::Not(refusal) => return Err(Stop::Field("verdict", refusal.msg())),
        Outcome::Approved => Stand::Approved,
        Outcome::Refused => Stand::Refused,
        Outcome::Returned | Outcome::Next { .. } => return Err(Error::Check("one step".to_owned()).into()),
    };
    let asked: Asked = serde_json::from_str(&row.asked).map_err(|e| Error::Decode(e.to_string()))?;
    let lang = who.app.institution().lang;
    let approved = state == Stand::Approved;
    if approved {
        carry::carry_out(tx, &deed, &row, &asked, &fresh.initial, lang)?;
    }
    let halves = approved && asked == Asked::Reset;
    store::ended(tx, id, state.code(), who.actor.person, now, halves.then_some(fresh.first.as_slice()))?;
    let entry = deed.entry("accounts.officer-decided")?.on("person", row.person_id, row.name.as_str());
    let detail = json!({
        "act": row.act, "request": id, "asked_by": row.asked_by, "verdict": said.verdict.code(),
        "reason": row.reason,
    });
    xingtan_audit::record(tx, &entry.detail(&detail))?;
    // Whoever has just become one of the three is told, too, and whoever no longer is one.
    let mut told: Vec<Uuid> = officers.iter().filter(|it| it.active).map(|it| it.person).collect();
    told.extend([row.person_id, row.asked_by]);
    told.retain(|id| *id != who.actor.person);
    told.sort_unstable();
    told.dedup();
    told.truncate(TOLD);
    notices::send(tx, &deed, &told, notices::OFFICER_DECIDED, lang, |notice| {
        let notice = notice.with("act", Msg::of(format!("accounts-officer-act-{}", row.act)));
        let notice = notice.with("name", row.name.as_str()).with("by", who.actor.name.as_str());
        let reason = if said.reason.is_empty() { "—" } else { said.reason };
        let notice = notice.with("verdict", Msg::of(said.verdict.key())).with("reason", reason);
        notice.link(format!("/officers/{id}"))
    })?;
    Ok(halves)
}

/// `POST /officers/ID/withdraw`: whoever asked takes it back.
pub async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(ASK)?;
    let (to, ids, signed) = (format!("/officers/{id}"), ActIds::draw(app.ids()), who.clone());
    let saved = save(&who, &mut form, &to, move |tx| {
        let row = store::request(tx, id)?.filter(|row| row.asked_by == signed.actor.person);
        let row = row.ok_or(Fault::NotFound)?;
        let (trail, now) = (trail(&signed), signed.now);
        let by = Act { who: &trail, now, ids };
        if xingtan_approvals::withdraw(tx, row.approval_id, signed.actor.person, &by)? {
            store::ended(tx, id, Stand::Withdrawn.code(), signed.actor.person, now, None)?;
        }
        Ok(())
    });
    saved.await?;
    Ok(who.go(&to, "slate", &Msg::new("accounts-officer-withdrawn")))
}

/// `POST /officers/ID/half`: whoever asked sees the own half of the new password, once.
pub async fn half(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(ASK)?;
    let (to, signed, act) = (format!("/officers/{id}"), who.clone(), prepare(&who, 1));
    let saved = save(&who, &mut form, &to, move |tx| {
        let row = store::request(tx, id)?.filter(|row| row.asked_by == signed.actor.person);
        let row = row.ok_or(Fault::NotFound)?;
        let sealed = row.half_sealed.ok_or(Fault::Gone(Msg::new("accounts-officer-half-gone")))?;
        store::half_shown(tx, id)?;
        let entry = act.begin().entry("accounts.slips-printed")?;
        let entry = entry.on("person", row.person_id, row.name.as_str());
        xingtan_audit::record(tx, &entry.detail(&json!({ "request": id })))?;
        Ok(sealed)
    });
    match saved.await? {
        Saved::Done(sealed) => {
            let half = app.keys().unseal_text(half_place(id), &sealed).map_err(|_| Fault::Broken)?;
            page::show(&who, id, Form::fresh(app.id()), Some(half.to_string())).await
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show(&who, id, form, None).await,
    }
}

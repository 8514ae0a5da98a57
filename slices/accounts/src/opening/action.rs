//! Asking for an account, deciding, taking back.

use super::{
    ASK, DECIDE, KIND, WITHIN, page,
    store::{self, Opening},
};
use crate::{
    people::{
        notices,
        saving::{Saved, Stop, prepare, save, save_keyed, who as trail},
    },
    person::{
        Prepared, change, check,
        new::{free, read},
        open::{self, NewPerson},
        reach, seats,
        targets::holders,
    },
    position::store as position,
    slip::{Credential, Delivery, Initial},
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

/// Most people of the centre who are told of a request.
const TOLD: usize = 12;

/// Reads what a form asks for, and why; what is wrong stands beside the fields.
pub fn read_request(form: &mut Form, who: &SignedIn, id: Uuid, ids: ActIds) -> (Opening, String) {
    let reason = form.text("reason", Text::required(500));
    let new = Opening {
        id,
        approval_id: ids.row(),
        unit_id: form.id("unit").unwrap_or_default(),
        unit_path: String::new(),
        name: read(form, "name", check::name),
        user_name: read(form, "user_name", check::user_name),
        position_id: form.optional_id("position"),
        staff_number: read(form, "staff_number", check::staff_number),
        mail: read(form, "mail", check::mail),
        asked_by: who.actor.person,
        asked_at: who.now,
        state: Stand::Open.code().to_owned(),
        person_id: None,
    };
    (new, reason)
}

/// `POST /people/openings`.
pub async fn ask(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(ASK)?;
    let ids = ActIds::draw(app.ids());
    let (new, reason) = read_request(&mut form, &who, app.id(), ids);
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    let to = format!("/people/openings/{}", new.id);
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, ASK_IDS));
        let saved = save(&who, &mut form, &to, move |tx| asked(tx, &signed, &act, ids, &new, &reason));
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-opening-asked"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show_new(&who, form).await
}

/// How many ids of a deed [`asked`] takes.
pub const ASK_IDS: usize = TOLD;

/// Hands a request in by the rules of form and API.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn asked(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    ids: ActIds,
    new: &Opening,
    reason: &str,
) -> Result<(), Stop> {
    let wrong = |_| Stop::Field("unit", Msg::new("web-form-choice"));
    let unit = reach::unit(tx, who, ASK, new.unit_id).map_err(wrong)?;
    if let Some(id) = new.position_id
        && position::position(tx, id)?.is_none()
    {
        return Err(Stop::Field("position", Msg::new("web-form-choice")));
    }
    free(tx, &new.user_name, new.staff_number.as_deref(), None)?;
    let new = Opening { unit_path: unit.path.clone(), ..new.clone() };
    let request = Request::new(KIND, new.id, new.name.as_str(), new.asked_by, unit.path.as_str())
        .step(By::Permission(DECIDE), WITHIN)
        .because(reason)
        .with(&json!({ "unit": new.unit_id, "position": new.position_id }))?;
    xingtan_approvals::ask(tx, &request, &Act { who: &trail(who), now: who.now, ids })?;
    store::add(tx, &new)?;
    let mut told = holders(tx, Role::Centre, &unit.path)?;
    told.truncate(TOLD);
    let lang = who.app.institution().lang;
    notices::send(tx, &act.begin(), &told, notices::OPENING_ASKED, lang, |notice| {
        let notice = notice.with("name", new.name.as_str()).with("unit", unit.name.as_str());
        notice.with("by", who.actor.name.as_str()).link(format!("/people/openings/{}", new.id))
    })?;
    Ok(())
}

/// `POST /people/openings/ID/decision`: approving opens the account in the same unit of work.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let verdict = Verdict::of(form.value("verdict"));
    if verdict.is_none() {
        form.refuse("verdict", Msg::new("web-form-choose"));
    }
    let (reason, seen) = (form.text("reason", Text::optional(500)), form.int("step", 0..=100));
    let to = format!("/people/openings/{id}");
    if let Some(verdict) = verdict.filter(|_| form.ok()) {
        let ids = ActIds::draw(app.ids());
        let new = Fresh::draw(&app, &who);
        let (signed, act) = (who.clone(), prepare(&who, decide_ids()));
        let saved = save_keyed(&who, &mut form, &to, Some(seats::QUEUE), move |tx| {
            let said = Said { verdict, reason: &reason, seen };
            decided(tx, &signed, &act, ids, id, &said, &new)
        });
        match saved.await? {
            Saved::Done(Some(batch)) => {
                let to = format!("/people/slips/{batch}");
                return Ok(who.go(&to, "pine", &Msg::new("accounts-opening-approved-slip")));
            }
            Saved::Done(None) => return Ok(who.go(&to, "pine", &Msg::new("accounts-opening-decided"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, form).await
}

/// How many ids of a deed [`decided`] takes.
pub fn decide_ids() -> usize {
    open::ids_needed(1) + 3
}

/// What a new account is made of, drawn before the unit of work: by which way the password goes is known only in it.
#[derive(Debug)]
pub struct Fresh {
    person: Uuid,
    batch: Uuid,
    slip: Initial,
    mail: Initial,
}

impl Fresh {
    /// Draws it.
    pub fn draw(app: &App, who: &SignedIn) -> Fresh {
        let person = app.id();
        let initial = |delivery| Initial::generate(app.keys(), person, delivery, who.now);
        Fresh { person, batch: app.id(), slip: initial(Delivery::Slip), mail: initial(Delivery::Mail) }
    }
}

/// A decision.
#[derive(Debug)]
pub struct Said<'a> {
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: &'a str,
    /// The step that was decided on.
    pub seen: i64,
}

/// Decides by the rules of form and API; the slips of a first password that is not mailed. Takes its turn among the
/// writes of [`seats::QUEUE`].
///
/// # Errors
/// [`Stop`], with what stands in the way.
pub fn decided(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    ids: ActIds,
    id: Uuid,
    said: &Said<'_>,
    new: &Fresh,
) -> Result<Option<Uuid>, Stop> {
    let row = store::opening(tx, id)?.filter(|row| who.actor.may_at(DECIDE, &row.unit_path));
    let row = row.ok_or(Fault::NotFound)?;
    let (deed, trail) = (act.begin(), trail(who));
    let by = Act { who: &trail, now: who.now, ids };
    let outcome = xingtan_approvals::decide(
        tx,
        row.approval_id,
        said.seen,
        said.verdict,
        said.reason,
        &who.actor,
        &by,
    )?;
    let (state, person) = match outcome {
        Outcome::Not(refusal) => return Err(Stop::Field("reason", refusal.msg())),
        Outcome::Next { .. } => (Stand::Open, None),
        Outcome::Returned => (Stand::Returned, None),
        Outcome::Refused => (Stand::Refused, None),
        Outcome::Approved => {
            opened(tx, who, &deed, &row, new)?;
            (Stand::Approved, Some(new.person))
        }
    };
    store::set_state(tx, id, state.code(), person)?;
    let lang = who.app.institution().lang;
    notices::send(tx, &deed, &[row.asked_by], notices::OPENING_DECIDED, lang, |notice| {
        let notice = notice.with("name", row.name.as_str()).with("verdict", Msg::of(said.verdict.key()));
        let reason = if said.reason.is_empty() { "—" } else { said.reason };
        notice.with("reason", reason).link(format!("/people/openings/{id}"))
    })?;
    Ok((person.is_some() && row.mail.is_none()).then_some(new.batch))
}

fn opened(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    deed: &crate::person::Deed<'_>,
    row: &Opening,
    new: &Fresh,
) -> Result<(), Stop> {
    // Here the form has one field to speak beside; what stands in the way is told there.
    let told = |stop: Stop| match stop {
        Stop::Field(_, msg) => Stop::Field("verdict", msg),
        other => other,
    };
    let unit = crate::organisation::store::node(tx, row.unit_id)?;
    let unit = unit.ok_or(Stop::Field("verdict", Msg::new("accounts-opening-unit-gone")))?;
    free(tx, &row.user_name, row.staff_number.as_deref(), None).map_err(told)?;
    if let Some(full) = seats::lacking(tx, &unit.path, 1)? {
        return Err(Stop::Field("verdict", full));
    }
    let initial = if row.mail.is_some() { &new.mail } else { &new.slip };
    let person = NewPerson {
        id: new.person,
        user_name: row.user_name.clone(),
        name: row.name.clone(),
        position: row.position_id,
        staff_number: row.staff_number.clone(),
        mail: row.mail.clone(),
        mobile: None,
        roles: vec![Role::Learner],
        credential: Credential::Initial(initial.clone()),
    };
    open::open(tx, deed, &person, &unit).map_err(|error| match error {
        Error::Unique(_) => Stop::Field("verdict", Msg::new("accounts-people-user-taken")),
        other => Stop::Db(other),
    })?;
    let lang = who.app.institution().lang;
    Ok(change::deliver(tx, deed, new.person, &row.user_name, initial, new.batch, lang)?)
}

/// Takes one's own request back; false where it was decided before.
///
/// # Errors
/// [`Stop`], where it is somebody else's.
pub fn withdrawn(tx: &mut Tx<'_>, who: &SignedIn, ids: ActIds, id: Uuid) -> Result<bool, Stop> {
    let row = store::opening(tx, id)?.filter(|row| row.asked_by == who.actor.person);
    let row = row.ok_or(Fault::NotFound)?;
    let trail = trail(who);
    let by = Act { who: &trail, now: who.now, ids };
    let done = xingtan_approvals::withdraw(tx, row.approval_id, who.actor.person, &by)?;
    if done {
        store::set_state(tx, id, Stand::Withdrawn.code(), None)?;
    }
    Ok(done)
}

/// `POST /people/openings/ID/withdraw`: whoever asked takes it back.
pub async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (to, ids, signed) = (format!("/people/openings/{id}"), ActIds::draw(app.ids()), who.clone());
    let saved = save(&who, &mut form, &to, move |tx| withdrawn(tx, &signed, ids, id));
    saved.await?;
    Ok(who.go(&to, "slate", &Msg::new("accounts-opening-withdrawn")))
}

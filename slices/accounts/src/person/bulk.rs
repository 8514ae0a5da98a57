//! Acts on chosen people: all of the choice or none of it.

use super::{
    BULK, MOVE, RESET, STATE, change,
    citing::Citing,
    lists,
    reach::{self, Offers},
    rules::Act,
    seats,
    store::{self, Person},
};
use crate::{
    cohort,
    grant::rules::Power,
    people::saving::{Saved, Stop, prepare, save, save_keyed, shown},
    slip::{Delivery, Initial},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Permission;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

/// Most people of one choice: one unit of work carries them.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "person/bulk.html")]
struct BulkPage {
    page: Page,
    act: String,
    question: String,
    label: String,
    people: Vec<Person>,
    form: Form,
    offers: Offers,
    cohorts: Vec<(String, String)>,
    bases: Vec<(String, String)>,
}

fn chosen(form: &mut Form) -> Vec<Uuid> {
    let ids = form.values("person").iter().filter_map(|id| id.parse().ok()).collect::<Vec<Uuid>>();
    // They stand in no field of the second page: what is wrong with them is said above all.
    if ids.is_empty() || ids.len() < form.values("person").len() {
        form.refuse("", Msg::new("accounts-people-none-chosen").with("most", MOST));
    }
    lists::distinct(&ids)
}

/// `POST /people/bulk`: names those whom it concerns, asks for what the act needs, and asks once.
pub async fn ask(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let (act, people) = (form.value("do").to_owned(), chosen(&mut form));
    let known = BULK.iter().find(|(code, _)| *code == act);
    let (_, permission) = known.ok_or(Fault::Bad(Msg::new("web-fault-form")))?;
    who.must(*permission)?;
    if people.is_empty() || people.len() > MOST {
        return Ok(who.go("/people", "ochre", &Msg::new("accounts-people-none-chosen").with("most", MOST)));
    }
    let fresh = people.iter().fold(Form::fresh(app.id()), |form, id| form.with("person", id));
    show(&who, &act, *permission, fresh).await
}

async fn show(who: &SignedIn, act: &str, permission: Permission, mut form: Form) -> Result<Response, Fault> {
    let (signed, ids, cohorts_too) = (who.clone(), chosen(&mut form), act == "cohort");
    let (fresh, freezes) = (!form.has("basis"), act == "freeze");
    let read = who.app.db().read(move |tx| {
        let mut people = store::people(tx, &ids)?;
        people.retain(|person| signed.actor.may_at(permission, &person.unit_path));
        let cohorts = if cohorts_too { cohort::store::cohorts(tx)? } else { Vec::new() };
        let form = match fresh && freezes {
            true => Citing::prefill(tx, signed.actor.person, form.clone())?,
            false => form.clone(),
        };
        Ok::<_, Fault>((people, reach::offers(tx, &signed, permission)?, cohorts, form))
    });
    let (people, offers, cohorts, form) = read.await?;
    let own = |cohort: &cohort::store::Cohort| {
        cohort.rule.is_none() && who.actor.may_at(cohort::MANAGE, &cohort.node_path)
    };
    let title = who.l.t(&format!("accounts-bulk-{act}"));
    let view = BulkPage {
        page: Page::new(who, title.clone()).crumb("/people", who.l.t("accounts-people-title")),
        question: who.l.t1(&format!("accounts-bulk-{act}-ask"), "count", people.len()),
        label: title,
        cohorts: cohorts.into_iter().filter(own).map(|one| (one.id.to_string(), one.name)).collect(),
        act: act.to_owned(),
        bases: super::state::bases(who),
        offers,
        people,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The chosen people whom the visitor may act on. One who may not be acted on stops all.
fn reached(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    permission: Permission,
    power: Power,
    ids: &[Uuid],
) -> Result<Vec<Person>, Stop> {
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        let person = reach::seen(tx, who, permission, *id)?;
        if let Some(msg) = reach::hindrance(tx, who, &person, power)? {
            let told = Msg::new("accounts-bulk-hindered").with("name", person.name).with("reason", msg);
            return Err(Stop::Field("", told));
        }
        people.push(person);
    }
    Ok(people)
}

async fn ended(
    who: &SignedIn,
    saved: Saved<usize>,
    (to, done): (&str, &'static str),
    (act, permission): (&str, Permission),
    form: Form,
) -> Result<Response, Fault> {
    match saved {
        Saved::Done(count) => Ok(who.go(to, "pine", &Msg::new(done).with("count", count))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(who, act, permission, form).await,
    }
}

/// `POST /people/bulk/reset`: new first passwords on slips of one batch.
pub async fn reset(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(RESET)?;
    let (ids, batch) = (chosen(&mut form), app.id());
    let initials: Vec<Initial> =
        ids.iter().map(|id| Initial::generate(app.keys(), *id, Delivery::Slip, who.now)).collect();
    let to = format!("/people/slips/{batch}");
    let (signed, lang) = (who.clone(), app.institution().lang);
    let act = prepare(&who, change::RESET_IDS * ids.len());
    let saved = save(&who, &mut form, &to, move |tx| {
        let (deed, people) = (act.begin(), reached(tx, &signed, RESET, Power::Keep, &ids)?);
        for (person, initial) in people.iter().zip(&initials) {
            change::reset(tx, &deed, person, initial, batch, lang)?;
        }
        Ok(people.len())
    });
    let saved = saved.await?;
    ended(&who, saved, (&to, "accounts-bulk-reset-done"), ("reset", RESET), form).await
}

/// `POST /people/bulk/move`: all to one unit; positions stay.
pub async fn transfer(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(MOVE)?;
    let (ids, unit) = (chosen(&mut form), form.id("unit").unwrap_or_default());
    let reason = form.text("reason", Text::required(500));
    if !form.ok() {
        return show(&who, "move", MOVE, form).await;
    }
    let (signed, lang) = (who.clone(), app.institution().lang);
    let act = prepare(&who, change::transfer_ids(change::HANDOVER_MOST) * ids.len());
    let saved = save_keyed(&who, &mut form, "/people", Some(seats::QUEUE), move |tx| {
        let wrong = |_| Stop::Field("unit", Msg::new("web-form-choice"));
        let node = reach::unit(tx, &signed, MOVE, unit).map_err(wrong)?;
        let (deed, mut people) = (act.begin(), reached(tx, &signed, MOVE, Power::Keep, &ids)?);
        people.retain(|person| person.unit_id != node.id);
        for person in &people {
            let moved = change::transfer(tx, &deed, person, &node, person.position_id, &reason, lang)?;
            moved.map_err(|full| Stop::Field("unit", full))?;
        }
        Ok(people.len())
    });
    let saved = saved.await?;
    ended(&who, saved, ("/people", "accounts-bulk-move-done"), ("move", MOVE), form).await
}

/// `POST /people/bulk/cohort`: all into one cohort.
pub async fn cohort(State(_): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(cohort::MANAGE)?;
    let (ids, cohort) = (chosen(&mut form), form.id("cohort").unwrap_or_default());
    if !form.ok() {
        return show(&who, "cohort", cohort::MANAGE, form).await;
    }
    let (signed, act, to) = (who.clone(), prepare(&who, 2), format!("/cohorts/{cohort}"));
    let saved = save(&who, &mut form, &to, move |tx| {
        let there = cohort::store::cohort(tx, cohort)?
            .filter(|one| one.rule.is_none() && signed.actor.may_at(cohort::MANAGE, &one.node_path));
        there.ok_or(Stop::Field("cohort", Msg::new("web-form-choice")))?;
        for id in &ids {
            reach::seen(tx, &signed, cohort::MANAGE, *id)?;
        }
        Ok(cohort::members::add(tx, &act.begin(), cohort, &ids)?)
    });
    let saved = saved.await?;
    ended(&who, saved, (&to, "accounts-cohort-members-added"), ("cohort", cohort::MANAGE), form).await
}

/// `POST /people/bulk/freeze`.
pub async fn freeze(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(STATE)?;
    let ids = chosen(&mut form);
    let reason =
        change::Reason { text: form.text("reason", Text::required(500)), citing: Citing::read(&mut form) };
    if !form.ok() {
        return show(&who, "freeze", STATE, form).await;
    }
    let (signed, lang) = (who.clone(), app.institution().lang);
    let act = prepare(&who, change::STATE_IDS * ids.len());
    let saved = save(&who, &mut form, "/people", move |tx| {
        let (deed, people) = (act.begin(), reached(tx, &signed, STATE, Power::Guard, &ids)?);
        let mut frozen = 0;
        for person in &people {
            // Who is frozen already stays so.
            frozen += usize::from(change::set_state(tx, &deed, person, Act::Freeze, &reason, lang)?.is_ok());
        }
        Ok(frozen)
    });
    let saved = saved.await?;
    ended(&who, saved, ("/people", "accounts-bulk-freeze-done"), ("freeze", STATE), form).await
}

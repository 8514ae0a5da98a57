//! Choosing months, and what a replay found.

use super::job::REPLAY;
use crate::{
    evaluation::replay::{Affected, Asked, Line, Replayed},
    kind::case::Month,
    regulation::{
        OVERSEE,
        store::{self as regulations, Regulation, Version},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::HashMap;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_jobs::{Job, JobRow, State as JobState};
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, html};

/// Most months of one replay.
const MONTHS: i64 = 36;

#[derive(Template)]
#[template(path = "replay/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    here: String,
    back: String,
}

async fn known(app: &App, id: Uuid, version: Uuid) -> Result<(Regulation, Version), Fault> {
    app.db()
        .read(move |tx| {
            let regulation = regulations::regulation(tx, id)?.ok_or(Fault::NotFound)?;
            let version = regulations::version(tx, version)?.filter(|it| it.regulation_id == id);
            Ok((regulation, version.ok_or(Fault::NotFound)?))
        })
        .await
}

/// `GET /regulations/{id}/versions/{version}/replay`: asks over which months.
pub async fn new(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    let this = Month::at(who.l.zone(), who.now);
    let last = this.before();
    let form = Form::fresh(app.id()).with("from", last.before().before()).with("to", last);
    shown(&who, id, version, form).await
}

async fn shown(who: &SignedIn, id: Uuid, version: Uuid, form: Form) -> Result<Response, Fault> {
    let (regulation, version) = known(&who.app, id, version).await?;
    let title = who.l.t2("governance-version-of", "title", &regulation.title, "number", version.number);
    let back = format!("/regulations/{id}/versions/{}", version.id);
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&NewPage {
        page: Page::new(who, who.l.t("governance-replay")).crumb(back.clone(), title),
        form: form.in_language(&who.l),
        here: format!("{back}/replay"),
        back,
    })?;
    Ok((status, page).into_response())
}

/// A month of a form.
fn month(form: &mut Form, name: &str) -> Option<Month> {
    let found = Month::parse(form.value(name).trim());
    if found.is_none() {
        form.refuse(name, Msg::new("governance-replay-month"));
    }
    found
}

/// `POST /regulations/{id}/versions/{version}/replay`: orders it.
pub async fn order(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    known(&app, id, version).await?;
    let months = (month(&mut form, "from"), month(&mut form, "to"));
    let (Some(first), Some(last)) = months else { return shown(&who, id, version, form).await };
    if last.bounds(who.l.zone()).1 > who.now {
        form.refuse("to", Msg::new("governance-replay-past"));
        return shown(&who, id, version, form).await;
    }
    if !(0..MONTHS).contains(&last.since(first)) {
        form.refuse("to", Msg::new("governance-replay-span").with("most", MONTHS));
        return shown(&who, id, version, form).await;
    }
    let zone = who.l.zone();
    let asked = Asked { version, from: first.bounds(zone).0, to: last.bounds(zone).1 };
    let (job, now, person, key) = (app.id(), who.now, who.actor.person, form.key());
    let done = app
        .db()
        .write(move |tx| {
            let here = format!("/replays/{job}");
            match FormKey::enter(key, tx, Some(person), &here, now)? {
                Once::Before(location) => Ok(location),
                Once::First => {
                    xingtan_jobs::enqueue(tx, &Job::new(job, REPLAY, now).with(&asked)?.by(person))?;
                    Ok::<_, Fault>(here)
                }
            }
        })
        .await?;
    app.ring();
    Ok(who.go(&done, "pine", &Msg::new("governance-replay-ordered")))
}

/// A replay as ordered.
struct Ordered {
    row: JobRow,
    asked: Asked,
}

fn ordered(tx: &mut Tx<'_>, id: Uuid) -> Result<Ordered, Fault> {
    let payload = xingtan_jobs::payload(tx, id, REPLAY)?;
    let asked = payload.and_then(|it| serde_json::from_str(&it).ok()).ok_or(Fault::NotFound)?;
    Ok(Ordered { row: xingtan_jobs::get(tx, id)?, asked })
}

/// Where it stands, for the part that is fetched anew.
struct Standing {
    text: String,
    done: bool,
}

fn standing(who: &SignedIn, row: &JobRow) -> Standing {
    let text = match row.state() {
        JobState::Done => who.l.t("governance-replay-done"),
        state if state.is_ended() => who.l.t("governance-replay-failed"),
        _ => who.l.t1("governance-replay-runs", "people", row.progress_done),
    };
    Standing { text, done: row.state().is_ended() }
}

#[derive(Template)]
#[template(path = "replay/state.html")]
struct StatePart {
    page: Page,
    standing: Standing,
}

/// `GET /replays/{id}/state`: how far it is.
pub async fn state(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    let found = app.db().read(move |tx| ordered(tx, id)).await?;
    html(&StatePart { standing: standing(&who, &found.row), page: Page::new(&who, "") })
}

struct Row {
    name: String,
    unit: String,
    it: Affected,
    period: String,
}

#[derive(Template)]
#[template(path = "replay/one.html")]
struct OnePage {
    page: Page,
    id: Uuid,
    standing: Standing,
    span: (String, String),
    found: Option<Replayed>,
    lines: Vec<(Line, String)>,
    affected: Vec<Row>,
}

/// `GET /replays/{id}`: what would have happened, beside what did.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    let (found, regulation, version, replayed, people) = app
        .db()
        .read(move |tx| {
            let found = ordered(tx, id)?;
            let version = regulations::version(tx, found.asked.version)?.ok_or(Fault::NotFound)?;
            let regulation = regulations::regulation(tx, version.regulation_id)?.ok_or(Fault::NotFound)?;
            let result = found.row.result.as_deref().filter(|_| found.row.state() == JobState::Done);
            let replayed: Option<Replayed> = result.and_then(|it| serde_json::from_str(it).ok());
            let mut ids: Vec<Uuid> =
                replayed.iter().flat_map(|it| &it.affected).map(|it| it.person).collect();
            ids.sort_unstable();
            ids.dedup();
            let people: HashMap<Uuid, Person> =
                accounts::people(tx, &ids)?.into_iter().map(|it| (it.id, it)).collect();
            Ok::<_, Fault>((found, regulation, version, replayed, people))
        })
        .await?;
    let title = who.l.t2("governance-version-of", "title", &regulation.title, "number", version.number);
    let name = |at: Timestamp| who.l.month(who.l.zone().date(at));
    let last = found.asked.to - xingtan_clock::Span::of_seconds(1);
    let rule = |kind: &str| who.l.t(&format!("governance-kind-{kind}"));
    let affected = replayed.iter().flat_map(|it| it.affected.clone()).map(|it| Row {
        name: people.get(&it.person).map(|it| it.name.clone()).unwrap_or_default(),
        unit: people.get(&it.person).map(|it| it.unit_name.clone()).unwrap_or_default(),
        period: crate::decision::page::period(&who.l, &it.period),
        it,
    });
    html(&OnePage {
        page: Page::new(&who, who.l.t("governance-replay"))
            .crumb(format!("/regulations/{}/versions/{}", regulation.id, version.id), title),
        id,
        standing: standing(&who, &found.row),
        span: (name(found.asked.from), name(last)),
        lines: replayed
            .iter()
            .flat_map(|it| it.lines.clone())
            .map(|it| (it.clone(), rule(&it.kind)))
            .collect(),
        affected: affected.collect(),
        found: replayed,
    })
}

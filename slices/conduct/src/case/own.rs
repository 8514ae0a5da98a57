//! What the person concerned sees and does: by the code of the case, signed in or not. Who reported it is not told.

use super::{
    act::Act,
    action::{REASON, WORDS},
    concerned::{self, told},
    followed::{self, outcome},
    page::kind,
    rules::{self, State},
    store::{self, Appeal, Case, Evidence},
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::{
    api::Followed,
    saving::{Stop, shown},
};
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{Fault, Form, FormKey, Once, Page, SignedIn, Text, Visit, html};

struct Line {
    kind: String,
    state: String,
    outcome: String,
    it: Case,
}

#[derive(Template)]
#[template(path = "case/own.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
}

/// `GET /cases/own`: the cases about oneself of which one was told.
pub async fn list(who: SignedIn) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        let found = store::of_person(tx, person)?;
        let measures = followed::of(tx, &found)?;
        Ok::<_, Fault>((found, measures))
    });
    let (found, measures) = read.await?;
    let lines = found.into_iter().map(|it| Line {
        kind: kind(&who.l, &it.kind),
        state: who.l.t(&format!("conduct-state-{}", it.state)),
        outcome: outcome(&who.l, &it, measures.get(&it.id).map_or(&[], Vec::as_slice)),
        it,
    });
    html(&ListPage { lines: lines.collect(), page: Page::new(&who, who.l.t("conduct-own")) })
}

#[derive(Template)]
#[template(path = "case/notices.html")]
struct NoticesPage {
    page: Page,
    lines: Vec<(String, Option<String>, Case)>,
}

/// `GET /cases/notices`: 通报批评, for everybody, until their term is over.
pub async fn noticed(who: SignedIn) -> Result<Response, Fault> {
    let now = who.now;
    let found = who.app.db().read(move |tx| store::noticed(tx, now)).await.map_err(Fault::from)?;
    let lines = found.into_iter().map(|it| (kind(&who.l, &it.kind), cited(&who.l, &it), it));
    html(&NoticesPage { lines: lines.collect(), page: Page::new(&who, who.l.t("conduct-notices")) })
}

/// The article of a decision in words.
fn cited(l: &Locale, it: &Case) -> Option<String> {
    let (regulation, version, number) =
        (it.regulation.as_deref()?, it.regulation_version?, it.article.as_deref()?);
    Some(l.t3("governance-cited", "regulation", regulation, "version", version, "number", number))
}

#[derive(Template)]
#[template(path = "case/hearing.html")]
struct HearingPage {
    page: Page,
    form: Form,
    it: Case,
    kind: String,
    state: String,
    outcome: String,
    cited: Option<String>,
    measures: Vec<(String, Followed)>,
    evidence: Vec<Evidence>,
    appeals: Vec<Appeal>,
    may_state: bool,
    may_object: bool,
    may_appeal: bool,
    until: Option<String>,
}

/// `GET /hearings/CODE`.
pub async fn one(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let form = Form::fresh(visit.app.id());
    show(&visit, code, form).await
}

async fn show(visit: &Visit, code: String, form: Form) -> Result<Response, Fault> {
    let read = visit.app.db().read(move |tx| {
        let it = store::by_code(tx, &code)?.filter(told).ok_or(Fault::NotFound)?;
        let (evidence, appeals) = (store::evidence(tx, it.id)?, store::appeals(tx, it.id)?);
        let objections = store::recusals(tx, it.id)?.iter().filter(|own| own.objected).count();
        let measures = followed::of(tx, [&it])?.remove(&it.id).unwrap_or_default();
        Ok::<_, Fault>((it, evidence, appeals, objections, measures))
    });
    let (it, evidence, appeals, objections, measures) = read.await?;
    let (l, now) = (&visit.l, visit.now);
    let states: Vec<&str> = appeals.iter().map(|own| own.state.as_str()).collect();
    let appeal = rules::may_appeal(it.outcome(), it.overturned_at.is_some(), it.decided_at, &states, now);
    let view = HearingPage {
        page: Page::new(visit, l.t1("conduct-case-title", "number", it.numbered())),
        kind: kind(l, &it.kind),
        state: l.t(&format!("conduct-state-{}", it.state)),
        outcome: outcome(l, &it, &measures),
        measures: measures.into_iter().map(|own| (followed::said(l, &own, now), own)).collect(),
        cited: cited(l, &it),
        may_state: it.state() == State::Hearing
            && it.stated_at.is_none()
            && it.heard_until.is_some_and(|until| now < until),
        may_object: it.investigator_id.is_some()
            && !it.state().is_settled()
            && objections < rules::MOST_OBJECTIONS,
        may_appeal: appeal.is_ok(),
        until: it.decided_at.filter(|_| appeal.is_ok()).map(|at| l.date_time(at + rules::APPEAL)),
        evidence,
        appeals,
        form: form.clone().in_language(l),
        it,
    };
    shown(&form, &view)
}

/// Carries a form of this page out in one unit, once for each form key.
async fn save(
    visit: &Visit,
    code: String,
    mut form: Form,
    said: &'static str,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
) -> Result<Response, Fault> {
    let (key, now, to, asked) = (form.key(), visit.now, format!("/hearings/{code}"), code.clone());
    let here = to.clone();
    let done = visit.app.db().write(move |tx| {
        // Whoever holds the code stands for its person.
        let person: Option<Uuid> = store::by_code(tx, &asked)?.and_then(|it| it.person_id);
        if let Once::Before(to) = FormKey::enter(key, tx, person, &here, now)? {
            return Ok(Some(to));
        }
        unit(tx)?;
        Ok::<_, Stop>(None)
    });
    match done.await {
        Ok(None) => {
            visit.app.ring();
            Ok(visit.go(&to, "pine", &Msg::new(said)))
        }
        Ok(Some(before)) => Ok(Redirect::to(&before).into_response()),
        Err(Stop::Field(name, msg)) => {
            form.refuse(name, msg);
            show(visit, code, form).await
        }
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Db(error)) => Err(error.into()),
    }
}

/// `POST /hearings/CODE/statement`: one's view.
pub async fn state_view(visit: Visit, Path(code): Path<String>, mut form: Form) -> Result<Response, Fault> {
    let words = form.text("statement", Text::required(WORDS).lines());
    if !form.ok() {
        return show(&visit, code, form).await;
    }
    let (act, own) = (Act::visiting(&visit), code.clone());
    save(&visit, code, form, "conduct-stated", move |tx| concerned::state_view(tx, &own, &words, &act)).await
}

/// `POST /hearings/CODE/objection`: against whoever investigates.
pub async fn object(visit: Visit, Path(code): Path<String>, mut form: Form) -> Result<Response, Fault> {
    let reason = form.text("objection", Text::required(REASON).lines());
    if !form.ok() {
        return show(&visit, code, form).await;
    }
    let (act, own) = (Act::visiting(&visit), code.clone());
    save(&visit, code, form, "conduct-objected", move |tx| concerned::object(tx, &own, &reason, &act)).await
}

/// `POST /hearings/CODE/appeal`.
pub async fn appeal(visit: Visit, Path(code): Path<String>, mut form: Form) -> Result<Response, Fault> {
    let body = form.text("body", Text::required(WORDS).lines());
    if !form.ok() {
        return show(&visit, code, form).await;
    }
    let (act, own) = (Act::visiting(&visit), code.clone());
    save(&visit, code, form, "conduct-appealed", move |tx| concerned::appeal(tx, &own, &body, &act)).await
}

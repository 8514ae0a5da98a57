//! Pages of measures: one with its evidence and history, and what its person sees by the code.

use super::{
    DECIDE, READ,
    appeal::{self, Appeal, may_appeal},
    cited::{self, Cited},
    list::HREF,
    reopening::{self, Application, may_apply},
    rules::State as DecisionState,
    store::{self, Decision},
};
use crate::{
    fact::store::{self as facts, Shown as Fact},
    kind::case::Month,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::HashMap;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Visit, html};

/// A cause in words: a month, or a case.
pub fn period(l: &Locale, period: &str) -> String {
    match Month::parse(period) {
        Some(month) => l.month(month.first()),
        None => l.t("governance-period-case"),
    }
}

/// The tone of a state's badge.
pub fn tone(state: DecisionState) -> &'static str {
    match state {
        DecisionState::Proposed => "ochre",
        DecisionState::Standing => "cinnabar",
        DecisionState::Declined | DecisionState::Withdrawn => "",
        DecisionState::Overturned | DecisionState::Annulled => "pine",
    }
}

/// The word of a state's badge. What stood and is over is said so.
pub fn state_key(it: &Decision, now: &xingtan_clock::Timestamp) -> String {
    let over = it.state() == DecisionState::Standing && it.ends_at.is_some_and(|ends| ends <= *now);
    if over { "governance-state-over".to_owned() } else { format!("governance-state-{}", it.state()) }
}

/// A line of the history in words.
struct Step {
    at: xingtan_clock::Timestamp,
    act: String,
    by: String,
    reason: String,
}

/// All that is known of one measure.
struct Whole {
    it: Decision,
    cited: Cited,
    person: Person,
    facts: Vec<Fact>,
    history: Vec<store::Line>,
    appeals: Vec<Appeal>,
    applications: Vec<Application>,
    names: HashMap<Uuid, String>,
}

fn whole(tx: &mut Tx<'_>, it: Decision) -> Result<Whole, Fault> {
    let cited = cited::cited(tx, it.control_id)?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Fault::NotFound)?;
    let history = store::history(tx, it.id)?;
    let mut ids = store::grounds(tx, it.id)?;
    if ids.is_empty() {
        // Withdrawn: what it rested on before it fell is its evidence.
        let last =
            history.iter().rev().filter_map(|line| serde_json::from_str::<Vec<Uuid>>(&line.grounds).ok());
        ids = last.into_iter().find(|ids| !ids.is_empty()).unwrap_or_default();
    }
    let appeals = appeal::of(tx, it.id)?;
    let applications = reopening::of(tx, it.id)?;
    let mut people: Vec<Uuid> = history.iter().filter_map(|line| line.by_person).collect();
    people.extend(appeals.iter().filter_map(|own| own.decided_by));
    people.extend(applications.iter().filter_map(|own| own.decided_by));
    let names = accounts::names(tx, &people)?;
    Ok(Whole { facts: facts::shown(tx, &ids)?, it, cited, person, history, appeals, applications, names })
}

#[derive(Template)]
#[template(path = "measure/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    unseen: Vec<String>,
    it: Decision,
    cited: Cited,
    article: String,
    href: String,
    says: String,
    /// When it ends; what fell names no end.
    ends_at: Option<xingtan_clock::Timestamp>,
    person: Person,
    period: String,
    state: String,
    tone: &'static str,
    hindered: Option<String>,
    facts: Vec<Fact>,
    wrong: Vec<(String, String)>,
    steps: Vec<Step>,
    appeals: Vec<(Appeal, String)>,
    applications: Vec<(Application, String)>,
    may_apply: bool,
    may_reopen: bool,
    code: String,
    may_see_person: bool,
    may_appeal: bool,
    may_confirm: bool,
    may_annul: bool,
    may_decide: bool,
}

fn page_of(visit: &Visit, all: Whole, form: Form, own: bool, decides: bool) -> Result<Response, Fault> {
    let l = &visit.l;
    let by = |id: Option<Uuid>| match id {
        Some(id) => all.names.get(&id).cloned().unwrap_or_default(),
        None => l.t("governance-by-program"),
    };
    let steps = all.history.iter().map(|line| Step {
        at: line.at,
        act: l.t(&format!("governance-step-{}", line.act)),
        by: by(line.by_person),
        reason: line.reason.clone(),
    });
    let steps: Vec<Step> = steps.collect();
    let open = all.appeals.iter().any(|own| own.state == "open");
    let states: Vec<&str> = all.appeals.iter().map(|own| own.state.as_str()).collect();
    let wrong = all.facts.iter().filter(|it| it.gone_at.is_none()).map(|it| {
        let fact = l.t(&format!("governance-fact-{}", it.kind));
        let (label, at) = (&it.label, l.date_time(it.happened_at));
        (
            it.id.to_string(),
            if label.is_empty() { format!("{fact} {at}") } else { format!("{fact} {label} {at}") },
        )
    });
    let wrong: Vec<(String, String)> = wrong.collect();
    let appeals: Vec<(Appeal, String)> = all
        .appeals
        .iter()
        .map(|own| (own.clone(), if own.decided_by.is_some() { by(own.decided_by) } else { String::new() }))
        .collect();
    let applied = all.applications.iter().any(|own| own.state == "open");
    let applications = all
        .applications
        .iter()
        .map(|own| (own.clone(), own.decided_by.map_or_else(String::new, |id| by(Some(id)))));
    let applications: Vec<(Application, String)> = applications.collect();
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = l.t2(
        "governance-measure-of",
        "measure",
        l.t(&format!("governance-measure-{}", all.it.measure())),
        "name",
        &all.person.name,
    );
    let mut page = Page::new(visit, title);
    if !own {
        page = page.crumb(HREF, l.t("governance-measures"));
    }
    let form = form.in_language(l);
    let (appeals_on, applies_on) = (
        own && may_appeal(all.it.state(), &states).is_ok(),
        own && may_apply(&all.it, &all.applications, visit.now),
    );
    let (confirms_on, decides_on) =
        (decides && !own && all.it.state() == DecisionState::Proposed, decides && !own && open);
    let in_force =
        all.it.state() == DecisionState::Standing && all.it.ends_at.is_none_or(|ends| ends > visit.now);
    let me = visit.identity.as_ref().map(|it| it.actor.person);
    let confirmed = all.history.iter().any(|line| line.act == "confirmed" && line.by_person == me);
    let annuls_on = decides && !own && in_force && !open && !applied && !confirmed;
    // What was refused of a field that is not on the page any more is said above.
    let fields = [
        ("body", appeals_on),
        ("application", applies_on),
        ("reason", confirms_on),
        ("annul_reason", annuls_on),
        ("appeal_reason", decides_on),
        ("wrong", decides_on),
        ("reopen_reason", decides && !own && applied),
    ];
    let unseen = fields.into_iter().filter(|(_, on)| !on).filter_map(|(name, _)| form.error(name)).collect();
    let html = html(&OnePage {
        page,
        form,
        unseen,
        says: l.msg(&all.cited.says()),
        article: l.msg(&all.cited.msg()),
        href: format!("/regulations/{}/versions/{}", all.cited.regulation_id, all.cited.version_id),
        period: period(l, &all.it.period),
        state: l.t(&state_key(&all.it, &visit.now)),
        tone: tone(all.it.state()),
        ends_at: all.it.ends_at.filter(|_| all.it.state() == DecisionState::Standing),
        hindered: all.it.hindered.as_ref().map(|key| l.t(key)),
        may_see_person: !own,
        may_appeal: appeals_on,
        may_confirm: confirms_on,
        may_annul: annuls_on,
        may_decide: decides_on,
        may_apply: applies_on,
        may_reopen: decides && !own && applied,
        applications,
        code: all.it.appeal_code.clone(),
        it: all.it,
        cited: all.cited,
        person: all.person,
        facts: all.facts,
        wrong,
        steps,
        appeals,
    })?;
    Ok((status, html).into_response())
}

/// `GET /measures/{id}`: with its article, evidence and history.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id());
    shown(&who, id, form).await
}

/// The page with what was typed.
///
/// # Errors
/// [`Fault::NotFound`] where it is neither about oneself nor in one's subtree.
pub async fn shown(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let all = who
        .app
        .db()
        .read(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            whole(tx, it)
        })
        .await?;
    let own = all.it.person_id == who.actor.person;
    if !own && !who.actor.may_at(READ, &all.person.unit_path) {
        return Err(Fault::NotFound);
    }
    let decides = who.actor.may_at(DECIDE, &all.person.unit_path);
    page_of(who, all, form, own, decides)
}

/// `GET /appeals/{code}`: what its person sees, signed in or not.
pub async fn by_code(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    let form = Form::fresh(app.id());
    shown_by_code(&visit, code, form).await
}

/// The page with what was typed.
///
/// # Errors
/// [`Fault::NotFound`] where no measure has this code.
pub async fn shown_by_code(visit: &Visit, code: String, form: Form) -> Result<Response, Fault> {
    let all = visit
        .app
        .db()
        .read(move |tx| {
            let it = store::by_code(tx, &code)?.ok_or(Fault::NotFound)?;
            whole(tx, it)
        })
        .await?;
    page_of(visit, all, form, true, false)
}

struct OwnLine {
    href: String,
    measure: String,
    period: String,
    state: String,
    tone: &'static str,
    made_at: xingtan_clock::Timestamp,
    ends_at: Option<xingtan_clock::Timestamp>,
}

#[derive(Template)]
#[template(path = "measure/own.html")]
struct OwnPage {
    page: Page,
    rows: Vec<OwnLine>,
}

/// `GET /measures/own`: measures about oneself.
pub async fn own(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    let person = who.actor.person;
    let all = app.db().read(move |tx| store::of_person(tx, person)).await?;
    let line = |it: Decision| OwnLine {
        href: super::notices::own_href(&it),
        measure: who.l.t(&format!("governance-measure-{}", it.measure())),
        period: period(&who.l, &it.period),
        state: who.l.t(&state_key(&it, &who.now)),
        tone: tone(it.state()),
        made_at: it.made_at,
        ends_at: it.ends_at.filter(|_| it.state() == DecisionState::Standing),
    };
    html(&OwnPage {
        page: Page::new(&who, who.l.t("governance-own-measures")),
        rows: all.into_iter().map(line).collect(),
    })
}

//! Suspicions as whoever answers for security sees them, and as the owner of the account does who is asked.

use super::{
    HREF, SUSPICIONS, change,
    store::{self, SORTS, Session, Suspicion},
};
use crate::case::store as cases;
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_governance::saving::shown;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, html};

struct Line {
    it: Suspicion,
    unit: String,
    kind: String,
    state: String,
}

#[derive(Template)]
#[template(path = "suspicion/list.html")]
struct ListPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
}

/// `GET /security/sharing`: those of one's subtree, the latest first.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(SUSPICIONS)?;
    let list = List::read(&form, HREF, SORTS, &["state"], 50).or_descending();
    let (scope, reader, of) = (who.actor.scope(SUSPICIONS), who.actor.person, list.clone());
    let read = who.app.db().read(move |tx| {
        let found = of.page::<Suspicion>(tx, store::select(&scope, reader, &of.query, of.filter("state")))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    let l = &who.l;
    let state = |code: &str| l.t(&format!("conduct-suspicion-{code}"));
    let lines = found.rows.iter().map(|it| Line {
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        kind: l.t(&format!("conduct-suspicion-kind-{}", it.kind)),
        state: state(&it.state),
        it: it.clone(),
    });
    html(&ListPage {
        page: Page::new(&who, l.t("conduct-suspicions")),
        form: Form::fresh(who.app.id()),
        lines: lines.collect(),
        states: super::STATES.map(|code| (code.to_owned(), state(code))).to_vec(),
        list: found.listed(&list),
    })
}

#[derive(Template)]
#[template(path = "suspicion/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Suspicion,
    unit: String,
    kind: String,
    says: String,
    state: String,
    sessions: Vec<Session>,
    case: Option<(String, Option<String>)>,
    may_answer: bool,
    may_ask: bool,
}

/// `GET /security/sharing/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must(SUSPICIONS)?;
    show_one(&who, id, Form::fresh(who.app.id())).await
}

/// The page with what was typed.
pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = store::get(tx, id)?.filter(|it| change::readable(it, &actor)).ok_or(Fault::NotFound)?;
        let mut units = accounts::trails(tx, [it.unit_path.as_str()])?;
        let case = match it.case_id {
            Some(case) => cases::get(tx, case)?,
            None => None,
        };
        let unit = units.remove(&it.unit_path).unwrap_or_default();
        let may_read = |own: &cases::Case| crate::case::change::readable(own, &actor);
        let case = case.map(|own| (own.numbered(), may_read(&own).then(|| own.href())));
        Ok::<_, Fault>((it, unit, case))
    });
    let (it, unit, case) = read.await?;
    let l = &who.l;
    let view = OnePage {
        page: Page::new(who, l.t("conduct-suspicion")).crumb(HREF, l.t("conduct-suspicions")),
        unit,
        kind: l.t(&format!("conduct-suspicion-kind-{}", it.kind)),
        says: says(who, &it),
        state: l.t(&format!("conduct-suspicion-{}", it.state)),
        sessions: it.sessions(),
        case,
        may_answer: matches!(it.state.as_str(), "open" | "asked"),
        may_ask: it.state == "open",
        form: form.clone().in_language(l),
        it,
    };
    shown(&form, &view)
}

/// What was seen, in a sentence.
fn says(who: &SignedIn, it: &Suspicion) -> String {
    who.l.t1(&format!("conduct-suspicion-says-{}", it.kind), "span", who.l.span(it.seconds))
}

#[derive(Template)]
#[template(path = "suspicion/asked.html")]
struct AskedPage {
    page: Page,
    form: Form,
    it: Suspicion,
    says: String,
    sessions: Vec<Session>,
}

/// `GET /account/sharing/ID`: one is asked.
pub async fn asked(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_asked(&who, id, Form::fresh(who.app.id())).await
}

/// The page with what was typed.
pub(super) async fn show_asked(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        // Who is not asked does not learn that anything was found.
        let own = |it: &Suspicion| {
            it.person_id == person && it.state != "open" && (it.state == "asked" || it.reply.is_some())
        };
        store::get(tx, id)?.filter(own).ok_or(Fault::NotFound)
    });
    let it = read.await?;
    let view = AskedPage {
        page: Page::new(who, who.l.t("conduct-suspicion-question")),
        says: says(who, &it),
        sessions: it.sessions(),
        form: form.clone().in_language(&who.l),
        it,
    };
    shown(&form, &view)
}

//! What a person sees of requests for accounts.

use super::{
    ASK, DECIDE,
    store::{self, Opening},
};
use crate::{
    organisation::store as organisation,
    people::saving::shown,
    person::{
        reach::{self, Offers},
        store::names,
    },
    position::store as position,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_approvals::{DecisionRow, State as Stand};
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_documents::Cell;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, export, html};

/// The tone in which a state is shown.
fn tone(state: &str) -> &'static str {
    match Stand::of(state) {
        Some(Stand::Open) => "ochre",
        Some(Stand::Approved) => "pine",
        Some(Stand::Refused) => "cinnabar",
        _ => "",
    }
}

/// A request in words.
#[derive(Clone, Debug)]
pub struct Line {
    /// The request.
    pub row: Opening,
    /// Names down to the unit.
    pub trail: String,
    /// Who asked.
    pub by: String,
    /// Where it stands.
    pub state: String,
    /// Tone of the badge.
    pub tone: &'static str,
}

#[derive(Template)]
#[template(path = "opening/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    chips: Vec<(String, String, bool)>,
    exports: (String, String),
    may_ask: bool,
}

/// Where somebody sees requests: where one asks or decides.
pub fn scope(who: &SignedIn) -> Scope {
    let paths = [ASK, DECIDE].iter().flat_map(|permission| who.actor.scope(*permission).paths().to_vec());
    Scope::of(paths.collect())
}

/// The requests of a scope, narrowed by what was asked for.
pub fn select(list: &List, scope: &Scope) -> Select {
    let mut select = Select::new(store::COLUMNS, store::FROM, "o.id").within("o.unit_path", scope);
    if !list.filter("state").is_empty() {
        select = select.when("o.state = {}", list.filter("state"));
    }
    if !list.query.is_empty() {
        select = select.search("lower(o.name || ' ' || o.user_name)", &list.query);
    }
    select
}

fn lines(
    who: &SignedIn,
    rows: Vec<Opening>,
    trails: &HashMap<String, String>,
    names: &HashMap<Uuid, String>,
) -> Vec<Line> {
    let line = |row: Opening| Line {
        trail: trails.get(&row.unit_path).cloned().unwrap_or_default(),
        by: names.get(&row.asked_by).cloned().unwrap_or_default(),
        state: who.l.t(&format!("accounts-opening-state-{}", row.state)),
        tone: tone(&row.state),
        row,
    };
    rows.into_iter().map(line).collect()
}

fn around(
    tx: &mut Tx<'_>,
    rows: &[Opening],
) -> xingtan_db::Result<(HashMap<String, String>, HashMap<Uuid, String>)> {
    let trails = organisation::trails(tx, rows.iter().map(|row| row.unit_path.as_str()))?;
    let by: Vec<Uuid> = rows.iter().map(|row| row.asked_by).collect();
    Ok((trails, names(tx, &by)?))
}

/// `GET /people/openings`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let scope = scope(&who);
    if scope.is_empty() {
        return Err(Fault::forbidden());
    }
    let list = List::read(&form, "/people/openings", store::SORTS, &["state"], 50).or_descending();
    let title = who.l.t("accounts-openings-title");
    if form.has("as") {
        let headings = [
            "accounts-people-name",
            "accounts-people-user",
            "accounts-people-unit",
            "accounts-people-state",
            "accounts-opening-by",
            "accounts-opening-at",
        ];
        let mut file = export::file(&who, form.value("as"), &title, &headings)?;
        let mut next = Some(list.from_start());
        while let Some(from) = next {
            let (scope, asked) = (scope.clone(), from.clone());
            let read = app.db().read(move |tx| {
                let mut rows = Vec::new();
                let next = asked.chunk(tx, select(&asked, &scope), 500, &mut rows)?;
                Ok::<_, Fault>((around(tx, &rows)?, rows, next))
            });
            let ((trails, names), rows, more) = read.await?;
            for line in lines(&who, rows, &trails, &names) {
                file.row(&[
                    line.row.name.into(),
                    line.row.user_name.into(),
                    line.trail.into(),
                    line.state.into(),
                    line.by.into(),
                    Cell::moment(line.row.asked_at, who.l.zone()),
                ])?;
            }
            next = more;
        }
        return file.answer();
    }
    let wanted = list.clone();
    let read = app.db().read(move |tx| {
        let page = wanted.page::<Opening>(tx, select(&wanted, &scope))?;
        Ok::<_, Fault>((around(tx, &page.rows)?, page))
    });
    let ((trails, names), page) = read.await?;
    let chip = |code: &str| {
        let key = if code.is_empty() {
            "accounts-people-all".to_owned()
        } else {
            format!("accounts-opening-state-{code}")
        };
        (list.href("state", code), who.l.t(&key), list.filter("state") == code)
    };
    html(&ListPage {
        page: Page::new(&who, title).crumb("/people", who.l.t("accounts-people-title")),
        chips: ["", "open", "approved", "refused"].into_iter().map(chip).collect(),
        exports: export::hrefs("/people/openings", &[("q", &list.query), ("state", list.filter("state"))]),
        may_ask: who.actor.may(ASK),
        list: page.listed(&list),
        lines: lines(&who, page.rows, &trails, &names),
    })
}

#[derive(Template)]
#[template(path = "opening/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    offers: Offers,
}

/// `GET /people/openings/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(ASK)?;
    show_new(&who, Form::fresh(app.id()).with("unit", who.actor.unit)).await
}

/// The form for a request.
///
/// # Errors
/// Those of the database.
pub async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let offers = who.app.db().read(move |tx| reach::offers(tx, &signed, ASK)).await?;
    let view = NewPage {
        page: Page::new(who, who.l.t("accounts-opening-new"))
            .crumb("/people/openings", who.l.t("accounts-openings-title")),
        offers,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// A decision in words.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What was decided.
    pub what: String,
    /// By whom and when.
    pub by: String,
    /// Why.
    pub reason: String,
}

#[derive(Template)]
#[template(path = "opening/one.html")]
struct OnePage {
    page: Page,
    line: Line,
    position: String,
    reason: String,
    due: Option<String>,
    decisions: Vec<Decided>,
    form: Form,
    step: i64,
    verdicts: Vec<(String, String)>,
    may_decide: bool,
    may_withdraw: bool,
}

/// `GET /people/openings/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id())).await
}

/// The page of a request with the form of the decision as it was filled in.
///
/// # Errors
/// [`Fault::NotFound`] where it is not the visitor's to know.
pub async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let seen = scope(who);
    let read = who.app.db().read(move |tx| {
        let row = store::opening(tx, id)?.filter(|row| seen.covers(&row.unit_path)).ok_or(Fault::NotFound)?;
        let approval = xingtan_approvals::get(tx, row.approval_id)?.ok_or(Fault::NotFound)?;
        let position = match row.position_id {
            Some(id) => position::position(tx, id)?.map(|position| position.name),
            None => None,
        };
        let deciders: Vec<Uuid> = approval.decisions.iter().map(|decision| decision.decider).collect();
        Ok::<_, Fault>((
            around(tx, std::slice::from_ref(&row))?,
            names(tx, &deciders)?,
            approval,
            position,
            row,
        ))
    });
    let ((trails, askers), deciders, approval, position, row) = read.await?;
    let xingtan_approvals::Whole { request, steps, decisions } = approval;
    let open = request.state() == Stand::Open;
    let own = row.asked_by == who.actor.person;
    let decided = |decision: &DecisionRow| Decided {
        what: who.l.t(&format!("approvals-verdict-{}", decision.verdict)),
        by: who.l.t2(
            "accounts-imports-line",
            "name",
            deciders.get(&decision.decider).cloned().unwrap_or_default(),
            "at",
            decision.at,
        ),
        reason: decision.reason.clone(),
    };
    let verdict = |code: &str| (code.to_owned(), who.l.t(&format!("approvals-verdict-{code}")));
    let due = steps.iter().find(|step| step.state == "open").and_then(|step| step.due_at);
    let may_decide = open && !own && who.actor.may_at(DECIDE, &row.unit_path);
    let line = lines(who, vec![row], &trails, &askers).remove(0);
    let view = OnePage {
        page: Page::new(who, line.row.name.clone())
            .crumb("/people/openings", who.l.t("accounts-openings-title")),
        position: position.unwrap_or_else(|| "—".to_owned()),
        reason: request.reason.clone(),
        due: due.filter(|_| open).map(|at| who.l.t1("accounts-opening-due", "at", at)),
        decisions: decisions.iter().map(decided).collect(),
        step: request.step,
        verdicts: vec![verdict("approve"), verdict("refuse")],
        may_withdraw: open && own,
        may_decide,
        form: form.clone(),
        line,
    };
    shown(&form, &view)
}

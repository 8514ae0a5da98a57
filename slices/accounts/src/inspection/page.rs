//! `/audit/accounts`: what was found, and one finding.

use super::{
    ANSWER, BEGIN, READ,
    rules::Kind,
    store::{self, Finding, Inspection},
};
use crate::{organisation::store::trails, parameters, people::saving::shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error;
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, export, html};

/// The address.
pub const HERE: &str = "/audit/accounts";

/// Where a finding stands.
pub const STATES: [&str; 4] = ["open", "kept", "settled", "gone"];

struct Line {
    it: Finding,
    unit: String,
    what: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "inspection/list.html")]
struct ListPage {
    page: Page,
    f: Form,
    list: Listed,
    lines: Vec<Line>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    exports: (String, String),
    latest: Option<Inspection>,
    next: String,
    may_begin: bool,
}

/// What was found, in words.
pub fn what(l: &Locale, it: &Finding) -> String {
    let key = format!("accounts-finding-{}-says", it.kind.replace('_', "-"));
    let roles: Vec<String> = it
        .roles
        .split(',')
        .filter_map(|code| code.parse::<Role>().ok())
        .map(|role| l.t(&role.key()))
        .collect();
    let key = if it.kind == Kind::OverPrivileged.code() && it.figure == 0 {
        "accounts-finding-over-privileged-mixed".to_owned()
    } else {
        key
    };
    l.tn(&key, &[("figure", &it.figure), ("roles", &roles.join(&l.t("accounts-roles-comma")))])
}

fn tone(state: &str) -> &'static str {
    match state {
        "open" => "ochre",
        "kept" => "slate",
        "settled" => "pine",
        _ => "",
    }
}

/// The finding's kind in words.
pub fn kind(l: &Locale, code: &str) -> String {
    l.t(&format!("accounts-finding-{}", code.replace('_', "-")))
}

/// `GET /audit/accounts`; `?as=xlsx` or `csv` takes the list along. Without a state the open ones.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, store::SORTS, &["state", "kind"], 50).or_descending();
    if form.has("as") {
        return take_along(&who, &form, list).await;
    }
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let read = who.app.db().read(move |tx| {
        let select = store::select(&scope, &asked.query, state(&asked), asked.filter("kind"));
        let found = asked.page::<Finding>(tx, select)?;
        let trails = trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, trails, store::latest(tx)?))
    });
    let (mut found, trails, latest) = read.await?;
    let line = |it: Finding| Line {
        unit: trails.get(&it.unit_path).cloned().unwrap_or_default(),
        what: what(&who.l, &it),
        tone: tone(&it.state),
        it,
    };
    let lines = std::mem::take(&mut found.rows).into_iter().map(line).collect();
    let days = who.app.settings().int(&parameters::INSPECTION_DAYS);
    let next = match (&latest, days) {
        (_, 0) => who.l.t("accounts-inspection-off"),
        (Some(it), days) => {
            who.l.t1("accounts-inspection-next", "day", who.l.date(it.at + Span::of_days(days)))
        }
        (None, _) => who.l.t("accounts-inspection-tonight"),
    };
    html(&ListPage {
        page: Page::new(&who, who.l.t("accounts-inspection-title")),
        f: Form::fresh(who.app.id()),
        lines,
        kinds: Kind::ALL.iter().map(|it| (it.code().to_owned(), kind(&who.l, it.code()))).collect(),
        states: STATES
            .iter()
            .map(|it| ((*it).to_owned(), who.l.t(&format!("accounts-finding-state-{it}"))))
            .collect(),
        exports: export::hrefs(
            HERE,
            &[("q", &list.query), ("state", list.filter("state")), ("kind", list.filter("kind"))],
        ),
        list: found.listed(&list),
        latest,
        next,
        may_begin: who.actor.may_whole(BEGIN),
    })
}

/// The state asked for; the open ones where none is.
fn state(list: &List) -> &str {
    if list.filter("state").is_empty() { "open" } else { list.filter("state") }
}

async fn take_along(who: &SignedIn, form: &Form, list: List) -> Result<Response, Fault> {
    let headings = [
        "accounts-name",
        "accounts-user-name",
        "accounts-unit",
        "accounts-finding-kind",
        "accounts-finding-what",
        "accounts-finding-found",
        "accounts-finding-state",
        "accounts-finding-answer",
    ];
    let mut file = export::file(who, form.value("as"), &who.l.t("accounts-inspection-title"), &headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let scope = who.actor.scope(READ);
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Finding> = Vec::new();
            let select = store::select(&scope, &list.query, state(&list), list.filter("kind"));
            let next = list.chunk(tx, select, 1000, &mut rows)?;
            let trails = trails(tx, rows.iter().map(|it| it.unit_path.as_str()))?;
            Ok::<_, Error>((rows, trails, next))
        });
        let (rows, trails, next) = read.await?;
        for it in rows {
            file.row(&[
                it.name.clone().into(),
                it.user_name.clone().into(),
                trails.get(&it.unit_path).cloned().unwrap_or_default().into(),
                kind(&who.l, &it.kind).into(),
                what(&who.l, &it).into(),
                xingtan_documents::Cell::moment(it.found_at, who.l.zone()),
                who.l.t(&format!("accounts-finding-state-{}", it.state)).into(),
                it.answer.clone().unwrap_or_default().into(),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "inspection/one.html")]
struct OnePage {
    page: Page,
    f: Form,
    it: Finding,
    unit: String,
    kind: String,
    what: String,
    tone: &'static str,
    may_answer: bool,
    may_open: bool,
}

/// `GET /audit/accounts/{id}`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(who.app.id())).await
}

/// One finding with the form by which it is answered.
pub async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let read = who.app.db().read(move |tx| {
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let trails = trails(tx, [it.unit_path.as_str()])?;
        Ok::<_, Fault>((it, trails))
    });
    let (it, mut trails) = read.await?;
    who.must_at(READ, &it.unit_path)?;
    let form = if form.has("version") { form } else { form.with("version", it.version) };
    let may_answer =
        it.state == "open" && who.actor.may_at(ANSWER, &it.unit_path) && it.person_id != who.actor.person;
    let page = OnePage {
        page: Page::new(who, it.name.clone()).crumb(HERE, who.l.t("accounts-inspection-title")),
        f: form.clone().in_language(&who.l),
        unit: trails.remove(&it.unit_path).unwrap_or_default(),
        kind: kind(&who.l, &it.kind),
        what: what(&who.l, &it),
        tone: tone(&it.state),
        may_answer,
        may_open: who.actor.may_at(crate::person::READ, &it.unit_path),
        it,
    };
    shown(&form, &page)
}

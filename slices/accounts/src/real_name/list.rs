//! `/real-names`: what waits to be verified, and what was.

use super::{
    DECIDE, HERE, READ, change,
    own::document,
    rules::State as Stand,
    store::{self, RealName, Same},
};
use crate::organisation::{page::options, store as organisation};
use askama::Template;
use axum::response::Response;
use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_keys::KeyRing;
use xingtan_web::{Fault, Form, List, Listed, Page, Select, SignedIn, export, html};

/// What a look at a statement shows that a reviewer ought to know.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The stated name is not the account's.
    pub name: bool,
    /// The date of birth in the number is not the account's.
    pub born: bool,
    /// Others who stated the same number.
    pub same: Vec<Same>,
}

impl Findings {
    /// What is found of one statement.
    pub fn of(keys: &KeyRing, it: &RealName, same: &HashMap<Uuid, Vec<Same>>) -> Findings {
        let (name, born) = change::differs(keys, it);
        Findings { name, born, same: same.get(&it.person_id).cloned().unwrap_or_default() }
    }

    /// Whether there is nothing to look at.
    pub fn is_none(&self) -> bool {
        !self.name && !self.born && self.same.is_empty()
    }

    /// The codes of what was found.
    pub fn codes(&self) -> Vec<&'static str> {
        let all = [
            (self.name, "name-differs"),
            (self.born, "birth-differs"),
            (!self.same.is_empty(), "same-number"),
        ];
        all.into_iter().filter(|(is, _)| *is).map(|(_, code)| code).collect()
    }

    /// In few words.
    pub fn words(&self, l: &Locale) -> Vec<String> {
        self.codes().into_iter().map(|code| l.t(&format!("accounts-real-name-found-{code}"))).collect()
    }
}

/// A statement in words.
#[derive(Clone, Debug)]
pub struct Line {
    /// The statement.
    pub row: RealName,
    /// Names down to the unit.
    pub trail: String,
    /// Where it stands.
    pub state: Stand,
    /// The kind of document.
    pub document: String,
    /// What was found.
    pub found: Vec<String>,
}

#[derive(Template)]
#[template(path = "real_name/list.html")]
struct ListPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<Line>,
    chips: Vec<(String, String, bool)>,
    units: Vec<(String, String)>,
    exports: (String, String),
    may_decide: bool,
}

/// By what the list is narrowed.
pub const FILTERS: &[&str] = &["state", "unit"];

/// The statements of a scope, narrowed by what was asked for.
pub fn select(list: &List, scope: &Scope, unit: Option<String>) -> Select {
    let mut select = Select::new(store::COLUMNS, store::FROM, "r.person_id").within("p.unit_path", scope);
    if let Some(path) = unit {
        select = select.within("p.unit_path", &Scope::of(vec![path]));
    }
    if !list.filter("state").is_empty() {
        select = select.when("r.state = {}", list.filter("state"));
    }
    select.search("p.search_keys", &list.query)
}

/// The path of the unit to which the list is narrowed; one that is gone shows nobody.
pub fn unit_path(tx: &mut Tx<'_>, unit: &str) -> xingtan_db::Result<Option<String>> {
    Ok(match unit.parse::<Uuid>() {
        Ok(id) => Some(organisation::node(tx, id)?.map_or_else(|| "/0/".to_owned(), |node| node.path)),
        Err(_) => None,
    })
}

fn lines(
    who: &SignedIn,
    rows: Vec<RealName>,
    trails: &HashMap<String, String>,
    same: &HashMap<Uuid, Vec<Same>>,
) -> Vec<Line> {
    let line = |row: RealName| Line {
        trail: trails.get(&row.unit_path).cloned().unwrap_or_default(),
        state: row.state(),
        document: document(&who.l, &row.document),
        found: Findings::of(who.app.keys(), &row, same).words(&who.l),
        row,
    };
    rows.into_iter().map(line).collect()
}

/// Others with the same numbers, for some statements.
pub fn same_of(tx: &mut Tx<'_>, rows: &[RealName]) -> xingtan_db::Result<HashMap<Uuid, Vec<Same>>> {
    let people: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    store::same(tx, &people)
}

/// `GET /real-names`; `?as=xlsx` or `csv` takes the list along, without numbers.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, store::SORTS, FILTERS, 50);
    if form.has("as") {
        return take_along(&who, &form, list).await;
    }
    let (scope, wanted) = (who.actor.scope(READ), list.clone());
    let read = who.app.db().read(move |tx| {
        let unit = unit_path(tx, wanted.filter("unit"))?;
        let page = wanted.page::<RealName>(tx, select(&wanted, &scope, unit))?;
        let trails = organisation::trails(tx, page.rows.iter().map(|row| row.unit_path.as_str()))?;
        Ok::<_, Fault>((trails, same_of(tx, &page.rows)?, options(tx, &scope)?, page))
    });
    let (trails, same, units, page) = read.await?;
    let state = list.filter("state");
    let chip = |code: &str| {
        let label = match code {
            "" => who.l.t("accounts-people-all"),
            code => who.l.t(&format!("accounts-real-name-state-{code}")),
        };
        (list.href("state", code), label, state == code)
    };
    html(&ListPage {
        page: Page::new(&who, who.l.t("accounts-real-names-title")),
        form: Form::fresh(who.app.id()),
        chips: ["", "pending", "verified", "rejected"].into_iter().map(chip).collect(),
        units: units.into_iter().map(|(_, id, name)| (id, name)).collect(),
        exports: export::hrefs(HERE, &[("q", &list.query), ("state", state), ("unit", list.filter("unit"))]),
        may_decide: who.actor.may(DECIDE) && page.rows.iter().any(|row| row.state() == Stand::Pending),
        list: page.listed(&list),
        lines: lines(&who, page.rows, &trails, &same),
    })
}

async fn take_along(who: &SignedIn, form: &Form, list: List) -> Result<Response, Fault> {
    let headings = [
        "accounts-people-name",
        "accounts-people-user",
        "accounts-people-unit",
        "accounts-people-state",
        "accounts-real-name-document",
        "accounts-real-name-stated-at",
        "accounts-real-name-decided-at",
        "accounts-real-name-findings",
        "accounts-state-reason",
    ];
    let title = who.l.t("accounts-real-names-title");
    let mut file = export::file(who, form.value("as"), &title, &headings)?;
    let scope = who.actor.scope(READ);
    let mut rest = Some(list.from_start());
    while let Some(from) = rest.take() {
        let scope = scope.clone();
        let read = who.app.db().read(move |tx| {
            let unit = unit_path(tx, from.filter("unit"))?;
            let mut rows: Vec<RealName> = Vec::new();
            let next = from.chunk(tx, select(&from, &scope, unit), 500, &mut rows)?;
            let trails = organisation::trails(tx, rows.iter().map(|row| row.unit_path.as_str()))?;
            Ok::<_, Fault>((trails, same_of(tx, &rows)?, rows, next))
        });
        let (trails, same, rows, next) = read.await?;
        let moment = |at: Option<Timestamp>| {
            at.map_or_else(|| String::new().into(), |at| Cell::moment(at, who.l.zone()))
        };
        for line in lines(who, rows, &trails, &same) {
            file.row(&[
                line.row.name.into(),
                line.row.user_name.into(),
                line.trail.into(),
                who.l.t(&line.state.key()).into(),
                line.document.into(),
                Cell::moment(line.row.stated_at, who.l.zone()),
                moment(line.row.decided_at),
                line.found.join("; ").into(),
                line.row.reason.into(),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

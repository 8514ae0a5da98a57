//! What is seen of requests about the three administrators.

use super::{
    ASK, Asked, DECIDE, rules,
    store::{self, RequestRow},
};
use crate::{
    organisation::store as organisation,
    people::saving::shown,
    person::store::{names, people},
    position::store as position,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_approvals::State as Stand;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, html};

const HERE: &str = "/officers";

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
    pub row: RequestRow,
    /// What is asked for.
    pub act: String,
    /// Who asked.
    pub by: String,
    /// Where it stands.
    pub state: String,
    /// Tone of the badge.
    pub tone: &'static str,
}

/// Somebody who holds an office.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The office.
    pub role: String,
    /// Who.
    pub id: Uuid,
    /// The name; none for a vacant office.
    pub name: String,
    /// What is to be known besides.
    pub note: String,
}

#[derive(Template)]
#[template(path = "officer/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    holders: Vec<Holder>,
    chips: Vec<(String, String, bool)>,
}

fn line(l: &Locale, row: RequestRow, names: &HashMap<Uuid, String>) -> Line {
    Line {
        act: l.t(&format!("accounts-officer-act-{}", row.act)),
        by: names.get(&row.asked_by).cloned().unwrap_or_default(),
        state: l.t(&format!("accounts-opening-state-{}", row.state)),
        tone: tone(&row.state),
        row,
    }
}

/// `GET /officers`: who holds the three offices, and what was asked for.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(ASK)?;
    let list = List::read(&form, HERE, store::SORTS, &["state"], 50).or_descending();
    let (wanted, now, signed) = (list.clone(), who.now, who.clone());
    let read = app.db().read(move |tx| {
        let root = organisation::root(tx)?.ok_or(Fault::NotFound)?;
        signed.must_at(ASK, &root.path)?;
        let mut select = Select::new(store::COLUMNS, store::FROM, "o.id");
        if !wanted.filter("state").is_empty() {
            select = select.when("o.state = {}", wanted.filter("state"));
        }
        let select = select.search("p.search_keys", &wanted.query);
        let page = wanted.page::<RequestRow>(tx, select)?;
        let officers = store::officers(tx, now)?;
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.asked_by).collect();
        let held: Vec<Uuid> = officers.iter().map(|it| it.person).collect();
        Ok::<_, Fault>((names(tx, &ids)?, people(tx, &held)?, officers, page))
    });
    let (names, held, officers, page) = read.await?;
    let l = &who.l;
    let chip = |code: &str| {
        let key = match code {
            "" => "accounts-people-all".to_owned(),
            code => format!("accounts-opening-state-{code}"),
        };
        (list.href("state", code), l.t(&key), list.filter("state") == code)
    };
    let mut holders = Vec::new();
    for role in [xingtan_auth::Role::Admin, xingtan_auth::Role::Security, xingtan_auth::Role::Audit] {
        let of: Vec<_> = officers.iter().filter(|it| it.role == role).collect();
        for it in &of {
            let name = held.iter().find(|person| person.id == it.person);
            let note = if it.active { String::new() } else { l.t("accounts-officer-inactive") };
            let name = name.map(|person| person.name.clone()).unwrap_or_default();
            holders.push(Holder { role: l.t(&role.key()), id: it.person, name, note });
        }
        if of.is_empty() {
            let note = l.t("accounts-officer-vacant");
            holders.push(Holder { role: l.t(&role.key()), id: Uuid::nil(), name: String::new(), note });
        }
    }
    html(&ListPage {
        page: Page::new(&who, l.t("accounts-officers-title")),
        chips: ["", "open", "approved", "refused"].into_iter().map(chip).collect(),
        list: page.listed(&list),
        lines: page.rows.into_iter().map(|row| line(l, row, &names)).collect(),
        holders,
    })
}

#[derive(Template)]
#[template(path = "officer/one.html")]
struct OnePage {
    page: Page,
    line: Line,
    /// Label and value of each thing that is asked for.
    facts: Vec<(String, String)>,
    decided: Option<String>,
    said: String,
    form: Form,
    step: i64,
    verdicts: Vec<(String, String)>,
    may_decide: bool,
    deciders: String,
    may_withdraw: bool,
    /// Whether the visitor's half of a new password waits.
    half_waits: bool,
    /// The half, for this one answer.
    half: Option<String>,
}

/// `GET /officers/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id()), None).await
}

/// The page of a request, for the three and whom it concerns; `half` is shown this once.
///
/// # Errors
/// [`Fault::NotFound`] where it is not the visitor's to know.
pub async fn show(who: &SignedIn, id: Uuid, form: Form, half: Option<String>) -> Result<Response, Fault> {
    let (signed, now) = (who.clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let root = organisation::root(tx)?.ok_or(Fault::NotFound)?;
        let row = store::request(tx, id)?.ok_or(Fault::NotFound)?;
        if row.person_id != signed.actor.person && !signed.actor.may_at(ASK, &root.path) {
            return Err(Fault::NotFound);
        }
        let approval = xingtan_approvals::get(tx, row.approval_id)?.ok_or(Fault::NotFound)?;
        let officers = store::officers(tx, now)?;
        let deciders = rules::deciders(&officers, row.asked_by, row.person_id);
        let mut ids = vec![row.asked_by];
        ids.extend(row.decided_by);
        ids.extend(deciders.iter().copied());
        let facts = facts(tx, &signed.l, &row)?;
        Ok::<_, Fault>((names(tx, &ids)?, approval, deciders, facts, row))
    });
    let (names, approval, deciders, facts, row) = read.await?;
    let (l, me) = (&who.l, who.actor.person);
    let open = row.state == Stand::Open.code();
    let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    let decided = row
        .decided_by
        .zip(row.decided_at)
        .map(|(by, at)| l.t2("accounts-imports-line", "name", name(&by), "at", at));
    let verdict = |code: &str| (code.to_owned(), l.t(&format!("approvals-verdict-{code}")));
    let line = line(l, row, &names);
    let view = OnePage {
        page: Page::new(who, l.t2("accounts-officer-one", "act", &line.act, "name", &line.row.name))
            .crumb(HERE, l.t("accounts-officers-title")),
        said: approval.decisions.last().map(|it| it.reason.clone()).unwrap_or_default(),
        decided,
        step: approval.request.step,
        verdicts: vec![verdict("approve"), verdict("refuse")],
        may_decide: open && deciders.contains(&me) && who.actor.may(DECIDE),
        deciders: if open {
            deciders.iter().map(name).collect::<Vec<_>>().join(&l.t("accounts-people-and"))
        } else {
            String::new()
        },
        may_withdraw: open && line.row.asked_by == me,
        half_waits: line.row.half_sealed.is_some() && line.row.asked_by == me && half.is_none(),
        half,
        facts,
        form: form.clone(),
        line,
    };
    shown(&form, &view)
}

/// What is asked for, in words.
fn facts(tx: &mut Tx<'_>, l: &Locale, row: &RequestRow) -> xingtan_db::Result<Vec<(String, String)>> {
    let Ok(asked) = serde_json::from_str::<Asked>(&row.asked) else { return Ok(Vec::new()) };
    let fact = |key: &str, value: Option<String>| (l.t(key), value.unwrap_or_else(|| "—".to_owned()));
    let unit = |tx: &mut Tx<'_>, id: Uuid| {
        Ok::<_, xingtan_db::Error>(organisation::node(tx, id)?.map(|node| node.name))
    };
    let position = |tx: &mut Tx<'_>, id: Option<Uuid>| match id {
        Some(id) => Ok::<_, xingtan_db::Error>(position::position(tx, id)?.map(|it| it.name)),
        None => Ok(None),
    };
    Ok(match asked {
        Asked::Reset => vec![fact("accounts-officer-how", Some(l.t("accounts-officer-halves")))],
        Asked::Edit { name, position: at, staff_number, mail, mobile } => vec![
            fact("accounts-people-name", Some(name)),
            fact("accounts-people-position", position(tx, at)?),
            fact("accounts-people-staff-number", staff_number),
            fact("accounts-people-mail", mail),
            fact(
                "accounts-people-mobile",
                match mobile {
                    super::asked::MobileAsked::Keep => Some(l.t("accounts-officer-kept")),
                    super::asked::MobileAsked::Remove => None,
                    super::asked::MobileAsked::Set { masked, .. } => Some(masked),
                },
            ),
        ],
        Asked::State { code, until, citing } => {
            let mut facts = vec![fact("accounts-state-do", Some(l.t(&format!("accounts-state-do-{code}"))))];
            facts.extend(until.map(|until| fact("accounts-state-until", Some(l.date_time(until)))));
            facts.extend(citing.told(l).map(|told| fact("accounts-state-article", Some(told))));
            facts
        }
        Asked::Move { unit: id, position: at } => vec![
            fact("accounts-transfer-to", unit(tx, id)?),
            fact("accounts-people-position", position(tx, at)?),
        ],
        Asked::Give { role, node } => vec![
            fact("accounts-people-role", Some(l.t(&format!("web-role-{role}")))),
            fact("accounts-roles-node", unit(tx, node)?),
        ],
        Asked::End { role, .. } => {
            vec![fact("accounts-people-role", Some(l.t(&format!("web-role-{role}"))))]
        }
        Asked::Unlock | Asked::SecondFactor => Vec::new(),
    })
}

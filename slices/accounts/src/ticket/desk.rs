//! `/people/tickets`: reading and answering.

use super::{
    ANSWER, RESET,
    store::{self, Ticket},
};
use crate::{
    credential::store::{self as credentials, Known},
    grant::store::{GrantRow, grants_of},
    organisation::store::trails,
    people::saving::{Saved, Stop, prepare, save, shown},
    person::{change, rules::State, store as people},
    slip,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, Text, export, html};

const HERE: &str = "/people/tickets";

struct Line {
    id: Uuid,
    number: i64,
    name: String,
    user_name: String,
    contact: String,
    unit: String,
    at: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "ticket/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// GET `/people/tickets`; `?as=xlsx` or `csv` takes the list along.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(ANSWER)?;
    let list = List::read(&form, HERE, store::SORTS, &["state"], 50).or_descending();
    if form.has("as") {
        return take_along(&who, &form, list).await;
    }
    let (scope, asked) = (who.actor.scope(ANSWER), list.clone());
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Ticket>(tx, store::select(&scope, &asked.query, asked.filter("state")))?;
        let trails = trails(tx, found.rows.iter().map(|ticket| ticket.node_path.as_str()))?;
        Ok::<_, Error>((found, trails))
    });
    let (found, trails) = read.await?;
    let lines = found.rows.iter().map(|ticket| Line {
        id: ticket.id,
        number: ticket.number,
        name: ticket.name.clone(),
        user_name: ticket.user_name.clone(),
        contact: ticket.contact.clone(),
        unit: trails.get(&ticket.node_path).cloned().unwrap_or_default(),
        at: who.l.date_time(ticket.at),
        open: ticket.state == "open",
    });
    let state = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-ticket-{code}")));
    let page = ListPage {
        page: Page::new(&who, who.l.t("accounts-tickets-title")),
        lines: lines.collect(),
        states: vec![state("open"), state("answered")],
        exports: export::hrefs(HERE, &[("q", &list.query), ("state", list.filter("state"))]),
        list: found.listed(&list),
    };
    html(&page)
}

async fn take_along(who: &SignedIn, form: &Form, list: List) -> Result<Response, Fault> {
    let headings = [
        "accounts-ticket-number",
        "accounts-ticket-name",
        "accounts-user-name",
        "accounts-ticket-contact",
        "accounts-ticket-at",
        "accounts-ticket-message",
        "accounts-ticket-state",
        "accounts-ticket-answer",
    ];
    let mut file = export::file(who, form.value("as"), &who.l.t("accounts-tickets-title"), &headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let scope = who.actor.scope(ANSWER);
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Ticket> = Vec::new();
            let select = store::select(&scope, &list.query, list.filter("state"));
            let next = list.chunk(tx, select, 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for ticket in rows {
            let state = who.l.t(&format!("accounts-ticket-{}", ticket.state));
            file.row(&[
                ticket.number.into(),
                ticket.name.into(),
                ticket.user_name.into(),
                ticket.contact.into(),
                xingtan_documents::Cell::moment(ticket.at, who.l.zone()),
                ticket.message.into(),
                state.into(),
                ticket.answer.unwrap_or_default().into(),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "ticket/one.html")]
struct OnePage {
    page: Page,
    f: Form,
    ticket: Ticket,
    unit: String,
    at: String,
    answered_at: String,
    person: Option<(Uuid, String)>,
    may_reset: bool,
    password: Option<String>,
}

/// GET `/people/tickets/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(who.app.id()), None).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form, password: Option<String>) -> Result<Response, Fault> {
    let read = who.app.db().read(move |tx| {
        let ticket = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let known = match ticket.person_id {
            Some(person) => credentials::of(tx, person)?,
            None => None,
        };
        let grants = grants(tx, known.as_ref())?;
        let trails = trails(tx, [ticket.node_path.as_str()])?;
        Ok::<_, Fault>((ticket, known, grants, trails))
    });
    let (ticket, known, grants, mut trails) = read.await?;
    who.must_at(ANSWER, &ticket.node_path)?;
    let moment = |at| who.l.date_time(at);
    let title = who.l.t1("accounts-ticket-heading", "number", ticket.number);
    let page = OnePage {
        page: Page::new(who, title).crumb(HERE, who.l.t("accounts-tickets-title")),
        unit: trails.remove(&ticket.node_path).unwrap_or_default(),
        at: moment(ticket.at),
        answered_at: ticket.answered_at.map(moment).unwrap_or_default(),
        may_reset: known.as_ref().is_some_and(|known| may_reset(who, known, &grants)),
        person: known.map(|known| (known.person, known.name)),
        ticket,
        password,
        f: form.clone().in_language(&who.l),
    };
    shown(&form, &page)
}

fn grants(tx: &mut Tx<'_>, known: Option<&Known>) -> xingtan_db::Result<Vec<GrantRow>> {
    known.map_or_else(|| Ok(Vec::new()), |known| grants_of(tx, known.person))
}

/// Whether this administrator may give the account a new first password: it is in use, lies in the subtree with all
/// that was granted to it, and belongs to none of the three administrators: whoever resets a password could use it.
fn may_reset(who: &SignedIn, known: &Known, grants: &[GrantRow]) -> bool {
    let below = |grant: &GrantRow| {
        who.actor.may_at(RESET, &grant.node_path) && grant.role().is_none_or(|role| !role.is_administrator())
    };
    known.account().in_force(who.now) == State::Active
        && known.person != who.actor.person
        && who.actor.may_at(RESET, &known.unit_path)
        && grants.iter().all(below)
}

/// POST `/people/tickets/ID/answer`: fields `answer` and `reset`. A new first password is on the answer page and
/// nowhere else.
pub async fn answer(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let text = form.text("answer", Text::required(1000).lines());
    let reset = form.ticked("reset");
    let read = who.app.db().read(move |tx| {
        let ticket = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let known = match ticket.person_id {
            Some(person) => credentials::of(tx, person)?,
            None => None,
        };
        let grants = grants(tx, known.as_ref())?;
        Ok::<_, Fault>((ticket, known, grants))
    });
    let (ticket, known, grants) = read.await?;
    who.must_at(ANSWER, &ticket.node_path)?;
    let known = known.filter(|_| reset);
    if reset && !known.as_ref().is_some_and(|known| may_reset(&who, known, &grants)) {
        return Err(Fault::forbidden());
    }
    if !form.ok() {
        return show(&who, id, form, None).await;
    }
    let keys = who.app.keys();
    let mut initial = known
        .as_ref()
        .map(|known| slip::Initial::generate(keys, known.person, slip::Delivery::Slip, who.now));
    // The password is shown on the answer, so nothing readable is kept.
    let sealed = initial.as_mut().and_then(|initial| initial.sealed.take());
    let password =
        known.as_ref().zip(sealed).and_then(|(known, sealed)| slip::unseal(keys, known.person, &sealed));
    let (prepared, lang) = (prepare(&who, 4), who.app.institution().lang);
    let (by, location) = (who.actor.person, format!("{HERE}/{id}"));
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        if !store::answer(tx, id, by, &text, deed.now())? {
            return Err(Stop::Field("", Msg::new("accounts-ticket-meanwhile")));
        }
        let entry = deed.entry("accounts.ticket-answered")?.on("ticket", id, ticket.name.as_str());
        let entry = entry.within(ticket.node_path.as_str()).after(&json!({ "answer": text, "reset": reset }));
        xingtan_audit::record(tx, &entry)?;
        if let (Some(known), Some(initial)) = (&known, &initial) {
            let person = people::person(tx, known.person)?.ok_or(Error::NotFound)?;
            change::replace_password(tx, &deed, &person, initial, &text, "ticket", lang)?;
        }
        Ok(())
    };
    match save(&who, &mut form, &location, unit).await? {
        Saved::Done(()) if password.is_some() => show(&who, id, Form::fresh(who.app.id()), password).await,
        Saved::Done(()) => Ok(who.go(&location, "pine", &Msg::new("accounts-ticket-answered-now"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, id, form, None).await,
    }
}

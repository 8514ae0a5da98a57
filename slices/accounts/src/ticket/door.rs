//! `/sign-in/ticket`: asking for help at the door.

use super::{
    ANSWER,
    store::{self, NewTicket},
};
use crate::{
    credential::store as credentials,
    notices,
    organisation::store::root,
    session::{
        arrival::Arrival,
        enter,
        log::{self, Outcome},
    },
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{HeaderMap, StatusCode};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Result as DbResult, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, Recipient, send as send_notice};
use xingtan_web::{Fault, Form, FormKey, Once, Page, Text, Visit, html};

const HERE: &str = "/sign-in/ticket";

/// So many tickets may come from one address within an hour.
const FROM_ADDRESS: i64 = 5;

/// At most so many administrators are told of one ticket.
const TOLD: usize = 20;

#[derive(Template)]
#[template(path = "ticket/ask.html")]
struct DoorPage {
    page: Page,
    f: Form,
}

fn show(visit: &Visit, f: Form) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page::new(visit, visit.l.t("accounts-ticket-title"));
    Ok((status, html(&DoorPage { page, f: f.in_language(&visit.l) })?).into_response())
}

/// GET.
pub async fn page(visit: Visit) -> Result<Response, Fault> {
    show(&visit, Form::fresh(visit.app.id()))
}

/// A ticket as it was filled in.
#[derive(Clone, Debug)]
struct Asked {
    user_name: String,
    name: String,
    contact: String,
    message: String,
}

enum Sent {
    Number(i64),
    Before(String),
    TooMany,
}

/// POST: fields `user`, `name`, `contact`, `message`. The answer says nothing about whether the account exists.
pub async fn send(visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Fault> {
    let asked = Asked {
        user_name: form.text("user", Text::optional(100)),
        name: form.text("name", Text::required(60)),
        contact: form.text("contact", Text::required(120)),
        message: form.text("message", Text::required(1000).lines()),
    };
    if !form.ok() {
        return show(&visit, form);
    }
    let app = &visit.app;
    let (arrival, _) = Arrival::of(&visit, &headers, &asked.user_name, false);
    let (id, key) = (app.id(), form.key());
    let told: Vec<Uuid> = (0..TOLD).map(|_| app.id()).collect();
    let roles: Vec<&'static str> =
        app.permissions().roles(ANSWER).iter().map(|role: &Role| role.code()).collect();
    let unit = move |tx: &mut Tx<'_>| keep(tx, &arrival, &asked, key, id, &told, &roles);
    let sent = app.db().write(unit).await?;
    app.ring();
    match sent {
        Sent::Number(number) => {
            Ok(visit.go(HERE, "pine", &Msg::new("accounts-ticket-sent").with("number", number)))
        }
        Sent::Before(to) => Ok(Redirect::to(&to).into_response()),
        Sent::TooMany => Err(Fault::TooMany { after: 3600 }),
    }
}

fn keep(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    asked: &Asked,
    key: Option<FormKey>,
    id: Uuid,
    told: &[Uuid],
    roles: &[&'static str],
) -> DbResult<Sent> {
    let deed = arrival.prepared.begin();
    let now = deed.now();
    if log::count_from(tx, arrival.ip, Outcome::Ticket, now - Span::of_hours(1))? >= FROM_ADDRESS {
        return Ok(Sent::TooMany);
    }
    if let Once::Before(to) = FormKey::enter(key, tx, None, HERE, now)? {
        return Ok(Sent::Before(to));
    }
    let user_key = asked.user_name.to_lowercase();
    let known = credentials::by_user(tx, &user_key)?;
    let path = match &known {
        Some(known) => known.unit_path.clone(),
        None => root(tx)?.map(|node| node.path).unwrap_or_default(),
    };
    let new = NewTicket {
        id,
        person: known.as_ref().map(|known| known.person),
        user_name: &asked.user_name,
        name: &asked.name,
        contact: &asked.contact,
        message: &asked.message,
        node_path: &path,
        ip: &arrival.ip.to_string(),
    };
    let number = store::insert(tx, &new, now)?;
    match &known {
        Some(known) => enter::note(tx, arrival, &deed, known, Outcome::Ticket, &[])?,
        None => enter::unknown(tx, arrival, &deed, &user_key, Outcome::Ticket)?,
    }
    for (one, notice) in store::responsible(tx, &path, roles)?.into_iter().zip(told) {
        let institution = arrival.settings.institution();
        let to = Recipient {
            person: Some(one.id),
            name: one.name,
            mail: one.mail,
            lang: one.lang.and_then(|tag| tag.parse().ok()).unwrap_or(institution.lang),
        };
        let notice = Notice::new(*notice, notices::TICKET, to, now).with("number", number);
        send_notice(tx, &notice.with("name", asked.name.as_str()).link(format!("/people/tickets/{id}")))?;
    }
    Ok(Sent::Number(number))
}

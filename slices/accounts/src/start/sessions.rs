//! `/security/sessions`: who is signed in now, and ending it.

use super::{SESSIONS, store};
use crate::{
    people::saving::{Saved, prepare, save},
    session::{device, place::Places, rules::End, store as sessions},
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
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, export, html};

const HERE: &str = "/security/sessions";

struct Row {
    id: Uuid,
    name: String,
    user_name: String,
    unit: String,
    device: String,
    ip: String,
    started: String,
    seen: String,
    beside: i64,
    own: bool,
}

#[derive(Template)]
#[template(path = "start/sessions.html")]
struct SessionsPage {
    page: Page,
    list: Listed,
    rows: Vec<Row>,
    exports: (String, String),
}

/// GET; `?as=xlsx` or `csv` takes the list along.
pub async fn page(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(SESSIONS)?;
    let list = List::read(&form, HERE, store::SESSION_SORTS, &["several"], 50).or_descending();
    if form.has("as") {
        return take_along(&who, &form, list).await;
    }
    let (scope, now, asked) = (who.actor.scope(SESSIONS), who.now, list.clone());
    let read = who.app.db().read(move |tx| {
        let several = !asked.filter("several").is_empty();
        asked.page::<store::OpenSession>(tx, store::sessions(&scope, &asked.query, several, now))
    });
    let found = read.await?;
    let places = Places::of(who.app.settings());
    let rows = found.rows.iter().map(|row| Row {
        own: Some(row.id) == who.actor.session,
        id: row.id,
        name: row.name.clone(),
        user_name: row.user_name.clone(),
        unit: row.unit_name.clone(),
        device: device::named(&row.agent),
        ip: places.told(&row.ip),
        started: who.l.date_time(row.started_at),
        seen: who.l.date_time(row.seen_at),
        beside: row.beside,
    });
    let page = SessionsPage {
        page: Page::new(&who, who.l.t("accounts-security-sessions"))
            .crumb("/security", who.l.t("accounts-security-title")),
        rows: rows.collect(),
        exports: export::hrefs(HERE, &[("q", &list.query), ("several", list.filter("several"))]),
        list: found.listed(&list),
    };
    html(&page)
}

async fn take_along(who: &SignedIn, form: &Form, list: List) -> Result<Response, Fault> {
    let headings = [
        "accounts-name",
        "accounts-user-name",
        "accounts-unit",
        "accounts-log-device",
        "accounts-log-ip",
        "accounts-sessions-started",
        "accounts-sessions-seen",
    ];
    let mut file = export::file(who, form.value("as"), &who.l.t("accounts-security-sessions"), &headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let (scope, now) = (who.actor.scope(SESSIONS), who.now);
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<store::OpenSession> = Vec::new();
            let several = !list.filter("several").is_empty();
            let next = list.chunk(tx, store::sessions(&scope, &list.query, several, now), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for row in rows {
            file.row(&[
                row.name.into(),
                row.user_name.into(),
                row.unit_name.into(),
                device::named(&row.agent).into(),
                Places::of(who.app.settings()).told(&row.ip).into(),
                xingtan_documents::Cell::moment(row.started_at, who.l.zone()),
                xingtan_documents::Cell::moment(row.seen_at, who.l.zone()),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

/// POST `/security/sessions/ID/end`.
pub async fn end(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let (prepared, actor) = (prepare(&who, 1), who.actor.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let (person, name, path) = store::owner(tx, id)?.ok_or(Fault::NotFound)?;
        if !actor.may_at(SESSIONS, &path) {
            return Err(Fault::NotFound.into());
        }
        let deed = prepared.begin();
        if sessions::end(tx, person, id, End::Administrator, deed.now())? {
            let entry = deed.entry("accounts.session-ended")?.on("person", person, name);
            xingtan_audit::record(tx, &entry.within(path).detail(&json!({ "session": id })))?;
        }
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go(HERE, "pine", &Msg::new("accounts-sessions-ended-one"))),
    }
}

//! `/system/mails`: what was to be mailed. Mails may hold links that open accounts, so reading one leaves a trace.

use super::{
    SYSTEM_MANAGE, SYSTEM_READ,
    site::{address, by, file, must_whole, once, place, read_place},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_audit::Entry;
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_notify::{MailRow, MailState, Position};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Mails on a page.
const SIZE: i64 = 50;

/// Mails of one export, the newest.
const MOST: i64 = 5_000;
const HEADINGS: &[&str] = &[
    "app-mails-subject",
    "app-jobs-state",
    "app-mails-to",
    "app-mails-address",
    "app-mails-at",
    "app-mails-said",
];

/// Subject and address; never what a mail says, which may open accounts.
fn cells(l: &Locale, row: &MailRow) -> Vec<Cell> {
    vec![
        Cell::text(row.title(l)),
        Cell::text(l.t(&row.state().key())),
        Cell::text(&row.name),
        Cell::text(&row.address),
        Cell::moment(row.at, l.zone()),
        Cell::text(row.error.clone().unwrap_or_default()),
    ]
}

#[derive(Template)]
#[template(path = "system/mails.html")]
struct MailsPage {
    page: Page,
    rows: Vec<MailRow>,
    chips: Vec<(String, String, bool, i64)>,
    exports: (String, String),
    next: Option<String>,
    first: Option<String>,
}

impl MailsPage {
    fn title(&self, row: &MailRow) -> String {
        row.title(&self.page.l)
    }

    fn tone(&self, row: &MailRow) -> &'static str {
        tone(row.state())
    }
}

fn tone(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "ochre",
        MailState::Sent => "pine",
        MailState::Failed => "cinnabar",
        MailState::Kept => "slate",
    }
}

/// `GET /system/mails`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let state = MailState::of(form.value("state"));
    let taking = form.has("as");
    let after = read_place(form.value("after")).filter(|_| !taking);
    let limit = if taking { MOST } else { SIZE + 1 };
    let read = app.db().read(move |tx| {
        let position = after.map(|(at, id)| Position { at, id });
        let rows = xingtan_notify::mails(tx, state, position, limit)?;
        Ok::<_, xingtan_db::Error>((rows, xingtan_notify::count_by_state(tx)?))
    });
    let (mut rows, counts) = read.await?;
    if taking {
        let rows: Vec<_> = rows.iter().map(|row| cells(&who.l, row)).collect();
        return file(&who, form.value("as"), "app-mails-title", HEADINGS, &rows);
    }
    let more = rows.len() as i64 > SIZE;
    rows.truncate(SIZE as usize);
    let code = state.map_or("", MailState::code);
    let to = |after: &str| address("/system/mails", &[("state", code), ("after", after)]);
    let count = |state: MailState| counts.iter().find(|(own, _)| *own == state).map_or(0, |(_, n)| *n);
    let all = counts.iter().map(|(_, n)| n).sum();
    let mut chips = vec![("/system/mails".to_owned(), who.l.t("app-all"), state.is_none(), all)];
    chips.extend(MailState::ALL.map(|own| {
        (
            address("/system/mails", &[("state", own.code())]),
            who.l.t(&own.key()),
            state == Some(own),
            count(own),
        )
    }));
    html(&MailsPage {
        page: Page::new(&who, who.l.t("app-mails-title")).crumb("/system", who.l.t("app-system-title")),
        next: rows.last().filter(|_| more).map(|row| to(&place(row.at, row.id))),
        first: after.map(|_| to("")),
        rows,
        chips,
        exports: ["xlsx", "csv"]
            .map(|format| address("/system/mails", &[("state", code), ("as", format)]))
            .into(),
    })
}

#[derive(Template)]
#[template(path = "system/mail.html")]
struct MailPage {
    page: Page,
    row: MailRow,
    form: Form,
    paragraphs: Vec<String>,
    link: Option<String>,
    lang: &'static str,
    tone: &'static str,
    may_requeue: bool,
}

/// `GET /system/mails/ID`: a mail as its recipient reads it.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let (entry, now, by) = (app.id(), who.now, by(&who));
    let read = app.db().write(move |tx| {
        let row = xingtan_notify::mail(tx, id)?.ok_or(xingtan_db::Error::NotFound)?;
        let seen = Entry::new(entry, now, "app.mail-read", &by).on("person", row.person, row.name.as_str());
        xingtan_audit::record(tx, &seen.detail(&serde_json::json!({ "mail": id, "kind": row.kind })))?;
        Ok::<_, xingtan_db::Error>(row)
    });
    let row = read.await?;
    let lang: Lang = row.lang.parse().unwrap_or(Lang::ZhCn);
    let its: Locale = who.l.in_lang(lang);
    html(&MailPage {
        page: Page::new(&who, row.title(&its))
            .crumb("/system", who.l.t("app-system-title"))
            .crumb("/system/mails", who.l.t("app-mails-title")),
        form: Form::fresh(app.id()),
        paragraphs: row.paragraphs(&its),
        link: row.link.clone(),
        lang: if lang == Lang::En { "en" } else { "zh-Hans" },
        tone: tone(row.state()),
        may_requeue: row.may_requeue(),
        row,
    })
}

/// `POST /system/mails/ID/requeue`.
pub async fn requeue(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let (now, entry, job, by) = (who.now, app.id(), app.id(), by(&who));
    let to = format!("/system/mails/{id}");
    let queued = once(&who, &form, &to, move |tx| {
        let row = xingtan_notify::mail(tx, id)?.ok_or(xingtan_db::Error::NotFound)?;
        let queued = xingtan_notify::requeue(tx, id, job, now)?;
        if queued {
            let entry = Entry::new(entry, now, "app.mail-requeued", &by).on("person", row.person, row.name);
            xingtan_audit::record(tx, &entry.detail(&serde_json::json!({ "mail": id })))?;
        }
        Ok(queued)
    });
    Ok(match queued.await? {
        Some(false) => who.go("/system/mails", "ochre", &Msg::new("app-mail-not-so")),
        Some(true) | None => who.go("/system/mails", "pine", &Msg::new("app-mail-requeued")),
    })
}

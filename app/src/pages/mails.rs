//! `/system/mails`: what was to be mailed. Mails may hold links that open accounts, so reading one leaves a trace.

use super::{
    SYSTEM_MANAGE, SYSTEM_READ,
    site::{by, chips, must_whole, once},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_audit::Entry;
use xingtan_clock::Uuid;
use xingtan_db::{FromRow, Result as DbResult, Row};
use xingtan_documents::Cell;
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_notify::{MailRow, MailState};
use xingtan_web::{App, Fault, Form, Keyed, List, Listed, Order, Page, Select, SignedIn, Sort, export, html};

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
    list: Listed,
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

/// A row of the list, which knows its place in each order.
struct Line(MailRow);

impl FromRow for Line {
    const COLUMNS: &'static [&'static str] = MailRow::COLUMNS;

    fn from_row(row: &Row<'_>) -> DbResult<Self> {
        MailRow::from_row(row).map(Line)
    }
}

impl Keyed for Line {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "address" => self.0.address.as_str().into(),
            _ => self.0.at.into(),
        }
    }

    fn id(&self) -> Uuid {
        self.0.id
    }
}

const SORTS: &[Sort] = &[Sort { name: "at", column: "at" }, Sort { name: "address", column: "address" }];

/// The mails that a list asks for: by state, by words of recipient, address and what the mail server said.
fn select(list: &List) -> Select {
    let mut select = Select::new(xingtan_notify::COLUMNS, xingtan_notify::TABLE, "id");
    if let Some(state) = MailState::of(list.filter("state")) {
        select = select.when("state = {}", state.code());
    }
    select.search("lower(name || ' ' || address || ' ' || COALESCE(error, ''))", &list.query)
}

/// `GET /system/mails`; `?as=xlsx` or `csv` takes the newest along.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let list = List::read(&form, "/system/mails", SORTS, &["state"], SIZE).or_descending();
    let (asked, taking) = (list.clone(), form.has("as"));
    let read = app.db().read(move |tx| {
        let (lines, listed) = if taking {
            let tail = format!("ORDER BY at DESC, id DESC LIMIT {MOST}");
            (select(&asked).rows::<Line>(tx, &tail)?, None)
        } else {
            let page = asked.page::<Line>(tx, select(&asked))?;
            let listed = page.listed(&asked);
            (page.rows, Some(listed))
        };
        let rows: Vec<MailRow> = lines.into_iter().map(|line| line.0).collect();
        Ok::<_, xingtan_db::Error>((rows, listed, xingtan_notify::count_by_state(tx)?))
    });
    let (rows, listed, counts) = read.await?;
    let Some(listed) = listed else {
        let rows: Vec<_> = rows.iter().map(|row| cells(&who.l, row)).collect();
        return export::answer(&who, form.value("as"), &who.l.t("app-mails-title"), HEADINGS, &rows);
    };
    let counts = counts.into_iter().map(|(state, count)| (state.code(), count)).collect();
    html(&MailsPage {
        page: Page::new(&who, who.l.t("app-mails-title")).crumb("/system", who.l.t("app-system-title")),
        chips: chips(&who, &list, MailState::ALL.map(|state| (state.code(), state.key())), &counts),
        exports: ["xlsx", "csv"].map(|format| list.href("as", format)).into(),
        list: listed,
        rows,
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

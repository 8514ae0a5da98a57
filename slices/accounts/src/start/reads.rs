//! Who looked at a masked field of whom, and why (GOV-10): `/security/reads` for the security administrator,
//! `/account/reads` for the person concerned.

use super::READS;
use askama::Template;
use axum::response::Response;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, row};
use xingtan_documents::Cell;
use xingtan_web::{Fault, Form, Keyed, List, Listed, Order, Page, Select, SignedIn, Sort, export, html};

const WATCHED: &str = "/security/reads";
const OWN: &str = "/account/reads";

row! {
    /// A look at a masked field.
    #[derive(Clone, Debug)]
    struct ReadRow {
        id: Uuid,
        person_id: Uuid,
        name: String,
        user_name: String,
        reader_id: Uuid,
        reader: Option<String>,
        field: String,
        reason: String,
        at: Timestamp,
    }
}

impl Keyed for ReadRow {
    fn order(&self, _: &str) -> Order {
        Order::from(self.at)
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

const SORTS: &[Sort] = &[Sort { name: "at", column: "s.at" }];
const COLUMNS: &str =
    "s.id, s.person_id, p.name, p.user_name, s.reader_id, r.name AS reader, s.field, s.reason, s.at";
const FROM: &str = "accounts_sensitive_read s
    JOIN accounts_person p ON p.id = s.person_id
    LEFT JOIN accounts_person r ON r.id = s.reader_id";

#[derive(Template)]
#[template(path = "start/reads.html")]
struct ReadsPage {
    page: Page,
    list: Listed,
    here: &'static str,
    line: String,
    rows: Vec<ReadRow>,
    /// Whether the list is about others, too.
    watched: bool,
    exports: (String, String),
}

impl ReadsPage {
    fn field(&self, row: &ReadRow) -> String {
        field(&self.page.l, row)
    }
}

fn field(l: &xingtan_i18n::Locale, row: &ReadRow) -> String {
    let key = format!("accounts-people-{}", row.field);
    if l.has(&key) { l.t(&key) } else { row.field.clone() }
}

/// GET `/security/reads`; `?as=xlsx` or `csv` takes the list along.
pub async fn watched(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READS)?;
    let list = List::read(&form, WATCHED, SORTS, &[], 50).or_descending();
    let scope = who.actor.scope(READS);
    let select = move |list: &List| {
        let words = "p.search_keys || ' ' || lower(COALESCE(r.name, ''))";
        Select::new(COLUMNS, FROM, "s.id").within("p.unit_path", &scope).search(words, &list.query)
    };
    if form.has("as") {
        return take_along(&who, &form, list, select).await;
    }
    let asked = list.clone();
    let found = who.app.db().read(move |tx| asked.page::<ReadRow>(tx, select(&asked))).await?;
    html(&ReadsPage {
        page: Page::new(&who, who.l.t("accounts-reads-title"))
            .crumb("/security", who.l.t("accounts-security-title")),
        line: who.l.t("accounts-reads-line"),
        here: WATCHED,
        exports: export::hrefs(WATCHED, &[("q", &list.query)]),
        watched: true,
        list: found.listed(&list),
        rows: found.rows,
    })
}

async fn take_along(
    who: &SignedIn,
    form: &Form,
    list: List,
    select: impl Fn(&List) -> Select + Clone + Send + 'static,
) -> Result<Response, Fault> {
    let headings = [
        "accounts-name",
        "accounts-user-name",
        "accounts-reads-field",
        "accounts-reads-reader",
        "accounts-state-reason",
        "accounts-log-at",
    ];
    let mut file = export::file(who, form.value("as"), &who.l.t("accounts-reads-title"), &headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let select = select.clone();
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<ReadRow> = Vec::new();
            let next = list.chunk(tx, select(&list), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for row in rows {
            let field = field(&who.l, &row);
            let at = Cell::moment(row.at, who.l.zone());
            let reader = row.reader.unwrap_or_default();
            file.row(&[
                row.name.into(),
                row.user_name.into(),
                field.into(),
                reader.into(),
                row.reason.into(),
                at,
            ])?;
        }
        rest = next;
    }
    file.answer()
}

/// GET `/account/reads`: who looked at one's own.
pub async fn own(who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, OWN, SORTS, &[], 50).or_descending();
    let (person, asked) = (who.actor.person, list.clone());
    let read = who.app.db().read(move |tx| {
        let select = Select::new(COLUMNS, FROM, "s.id").when("s.person_id = {}", person);
        asked.page::<ReadRow>(tx, select)
    });
    let found = read.await?;
    html(&ReadsPage {
        page: Page::new(&who, who.l.t("accounts-reads-title"))
            .crumb("/account", who.l.t("accounts-account-title")),
        line: who.l.t("accounts-reads-own-line"),
        here: OWN,
        exports: (String::new(), String::new()),
        watched: false,
        list: found.listed(&list),
        rows: found.rows,
    })
}

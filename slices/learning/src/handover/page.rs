//! What those see to whom reports go.

use super::{
    READ,
    content::{Content, Course, Measures},
    rules::Kind,
    store::{self, Handover, Receipt, SORTS},
};
use crate::export;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

/// The address of the list.
pub const HREF: &str = "/handovers";

#[derive(Template)]
#[template(path = "handover/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    rows: Vec<(Handover, usize)>,
    kinds: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /handovers`: the reports of one's subtree, the newest first, searched by name and number.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HREF, SORTS, &["kind"], 50).or_descending();
    if form.has("as") {
        return exported(&app, &who, form.value("as"), list).await;
    }
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let mut found = app
        .db()
        .read(move |tx| asked.page::<Handover>(tx, store::select(&scope, &asked.query, asked.filter("kind"))))
        .await?;
    let rows = std::mem::take(&mut found.rows);
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-handovers")),
        rows: rows.into_iter().map(|it| (it.content().open.len(), it)).map(|(open, it)| (it, open)).collect(),
        kinds: [Kind::Move, Kind::Leave].map(|it| (it.code().to_owned(), who.l.t(it.key()))).into(),
        exports: (list.href("as", "xlsx"), list.href("as", "csv")),
        list: found.listed(&list),
    })
}

const HEADINGS: &[&str] = &[
    "learning-head-name",
    "learning-head-number",
    "learning-handover-kind",
    "learning-handover-from",
    "learning-handover-to",
    "learning-handover-at",
    "learning-handover-told",
    "learning-handover-open",
    "learning-credits-name",
    "learning-head-minutes",
];

async fn exported(app: &App, who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let scope = who.actor.scope(READ);
    let read = app.db().read(move |tx| {
        let mut found: Vec<Handover> = Vec::new();
        let mut rest = Some(list.from_start());
        while let Some(list) = rest.take().filter(|_| found.len() < crate::enrolment::list::MOST) {
            rest =
                list.chunk(tx, store::select(&scope, &list.query, list.filter("kind")), 500, &mut found)?;
        }
        Ok::<_, Fault>(found)
    });
    let zone = who.l.zone();
    let cells = |it: &Handover| {
        let content = it.content();
        vec![
            Cell::text(&it.person_name),
            Cell::text(&it.person_number),
            Cell::text(who.l.t(it.kind().key())),
            Cell::text(&it.from_name),
            Cell::text(if it.kind() == Kind::Leave { "" } else { &it.to_name }),
            Cell::moment(it.happened_at, zone),
            it.told_at.map_or(Cell::Empty, |at| Cell::moment(at, zone)),
            Cell::Number(content.open.len() as i64),
            Cell::Hundredths(content.credits),
            Cell::Number(content.hours_seconds / 60),
        ]
    };
    let rows: Vec<_> = read.await?.iter().map(cells).collect();
    export::answer(who, format, &who.l.t("learning-handovers"), HEADINGS, &rows)
}

#[derive(Template)]
#[template(path = "handover/one.html")]
struct OnePage {
    page: Page,
    it: Handover,
    content: Content,
    receipts: Vec<Receipt>,
    /// Whether the person's page of progress is within one's reach.
    is_here: bool,
}

impl OnePage {
    fn left(&self) -> bool {
        self.it.kind() == Kind::Leave
    }

    fn measure(&self, it: &Measures) -> String {
        measure(&self.page.l, it)
    }

    fn due(&self, course: &Course) -> String {
        course.due_at.map_or_else(|| "—".to_owned(), |at| self.page.l.until(at))
    }
}

/// A report, where it is of one's subtree; whoever it went to and opens it for the first time acknowledges it by that.
async fn open(app: &App, who: &SignedIn, id: Uuid) -> Result<(Handover, Vec<Receipt>), Fault> {
    who.must(READ)?;
    let (actor, now, entry) = (who.actor.clone(), who.now, app.id());
    let signed = Who::actor(&actor).at(Some(who.ip.to_string()), Some(who.agent.clone()));
    let seen = actor.clone();
    let read = app.db().read(move |tx| {
        let it = store::one(tx, id)?.filter(|it| seen.may_at(READ, &it.unit_path)).ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((store::receipts(tx, id)?, it))
    });
    let (receipts, it) = read.await?;
    let new = |it: &Receipt| it.person_id == actor.person && it.opened_at.is_none();
    if !receipts.iter().any(new) {
        return Ok((it, receipts));
    }
    let (path, name) = (it.unit_path.clone(), it.person_name.clone());
    let noted = app.db().write(move |tx| {
        if store::opened(tx, id, actor.person, now)? {
            let entry = Entry::new(entry, now, "learning.handover-opened", &signed);
            xingtan_audit::record(tx, &entry.on("handover", id, &name).within(&path))?;
        }
        Ok::<_, Fault>(store::receipts(tx, id)?)
    });
    Ok((it, noted.await?))
}

/// `GET /handovers/ID`: one report; opening it is its receipt.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (it, receipts) = open(&app, &who, id).await?;
    html(&OnePage {
        page: Page::new(&who, who.l.t1("learning-handover-of", "name", &it.person_name))
            .crumb(HREF, who.l.t("learning-handovers")),
        content: it.content(),
        is_here: it.kind() == Kind::Move && who.actor.may_at(crate::department::READ, &it.to_path),
        receipts,
        it,
    })
}

const COURSE_HEADINGS: &[&str] = &[
    "learning-handover-part",
    "learning-head-course",
    "learning-kind",
    "learning-head-due",
    "learning-head-percent",
    "learning-head-completed",
];

/// `GET /handovers/ID/export/{format}`: its courses, certificates, permissions and measures as a file.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path((id, format)): Path<(Uuid, String)>,
) -> Result<Response, Fault> {
    let (it, _) = open(&app, &who, id).await?;
    let content = it.content();
    let title = who.l.t1("learning-handover-of", "name", &it.person_name);
    export::answer(&who, &format, &title, COURSE_HEADINGS, &rows(&who.l, &content))
}

fn rows(l: &Locale, content: &Content) -> Vec<Vec<Cell>> {
    let moment = |at: Option<Timestamp>| at.map_or(Cell::Empty, |at| Cell::moment(at, l.zone()));
    let course = |part: &str, it: &Course| {
        let kind = l.t(if it.required { "learning-required" } else { "learning-elective" });
        vec![
            Cell::text(l.t(part)),
            Cell::text(&it.title),
            Cell::text(kind),
            moment(it.due_at),
            Cell::Number(it.percent),
            moment(it.completed_at),
        ]
    };
    let other = |part: &str, text: String, from: Option<Timestamp>, to: Option<Timestamp>| {
        vec![Cell::text(l.t(part)), Cell::text(text), Cell::Empty, moment(to), Cell::Empty, moment(from)]
    };
    let mut all: Vec<Vec<Cell>> = Vec::new();
    all.extend(content.open.iter().map(|it| course("learning-handover-open", it)));
    all.extend(content.done.iter().map(|it| course("learning-handover-done", it)));
    all.extend(content.certificates.iter().map(|it| {
        other("learning-certificates", format!("{} {}", it.number, it.title), None, it.expires_at)
    }));
    all.extend(content.permissions.iter().map(|it| {
        let text = l.t("learning-handover-permissions");
        other("learning-handover-permissions", text, Some(it.from), Some(it.to))
    }));
    all.extend(
        content.measures.iter().map(|it| other("learning-handover-measures", measure(l, it), None, None)),
    );
    all
}

/// Measures of one kind in words, and how many.
fn measure(l: &Locale, it: &Measures) -> String {
    format!("{} × {}", l.t(&format!("governance-measure-{}", it.measure)), it.count)
}

//! The list of courses, its export, and beginning one.

use super::{
    list::{narrowed, seen},
    store::{self, Course, SORTS},
};
use crate::{
    permissions::{CATEGORIES_MANAGE, COURSES_PUBLISH, COURSES_READ, COURSES_WRITE},
    version::store as versions,
    view::{self, Badge},
};
use askama::Template;
use axum::{extract::State, response::Response};
use std::collections::BTreeMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export, html};

const FILTERS: &[&str] = &["state", "category", "level", "whose"];
/// Rows of a page.
const PAGE: i64 = 50;
/// Rows that one unit of an export reads.
const CHUNK: i64 = 500;

struct Row {
    href: String,
    restore: String,
    title: String,
    summary: String,
    badges: Vec<Badge>,
    category: String,
    author: String,
    lessons: i64,
    hours: String,
    credits: String,
    updated_at: Timestamp,
}

#[derive(Template)]
#[template(path = "course/list.html")]
struct ListTemplate {
    page: Page,
    f: Form,
    list: Listed,
    rows: Vec<Row>,
    is_bin: bool,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    states: Vec<(String, String, bool)>,
    xlsx: String,
    csv: String,
    may_write: bool,
    may_sort: bool,
    sees_all: bool,
}

fn asked(form: &Form) -> List {
    List::read(form, "/courses", SORTS, FILTERS, PAGE).or_descending()
}

/// Whether the actor has a list of courses at all.
pub(crate) fn must_see(who: &SignedIn) -> Result<(), Fault> {
    if [COURSES_READ, COURSES_WRITE].iter().any(|permission| who.actor.may(*permission)) {
        return Ok(());
    }
    Err(Fault::forbidden())
}

/// `GET /courses`: one's own, or all of one's subtree.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_see(&who)?;
    let list = asked(&form);
    let (asked_for, actor) = (list.clone(), who.actor.clone());
    let (found, heads, names, categories) = app
        .db()
        .read(move |tx| {
            let select =
                narrowed(tx, &asked_for, seen(&actor, asked_for.filter("whose"), store::select_any()))?;
            let found = asked_for.page::<Course>(tx, select)?;
            let drafts: Vec<Uuid> = found.rows.iter().filter_map(|it| it.draft_version_id).collect();
            let heads = versions::heads(tx, &drafts)?;
            let categories = crate::category::store::choices(tx)?;
            Ok::<_, Fault>((found, heads, view::category_names(tx)?, categories))
        })
        .await?;
    let l = &who.l;
    let listed = found.listed(&list);
    let rows = found.rows.iter().map(|course| row(l, course, &heads, &names)).collect();
    let may_write = who.actor.may(COURSES_WRITE);
    let sees_all = who.actor.may(COURSES_READ);
    html(&ListTemplate {
        page: Page::new(&who, l.t("catalog-courses")),
        states: states(l, &listed, may_write, who.actor.may(COURSES_PUBLISH)),
        xlsx: export_href(&listed, "xlsx"),
        csv: export_href(&listed, "csv"),
        is_bin: listed.filter("state") == "bin",
        f: Form::fresh(app.id()),
        list: listed,
        rows,
        categories,
        levels: view::levels(l),
        may_write,
        may_sort: who.actor.may_whole(CATEGORIES_MANAGE),
        sees_all,
    })
}

fn row(l: &Locale, course: &Course, heads: &[versions::Head], names: &BTreeMap<Uuid, String>) -> Row {
    let draft = heads.iter().find(|head| Some(head.id) == course.draft_version_id);
    Row {
        href: format!("/courses/{}/edit", course.id),
        restore: format!("/courses/{}/restoration", course.id),
        title: course.title.clone(),
        summary: course.summary.clone(),
        badges: view::course_badges(l, course, draft),
        category: course.category_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        author: course.author_name.clone(),
        lessons: course.lessons,
        hours: l.span(course.minutes * 60),
        credits: l.credits(course.credits),
        updated_at: course.updated_at,
    }
}

/// The chips over the list: address, words, whether chosen.
fn states(l: &Locale, list: &Listed, may_write: bool, may_publish: bool) -> Vec<(String, String, bool)> {
    let chosen = list.filter("state");
    let chip = |state: &str| {
        let words =
            if state.is_empty() { "catalog-state-any".to_owned() } else { format!("catalog-state-{state}") };
        (list.href("state", state), l.t(&words), chosen == state)
    };
    let mut all: Vec<_> =
        ["", "draft", "in-review", "approved", "published", "changed", "withdrawn"].map(chip).into();
    if may_publish {
        all.insert(1, chip("to-publish"));
    }
    if may_write {
        all.push(chip("bin"));
    }
    all
}

fn export_href(list: &Listed, format: &str) -> String {
    list.href("format", format).replacen("/courses", "/courses/export", 1)
}

/// `GET /courses/export`: the same list as a file.
pub async fn export(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_see(&who)?;
    let l = who.l.clone();
    let zone = l.zone().clone();
    let columns = [
        ("catalog-column-title", 40),
        ("catalog-column-state", 14),
        ("catalog-column-category", 20),
        ("catalog-column-level", 10),
        ("catalog-column-author", 14),
        ("catalog-column-lecturer", 14),
        ("catalog-column-lessons", 10),
        ("catalog-column-minutes", 12),
        ("catalog-column-credits", 10),
        ("catalog-column-published", 20),
        ("catalog-column-updated", 20),
    ];
    let headings = columns.map(|(key, width)| Heading::new(l.t(key)).width(width)).into();
    let mut file = export::headed(&who, form.value("format"), &l.t("catalog-courses"), headings)?;
    let mut next = Some(asked(&form).from_start());
    while let Some(list) = next.take() {
        let actor = who.actor.clone();
        let (rows, heads, names, more) = app
            .db()
            .read(move |tx| {
                let select = narrowed(tx, &list, seen(&actor, list.filter("whose"), store::select_any()))?;
                let mut rows: Vec<Course> = Vec::new();
                let more = list.chunk(tx, select, CHUNK, &mut rows)?;
                let drafts: Vec<Uuid> = rows.iter().filter_map(|it| it.draft_version_id).collect();
                Ok::<_, Fault>((rows, versions::heads(tx, &drafts)?, view::category_names(tx)?, more))
            })
            .await?;
        for course in &rows {
            let shown = row(&l, course, &heads, &names);
            let state: Vec<String> = shown.badges.into_iter().map(|badge| badge.label).collect();
            let cells = [
                Cell::text(&course.title),
                Cell::text(state.join("、")),
                Cell::text(shown.category),
                Cell::text(view::level(&l, &course.level)),
                Cell::text(&course.author_name),
                Cell::text(&course.lecturer_name),
                Cell::Number(course.lessons),
                Cell::Number(course.minutes),
                Cell::Hundredths(course.credits),
                course.published_at.map_or(Cell::Empty, |at| Cell::moment(at, &zone)),
                Cell::moment(course.updated_at, &zone),
            ];
            file.row(&cells)?;
        }
        next = more;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "course/new.html")]
pub(crate) struct NewTemplate {
    page: Page,
    f: Form,
    categories: Vec<(String, String)>,
    outlines: Vec<(String, String)>,
}

impl NewTemplate {
    /// The page with a form, fresh or as typed.
    pub(crate) fn new(who: &SignedIn, f: Form, categories: Vec<(String, String)>) -> Self {
        let l = &who.l;
        NewTemplate {
            page: Page::new(who, l.t("catalog-new-course")).crumb("/courses", l.t("catalog-courses")),
            f,
            categories,
            outlines: ["outline", "empty"]
                .map(|key| (key.to_owned(), l.t(&format!("catalog-begin-{key}"))))
                .into(),
        }
    }
}

/// `GET /courses/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let categories = app.db().read(crate::category::store::choices).await?;
    let f = Form::fresh(app.id()).with("outline", "outline").in_language(&who.l);
    html(&NewTemplate::new(&who, f, categories))
}

/// The sentence for what was submitted or published.
pub(crate) fn frozen() -> Fault {
    Fault::Conflict(Msg::new("catalog-fault-frozen"))
}

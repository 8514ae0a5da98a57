//! `/courses/ID/progress`: the list, and the same as a file.

use super::visible;
use crate::{
    department::READ,
    enrolment::{
        list::{self, BY_NAME, Line},
        state::narrow,
    },
    export, sets,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_auth::{Actor, Scope};
use xingtan_catalog::api::{self as catalog, Course};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, row};
use xingtan_web::{App, Fault, Form, Kept, List, Listed, Page, Select, SignedIn, html};

const FILTERS: &[&str] = &["state", "kind"];
const STATES: &[&str] = &["not-begun", "begun", "overdue", "open", "done"];
const KINDS: &[&str] = &["required", "elective"];

row! {
    /// How many stand where; by the conditions of the list's filter, so that number and list agree.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    struct Figures {
        all: i64,
        not_begun: i64,
        begun: i64,
        overdue: i64,
        done: i64,
    }
}

/// The columns of [`Figures`]; `$1` is now; the conditions are those of [`narrow`].
const FIGURES: &str = "count(*) AS \"all\",
    count(CASE WHEN e.completed_at IS NULL AND e.last_at IS NULL THEN 1 END) AS not_begun,
    count(CASE WHEN e.completed_at IS NULL AND e.last_at IS NOT NULL THEN 1 END) AS begun,
    count(CASE WHEN e.completed_at IS NULL AND e.due_at <= $1 THEN 1 END) AS overdue,
    count(e.completed_at) AS done";

impl Figures {
    /// Complete ones in percent, rounded down.
    fn percent(&self) -> i64 {
        if self.all == 0 { 0 } else { self.done * 100 / self.all }
    }
}

fn base(course: Uuid) -> String {
    format!("/courses/{course}/progress")
}

/// The living enrolments of a course within a scope.
fn of_course(course: Uuid, scope: &Scope) -> Select {
    in_course(list::select(), course, scope)
}

fn in_course(select: Select, course: Uuid, scope: &Scope) -> Select {
    select.when("e.course_id = {}", course).within("e.unit_path", scope)
}

/// The same, narrowed as the list asks.
fn select(tx: &mut Tx<'_>, course: Uuid, list: &List, scope: &Scope, now: Timestamp) -> Result<Select> {
    let select = narrow(of_course(course, scope), list.filter("state"), now);
    let select = match list.filter("kind") {
        "required" => select.always("e.required"),
        "elective" => select.always("NOT e.required"),
        _ => select,
    };
    sets::searched(tx, select, "e.person_id", scope, &list.query)
}

async fn figures(app: &App, course: Uuid, scope: Scope) -> Result<Kept<Figures>> {
    let key = format!("learning.course {course} {}", scope.paths().join(" "));
    let now = app.clock().now();
    let count = move |tx: &mut Tx<'_>| {
        let it = count(tx, course, &scope, now)?;
        Ok((it, it.all))
    };
    app.figures(&key, count).await
}

/// One statement, which one index answers: a course may have a million learners.
fn count(tx: &mut Tx<'_>, course: Uuid, scope: &Scope, now: Timestamp) -> Result<Figures> {
    let select = Select::new(FIGURES, "learning_enrolment e", "e.id")
        .when("CAST({} AS timestamptz) IS NOT NULL", now)
        .always("e.withdrawn_at IS NULL");
    let found: Vec<Figures> = in_course(select, course, scope).rows(tx, "")?;
    Ok(found.first().copied().unwrap_or_default())
}

/// A course with the subtrees whose learners the actor may see; where nobody's may be seen, it does not exist.
fn readable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> std::result::Result<(Course, Scope), Fault> {
    let course = catalog::course(tx, id)?.ok_or(Fault::NotFound)?;
    // What has never been published has no learners, and its title is its authors' and reviewers' alone.
    if course.published_version_id.is_none() {
        catalog::readable(tx, actor, id)?;
    }
    let scope = visible(tx, actor, id)?;
    if scope.is_empty() { Err(Fault::NotFound) } else { Ok((course, scope)) }
}

/// A line of the list; `href` leads to the evidence where the reader may see it.
struct Row {
    line: Line,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "progress/list.html")]
struct ProgressPage {
    page: Page,
    line: String,
    base: String,
    list: Listed,
    figures: Figures,
    as_of: Option<Timestamp>,
    rows: Vec<Row>,
    states: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /courses/{course}/progress`.
pub async fn page(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let base = base(id);
    let list = List::read(&form, base.clone(), BY_NAME, FILTERS, 50);
    let (actor, now, asked) = (who.actor.clone(), who.now, list.clone());
    let (course, found, rows, scope, whole) = app
        .db()
        .read(move |tx| {
            let (course, scope) = readable(tx, &actor, id)?;
            let select = select(tx, id, &asked, &scope, now)?;
            let mut found = asked.page(tx, select)?;
            let rows = list::lines(tx, std::mem::take(&mut found.rows), now)?;
            let whole = scope.covers("/");
            Ok::<_, Fault>((course, found, rows, scope, whole))
        })
        .await?;
    let figures = figures(&app, id, scope).await?;
    let evidence = who.actor.scope(READ);
    let row = |line: Line| Row {
        href: evidence
            .covers(&line.e.unit_path)
            .then(|| format!("/department/people/{}/courses/{id}", line.e.person_id)),
        line,
    };
    let named = |words: &[&str]| -> Vec<(String, String)> {
        words.iter().map(|it| ((*it).to_owned(), who.l.t(&format!("learning-filter-{it}")))).collect()
    };
    let export = |format: &str| list.href("", "").replacen(&base, &format!("{base}/{format}"), 1);
    html(&ProgressPage {
        page: Page::new(&who, who.l.t1("learning-course-progress", "title", &course.title))
            .crumb(format!("/courses/{id}"), course.title.clone()),
        line: who.l.t(if whole {
            "learning-course-progress-line"
        } else {
            "learning-course-progress-within"
        }),
        exports: (export("xlsx"), export("csv")),
        states: named(STATES),
        kinds: named(KINDS),
        rows: rows.into_iter().map(row).collect(),
        list: found.listed(&list),
        figures: figures.value,
        as_of: figures.as_of,
        base,
    })
}

/// `GET /courses/{course}/progress/{format}`: the list as a file, with the page's numbers.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path((id, format)): Path<(Uuid, String)>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let list = List::read(&form, "", BY_NAME, FILTERS, 50);
    let (actor, now) = (who.actor.clone(), who.now);
    let (course, lines) = app
        .db()
        .read(move |tx| {
            let (course, scope) = readable(tx, &actor, id)?;
            let select = select(tx, id, &list, &scope, now)?;
            Ok::<_, Fault>((course, list::all(tx, &list, &select, now)?))
        })
        .await?;
    let rows: Vec<_> = lines.iter().map(|line| list::cells(&who.l, line)).collect();
    export::answer(&who, &format, &course.title, list::HEADINGS, &rows)
}

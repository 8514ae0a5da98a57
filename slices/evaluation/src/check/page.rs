//! What people see of checks.

use super::{
    REMIND,
    change::{self, Rights},
    must,
    rules::{self, Standing},
    store::{self, Check, Flag, SORTS},
};
use crate::file::table;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export::hrefs_of, html};

/// Where the list is.
pub const HERE: &str = "/course-checks";
/// Remarks shown of a course.
const FLAGS: i64 = 100;

/// Where the check of a course is.
pub fn here(course: Uuid) -> String {
    format!("{HERE}/{course}")
}

struct Line {
    course: Uuid,
    title: String,
    unit: String,
    author: String,
    checked: String,
    by: String,
    flags: i64,
    tone: &'static str,
    standing: String,
}

fn words(l: &Locale, it: Standing) -> String {
    l.t(&format!("evaluation-standing-{}", it.code()))
}

fn line(l: &Locale, it: &Check, unit: String, days: i64, now: Timestamp) -> Line {
    let standing = rules::standing(&it.facts(), days, now);
    Line {
        course: it.course_id,
        title: it.title.clone(),
        unit,
        author: it.author_name.clone(),
        checked: l.date(it.checked_at),
        by: l.date(it.review_by),
        flags: it.flags,
        tone: standing.tone(),
        standing: words(l, standing),
    }
}

#[derive(Template)]
#[template(path = "check/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    standings: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /course-checks`.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let reach = must(&who)?;
    let list = List::read(&form, HERE, SORTS, &["standing"], 50);
    let (days, now) = (who.app.settings().int(&REMIND), who.now);
    if form.has("as") {
        return file(&who, &form, list, reach).await;
    }
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        let select = store::select(&reach, &asked.query, asked.filter("standing"), days, now);
        let found = asked.page::<Check>(tx, select)?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Fault>((found, units))
    });
    let (found, units) = read.await?;
    let l = &who.l;
    let unit = |it: &Check| units.get(&it.unit_path).cloned().unwrap_or_default();
    html(&ListPage {
        page: Page::new(&who, l.t("evaluation-checks")),
        lines: found.rows.iter().map(|it| line(l, it, unit(it), days, now)).collect(),
        standings: Standing::ALL.map(|it| (it.code().to_owned(), words(l, it))).into(),
        exports: hrefs_of(HERE, &list, &["standing"]),
        list: found.listed(&list),
    })
}

async fn file(who: &SignedIn, form: &Form, list: List, reach: store::Reach) -> Result<Response, Fault> {
    let (days, now) = (who.app.settings().int(&REMIND), who.now);
    let keys =
        ["course", "unit", "author", "checked", "checked-by", "note", "review-by", "flags", "standing"];
    let mut file = table(who, form, &who.l.t("evaluation-checks"), &keys)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let reach = reach.clone();
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Check> = Vec::new();
            let select = store::select(&reach, &list.query, list.filter("standing"), days, now);
            let next = list.chunk(tx, select, 1000, &mut rows)?;
            let units = accounts::trails(tx, rows.iter().map(|it| it.unit_path.as_str()))?;
            Ok::<_, Fault>((rows, next, units))
        });
        let (rows, next, units) = read.await?;
        for it in rows {
            let unit = units.get(&it.unit_path).cloned().unwrap_or_default();
            let shown = line(&who.l, &it, unit, days, now);
            file.row(&[
                Cell::text(shown.title),
                Cell::text(shown.unit),
                Cell::text(shown.author),
                Cell::text(shown.checked),
                Cell::text(it.checked_name),
                Cell::text(it.note),
                Cell::text(shown.by),
                Cell::Number(shown.flags),
                Cell::text(shown.standing),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

struct FlagLine {
    name: String,
    reason: String,
    lesson: String,
    day: String,
    tone: &'static str,
    outcome: String,
    answer: String,
}

fn flag_line(l: &Locale, it: &Flag, named: bool) -> FlagLine {
    FlagLine {
        name: if named { it.person_name.clone() } else { String::new() },
        reason: it.reason.clone(),
        lesson: it.lesson_title.clone(),
        day: l.date(it.flagged_at),
        tone: if it.outcome == "open" { "ochre" } else { "pine" },
        outcome: l.t(&format!("evaluation-flag-{}", it.outcome)),
        answer: it.answer.clone(),
    }
}

#[derive(Template)]
#[template(path = "check/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Check,
    row: Line,
    begun: String,
    rights: Rights,
    writes: bool,
    flags: Vec<FlagLine>,
    min: String,
    months: i64,
}

/// `GET /course-checks/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id()), false).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form, sent: bool) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let (it, rights) = change::seen(tx, &actor, id)?;
        let flags = store::flags(tx, id, FLAGS)?;
        let units = accounts::trails(tx, [it.unit_path.as_str()])?;
        let writes = rights.act && catalog::writable(tx, &actor, id).is_ok();
        Ok::<_, Fault>((it, rights, flags, units, writes))
    });
    let (it, rights, flags, units, writes) = read.await?;
    let (l, days) = (&who.l, who.app.settings().int(&REMIND));
    let months = who.app.settings().int(&super::MONTHS);
    let unit = units.get(&it.unit_path).cloned().unwrap_or_default();
    let ordinary = l.zone().date(l.zone().months_after(who.now, months));
    let form = if sent { form } else { form.with("review_by", ordinary) };
    let view = OnePage {
        page: Page::new(who, it.title.clone()).crumb(HERE, l.t("evaluation-checks")),
        row: line(l, &it, unit, days, who.now),
        begun: it.begun_at.map(|at| l.date(at)).unwrap_or_default(),
        // Remarks are signed: those who answer for the course may have to ask back.
        flags: flags.iter().map(|it| flag_line(l, it, true)).collect(),
        min: l.zone().date(who.now).to_string(),
        months,
        rights,
        writes,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "check/flags.html")]
struct FlagsPage {
    page: Page,
    form: Form,
    course: Uuid,
    checked: String,
    lessons: Vec<(String, String)>,
    flags: Vec<FlagLine>,
    open: bool,
}

/// `GET /courses/{course}/flags`: one's own remarks about a course, and a form.
pub async fn flags(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
) -> Result<Response, Fault> {
    show_flags(&who, course, Form::fresh(app.id())).await
}

pub(super) async fn show_flags(who: &SignedIn, course: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = change::flaggable(tx, &actor, course)?;
        let tree = catalog::version_tree(tx, it.version_id)?;
        let flags = store::flags_of(tx, course, actor.person)?;
        Ok::<_, Fault>((it, tree, flags))
    });
    let (it, tree, flags) = read.await?;
    let l = &who.l;
    let key = if it.review_by <= who.now { "evaluation-checked-past" } else { "evaluation-checked-on" };
    let view = FlagsPage {
        page: Page::new(who, l.t("evaluation-to-flag")).crumb(format!("/courses/{course}"), it.title.clone()),
        checked: l.t2(key, "on", l.date(it.checked_at), "by", l.date(it.review_by)),
        lessons: tree
            .into_iter()
            .map(|placed| {
                (placed.lesson.lesson_key.to_string(), format!("{} {}", placed.number, placed.lesson.title))
            })
            .collect(),
        open: flags.iter().any(|it| it.outcome == "open"),
        flags: flags.iter().map(|it| flag_line(l, it, false)).collect(),
        course,
        form: form.clone(),
    };
    shown(&form, &view)
}

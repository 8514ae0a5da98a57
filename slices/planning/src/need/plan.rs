//! The training plan: what is held in which quarter (LRN-8).

use super::{
    DECIDE, READ, rules,
    store::{self, PLAN_SORTS, Planned},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result as DbResult, Tx};
use xingtan_documents::Cell;
use xingtan_governance::api::{Deed, Stop, save, shown};
use xingtan_i18n::Msg;
use xingtan_learning::api::file_of_rows;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, Text, html};

const HERE: &str = "/plan";

struct Line {
    id: Uuid,
    topic: String,
    kind: String,
    quarter: String,
    unit: String,
    responsible: String,
    course: Option<(Uuid, String)>,
}

#[derive(Template)]
#[template(path = "need/plan.html")]
struct PlanPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    years: Vec<(String, String)>,
    exports: (String, String),
}

fn lines(who: &SignedIn, rows: &[Planned], names: &Names) -> Vec<Line> {
    let row = |it: &Planned| Line {
        id: it.id,
        topic: it.topic.clone(),
        kind: who.l.t(&format!("planning-need-kind-{}", it.kind)),
        quarter: it.quarter.clone(),
        unit: names.units.get(&it.unit_path).cloned().unwrap_or_default(),
        responsible: it.responsible.clone(),
        course: it.course_id.and_then(|id| Some((id, names.courses.get(&id)?.clone()))),
    };
    rows.iter().map(row).collect()
}

/// Names of what the rows of a page are about.
struct Names {
    units: HashMap<String, String>,
    courses: HashMap<Uuid, String>,
}

fn names(tx: &mut Tx<'_>, rows: &[Planned]) -> DbResult<Names> {
    let units = accounts::trails(tx, rows.iter().map(|it| it.unit_path.as_str()))?;
    let ids: Vec<Uuid> = rows.iter().filter_map(|it| it.course_id).collect();
    let courses = if ids.is_empty() { Vec::new() } else { catalog::courses(tx, &ids)? };
    Ok(Names { units, courses: courses.into_iter().map(|it| (it.id, it.title)).collect() })
}

const HEADINGS: &[&str] = &[
    "planning-plan-quarter",
    "planning-need-topic",
    "planning-need-kind",
    "planning-need-unit",
    "planning-plan-responsible",
    "planning-plan-course",
];

/// `GET /plan`: the plan of one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let to_file = form.has("as");
    let list = List::read(&form, HERE, PLAN_SORTS, &["year"], if to_file { 500 } else { 50 });
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let read = who.app.db().read(move |tx| {
        let found =
            asked.page::<Planned>(tx, store::select_plan(&scope, &asked.query, asked.filter("year")))?;
        let names = names(tx, &found.rows)?;
        Ok::<_, Error>((found, names))
    });
    let (found, names) = read.await?;
    let lines = lines(&who, &found.rows, &names);
    if to_file {
        let cells = |it: &Line| {
            let course = it.course.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
            [&it.quarter, &it.topic, &it.kind, &it.unit, &it.responsible, &course].map(Cell::text).to_vec()
        };
        let rows: Vec<Vec<Cell>> = lines.iter().map(cells).collect();
        return file_of_rows(&who, form.value("as"), &who.l.t("planning-plan"), HEADINGS, &rows);
    }
    let this = i64::from(who.l.zone().date(who.now).year());
    html(&PlanPage {
        page: Page::new(&who, who.l.t("planning-plan")),
        years: (this - 2..=this + 1).map(|year| (year.to_string(), year.to_string())).collect(),
        exports: crate::exports(&list),
        list: found.listed(&list),
        lines,
    })
}

#[derive(Template)]
#[template(path = "need/planned.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Planned,
    row: Line,
    quarters: Vec<(String, String)>,
    courses: Vec<(String, String)>,
    may_save: bool,
}

/// `GET /plan/ID`.
pub async fn one(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must(READ)?;
    show(&who, id, None).await
}

async fn show(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it =
            store::planned(tx, id)?.filter(|it| actor.may_at(READ, &it.unit_path)).ok_or(Fault::NotFound)?;
        let names = names(tx, std::slice::from_ref(&it))?;
        let list = List::read(&Form::default(), "", catalog::SORTS, &[], 500);
        let courses = catalog::published_courses(tx, &list)?.rows;
        Ok::<_, Fault>((it, names, courses))
    });
    let (it, names, courses) = read.await?;
    let form = form.unwrap_or_else(|| {
        Form::fresh(who.app.id())
            .with("topic", &it.topic)
            .with("quarter", &it.quarter)
            .with("responsible", &it.responsible)
            .with("course", it.course_id.map(|id| id.to_string()).unwrap_or_default())
            .with("version", it.version)
    });
    let mut quarters = rules::quarters(who.l.zone().date(who.now));
    if !quarters.contains(&it.quarter) {
        quarters.insert(0, it.quarter.clone());
    }
    let Some(row) = lines(who, std::slice::from_ref(&it), &names).pop() else { return Err(Fault::NotFound) };
    let view = OnePage {
        page: Page::new(who, it.topic.clone()).crumb(HERE, who.l.t("planning-plan")),
        row,
        quarters: quarters.into_iter().map(|it| (it.clone(), it)).collect(),
        courses: courses.into_iter().map(|it| (it.id.to_string(), it.title)).collect(),
        may_save: who.actor.may_at(DECIDE, &it.unit_path),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

/// `POST /plan/ID`: the training centre keeps its plan, and links the course when there is one.
pub async fn save_one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let topic = form.text("topic", Text::required(200));
    let responsible = form.text("responsible", Text::required(100));
    let course = form.optional_id("course");
    let seen = form.int("version", 1..=i64::MAX);
    let quarter = rules::quarter(form.value("quarter"));
    if quarter.is_none() {
        form.refuse("quarter", Msg::new("web-form-choice"));
    }
    if let (true, Some(quarter)) = (form.ok(), quarter) {
        let (actor, deed, there) = (who.actor.clone(), Deed::of(&who), format!("/plan/{id}"));
        let done = save(&who, &mut form, &there, Msg::new("planning-plan-saved"), move |tx| {
            let before = store::planned(tx, id)?.filter(|it| actor.may_at(DECIDE, &it.unit_path));
            let before = before.ok_or(Fault::NotFound)?;
            if let Some(course) = course
                && catalog::published_tree(tx, course)?.is_none()
            {
                return Err(Stop::Field("course", Msg::new("web-form-choice")));
            }
            let it = Planned {
                topic: topic.clone(),
                quarter: quarter.clone(),
                responsible: responsible.clone(),
                course_id: course,
                ..before
            };
            if !store::save_planned(tx, &it, seen)? {
                return Err(Stop::Field("", Msg::new("planning-plan-stale")));
            }
            let entry = deed.entry("planning.plan-saved", ("plan", id, &it.topic)).within(&it.unit_path);
            let detail = serde_json::json!({ "quarter": it.quarter, "course": it.course_id });
            Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show(&who, id, Some(form)).await
}

//! What waits for reviewers, and the page on which one of it is judged.

use super::{
    rules::{CHECKS, Decide, Judgement},
    store::{self, Remark, Review, SORTS},
};
use crate::{
    course::{edit::Desk, edit::desk_at},
    kinds::LessonKinds,
    permissions::{REVIEWS_DECIDE, REVIEWS_READ},
    states::ReviewState,
    version::store as versions,
    view::{self, Badge},
    waiting::{Waiters, Waits},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::BTreeSet;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, export, html};

const PAGE: i64 = 50;
const CHUNK: i64 = 500;

struct Row {
    href: String,
    title: String,
    version: i64,
    author: String,
    badge: Badge,
    submitted_at: Timestamp,
    due_at: Timestamp,
    late: bool,
    reviewer: String,
}

#[derive(Template)]
#[template(path = "review/list.html")]
struct ListTemplate {
    page: Page,
    list: Listed,
    rows: Vec<Row>,
    states: Vec<(String, String, bool)>,
    open: i64,
    overdue: i64,
    /// On the start page of reviewers: what waits for them in the slices above.
    waiting: Vec<Waits>,
    xlsx: String,
    csv: String,
}

fn asked(form: &Form) -> List {
    List::read(form, "/reviews", SORTS, &["state"], PAGE)
}

/// Only what the actor sees, narrowed as asked; without a state what is open.
fn narrowed(who: &SignedIn, list: &List) -> Select {
    let select = seen(who).search("r.search_keys", &list.query);
    match list.filter("state") {
        "" => select.always("r.state = 'open'"),
        "all" => select,
        state => select.when("r.state = {}", state),
    }
}

/// All submissions that the actor may see.
pub(crate) fn seen(who: &SignedIn) -> Select {
    store::select().within("r.unit_path", &who.actor.scope(REVIEWS_READ))
}

fn row(l: &Locale, now: Timestamp, it: &Review) -> Row {
    Row {
        href: format!("/reviews/{}", it.id),
        title: it.title.clone(),
        version: it.version_number,
        author: it.author_name.clone(),
        badge: view::review_badge(l, it.state),
        submitted_at: it.submitted_at,
        due_at: it.due_at,
        late: it.state == ReviewState::Open && it.due_at < now,
        reviewer: it.reviewer_name.clone().unwrap_or_default(),
    }
}

/// `GET /reviews`: what is due first stands first. The start page of reviewers: it says what else waits for them.
pub async fn list(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<Waiters>>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(REVIEWS_READ)?;
    let starts = who.actor.acting == Role::Reviewer;
    let above = above.filter(|_| starts).map(|it| it.0).unwrap_or_default();
    let actor = who.actor.clone();
    let list = asked(&form);
    let (shown, select, all, now) = (list.clone(), narrowed(&who, &list), seen(&who), who.now);
    let (found, (open, overdue), waiting) = app
        .db()
        .read(move |tx| {
            let found = shown.page::<Review>(tx, select)?;
            Ok::<_, Fault>((found, store::count_open(tx, all, now)?, above.waiting(tx, &actor)?))
        })
        .await?;
    let l = &who.l;
    let listed = found.listed(&list);
    let chip = |state: &str| {
        let key = if state.is_empty() { "open" } else { state };
        (listed.href("state", state), l.t(&format!("catalog-review-{key}")), listed.filter("state") == state)
    };
    let export = |format: &str| listed.href("format", format).replacen("/reviews", "/reviews/export", 1);
    html(&ListTemplate {
        page: Page::new(&who, l.t("catalog-reviews")),
        states: ["", "approved", "returned", "recalled", "all"].map(chip).into(),
        xlsx: export("xlsx"),
        csv: export("csv"),
        rows: found.rows.iter().map(|it| row(l, now, it)).collect(),
        list: listed,
        open,
        overdue,
        waiting,
    })
}

/// `GET /reviews/export`.
pub async fn export(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(REVIEWS_READ)?;
    let l = who.l.clone();
    let zone = l.zone().clone();
    let columns = [
        ("catalog-column-title", 40),
        ("catalog-column-version", 8),
        ("catalog-column-author", 14),
        ("catalog-column-state", 12),
        ("catalog-column-submitted", 20),
        ("catalog-column-due", 20),
        ("catalog-reviewer", 14),
        ("catalog-column-decided", 20),
        ("catalog-column-reason", 40),
    ];
    let headings = columns.map(|(key, width)| Heading::new(l.t(key)).width(width)).into();
    let mut file = export::headed(&who, form.value("format"), &l.t("catalog-reviews"), headings)?;
    let mut next = Some(asked(&form).from_start());
    while let Some(list) = next.take() {
        let select = narrowed(&who, &list);
        let (rows, more) = app
            .db()
            .read(move |tx| {
                let mut rows: Vec<Review> = Vec::new();
                let more = list.chunk(tx, select, CHUNK, &mut rows)?;
                Ok::<_, Fault>((rows, more))
            })
            .await?;
        for it in rows {
            let cells = [
                Cell::text(it.title),
                Cell::Number(it.version_number),
                Cell::text(it.author_name),
                Cell::text(view::review_badge(&l, it.state).label),
                Cell::moment(it.submitted_at, &zone),
                Cell::moment(it.due_at, &zone),
                Cell::text(it.reviewer_name.unwrap_or_default()),
                it.decided_at.map_or(Cell::Empty, |at| Cell::moment(at, &zone)),
                Cell::text(it.reason.unwrap_or_default()),
            ];
            file.row(&cells)?;
        }
        next = more;
    }
    file.answer()
}

struct LessonLine {
    href: String,
    text: String,
    kind: String,
}

struct RemarkLine {
    who: String,
    at: Timestamp,
    about: String,
    body: String,
}

#[derive(Template)]
#[template(path = "review/show.html")]
struct ShowTemplate {
    page: Page,
    f: Form,
    review: Review,
    badge: Badge,
    late: bool,
    version: versions::Version,
    lessons: Vec<LessonLine>,
    choices: Vec<(String, String)>,
    checks: Vec<(String, String)>,
    ticked: Vec<String>,
    verdicts: Vec<(String, String)>,
    remarks: Vec<RemarkLine>,
    may_decide: bool,
    may_remark: bool,
    hint: Option<String>,
    compare: Option<String>,
}

/// A submission on the desk of somebody who may see it.
pub(crate) struct Case {
    pub review: Review,
    pub desk: Desk,
    pub remarks: Vec<Remark>,
    pub verdict: Decide,
}

/// Reads a submission; what lies outside one's subtree does not exist for one.
pub(crate) async fn case(app: &App, who: &SignedIn, id: Uuid) -> Result<Case, Fault> {
    let actor = who.actor.clone();
    app.db()
        .read(move |tx| {
            let review = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            if !actor.may_at(REVIEWS_READ, &review.unit_path) {
                return Err(Fault::NotFound);
            }
            let desk = desk_at(tx, &actor, review.course_id, review.version_id)?;
            let editors = versions::editors(tx, review.version_id)?;
            let remarks = store::remarks(tx, id)?;
            // Whether the actor could approve at all: asked with every check ticked.
            let all = CHECKS.iter().map(|check| (*check).to_owned()).collect();
            let author = desk.course.author_id;
            let verdict =
                super::rules::decide(review.state, author, &editors, actor.person, &Judgement::Approve, &all);
            Ok(Case { review, desk, remarks, verdict })
        })
        .await
}

/// `GET /reviews/{review}`.
pub async fn review(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    who.must(REVIEWS_READ)?;
    let case = case(&app, &who, id).await?;
    let ticked: Vec<String> = serde_json::from_str(&case.review.checks).unwrap_or_default();
    let mut f = Form::fresh(app.id()).in_language(&who.l);
    for check in ticked {
        f = f.with("checks", check);
    }
    show(&who, &kinds, case, f)
}

/// The page of a submission with a form, fresh or as typed.
pub(crate) fn show(who: &SignedIn, kinds: &LessonKinds, case: Case, f: Form) -> Result<Response, Fault> {
    let Case { review, desk, remarks, verdict } = case;
    let l = &who.l;
    let id = review.course_id;
    let version = &desk.version;
    let may = who.actor.may_at(REVIEWS_DECIDE, &review.unit_path);
    let about = |key: Option<Uuid>| {
        let it = key.and_then(|key| desk.lessons.iter().find(|it| it.lesson.lesson_key == key));
        it.map_or_else(|| l.t("catalog-remark-course"), |it| format!("{} {}", it.number, it.lesson.title))
    };
    let ticked: BTreeSet<String> = f.values("checks").iter().cloned().collect();
    let lesson = |it: &crate::lesson::rules::Placed<crate::lesson::store::Lesson>| LessonLine {
        href: format!("/courses/{id}/preview/{}?version={}", it.lesson.lesson_key, version.id),
        text: format!("{} {}", it.number, it.lesson.title),
        kind: kinds.get(&it.lesson.kind).map_or_else(String::new, |kind| l.t(kind.label)),
    };
    html(&ShowTemplate {
        page: Page::new(who, review.title.clone()).crumb("/reviews", l.t("catalog-reviews")),
        f,
        badge: view::review_badge(l, review.state),
        late: review.state == ReviewState::Open && review.due_at < who.now,
        lessons: desk.lessons.iter().map(lesson).collect(),
        choices: desk
            .lessons
            .iter()
            .map(|it| (it.lesson.lesson_key.to_string(), format!("{} {}", it.number, it.lesson.title)))
            .collect(),
        checks: CHECKS.iter().map(|it| ((*it).to_owned(), l.t(&format!("catalog-check-{it}")))).collect(),
        ticked: CHECKS
            .iter()
            .filter(|it| ticked.contains(**it))
            .map(|it| l.t(&format!("catalog-check-{it}")))
            .collect(),
        verdicts: ["approve", "return"]
            .map(|it| (it.to_owned(), l.t(&format!("catalog-verdict-{it}"))))
            .into(),
        remarks: remarks
            .into_iter()
            .map(|it| RemarkLine {
                about: about(it.lesson_key),
                who: it.person_name,
                at: it.at,
                body: it.body,
            })
            .collect(),
        may_decide: may && verdict == Decide::Go,
        may_remark: may && review.state == ReviewState::Open,
        hint: (may && verdict == Decide::OwnWork).then(|| l.t("catalog-review-own-work")),
        compare: (version.number > 1).then(|| format!("/courses/{id}/versions/{}", version.id)),
        version: version.clone(),
        review,
    })
}

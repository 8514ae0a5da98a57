//! What waits for reviewers, and the page on which one of it is judged.

use super::{
    deed::finding_field,
    lists::{CheckList, Marks},
    precheck::{self, rules::Finding},
    rules::{Decide, Judgement, Stage},
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
    stage: String,
    badge: Badge,
    submitted_at: Timestamp,
    due_at: Timestamp,
    late: bool,
    reviewer: String,
}

/// The stage and the round, in words; empty for the only stage of a first round.
fn stage(l: &Locale, it: &Review) -> String {
    let stage = (it.stage != Stage::Review).then(|| l.t(&format!("catalog-stage-{}", it.stage.code())));
    let round = (it.round > 1).then(|| l.t1("catalog-round", "number", it.round));
    [stage, round].into_iter().flatten().collect::<Vec<_>>().join(&l.t("web-dot"))
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
        stage: stage(l, it),
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
        ("catalog-column-stage", 12),
        ("catalog-column-round", 8),
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
                Cell::text(l.t(&format!("catalog-stage-{}", it.stage.code()))),
                Cell::Number(it.round),
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

/// An item of a check list as the form has it.
struct Item {
    code: &'static str,
    label: String,
    ticked: bool,
    finding: String,
}

/// A check list of the form.
struct Sheet {
    label: String,
    items: Vec<Item>,
}

fn sheets(l: &Locale, lists: &[CheckList], marks: impl Fn(&str) -> (bool, String)) -> Vec<Sheet> {
    let item = |code: &&'static str| {
        let (ticked, finding) = marks(code);
        Item { code, label: l.t(&format!("catalog-check-{code}")), ticked, finding }
    };
    let sheet = |list: &CheckList| Sheet {
        label: l.t(&format!("catalog-list-{}", list.code)),
        items: list.items.iter().map(item).collect(),
    };
    lists.iter().map(sheet).collect()
}

/// A stage of this round or an earlier one, as its history shows it.
struct Past {
    href: Option<String>,
    stage: String,
    badge: Badge,
    reviewer: String,
    at: Option<Timestamp>,
    reason: String,
    sheets: Vec<Sheet>,
}

fn past(l: &Locale, it: &Review, current: Uuid) -> Past {
    let marks = it.marks();
    let words = |code: &str| (marks.passes(code), marks.finding(code).unwrap_or_default().to_owned());
    let mut sheets = sheets(l, super::lists::LISTS, words);
    for sheet in &mut sheets {
        sheet.items.retain(|item| item.ticked || !item.finding.is_empty());
    }
    sheets.retain(|sheet| !sheet.items.is_empty());
    Past {
        href: (it.id != current).then(|| format!("/reviews/{}", it.id)),
        stage: format!(
            "{}{}{}",
            l.t(&format!("catalog-stage-{}", it.stage.code())),
            l.t("web-dot"),
            l.t1("catalog-round", "number", it.round)
        ),
        badge: view::review_badge(l, it.state),
        reviewer: it.reviewer_name.clone().unwrap_or_default(),
        at: it.decided_at,
        reason: it.reason.clone().unwrap_or_default(),
        sheets,
    }
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
    stage: String,
    found: Vec<precheck::Line>,
    sheets: Vec<Sheet>,
    history: Vec<Past>,
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
    /// All stages of all rounds of the version, the newest first.
    pub rounds: Vec<Review>,
    /// What machines found.
    pub found: Vec<Finding>,
}

/// Reads a submission; what lies outside one's subtree does not exist for one.
pub(crate) async fn case(app: &App, who: &SignedIn, kinds: &LessonKinds, id: Uuid) -> Result<Case, Fault> {
    let (actor, now, kinds) = (who.actor.clone(), who.now, kinds.clone());
    app.db()
        .read(move |tx| {
            let review = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            if !actor.may_at(REVIEWS_READ, &review.unit_path) {
                return Err(Fault::NotFound);
            }
            let desk = desk_at(tx, &actor, review.course_id, review.version_id)?;
            let remarks = store::remarks(tx, id)?;
            let rounds = store::of_version(tx, review.version_id)?;
            // Whether the actor could approve at all: asked with every item marked.
            let marks = Marks::all();
            let verdict = super::change::verdict(tx, &review, &Judgement::Approve, &marks, &actor, now)?;
            let found = precheck::findings(tx, &kinds, &desk.version, &desk.lessons)?;
            Ok(Case { review, desk, remarks, verdict, rounds, found })
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
    let case = case(&app, &who, &kinds, id).await?;
    let marks = case.review.marks();
    let mut f = Form::fresh(app.id()).in_language(&who.l);
    for check in marks.ticked() {
        f = f.with("checks", check);
    }
    for (check, words) in marks.findings() {
        f = f.with(&finding_field(check), words);
    }
    show(&who, &kinds, case, f)
}

/// The page of a submission with a form, fresh or as typed.
pub(crate) fn show(who: &SignedIn, kinds: &LessonKinds, case: Case, f: Form) -> Result<Response, Fault> {
    let Case { review, desk, remarks, verdict, rounds, found } = case;
    let l = &who.l;
    let id = review.course_id;
    let version = &desk.version;
    let may = who.actor.may_at(REVIEWS_DECIDE, &review.unit_path);
    let about = |key: Option<Uuid>| {
        let it = key.and_then(|key| desk.lessons.iter().find(|it| it.lesson.lesson_key == key));
        it.map_or_else(|| l.t("catalog-remark-course"), |it| format!("{} {}", it.number, it.lesson.title))
    };
    let at = |remark: &Remark| match remark.place.as_str() {
        "" => about(remark.lesson_key),
        place => format!("{}{}{place}", about(remark.lesson_key), l.t("web-dot")),
    };
    let ticked: BTreeSet<String> = f.values("checks").iter().cloned().collect();
    let lesson = |it: &crate::lesson::rules::Placed<crate::lesson::store::Lesson>| LessonLine {
        href: format!("/courses/{id}/preview/{}?version={}", it.lesson.lesson_key, version.id),
        text: format!("{} {}", it.number, it.lesson.title),
        kind: kinds.get(&it.lesson.kind).map_or_else(String::new, |kind| l.t(kind.label)),
    };
    html(&ShowTemplate {
        page: Page::new(who, review.title.clone()).crumb("/reviews", l.t("catalog-reviews")),
        badge: view::review_badge(l, review.state),
        late: review.state == ReviewState::Open && review.due_at < who.now,
        lessons: desk.lessons.iter().map(lesson).collect(),
        choices: desk
            .lessons
            .iter()
            .map(|it| (it.lesson.lesson_key.to_string(), format!("{} {}", it.number, it.lesson.title)))
            .collect(),
        stage: stage(l, &review),
        found: precheck::lines(l, &found, |lesson| {
            lesson.map(|key| format!("/courses/{id}/preview/{key}?version={}", version.id))
        }),
        sheets: sheets(l, &review.check_lists(), |code| {
            (ticked.contains(code), f.value(&finding_field(code)).to_owned())
        }),
        history: rounds
            .iter()
            .filter(|it| it.decided_at.is_some())
            .map(|it| past(l, it, review.id))
            .collect(),
        verdicts: [
            ("approve", if review.stage == Stage::Department { "approve-department" } else { "approve" }),
            ("return", "return"),
        ]
        .map(|(it, key)| (it.to_owned(), l.t(&format!("catalog-verdict-{key}"))))
        .into(),
        remarks: remarks
            .into_iter()
            .map(|it| RemarkLine { about: at(&it), who: it.person_name, at: it.at, body: it.body })
            .collect(),
        may_decide: may && verdict == Decide::Go,
        may_remark: may && review.state == ReviewState::Open,
        hint: match verdict {
            Decide::OwnWork if may => Some(l.t("catalog-review-own-work")),
            Decide::OwnReview if may => Some(l.t("catalog-review-own-review")),
            Decide::NotTheirs(stage) if may => {
                Some(l.t(&format!("catalog-review-not-theirs-{}", stage.code())))
            }
            _ => None,
        },
        compare: (version.number > 1).then(|| format!("/courses/{id}/versions/{}", version.id)),
        version: version.clone(),
        f,
        review,
    })
}

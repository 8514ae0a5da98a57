//! The page on which a course is written: its tree, what is missing, the way to publication.

use super::{
    page::frozen,
    pane::{Marks, Pane},
    store::Course,
};
use crate::{
    access::{self, Access},
    binned::store as binned,
    changed::Changed,
    kinds::LessonKinds,
    lesson::{rules::Placed, store::Lesson, upload::LESSON_UPLOAD},
    medium::page::Medium,
    office::page::Paper,
    permissions::COURSES_TAKE_DOWN,
    review::{
        change::missing_of,
        deed::because,
        precheck::{self, rules::Severity},
        responsible::responsible,
        store as reviews,
    },
    states::{CourseState, ReviewState, VersionState},
    version::{
        rules::{Publish, publish},
        store::{self as versions, Version},
    },
    view::{self, Badge},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::BTreeMap;
use xingtan_auth::{Actor, Permission};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// A course on the desk of somebody who may at least read it.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub course: Course,
    pub access: Access,
    /// The version under way, or the published one.
    pub version: Version,
    pub lessons: Vec<Placed<Lesson>>,
    /// The medium of the lesson that is written or looked at.
    pub medium: Option<Medium>,
    /// Its office document, where it is one to be taken along.
    pub paper: Option<Paper>,
}

impl Desk {
    /// Whether the actor may change something of it now.
    pub fn is_open(&self) -> bool {
        self.access.write && self.version.state == VersionState::Draft
    }

    /// The lesson of a key with its place in the tree.
    pub fn at(&self, key: Uuid) -> Result<usize, Fault> {
        self.lessons.iter().position(|it| it.lesson.lesson_key == key).ok_or(Fault::NotFound)
    }
}

/// Puts a course on the desk, with the version under way or else the published one.
pub(crate) fn desk(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Desk, Fault> {
    let (course, access) = access::readable(tx, actor, id)?;
    let version = course.draft_version_id.or(course.published_version_id).ok_or(Fault::NotFound)?;
    on_desk(tx, course, access, version)
}

/// The same with a given version of the course.
pub(crate) fn desk_at(tx: &mut Tx<'_>, actor: &Actor, id: Uuid, version: Uuid) -> Result<Desk, Fault> {
    let (course, access) = access::readable(tx, actor, id)?;
    on_desk(tx, course, access, version)
}

/// The version that an address names, or else the one on the desk.
pub(crate) fn desk_or(tx: &mut Tx<'_>, actor: &Actor, id: Uuid, named: Option<Uuid>) -> Result<Desk, Fault> {
    match named {
        Some(version) => desk_at(tx, actor, id, version),
        None => desk(tx, actor, id),
    }
}

fn on_desk(tx: &mut Tx<'_>, course: Course, access: Access, version: Uuid) -> Result<Desk, Fault> {
    let version =
        versions::get(tx, version)?.filter(|it| it.course_id == course.id).ok_or(Fault::NotFound)?;
    let lessons = crate::api::version_tree(tx, version.id)?;
    Ok(Desk { course, access, version, lessons, medium: None, paper: None })
}

/// A lesson's line in a tree that is drawn as nested lists.
pub(crate) struct Line {
    pub key: Uuid,
    pub href: String,
    pub number: String,
    pub title: String,
    pub icon: &'static str,
    pub minutes: String,
    pub optional: bool,
    pub lacks: bool,
    /// Whether its file is being processed.
    pub busy: bool,
    /// Remarks of the last review.
    pub remarks: String,
    /// What it is, and how long it takes.
    pub note: String,
    pub current: bool,
    /// Whether a deeper list begins before it.
    pub opens: bool,
    /// How many lists end before it.
    pub closes: usize,
    pub first: bool,
}

/// The lines of a tree, and how many lists are open after the last.
pub(crate) fn lines(
    l: &Locale,
    kinds: &LessonKinds,
    lessons: &[Placed<Lesson>],
    marks: &Marks,
    current: Option<Uuid>,
    href: impl Fn(&Lesson) -> String,
) -> (Vec<Line>, usize) {
    let mut before = 0;
    // Two thousand lines say the same few words: each is asked of the texts once.
    let (mut named, mut lasts) = (BTreeMap::new(), BTreeMap::new());
    let line = |(i, it): (usize, &Placed<Lesson>)| {
        let kind = kinds.get(&it.lesson.kind);
        let is_heading = it.lesson.kind == crate::kinds::SECTION.key;
        let name: &String = named
            .entry(it.lesson.kind.clone())
            .or_insert_with(|| kind.map_or_else(String::new, |kind| l.t(kind.label)));
        let minutes: &String =
            lasts.entry(it.lesson.minutes).or_insert_with(|| l.t1("catalog-minutes", "n", it.lesson.minutes));
        let count = marks.remarks.get(&it.lesson.lesson_key);
        let (opens, closes) = (it.depth > before, before.saturating_sub(it.depth));
        before = it.depth;
        Line {
            key: it.lesson.lesson_key,
            href: href(&it.lesson),
            number: it.number.clone(),
            title: it.lesson.title.clone(),
            icon: kind.map_or("file", |kind| kind.icon),
            note: if is_heading { name.clone() } else { format!("{name} {minutes}") },
            minutes: if is_heading { String::new() } else { minutes.clone() },
            optional: !it.lesson.required && !is_heading,
            lacks: marks.lacking.contains(&it.lesson.lesson_key),
            busy: marks.busy.contains(&it.lesson.lesson_key),
            remarks: count.map_or_else(String::new, |count| l.t1("catalog-remarks-count", "count", *count)),
            current: current == Some(it.lesson.lesson_key),
            opens,
            closes,
            first: i == 0,
        }
    };
    let all = lessons.iter().enumerate().map(line).collect();
    (all, before)
}

/// Kinds as choices of a form.
pub(crate) fn kind_choices(l: &Locale, kinds: &LessonKinds) -> Vec<(String, String)> {
    kinds.all().into_iter().map(|kind| (kind.key.to_owned(), l.t(kind.label))).collect()
}

/// Chapters and other lessons that hold some, as choices of a form: below any other a lesson is put beside it.
pub(crate) fn parent_choices(lessons: &[Placed<Lesson>]) -> Vec<(String, String)> {
    let fits = |it: &&Placed<Lesson>| {
        let holds = it.has_children || it.lesson.kind == crate::kinds::SECTION.key;
        holds && it.depth + 1 < crate::lesson::rules::DEEPEST
    };
    lessons
        .iter()
        .filter(fits)
        .map(|it| (it.lesson.lesson_key.to_string(), format!("{} {}", it.number, it.lesson.title)))
        .collect()
}

/// Most lines of what is missing: of a course that lacks more, the tree marks every lesson.
const MOST_MISSING: usize = 50;

struct Step {
    label: String,
    note: String,
    done: bool,
    current: bool,
}

struct MissingLine {
    href: String,
    text: String,
}

struct RemarkLine {
    who: String,
    at: String,
    about: String,
    body: String,
}

#[derive(Template)]
#[template(path = "course/edit.html")]
struct EditTemplate {
    page: Page,
    f: Form,
    course: Course,
    version: Version,
    badges: Vec<Badge>,
    steps: Vec<Step>,
    pane: Pane,
    is_open: bool,
    may_write: bool,
    may_publish: bool,
    missing: Vec<MissingLine>,
    /// How many things are missing; the list ends with [`MOST_MISSING`].
    lacks: usize,
    /// What was just taken out: its key and title.
    removed: Option<(Uuid, String)>,
    /// What machines found besides what is missing.
    found: Vec<precheck::Line>,
    /// Sensitive words are among what was found: their author may say that one is wrong.
    words: bool,
    returned: Option<String>,
    remarks: Vec<RemarkLine>,
    publish_hint: Option<String>,
    can_publish: bool,
    can_discard: bool,
    may_take_down: bool,
    authors: Vec<(Uuid, String)>,
    responsible: Vec<(String, String)>,
    due: Option<xingtan_clock::Timestamp>,
    hours: String,
    lessons: i64,
    faults: Vec<(String, String)>,
    accept: &'static str,
    most: u64,
    /// Where the course is assigned, for whoever may.
    assign: Option<String>,
}

/// Where courses are assigned. The page belongs to a slice above this one: it is offered where a program has it, and to
/// whoever may use it.
const ASSIGNMENTS: &str = "/assignments";
const ASSIGN: Permission = Permission("assignments.write");

fn assign(app: &App, actor: &Actor, course: &Course) -> Option<String> {
    let there = app.places().all().iter().any(|place| place.href == ASSIGNMENTS);
    let offered = course.state == CourseState::Published && there && actor.may(ASSIGN);
    offered.then(|| format!("{ASSIGNMENTS}/new?course={}", course.id))
}

/// `GET /courses/{course}/edit`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    asked: Form,
) -> Result<Response, Fault> {
    let f = Form::fresh(app.id()).in_language(&who.l).with("removed", asked.value("removed"));
    show(&app, &who, &kinds, id, f, Vec::new()).await
}

/// The page with a form as typed and files that were not taken, each with the reason.
pub(crate) async fn show(
    app: &App,
    who: &SignedIn,
    kinds: &LessonKinds,
    id: Uuid,
    mut f: Form,
    faults: Vec<(String, String)>,
) -> Result<Response, Fault> {
    let (actor, known) = (who.actor.clone(), kinds.clone());
    let removed: Option<Uuid> = f.value("removed").parse().ok();
    let (desk, missing, found, review, remarks, authors, editors, approvers, responsible, marks, removed) =
        app.db()
            .read(move |tx| {
                let desk = desk(tx, &actor, id)?;
                let draft = desk.version.state == VersionState::Draft;
                let missing = if draft { missing_of(tx, &known, &desk.version)? } else { Vec::new() };
                let mut found = precheck::findings(tx, &known, &desk.version, &desk.lessons)?;
                found.retain(|it| !draft || it.severity != Severity::Blocks);
                let review = reviews::latest_of(tx, desk.version.id)?;
                let remarks = match &review {
                    Some(review) => reviews::remarks(tx, review.id)?,
                    None => Vec::new(),
                };
                let authors = super::store::authors(tx, id)?;
                let editors = versions::editors(tx, desk.version.id)?;
                let approvers = reviews::approvers(tx, desk.version.id)?;
                let responsible = responsible(tx, &desk.course)?;
                let marks = Marks::of(tx, &desk, &missing, &remarks)?;
                let removed = match removed.filter(|_| desk.is_open()) {
                    Some(key) => {
                        binned::lessons(tx, desk.version.id, key)?.into_iter().find(|it| it.lesson_key == key)
                    }
                    None => None,
                };
                let removed = removed.map(|it| (it.lesson_key, it.title));
                Ok::<_, Fault>((
                    desk,
                    missing,
                    found,
                    review,
                    remarks,
                    authors,
                    editors,
                    approvers,
                    responsible,
                    marks,
                    removed,
                ))
            })
            .await?;
    let l = &who.l;
    let base = format!("/courses/{id}/edit");
    let is_open = desk.is_open();
    // The forms of a closed draft are not shown: what they would say is said above all.
    if !is_open && !f.ok() {
        f.refuse("", Msg::new("catalog-fault-frozen"));
    }
    let pane = Pane::new(l, kinds, &desk, &marks, None, f.clone());
    let keys = missing.iter().map(|it| it.what.key()).chain(found.iter().map(|it| it.what.key()));
    let words = is_open && precheck::tells_of_words(keys);
    let verdict = publish(desk.version.state, desk.course.author_id, &editors, &approvers, who.actor.person);
    let returned = because(&desk.version, review.as_ref(), &remarks);
    let remark = |it: reviews::Remark| RemarkLine {
        about: it
            .lesson_key
            .and_then(|key| desk.lessons.iter().find(|placed| placed.lesson.lesson_key == key))
            .map_or_else(|| l.t("catalog-remark-course"), |it| format!("{} {}", it.number, it.lesson.title)),
        who: it.person_name,
        at: l.date_time(it.at),
        body: it.body,
    };
    let draft = versions::Head {
        id: desk.version.id,
        number: desk.version.number,
        state: desk.version.state,
        returned_at: desk.version.returned_at,
        version: desk.version.version,
    };
    let sums: i64 = crate::lesson::rules::stated_minutes(&desk.lessons);
    let template = EditTemplate {
        words,
        page: Page::new(who, desk.version.title.clone()).crumb("/courses", l.t("catalog-courses")),
        badges: view::course_badges(
            l,
            &desk.course,
            desk.course.draft_version_id.is_some().then_some(&draft),
        ),
        steps: steps(l, &desk),
        is_open,
        may_write: desk.access.write,
        may_publish: desk.access.publish,
        pane,
        lacks: missing.len(),
        removed,
        missing: missing
            .into_iter()
            .take(MOST_MISSING)
            .map(|it| MissingLine {
                href: match it.lesson {
                    Some(key) => format!("{base}/lessons/{key}"),
                    None if matches!(
                        it.what.key(),
                        "catalog-missing-lessons" | "catalog-missing-required"
                    ) =>
                    {
                        "#tree".to_owned()
                    }
                    None => format!("{base}/facts"),
                },
                text: l.msg(&it.what),
            })
            .collect(),
        found: precheck::lines(l, &found, |lesson| match lesson {
            Some(key) => {
                Some(format!("/courses/{id}/{}/{key}", if is_open { "edit/lessons" } else { "preview" }))
            }
            None => is_open.then(|| format!("{base}/facts")),
        }),
        returned,
        remarks: remarks.iter().cloned().map(remark).collect(),
        publish_hint: match verdict {
            Publish::OwnWork => Some(l.t("catalog-publish-own-work")),
            Publish::OwnReview => Some(l.t("catalog-publish-own-review")),
            Publish::Go | Publish::NotApproved => None,
        },
        can_publish: verdict == Publish::Go && desk.access.publish,
        can_discard: is_open && desk.version.number > 1 && review.is_none(),
        may_take_down: desk.course.published_version_id.is_some()
            && desk.course.taken_down_at.is_none()
            && who.actor.may_at(COURSES_TAKE_DOWN, &desk.course.unit_path),
        authors,
        responsible: responsible.lines(l),
        due: review.as_ref().filter(|it| it.state == ReviewState::Open).map(|it| it.due_at),
        hours: l.span(sums * 60),
        lessons: desk.lessons.iter().filter(|it| it.lesson.kind != crate::kinds::SECTION.key).count() as i64,
        assign: assign(app, &who.actor, &desk.course),
        accept: ".pdf,.md,.markdown,.txt,.docx,.pptx,.xlsx,.doc,.ppt,.xls,.odt,.odp,.ods,.zip,.png,.jpg,video/*,audio/*,.mkv,.flv,.ts",
        most: LESSON_UPLOAD.most(app.settings()),
        course: desk.course,
        version: desk.version,
        f,
        faults,
    };
    html(&template)
}

/// The way of the version: written, reviewed, published, studied.
fn steps(l: &Locale, desk: &Desk) -> Vec<Step> {
    let at = match (desk.version.state, desk.course.state) {
        (VersionState::Draft, _) => 0,
        (VersionState::InReview, _) => 1,
        (VersionState::Approved, _) => 2,
        (VersionState::Published, CourseState::Withdrawn) => 4,
        (VersionState::Published | VersionState::Retired, _) => 3,
    };
    ["write", "review", "publish", "study"]
        .into_iter()
        .enumerate()
        .map(|(i, key)| Step {
            label: l.t(&format!("catalog-step-{key}")),
            note: l.t(&format!("catalog-step-{key}-who")),
            done: i < at,
            current: i == at,
        })
        .collect()
}

/// What became of a change, as a fault where it was not made: the unit is undone.
pub(crate) fn made<T>(changed: Changed<T>) -> Result<T, Fault> {
    match changed {
        Changed::Done(it) => Ok(it),
        Changed::Stale => Err(Fault::Conflict(Msg::new(STALE))),
        Changed::Frozen => Err(frozen()),
        Changed::Gone => Err(Fault::NotFound),
    }
}

const STALE: &str = "web-fault-stale";

/// Whether somebody else changed the same meanwhile: the page then shows both.
pub(crate) fn is_stale(fault: &Fault) -> bool {
    matches!(fault, Fault::Conflict(msg) if msg.key() == STALE)
}

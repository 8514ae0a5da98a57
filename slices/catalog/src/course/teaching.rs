//! The start page of those who write courses: what came back first, then what waits.

use super::{
    list::own,
    store::{self, Course},
};
use crate::{
    permissions::COURSES_WRITE,
    review::store as reviews,
    states::{CourseState, VersionState},
    version::store as versions,
    view::{self, Badge},
};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// Most courses that the page reads; the list has all.
const MOST: usize = 200;
/// Most lines of a block.
const LINES: usize = 8;

struct Task {
    href: String,
    title: String,
    line: String,
    badges: Vec<Badge>,
    action: String,
}

struct Stat {
    label: String,
    value: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "course/teaching.html")]
struct TeachingTemplate {
    page: Page,
    stats: Vec<Stat>,
    returned: Vec<Task>,
    writing: Vec<Task>,
    waiting: Vec<Task>,
    empty: bool,
}

/// `GET /teaching`.
pub async fn teaching(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let person = who.actor.person;
    let (courses, heads, reviews, counts) = app
        .db()
        .read(move |tx| {
            let tail = format!("ORDER BY c.updated_at DESC, c.id DESC LIMIT {MOST}");
            let courses: Vec<Course> = own(store::select(), person).rows(tx, &tail)?;
            let drafts: Vec<Uuid> = courses.iter().filter_map(|it| it.draft_version_id).collect();
            let heads = versions::heads(tx, &drafts)?;
            let returned: Vec<Uuid> =
                heads.iter().filter(|head| head.returned_at.is_some()).map(|head| head.id).collect();
            let reviews = reviews::latest_reasons(tx, &returned)?;
            Ok::<_, Fault>((courses, heads, reviews, store::count_by_state(tx, person)?))
        })
        .await?;
    let l = &who.l;
    let (mut returned, mut writing, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for course in &courses {
        let Some(head) = heads.iter().find(|head| Some(head.id) == course.draft_version_id) else { continue };
        let task = |line: String, action: &str| Task {
            href: format!("/courses/{}/edit", course.id),
            title: course.title.clone(),
            line,
            badges: view::course_badges(l, course, Some(head)),
            action: l.t(action),
        };
        let updated = l.t1("catalog-updated-at", "at", course.updated_at);
        match (head.state, head.returned_at) {
            (VersionState::Draft, Some(at)) => {
                let reason =
                    reviews.iter().find(|(id, _)| *id == head.id).and_then(|(_, reason)| reason.clone());
                let line = l.t2("catalog-returned-line", "at", at, "reason", reason.unwrap_or_default());
                returned.push(task(line, "catalog-improve"));
            }
            (VersionState::Draft, None) => writing.push(task(updated, "catalog-continue")),
            _ => waiting.push(task(updated, "catalog-look")),
        }
    }
    for list in [&mut returned, &mut writing, &mut waiting] {
        list.truncate(LINES);
    }
    let count = |state: CourseState| counts.iter().find(|(it, _)| *it == state).map_or(0, |(_, n)| *n);
    let stats = [CourseState::Draft, CourseState::InReview, CourseState::Approved, CourseState::Published]
        .map(|state| Stat {
            label: l.t(&format!("catalog-state-{}", state.code())),
            value: count(state),
            href: format!("/courses?state={}&whose=mine", state.code()),
        })
        .into();
    html(&TeachingTemplate {
        page: Page::new(&who, l.t("catalog-teaching")),
        stats,
        empty: courses.is_empty(),
        returned,
        writing,
        waiting,
    })
}

//! The versions of a course, and how one differs from another.

use super::{
    rules::{Changes, Fate, compare, lines},
    store::{self, Version},
};
use crate::{
    access,
    course::action::desk_href,
    kinds::LessonKinds,
    lesson::{
        rules::Placed,
        store::{self as lessons, Lesson},
    },
    review::store as reviews,
    revision::words::{Shown, shown},
    view::{self, Badge},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::BTreeMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

struct Row {
    href: String,
    number: i64,
    title: String,
    badge: Badge,
    begun_at: Timestamp,
    published_at: Option<Timestamp>,
    reviews: Vec<(Badge, String)>,
}

#[derive(Template)]
#[template(path = "version/list.html")]
struct ListTemplate {
    page: Page,
    rows: Vec<Row>,
}

/// `GET /courses/{course}/versions`.
pub async fn list(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (course, all, reviews) = app
        .db()
        .read(move |tx| {
            let (course, _) = access::readable(tx, &actor, id)?;
            Ok::<_, Fault>((course, store::of_course(tx, id)?, reviews::of_course(tx, id)?))
        })
        .await?;
    let l = &who.l;
    let row = |it: Version| Row {
        href: format!("/courses/{id}/versions/{}", it.id),
        number: it.number,
        badge: view::version_badge(l, it.state),
        begun_at: it.created_at,
        published_at: it.published_at,
        reviews: reviews
            .iter()
            .filter(|review| review.version_id == it.id)
            .map(|review| {
                let who = review.reviewer_name.clone().unwrap_or_default();
                let at = l.date_time(review.decided_at.unwrap_or(review.submitted_at));
                (view::review_badge(l, review.state), format!("{who} {at}").trim().to_owned())
            })
            .collect(),
        title: it.title,
    };
    html(&ListTemplate {
        page: Page::new(&who, l.t("catalog-versions"))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(id), course.title.clone()),
        rows: all.into_iter().map(row).collect(),
    })
}

/// A fact that differs: its name, and its lines.
struct FactDiff {
    name: String,
    lines: Vec<Shown>,
}

/// A lesson that differs.
struct LessonDiff {
    href: Option<String>,
    number: String,
    title: String,
    badge: Badge,
    notes: Vec<String>,
    lines: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "version/show.html")]
struct ShowTemplate {
    page: Page,
    course: Uuid,
    version: Version,
    badge: Badge,
    against: Option<i64>,
    others: Vec<(String, String, bool)>,
    facts: Vec<FactDiff>,
    lessons: Vec<LessonDiff>,
    same: usize,
}

/// What two versions are compared by.
pub(crate) struct Side {
    pub version: Version,
    pub lessons: Vec<Placed<Lesson>>,
    pub texts: BTreeMap<Uuid, String>,
}

/// Reads a version for a comparison; what other slices keep of a lesson is compared by what they say of it.
pub(crate) fn side(tx: &mut Tx<'_>, kinds: &LessonKinds, version: Version) -> Result<Side, Fault> {
    let lessons = crate::api::version_tree(tx, version.id)?;
    let mut texts: BTreeMap<Uuid, String> = lessons::texts(tx, version.id)?.into_iter().collect();
    for (hooks, keys) in kinds.attached(&lessons) {
        let ids: Vec<Uuid> = keys.keys().copied().collect();
        for (id, described) in hooks.describe(tx, &ids)? {
            if let Some(key) = keys.get(&id) {
                texts.entry(*key).or_default().push_str(&format!("\n{described}"));
            }
        }
    }
    Ok(Side { version, lessons, texts })
}

/// `GET /courses/{course}/versions/{version}`: against the one before, or the version of `against`.
pub async fn show(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, version)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let asked: Option<Uuid> = form.value("against").parse().ok();
    let (course, all, old, new) = app
        .db()
        .read(move |tx| {
            let (course, _) = access::readable(tx, &actor, course)?;
            let all = store::of_course(tx, course.id)?;
            let own = all.iter().find(|it| it.id == version).cloned().ok_or(Fault::NotFound)?;
            let against = match asked {
                Some(id) => all.iter().find(|it| it.id == id),
                None => all.iter().find(|it| it.number < own.number),
            };
            let old = against.cloned().map(|it| side(tx, &kinds, it)).transpose()?;
            let new = side(tx, &kinds, own)?;
            Ok::<_, Fault>((course, all, old, new))
        })
        .await?;
    let l = &who.l;
    let id = course.id;
    let (facts, lessons, same) = match &old {
        Some(old) => {
            let compared = compare(&old.lessons, &new.lessons, &old.texts, &new.texts);
            let same = compared.iter().filter(|it| it.fate == Fate::Same).count();
            let diff = |it| lesson_diff(l, id, &new.version, it);
            (fact_diffs(l, &old.version, &new.version), compared.into_iter().filter_map(diff).collect(), same)
        }
        None => (Vec::new(), Vec::new(), 0),
    };
    let chosen = old.as_ref().map(|old| old.version.id);
    let others = all
        .iter()
        .filter(|it| it.id != new.version.id)
        .map(|it| {
            let href = format!("/courses/{id}/versions/{}?against={}", new.version.id, it.id);
            (href, l.t1("catalog-version", "number", it.number), chosen == Some(it.id))
        })
        .collect();
    html(&ShowTemplate {
        page: Page::new(&who, l.t1("catalog-version", "number", new.version.number))
            .crumb(desk_href(id), course.title.clone())
            .crumb(format!("/courses/{id}/versions"), l.t("catalog-versions")),
        course: id,
        badge: view::version_badge(l, new.version.state),
        against: old.as_ref().map(|old| old.version.number),
        others,
        facts,
        lessons,
        same,
        version: new.version,
    })
}

fn fact_diffs(l: &Locale, old: &Version, new: &Version) -> Vec<FactDiff> {
    let of = |it: &Version| {
        [
            ("title", it.title.clone()),
            ("summary", it.summary.clone()),
            ("level", view::level(l, &it.level)),
            ("lecturer", it.lecturer_name.clone()),
            ("credits", l.credits(it.credits)),
            ("in-order", l.t(if it.in_order { "catalog-in-order-yes" } else { "catalog-in-order-no" })),
            ("introduction", it.introduction_md.clone()),
            ("objectives", it.objectives_md.clone()),
            ("syllabus", it.syllabus_md.clone()),
            ("criteria", it.criteria_md.clone()),
        ]
    };
    of(old)
        .into_iter()
        .zip(of(new))
        .filter(|((_, a), (_, b))| a != b)
        .map(|((name, a), (_, b))| FactDiff {
            name: l.t(&format!("catalog-fact-{name}")),
            lines: shown(lines(&a, &b)),
        })
        .collect()
}

fn lesson_diff(l: &Locale, course: Uuid, new: &Version, it: super::rules::Compared) -> Option<LessonDiff> {
    let badge = |tone, shape, key: &str| Badge { tone, shape, label: l.t(key) };
    let mut diff = LessonDiff {
        href: Some(format!("/courses/{course}/preview/{}?version={}", it.key, new.id)),
        number: it.number,
        title: it.title,
        badge: badge("pine", "", "catalog-diff-added"),
        notes: Vec::new(),
        lines: Vec::new(),
    };
    match it.fate {
        Fate::Same => return None,
        Fate::Added => {}
        Fate::Removed => {
            diff.badge = badge("cinnabar", "dash", "catalog-diff-removed");
            diff.href = None;
        }
        Fate::Changed(changes) => {
            diff.badge = badge("ochre", "", "catalog-diff-changed");
            diff.notes = notes(l, &changes);
            diff.lines = shown(changes.lines);
        }
    }
    Some(diff)
}

fn notes(l: &Locale, it: &Changes) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(title) = &it.title {
        all.push(l.t1("catalog-diff-title", "old", title));
    }
    if let Some(number) = &it.number {
        all.push(l.t1("catalog-diff-number", "old", number));
    }
    if let Some(minutes) = it.minutes {
        all.push(l.t1("catalog-diff-minutes", "old", minutes));
    }
    if let Some(required) = it.required {
        all.push(l.t(if required { "catalog-diff-optional" } else { "catalog-diff-required" }));
    }
    if it.file {
        all.push(l.t("catalog-diff-file"));
    }
    all
}

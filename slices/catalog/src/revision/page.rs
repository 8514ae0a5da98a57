//! The history of a lesson's text, and how two of its revisions differ.

use super::{
    store::{self, Revision},
    words::{Shown, shown},
};
use crate::{
    course::{
        action::desk_href,
        edit::{Desk, desk},
    },
    lesson::{
        action::lesson_href,
        store::{self as lessons, Body},
    },
    version::rules::lines,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

struct Line {
    id: Uuid,
    number: i64,
    version: i64,
    who: String,
    began_at: Timestamp,
    saved_at: Timestamp,
    aside: bool,
    characters: usize,
    /// Where it is compared with the one before.
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "revision/list.html")]
struct HistoryTemplate {
    page: Page,
    f: Form,
    course: Uuid,
    key: Uuid,
    lines: Vec<Line>,
    choices: Vec<(String, String)>,
    compared: Option<(String, String)>,
    titles: Option<(String, String)>,
    difference: Vec<Shown>,
    is_open: bool,
    most: i64,
}

/// `GET /courses/{course}/edit/lessons/{lesson}/history`: all revisions; with `old` and `new` how these differ.
pub async fn history(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (desk, at, body, all, names) = app
        .db()
        .read(move |tx| {
            let desk = desk(tx, &actor, course)?;
            if !desk.access.write {
                return Err(Fault::forbidden());
            }
            let at = desk.at(key)?;
            let body = lessons::body(tx, desk.version.id, key)?;
            let all = store::of_lesson(tx, course, key)?;
            let people: Vec<Uuid> = all.iter().map(|it| it.person_id).collect();
            let names = xingtan_accounts::api::names(tx, &people)?;
            Ok::<_, Fault>((desk, at, body, all, names))
        })
        .await?;
    let l = &who.l;
    let asked = |name: &str| {
        let id = form.value(name).parse::<Uuid>().ok()?;
        all.iter().find(|it| it.id == id)
    };
    // Where nothing is asked for: the last change.
    let in_force = |it: &&Revision| !it.aside;
    let new = asked("new").or_else(|| all.iter().find(in_force));
    let old = asked("old").or_else(|| new.and_then(|new| before(&all, new)));
    let is_now = |it: &Revision| is_now(it, &desk, at, &body);
    let choices = all.iter().map(|it| (it.id.to_string(), label(l, it, &names))).collect();
    let f = Form::fresh(app.id())
        .in_language(l)
        .with("version", desk.lessons[at].lesson.version)
        .with("old", old.map(|it| it.id.to_string()).unwrap_or_default())
        .with("new", new.map(|it| it.id.to_string()).unwrap_or_default());
    let pair = old.zip(new);
    let line = |it: &Revision| Line {
        id: it.id,
        number: it.number,
        version: it.version_number,
        who: name(l, it, &names),
        began_at: it.began_at,
        saved_at: it.saved_at,
        aside: it.aside,
        characters: it.body_md.chars().count(),
        href: match before(&all, it) {
            Some(old) => {
                format!("{}/history?old={}&new={}#difference", lesson_href(course, key), old.id, it.id)
            }
            None => String::new(),
        },
        current: is_now(it),
    };
    html(&HistoryTemplate {
        page: Page::new(&who, l.t("catalog-history"))
            .crumb(desk_href(course), desk.version.title.clone())
            .crumb(lesson_href(course, key), desk.lessons[at].lesson.title.clone()),
        f,
        course,
        key,
        lines: all.iter().map(line).collect(),
        choices,
        compared: pair.map(|(old, new)| (label(l, old, &names), label(l, new, &names))),
        titles: pair
            .filter(|(old, new)| old.title != new.title)
            .map(|(old, new)| (old.title.clone(), new.title.clone())),
        difference: match pair {
            Some((old, new)) if old.body_md != new.body_md => shown(lines(&old.body_md, &new.body_md)),
            _ => Vec::new(),
        },
        is_open: desk.is_open(),
        most: crate::Act::of(&who).keeping.most,
    })
}

/// What stood there before: the newest older one that was in force.
fn before<'a>(all: &'a [Revision], it: &Revision) -> Option<&'a Revision> {
    all.iter().find(|other| other.number < it.number && !other.aside)
}

fn is_now(it: &Revision, desk: &Desk, at: usize, body: &Body) -> bool {
    !it.aside && it.body_md == body.body_md && it.title == desk.lessons[at].lesson.title
}

fn name(l: &Locale, it: &Revision, names: &HashMap<Uuid, String>) -> String {
    names.get(&it.person_id).cloned().unwrap_or_else(|| l.t("catalog-somebody"))
}

fn label(l: &Locale, it: &Revision, names: &HashMap<Uuid, String>) -> String {
    let words =
        l.t3("catalog-revision-label", "number", it.number, "who", name(l, it, names), "at", it.saved_at);
    if it.aside { format!("{words} {}", l.t("catalog-revision-aside")) } else { words }
}

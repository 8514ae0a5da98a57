//! The facts of a course: title, introduction, objectives, syllabus, criteria, lecturer, credits.

use super::{
    action::desk_href,
    deed,
    edit::{Desk, desk, is_stale},
    page::frozen,
    rules::{LONGEST_TEXT, LONGEST_TITLE, MOST_CREDITS},
};
use crate::{
    Act,
    lesson::store::Body,
    permissions::CATEGORIES_MANAGE,
    picture::{rules::Sizes, store as pictures},
    version::{change::Facts, store::Version},
    view,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, Text, html};

#[derive(Template)]
#[template(path = "course/facts.html")]
struct FactsTemplate {
    page: Page,
    f: Form,
    id: Uuid,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    hours: String,
    /// Who adds categories, where there are none.
    category_hint: String,
    /// Where the reader adds the first category.
    add_category: Option<&'static str>,
    /// What somebody else saved meanwhile, beside what was typed: words of the field and the text.
    theirs: Vec<(String, String)>,
}

fn filled(app: &App, who: &SignedIn, it: &Version) -> Form {
    let credits = format!("{}.{:02}", it.credits / 100, it.credits % 100);
    Form::fresh(app.id())
        .in_language(&who.l)
        .with("version", it.version)
        .with("title", &it.title)
        .with("summary", &it.summary)
        .with("category", it.category_id.map(|id| id.to_string()).unwrap_or_default())
        .with("level", &it.level)
        .with("lecturer", &it.lecturer_name)
        .with("credits", credits)
        .with("in_order", if it.in_order { "yes" } else { "" })
        .with("introduction", &it.introduction_md)
        .with("objectives", &it.objectives_md)
        .with("syllabus", &it.syllabus_md)
        .with("criteria", &it.criteria_md)
}

async fn show(
    app: &App,
    who: &SignedIn,
    desk: Desk,
    f: Form,
    theirs: Vec<(String, String)>,
) -> Result<Response, Fault> {
    let categories = app.db().read(crate::category::store::choices).await?;
    let l = &who.l;
    let (none, manages) = (categories.is_empty(), who.actor.may_whole(CATEGORIES_MANAGE));
    let minutes: i64 = crate::lesson::rules::stated_minutes(&desk.lessons);
    html(&FactsTemplate {
        page: Page::new(who, l.t("catalog-facts"))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(desk.course.id), desk.version.title.clone()),
        f,
        id: desk.course.id,
        categories,
        levels: view::levels(l),
        hours: l.span(minutes * 60),
        category_hint: if none && !manages { l.t("catalog-no-categories") } else { String::new() },
        add_category: (none && manages).then_some("/courses/categories"),
        theirs,
    })
}

async fn open_desk(app: &App, who: &SignedIn, id: Uuid) -> Result<Desk, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, id)).await?;
    match (desk.access.write, desk.is_open()) {
        (true, true) => Ok(desk),
        (true, false) => Err(frozen()),
        (false, _) => Err(Fault::forbidden()),
    }
}

/// `GET /courses/{course}/edit/facts`.
pub async fn facts(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let desk = open_desk(&app, &who, id).await?;
    let f = filled(&app, &who, &desk.version);
    show(&app, &who, desk, f, Vec::new()).await
}

/// What a form says of a course; the texts are rendered once nothing is wrong ([`rendered`]).
pub(crate) fn read(form: &mut Form, desk: &Desk) -> Facts {
    let text = |form: &mut Form, name: &str| form.text(name, Text::optional(LONGEST_TEXT).lines());
    let lecturer_name = form.text("lecturer", Text::optional(80));
    let level = form.value("level").to_owned();
    if !crate::api::LEVELS.iter().any(|(key, _)| *key == level) {
        form.refuse("level", Msg::new("web-form-choice"));
    }
    let same = lecturer_name == desk.version.lecturer_name;
    let own = lecturer_name == desk.course.author_name;
    let lecturer_id = match (same, own) {
        (true, _) => desk.version.lecturer_id,
        (false, true) => Some(desk.course.author_id),
        (false, false) => None,
    };
    Facts {
        title: form.text("title", Text::required(LONGEST_TITLE)),
        summary: form.text("summary", Text::optional(200)),
        level,
        category_id: form.optional_id("category"),
        lecturer_id,
        lecturer_name,
        credits: form.hundredths("credits", 0..=MOST_CREDITS),
        in_order: form.ticked("in_order"),
        introduction: Body { body_md: text(form, "introduction"), body_html: String::new() },
        objectives: Body { body_md: text(form, "objectives"), body_html: String::new() },
        syllabus: Body { body_md: text(form, "syllabus"), body_html: String::new() },
        criteria: Body { body_md: text(form, "criteria"), body_html: String::new() },
    }
}

/// Renders the texts of facts that were read from a form without faults.
pub(crate) fn rendered(facts: Facts, sizes: &Sizes) -> Facts {
    Facts {
        introduction: Body::with_pictures(facts.introduction.body_md, sizes),
        objectives: Body::with_pictures(facts.objectives.body_md, sizes),
        syllabus: Body::with_pictures(facts.syllabus.body_md, sizes),
        criteria: Body::with_pictures(facts.criteria.body_md, sizes),
        ..facts
    }
}

/// `POST /courses/{course}/edit/facts`.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let desk = open_desk(&app, &who, id).await?;
    let facts = read(&mut form, &desk);
    let seen = form.int("version", 1..=i64::MAX);
    if !form.ok() {
        let page = show(&app, &who, desk, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let sizes = app.db().read(move |tx| pictures::sizes(tx, id)).await?;
    let (facts, act, key, to) = (rendered(facts, &sizes), Act::of(&who), form.key(), desk_href(id));
    let (version, there) = (desk.version.id, to.clone());
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::save_facts(tx, id, version, seen, &facts, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(super::action::done(&who, once, &to, "catalog-facts-saved")),
        Err(fault) if is_stale(&fault) => stale(&app, &who, id, form).await,
        Err(fault) => Err(fault),
    }
}

/// Somebody else saved meanwhile: theirs beside what was typed, which is saved over it when sent again.
async fn stale(app: &App, who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let desk = open_desk(app, who, id).await?;
    let now = filled(app, who, &desk.version);
    let l = &who.l;
    let fields =
        ["title", "summary", "lecturer", "credits", "introduction", "objectives", "syllabus", "criteria"];
    let differing = fields.into_iter().filter(|name| now.value(name).trim() != form.value(name).trim());
    let theirs =
        differing.map(|name| (l.t(&format!("catalog-fact-{name}")), now.value(name).to_owned())).collect();
    let pairs = form
        .names()
        .filter(|name| !matches!(*name, "version" | "form_key"))
        .map(|name| (name.to_owned(), form.value(name).to_owned()))
        .chain([
            ("version".to_owned(), desk.version.version.to_string()),
            ("form_key".to_owned(), app.id().to_string()),
        ]);
    let mut f = Form::of_pairs(pairs).in_language(l);
    f.refuse("", Msg::new("web-fault-stale"));
    let page = show(app, who, desk, f, theirs).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

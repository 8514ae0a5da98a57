//! The page on which lessons are chosen whose record is taken back.

use super::{CORRECT, rules};
use crate::{
    department::person::{readable, within},
    enrolment::store as enrolments,
    study::{change::Studied, page::standing_words, rules as study},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_accounts::api::Person;
use xingtan_catalog::{
    Act,
    api::{self as catalog, Course, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "correction/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    person: Person,
    course: Course,
    lessons: Vec<(String, String)>,
    complete: bool,
    back: String,
}

/// `GET /department/people/{person}/courses/{course}/correction`: says what follows and asks for lessons and reason.
pub async fn new(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((person, course)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let form = Form::fresh(app.id());
    shown(&who, kinds, person, course, form).await
}

/// The page with what was typed.
///
/// # Errors
/// [`Fault::NotFound`] where the person or the course is not one's to correct.
pub async fn shown(
    who: &SignedIn,
    kinds: LessonKinds,
    id: Uuid,
    course: Uuid,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(CORRECT)?;
    let (scope, act) = (who.actor.scope(CORRECT), Act::of(who));
    // The form that comes back shows nothing that it had not shown.
    let again = !form.ok();
    let (person, course, studied) = who
        .app
        .db()
        .write(move |tx| {
            let person = if again { within(tx, &scope, id)? } else { readable(tx, &scope, id, &act)? };
            let enrolment = enrolments::of(tx, id, course)?.ok_or(Fault::NotFound)?;
            let course = catalog::course(tx, course)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((person, course, Studied::read(tx, &kinds, enrolment)?))
        })
        .await?;
    let counted = studied.lessons.iter().zip(&studied.facts).filter(|(_, facts)| rules::has_counted(facts));
    let lessons = counted.map(|(placed, facts)| {
        let (state, _) = standing_words(&who.l, study::standing(facts));
        let time = who.l.span(facts.studied.seconds());
        (facts.key.to_string(), format!("{} {}（{state}，{time}）", placed.number, placed.lesson.title))
    });
    let lessons: Vec<(String, String)> = lessons.collect();
    if again && lessons.is_empty() {
        form.refuse("", Msg::new("learning-correction-nothing"));
    }
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = format!("/department/people/{id}/courses/{}", course.id);
    let page = html(&NewPage {
        page: Page::new(who, who.l.t("learning-correction-title"))
            .crumb("/department", crate::department::page::title(who))
            .crumb(format!("/department/people/{id}"), person.name.clone())
            .crumb(back.clone(), course.title.clone()),
        lessons,
        form: form.in_language(&who.l),
        complete: studied.enrolment.completed_at.is_some(),
        person,
        course,
        back,
    })?;
    Ok((status, page).into_response())
}

//! What the forms of ratings do.

use super::{
    change, page,
    rules::{MARKS, Marks, Terms},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, save, save_in_turn};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::{Place, screen_open_texts};

/// The longest comment, answer or reason.
pub(super) const WORDS: usize = 1000;

/// All that changes the ratings of a course goes one after the other: their sum is told to the catalogue.
pub(super) fn turn(course: Uuid) -> String {
    format!("evaluation-rating-{course}")
}

/// Reads a rating.
pub(super) fn read(form: &mut Form) -> (Marks, String) {
    let marks = Marks {
        content: form.int("content", MARKS),
        teaching: form.int("teaching", MARKS),
        usefulness: form.int("usefulness", MARKS),
    };
    (marks, form.text("comment", Text::optional(WORDS).lines()))
}

/// `POST /courses/{course}/ratings`.
pub async fn rate(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    screen_open_texts(&who, &mut form, Place::Comment, &["comment"]).await?;
    let (marks, comment) = read(&mut form);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let terms = Terms::of(app.settings());
        let (to, turn, told) = (page::here(course), turn(course), Msg::new("evaluation-was-rated"));
        let done = save_in_turn(&who, &mut form, &turn, &to, told, move |tx| {
            change::rate(tx, course, marks, &comment, terms, (&actor, &deed)).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show(&who, course, &Form::default(), form, true).await
}

/// `POST /courses/{course}/ratings/withdrawal`.
pub async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (actor, deed, terms) = (who.actor.clone(), Deed::of(&who), Terms::of(app.settings()));
    let (to, turn, told) = (page::here(course), turn(course), Msg::new("evaluation-was-withdrawn"));
    let done = save_in_turn(&who, &mut form, &turn, &to, told, move |tx| {
        change::withdraw(tx, course, terms, (&actor, &deed))
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_withdrawal(&who, course, form).await,
    }
}

/// `POST /courses/{course}/ratings/{rating}/hiding`: `decision` is `hide` or `show`.
pub async fn hide(
    who: SignedIn,
    Path((course, id)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(super::GUARD)?;
    let hides = form.value("decision") != "show";
    let version = form.int("version", 0..=i64::MAX);
    let reason = if hides { Some(form.text("reason", Text::required(WORDS).lines())) } else { None };
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new(if hides { "evaluation-was-hidden" } else { "evaluation-was-shown" });
        let to = format!("{}/{id}", page::here(course));
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::hide(tx, course, (id, version), reason.as_deref(), (&actor, &deed))
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, course, id, form).await
}

/// `POST /courses/{course}/ratings/{rating}/answer`.
pub async fn answer(
    State(app): State<App>,
    who: SignedIn,
    Path((course, id)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    screen_open_texts(&who, &mut form, Place::Comment, &["answer"]).await?;
    let text = form.text("answer", Text::required(WORDS).lines());
    if form.ok() {
        let (actor, deed, terms) = (who.actor.clone(), Deed::of(&who), Terms::of(app.settings()));
        let to = format!("{}/{id}", page::here(course));
        let done = save(&who, &mut form, &to, Msg::new("evaluation-was-answered"), move |tx| {
            change::answer(tx, (course, id), &text, terms, (&actor, &deed))
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, course, id, form).await
}

//! What the forms of a quiz do.

use super::{
    change::{self, At, Draft},
    edit::{self, desk, frozen, open_quiz, quiz_href},
    question::{self, About, OPTION_IDS, filled},
    rules::{LONGEST_BODY, LONGEST_OPTION, QuestionKind, ReviewRule, faults},
    store::{self, Quiz},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_catalog::{Act, Changed};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text};

const STALE: &str = "web-fault-stale";

/// What became of a change, as a fault where it was not made: the unit is undone.
pub(crate) fn made<T>(changed: Changed<T>) -> Result<T, Fault> {
    match changed {
        Changed::Done(it) => Ok(it),
        Changed::Stale => Err(Fault::Conflict(Msg::new(STALE))),
        Changed::Frozen => Err(frozen()),
        Changed::Gone => Err(Fault::NotFound),
    }
}

fn is_stale(fault: &Fault) -> bool {
    matches!(fault, Fault::Conflict(msg) if msg.key() == STALE)
}

/// A form of a quiz: once → act on the quiz of an open draft → back to the quiz.
async fn on_quiz(
    app: &App,
    who: &SignedIn,
    (course, key): (Uuid, Uuid),
    form_key: Option<FormKey>,
    sentence: &'static str,
    act_on: impl Fn(&mut Tx<'_>, At<'_>, &Act) -> Result<(), Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let (act, to) = (Act::of(who), quiz_href(course, key));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let (course, lesson, quiz) = open_quiz(tx, &act.actor, course, key)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                act_on(tx, At { course: &course, lesson: &lesson, quiz }, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(match once {
        Once::First => who.go(&to, "pine", &Msg::new(sentence)),
        Once::Before(there) => Redirect::to(&there).into_response(),
    })
}

/// Reads the rules of a quiz as they are to be kept; none when something is wrong with them.
pub(crate) fn rules(form: &mut Form) -> Option<Quiz> {
    let pass_percent = form.int("pass_percent", 1..=100);
    let attempts_allowed = form.int("attempts", 0..=99);
    let minutes =
        if form.value("minutes").trim().is_empty() { None } else { Some(form.int("minutes", 1..=600)) };
    let review = ReviewRule::from_code(form.value("review"));
    if review.is_none() {
        form.refuse("review", Msg::new("web-form-choice"));
    }
    if review.is_some_and(|review| review.gives_away(attempts_allowed)) {
        form.refuse("review", Msg::new("assessment-review-gives-away"));
    }
    let version = form.int("version", 1..=i64::MAX);
    let review = review.filter(|_| form.ok())?;
    Some(Quiz {
        id: Uuid::nil(),
        title: String::new(),
        pass_percent,
        attempts_allowed,
        shuffle: form.ticked("shuffle"),
        partial: form.ticked("partial"),
        time_limit_seconds: minutes.map(|it| it * 60),
        review,
        frozen_at: None,
        version,
    })
}

/// Saves the rules of a quiz, which is called as its lesson; `version` is the count that was seen.
pub(crate) fn save_rules(tx: &mut Tx<'_>, at: At<'_>, rules: &Quiz, act: &Act) -> Result<(), Fault> {
    let quiz = Quiz { id: at.quiz, title: at.lesson.title.clone(), ..rules.clone() };
    made(change::save_quiz(tx, at, rules.version, &quiz, act)?)
}

/// Adds a question; answers its id.
pub(crate) fn add_one(tx: &mut Tx<'_>, at: At<'_>, draft: &Draft, act: &Act) -> Result<Uuid, Fault> {
    match change::add_question(tx, at, draft, act)? {
        Changed::Stale => Err(Fault::Conflict(Msg::new("assessment-fault-full"))),
        other => made(other),
    }
}

/// `POST /courses/{course}/edit/lessons/{lesson}/quiz`: saves the rules.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(place): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let Some(rules) = rules(&mut form) else {
        return again(&app, &who, place, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let saved = on_quiz(&app, &who, place, form.key(), "assessment-quiz-saved", move |tx, at, act| {
        save_rules(tx, at, &rules, act)
    })
    .await;
    match saved {
        Err(fault) if is_stale(&fault) => again(&app, &who, place, form, StatusCode::CONFLICT).await,
        other => other,
    }
}

async fn again(
    app: &App,
    who: &SignedIn,
    (course, key): (Uuid, Uuid),
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let mut form = form;
    if status == StatusCode::CONFLICT {
        // What holds now is shown; these few numbers are typed again sooner than compared.
        form = edit::filled(app, who, &desk.quiz);
        form.refuse("", Msg::new(STALE));
    }
    edit::show(app, who, desk, Some(form), status)
}

/// Reads a question from its form; none when something is wrong with it.
pub(crate) fn read(form: &mut Form, kind: QuestionKind) -> Option<Draft> {
    let body = form.text("body", Text::optional(LONGEST_BODY).lines());
    let explanation = form.text("explanation", Text::optional(LONGEST_BODY).lines());
    let points = form.hundredths("points", 1..=100_000);
    let mut options: Vec<(&str, String)> = Vec::new();
    if kind != QuestionKind::TrueFalse {
        for id in OPTION_IDS {
            let text = form.text(&format!("option-{id}"), Text::optional(LONGEST_OPTION).lines());
            if !text.is_empty() {
                options.push((id, text));
            }
        }
    }
    let right: Vec<String> = form.values("right").to_vec();
    let given: Vec<(&str, &str)> = options.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    let known = |id: &&str| match kind {
        QuestionKind::TrueFalse => ["true", "false"].contains(id),
        _ => OPTION_IDS.contains(id),
    };
    if !right.iter().all(known) {
        form.refuse("right", Msg::new("web-form-choice"));
        return None;
    }
    let draft = Draft::of(kind, &body, &given, &right, points, &explanation);
    for (field, msg) in faults(kind, &body, &draft.options, &draft.answer) {
        form.refuse(&field, msg);
    }
    form.ok().then_some(draft)
}

/// `POST …/quiz/questions`.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(place): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let kind = QuestionKind::from_code(form.value("kind")).ok_or(Fault::Bad(Msg::new("web-fault-form")))?;
    let Some(draft) = read(&mut form, kind) else {
        return refused(&app, &who, place, kind, None, form).await;
    };
    on_quiz(&app, &who, place, form.key(), "assessment-question-added", move |tx, at, act| {
        add_one(tx, at, &draft, act).map(drop)
    })
    .await
}

async fn refused(
    app: &App,
    who: &SignedIn,
    (course, key): (Uuid, Uuid),
    kind: QuestionKind,
    id: Option<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let about = About { course: &desk.course, lesson: &desk.lesson, kind, id };
    question::show(who, &about, form, None, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST …/quiz/questions/{question}`.
pub async fn save_question(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let kind = QuestionKind::from_code(form.value("kind")).ok_or(Fault::Bad(Msg::new("web-fault-form")))?;
    let seen = form.int("version", 1..=i64::MAX);
    let Some(draft) = read(&mut form, kind) else {
        return refused(&app, &who, (course, key), kind, Some(id), form).await;
    };
    let saved =
        on_quiz(&app, &who, (course, key), form.key(), "assessment-question-saved", move |tx, at, act| {
            made(change::save_question(tx, at, id, seen, &draft, act)?)
        })
        .await;
    match saved {
        Err(fault) if is_stale(&fault) => stale(&app, &who, (course, key, id), form).await,
        other => other,
    }
}

/// Somebody else saved meanwhile: theirs beside what was typed, which is saved over it when sent again.
async fn stale(
    app: &App,
    who: &SignedIn,
    (course, key, id): (Uuid, Uuid, Uuid),
    form: Form,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let theirs = desk.questions.iter().find(|it| it.id == id).cloned().ok_or(Fault::NotFound)?;
    let now = filled(app, who, &theirs);
    let kept = form
        .names()
        .filter(|name| !matches!(*name, "version" | "form_key"))
        .flat_map(|name| form.values(name).iter().map(|value| (name.to_owned(), value.clone())))
        .chain([
            ("version".to_owned(), now.value("version").to_owned()),
            ("form_key".to_owned(), now.key_text()),
        ]);
    let mut f = Form::of_pairs(kept).in_language(&who.l);
    f.refuse("", Msg::new(STALE));
    let kind = QuestionKind::from_code(form.value("kind")).unwrap_or(theirs.kind);
    let about = About { course: &desk.course, lesson: &desk.lesson, kind, id: Some(id) };
    question::show(who, &about, f, Some(theirs), StatusCode::CONFLICT)
}

/// `POST …/quiz/questions/{question}/move`: up or down by one.
pub async fn step(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let down = form.value("direction") == "down";
    on_quiz(&app, &who, (course, key), None, "assessment-question-moved", move |tx, at, act| {
        let all = store::questions(tx, at.quiz)?;
        let from = all.iter().position(|it| it.id == id).ok_or(Fault::NotFound)?;
        let to = if down { from + 1 } else { from.saturating_sub(1) };
        made(change::move_question(tx, at, id, to, act)?)
    })
    .await
}

/// `POST …/quiz/questions/{question}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    on_quiz(&app, &who, (course, key), form.key(), "assessment-question-removed", move |tx, at, act| {
        made(change::remove_question(tx, at, id, act)?)
    })
    .await
}

//! What one does while studying: enrol, give attention, take a file, hand in a quiz.

use super::{
    care::{self, Heed},
    change::{self, Answered, Begun, Reported, Seen, Watching},
    late,
    opening::Opening,
    others::MOST_TAKEN,
    page::standing_words,
    presence,
    rules::Standing,
    store,
    watched::MOST_STRETCHES,
};
use crate::{
    enrolment::{
        access::{enrolled, studying},
        real_name, store as enrolments,
    },
    quiz,
    study::PRESENCE,
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use xingtan_assessment::api::Started;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{App, Fault, Form, FormKey, Once, Pageless, SignedIn, json::Body};

/// `POST /courses/{course}/enrolments`: chooses an elective.
pub async fn enrol(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(course): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, key, id, location) = (Act::of(&who), form.key(), app.id(), format!("/courses/{course}"));
    let (unit_path, to) = (who.actor.unit_path.clone(), location.clone());
    let done = app
        .db()
        .write(move |tx| {
            if let Once::Before(to) = FormKey::enter(key, tx, Some(act.person), &to, act.at)? {
                return Ok::<_, Fault>(Err(to));
            }
            enrol_in(tx, &kinds, course, id, &unit_path, &act)?;
            Ok(Ok(()))
        })
        .await?;
    app.ring();
    Ok(match done {
        Ok(()) => who.go(&location, "pine", &Msg::new("learning-enrolled")),
        Err(to) => Redirect::to(&to).into_response(),
    })
}

/// Chooses a published course for the actor, unless they study it already.
pub(crate) fn enrol_in(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    id: Uuid,
    unit_path: &str,
    act: &Act,
) -> Result<(), Fault> {
    if enrolments::of(tx, act.person, course)?.is_some_and(|it| it.withdrawn_at.is_none()) {
        return Ok(());
    }
    let tree = catalog::published_tree(tx, course)?.ok_or(Fault::NotFound)?;
    real_name::let_in(tx, (act.person, unit_path), course, act.at)?;
    Ok(crate::enrolment::change::choose(tx, kinds, &tree, id, unit_path, act)?)
}

/// What `attention-timer` and `video-player` send.
#[derive(Clone, Debug, Deserialize)]
pub struct Attention {
    token: String,
    seq: i64,
    #[serde(default)]
    seconds: i64,
    #[serde(default)]
    played: Vec<(i64, i64)>,
    #[serde(default)]
    position: Option<i64>,
}

/// `POST /courses/{course}/lessons/{lesson}/attention`: a report of attention.
///
/// The first report of an opened page begins the learning session; it may claim no time yet. 200 with what was
/// counted, or with the presence check that has to be passed before the report is sent again; 409 when another lesson
/// or device took over; 410 when the session has ended.
pub async fn attention(
    State(app): State<App>,
    Pageless(who): Pageless,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
    Body(report): Body<Attention>,
) -> Result<Response, Fault> {
    let ended = || Fault::Gone(Msg::new("learning-attention-ended"));
    let (act, session) = (Act::of(&who), who.actor.session.unwrap_or_else(Uuid::nil));
    let opening = Opening::read(app.keys(), &report.token, act.person, course, lesson).ok_or_else(ended)?;
    let taken = opening.taken.is_some();
    let gone = || if taken { Fault::Gone(Msg::new("learning-taken-late")) } else { ended() };
    let hash = xingtan_keys::hash_of(report.token.as_bytes());
    if report.played.len() > MOST_STRETCHES {
        return Err(Fault::Invalid(vec![(
            "played".to_owned(),
            Msg::new("learning-attention-stretches").with("most", MOST_STRETCHES),
        )]));
    }
    let seen = Seen {
        sequence: report.seq,
        attention: Span::of_seconds(report.seconds),
        played: report.played,
        position_ms: report.position,
    };
    let (minutes, heed) = (app.settings().int(&PRESENCE), Heed::of(&app));
    let rules = heed.clone();
    let reported = app
        .db()
        .write(move |tx| {
            if late::is_replaced(tx, &opening, &act)? {
                return Ok::<_, Fault>(Reported::Ended("replaced".to_owned()));
            }
            let how = (&kinds, &heed);
            match change::begin(tx, how, &opening, &hash, (session, minutes), &act)? {
                Begun::Yes(session) => Ok(change::report(tx, how, *session, &seen, &act)?),
                Begun::Late => Ok(Reported::Unknown),
                Begun::Many => Ok(Reported::Ended("many".to_owned())),
            }
        })
        .await?;
    match reported {
        Reported::Unknown => Err(gone()),
        Reported::Ended(reason) if reason == "other-lesson" => {
            // What was seen before the other lesson was opened has counted, and may have completed the course.
            app.ring();
            Err(Fault::Conflict(Msg::new("learning-attention-elsewhere")))
        }
        Reported::Ended(reason) if reason == "absent" => Err(Fault::Gone(Msg::new("learning-presence-over"))),
        Reported::Ended(reason) if reason == "replaced" => {
            Err(Fault::Gone(Msg::new("learning-taken-replaced")))
        }
        Reported::Ended(reason) if reason == "many" => {
            Err(Fault::Gone(Msg::new("learning-taken-many").with("most", MOST_TAKEN)))
        }
        Reported::Ended(_) => Err(gone()),
        Reported::Check(check) => Ok(Json(json!({ "check": question(&who.l, check) })).into_response()),
        Reported::Counted {
            studied,
            needed,
            done,
            complete,
            watched,
            added,
            limited,
            rest: (advice, left),
            closed,
        } => {
            if complete {
                app.ring();
            }
            let standing = match (done, &watched) {
                (true, _) => Standing::Done,
                (false, Some(it)) => {
                    let of = Span::of_seconds((it.duration + 999) / 1000);
                    Standing::Watching { watched: Span::of_seconds(it.ranges.total() / 1000).min(of), of }
                }
                (false, None) => {
                    let (given, needed) = (Span::of_seconds(studied), Span::of_seconds(needed));
                    Standing::Attention { given: given.min(needed), needed }
                }
            };
            let (standing, _) = standing_words(&who.l, standing);
            let rest = match closed {
                Some(closed) => {
                    let stops = closed.blocks().then(|| closed.until(who.now));
                    Some(json!({ "tone": "ochre", "text": closed.words(&who.l, who.now), "stops": stops }))
                }
                None => care::words(&who.l, advice, who.now)
                    .map(|(tone, text)| json!({ "tone": tone, "text": text, "stops": advice.stops_until() })),
            };
            let answer = json!({
                "studied": studied, "needed": needed, "done": done, "complete": complete, "standing": standing,
                "watched": watched.as_ref().map(|it| it.ranges.stretches().to_vec()),
                "frontier": watched.as_ref().and_then(Watching::frontier),
                "added": added.map(|(seconds, played)| json!({ "seconds": seconds, "played": played })),
                "limited": limited.then(|| care::rule(&who.l, rules.limits())),
                "rest": rest,
                "left": left.map(Span::seconds),
            });
            Ok(Json(answer).into_response())
        }
    }
}

/// A presence check in words.
fn question(l: &Locale, check: Uuid) -> serde_json::Value {
    let asked = presence::question(check);
    let word = |n: usize| l.t(&format!("learning-presence-word-{}", n + 1));
    let options = asked.options.map(|n| json!({ "value": n, "text": word(n) }));
    let question = l.t1("learning-presence-question", "word", word(asked.options[asked.right]));
    json!({ "id": check, "question": question, "options": options })
}

/// The answer to a presence check.
#[derive(Clone, Debug, Deserialize)]
pub struct Presence {
    token: String,
    id: Uuid,
    answer: usize,
}

/// `POST /courses/{course}/lessons/{lesson}/presence`: answers a presence check. 204 when it was right; 422 with the
/// next question when it was wrong; 410 when it was wrong too often, or the session has ended; 409 when this check is
/// not the one that waits.
pub async fn presence(
    State(app): State<App>,
    Pageless(who): Pageless,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
    Body(given): Body<Presence>,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    let over = || Fault::Gone(Msg::new("learning-presence-over"));
    Opening::read(app.keys(), &given.token, act.person, course, lesson).ok_or_else(over)?;
    let hash = xingtan_keys::hash_of(given.token.as_bytes());
    let minutes = app.settings().int(&PRESENCE);
    let answered = app
        .db()
        .write(move |tx| change::answer_presence(tx, &hash, given.id, given.answer, minutes, &act))
        .await?;
    match answered {
        Answered::Right => Ok(StatusCode::NO_CONTENT.into_response()),
        Answered::Wrong(next) => {
            let again =
                json!({ "check": question(&who.l, next), "detail": who.l.t("learning-presence-wrong") });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(again)).into_response())
        }
        Answered::Over => Err(over()),
        Answered::Unknown => Err(Fault::Conflict(Msg::new("learning-presence-other"))),
    }
}

/// `POST /courses/{course}/lessons/{lesson}/read`: without scripts, one says that one has read. The server counts its
/// own time since the page was opened, as far as one report may count.
pub async fn read(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, session) = (Act::of(&who), who.actor.session.unwrap_or_else(Uuid::nil));
    let token = form.value("token");
    let opening = Opening::read(app.keys(), token, act.person, course, lesson).ok_or(Fault::NotFound)?;
    let (hash, heed) = (xingtan_keys::hash_of(token.as_bytes()), Heed::of(&app));
    let minutes = app.settings().int(&super::PRESENCE);
    let reported = app
        .db()
        .write(move |tx| {
            let how = (&kinds, &heed);
            // Whatever lesson it is: no way of beginning a session puts its presence checks off.
            if late::is_replaced(tx, &opening, &act)? {
                return Ok::<_, Fault>(Reported::Unknown);
            }
            match change::begin(tx, how, &opening, &hash, (session, minutes), &act)? {
                Begun::Yes(_) => Ok(change::read_without_scripts(tx, how, &hash, &act)?),
                Begun::Late | Begun::Many => Ok(Reported::Unknown),
            }
        })
        .await?;
    app.ring();
    let to = super::page::lesson_href(course, lesson);
    Ok(match reported {
        Reported::Counted { done: true, .. } => who.go(&to, "pine", &Msg::new("learning-read-done")),
        // The page itself tells when it goes on.
        Reported::Counted { rest: (advice, _), .. } if advice.stops_until().is_some() => {
            Redirect::to(&to).into_response()
        }
        Reported::Counted { studied, needed, .. } => {
            let missing = (needed - studied).max(0);
            who.go(
                &to,
                "ochre",
                &Msg::new("learning-read-more").with("minutes", missing / 60).with("seconds", missing % 60),
            )
        }
        _ => who.go(&to, "ochre", &Msg::new("learning-attention-ended")),
    })
}

/// `POST /courses/{course}/lessons/{lesson}/attempts`: begins an attempt at the lesson's quiz, unless a minor has to
/// rest or a learning window is closed.
pub async fn begin_quiz(
    State(app): State<App>,
    who: SignedIn,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (act, heed) = (Act::of(&who), Heed::of(&app));
    let started = app
        .db()
        .write(move |tx| {
            let enrolment = studying(tx, act.person, course, act.at)?;
            let guarded = heed.guards(tx, &act.actor, act.at)?;
            let (advice, _) = heed.advice(tx, act.person, guarded, act.at)?;
            let closed = heed.closed(tx, &act.actor, act.at)?;
            if advice.stops_until().is_some() || closed.is_some_and(|closed| closed.blocks()) {
                return Ok(None);
            }
            let started = quiz::begin(tx, &enrolment, lesson, &act)?;
            store::open(tx, enrolment.id, lesson, act.at)?;
            Ok::<_, Fault>(Some(started))
        })
        .await?;
    app.ring();
    let to = format!("{}#quiz", super::page::lesson_href(course, lesson));
    // Who rests, or meets a closed window, begins no attempt, and the page says when; one that was begun is handed in at any time.
    let Some(started) = started else { return Ok(Redirect::to(&to).into_response()) };
    Ok(match started {
        Started::Open(_) => Redirect::to(&to).into_response(),
        Started::NoneLeft | Started::Empty => who.go(&to, "ochre", &Msg::new("learning-quiz-none")),
    })
}

/// `POST /courses/{course}/lessons/{lesson}/answers`: hands a quiz in. Twice answers the same.
pub async fn hand_in(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    let handed_in = app
        .db()
        .write(move |tx| {
            let enrolment = enrolled(tx, act.person, course, act.at)?;
            quiz::hand_in(tx, &kinds, enrolment, lesson, &form, &act)
        })
        .await?;
    app.ring();
    let to = super::page::lesson_href(course, lesson);
    Ok(match handed_in {
        // The page itself tells the result, once.
        quiz::HandedIn::Marked => Redirect::to(&format!("{to}#quiz")).into_response(),
        quiz::HandedIn::Unanswered => Redirect::to(&format!("{to}?hand-in=ask#quiz")).into_response(),
        quiz::HandedIn::Before => who.go(&to, "slate", &Msg::new("learning-quiz-already")),
    })
}

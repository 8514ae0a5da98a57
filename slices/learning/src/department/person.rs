//! One person's courses, and the evidence behind each figure. Reading them is noted in the trail (ACC-12).

use super::READ;
use crate::{
    correction::{
        CORRECT,
        store::{self as corrections, Correction},
    },
    credit::store::{self as ledger, Credit, Sums},
    enrolment::{
        own::{Own, own},
        store as enrolments,
    },
    study::{
        change::Studied,
        page::standing_words,
        rules,
        store::{self as study, Sitting},
    },
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_audit::Entry;
use xingtan_auth::Scope;
use xingtan_catalog::{
    Act,
    api::{self as catalog, Completion, Course, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// A person of one's subtrees.
pub(crate) fn within(tx: &mut Tx<'_>, scope: &Scope, id: Uuid) -> Result<Person, Fault> {
    accounts::person(tx, id)?.filter(|it| scope.covers(&it.unit_path)).ok_or(Fault::NotFound)
}

/// A person whom one may see; that it was read goes into the trail.
pub(crate) fn readable(tx: &mut Tx<'_>, scope: &Scope, id: Uuid, act: &Act) -> Result<Person, Fault> {
    let person = within(tx, scope, id)?;
    let entry = Entry::new(act.ids.next(), act.at, "learning.file-read", &act.who)
        .on("person", id, person.name.clone())
        .within(&person.unit_path);
    xingtan_audit::record(tx, &entry)?;
    Ok(person)
}

#[derive(Template)]
#[template(path = "department/person.html")]
struct PersonPage {
    page: Page,
    person: Person,
    sums: Sums,
    rows: Vec<Own>,
}

/// `GET /department/people/{person}`.
pub async fn person(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must(READ)?;
    let (scope, act, now) = (who.actor.scope(READ), Act::of(&who), who.now);
    let (person, rows, sums) = app
        .db()
        .write(move |tx| {
            let person = readable(tx, &scope, id, &act)?;
            let sums = ledger::sums(tx, id, Timestamp::from_micros(0), now)?;
            Ok::<_, Fault>((person, own(tx, id, now)?, sums))
        })
        .await?;
    html(&PersonPage {
        page: Page::new(&who, person.name.clone()).crumb("/department", super::page::title(&who)),
        person,
        sums,
        rows,
    })
}

/// A lesson with what is known of it.
struct Evidence {
    number: String,
    title: String,
    state: String,
    tone: &'static str,
    studied: i64,
    /// Seconds played, of so many, where the lesson is played.
    watched: Option<(i64, i64)>,
    first: Option<Timestamp>,
    viewed: Option<Timestamp>,
    passed: Option<Timestamp>,
    score: Option<(i64, i64)>,
}

#[derive(Template)]
#[template(path = "department/evidence.html")]
struct EvidencePage {
    page: Page,
    person: Person,
    course: Course,
    percent: i64,
    lessons: Vec<Evidence>,
    sittings: Vec<(Sitting, String)>,
    credits: Vec<Credit>,
    enrolled_at: Timestamp,
    due_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    corrections: Vec<(Correction, String)>,
    may_correct: bool,
}

impl EvidencePage {
    fn reason(&self, sitting: &Sitting) -> String {
        match sitting.end_reason.as_deref() {
            None => self.page.l.t("learning-sitting-open"),
            Some(code) => self.page.l.t(&format!("learning-sitting-{code}")),
        }
    }
}

/// `GET /department/people/{person}/courses/{course}`: lessons, learning sessions by the server's clock, bookings.
pub async fn evidence(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((id, course)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    who.must(READ)?;
    let (scope, act) = (who.actor.scope(READ), Act::of(&who));
    let (person, course, studied, sittings, credits, corrections) = app
        .db()
        .write(move |tx| {
            let person = readable(tx, &scope, id, &act)?;
            let enrolment = enrolments::of(tx, id, course)?.ok_or(Fault::NotFound)?;
            let course = catalog::course(tx, course)?.ok_or(Fault::NotFound)?;
            let studied = Studied::read(tx, &kinds, enrolment)?;
            let sittings = study::sittings(tx, studied.enrolment.id, 200)?;
            let credits = ledger::of_enrolment(tx, studied.enrolment.id)?;
            let corrections = corrections::of_enrolment(tx, studied.enrolment.id)?;
            let by: Vec<Uuid> = corrections.iter().map(|it| it.by_person).collect();
            let names = if by.is_empty() { HashMap::new() } else { accounts::names(tx, &by)? };
            let named = |it: Correction| {
                let name = names.get(&it.by_person).cloned().unwrap_or_default();
                (it, name)
            };
            let corrections: Vec<_> = corrections.into_iter().map(named).collect();
            Ok::<_, Fault>((person, course, studied, sittings, credits, corrections))
        })
        .await?;
    let titles: HashMap<Uuid, String> =
        studied.lessons.iter().map(|it| (it.lesson.lesson_key, it.lesson.title.clone())).collect();
    let lessons = studied.lessons.iter().zip(&studied.facts).map(|(placed, facts)| {
        let (state, tone) = standing_words(&who.l, rules::standing(facts));
        let row = studied.rows.get(&facts.key);
        Evidence {
            number: placed.number.clone(),
            title: placed.lesson.title.clone(),
            state,
            tone,
            studied: facts.studied.seconds(),
            watched: facts
                .duration
                .filter(|_| facts.completion == Completion::Watched)
                .map(|of| (facts.watched.seconds(), of.seconds())),
            first: row.map(|it| it.first_at),
            viewed: facts.viewed,
            passed: facts.passed,
            score: row.and_then(|it| it.score.zip(it.score_max)),
        }
    });
    html(&EvidencePage {
        page: Page::new(&who, format!("{}：{}", person.name, course.title))
            .crumb("/department", super::page::title(&who))
            .crumb(format!("/department/people/{id}"), person.name.clone()),
        percent: studied.enrolment.percent(),
        lessons: lessons.collect(),
        sittings: sittings
            .into_iter()
            .map(|it| (it.clone(), titles.get(&it.lesson_key).cloned().unwrap_or_default()))
            .collect(),
        credits,
        corrections,
        may_correct: who.actor.may_at(CORRECT, &person.unit_path),
        enrolled_at: studied.enrolment.enrolled_at,
        due_at: studied.enrolment.due_at,
        completed_at: studied.enrolment.completed_at,
        person,
        course,
    })
}

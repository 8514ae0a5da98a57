//! A past of study: role courses and required courses are assigned, and part of the learners have studied them, by
//! the same reports of attention and answers as anybody's.

use super::{
    Demo,
    courses::{DemoCourse, act},
    people::{People, mix},
};
use crate::wiring;
use std::{collections::BTreeSet, error::Error};
use xingtan_accounts::api::Targets;
use xingtan_assessment::api::{self as assessment, Started};
use xingtan_catalog::{
    Act,
    api::{Completion, LessonKinds},
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error as DbError, Tx};
use xingtan_i18n::Lang;
use xingtan_learning::api::{self as learning, Assignment, Studied, Template};

/// So many generated learners have a past.
const STUDIED: usize = 60;

/// Assigns and studies.
pub async fn fill(demo: &Demo<'_>, people: &People, courses: &[DemoCourse]) -> Result<(), Box<dyn Error>> {
    assign(demo, people, courses).await?;
    demo.running.settle().await?;
    demo.running.app().db().write(learning::joined_when_opened).await?;
    certificates(demo, people, courses).await?;
    let some = people.learners.iter().copied().take(STUDIED);
    let named = ["learner", "learner2", "contact"].iter().filter_map(|user| people.named.get(*user));
    let all: Vec<Uuid> = named.map(|(id, _)| *id).chain(some).collect();
    let total = all.len() as u64;
    for (n, person) in all.into_iter().enumerate() {
        for (c, course) in courses.iter().filter(|it| it.published && it.required).enumerate() {
            let roll = mix(demo.seed, 1_000_000 + n as u64 * 64 + c as u64);
            study(demo, person, course, roll).await?;
        }
        (demo.progress)("study", n as u64 + 1, total);
    }
    Ok(())
}

/// Required courses bring a certificate.
async fn certificates(
    demo: &Demo<'_>,
    people: &People,
    courses: &[DemoCourse],
) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let l = app.locale(Lang::ZhCn);
    let by = act(demo, people, "center", 30)?;
    let template = Template {
        id: demo.ids.next(),
        name: l.t("learning-template-heading-example"),
        language: Lang::ZhCn.tag().to_owned(),
        portrait: false,
        heading: l.t("learning-template-heading-example"),
        body: l.t("learning-template-body-example"),
        issuer: app.institution().name.clone(),
        signer: String::new(),
        prefix: "XT".to_owned(),
        months: 0,
        picture_file: None,
        seal_file: None,
        updated_at: by.at,
        version: 1,
    };
    let required: Vec<Uuid> =
        courses.iter().filter(|it| it.published && it.required).map(|it| it.id).collect();
    app.db()
        .write(move |tx| {
            learning::add_template(tx, &template, by.person)?;
            for course in &required {
                learning::bring_certificates(tx, *course, template.id, by.person, by.at)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// Role courses go to the people of the role, required ones to the whole institution.
async fn assign(demo: &Demo<'_>, people: &People, courses: &[DemoCourse]) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    for (n, course) in courses.iter().filter(|it| it.published).enumerate() {
        let mut targets = Targets::default();
        if course.required {
            targets.nodes.push(people.root.id);
        }
        for person in &demo.plan.person {
            if person.roles.first().is_some_and(|role| course.roles.contains(role)) {
                targets.persons.extend(people.named.get(&person.user).map(|(id, _)| *id));
            }
        }
        if targets.is_empty() {
            continue;
        }
        let by = act(demo, people, "center", 30)?;
        let zone = app.institution().zone.clone();
        let it = Assignment {
            id: demo.ids.next(),
            course_id: course.id,
            title: course.title.clone(),
            node_path: people.root.path.clone(),
            opens_at: demo.now - Span::of_days(30),
            due_at: zone.end_of(zone.date(demo.now + Span::of_days(6 + (n as i64 * 5) % 40))),
            note: String::new(),
            created_by: by.person,
            created_at: by.at,
            ended_at: None,
            version: 1,
        };
        let job = demo.ids.next();
        app.db().write(move |tx| learning::create_assignment(tx, &it, &targets, job, &by)).await?;
    }
    Ok(())
}

/// One learner studies one course: as far as the roll says, on one of the past days.
async fn study(demo: &Demo<'_>, person: Uuid, course: &DemoCourse, roll: u64) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let (kinds, id, seed) = (wiring::lesson_kinds(), course.id, demo.seed);
    let ids = demo.ids.clone();
    let begin = demo.now - Span::of_days(1 + (roll % 25) as i64) - Span::of_seconds((roll % 30_000) as i64);
    // Out of ten: four finish, four are under way, two have not begun.
    let upto = match roll % 10 {
        0..=3 => usize::MAX,
        4..=7 => 1 + (roll / 16 % 4) as usize,
        _ => return Ok(()),
    };
    let Some(mut studied) = app
        .db()
        .read({
            let kinds = kinds.clone();
            move |tx| learning::studied(tx, &kinds, person, id)
        })
        .await?
    else {
        return Ok(());
    };
    let mut at = begin;
    for position in 0..studied.lessons.len() {
        if position >= upto {
            break;
        }
        let (known, ids, facts) = (kinds.clone(), ids.clone(), studied.facts[position]);
        let own = studied.clone();
        let token = format!("demo-{person}-{id}-{position}");
        at = app
            .db()
            .write(move |tx| {
                let act = |at| Act::for_person(person, "", at, ids.clone());
                one(tx, &known, &own, position, &token, (at, seed), &act)
            })
            .await?;
        if facts.completion == Completion::Passed {
            let kinds = kinds.clone();
            if let Some(fresh) = app.db().read(move |tx| learning::studied(tx, &kinds, person, id)).await? {
                studied = fresh;
            }
        }
    }
    Ok(())
}

/// One lesson: attention in reports of half a minute, or a quiz answered rightly. Answers when it ended.
fn one(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    studied: &Studied,
    position: usize,
    token: &str,
    (begin, _seed): (xingtan_clock::Timestamp, u64),
    act: &dyn Fn(xingtan_clock::Timestamp) -> Act,
) -> Result<xingtan_clock::Timestamp, DbError> {
    let facts = studied.facts[position];
    let enrolment = &studied.enrolment;
    match facts.completion {
        Completion::Nothing => Ok(begin),
        Completion::Read | Completion::Paged => {
            let (mut at, started) = (begin, act(begin));
            learning::open_lesson(tx, enrolment.id, facts.key, begin)?;
            let (id, session) = (started.ids.next(), Uuid::nil());
            let new = learning::NewAttention {
                id,
                token_hash: token,
                person: enrolment.person_id,
                session,
                enrolment: enrolment.id,
                lesson: facts.key,
                opened: begin,
                taken: false,
                check_due: None,
                guarded: false,
                used_before: 0,
            };
            learning::begin_session(tx, &new)?;
            let needed = learning::needed(facts.minutes).seconds();
            for sequence in 1..=(needed + 29) / 30 {
                at = at + Span::of_seconds(30);
                learning::report_by_token(
                    tx,
                    (kinds, &learning::Heed::nothing()),
                    token,
                    &learning::Seen::attention(sequence, Span::of_seconds(30)),
                    &act(at),
                )?;
            }
            Ok(at + Span::of_seconds(20))
        }
        Completion::Taken | Completion::Watched => Ok(begin),
        Completion::Passed => {
            let Some(quiz) = studied.lessons[position].lesson.quiz_id else { return Ok(begin) };
            let (started, ended) = (act(begin), begin + Span::of_minutes(4));
            let person = enrolment.person_id;
            let Started::Open(attempt) =
                assessment::start_attempt(tx, quiz, person, enrolment.id, &started.ids, begin)?
            else {
                return Ok(begin);
            };
            for question in assessment::questions(tx, quiz)? {
                let given: BTreeSet<String> = question.answer.clone();
                assessment::save_answer(tx, attempt.id, person, question.id, &given, 1, ended)?;
            }
            let by = act(ended);
            if let Some(graded) =
                assessment::submit(tx, attempt.id, person, &by.who, &by.ids, ended)?.graded()
            {
                let result = (graded.score, graded.max, graded.passed);
                learning::marked(tx, kinds, enrolment.clone(), facts.key, result, &by)?;
            }
            Ok(ended)
        }
    }
}

//! Lessons taken along (OPS-8): what was studied without a line counts later, as far as time really passed, whatever
//! histories of reports say; on both engines.

use crate::{
    assignment::change::tests::{School, nodes, tables},
    credit::store as ledger,
    study::{
        care::Heed,
        change::{Answered, Reported, begin},
        late::is_replaced,
        opening::Opening,
        others::MOST_TAKEN,
        presence, rules, store,
        tests::{Cinema, LENGTH},
    },
};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::collections::HashMap;
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, params};
use xingtan_testkit::databases;

impl Cinema {
    /// Takes the video along now; nothing is written by that.
    fn take(&self) -> Opening {
        let (course, lesson, at) = (self.school.course, self.school.lesson, self.school.clock.now());
        Opening { id: self.school.ids.next(), person: self.learner, course, lesson, at, taken: Some(LENGTH) }
    }

    /// The first report of a device comes in; false: it is too late for that.
    async fn start(&self, opening: Opening, token: &'static str, minutes: i64) -> bool {
        let (kinds, act) = (self.school.kinds.clone(), self.school.act(self.learner));
        let heed = self.heed.clone();
        let begun = self.school.write(move |tx| {
            Ok::<_, Error>(
                begin(tx, (&kinds, &heed), &opening, token, (opening.id, minutes), &act).unwrap().runs(),
            )
        });
        begun.await
    }

    /// Each session of the learner: when it began, and what it was credited as time in milliseconds.
    async fn credited(&self) -> HashMap<Uuid, (Timestamp, i64)> {
        let person = self.learner;
        let rows: Vec<(Uuid, Timestamp, i64, i64)> = self
            .school
            .write(move |tx| {
                tx.all(
                    "SELECT id, started_at, seconds, credited_ms FROM learning_attention WHERE person_id = $1",
                    params![person],
                )
            })
            .await;
        let stood = |seconds: i64, played: i64| (seconds * 1_000).max(played / 2);
        rows.into_iter().map(|(id, at, seconds, played)| (id, (at, stood(seconds, played)))).collect()
    }
}

/// What was added: seconds and milliseconds played.
fn added(reported: Reported) -> (i64, i64) {
    match reported {
        Reported::Counted { added, .. } => added.unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn two_lessons_studied_on_a_train_both_count_when_the_line_is_back() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let (first, second) = (cinema.take(), cinema.take());
        cinema.wait(3_600);
        for (opening, token) in [(first, "first"), (second, "second")] {
            assert!(cinema.start(opening, token, 0).await);
            for n in 0..4 {
                let played = (n * 15_000, (n + 1) * 15_000);
                assert_eq!(
                    added(cinema.report(token, n + 1, 15, &[played]).await),
                    (15, 15_000),
                    "{token} {n}"
                );
            }
            assert_eq!(added(cinema.report(token, 4, 15, &[(0, LENGTH)]).await), (0, 0), "once");
        }
        assert_eq!(cinema.watched().await, 60_000);
    }
}

#[tokio::test]
async fn a_text_read_without_a_line_completes_its_course_once() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("reader", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        let (course, lesson, at) = (school.course, school.lesson, school.clock.now());
        let opening = Opening { id: school.ids.next(), person: learner, course, lesson, at, taken: Some(0) };
        school.clock.turn(Span::of_hours(20));
        let (kinds, act) = (school.kinds.clone(), school.act(learner));
        let begun = school.write(move |tx| {
            assert!(!is_replaced(tx, &opening, &act).unwrap());
            Ok::<_, Error>(
                begin(tx, (&kinds, &Heed::nothing()), &opening, "train", (opening.id, 10), &act)
                    .unwrap()
                    .runs(),
            )
        });
        assert!(begun.await, "later than a page on line could begin");
        assert_eq!(added(school.report(learner, "train", 1, 3_600).await), (30, 0), "half a minute a report");
        let Reported::Counted { done, complete, .. } = school.report(learner, "train", 2, 30).await else {
            panic!("presence is asked of nobody who reads")
        };
        assert!(done && complete);
        assert_eq!(added(school.report(learner, "train", 2, 30).await), (0, 0), "twice");
        let (from, to) = (Timestamp::from_micros(0), school.clock.now() + Span::of_days(1));
        assert_eq!(school.write(move |tx| ledger::of_person(tx, learner, from, to)).await.len(), 1);
    }
}

#[tokio::test]
async fn an_edited_queue_gains_no_more_than_the_time_since_the_lesson_was_taken() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let (honest, twin) = (cinema.take(), cinema.take());
        cinema.wait(20);
        assert!(cinema.start(honest, "honest", 0).await);
        assert_eq!(added(cinema.report("honest", 1, 30, &[(0, LENGTH)]).await), (20, 40_000));
        assert_eq!(added(cinema.report("honest", 2, 30, &[(0, LENGTH)]).await), (0, 0));
        // A second copy of the same lesson has no time of its own.
        assert!(cinema.start(twin, "twin", 0).await);
        assert_eq!(added(cinema.report("twin", 1, 30, &[(40_000, LENGTH)]).await), (0, 0));
        cinema.wait(10);
        assert_eq!(added(cinema.report("twin", 2, 30, &[(40_000, LENGTH)]).await), (10, 20_000));
        assert_eq!(added(cinema.report("honest", 3, 30, &[(60_000, LENGTH)]).await), (0, 0));
    }
}

#[tokio::test]
async fn what_is_studied_on_line_meanwhile_goes_on_and_counts_once() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let taken = cinema.take();
        cinema.wait(100);
        cinema.open("desk", 0).await;
        cinema.wait(15);
        assert_eq!(added(cinema.report("desk", 1, 15, &[(0, 15_000)]).await), (15, 15_000));
        // The phone is back on line and sends what it has: a hundred seconds before the desk began, at most.
        assert!(cinema.start(taken, "phone", 0).await);
        for n in 0..3 {
            assert_eq!(added(cinema.report("phone", n + 1, 30, &[]).await), (30, 0));
        }
        assert_eq!(added(cinema.report("phone", 4, 30, &[]).await), (10, 0));
        // The desk was not taken over, and its next quarter of a minute is its own.
        cinema.wait(15);
        assert_eq!(added(cinema.report("desk", 2, 30, &[(15_000, 30_000)]).await), (15, 15_000));
        assert_eq!(added(cinema.report("phone", 5, 30, &[]).await), (0, 0));
        // Opening a lesson on line ends nothing of what was taken along.
        cinema.open("again", 0).await;
        cinema.wait(20);
        assert_eq!(added(cinema.report("phone", 6, 30, &[]).await), (20, 0));
        assert_eq!(
            added(cinema.report("again", 1, 30, &[]).await),
            (0, 0),
            "the phone has counted that time"
        );
    }
}

#[tokio::test]
async fn a_week_after_the_taking_nothing_counts_any_more() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let (kept, late) = (cinema.take(), cinema.take());
        cinema.wait(7 * 24 * 3_600);
        assert!(cinema.start(kept, "kept", 0).await);
        assert_eq!(added(cinema.report("kept", 1, 15, &[(0, 15_000)]).await), (15, 15_000));
        cinema.wait(1);
        assert_eq!(cinema.report("kept", 2, 15, &[(15_000, 30_000)]).await, Reported::Ended(String::new()));
        assert!(!cinema.start(late, "late", 0).await);
    }
}

#[tokio::test]
async fn presence_is_asked_for_before_what_was_watched_without_a_line_counts_on() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let copies = [(cinema.take(), "one"), (cinema.take(), "two"), (cinema.take(), "three")];
        cinema.wait(7_200);
        // Begun all at once, reported in turns: what one counts brings the check of the others nearer.
        for (opening, token) in copies {
            assert!(cinema.start(opening, token, 1).await);
        }
        let mut counted = 0;
        let (token, check) = 'asked: loop {
            for (round, (_, token)) in (1i64..).zip(copies.iter().cycle()) {
                match cinema.report(token, round, 15, &[(0, 30_000)]).await {
                    Reported::Check(check) => break 'asked (*token, check),
                    reported => counted += added(reported).0,
                }
                assert!(counted <= 90 + 15, "{counted} s without a check");
            }
        };
        let asked = presence::question(check);
        assert_eq!(cinema.answer(token, check, asked.options[asked.right]).await, Answered::Right);
        assert_eq!(added(cinema.report(token, 1_000, 15, &[]).await).0, 15);
    }
}

#[tokio::test]
async fn a_lesson_whose_video_was_replaced_counts_nothing_of_the_former_one() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let taken = cinema.take();
        let act = cinema.school.act(cinema.learner);
        let asked = move |tx: &mut xingtan_db::Tx<'_>| Ok::<_, Error>(is_replaced(tx, &taken, &act).unwrap());
        assert!(!cinema.school.write(asked.clone()).await);
        let lesson = cinema.school.lesson;
        let replace = "UPDATE catalog_lesson SET duration_ms = 90000 WHERE lesson_key = $1";
        cinema.school.write(move |tx| tx.exec(replace, params![lesson])).await;
        assert!(cinema.school.write(asked).await);
    }
}

#[tokio::test]
async fn lessons_taken_along_are_bounded_in_number_within_a_week() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let first = cinema.take();
        assert!(cinema.start(first, "first", 0).await);
        for n in 1..MOST_TAKEN {
            assert!(cinema.start(cinema.take(), format!("copy {n}").leak(), 0).await);
        }
        assert!(!cinema.start(cinema.take(), "one more", 0).await);
        // Those that run go on, and so does studying on line.
        cinema.wait(15);
        assert!(cinema.start(first, "first", 0).await);
        assert_eq!(added(cinema.report("first", 1, 15, &[]).await), (15, 0));
        cinema.open("desk", 0).await;
        cinema.wait(7 * 24 * 3_600);
        assert!(cinema.start(cinema.take(), "next week", 0).await);
    }
}

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Silence,
    Open,
    Take,
    /// Which token, which number (0 the next, 1 the same again, 2 skips, 3 an old one), seconds, what was played.
    Report(usize, u8, i64, Vec<(i64, i64)>),
}

fn step() -> impl Strategy<Value = Step> {
    let place = -5_000i64..LENGTH + 5_000;
    prop_oneof![
        3 => prop_oneof![0i64..40, 0i64..40, 0i64..40, 500i64..4_000].prop_map(Step::Wait),
        1 => Just(Step::Silence),
        2 => Just(Step::Open),
        2 => Just(Step::Take),
        9 => (0usize..12, 0u8..5, 0i64..60, proptest::collection::vec((place.clone(), place), 0..4))
            .prop_map(|(which, number, seconds, played)| Step::Report(which, number.saturating_sub(1), seconds, played)),
    ]
}

/// Whatever was lost, doubled, late, reordered or edited: what was credited could have been studied in real time, one
/// thing at a time, at double speed at most.
#[tokio::test]
async fn no_history_on_and_off_line_gains_more_than_real_time() {
    const TOKENS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..16 {
        let history = proptest::collection::vec(step(), 50..90).new_tree(&mut runner).unwrap().current();
        for db in databases(&tables()).await {
            let cinema = Cinema::new(db.handle()).await;
            let token = |n: usize| TOKENS[n];
            let begun = cinema.school.clock.now();
            let mut devices: Vec<(&'static str, Option<Opening>, i64)> = Vec::new();
            // When something was credited, to a session that began when, how much in milliseconds.
            let mut chunks: Vec<(Timestamp, Timestamp, i64)> = Vec::new();
            let mut before = cinema.credited().await;
            for done in &history {
                match done {
                    Step::Wait(seconds) => cinema.wait(*seconds),
                    Step::Silence => {
                        let now = cinema.school.clock.now();
                        let limit = now - rules::SILENCE;
                        cinema.school.write(move |tx| store::end_silent(tx, limit, now)).await;
                    }
                    Step::Open | Step::Take if devices.len() >= TOKENS.len() => {}
                    Step::Open => {
                        let token = token(devices.len());
                        cinema.open(token, 0).await;
                        devices.push((token, None, 0));
                    }
                    Step::Take => devices.push((token(devices.len()), Some(cinema.take()), 0)),
                    Step::Report(..) if devices.is_empty() => {}
                    Step::Report(which, number, seconds, played) => {
                        let at = which % devices.len();
                        let (token, opening, last) = devices[at];
                        if let Some(opening) = opening {
                            cinema.start(opening, token, 0).await;
                        }
                        let number = match number {
                            0 => last + 1,
                            1 => last,
                            2 => last + 3,
                            _ => last / 2,
                        };
                        devices[at].2 = last.max(number);
                        cinema.report(token, number, *seconds, played).await;
                    }
                }
                let now = cinema.school.clock.now();
                let after = cinema.credited().await;
                for (id, (started, credited)) in &after {
                    let more = credited - before.get(id).map_or(0, |(_, it)| *it);
                    if more > 0 {
                        chunks.push((*started, now, more));
                    }
                }
                before = after;
            }
            // One learner at a time fits all of it between any moment and any later one (rounded to seconds).
            let moments: Vec<Timestamp> = chunks.iter().map(|(from, ..)| *from).chain([begun]).collect();
            for from in moments {
                for until in chunks.iter().map(|(_, until, _)| *until) {
                    let within = chunks.iter().filter(|(start, end, _)| *start >= from && *end <= until);
                    let credited: i64 = within.map(|(.., it)| it).sum();
                    let real = (until.micros() - from.micros()).max(0) / 1_000;
                    assert!(credited <= real + 2_000, "{credited} ms in {real} ms: {history:#?}");
                }
            }
            let real = (cinema.school.clock.now().micros() - begun.micros()) / 1_000;
            assert!(cinema.watched().await <= 2 * real);
        }
    }
}

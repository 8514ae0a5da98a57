//! Playing a video, honestly and otherwise, on both engines.

mod agree;
mod cheats;
mod hall;
mod real_names;
mod windows;

use super::{
    care::Heed,
    change::{Answered, Reported, Seen, Studied, answer_presence, begin, report_by_token},
    health::Advice,
    opening::Opening,
    presence, rules, store,
};
use crate::{
    assignment::change::tests::{School, nodes, tables},
    enrolment::store as enrolments,
};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error, params};
use xingtan_testkit::databases;

/// Two minutes of video.
pub(super) const LENGTH: i64 = 120_000;

/// A learner with the video open on some devices.
pub(super) struct Cinema {
    pub(super) school: School,
    pub(super) learner: Uuid,
    pub(super) heed: Heed,
}

impl Cinema {
    pub(super) async fn new(db: xingtan_db::Db) -> Cinema {
        let school = School::new(db).await;
        let lesson = school.lesson;
        // What a transcoded video leaves in the published version.
        school
            .write(move |tx| {
                tx.exec(
                    "UPDATE catalog_lesson SET kind = 'video', duration_ms = $2 WHERE lesson_key = $1",
                    params![lesson, LENGTH],
                )
            })
            .await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        Cinema { school, learner, heed: Heed::nothing() }
    }

    /// Opens the video; presence is asked for every `minutes` on average.
    pub(super) async fn open(&self, token: &'static str, minutes: i64) {
        let (course, lesson, at) = (self.school.course, self.school.lesson, self.school.clock.now());
        let opening =
            Opening { id: self.school.ids.next(), person: self.learner, course, lesson, at, taken: None };
        let (kinds, act) = (self.school.kinds.clone(), self.school.act(self.learner));
        let heed = self.heed.clone();
        let begun = self.school.write(move |tx| {
            let begun = begin(tx, (&kinds, &heed), &opening, token, (opening.id, minutes), &act).unwrap();
            Ok::<_, Error>(begun.runs())
        });
        assert!(begun.await);
    }

    pub(super) async fn report(
        &self,
        token: &'static str,
        sequence: i64,
        seconds: i64,
        played: &[(i64, i64)],
    ) -> Reported {
        let (act, kinds) = (self.school.act(self.learner), self.school.kinds.clone());
        let heed = self.heed.clone();
        let seen = Seen {
            sequence,
            attention: Span::of_seconds(seconds),
            position_ms: played.last().map(|(_, to)| *to),
            played: played.to_vec(),
        };
        self.school.write(move |tx| report_by_token(tx, (&kinds, &heed), token, &seen, &act)).await
    }

    pub(super) async fn answer(&self, token: &'static str, check: Uuid, answer: usize) -> Answered {
        let act = self.school.act(self.learner);
        self.school.write(move |tx| answer_presence(tx, token, check, answer, 5, &act)).await
    }

    pub(super) fn wait(&self, seconds: i64) {
        self.school.clock.turn(Span::of_seconds(seconds));
    }

    /// What the server knows to have been watched, in milliseconds.
    pub(super) async fn watched(&self) -> i64 {
        let (person, course, lesson) = (self.learner, self.school.course, self.school.lesson);
        let row = self.school.write(move |tx| {
            let enrolment = enrolments::of(tx, person, course)?.unwrap();
            store::watched(tx, enrolment.id, lesson)
        });
        row.await.map_or(0, |row| super::watched::Ranges::from_json(&row.watched).total())
    }
}

fn done(reported: &Reported) -> bool {
    match reported {
        Reported::Counted { done, .. } => *done,
        other => panic!("{other:?}"),
    }
}

fn check(reported: Reported) -> Uuid {
    match reported {
        Reported::Check(check) => check,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_video_is_done_when_it_was_wholly_played_at_any_allowed_speed() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("desk", 0).await;
        // A minute at the usual speed, then on at double speed on another device.
        for n in 0..4 {
            cinema.wait(15);
            let played = [(n * 15_000, (n + 1) * 15_000)];
            assert!(!done(&cinema.report("desk", n + 1, 15, &played).await));
        }
        assert_eq!(cinema.watched().await, 60_000);
        cinema.open("phone", 0).await;
        for n in 0..2 {
            cinema.wait(15);
            let from = 60_000 + n * 30_000;
            let reported = cinema.report("phone", n + 1, 15, &[(from, from + 30_000)]).await;
            assert_eq!(done(&reported), n == 1);
        }
        assert_eq!(
            cinema.report("desk", 5, 15, &[(60_000, 75_000)]).await,
            Reported::Ended("other-lesson".into())
        );
        let (person, course, kinds) = (cinema.learner, cinema.school.course, cinema.school.kinds.clone());
        let studied = cinema.school.write(move |tx| {
            let enrolment = enrolments::of(tx, person, course)?.unwrap();
            Studied::read(tx, &kinds, enrolment)
        });
        let studied = studied.await;
        assert_eq!(rules::standing(&studied.facts[0]), rules::Standing::Done);
        assert_eq!(studied.facts[0].studied, Span::of_seconds(90), "study time is the server's");
        assert!(studied.enrolment.completed_at.is_some(), "the course asked for nothing else");
    }
}

#[tokio::test]
async fn nobody_gains_more_than_real_time_at_double_speed() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("script", 0).await;
        // One request for all of it; again; in pieces; backwards in number; sixteen times as fast.
        cinema.report("script", 1, 30, &[(0, LENGTH)]).await;
        assert_eq!(cinema.watched().await, 0, "no time has passed");
        cinema.report("script", 1, 30, &[(0, LENGTH)]).await;
        for n in 2..40 {
            cinema.report("script", n, 30, &[(n * 3_000, n * 3_000 + 3_000)]).await;
        }
        assert_eq!(cinema.watched().await, 0);
        cinema.wait(10);
        cinema.report("script", 39, 10, &[(0, LENGTH)]).await;
        assert_eq!(cinema.watched().await, 0, "a number that was there before");
        cinema.report("script", 41, 10, &[(0, 160_000)]).await;
        assert_eq!(cinema.watched().await, 20_000, "ten seconds at double speed");
        // The last three seconds alone, turned round, empty, before the beginning.
        cinema.wait(60);
        cinema.report("script", 42, 30, &[(LENGTH - 3_000, LENGTH), (9, 3), (5, 5), (-9_000, -1)]).await;
        let reported = cinema.report("script", 43, 30, &[(0, i64::MAX), (i64::MIN, 0)]).await;
        assert!(done(&reported), "seventy seconds at double speed are all of it");
    }
}

#[tokio::test]
async fn presence_is_asked_for_before_more_counts_and_nothing_is_lost() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("desk", 1).await;
        cinema.wait(30);
        assert!(!done(&cinema.report("desk", 1, 30, &[(0, 30_000)]).await));
        cinema.wait(30);
        cinema.report("desk", 2, 30, &[(30_000, 60_000)]).await;
        cinema.wait(30);
        cinema.report("desk", 3, 30, &[(60_000, 90_000)]).await;
        // By now it was due: at the latest after a minute and a half.
        cinema.wait(30);
        let counted = cinema.watched().await;
        let first = check(cinema.report("desk", 4, 30, &[(90_000, LENGTH)]).await);
        assert_eq!(
            check(cinema.report("desk", 4, 30, &[(90_000, LENGTH)]).await),
            first,
            "it stays the same one"
        );
        assert_eq!(cinema.watched().await, counted, "nothing counts meanwhile");
        // Opening the lesson anew does not put it off.
        cinema.open("again", 1).await;
        let check_id = check(cinema.report("again", 1, 0, &[]).await);
        let asked = presence::question(check_id);
        let wrong = asked.options[(asked.right + 1) % presence::OPTIONS];
        let Answered::Wrong(next) = cinema.answer("again", check_id, wrong).await else { panic!() };
        assert_eq!(cinema.answer("again", check_id, asked.options[asked.right]).await, Answered::Unknown);
        let asked = presence::question(next);
        assert_eq!(cinema.answer("again", next, asked.options[asked.right]).await, Answered::Right);
        assert_eq!(cinema.answer("again", next, asked.options[asked.right]).await, Answered::Unknown, "once");
        cinema.wait(30);
        cinema.report("again", 1, 30, &[(0, 30_000)]).await;
        let reported = cinema.report("again", 2, 30, &[(30_000, LENGTH)]).await;
        assert!(matches!(reported, Reported::Counted { .. }), "{reported:?}");
    }
}

#[tokio::test]
async fn guessing_ends_the_learning_session_and_gains_nothing() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("script", 1).await;
        let mut sequence = 0;
        // A script that claims no time at all is asked all the same.
        let mut waiting = loop {
            sequence += 1;
            assert!(sequence < 20, "never asked");
            cinema.wait(15);
            let from = sequence * 5_000;
            match cinema.report("script", sequence, 0, &[(from, from + 30_000)]).await {
                Reported::Check(check) => break check,
                _ => continue,
            }
        };
        let before = cinema.watched().await;
        for attempt in 1..=presence::MOST_WRONG {
            let asked = presence::question(waiting);
            let wrong = asked.options[(asked.right + 1) % presence::OPTIONS];
            match cinema.answer("script", waiting, wrong).await {
                Answered::Wrong(next) => waiting = next,
                over => assert_eq!((over, attempt), (Answered::Over, presence::MOST_WRONG)),
            }
        }
        cinema.wait(30);
        let reported = cinema.report("script", sequence + 1, 30, &[(0, LENGTH)]).await;
        assert_eq!(reported, Reported::Ended("absent".into()));
        assert_eq!(cinema.watched().await, before);
        cinema.open("again", 1).await;
        check(cinema.report("again", 1, 0, &[]).await);
        assert_eq!(cinema.answer("nobody's", waiting, 0).await, Answered::Over);
    }
}

#[tokio::test]
async fn what_was_played_while_the_line_was_cut_for_an_hour_counts_later() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("train", 0).await;
        cinema.wait(15);
        cinema.report("train", 1, 15, &[(0, 15_000)]).await;
        // An hour without a line, in which the video was watched; the program ended the session for silence.
        cinema.wait(3_600);
        let now = cinema.school.clock.now();
        assert_eq!(cinema.school.write(move |tx| store::end_silent(tx, now - rules::SILENCE, now)).await, 1);
        for n in 1..8 {
            let reported = cinema.report("train", n + 1, 15, &[(n * 15_000, (n + 1) * 15_000)]).await;
            assert_eq!(done(&reported), n == 7, "report {n}");
        }
    }
}

#[tokio::test]
async fn a_session_of_silence_ends_for_good_where_another_device_went_on() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("train", 0).await;
        cinema.wait(1_000);
        let now = cinema.school.clock.now();
        cinema.school.write(move |tx| store::end_silent(tx, now - rules::SILENCE, now)).await;
        cinema.open("desk", 0).await;
        cinema.wait(60);
        // What the train still says was played before the desk began; after that the desk's time counts.
        assert_eq!(
            cinema.report("train", 1, 30, &[(0, 60_000)]).await,
            Reported::Ended("other-lesson".into())
        );
        assert_eq!(cinema.watched().await, 60_000);
        cinema.report("desk", 1, 30, &[(60_000, 90_000)]).await;
        assert_eq!(cinema.watched().await, 90_000);
    }
}

#[tokio::test]
async fn ranges_of_a_video_of_another_length_say_nothing_about_the_new_one() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        cinema.open("desk", 0).await;
        cinema.wait(60);
        cinema.report("desk", 1, 30, &[(0, 100_000)]).await;
        assert_eq!(cinema.watched().await, 100_000);
        let lesson = cinema.school.lesson;
        cinema
            .school
            .write(move |tx| {
                tx.exec(
                    "UPDATE catalog_lesson SET duration_ms = 90000 WHERE lesson_key = $1",
                    params![lesson],
                )
            })
            .await;
        cinema.wait(15);
        assert!(!done(&cinema.report("desk", 2, 15, &[(0, 15_000)]).await), "it begins anew");
        assert_eq!(cinema.watched().await, 15_000);
    }
}

#[tokio::test]
async fn where_a_course_is_watched_in_order_nothing_ahead_counts_until_it_was_reached() {
    for db in databases(&tables()).await {
        let cinema = Cinema::new(db.handle()).await;
        let course = cinema.school.course;
        cinema
            .school
            .write(move |tx| {
                tx.exec(
                    "UPDATE catalog_version SET in_order = $2 WHERE course_id = $1",
                    params![course, true],
                )
            })
            .await;
        let frontier = |it: Reported| match it {
            Reported::Counted { watched, .. } => watched.unwrap().frontier(),
            other => panic!("{other:?}"),
        };
        cinema.open("desk", 0).await;
        cinema.wait(15);
        assert_eq!(frontier(cinema.report("desk", 1, 15, &[(0, 15_000)]).await), Some(15_000));
        cinema.wait(15);
        assert_eq!(frontier(cinema.report("desk", 2, 15, &[(100_000, LENGTH)]).await), Some(15_000));
        assert_eq!(cinema.watched().await, 15_000);
        cinema.wait(60);
        // What was reached may be seen again; then on from there, and once all was watched one may go anywhere.
        cinema.report("desk", 3, 30, &[(0, 15_000), (15_000, 60_000)]).await;
        cinema.wait(60);
        let reported = cinema.report("desk", 4, 30, &[(60_000, LENGTH)]).await;
        assert!(done(&reported));
        cinema.wait(15);
        assert_eq!(frontier(cinema.report("desk", 5, 15, &[(90_000, 100_000)]).await), None);
    }
}

#[tokio::test]
async fn a_minor_rests_after_half_an_hour_and_what_was_credited_stays() {
    for db in databases(&tables()).await {
        let mut cinema = Cinema::new(db.handle()).await;
        cinema.heed = Heed::school();
        let (lesson, learner) = (cinema.school.lesson, cinema.learner);
        let film = 40 * 60_000;
        cinema
            .school
            .write(move |tx| {
                tx.exec("UPDATE accounts_person SET born_on = '2015-02-03' WHERE id = $1", params![learner])?;
                tx.exec(
                    "UPDATE catalog_lesson SET duration_ms = $2 WHERE lesson_key = $1",
                    params![lesson, film],
                )
            })
            .await;
        // School begins at eight; the clock of the tests may stand anywhere.
        let zone = xingtan_clock::Zone::default();
        let now = cinema.school.clock.now();
        let eight = zone.start_of(zone.date(now).tomorrow().unwrap()) + Span::of_hours(8);
        cinema.school.clock.turn(eight - now);
        cinema.open("desk", 0).await;
        let advice = |it: &Reported| match it {
            Reported::Counted { rest, .. } => *rest,
            other => panic!("{other:?}"),
        };
        let mut last = None;
        for n in 0..120 {
            cinema.wait(15);
            last = Some(cinema.report("desk", n + 1, 15, &[(n * 15_000, (n + 1) * 15_000)]).await);
        }
        let half = 30 * 60_000;
        assert_eq!(cinema.watched().await, half);
        let until = cinema.school.clock.now() + Span::of_minutes(10);
        assert_eq!(advice(&last.unwrap()), (Advice::PauseUntil(until), Some(Span::of_seconds(0))));
        // Nothing counts in the pause, whatever is said.
        for n in 120..150 {
            cinema.wait(10);
            let reported =
                cinema.report("desk", n + 1, if n % 2 == 0 { 10 } else { 0 }, &[(half, film)]).await;
            assert_eq!(advice(&reported).0, Advice::PauseUntil(until));
        }
        assert!(cinema.watched().await <= half + 2_000, "what a clock may be off");
        cinema.wait(300);
        cinema.open("after", 0).await;
        for n in 0..40 {
            cinema.wait(15);
            let from = half + n * 15_000;
            let reported = cinema.report("after", n + 1, 15, &[(from, from + 15_000)]).await;
            assert_eq!(advice(&reported).0, Advice::Go, "{n}");
            assert_eq!(done(&reported), n == 39);
        }
        // An adult of the school is left in peace.
        let born = "1990-02-03";
        cinema
            .school
            .write(move |tx| {
                tx.exec("UPDATE accounts_person SET born_on = $2 WHERE id = $1", params![learner, born])
            })
            .await;
        let (heed, act) = (cinema.heed.clone(), cinema.school.act(learner));
        let guarded = cinema.school.write(move |tx| heed.guards(tx, &act.actor, act.at));
        assert!(!guarded.await);
    }
}

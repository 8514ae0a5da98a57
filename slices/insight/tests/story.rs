//! Eighteen months of an academy of a hundred people, told in plain sentences (GOV-2, ACC-8, COM-6).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../governance/tests/support/mod.rs"]
mod support;

use support::{House, Rule};
use xingtan_accounts::api::{self as accounts, State, testkit};
use xingtan_audit::Who;
use xingtan_clock::{Span, Uuid};
use xingtan_conduct::{
    case::{
        act::Act,
        change::{self as cases, Verdict as Ruling},
        concerned,
        rules::Outcome,
        store as files,
    },
    suspicion::{
        change::{Answer, answer},
        job as sharing, store as suspicions,
    },
};
use xingtan_db::{Migrations, Tx, params};
use xingtan_governance::{
    api::{REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    decision::{
        appeal::{self, Verdict},
        change, reopening, store as decisions,
    },
    evaluation::job::{self as night, EVERYBODY},
    saving::Stop,
};
use xingtan_honours::ranking::{freeze, store as rankings};
use xingtan_i18n::Lang;
use xingtan_jobs::{Job, Kinds, Options, Schedules, Worker};
use xingtan_settings::Settings;
use xingtan_testkit::databases;

/// The tables of this slice and of all below it.
fn tables() -> Vec<Migrations> {
    let mut all = support::tables();
    all.extend([
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        xingtan_learning::migrations(),
        xingtan_conduct::migrations(),
        xingtan_honours::migrations(),
    ]);
    all
}

const ACADEMY: &[Rule] = &[
    ("monthly-minimum", &[]),
    ("missed-tasks", &[("mode", "confirmed")]),
    ("cumulative-months", &[]),
    ("probation", &[]),
    ("account-sharing", &[]),
    ("ranking-month", &[]),
];

/// Of each month: its name, its last day, and the first day of the next.
const MONTHS: [(&str, &str, &str); 18] = [
    ("2026-01", "2026-01-31", "2026-02-01"),
    ("2026-02", "2026-02-28", "2026-03-01"),
    ("2026-03", "2026-03-31", "2026-04-01"),
    ("2026-04", "2026-04-30", "2026-05-01"),
    ("2026-05", "2026-05-31", "2026-06-01"),
    ("2026-06", "2026-06-30", "2026-07-01"),
    ("2026-07", "2026-07-31", "2026-08-01"),
    ("2026-08", "2026-08-31", "2026-09-01"),
    ("2026-09", "2026-09-30", "2026-10-01"),
    ("2026-10", "2026-10-31", "2026-11-01"),
    ("2026-11", "2026-11-30", "2026-12-01"),
    ("2026-12", "2026-12-31", "2027-01-01"),
    ("2027-01", "2027-01-31", "2027-02-01"),
    ("2027-02", "2027-02-28", "2027-03-01"),
    ("2027-03", "2027-03-31", "2027-04-01"),
    ("2027-04", "2027-04-30", "2027-05-01"),
    ("2027-05", "2027-05-31", "2027-06-01"),
    ("2027-06", "2027-06-30", "2027-07-01"),
];

struct Academy {
    house: House,
    people: Vec<Uuid>,
    next: u128,
}

impl Academy {
    fn subject(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    /// Three required courses open for everybody on the second of a month, and all but the named complete two of them.
    async fn month(&mut self, month: &str, but: &[Uuid]) {
        self.house.turn(&format!("{month}-02"));
        for person in self.people.clone() {
            for done in [but.contains(&person), false, false] {
                let subject = self.subject();
                self.house.told(person, REQUIRED_OPENED, subject, &format!("{month}-02")).await;
                if !done {
                    self.house.told(person, REQUIRED_DONE, subject, &format!("{month}-02")).await;
                }
            }
        }
    }

    async fn misses(&mut self, person: Uuid, day: &str) -> Uuid {
        self.house.turn(day);
        let subject = self.subject();
        let fact = self.house.told(person, TASK_MISSED, subject, day).await;
        self.house.judge(&[person]).await;
        fact
    }

    /// Somebody's account is in use on a device from a network, so many minutes ago, for so many minutes.
    async fn in_use(&self, person: Uuid, (device, ip): (u128, &'static str), ago: i64, long: i64) {
        let (id, now) = (self.house.ids.next(), self.house.now());
        let from = now - Span::of_minutes(ago);
        let until = from + Span::of_minutes(long);
        self.house
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO accounts_session (id, hash, person_id, device_id, started_at, seen_at, expires_at,
                            lasting, ip, agent, second_factor_pending, proved_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Firefox Linux', $8, $5)",
                    params![
                        id,
                        id.to_string(),
                        person,
                        Uuid::from_u128(device),
                        from,
                        until,
                        now + Span::of_days(1),
                        false,
                        ip
                    ],
                )
            })
            .await;
    }

    /// Looks for shared accounts as every night; how many were found anew.
    async fn look_for_sharing(&self) -> i64 {
        let (ids, now) = (self.house.ids.clone(), self.house.now());
        self.house
            .write(move |tx| {
                let since = now - Span::of_days(7);
                let people = accounts::people_on_several_devices(tx, since, Uuid::nil(), 50)?;
                sharing::look(tx, &people, &accounts::Places::default(), since, &|| ids.next(), now)
            })
            .await
    }

    /// Somebody acts in a case.
    async fn in_case(
        &self,
        who: Uuid,
        unit: impl Fn(&mut Tx<'_>, &Act) -> Result<(), Stop> + Send + 'static,
    ) {
        let (ids, now, zone) = (self.house.ids.clone(), self.house.now(), self.house.zone.clone());
        self.house
            .write(move |tx| {
                let act = Act::for_person(who, "somebody", now, ids.clone(), (Lang::ZhCn, zone.clone()));
                match unit(tx, &act) {
                    Ok(()) => Ok(()),
                    Err(Stop::Db(error)) => Err(error),
                    Err(other) => panic!("{other:?}"),
                }
            })
            .await;
    }

    /// A course brings somebody credits, in hundredths, on a day.
    async fn earns(&self, person: Uuid, credits: i64, day: &str) {
        let (enrolment, course, id) = (self.house.ids.next(), self.house.ids.next(), self.house.ids.next());
        let at = self.house.zone.start_of(day.parse().unwrap()) + Span::of_hours(12);
        self.house
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required,
                            opens_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds)
                     VALUES ($1, $2, $3, '/1/', 'x', 'own', true, $4, $4, $2, 1, 1, 60)",
                    params![enrolment, course, person, at],
                )?;
                tx.exec(
                    "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits,
                            hours_seconds, required, source, at, round)
                     VALUES ($1, $2, '/1/', $3, $4, $5, 600, true, 'course', $6, 0)",
                    params![id, person, course, enrolment, credits, at],
                )
            })
            .await;
    }

    /// The work of a night: everybody is judged, then what is over is ranked.
    async fn night(&self) {
        let settings = Settings::open(self.house.db.clone()).await.unwrap();
        let mut kinds = Kinds::new();
        let own = settings.clone();
        kinds.on(EVERYBODY, move |run| night::everybody(run, night::House::of(&own)));
        kinds.on(freeze::FREEZE, move |run| freeze::run(run, settings.clone()));
        for kind in [EVERYBODY, freeze::FREEZE] {
            let (id, now) = (self.house.ids.next(), self.house.now());
            self.house.write(move |tx| xingtan_jobs::enqueue(tx, &Job::new(id, kind, now)).map(drop)).await;
            let (clock, ids) = (self.house.clock.clone(), self.house.ids.clone());
            let (kinds, schedules) = (kinds.clone(), Schedules::default());
            let worker = Worker::new(self.house.db.clone(), clock, ids, kinds, schedules, Options::default());
            worker.drain().await.unwrap();
            let state = self.house.write(move |tx| xingtan_jobs::get(tx, id)).await.state();
            assert_eq!(state, xingtan_jobs::State::Done);
        }
    }

    /// Ranks and names of a month that is frozen; the evidence agrees with them.
    async fn ranked(&self, month: &'static str) -> Vec<(i64, Uuid)> {
        self.house
            .write(move |tx| {
                let all = rankings::frozen_since(tx, xingtan_clock::Timestamp::from_seconds(0))?;
                let it = all.into_iter().find(|it| it.period == month).unwrap();
                let places = rankings::places(tx, it.id)?;
                assert_eq!(it.sha256, Some(rankings::sha256(&it, &places)));
                Ok(places.into_iter().map(|own| (own.rank, own.person_id)).collect())
            })
            .await
    }

    async fn judge_all(&self) -> usize {
        let mut steps = 0;
        for some in self.people.chunks(50) {
            steps += self.house.judge(some).await;
        }
        steps
    }
}

#[tokio::test]
async fn eighteen_months_of_an_academy() {
    for db in databases(&tables()).await {
        let house = House::new(&db, ACADEMY).await;
        let mut people = Vec::new();
        for number in 0..100 {
            people.push(house.person(Box::leak(format!("学员{number:03}").into_boxed_str())).await);
        }
        let (centre, other) = (house.person("中心甲").await, house.person("中心乙").await);
        let third = house.person("中心丙").await;
        let [slow, lazy, sharer, mover, wronged] = people[..5] else { unreachable!() };
        let mut academy = Academy { house, people, next: 0 };

        // January: one learner leaves a course open and completes two of three: nothing is held against anybody. Another
        // opens all and completes one.
        academy.month(MONTHS[0].0, &[slow]).await;
        academy.house.turn(MONTHS[0].2);
        assert_eq!(academy.judge_all().await, 0);

        // February: the slow learner completes one course of two that are asked: one warning, one notice, once.
        academy.house.turn("2026-02-02");
        for _ in 0..2 {
            let subject = academy.subject();
            academy.house.told(slow, REQUIRED_OPENED, subject, "2026-02-02").await;
        }
        academy.house.turn(MONTHS[1].2);
        assert_eq!(academy.judge_all().await, 1);
        assert_eq!(academy.judge_all().await, 0);
        assert_eq!(academy.house.stand(slow).await, ["warning 2026-02 standing"]);
        assert_eq!(academy.house.notices(slow, "governance.warned").await, 1);

        // March: three tasks missed. The suspension waits for somebody, who confirms it; deadlines stand still.
        for day in ["2026-03-03", "2026-03-04", "2026-03-05"] {
            academy.misses(lazy, day).await;
        }
        assert_eq!(academy.house.stand(lazy).await, ["suspension 2026-03 proposed"]);
        let id = academy.house.decisions(lazy).await[0].id;
        academy.house.by(centre, move |tx, hand| change::confirm(tx, hand, id, true, "属实")).await.unwrap();
        let (state, until) = academy.house.account(lazy).await;
        assert_eq!(state, State::Suspended);
        assert_eq!(until, Some(academy.house.zone.end_of("2026-04-05".parse().unwrap())));
        let now = academy.house.now();
        let pauses = academy.house.write(move |tx| accounts::pauses(tx, &[lazy])).await;
        assert_eq!(pauses[&lazy], [(now, until.unwrap())]);
        academy.house.turn("2026-04-06");
        assert_eq!(academy.house.account(lazy).await.0, State::Active, "it restores itself");

        // In mid-April somebody moves to another unit: what happened before goes along.
        academy.misses(mover, "2026-04-10").await;
        let (ids, now) = (academy.house.ids.clone(), academy.house.now());
        academy
            .house
            .write(move |tx| {
                let to = testkit::node(tx, &ids, now, "质检部", None)?;
                let person = accounts::person(tx, mover)?.unwrap();
                let prepared = accounts::Prepared::new(Who::program(), now, &ids, 40);
                let deed = prepared.begin();
                Ok(accounts::transfer(tx, &deed, &person, &to, None, "组织调整", Lang::ZhCn)?.is_ok())
            })
            .await;
        academy.misses(mover, "2026-04-20").await;
        academy.misses(mover, "2026-04-21").await;
        let moved = academy.house.decisions(mover).await.remove(0);
        assert_eq!((moved.period.as_str(), moved.state.as_str()), ("2026-04", "proposed"));

        // Nobody confirms it: the person declines, and it never comes back.
        academy
            .house
            .by(centre, move |tx, hand| change::confirm(tx, hand, moved.id, false, "调动期间"))
            .await
            .unwrap();
        academy.misses(mover, "2026-04-22").await;
        assert_eq!(academy.house.stand(mover).await, ["suspension 2026-04 declined"]);

        // In May an account is in use on two devices in two places at the same time. That is found in the night, once, and
        // nothing follows of it by itself.
        academy.house.turn("2026-05-04");
        academy.in_use(sharer, (1, "192.0.2.1"), 120, 60).await;
        assert_eq!(academy.look_for_sharing().await, 0, "one device alone says nothing");
        academy.in_use(sharer, (2, "198.51.100.7"), 110, 40).await;
        assert_eq!((academy.look_for_sharing().await, academy.look_for_sharing().await), (1, 0));
        academy.judge_all().await;
        assert_eq!(academy.house.account(sharer).await.0, State::Active);
        assert_eq!(academy.house.stand(sharer).await, [""; 0]);

        // One person makes a case of it, another investigates and hears the owner, a third finds it confirmed.
        let found = academy.house.write(move |tx| suspicions::of(tx, &[sharer])).await.remove(0).id;
        let case = academy.house.ids.next();
        academy
            .in_case(centre, move |tx, act| {
                answer(tx, found, &act.actor(), (Answer::Case, ""), (case, "两台设备同时在线", "设备"), act)
            })
            .await;
        academy
            .in_case(other, move |tx, act| {
                cases::take(tx, case, &act.actor(), "", act)?;
                cases::hear(tx, case, &act.actor(), act.deed.now + Span::of_days(3), act)
            })
            .await;
        academy
            .in_case(sharer, move |tx, act| {
                let code = files::get(tx, case)?.unwrap().code;
                concerned::state_view(tx, &code, "借给了同事。", act)
            })
            .await;
        assert_eq!(academy.house.account(sharer).await.0, State::Active, "heard, not yet decided");
        academy
            .in_case(third, move |tx, act| {
                let (outcome, reason) = (Outcome::Confirmed, "本人承认。".to_owned());
                let citing = accounts::Citing::Nothing;
                let ruling = Ruling { outcome, days: None, by_hand: None, citing, reason };
                cases::decide(tx, case, &act.actor(), &ruling, act)
            })
            .await;

        // The regulation suspends the account for seven days of 24 hours, cited; then it is in use again by itself, and
        // the same case brings nothing more.
        academy.house.judge(&[sharer]).await;
        let (state, until) = academy.house.account(sharer).await;
        assert_eq!((state, until), (State::Suspended, Some(academy.house.now() + Span::of_hours(168))));
        let measure = academy.house.decisions(sharer).await.remove(0);
        assert_eq!((measure.measure.as_str(), measure.state.as_str()), ("suspension", "standing"));
        academy.house.clock.turn(Span::of_seconds(168 * 3_600 - 1));
        assert_eq!(academy.house.account(sharer).await.0, State::Suspended);
        academy.house.clock.turn(Span::of_seconds(1));
        assert_eq!(academy.house.account(sharer).await.0, State::Active);
        academy.judge_all().await;
        assert_eq!((academy.look_for_sharing().await, academy.house.stand(sharer).await.len()), (0, 1));

        // The lazy one misses in a second and a third month: revoked at once, cited and told.
        academy.misses(lazy, "2026-06-10").await;
        assert_eq!(academy.house.account(lazy).await.0, State::Active);
        academy.misses(lazy, "2026-09-10").await;
        assert_eq!(academy.house.stand(lazy).await[1], "revocation 2026-09 standing");
        assert_eq!(academy.house.account(lazy).await.0, State::Revoked);

        // On application the centre reopens the account; counting begins anew.
        let revoked = academy.house.decisions(lazy).await.remove(1);
        let asked = revoked.clone();
        let applied =
            academy.house.by(lazy, move |tx, hand| reopening::apply(tx, hand, &asked, "会按时完成")).await;
        assert_eq!(applied, Ok(()));
        academy.house.turn("2026-10-08");
        let asked = revoked.clone();
        let reopened =
            academy.house.by(centre, move |tx, hand| reopening::decide(tx, hand, &asked, true, "同意")).await;
        assert_eq!(reopened, Ok(()));
        assert_eq!(academy.house.account(lazy).await.0, State::Active);
        academy.house.judge(&[lazy]).await;
        assert_eq!(
            academy.house.account(lazy).await.0,
            State::Active,
            "the old revocation is not carried out again"
        );

        // Within the probation one missed task is enough.
        academy.misses(lazy, "2026-12-20").await;
        assert_eq!(academy.house.account(lazy).await.0, State::Revoked);
        assert!(academy.house.stand(lazy).await[2].starts_with("revocation"));

        // Somebody is wronged: three months with a missed task each, of which one was not so.
        academy.misses(wronged, "2027-01-10").await;
        let false_one = academy.misses(wronged, "2027-02-10").await;
        academy.misses(wronged, "2027-02-11").await;
        academy.misses(wronged, "2027-02-12").await;
        let proposed = academy.house.decisions(wronged).await.remove(0);
        academy
            .house
            .by(centre, move |tx, hand| change::confirm(tx, hand, proposed.id, true, "属实"))
            .await
            .unwrap();
        academy.misses(wronged, "2027-04-15").await;
        assert_eq!(
            academy.house.stand(wronged).await,
            ["suspension 2027-02 standing", "revocation 2027-04 standing"]
        );

        // The appeal about the suspension is decided by another person than the one who confirmed it. The fact was wrong;
        // February still holds two misses, so the revocation stands, and the suspension is overturned.
        let suspension = academy.house.decisions(wronged).await.remove(0);
        let asked = suspension.clone();
        academy
            .house
            .by(wronged, move |tx, hand| appeal::make(tx, hand, &asked, "当时已完成"))
            .await
            .unwrap();
        let verdict = Verdict { granted: true, reason: "记录有误".into(), wrong: vec![false_one] };
        let (asked, same) = (suspension.clone(), verdict.clone());
        let refused = academy.house.by(centre, move |tx, hand| appeal::decide(tx, hand, &asked, &same)).await;
        assert_eq!(refused, Err(appeal::Refusal::Other));
        let asked = suspension.clone();
        academy.house.by(other, move |tx, hand| appeal::decide(tx, hand, &asked, &verdict)).await.unwrap();
        assert_eq!(
            academy.house.stand(wronged).await,
            ["suspension 2027-02 overturned", "revocation 2027-04 standing"]
        );
        assert_eq!(academy.house.account(wronged).await.0, State::Revoked);

        // The other two of February were not so either: everything that rested on them is withdrawn with the appeal.
        let revocation = academy.house.decisions(wronged).await.remove(1);
        let asked = revocation.clone();
        academy
            .house
            .by(wronged, move |tx, hand| appeal::make(tx, hand, &asked, "二月均已完成"))
            .await
            .unwrap();
        let asked = revocation.clone();
        let wrong = academy.house.write(move |tx| decisions::grounds(tx, asked.id)).await;
        let verdict = Verdict { granted: true, reason: "二月的记录均有误".into(), wrong };
        let asked = revocation.clone();
        academy.house.by(other, move |tx, hand| appeal::decide(tx, hand, &asked, &verdict)).await.unwrap();
        assert_eq!(academy.house.stand(wronged).await[1], "revocation 2027-04 overturned");
        assert_eq!(academy.house.account(wronged).await.0, State::Active);

        // In May 2027 credits are ranked. Nine have more than all others, each another sum; three share the tenth; one has a
        // little less. The slow learner has most of all, and completed none of the two courses that were asked.
        academy.house.turn("2027-05-02");
        for _ in 0..2 {
            let subject = academy.subject();
            academy.house.told(slow, REQUIRED_OPENED, subject, "2027-05-02").await;
        }
        let learners: Vec<Uuid> = academy.people[20..33].to_vec();
        for (at, person) in learners.iter().enumerate() {
            let credits = match at {
                0..9 => 1000 - 50 * at as i64,
                9..12 => 300,
                _ => 299,
            };
            academy.earns(*person, credits, "2027-05-10").await;
        }
        academy.earns(slow, 5000, "2027-05-11").await;

        // When the month is over, and the days in which it may still be corrected, the ranking is frozen: with all three of
        // rank 10, and without whoever missed the required courses.
        academy.house.turn("2027-06-20");
        academy.night().await;
        let expected: Vec<(i64, Uuid)> =
            (1..).zip(&learners[..12]).map(|(rank, person): (i64, _)| (rank.min(10), *person)).collect();
        let sorted = |mut all: Vec<(i64, Uuid)>| {
            all.sort_unstable();
            all
        };
        let frozen = sorted(academy.ranked("2027-05").await);
        assert_eq!(frozen, sorted(expected));
        assert!(academy.house.stand(slow).await.contains(&"warning 2027-05 standing".to_owned()));

        // What is earned for that month afterwards changes nothing of it, and each of the twelve is told once.
        academy.earns(learners[12], 9000, "2027-05-12").await;
        academy.night().await;
        assert_eq!(sorted(academy.ranked("2027-05").await), frozen);
        for (_, person) in &frozen {
            assert_eq!(academy.house.notices(*person, "honours.ranked").await, 1);
        }

        // At the end nothing is left to be done, and nobody else was touched.
        academy.house.turn(MONTHS[17].2);
        academy.judge_all().await;
        assert_eq!(academy.judge_all().await, 0);
        let quiet = academy.people[5];
        assert_eq!(
            academy.house.stand(quiet).await.iter().filter(|it| !it.starts_with("warning")).count(),
            0
        );
    }
}

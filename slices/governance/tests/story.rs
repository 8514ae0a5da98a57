//! Eighteen months of an academy of a hundred people, told in plain sentences (GOV-2, ACC-8).

mod support;

use support::{House, Rule, tables};
use xingtan_accounts::api::{self as accounts, State, testkit};
use xingtan_audit::Who;
use xingtan_clock::{Span, Uuid};
use xingtan_governance::{
    api::{ACCOUNT_SHARED, REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    decision::{
        appeal::{self, Verdict},
        change, reopening, store as decisions,
    },
};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

const ACADEMY: &[Rule] = &[
    ("monthly-minimum", &[]),
    ("missed-tasks", &[("mode", "confirmed")]),
    ("cumulative-months", &[]),
    ("probation", &[]),
    ("account-sharing", &[]),
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

        // A case of sharing is confirmed: seven days of 24 hours.
        let case = academy.subject();
        academy.house.told(sharer, ACCOUNT_SHARED, case, "2026-04-06").await;
        academy.house.judge(&[sharer]).await;
        assert_eq!(academy.house.account(sharer).await.1, Some(academy.house.now() + Span::of_hours(168)));

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

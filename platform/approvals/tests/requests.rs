//! Requests from asking to the end, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use xingtan_approvals::{
    Act, ActIds, ApprovalKind, By, DeputyRow, OVERDUE, Outcome, Refusal, Request, State, Verdict, ask,
    by_subject, count_open_for, decide, deputies, end_deputy, escalate, events, get, hand_in_again, open_for,
    overdue_schedule, set_deputy, withdraw,
};
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Permission, PermissionDef, Permissions, Role};
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Error, Result, params};
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_testkit::TestDb;

const OPENING: ApprovalKind = ApprovalKind::new("test.opening");
const APPROVE: Permission = Permission("test.approve");
const NOTHING: [Uuid; 0] = [];

struct House {
    db: TestDb,
    clock: Clock,
    ids: Ids,
    permissions: Arc<Permissions>,
}

async fn houses() -> Vec<House> {
    let tables = [
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_approvals::migrations(),
    ];
    let roles = &[Role::Manager, Role::Centre];
    let permissions = Permissions::gather(&[&[PermissionDef { permission: APPROVE, roles }]]);
    let permissions = Arc::new(permissions);
    let databases = xingtan_testkit::databases(&tables).await;
    let house = |db| {
        let clock = xingtan_testkit::clock();
        House { db, ids: Ids::new(clock.clone()), clock, permissions: permissions.clone() }
    };
    databases.into_iter().map(house).collect()
}

impl House {
    fn person(&self, grants: &[(Role, &str)]) -> Actor {
        let grant =
            |(role, path): &(Role, &str)| Grant { role: *role, node: Uuid::nil(), path: (*path).into() };
        Actor {
            person: self.ids.next(),
            user_name: "somebody".into(),
            name: "某人".into(),
            unit: Uuid::nil(),
            unit_name: String::new(),
            unit_path: "/1/".into(),
            session: None,
            proved_at: self.clock.now(),
            acting: grants.first().map_or(Role::Learner, |(role, _)| *role),
            grants: grants.iter().map(grant).collect(),
            token_scopes: None,
            permissions: self.permissions.clone(),
        }
    }

    /// Runs `work` as `who` in one unit.
    async fn act<T: Send + 'static>(
        &self,
        who: &Actor,
        work: impl Fn(&mut xingtan_db::Tx<'_>, &Act<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (who, now, ids) = (Who::actor(who), self.clock.now(), ActIds::draw(&self.ids));
        self.db.write(move |tx| work(tx, &Act { who: &who, now, ids })).await
    }

    /// A request of two steps: whoever holds the permission on the node, then `boss`.
    async fn ask(&self, asker: &Actor, path: &str, boss: Uuid) -> Uuid {
        let request = Request::new(OPENING, self.ids.next(), "林书岚", asker.person, path)
            .because("新员工")
            .with(&serde_json::json!({ "user": "linshulan" }))
            .unwrap()
            .step(By::Permission(APPROVE), Span::of_days(2))
            .step(By::Person(boss), Span::of_days(3));
        self.act(asker, move |tx, act| ask(tx, &request, act)).await.unwrap()
    }

    async fn decide(
        &self,
        who: &Actor,
        request: Uuid,
        seen: i64,
        verdict: Verdict,
        reason: &'static str,
    ) -> Outcome {
        let actor = who.clone();
        self.act(who, move |tx, act| decide(tx, request, seen, verdict, reason, &actor, act)).await.unwrap()
    }

    async fn open(&self, who: &Actor) -> Vec<Uuid> {
        let (actor, now) = (who.clone(), self.clock.now());
        let (rows, count) = self
            .db
            .read(move |tx| {
                Ok::<_, Error>((open_for(tx, &actor, now, None, 50)?, count_open_for(tx, &actor, now)?))
            })
            .await
            .unwrap();
        assert_eq!(rows.len() as i64, count, "{:?}", self.db);
        rows.into_iter().map(|row| row.id).collect()
    }

    async fn state(&self, request: Uuid) -> State {
        self.db.read(move |tx| get(tx, request)).await.unwrap().unwrap().request.state()
    }

    async fn told(&self) -> Vec<String> {
        self.db
            .read(|tx| tx.all("SELECT kind FROM events_event ORDER BY sequence, id", params![]))
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_request_goes_from_step_to_step_until_all_have_agreed() {
    for house in houses().await {
        let (asker, manager) = (house.person(&[]), house.person(&[(Role::Manager, "/1/5/")]));
        let boss = house.person(&[]);
        let request = house.ask(&asker, "/1/5/8/", boss.person).await;
        assert_eq!(house.open(&manager).await, [request], "{:?}", house.db);
        assert_eq!(house.open(&boss).await, NOTHING, "{:?}: not yet", house.db);
        assert_eq!(house.decide(&manager, request, 0, Verdict::Approve, "").await, Outcome::Next { step: 1 });
        assert_eq!((house.open(&manager).await, house.open(&boss).await), (vec![], vec![request]));
        assert_eq!(house.decide(&boss, request, 1, Verdict::Approve, "好").await, Outcome::Approved);
        let whole = house.db.read(move |tx| get(tx, request)).await.unwrap().unwrap();
        assert_eq!(whole.request.state(), State::Approved, "{:?}", house.db);
        assert_eq!(whole.request.payload, r#"{"user":"linshulan"}"#);
        assert!(whole.steps.iter().all(|step| step.state == "done"));
        let decided: Vec<_> = whole.decisions.iter().map(|d| (d.decider, d.verdict.as_str())).collect();
        assert_eq!(decided, [(manager.person, "approve"), (boss.person, "approve")]);
        assert_eq!(
            house.told().await,
            [events::STEP_OPENED, events::STEP_OPENED, events::APPROVED],
            "{:?}",
            house.db
        );
        let entries: i64 =
            house.db.read(|tx| tx.one("SELECT count(*) FROM audit_entry", params![])).await.unwrap();
        assert_eq!(entries, 3, "{:?}", house.db);
        let (subject, rows) = (whole.request.subject, 1);
        let found = house.db.read(move |tx| by_subject(tx, subject)).await.unwrap();
        assert_eq!(found.len(), rows);
    }
}

#[tokio::test]
async fn a_permission_counts_on_its_subtree_only() {
    for house in houses().await {
        let (asker, boss) = (house.person(&[]), house.person(&[]));
        let request = house.ask(&asker, "/1/5/", boss.person).await;
        for (elsewhere, path) in [(Role::Manager, "/1/50/"), (Role::Manager, "/2/"), (Role::Contact, "/1/")] {
            let other = house.person(&[(elsewhere, path)]);
            assert_eq!(house.open(&other).await, NOTHING, "{:?}: {path}", house.db);
            let outcome = house.decide(&other, request, 0, Verdict::Approve, "").await;
            assert_eq!(outcome, Outcome::Not(Refusal::NotYours), "{:?}: {path}", house.db);
        }
        let above = house.person(&[(Role::Centre, "/1/")]);
        assert_eq!(house.open(&above).await, [request], "{:?}", house.db);
    }
}

#[tokio::test]
async fn nobody_decides_on_their_own_request_or_twice() {
    for house in houses().await {
        let manager = house.person(&[(Role::Manager, "/1/")]);
        let own = house.ask(&manager, "/1/5/", manager.person).await;
        assert_eq!(house.open(&manager).await, NOTHING, "{:?}", house.db);
        let outcome = house.decide(&manager, own, 0, Verdict::Approve, "").await;
        assert_eq!(outcome, Outcome::Not(Refusal::Author), "{:?}", house.db);
        let asker = house.person(&[]);
        let both = house.ask(&asker, "/1/5/", manager.person).await;
        assert_eq!(house.decide(&manager, both, 0, Verdict::Approve, "").await, Outcome::Next { step: 1 });
        assert_eq!(house.open(&manager).await, NOTHING, "{:?}", house.db);
        let outcome = house.decide(&manager, both, 1, Verdict::Approve, "").await;
        assert_eq!(outcome, Outcome::Not(Refusal::ApprovedBefore), "{:?}", house.db);
    }
}

#[tokio::test]
async fn of_two_deciders_at_once_one_is_told_that_the_step_is_done() {
    for house in houses().await {
        let (asker, boss) = (house.person(&[]), house.person(&[]));
        let request = house.ask(&asker, "/1/5/", boss.person).await;
        let (one, two) = (house.person(&[(Role::Manager, "/1/")]), house.person(&[(Role::Centre, "/1/")]));
        let (a, b) = tokio::join!(
            house.decide(&one, request, 0, Verdict::Approve, ""),
            house.decide(&two, request, 0, Verdict::Refuse, "不需要"),
        );
        let taken = [a, b].into_iter().filter(|outcome| !matches!(outcome, Outcome::Not(_))).count();
        assert_eq!(taken, 1, "{:?}: {a:?} {b:?}", house.db);
        let decisions = house.db.read(move |tx| get(tx, request)).await.unwrap().unwrap().decisions;
        assert_eq!(decisions.len(), 1, "{:?}", house.db);
    }
}

#[tokio::test]
async fn a_returned_request_is_handed_in_again_and_begins_at_its_first_step() {
    for house in houses().await {
        let (asker, boss) = (house.person(&[]), house.person(&[]));
        let manager = house.person(&[(Role::Manager, "/1/")]);
        let request = house.ask(&asker, "/1/5/", boss.person).await;
        house.decide(&manager, request, 0, Verdict::Approve, "").await;
        assert_eq!(
            house.decide(&boss, request, 1, Verdict::Return, " ").await,
            Outcome::Not(Refusal::ReasonMissing)
        );
        assert_eq!(house.decide(&boss, request, 1, Verdict::Return, "缺工号").await, Outcome::Returned);
        let me = asker.person;
        let again = move |who: Uuid| {
            move |tx: &mut xingtan_db::Tx<'_>, act: &Act<'_>| {
                hand_in_again(tx, request, who, &serde_json::json!({ "user": "lsl" }), "已补", act)
            }
        };
        let stranger = house.act(&manager, again(manager.person)).await;
        assert_eq!(stranger, Err(Error::NotFound), "{:?}", house.db);
        assert_eq!(house.act(&asker, again(me)).await, Ok(Ok(())), "{:?}", house.db);
        assert_eq!(
            house.act(&asker, again(me)).await,
            Ok(Err(Refusal::NotOpen(State::Open))),
            "{:?}: only once",
            house.db
        );
        // Who approved the first round may approve the second.
        assert_eq!(house.open(&manager).await, [request], "{:?}", house.db);
        assert_eq!(house.decide(&manager, request, 0, Verdict::Approve, "").await, Outcome::Next { step: 1 });
        assert_eq!(house.decide(&boss, request, 1, Verdict::Approve, "").await, Outcome::Approved);
        let whole = house.db.read(move |tx| get(tx, request)).await.unwrap().unwrap();
        assert_eq!((whole.decisions.len(), whole.request.round), (4, 2), "{:?}", house.db);
    }
}

#[tokio::test]
async fn only_whoever_asked_takes_a_request_back() {
    for house in houses().await {
        let (asker, boss) = (house.person(&[]), house.person(&[]));
        let manager = house.person(&[(Role::Manager, "/1/")]);
        let request = house.ask(&asker, "/1/5/", boss.person).await;
        let (me, other) = (asker.person, manager.person);
        let taken = house.act(&manager, move |tx, act| withdraw(tx, request, other, act)).await;
        assert_eq!(taken, Err(Error::NotFound), "{:?}", house.db);
        assert_eq!(house.act(&asker, move |tx, act| withdraw(tx, request, me, act)).await, Ok(true));
        assert_eq!(house.act(&asker, move |tx, act| withdraw(tx, request, me, act)).await, Ok(false));
        assert_eq!(house.open(&manager).await, NOTHING, "{:?}", house.db);
        let late = house.decide(&manager, request, 0, Verdict::Approve, "").await;
        assert_eq!(late, Outcome::Not(Refusal::NotOpen(State::Withdrawn)), "{:?}", house.db);
        assert_eq!(house.state(request).await, State::Withdrawn);
    }
}

#[tokio::test]
async fn a_deputy_decides_during_the_absence_and_is_named() {
    for house in houses().await {
        let (asker, boss, deputy) = (house.person(&[]), house.person(&[]), house.person(&[]));
        let request = Request::new(OPENING, house.ids.next(), "x", asker.person, "/1/")
            .step(By::Person(boss.person), None)
            .step(By::Role(Role::Centre), None);
        let request = house.act(&asker, move |tx, act| ask(tx, &request, act)).await.unwrap();
        let now = house.clock.now();
        let row = DeputyRow {
            person: boss.person,
            deputy: deputy.person,
            from_at: now + Span::of_hours(1),
            until_at: now + Span::of_days(7),
        };
        let wrong = DeputyRow { deputy: boss.person, ..row.clone() };
        assert!(house.db.write(move |tx| set_deputy(tx, &wrong)).await.is_err());
        house.db.write(move |tx| set_deputy(tx, &row)).await.unwrap();
        assert_eq!(house.open(&deputy).await, NOTHING, "{:?}: not yet", house.db);
        house.clock.turn(Span::of_hours(2));
        assert_eq!(house.open(&deputy).await, [request], "{:?}", house.db);
        assert_eq!(house.decide(&deputy, request, 0, Verdict::Approve, "").await, Outcome::Next { step: 1 });
        let whole = house.db.read(move |tx| get(tx, request)).await.unwrap().unwrap();
        assert_eq!(whole.decisions[0].deputy_of, Some(boss.person), "{:?}", house.db);
        let centre = house.person(&[(Role::Centre, "/1/")]);
        assert_eq!(house.open(&centre).await, [request], "{:?}", house.db);
        assert_eq!(house.decide(&centre, request, 1, Verdict::Refuse, "人数已满").await, Outcome::Refused);
        let (boss, deputy) = (boss.person, deputy.person);
        assert_eq!(house.db.read(move |tx| deputies(tx, boss)).await.unwrap().len(), 1);
        assert!(house.db.write(move |tx| end_deputy(tx, boss, deputy)).await.unwrap());
    }
}

#[tokio::test]
async fn what_runs_over_its_time_is_told_once_for_each_step() {
    for house in houses().await {
        let (asker, boss) = (house.person(&[]), house.person(&[]));
        let manager = house.person(&[(Role::Manager, "/1/")]);
        let request = house.ask(&asker, "/1/5/", boss.person).await;
        let mut kinds = Kinds::new();
        kinds.on(OVERDUE, escalate);
        let mut schedules = Schedules::default();
        schedules.add(overdue_schedule()).unwrap();
        let (db, clock) = (house.db.handle(), house.clock.clone());
        let worker = Worker::new(db, clock, house.ids.clone(), kinds, schedules, Options::default());
        let overdue = || async { house.told().await.iter().filter(|kind| *kind == events::OVERDUE).count() };
        for (turn, told) in
            [(Span::of_days(1), 0), (Span::of_days(1), 1), (Span::of_days(1), 1), (Span::of_days(9), 1)]
        {
            worker.drain().await.unwrap();
            house.clock.turn(turn);
            worker.drain().await.unwrap();
            assert_eq!(overdue().await, told, "{:?}", house.db);
        }
        house.decide(&manager, request, 0, Verdict::Approve, "").await;
        house.clock.turn(Span::of_days(4));
        worker.drain().await.unwrap();
        assert_eq!(overdue().await, 2, "{:?}: the second step has its own time", house.db);
    }
}

#[tokio::test]
async fn a_request_without_steps_is_refused() {
    let house = houses().await.remove(0);
    let asker = house.person(&[]);
    let request = Request::new(OPENING, house.ids.next(), "x", asker.person, "/1/");
    let asked = house.act(&asker, move |tx, act| ask(tx, &request, act)).await;
    assert!(matches!(asked, Err(Error::Check(_))));
}

#[test]
fn the_texts_are_complete() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_approvals::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let texts = xingtan_i18n::Texts::build(&all);
    let folder = std::path::Path::new("src");
    assert_eq!(xingtan_i18n::unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
    let locale =
        texts.locale(xingtan_i18n::Lang::ZhCn, xingtan_i18n::Kind::Academy, xingtan_clock::Zone::default());
    for state in State::ALL {
        assert!(locale.has(&state.key()), "{}", state.key());
        let refusal = locale.msg(&Refusal::NotOpen(state).msg());
        assert!(refusal.contains(&locale.t(&state.key())), "{refusal}");
    }
}

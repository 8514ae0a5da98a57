//! Study permissions from asking to the hours that they open, on both engines.

use super::{
    rules::State,
    store::{self, Asked},
};
use xingtan_auth::Scope;
use xingtan_calendar::Stretch;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Error;
use xingtan_web::{Form, List};

fn asked(id: u128, person: u128, hour: i64, now: Timestamp) -> Asked {
    Asked {
        id: Uuid::from_u128(id),
        person_id: Uuid::from_u128(person),
        person_name: "林书岚".into(),
        unit_path: "/1/5/".into(),
        from_at: now + Span::of_hours(hour),
        to_at: now + Span::of_hours(hour + 1),
        reason: "补安全课".into(),
        state: State::Asked.code().into(),
        asked_at: now,
        asked_by: Uuid::from_u128(person),
        decided_at: None,
        decided_by: None,
        decided_name: None,
        answer: String::new(),
    }
}

#[tokio::test]
async fn only_what_was_granted_opens_hours_and_only_to_its_owner() {
    let tables = [xingtan_settings::migrations(), xingtan_accounts::migrations(), crate::migrations()];
    for db in xingtan_testkit::databases(&tables).await {
        let now = xingtan_testkit::clock().now();
        db.write(move |tx| {
            for (id, person, hour) in [(1, 7, 1), (2, 7, 4), (3, 7, 6), (4, 8, 1)] {
                store::add(tx, &asked(id, person, hour, now))?;
            }
            let by = (Uuid::from_u128(9), "周文谦");
            for (id, state) in [(1, State::Granted), (2, State::Refused), (4, State::Granted)] {
                assert!(store::decide(tx, Uuid::from_u128(id), state, "好", by, now)?);
                assert!(
                    !store::decide(tx, Uuid::from_u128(id), State::Granted, "", by, now)?,
                    "decided twice"
                );
            }
            let day = Stretch { from: now, to: now + Span::of_hours(12) };
            let own = Stretch { from: now + Span::of_hours(1), to: now + Span::of_hours(2) };
            assert_eq!(store::granted(tx, Uuid::from_u128(7), day)?, [own]);
            let later = Stretch { from: own.to, to: day.to };
            assert!(store::granted(tx, Uuid::from_u128(7), later)?.is_empty());
            assert!(!store::withdraw(tx, Uuid::from_u128(1), own.from)?, "it has begun");
            assert!(store::withdraw(tx, Uuid::from_u128(1), now)?);
            assert!(store::granted(tx, Uuid::from_u128(7), day)?.is_empty());
            let list = List::read(&Form::default(), "/", store::SORTS, &["state"], 50);
            let scope = Scope::of(vec!["/1/5/".into()]);
            let open = list.page::<Asked>(tx, store::select(&scope, "安全", "asked"))?;
            assert_eq!(open.rows.iter().map(|it| it.id.as_u128()).collect::<Vec<_>>(), [3]);
            let elsewhere = Scope::of(vec!["/1/6/".into()]);
            assert!(list.page::<Asked>(tx, store::select(&elsewhere, "", ""))?.rows.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    }
}

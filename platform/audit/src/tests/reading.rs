//! Searching the trail.

use super::{Trail, trails};
use crate::{Article, Entry, Filter, Found, Position, Who, get, record, search};
use xingtan_auth::Scope;
use xingtan_clock::{Span, Uuid};

async fn write(trail: &Trail, action: &'static str, path: Option<&str>, name: &str) -> Uuid {
    let id = trail.ids.next();
    let mut entry = Entry::new(id, trail.clock.now(), action, &trail.who())
        .on("person", Uuid::from_u128(5), name)
        .detail(&serde_json::json!({ "grund": "100%_sure!" }));
    if let Some(path) = path {
        entry = entry.within(path);
    }
    if action.ends_with("refused") {
        entry = entry.refused().citing(&Article {
            regulation: "academy".into(),
            version: 3,
            number: "12".into(),
        });
    }
    trail.db.write(move |tx| record(tx, &entry)).await.unwrap();
    trail.clock.turn(Span::of_minutes(1));
    id
}

async fn find(trail: &Trail, filter: Filter, after: Option<Position>) -> Vec<Found> {
    trail.db.read(move |tx| search(tx, &filter, after, 3)).await.unwrap()
}

#[tokio::test]
async fn entries_are_found_by_who_what_where_when_and_words() {
    for trail in trails().await {
        let begin = trail.clock.now();
        write(&trail, "accounts.person-opened", Some("/1/5/"), "林书岚").await;
        write(&trail, "accounts.person-frozen", Some("/1/50/"), "Zhou Min").await;
        write(&trail, "learning.enrolment-refused", Some("/1/5/7/"), "王 100%").await;
        write(&trail, "accountsx.other", None, "x").await;
        trail.seal().await;
        let names = |filter: Filter| {
            let trail = &trail;
            async move {
                let found = find(trail, filter, None).await;
                found.into_iter().map(|f| f.action).collect::<Vec<_>>()
            }
        };
        let some = Filter::default;
        let (opened, frozen) = ("accounts.person-opened", "accounts.person-frozen");
        let refused = "learning.enrolment-refused";
        let by = |filter| names(filter);
        assert_eq!(by(Filter { action: Some("accounts.".into()), ..some() }).await, [frozen, opened]);
        assert_eq!(by(Filter { action: Some(opened.into()), ..some() }).await, [opened]);
        assert_eq!(by(Filter { refused: Some(true), ..some() }).await, [refused]);
        assert_eq!(by(Filter { text: Some("书岚".into()), ..some() }).await, [opened]);
        assert_eq!(by(Filter { text: Some(" zhou".into()), ..some() }).await, [frozen]);
        assert_eq!(by(Filter { text: Some("王 100%".into()), ..some() }).await, [refused]);
        assert_eq!(by(Filter { text: Some("100%_s".into()), ..some() }).await.len(), 3, "{:?}", trail.db);
        assert_eq!(by(Filter { text: Some("100__sure".into()), ..some() }).await, [""; 0]);
        let scope = |paths: &[&str]| Some(Scope::of(paths.iter().map(|p| (*p).to_owned()).collect()));
        assert_eq!(by(Filter { scope: scope(&["/1/5/"]), ..some() }).await, [refused, opened]);
        assert_eq!(by(Filter { scope: scope(&[]), ..some() }).await, [""; 0], "{:?}", trail.db);
        let late = Filter {
            from: Some(begin + Span::of_minutes(1)),
            to: Some(begin + Span::of_minutes(3)),
            ..some()
        };
        assert_eq!(by(late).await, [refused, frozen]);
        assert_eq!(by(Filter { actor: Some(trail.person), ..some() }).await.len(), 3);
        assert_eq!(by(Filter { actor: Some(Uuid::nil()), ..some() }).await.len(), 0);
        assert_eq!(by(Filter { subject: Some(Uuid::from_u128(5)), ..some() }).await.len(), 3);
        assert_eq!(by(Filter { subject_kind: Some("course".into()), ..some() }).await.len(), 0);
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_overlap() {
    for trail in trails().await {
        let mut all = Vec::new();
        for n in 0..8 {
            all.push(trail.write(n).await);
        }
        all.sort();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = find(&trail, Filter::default(), after).await;
            let Some(last) = page.last() else { break };
            after = Some(last.position());
            seen.extend(page.iter().map(|found| found.id));
        }
        assert!(seen.is_sorted_by(|a, b| a > b), "{:?}: the newest first", trail.db);
        seen.reverse();
        assert_eq!(seen, all, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn one_entry_is_shown_with_all_it_holds() {
    for trail in trails().await {
        let id = write(&trail, "learning.enrolment-refused", Some("/1/"), "林书岚").await;
        trail.seal().await;
        let found = trail.db.read(move |tx| get(tx, id)).await.unwrap().unwrap();
        assert_eq!(found.citing.as_deref(), Some("academy@3#12"));
        assert_eq!((found.result.as_str(), found.sequence), ("refused", Some(1)));
        assert_eq!(found.action_key(), "learning-audit-enrolment-refused");
        assert_eq!(found.address.as_deref(), Some("10.1.2.3"));
        assert!(trail.db.read(|tx| get(tx, Uuid::nil())).await.unwrap().is_none());
        assert_eq!(Who::program().role, "system");
    }
}

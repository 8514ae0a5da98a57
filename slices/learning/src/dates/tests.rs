//! Dates by page and by feed, on both engines: whose they are, what a calendar program reads, when an address ends.

use super::{change, feed::written, store};
use crate::{
    assignment::change::tests::{School, nodes, tables},
    dates::{DateKind, Dated, When},
    work::tests::{house::House, slice},
};
use icalendar::{Calendar, CalendarComponent, Component as _};
use proptest::prelude::*;
use xingtan_accounts::api::{self as accounts, Act};
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::{Kind, Lang, Locale};
use xingtan_testkit::databases;

/// The lines of a feed as they are before folding; every folded one is at most 75 octets long.
fn unfolded(text: &str) -> Vec<String> {
    assert!(
        text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']),
        "lines end with CRLF"
    );
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    text.replace("\r\n ", "").split("\r\n").filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn event_lines(text: &str) -> Vec<Vec<String>> {
    let mut events = Vec::new();
    let mut within: Option<Vec<String>> = None;
    for line in unfolded(text) {
        match line.as_str() {
            "BEGIN:VEVENT" => within = Some(Vec::new()),
            "END:VEVENT" => events.extend(within.take()),
            _ => within.iter_mut().for_each(|it| it.push(line.clone())),
        }
    }
    events
}

#[tokio::test]
async fn dates_stand_in_their_month_and_in_ones_own_feed_alone() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let li = school.person("li", &a, &[Role::Learner]).await;
        let wu = school.person("wu", &b, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        let house = House::new(db.handle(), slice(&school)).await;
        let own = house.person_of(li, "li", &[(Role::Learner, &a.path)], Lang::ZhCn);
        let other = house.person_of(wu, "wu", &[(Role::Learner, &b.path)], Lang::En);
        let due = school.due(li).await.unwrap();
        let day = house.app.institution().zone.date(due);
        let month = format!("/dates?month={:04}-{:02}", day.year(), day.month());
        house.get(&own, &month).await.is(200).has("安全生产").has("截止").lacks("learning-");
        house.get(&other, &month).await.is(200).lacks("安全生产").has("Nothing is due").lacks("learning-");
        for wrong in ["2026", "9999-12", "%00", "2026-13", "%3Cscript%3E"] {
            house.get(&own, &format!("/dates?month={wrong}")).await.is(200).lacks("<script>");
        }

        // An address of one's own, made once for each form.
        let page = house.get(&own, "/dates/feed").await.is(200).lacks("learning-");
        let key = page.field("form_key");
        house.post(&own, "/dates/feed", &[("form_key", &key)]).await.is(303);
        house.post(&own, "/dates/feed", &[("form_key", &key)]).await.is(303);
        let feed = school.write(move |tx| store::of(tx, li)).await.unwrap();
        let href = change::href(house.app.keys(), feed.id);
        house.get(&own, "/dates/feed").await.is(200).has(&href).lacks("learning-");
        let nobody = house.person("nobody", &[]);
        let read = house.get(&nobody, &href).await.is(200);
        assert_eq!(read.headers["content-type"], "text/calendar; charset=utf-8");
        let events = event_lines(&read.body);
        assert_eq!(events.len(), 1, "{}", read.body);
        assert!(events[0].contains(&"SUMMARY:截止：安全生产".to_owned()), "{}", read.body);
        let enrolment = school.enrolment(li).await.unwrap().id;
        assert!(events[0].iter().any(|it| it.starts_with(&format!("UID:due-{enrolment}@"))), "{}", read.body);

        // What was not signed by the server, or for something else, is nothing.
        let id = feed.id.simple();
        for wrong in [
            "x".to_owned(),
            ".ics".into(),
            format!("{id}.ics"),
            format!("{id}.00.ics"),
            href[10..].replace(".ics", ""),
        ] {
            house.get(&nobody, &format!("/calendar/{wrong}")).await.is(404);
        }
        let forged = change::href(house.app.keys(), school.ids.next());
        house.get(&nobody, &forged).await.is(404);

        // Completed, it says so, under the same name.
        school.complete(li, "one").await;
        let done = house.get(&nobody, &href).await.is(200).body;
        assert!(event_lines(&done)[0].contains(&"SUMMARY:✓ 截止：安全生产".to_owned()), "{done}");

        // Another address: the one before reads nothing; ended, neither does.
        house.post(&own, "/dates/feed", &[]).await.is(303);
        house.get(&nobody, &href).await.is(404);
        let second = school.write(move |tx| store::of(tx, li)).await.unwrap();
        assert!(second.id != feed.id && second.read_at.is_none());
        let href = change::href(house.app.keys(), second.id);
        house.get(&nobody, &href).await.is(200);
        assert!(school.write(move |tx| store::of(tx, li)).await.unwrap().read_at.is_some());
        house.post(&other, "/dates/feed/end", &[]).await.is(422).lacks("learning-");
        house.get(&nobody, &href).await.is(200);

        // Whoever's account is out of use has no feed, and has it again afterwards.
        for (act, status) in [(Act::Freeze, 404), (Act::Restore, 200)] {
            let (now, count) = (school.clock.now(), accounts::STATE_IDS);
            let deed = accounts::Prepared::new(xingtan_audit::Who::program(), now, &school.ids, count);
            let made = school
                .write(move |tx| {
                    let it = accounts::person(tx, li)?.unwrap();
                    accounts::set_state(tx, &deed.begin(), &it, act, &accounts::Reason::default(), Lang::ZhCn)
                })
                .await;
            assert!(made.is_ok());
            house.get(&nobody, &href).await.is(status);
        }
        house.post(&own, "/dates/feed/end", &[]).await.is(303);
        house.get(&nobody, &href).await.is(404);
    }
}

fn locale() -> Locale {
    let texts = xingtan_i18n::Texts::build(&[xingtan_i18n::texts(), crate::texts()].concat());
    texts.locale(Lang::ZhCn, Kind::Academy, Default::default())
}

proptest! {
    #[test]
    fn whatever_a_course_is_called_its_feed_is_read_back(
        titles in proptest::collection::vec("[\\PC\n\r\t;,:\\\\\"]{0,200}|学{0,90}", 0..6), hours in 0i64..20_000,
    ) {
        let l = locale();
        let start = Timestamp::from_micros(1_790_000_000_000_000) + Span::of_hours(hours);
        let all: Vec<Dated> = titles.iter().enumerate().map(|(at, title)| Dated {
            uid: format!("due-{at}"),
            kind: DateKind::Due,
            title: title.clone(),
            when: if at % 2 == 0 { When::At(start) } else { When::On(l.zone().date(start)) },
            href: format!("/courses/{at}"),
            done: false,
        }).collect();
        let text = written(&all, &l, "https://learn.example", start);
        prop_assert_eq!(event_lines(&text).len(), all.len());
        let read: Calendar = text.parse().unwrap();
        let events: Vec<_> = read.components.iter().filter_map(CalendarComponent::as_event).collect();
        prop_assert_eq!(events.len(), all.len());
        for (event, it) in events.iter().zip(&all) {
            let title: String = it.title.chars().filter(|c| !c.is_control()).collect();
            let summary = format!("截止：{title}");
            let uid = format!("{}@learn.example", it.uid);
            prop_assert_eq!(event.get_summary(), Some(summary.as_str()));
            prop_assert_eq!(event.get_uid(), Some(uid.as_str()));
            prop_assert!(event.get_start().is_some() && event.get_timestamp().is_some());
        }
    }
}

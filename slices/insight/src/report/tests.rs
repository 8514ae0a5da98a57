//! Reports from enrolments to receipts, on both engines.

use super::{make, store};
use crate::tests::{City, regulation, tables};
use xingtan_accounts::api::Node;
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx, params};
use xingtan_documents::pdf::Document;
use xingtan_governance::decision::store::{self as decisions, Decision};
use xingtan_i18n::Lang;
use xingtan_planning::api::Month;
use xingtan_testkit::databases;

/// The month before that of the test's clock.
fn last(city: &City) -> (Month, (Timestamp, Timestamp)) {
    let zone = Zone::default();
    let month = Month::of(zone.date(city.house.clock.now())).before();
    (month, month.span(&zone))
}

/// A required course: opened, due and completed so many days after the month began.
async fn enrol(city: &City, person: Uuid, due: i64, completed: Option<i64>) {
    let (from, _) = last(city).1;
    let ids = city.house.ids.clone();
    let at = move |days: i64| from + Span::of_days(days) + Span::of_hours(1);
    city.write(move |tx| {
        let (id, course) = (ids.next(), ids.next());
        tx.exec(
            "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required, opens_at,
                    due_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds, completed_at)
             VALUES ($1, $2, $3, '/1/', 'x', 'assigned', true, $4, $5, $4, $2, 1, 1, 60, $6)",
            params![id, course, person, from, at(due), completed.map(at)],
        )?;
        if let Some(completed) = completed {
            tx.exec(
                "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits, hours_seconds,
                        required, source, at, round)
                 VALUES ($1, $2, '/1/', $3, $4, 150, 7200, true, 'course', $5, 0)",
                params![ids.next(), person, course, id, at(completed)],
            )?;
        }
        Ok(())
    })
    .await;
}

/// A standing warning for too few required courses, made within the month.
async fn missed(city: &City, person: Uuid, control: Uuid, unit: &Node) {
    let (month, (from, _)) = last(city);
    let (id, path, month) = (city.house.ids.next(), unit.path.clone(), month.to_string());
    city.write(move |tx| {
        let it = Decision {
            id,
            control_key: control,
            control_id: control,
            person_id: person,
            unit_path: path.clone(),
            period: month.clone(),
            measure: "warning".into(),
            term_unit: "none".into(),
            term_count: 0,
            state: "standing".into(),
            due_at: from + Span::of_days(2),
            made_at: from + Span::of_days(2),
            confirm_by: None,
            starts_at: None,
            ends_at: None,
            hindered: None,
            appeal_code: id.to_string(),
            version: 1,
        };
        decisions::add(tx, &it)
    })
    .await;
}

fn judged(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_run (id, as_of, ended_at, people, changed) VALUES ($1, $2, $2, 0, 0)",
        params![id, at],
    )?;
    Ok(())
}

/// A city whose regulation asks for reports; the control of the minimum.
async fn bound(city: &City) -> Uuid {
    city.house.clock.turn(Span::of_days(3));
    let (ids, since) = (city.house.ids.clone(), city.house.clock.now() - Span::of_days(200));
    let now = city.house.clock.now();
    city.write(move |tx| {
        judged(tx, ids.next(), now)?;
        regulation(tx, &ids, since, &["monthly-report", "monthly-minimum"])
    })
    .await
}

/// The work of an hour, cut off after so many steps; what it found due.
async fn hour(city: &City, most: usize) -> usize {
    let (now, mut left) = (city.house.clock.now(), most);
    let (orders, _) = city.write(move |tx| make::due(tx, &Zone::default(), now)).await;
    let due = orders.len();
    for order in orders {
        loop {
            if left == 0 {
                return due;
            }
            left -= 1;
            let (order, ids) = (order.clone(), city.house.ids.clone());
            if city.write(move |tx| make::carry(tx, &order, &ids, now)).await {
                break;
            }
        }
    }
    while left > 0 {
        left -= 1;
        let ids = city.house.ids.clone();
        if city.write(move |tx| make::tell(tx, &ids, now)).await == 0 {
            break;
        }
    }
    due
}

async fn reports(city: &City) -> Vec<store::Report> {
    let month = last(city).0.to_string();
    city.write(move |tx| store::made(tx, &month)).await
}

#[tokio::test]
async fn every_unit_with_a_contact_and_the_whole_are_reported_with_their_figures() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let minimum = bound(&city).await;
        let (a, b) = (city.a.clone(), city.b.clone());
        city.person("contact", &a, &[Role::Contact]).await;
        let one = city.person("one", &a, &[Role::Learner]).await;
        let two = city.person("two", &a, &[Role::Learner]).await;
        let far = city.person("far", &b, &[Role::Learner]).await;
        enrol(&city, one, 10, Some(5)).await;
        enrol(&city, one, 12, Some(40)).await;
        enrol(&city, two, 40, None).await;
        enrol(&city, far, 10, None).await;
        missed(&city, two, minimum, &a).await;
        assert_eq!(hour(&city, usize::MAX).await, 2);
        let found = reports(&city).await;
        let figures = |it: &store::Report| {
            let required = (it.required_open, it.required_done, it.required_overdue);
            (it.people, required, it.below_minimum, it.warnings, it.credits, it.online_seconds, it.laggards)
        };
        assert!(found[0].whole && !found[1].whole);
        assert_eq!(figures(&found[0]), (4, (3, 1, 2), 1, 1, 150, 7200, 3));
        assert_eq!(figures(&found[1]), (3, (2, 1, 1), 1, 1, 150, 7200, 2));
        assert_eq!(found[1].unit_id, a.id);
        assert_eq!(hour(&city, usize::MAX).await, 0, "nothing is made twice");
    }
}

#[tokio::test]
async fn an_hour_that_is_cut_off_anywhere_goes_on_and_doubles_nothing() {
    for cut in 0..10 {
        for db in databases(&tables()).await {
            let city = City::new(db.handle()).await;
            bound(&city).await;
            let a = city.a.clone();
            city.person("contact", &a, &[Role::Contact, Role::Centre]).await;
            let one = city.person("one", &a, &[Role::Learner]).await;
            enrol(&city, one, 10, None).await;
            hour(&city, cut).await;
            hour(&city, usize::MAX).await;
            hour(&city, usize::MAX).await;
            let found = reports(&city).await;
            assert_eq!(found.iter().map(|it| it.people).collect::<Vec<_>>(), [2, 2], "cut after {cut}");
            assert_eq!(city.count("SELECT count(*) FROM insight_laggard").await, 2, "cut after {cut}");
            let told = "SELECT count(*) FROM notify_notice WHERE kind = 'insight.report-made'";
            assert_eq!(city.count(told).await, 1, "cut after {cut}");
            let entries = "SELECT count(*) FROM audit_entry WHERE action = 'insight.report-made'";
            assert_eq!(city.count(entries).await, 2, "cut after {cut}");
        }
    }
}

#[tokio::test]
async fn a_report_waits_for_its_day_for_everybody_to_be_judged_and_for_a_rule() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (_, (_, to)) = last(&city);
        let due = async |at: Timestamp| {
            let found = city.write(move |tx| make::due(tx, &Zone::default(), at)).await;
            (found.0.len(), found.1)
        };
        assert_eq!(due(to + Span::of_days(5)).await, (0, false), "no rule, no report");
        let ids = city.house.ids.clone();
        city.write(move |tx| regulation(tx, &ids, to + Span::of_days(4), &["monthly-report"])).await;
        assert_eq!(due(to + Span::of_days(5)).await, (0, false), "the rule came after its day");
        let next = to + Span::of_days(31);
        assert_eq!(due(next + Span::of_days(2)).await, (0, false), "its day and hour are not there");
        assert_eq!(due(next + Span::of_days(5)).await, (0, true), "nobody is judged yet");
        let ids = city.house.ids.clone();
        city.write(move |tx| judged(tx, ids.next(), next)).await;
        assert_eq!(due(next + Span::of_days(2) + Span::of_hours(8)).await, (1, false));
    }
}

#[tokio::test]
async fn reports_are_shown_to_who_answers_for_the_unit_and_opening_them_is_kept() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let minimum = bound(&city).await;
        let (a, b) = (city.a.clone(), city.b.clone());
        let root = city.write(xingtan_accounts::api::root).await.expect("it was made with the first unit");
        let (contact_id, contact) = city.visitor("contact", &a, &[Role::Contact], Lang::ZhCn).await;
        let (_, other) = city.visitor("other", &b, &[Role::Contact], Lang::ZhCn).await;
        let (centre_id, centre) = city.visitor("centre", &root, &[Role::Centre], Lang::En).await;
        let (_, learner) = city.visitor("learner", &a, &[Role::Learner], Lang::ZhCn).await;
        let late = city.person("落后的人", &a, &[Role::Learner]).await;
        enrol(&city, late, 10, None).await;
        missed(&city, late, minimum, &a).await;
        hour(&city, usize::MAX).await;
        for person in [contact_id, centre_id] {
            let unread = city.db.read(move |tx| xingtan_notify::unread(tx, person)).await.unwrap();
            assert_eq!(unread, 1);
        }
        let own = reports(&city).await.into_iter().find(|it| it.unit_id == a.id).unwrap();
        let (house, one) = (&city.house, format!("/monthly-reports/{}", own.id));
        house.get(&learner, "/monthly-reports").await.is(403);
        house.get(&other, &one).await.is(404);
        house.get(&other, "/monthly-reports").await.is(200).lacks(&one).lacks("insight-");
        house.get(&contact, "/monthly-reports?state=unopened").await.is(200).has(&one).lacks("insight-");
        house.get(&centre, "/monthly-reports?state=unopened").await.is(200).has(&one).has("0 of 1");
        house.get(&contact, &format!("{one}?as=csv")).await.is(200).has("落后的人").lacks("insight-");
        let opened = async || {
            let id = own.id;
            let all = city.db.read(move |tx| store::receipts(tx, id)).await.unwrap();
            all.iter().filter(|it| it.opened_at.is_some()).count()
        };
        house.get(&centre, &one).await.is(200).has("落后的人").has("Not opened").lacks("insight-");
        // On paper: set by a process of its own, which tests do not have.
        house.get(&contact, &format!("{one}/export/pdf")).await.is(409);
        house.get(&contact, &format!("{one}/export/csv")).await.is(200).has("落后的人").lacks("insight-");
        house.get(&contact, &format!("{one}/export/doc")).await.is(404);
        house.get(&other, &format!("{one}/export/pdf")).await.is(404);
        house.get(&learner, &format!("{one}/export/pdf")).await.is(403);
        assert_eq!(opened().await, 0, "a file is no opening, nor is one who is no recipient");
        let shown = house.get(&contact, &one).await.is(200).has("落后的人").lacks("回执").lacks("insight-");
        assert!(shown.body.contains(&format!("/department/people/{late}")));
        assert_eq!(opened().await, 1);
        house.get(&contact, &one).await.is(200);
        assert_eq!(opened().await, 1);
        house.get(&contact, "/monthly-reports?state=unopened").await.is(200).lacks(&one);
        house.get(&centre, &one).await.is(200).lacks("Not opened");
        for page in ["?q=x", "?why=overdue", "?why=below", "?sort=name", "?as=xlsx"] {
            house.get(&centre, &format!("{one}{page}")).await.is(200);
        }
        let unit = format!("/monthly-reports?unit={}&month={}", a.id, own.month);
        house.get(&centre, &unit).await.is(200).has(&one);
        for page in ["?month=2001-01", "?q=nobody", "?sort=-laggards", "?sort=unit", "?as=csv", "?as=xlsx"] {
            house.get(&centre, &format!("/monthly-reports{page}")).await.is(200);
        }
    }
}

#[tokio::test]
async fn on_paper_stand_the_figures_the_laggards_and_the_receipts_in_the_language_of_the_reader() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        bound(&city).await;
        let a = city.a.clone();
        city.person("contact", &a, &[Role::Contact]).await;
        let late = city.person("落后的人", &a, &[Role::Learner]).await;
        enrol(&city, late, 10, None).await;
        hour(&city, usize::MAX).await;
        let mut own = reports(&city).await.into_iter().find(|it| it.unit_id == a.id).unwrap();
        let id = own.id;
        let (laggards, receipts) = city
            .write(move |tx| {
                let all: Vec<store::Laggard> = store::laggards(id, "", "").rows(tx, "ORDER BY g.id")?;
                Ok((all, store::receipts(tx, id)?))
            })
            .await;
        own.laggards += 5;
        let now = city.house.clock.now();
        for (lang, words) in [
            (Lang::ZhCn, ["落后的人", "未打开", "另有 5 人没有列出", "逾期"]),
            (Lang::En, ["落后的人", "Not opened", "5 more are not listed", "overdue"]),
        ] {
            let l = city.house.app.texts().locale(lang, xingtan_i18n::Kind::Academy, Zone::default());
            let head = Document::new(&l, "青禾", "月报", now);
            let paper = serde_json::to_string(&super::paper::document(head, &l, &own, &laggards, &receipts));
            let paper = paper.unwrap();
            assert!(!paper.contains("insight-"), "{paper}");
            for word in words {
                assert!(paper.contains(word), "{word} is missing in {paper}");
            }
        }
    }
}

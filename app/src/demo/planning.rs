//! Training held without the platform, needs on their way, and a selection round with somebody on the watch list: made
//! by the commands that the pages carry out.

use super::{Demo, courses::DemoCourse, people::People};
use std::{error::Error, sync::Arc};
use xingtan_accounts::api as accounts;
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Permissions};
use xingtan_clock::{Date, Span, Timestamp, Uuid, Zone};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Kind;
use xingtan_planning::api::{
    self as planning, Month, NeedWish, OfflineKind, OfflineTraining, RoundOpening, ShareWish,
};

/// Topic, days ago, minutes, place.
const HELD: [(&str, i64, i64, &str); 5] = [
    ("班前安全交底", 2, 40, "一号车间"),
    ("消防疏散演练", 9, 90, "厂区东门广场"),
    ("质量例会：返工原因分析", 20, 60, "三楼会议室"),
    ("新设备操作培训", 34, 180, "二号车间"),
    ("急救与自救", 48, 120, "培训教室"),
];

/// What is needed, and why.
const NEEDS: [(&str, &str); 3] = [
    ("数控机床日常保养", "最近两次停机都是保养不到位，想系统学一遍。"),
    ("Excel 数据透视表", "每月做报表要两天，听说用透视表半小时就够。"),
    ("班组长沟通技巧", "今年有五位新班组长，缺少带人的经验。"),
];

/// Fills the academy's demo.
pub async fn fill(demo: &Demo<'_>, people: &People, courses: &[DemoCourse]) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    if app.institution().kind != Kind::Academy {
        return Ok(());
    }
    let zone = app.institution().zone.clone();
    let [contact, centre, learner, second] = [
        somebody(demo, people, "contact").await?,
        somebody(demo, people, "center").await?,
        somebody(demo, people, "learner").await?,
        somebody(demo, people, "learner2").await?,
    ];
    let stated = [&learner, &second, &contact].map(Clone::clone);
    let electives: Vec<Uuid> = courses
        .iter()
        .filter(|it| it.published && !it.required && it.roles.is_empty())
        .map(|it| it.id)
        .collect();
    let lessons = crate::wiring::lesson_kinds();
    let (ids, now) = (demo.ids.clone(), demo.now);
    app.db()
        .write(move |tx| {
            let deed = |who: &Actor, at: Timestamp| Deed {
                person: who.person,
                who: Who { person: Some(who.person), name: who.name.clone(), ..Who::program() },
                now: at,
                ids: ids.clone(),
            };
            let today = zone.date(now);
            for (topic, days, minutes, place) in HELD {
                let at = now - Span::of_days(days) + Span::of_hours(1);
                let told = OfflineTraining {
                    topic: topic.to_owned(),
                    kind: OfflineKind::Internal,
                    day: zone.date(now - Span::of_days(days)),
                    place: place.to_owned(),
                    seconds: minutes * 60,
                    trainer: contact.name.clone(),
                    remarks: String::new(),
                    people: of_unit(tx, &contact)?,
                };
                planning::keep_offline(tx, ids.next(), &contact, &told, today, &deed(&contact, at.min(now)))?;
            }
            let month = Month::of(today);
            let wish = ShareWish {
                unit: contact.unit,
                percent: 50,
                from: month,
                to: month.after().after(),
                reason: "驻外施工人员占六成，难以集中到现场培训。".to_owned(),
            };
            asked(planning::ask_share(tx, ids.next(), &contact, &wish, &zone, &deed(&contact, now)))?;
            for (who, (topic, why)) in stated.iter().zip(NEEDS) {
                let id = ids.next();
                let at = now - Span::of_days(4);
                let wish = NeedWish {
                    topic: topic.to_owned(),
                    why: why.to_owned(),
                    by_day: Some(later(today, 60).to_string()),
                    kind: "course".to_owned(),
                };
                planning::state_need(tx, id, who, &wish, &deed(who, at))?;
                if who.person == contact.person {
                    planning::forward_need(tx, id, &contact, &deed(&contact, at + Span::of_hours(3)))?;
                }
            }
            for (title, since) in [("上季度选修课", 70), ("本季度选修课", 2)] {
                let begun = now - Span::of_days(since);
                let round = ids.next();
                let opening = RoundOpening {
                    title: title.to_owned(),
                    unit: root(tx)?,
                    most: 2,
                    ends_at: day_end(&zone, begun, 9),
                    due_at: day_end(&zone, begun, 60),
                };
                planning::open_round(tx, round, &centre, &opening, &deed(&centre, begun))?;
                for course in electives.iter().take(3) {
                    let at = deed(&centre, begun);
                    planning::offer_elective(tx, (ids.next(), round), &centre, (*course, 20), &at)?;
                }
                let Some(first) = planning::electives(tx, &[round])?.into_iter().next() else { continue };
                let chosen = begun + Span::of_hours(26);
                for who in [&learner, &second] {
                    planning::choose_electives(
                        tx,
                        round,
                        who,
                        &[(first.id, 1)],
                        &deed(who, chosen.min(now)),
                    )?;
                }
                for choice in planning::choices_of_round(tx, round, None, 10)? {
                    let yours = choice.unit_path.starts_with(&contact.unit_path);
                    if since > 60 && yours && choice.person_id != contact.person {
                        let at = deed(&contact, chosen + Span::of_hours(5));
                        planning::decide_choice(tx, &lessons, choice.id, &contact, true, "", &at)?;
                    }
                }
            }
            Ok::<_, Stop>(())
        })
        .await
        .map_err(|stop| format!("demo data: planning: {stop:?}"))?;
    Ok(())
}

/// A day that lies so many days ahead.
fn later(today: Date, days: i64) -> Date {
    (0..days).fold(today, |day, _| day.tomorrow().unwrap_or(day))
}

fn day_end(zone: &Zone, from: Timestamp, days: i64) -> Timestamp {
    zone.end_of(zone.date(from + Span::of_days(days)))
}

fn root(tx: &mut Tx<'_>) -> Result<Uuid, Stop> {
    Ok(accounts::root(tx)?.ok_or(xingtan_web::Fault::NotFound)?.id)
}

/// What the regulation does not allow is left out: the demo's parameters are the institution's.
fn asked<T>(done: Result<T, Stop>) -> Result<(), Stop> {
    match done {
        Ok(_) | Err(Stop::Field(..)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// User names of the people of the contact's unit, at most a dozen.
pub(super) fn of_unit(tx: &mut Tx<'_>, contact: &Actor) -> Result<Vec<String>, Stop> {
    let targets = accounts::Targets { nodes: vec![contact.unit], ..accounts::Targets::default() };
    let ids = accounts::matching(tx, &targets, None, 12)?;
    Ok(accounts::people(tx, &ids)?.into_iter().map(|it| it.user_name.to_lowercase()).collect())
}

/// A named person with all that was granted to them.
pub(super) async fn somebody(demo: &Demo<'_>, people: &People, user: &str) -> Result<Actor, Box<dyn Error>> {
    let (id, _) = people.named.get(user).cloned().ok_or("demo data: a person is missing")?;
    let permissions = Arc::new(Permissions::gather(&[&xingtan_planning::permissions()]));
    let now = demo.now;
    let made = demo.running.app().db().read(move |tx| {
        let Some(person) = accounts::person(tx, id)? else { return Ok(None) };
        let grants = accounts::grants_of(tx, id)?;
        let grant = |it: &accounts::GrantRow| {
            Some(Grant { role: it.role()?, node: it.node_id, path: it.node_path.clone() })
        };
        let grants: Vec<Grant> = grants.iter().filter_map(grant).collect();
        Ok::<_, xingtan_db::Error>(Some((person, grants)))
    });
    let (person, grants) = made.await?.ok_or("demo data: a person is missing")?;
    let acting = grants.first().map(|it| it.role).ok_or("demo data: a role is missing")?;
    Ok(Actor {
        person: person.id,
        user_name: person.user_name,
        name: person.name,
        unit: person.unit_id,
        unit_name: person.unit_name,
        unit_path: person.unit_path,
        session: None,
        proved_at: now,
        acting,
        grants,
        token_scopes: None,
        permissions,
    })
}

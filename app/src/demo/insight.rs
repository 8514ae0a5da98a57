//! The monthly reports of a demo, of which the contact has opened hers, and a relay that some have confirmed: made by the
//! steps of the jobs, in one go.

use super::{Demo, honours::actor, people::People, plan};
use serde::Deserialize;
use std::error::Error;
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_governance::api::{self as governance, Stop, monthly_report::CODE};
use xingtan_i18n::Kind;
use xingtan_insight::api::{self as insight, About, RelayWanted};
use xingtan_planning::api::Month;

/// What is passed on.
#[derive(Deserialize)]
struct Words {
    relay: Relay,
}

#[derive(Deserialize)]
struct Relay {
    title: String,
    body: String,
    link: String,
}

/// Fills the academy's demo; everybody was judged before. In a large one the report of the whole is left to the job.
pub async fn fill(demo: &Demo<'_>, people: &People, large: bool) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    if app.institution().kind != Kind::Academy {
        return Ok(());
    }
    reports(demo, people, large).await?;
    relay(demo, people).await
}

async fn reports(demo: &Demo<'_>, people: &People, large: bool) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let (zone, now) = (app.institution().zone.clone(), demo.now);
    let month = Month::of(zone.date(now)).before();
    let planned = app.db().read(move |tx| {
        let rules = governance::rules_in_force(tx, CODE, now)?;
        insight::plan(tx, &rules, month, &zone)
    });
    for order in planned.await?.into_iter().filter(|it| !(large && it.whole)) {
        loop {
            let (order, ids) = (order.clone(), demo.ids.clone());
            if app.db().write(move |tx| insight::carry(tx, &order, &ids, now)).await? {
                break;
            }
        }
    }
    loop {
        let ids = demo.ids.clone();
        if app.db().write(move |tx| insight::tell(tx, &ids, now)).await? == 0 {
            break;
        }
    }
    let (contact, _) = people.named.get("contact").cloned().ok_or("demo data: a person is missing")?;
    app.db()
        .write(move |tx| {
            for it in insight::reports_of_month(tx, &month.to_string())? {
                insight::open_report(tx, it.id, contact, now)?;
            }
            Ok::<_, xingtan_db::Error>(())
        })
        .await?;
    Ok(())
}

async fn relay(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let then = demo.now - Span::of_days(1);
    let (contact, deed) = actor(demo, people, ("contact", Role::Contact), then).await?;
    let words: Words = toml::from_str(&plan::text("relays.toml")?)?;
    let until = app.institution().zone.date(demo.now + Span::of_days(9));
    let wanted = RelayWanted {
        about: About::Selection,
        title: words.relay.title,
        body: words.relay.body,
        link: words.relay.link,
        until_day: until.to_string(),
        confirm: true,
        scope: contact.unit_path.clone(),
        targets: Targets { nodes: vec![contact.unit], ..Targets::default() },
        users: Vec::new(),
    };
    let (id, ids): (Uuid, _) = (demo.ids.next(), demo.ids.clone());
    app.db()
        .write(move |tx| {
            insight::send_relay(tx, id, &wanted, &contact, &deed)?;
            let mut after = None;
            loop {
                after = insight::reach_relay(tx, id, after, &ids, deed.now)?;
                if after.is_none() {
                    break;
                }
            }
            let told = accounts::matching(tx, &wanted.targets, None, 100)?;
            for person in told.iter().filter(|id| **id != contact.person).step_by(2) {
                insight::confirm_relay(tx, id, *person, &deed)?;
            }
            Ok::<_, Stop>(())
        })
        .await
        .map_err(|stop| format!("demo data: relays: {stop:?}"))?;
    Ok(())
}

//! Honours of a demo: a commendation that is published and one that waits for a decision; the rankings of the months that
//! are over, frozen by the job as it does in a running institution, with prizes; and how the running month stands.

use super::{Demo, people::People, plan};
use crate::wiring;
use serde::Deserialize;
use std::{collections::HashMap, error::Error, sync::Arc};
use xingtan_accounts::api as accounts;
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Role};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_governance::api::Deed;
use xingtan_honours::api::{self as honours, Nomination, Whom};
use xingtan_i18n::Kind;
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_web::Fault;

/// Who is commended, by user name.
const PUBLISHED: &str = "learner2";
const WAITING: &str = "learner";

/// What somebody is commended for.
#[derive(Deserialize)]
struct Words {
    title: String,
    reason: String,
}

/// Prizes, for the best of the latest period.
#[derive(Deserialize)]
struct Prizes {
    prize: Vec<Prize>,
}

#[derive(Deserialize)]
struct Prize {
    what: String,
    value_cents: Option<i64>,
}

/// Nominates, decides, and orders the standing.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    if app.institution().kind != Kind::Academy {
        return Ok(());
    }
    let (then, later) = (demo.now - Span::of_days(9), demo.now - Span::of_days(8));
    let (contact, asks) = actor(demo, people, ("contact", Role::Contact), then).await?;
    let (centre, earlier) = actor(demo, people, ("center", Role::Centre), then).await?;
    let words: HashMap<String, Words> = toml::from_str(&plan::text("commendations.toml")?)?;
    let nomination = |user: &str| Nomination {
        whom: Whom::Person,
        users: vec![user.to_owned()],
        label: String::new(),
        unit: None,
        title: words.get(user).map(|it| it.title.clone()).unwrap_or_default(),
        reason: words.get(user).map(|it| it.reason.clone()).unwrap_or_default(),
        article: "7.2.1".to_owned(),
    };
    let (first, second) = (nomination(PUBLISHED), nomination(WAITING));
    let (ids, job, now) = ([demo.ids.next(), demo.ids.next()], demo.ids.next(), demo.now);
    app.db()
        .write(move |tx| {
            honours::nominate(tx, ids[0], &first, &centre, &earlier).map_err(Fault::from)?;
            honours::nominate(tx, ids[1], &second, &contact, &asks).map_err(Fault::from)?;
            Ok::<_, Fault>(honours::standing_soon(tx, job, now)?)
        })
        .await
        .map_err(|fault| format!("demo data: commendations: {fault:?}"))?;
    let (manager, decides) = actor(demo, people, ("manager", Role::Manager), later).await?;
    app.db()
        .write(move |tx| honours::decide(tx, (ids[0], 1), true, "", &manager, &decides).map_err(Fault::from))
        .await
        .map_err(|fault| format!("demo data: commendations: {fault:?}"))?;
    prizes(demo, people).await
}

/// What the best of the latest ranked period got: promised, handed over, received.
async fn prizes(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    // Everybody is judged for the months that are over; then they are frozen.
    carry_out(demo).await?;
    let (job, now) = (demo.ids.next(), demo.now);
    app.db().write(move |tx| honours::freezing_soon(tx, job, now)).await?;
    carry_out(demo).await?;
    let texts: Vec<Prize> = toml::from_str::<Prizes>(&plan::text("prizes.toml")?)?.prize;
    let (centre, deed) = actor(demo, people, ("center", Role::Centre), now).await?;
    let zone = app.institution().zone.clone();
    let ids: Vec<_> = texts.iter().map(|_| demo.ids.next()).collect();
    let write = app.db().write(move |tx| {
        let places = honours::frozen_places(tx, Timestamp::from_seconds(0))?;
        for (n, (place, it)) in places.iter().zip(&texts).enumerate() {
            let what = (it.what.as_str(), it.value_cents);
            honours::register_prize(tx, ids[n], place.id, what, &centre, &deed).map_err(Fault::from)?;
            if n > 0 {
                let at = zone.start_of(zone.date(now));
                let by = (centre.name.as_str(), at);
                honours::hand_prize(tx, (ids[n], 1), by, &centre, &deed).map_err(Fault::from)?;
            }
            if n > 1 {
                let who = Who { person: Some(place.person_id), name: place.name.clone(), ..Who::program() };
                let own = Deed { person: place.person_id, who, ..deed.clone() };
                honours::receive_prize(tx, ids[n], &own).map_err(Fault::from)?;
            }
        }
        Ok::<_, Fault>(())
    });
    write.await.map_err(|fault| format!("demo data: prizes: {fault:?}"))?;
    Ok(())
}

/// Does what governance and honours have ordered.
async fn carry_out(demo: &Demo<'_>) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let mut kinds = Kinds::new();
    xingtan_governance::jobs(app, &mut kinds);
    xingtan_honours::jobs(app, &mut kinds);
    let (db, clock, schedules) = (app.db().clone(), app.clock().clone(), Schedules::new(Default::default));
    Worker::new(db, clock, demo.ids.clone(), kinds, schedules, Options::default()).drain().await?;
    Ok(())
}

/// A demo person in one of their roles, with the grants that they hold.
pub(super) async fn actor(
    demo: &Demo<'_>,
    people: &People,
    (user, role): (&str, Role),
    now: Timestamp,
) -> Result<(Actor, Deed), Box<dyn Error>> {
    let (person, _) = people.named.get(user).cloned().ok_or("demo data: a person is missing")?;
    actor_of(demo, (person, role), now).await
}

/// Anybody of the demo in one of their roles, with the grants that they hold.
pub(super) async fn actor_of(
    demo: &Demo<'_>,
    (person, role): (Uuid, Role),
    now: Timestamp,
) -> Result<(Actor, Deed), Box<dyn Error>> {
    let app = demo.running.app();
    let (known, grants) = app
        .db()
        .read(move |tx| {
            let known = accounts::person(tx, person)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((known, accounts::grants_of(tx, person)?))
        })
        .await
        .map_err(|fault| format!("demo data: {person}: {fault:?}"))?;
    let actor = Actor {
        person,
        user_name: known.user_name,
        name: known.name,
        unit: known.unit_id,
        unit_name: known.unit_name,
        unit_path: known.unit_path,
        session: None,
        proved_at: now,
        acting: role,
        grants: grants
            .into_iter()
            .filter_map(|it| Some(Grant { role: it.role()?, node: it.node_id, path: it.node_path }))
            .collect(),
        token_scopes: None,
        permissions: Arc::new(wiring::permissions()),
    };
    let deed = Deed { person, who: Who::actor(&actor), now, ids: demo.ids.clone() };
    Ok((actor, deed))
}

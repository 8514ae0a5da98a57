//! Offline training that came from a file, with its attendance sheet; and somebody who moved, with the handover report:
//! made by the import and the commands that the pages carry out.

use super::{
    Demo,
    people::People,
    plan,
    planning::{of_unit, somebody},
};
use serde::Deserialize;
use std::{error::Error, fmt::Write as _};
use xingtan_accounts::api as accounts;
use xingtan_audit::Who;
use xingtan_auth::Actor;
use xingtan_clock::{Span, Uuid};
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::{Kind, Lang};
use xingtan_imports::{Asked, ImportKind, Order, keep, label, read_upload};
use xingtan_planning::api::{self as planning, OFFLINE_IMPORT, OfflineImport};
use xingtan_storage::Policy;

/// The words of it.
#[derive(Deserialize)]
struct Words {
    file: String,
    sheet: String,
    reason: String,
    training: Training,
}

/// What was held.
#[derive(Deserialize)]
struct Training {
    topic: String,
    kind: String,
    days: i64,
    hours: String,
    place: String,
    trainer: String,
    remarks: String,
}

/// Fills the academy's demo.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    if demo.running.app().institution().kind != Kind::Academy {
        return Ok(());
    }
    let words: Words = toml::from_str(&plan::text("offline.toml")?)?;
    let contact = somebody(demo, people, "contact").await?;
    import(demo, &contact, &words).await?;
    moved(demo, people, &contact, &words.reason).await?;
    demo.running.settle().await?;
    prove(demo, &contact, &words).await
}

/// The contact imports a file, as on the page.
async fn import(demo: &Demo<'_>, contact: &Actor, words: &Words) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let kind: &'static ImportKind = &OFFLINE_IMPORT;
    let (l, now, who) = (app.locale(Lang::ZhCn), demo.now, contact.clone());
    let users = app.db().read(move |tx| of_unit(tx, &who)).await.map_err(told)?;
    let it = &words.training;
    let day = app.institution().zone.date(now - Span::of_days(it.days));
    let columns = ["topic", "day", "kind", "person", "hours", "place", "trainer", "remarks"];
    let mut text = columns.map(|key| label(kind, key, &l)).join(",");
    for user in users {
        let Training { topic, kind, hours, place, trainer, remarks, .. } = it;
        write!(text, "\n{topic},{day},{kind},{user},{hours},{place},{trainer},{remarks}")?;
    }
    let uploaded = read_upload(&OfflineImport::new(app), text.as_bytes(), &words.file, &l)
        .map_err(|unusable| format!("demo data: offline training: {unusable:?}"))?;
    let asked = Asked {
        run: demo.ids.next(),
        person: contact.person,
        name: contact.name.clone(),
        node_path: contact.unit_path.clone(),
        options: "{}".to_owned(),
        now,
    };
    let (id, job, entry) = (asked.run, demo.ids.next(), demo.ids.next());
    keep(app.db(), app.keys(), kind, uploaded, asked).await?;
    let who = Who { person: Some(contact.person), name: contact.name.clone(), ..Who::program() };
    app.db()
        .write(move |tx| {
            let run = xingtan_imports::run(tx, id)?.ok_or(xingtan_db::Error::NotFound)?;
            xingtan_imports::start(tx, kind, &run, None, &Order { job, entry, who: &who, now })
        })
        .await?;
    Ok(())
}

/// Adds the attendance sheet to what was imported.
async fn prove(demo: &Demo<'_>, contact: &Actor, words: &Words) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let stored = app.storage().put(&plan::bytes("offline/attendance.png")?, &Policy::any(1 << 20)).await?;
    let (who, topic, name) = (contact.clone(), words.training.topic.clone(), words.sheet.clone());
    let deed = Deed {
        person: contact.person,
        who: Who { person: Some(contact.person), name: contact.name.clone(), ..Who::program() },
        now: demo.now,
        ids: demo.ids.clone(),
    };
    app.db()
        .write(move |tx| {
            let Some(id) = planning::offline_of(tx, who.person, &topic)? else { return Ok(()) };
            planning::prove_offline(tx, id, &who, (&stored, &name), &deed)
        })
        .await
        .map_err(told)?;
    Ok(())
}

/// The last of the learners who does not belong to the contact's unit moved to the unit of another one two days ago.
async fn moved(
    demo: &Demo<'_>,
    people: &People,
    contact: &Actor,
    reason: &str,
) -> Result<(), Box<dyn Error>> {
    let (learners, ours, reason) = (people.learners.clone(), contact.unit_path.clone(), reason.to_owned());
    let (ids, then) = (demo.ids.clone(), demo.now - Span::of_days(2));
    let write = demo.running.app().db().write(move |tx| {
        let some: Vec<Uuid> = learners.iter().rev().take(100).copied().collect();
        let mut elsewhere = accounts::people(tx, &some)?;
        elsewhere.retain(|it| !it.unit_path.starts_with(&ours));
        elsewhere.sort_by_key(|it| some.iter().position(|id| *id == it.id));
        let Some(one) = elsewhere.first() else { return Ok(()) };
        let Some(other) = elsewhere.iter().find(|it| it.unit_id != one.unit_id) else { return Ok(()) };
        let Some(to) = accounts::node(tx, other.unit_id)? else { return Ok(()) };
        let deed = accounts::Prepared::new(Who::program(), then, &ids, accounts::transfer_ids(40));
        // Where the last seat is taken nobody moves; the demo is whole without.
        let _full = accounts::transfer(tx, &deed.begin(), one, &to, one.position_id, &reason, Lang::ZhCn)?;
        Ok::<_, xingtan_db::Error>(())
    });
    write.await?;
    Ok(())
}

fn told(stop: Stop) -> String {
    format!("demo data: offline training: {stop:?}")
}

//! Regulations that addresses are about.

use crate::city::World;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_governance::{pack, regulation as governance};
use xingtan_i18n::Lang;

/// One in force, for everybody, and a draft: kind, place, id.
pub async fn make(world: &World) -> Vec<(&'static str, &'static str, String)> {
    let mut all = Vec::new();
    for (place, in_force) in [("near", true), ("far", false)] {
        all.extend(one(world, in_force).await.map(|(kind, id)| (kind, place, id.to_string())));
    }
    all
}

/// A regulation: in force, or a draft that only those see who draft and approve.
async fn one(world: &World, in_force: bool) -> [(&'static str, Uuid); 4] {
    let app = world.running.app();
    let (now, ids, id) = (app.clock().now(), app.ids().clone(), app.id());
    let write = app.db().write(move |tx| {
        let person = accounts::person_by_user(tx, "center")?.ok_or(Error::NotFound)?;
        let act = governance::act::Act::for_person(person.id, person.name, now, ids.clone());
        let heading = governance::change::Heading {
            title: if in_force { "学习管理办法".to_owned() } else { "待批准的办法".to_owned() },
            interpreted_by: "培训中心".to_owned(),
        };
        let load = pack::load(tx, id, pack::ACADEMY, Lang::ZhCn, &heading, &act);
        let version = load.map_err(|_| Error::NotFound)?;
        // What the gate asks must not depend on the hour of the day.
        let controls = governance::store::controls(tx, version.id)?;
        for own in controls.iter().filter(|it| it.kind == "learning-window") {
            governance::store::remove_control(tx, own.id)?;
        }
        if in_force {
            governance::store::approve(tx, version.id, now, None, now)?;
        }
        let controls = governance::store::controls(tx, version.id)?;
        let control = controls.first().ok_or(Error::NotFound)?;
        Ok::<_, Error>((version.id, control.article_id, control.id))
    });
    let (version, article, control) = write.await.unwrap();
    [
        ("regulation", id),
        ("regulation-version", version),
        ("regulation-article", article),
        ("regulation-control", control),
    ]
}

//! Cases, referrals and suspicions: about somebody near, and about somebody far.

use crate::{city::World, secrets};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Span, Uuid, Zone};
use xingtan_conduct::case::{
    act::Act,
    change::{NewReport, report},
    rules::Kind,
};
use xingtan_db::params;
use xingtan_i18n::Lang;
use xingtan_web::Fault;

/// What lies where, as in `objects`.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("/cases/", "id", "case"),
    ("/cases/", "evidence", "case-evidence"),
    ("/cases/", "package", "case-package"),
    ("/hearings/", "code", "hearing"),
    ("/referrals/", "id", "referral"),
    ("/security/sharing/", "id", "suspicion"),
    ("/account/sharing/", "id", "suspicion"),
    ("/api/v1/cases/", "id", "case"),
    ("/api/v1/suspicions/", "id", "suspicion"),
];

/// Makes them; the near one is heard, and all are referred.
pub async fn make(world: &World) -> Vec<(&'static str, &'static str, String)> {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let write = app.db().write(move |tx| {
        let act = Act::for_person(Uuid::nil(), "", now, ids.clone(), (Lang::ZhCn, Zone::default()));
        let mut found = Vec::new();
        for (place, user) in [("near", "learner2".to_owned()), ("far", secrets::user("learner"))] {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Fault::NotFound)?;
            let (unit, id) = (person.unit_path.clone(), ids.next());
            let new = NewReport {
                kind: Kind::Cheating,
                about: "/courses".to_owned(),
                words: "抄袭。".to_owned(),
                person: Some(person.clone()),
                called: String::new(),
                suspicion: None,
            };
            let it = report(tx, id, &new, &unit, &act).map_err(|stop| {
                tracing::error!(?stop, "a case could not be made");
                Fault::Broken
            })?;
            let (referral, suspicion) = (ids.next(), ids.next());
            tx.exec(
                "INSERT INTO conduct_referral (id, case_id, reason, by_name, at, state)
                 VALUES ($1, $2, '', '', $3, 'open')",
                params![referral, id, now],
            )?;
            tx.exec(
                "INSERT INTO conduct_suspicion (id, person_id, person_name, unit_path, kind, cause, seconds, first_at,
                        last_at, evidence, found_at, state, answer)
                 VALUES ($1, $2, $3, $4, 'overlap', 'overlap:a', 900, $5, $5, '[]', $5, 'open', '')",
                params![suspicion, person.id, person.name, person.unit_path, now],
            )?;
            for (kind, id) in [("case", id), ("referral", referral), ("suspicion", suspicion)] {
                found.push((kind, place, id.to_string()));
            }
            if place == "near" {
                tx.exec(
                    "UPDATE conduct_case SET state = 'hearing', heard_until = $2 WHERE id = $1",
                    params![id, now + Span::of_days(3)],
                )?;
                found.push(("hearing", "any", it.code));
            }
        }
        Ok::<_, Fault>(found)
    });
    write.await.unwrap()
}

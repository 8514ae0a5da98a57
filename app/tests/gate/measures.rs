//! Measures near and far: their pages are asked as everybody.

use crate::{city::World, secrets};
use xingtan_accounts::api as accounts;
use xingtan_db::{Error, params};

/// A measure that waits for confirmation about somebody near, and one about somebody far. Their regulation is a draft:
/// nothing else follows from it.
pub async fn make(world: &World) -> Vec<(&'static str, &'static str, String)> {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let write = app.db().write(move |tx| {
        let (regulation, version, article, control) = (ids.next(), ids.next(), ids.next(), ids.next());
        tx.exec(
            "INSERT INTO governance_regulation (id, title, interpreted_by, created_at) VALUES ($1, $2, $2, $3)",
            params![regulation, "管理办法", now],
        )?;
        tx.exec(
            "INSERT INTO governance_version (id, regulation_id, number, lang, note, state, drafted_at, version)
             VALUES ($1, $2, 1, 'zh-CN', '', 'draft', $3, 1)",
            params![version, regulation, now],
        )?;
        tx.exec(
            "INSERT INTO governance_article (id, version_id, place, number, title, body) VALUES ($1, $2, 1, '7', $3, $3)",
            params![article, version, "考核"],
        )?;
        tx.exec(
            "INSERT INTO governance_control (id, control_key, version_id, article_id, kind, params, scope_path)
             VALUES ($1, $1, $2, $3, 'missed-tasks', '{}', '')",
            params![control, version, article],
        )?;
        let mut found = Vec::new();
        for (place, user) in [("near", "learner2".to_owned()), ("far", secrets::user("learner"))] {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
            let (id, code) = (ids.next(), format!("xt_{}", ids.next().simple()));
            tx.exec(
                "INSERT INTO governance_decision (id, control_key, control_id, person_id, unit_path, period, measure,
                        term_unit, term_count, state, due_at, made_at, confirm_by, appeal_code, version)
                 VALUES ($1, $2, $2, $3, $4, '2026-01', 'suspension', 'months', 1, 'proposed', $5, $5, $5, $6, 1)",
                params![id, control, person.id, person.unit_path, now, code],
            )?;
            found.push(("measure", place, id.to_string()));
            if place == "near" {
                found.push(("appeal", "any", code));
            }
        }
        Ok::<_, Error>(found)
    });
    write.await.unwrap()
}

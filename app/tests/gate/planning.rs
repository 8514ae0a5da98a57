//! Training, needs, plans and choices near and far: their pages are asked as everybody.

use crate::{city::World, secrets};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Error, params};
use xingtan_storage::{
    Policy,
    file::{self, Claimer},
};

/// What lies near, about `learner2`, and far.
pub async fn make(world: &World) -> Vec<(&'static str, &'static str, String)> {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let later = now + Span::of_days(30);
    let sheet = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
    let mut sheets = Vec::new();
    for _ in ["near", "far"] {
        sheets.push(app.storage().put(sheet, &Policy::any(1 << 20)).await.unwrap());
    }
    let write = app.db().write(move |tx| {
        let mut found = Vec::new();
        let users = [("near", "learner2".to_owned()), ("far", secrets::user("learner"))];
        for ((place, user), sheet) in users.into_iter().zip(&sheets) {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
            let path = &person.unit_path;
            let mut id = |kind: &'static str| {
                let id: Uuid = ids.next();
                found.push((kind, place, id.to_string()));
                id
            };
            let offline = id("offline-training");
            tx.exec(
                "INSERT INTO planning_offline (id, topic, day, place, seconds, trainer, unit_path, people, kept_by,
                        kept_name, kept_at, version)
                 VALUES ($1, $2, '2026-01-05', $2, 3600, $2, $3, 1, $4, $2, $5, 1)",
                params![offline, "班前会", path, person.id, now],
            )?;
            tx.exec(
                "INSERT INTO planning_offline_person (offline_id, person_id, person_name, user_name, unit_path, day,
                        seconds, held)
                 VALUES ($1, $2, $3, $4, $5, '2026-01-05', 3600, TRUE)",
                params![offline, person.id, person.name, user, path],
            )?;
            let file = file::keep(tx, sheet, "签到表.pdf", Some(person.id), now)?;
            file::claim(tx, file.id, Claimer { kind: "planning-offline", id: offline }, now)?;
            tx.exec(
                "INSERT INTO planning_offline_proof (id, offline_id, file_id, name, sha256, size, added_by, added_name,
                        added_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $4, $8)",
                params![
                    id("offline-proof"),
                    offline,
                    file.id,
                    file.name,
                    file.sha256,
                    file.size,
                    person.id,
                    now
                ],
            )?;
            tx.exec(
                "INSERT INTO learning_handover (id, person_id, person_name, person_number, search_keys, kind, steps,
                        from_path, from_name, to_path, to_name, unit_path, happened_at, state, told_at, content)
                 VALUES ($1, $2, $3, $3, $3, 'move', 1, $4, $3, $4, $3, $4, $5, 'told', $5, '{}')",
                params![id("handover"), person.id, user, path, now],
            )?;
            let share = id("hours-share");
            tx.exec(
                "INSERT INTO planning_share (id, unit_path, unit_name, percent, from_month, to_month, reason, state,
                        asked_by, asked_name, asked_at, answer)
                 VALUES ($1, $2, $3, 50, '2026-01', '2026-06', $3, 'asked', $4, $3, $5, '')",
                params![share, path, "常年出差", person.id, now],
            )?;
            let need = id("need");
            tx.exec(
                "INSERT INTO planning_need (id, person_id, person_name, unit_path, topic, why, kind, state, people,
                        stated_at, answer)
                 VALUES ($1, $2, $3, $4, $3, $3, 'course', 'forwarded', 1, $5, '')",
                params![need, person.id, person.name, path, now],
            )?;
            let planned = id("planned");
            tx.exec(
                "INSERT INTO planning_plan (id, unit_path, topic, kind, quarter, responsible, version)
                 VALUES ($1, $2, $3, 'course', '2026-Q1', $3, 1)",
                params![planned, path, "电气检修"],
            )?;
            let (round, elective, choice) = (id("selection"), ids.next(), id("elective-choice"));
            tx.exec(
                "INSERT INTO planning_round (id, title, unit_path, unit_name, most, ends_at, due_at, opened_name, opened_at)
                 VALUES ($1, $2, $3, $2, 2, $4, $4, $2, $5)",
                params![round, "春季选课", path, later, now],
            )?;
            tx.exec(
                "INSERT INTO planning_elective (id, round_id, course_id, title, places) VALUES ($1, $2, $3, $4, 1)",
                params![elective, round, ids.next(), "摄影"],
            )?;
            tx.exec(
                "INSERT INTO planning_choice (id, round_id, elective_id, course_id, title, person_id, person_name,
                        unit_path, rank, state, chosen_at, due_at, answer)
                 VALUES ($1, $2, $3, $4, $5, $6, $5, $7, 1, 'chosen', $8, $9, '')",
                params![choice, round, elective, ids.next(), "摄影", person.id, path, now, later],
            )?;
        }
        Ok::<_, Error>(found)
    });
    write.await.unwrap()
}

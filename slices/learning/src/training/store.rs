//! When somebody passed the courses of roles.

use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params};

/// The latest completion of each of some courses by a person; that of the round before counts as well.
pub fn passed(tx: &mut Tx<'_>, person: Uuid, courses: &[Uuid]) -> Result<HashMap<Uuid, Timestamp>> {
    let sql = format!(
        "SELECT course_id, COALESCE(completed_at, completed_before) FROM learning_enrolment
         WHERE person_id = $1 AND COALESCE(completed_at, completed_before) IS NOT NULL AND course_id IN ({})",
        list(2, courses.len())
    );
    let mut given = vec![person.to_param()];
    given.extend(courses.iter().map(|id| id.to_param()));
    Ok(tx.all::<(Uuid, Timestamp)>(&sql, &given)?.into_iter().collect())
}

/// Begins another round of an enrolment; its completion counts on until its time is over.
pub fn renew(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE learning_enrolment
         SET completed_before = completed_at, completed_at = NULL, lessons_done = 0, due_at = NULL,
             round = round + 1
         WHERE id = $1 AND completed_at IS NOT NULL",
        params![enrolment],
    )?;
    Ok(())
}

//! How people stood with their required courses at the end of a span of time.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, row};

row! {
    /// The required courses of somebody; of those that had opened by the end of the span and still concern the person.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct RequiredOf {
        /// Who.
        pub person_id: Uuid,
        /// Unfinished at its end.
        pub open: i64,
        /// Finished within it.
        pub done: i64,
        /// Unfinished at its end although their deadline was over.
        pub overdue: i64,
    }
}

/// How some people stood at the end of a span of time; people without required courses are left out. One statement for
/// each 512 people.
///
/// # Errors
/// Those of the database.
pub fn required_of(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<RequiredOf>> {
    let mut found = Vec::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT e.person_id,
                    count(CASE WHEN e.completed_at IS NULL OR e.completed_at >= $2 THEN 1 END) AS open,
                    count(CASE WHEN e.completed_at >= $1 AND e.completed_at < $2 THEN 1 END) AS done,
                    count(CASE WHEN e.due_at <= $2 AND (e.completed_at IS NULL OR e.completed_at >= $2) THEN 1 END)
                    AS overdue
             FROM learning_enrolment e
             WHERE e.required AND e.withdrawn_at IS NULL AND e.opens_at < $2 AND e.person_id IN ({})
             GROUP BY e.person_id
             ORDER BY e.person_id",
            list(3, some.len())
        );
        let mut given = vec![from.to_param(), to.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        found.extend(tx.all::<RequiredOf>(&sql, &given)?);
    }
    Ok(found)
}

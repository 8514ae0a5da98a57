//! When which sessions of an account were used, for whoever looks for shared accounts (ACC-8).

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam as _, Tx, list, params, row};

row! {
    /// A session as it was used: from its beginning to when it was last seen.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct UsedSession {
        /// Its id.
        pub id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// On which device.
        pub device_id: Uuid,
        /// When it began.
        pub started_at: Timestamp,
        /// When it was last seen, to the minute.
        pub seen_at: Timestamp,
        /// From where.
        pub ip: String,
        /// What the browser calls itself.
        pub agent: String,
    }
}

/// The next people, by id, who were signed in from several devices or addresses since a moment.
pub fn people_on_several_devices(
    tx: &mut Tx<'_>,
    since: Timestamp,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM accounts_session
         WHERE person_id > $1 AND seen_at >= $2 AND second_factor_pending = $3
         GROUP BY person_id HAVING count(DISTINCT device_id) > 1 OR count(DISTINCT ip) > 1
         ORDER BY person_id LIMIT $4",
        params![after, since, false, limit],
    )
}

/// The sessions of some people that were used since a moment, those of one person together, the oldest first.
pub fn sessions_used(tx: &mut Tx<'_>, people: &[Uuid], since: Timestamp) -> Result<Vec<UsedSession>> {
    let mut found = Vec::new();
    for some in people.chunks(512) {
        let sql = format!(
            "SELECT id, person_id, device_id, started_at, seen_at, ip, agent FROM accounts_session
             WHERE seen_at >= $1 AND second_factor_pending = FALSE AND person_id IN ({})
             ORDER BY person_id, started_at, id",
            list(2, some.len())
        );
        let given: Vec<Param<'_>> =
            std::iter::once(since.to_param()).chain(some.iter().map(|id| id.to_param())).collect();
        found.extend(tx.all::<UsedSession>(&sql, &given)?);
    }
    Ok(found)
}

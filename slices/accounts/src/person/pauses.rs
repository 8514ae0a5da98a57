//! When accounts were taken out of use: the clock of deadlines stands still meanwhile (GOV-2).

use super::lists;
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, row};

/// From when until when.
pub type Pause = (Timestamp, Timestamp);

/// The end of a pause that has none yet.
const OPEN: Timestamp = Timestamp::from_micros(i64::MAX);

row! {
    /// A change of an account's state.
    pub struct Change {
        /// Whose.
        pub person_id: Uuid,
        /// What it was from then on.
        pub state_after: String,
        /// Until when.
        pub until: Option<Timestamp>,
        /// When.
        pub at: Timestamp,
    }
}

/// The spans in which these people's accounts were suspended, frozen or revoked, in order and without overlap. A span
/// that has no end yet ends at the end of time.
///
/// # Errors
/// Those of the database.
pub fn pauses(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<HashMap<Uuid, Vec<Pause>>> {
    let rows: Vec<Change> = lists::by_ids(tx, &lists::distinct(persons), |n| {
        format!(
            "SELECT person_id, state_after, until, at FROM accounts_state_change
             WHERE (act IS NULL OR act IN ('suspend', 'freeze', 'close', 'revoke', 'restore', 'leave'))
               AND person_id IN ({}) ORDER BY person_id, at, id",
            list(1, n)
        )
    })?;
    let mut found: HashMap<Uuid, Vec<Change>> = HashMap::new();
    for row in rows {
        found.entry(row.person_id).or_default().push(row);
    }
    Ok(found.into_iter().map(|(person, rows)| (person, spans(&rows))).collect())
}

/// The spans of one person's changes, which are in order.
fn spans(changes: &[Change]) -> Vec<Pause> {
    let mut spans: Vec<Pause> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let out = matches!(change.state_after.as_str(), "suspended" | "frozen" | "revoked" | "closed");
        let next = changes.get(at + 1).map_or(OPEN, |next| next.at);
        let end = change.until.unwrap_or(OPEN).min(next);
        if !out || end <= change.at {
            continue;
        }
        match spans.last_mut() {
            Some((_, to)) if *to == change.at => *to = end,
            _ => spans.push((change.at, end)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: i64, state: &str, until: Option<i64>) -> Change {
        Change {
            person_id: Uuid::nil(),
            state_after: state.to_owned(),
            until: until.map(Timestamp::from_seconds),
            at: Timestamp::from_seconds(at),
        }
    }
    fn check(changes: &[Change], expected: &[(i64, Option<i64>)]) {
        let expected: Vec<Pause> = expected
            .iter()
            .map(|(from, to)| (Timestamp::from_seconds(*from), to.map_or(OPEN, Timestamp::from_seconds)))
            .collect();
        assert_eq!(spans(changes), expected);
    }

    #[test]
    fn an_account_is_out_of_use_until_its_term_or_the_next_change() {
        check(&[], &[]);
        check(&[change(1, "suspended", Some(5))], &[(1, Some(5))]);
        check(&[change(1, "suspended", Some(5)), change(3, "active", None)], &[(1, Some(3))]);
        check(&[change(1, "suspended", Some(5)), change(3, "suspended", Some(9))], &[(1, Some(9))]);
        check(&[change(1, "suspended", Some(5)), change(7, "revoked", None)], &[(1, Some(5)), (7, None)]);
        check(&[change(1, "frozen", None), change(4, "active", None)], &[(1, Some(4))]);
        check(&[change(1, "active", None)], &[]);
    }
}

//! What of planning has a day, for the dates of learning (CRS-11): until when electives are chosen, and training held
//! without the platform.

use crate::{offline::store as offline, selection::store as selection};
use xingtan_db::{Result, Tx};
use xingtan_learning::api::{DateKind, Dated, DatesAsked, When, asked_until, until};

/// A person's dates of rounds and of offline training. Two statements.
///
/// # Errors
/// Those of the database.
pub fn dates(tx: &mut Tx<'_>, asked: &DatesAsked) -> Result<Vec<Dated>> {
    let mut all = Vec::new();
    for it in selection::ending(tx, &asked.unit_path, asked_until(asked.span()))? {
        all.push(Dated {
            uid: format!("round-{}", it.id),
            kind: DateKind::Choice,
            title: it.title,
            when: until(it.ends_at, &asked.zone),
            href: "/selections".to_owned(),
            done: it.closed_at.is_some(),
        });
    }
    for it in offline::parts(tx, asked.person, &asked.from.to_string(), &asked.to.to_string())? {
        let Ok(day) = it.day.parse() else { continue };
        all.push(Dated {
            uid: format!("training-{}", it.id),
            kind: DateKind::Training,
            title: it.topic,
            when: When::On(day),
            href: format!("/offline-trainings/{}", it.id),
            done: true,
        });
    }
    Ok(all)
}

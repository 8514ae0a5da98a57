//! By when courses are looked at again, among the dates of whoever answers for them (CRS-9, CRS-11).

use super::store;
use xingtan_db::{Result, Tx};
use xingtan_learning::api::{DateKind, Dated, DatesAsked, asked_until, until};

/// The courses that somebody has to look at again. One statement.
///
/// # Errors
/// Those of the database.
pub fn dates(tx: &mut Tx<'_>, asked: &DatesAsked) -> Result<Vec<Dated>> {
    let due = store::due(tx, asked.person, asked_until(asked.span()))?;
    let dated = |it: store::Check| Dated {
        uid: format!("check-{}", it.course_id),
        kind: DateKind::Check,
        when: until(it.review_by, &asked.zone),
        href: format!("/course-checks/{}", it.course_id),
        title: it.title,
        done: false,
    };
    Ok(due.into_iter().map(dated).collect())
}

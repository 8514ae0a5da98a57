//! What the page of a course says of its check: a quiet line.

use super::{change, store};
use xingtan_db::{Result, Tx};
use xingtan_learning::api::{Asks, CourseSaid};

/// When the course was looked at last, and where one says that it is out of date. Four statements at most.
///
/// # Errors
/// Those of the database.
pub fn said(tx: &mut Tx<'_>, asks: &Asks<'_>) -> Result<Option<CourseSaid>> {
    let l = asks.l;
    let Some(it) = store::one(tx, asks.course.id)?.filter(|it| it.live) else { return Ok(None) };
    let key = if it.review_by <= asks.now { "evaluation-checked-past" } else { "evaluation-checked-on" };
    let line = l.t2(key, "on", l.date(it.checked_at), "by", l.date(it.review_by));
    let links = match change::may_flag(tx, asks.actor, &it)? {
        true => vec![(format!("/courses/{}/flags", it.course_id), l.t("evaluation-to-flag"))],
        false => Vec::new(),
    };
    Ok(Some(CourseSaid { title: l.t("evaluation-checked"), lines: vec![line], quotes: Vec::new(), links }))
}

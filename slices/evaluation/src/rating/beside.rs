//! What the page of a course says of its ratings.

use super::{page, store};
use xingtan_db::{Result, Tx};
use xingtan_learning::api::{Asks, CourseSaid};

/// Comments shown beside a course.
const COMMENTS: i64 = 3;

/// How the course is rated, as far as that is shown, with the newest comments. Two statements where it is rated.
///
/// # Errors
/// Those of the database.
pub fn said(tx: &mut Tx<'_>, asks: &Asks<'_>) -> Result<Option<CourseSaid>> {
    let (l, course) = (asks.l, asks.course);
    let links = vec![(page::here(course.id), l.t("evaluation-to-ratings"))];
    let title = l.t("evaluation-ratings");
    // The catalogue is told of ratings only where there are enough of them to be shown.
    if course.rating_count == 0 {
        let lines = vec![l.t("evaluation-none-yet")];
        return Ok(Some(CourseSaid { title, lines, quotes: Vec::new(), links }));
    }
    let sums = store::sums(tx, course.id)?;
    let newest = store::newest(tx, course.id, COMMENTS)?;
    let quote = |it: &store::Rating| {
        let shown = page::line(l, it, false);
        (shown.comment, l.t2("evaluation-quote", "stars", shown.stars, "month", shown.month))
    };
    let quotes = newest.iter().map(quote).collect();
    Ok(Some(CourseSaid { title, lines: page::summary(l, sums), quotes, links }))
}

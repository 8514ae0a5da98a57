//! Who is told of checks.

use super::store::Check;
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};

/// The date is near: to the author.
pub const NEAR: NoticeKind = NoticeKind::duty("evaluation.check-near");
/// The date is over: to the author and the centre.
pub const PAST: NoticeKind = NoticeKind::duty("evaluation.check-past");
/// Somebody says that a course is out of date: to the author.
pub const FLAGGED: NoticeKind = NoticeKind::duty("evaluation.flagged");
/// What became of a remark of one's own.
pub const CLOSED: NoticeKind = NoticeKind::optional("evaluation.flag-closed");

/// People of the centre who are told at once.
const MOST: usize = 20;

/// Tells people of a course's check.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    persons: &[Uuid],
    it: &Check,
    (words, link): (&str, &str),
    (ids, now): (&Ids, Timestamp),
) -> Result<()> {
    for to in accounts::recipients(tx, persons)? {
        let notice = Notice::new(ids.next(), kind, to, now)
            .with("course", &it.title)
            .with("by", it.review_by)
            .with("words", words)
            .link(link.to_owned());
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells those whose remarks were closed what came of them; `words` may be empty.
pub(super) fn closed(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    it: &Check,
    (outcome, words): (&str, &str),
    (ids, now): (&Ids, Timestamp),
) -> Result<()> {
    // Where the course is gone, its page is no place to go.
    let link =
        if outcome == "ended" { "/catalog".to_owned() } else { format!("/courses/{}/flags", it.course_id) };
    for to in accounts::recipients(tx, persons)? {
        let notice = Notice::new(ids.next(), CLOSED, to, now)
            .with("course", &it.title)
            .with("outcome", Msg::of(format!("evaluation-flag-{outcome}")))
            .with("words", words)
            .link(link.clone());
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells the author that the date is near, and the centre, too, that it is over.
pub(super) fn remind(tx: &mut Tx<'_>, past: bool, it: &Check, by: (&Ids, Timestamp)) -> Result<()> {
    let mut persons = vec![it.author_id];
    if past {
        persons.extend(accounts::holders(tx, Role::Centre, &it.unit_path)?.into_iter().take(MOST));
        persons.sort_unstable();
        persons.dedup();
    }
    let link = format!("/course-checks/{}", it.course_id);
    tell(tx, if past { PAST } else { NEAR }, &persons, it, ("", &link), by)
}

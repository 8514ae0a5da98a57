//! Who is told of what becomes of a comment.

use super::store::Rating;
use xingtan_accounts::api as accounts;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_notify::{Notice, NoticeKind, send};

/// A comment of one's own was hidden.
pub const HIDDEN: NoticeKind = NoticeKind::duty("evaluation.comment-hidden");
/// It is shown again.
pub const SHOWN: NoticeKind = NoticeKind::duty("evaluation.comment-shown");
/// A teacher answered a comment of one's own.
pub const ANSWERED: NoticeKind = NoticeKind::optional("evaluation.comment-answered");

/// Tells whoever rated.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    it: &Rating,
    (title, words): (&str, &str),
    deed: &Deed,
) -> Result<()> {
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(deed.ids.next(), kind, to, deed.now)
            .with("course", title)
            .with("words", words)
            .link(format!("/courses/{}/ratings", it.course_id));
        send(tx, &notice)?;
    }
    Ok(())
}

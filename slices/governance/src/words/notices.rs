//! Who is told of appeals.

use crate::saving::Deed;
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};
use xingtan_words::store::Hit;

/// Somebody says that a hit is wrong: the centre decides.
pub const APPEALED: NoticeKind = NoticeKind::duty("governance.words-appealed");
/// One's appeal was decided.
pub const DECIDED: NoticeKind = NoticeKind::optional("governance.words-decided");

/// All of them.
pub const ALL: &[NoticeKind] = &[APPEALED, DECIDED];

/// People who are told at once.
const MOST: usize = 20;

/// Tells the centre: those who hold its role, but for the author.
pub(super) fn appealed(tx: &mut Tx<'_>, it: &Hit, deed: &Deed) -> Result<()> {
    let centre = accounts::all_holders(tx, Role::Centre)?;
    let others: Vec<_> = centre.into_iter().filter(|person| *person != it.person_id).take(MOST).collect();
    for to in accounts::recipients(tx, &others)? {
        let notice = Notice::new(deed.ids.next(), APPEALED, to, deed.now)
            .with("who", &it.person_name)
            .with("word", &it.word)
            .link(format!("/words/hits/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells the author.
pub(super) fn decided(tx: &mut Tx<'_>, it: &Hit, excepted: bool, deed: &Deed) -> Result<()> {
    let state = if excepted { "governance-words-appeal-excepted" } else { "governance-words-appeal-upheld" };
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(deed.ids.next(), DECIDED, to, deed.now)
            .with("word", &it.word)
            .with("state", Msg::new(state))
            .link(format!("/words/hits/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

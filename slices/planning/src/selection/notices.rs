//! Who is told of choices.

use super::store::{Choice, Round};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_i18n::{Msg, Until};
use xingtan_notify::{Notice, NoticeKind, send};

/// Somebody chose: the contact decides.
pub const CHOSEN: NoticeKind = NoticeKind::optional("planning.elective-chosen").page_only();
/// What became of a choice: to who chose.
pub const DECIDED: NoticeKind = NoticeKind::optional("planning.elective-decided");
/// A round closed: to everybody who chose in it.
pub const CLOSED: NoticeKind = NoticeKind::optional("planning.selection-closed");

/// A round offers something: to the people of its unit.
pub const OPENED: NoticeKind = NoticeKind::optional("planning.selection-opened");

/// All of them.
pub const ALL: &[NoticeKind] = &[CHOSEN, DECIDED, CLOSED, OPENED];

/// People who are told that something waits for them.
const MOST: usize = 20;

/// Tells the contacts of the unit.
pub(super) fn chosen(tx: &mut Tx<'_>, name: &str, unit_path: &str, round: &Round, deed: &Deed) -> Result<()> {
    let contacts = accounts::contacts_of(tx, unit_path)?;
    let others: Vec<Uuid> = contacts.into_iter().filter(|person| *person != deed.person).take(MOST).collect();
    for to in accounts::recipients(tx, &others)? {
        let notice = Notice::new(deed.ids.next(), CHOSEN, to, deed.now)
            .with("who", name)
            .with("title", &round.title)
            .link("/selections/choices?state=chosen");
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells who chose.
pub(super) fn decided(tx: &mut Tx<'_>, it: &Choice, deed: &Deed) -> Result<()> {
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(deed.ids.next(), DECIDED, to, deed.now)
            .with("title", &it.title)
            .with("state", Msg::of(format!("planning-choice-{}", it.state)))
            .with("due", Until(it.due_at))
            .link("/selections/own");
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells who chose that the round has closed, and how their choice ended.
pub(super) fn closed(tx: &mut Tx<'_>, it: &Choice, round: &str, ids: &Ids, now: Timestamp) -> Result<()> {
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(ids.next(), CLOSED, to, now)
            .with("round", round)
            .with("title", &it.title)
            .with("state", Msg::of(format!("planning-choice-{}", it.state)))
            .link("/selections/own");
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells people that they can choose.
pub(super) fn opened(tx: &mut Tx<'_>, people: &[Uuid], it: &Round, ids: &Ids, now: Timestamp) -> Result<()> {
    for to in accounts::recipients(tx, people)? {
        let notice = Notice::new(ids.next(), OPENED, to, now)
            .with("title", &it.title)
            .with("most", it.most)
            .with("until", Until(it.ends_at))
            .link("/selections/own");
        send(tx, &notice)?;
    }
    Ok(())
}

//! Who is told of needs.

use super::store::{Collection, Need};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_i18n::{Msg, Until};
use xingtan_notify::{Notice, NoticeKind, send};

/// Somebody states a need: the contact merges and forwards.
pub const STATED: NoticeKind = NoticeKind::optional("planning.need-stated").page_only();
/// A need was forwarded: the training centre decides.
pub const FORWARDED: NoticeKind = NoticeKind::optional("planning.need-forwarded");
/// What became of a need: to everybody behind it.
pub const MOVED: NoticeKind = NoticeKind::optional("planning.need-moved");
/// A unit is asked what it needs.
pub const COLLECTED: NoticeKind = NoticeKind::optional("planning.needs-asked");

/// All of them.
pub const ALL: &[NoticeKind] = &[STATED, FORWARDED, MOVED, COLLECTED];

/// People who are told that something waits for them.
const MOST: usize = 20;

/// Tells those for whom a need waits.
pub(super) fn waits(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    people: Vec<Uuid>,
    it: &Need,
    deed: &Deed,
) -> Result<()> {
    let others: Vec<Uuid> = people.into_iter().filter(|person| *person != deed.person).take(MOST).collect();
    for to in accounts::recipients(tx, &others)? {
        let notice = Notice::new(deed.ids.next(), kind, to, deed.now)
            .with("who", &it.person_name)
            .with("topic", &it.topic)
            .with("why", &it.why)
            .link(format!("/needs/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells everybody behind a need where it stands now; each is led to what they stated themselves.
pub(super) fn moved(tx: &mut Tx<'_>, it: &Need, behind: &[Need], by: &str, deed: &Deed) -> Result<()> {
    let mut told: Vec<(Uuid, Uuid)> = Vec::new();
    for need in std::iter::once(it).chain(behind) {
        if need.person_id != deed.person && !told.iter().any(|(person, _)| *person == need.person_id) {
            told.push((need.person_id, need.id));
        }
    }
    let people: Vec<Uuid> = told.iter().map(|(person, _)| *person).collect();
    for to in accounts::recipients(tx, &people)? {
        let own = told.iter().find(|(person, _)| Some(*person) == to.person).map_or(it.id, |(_, need)| *need);
        let notice = Notice::new(deed.ids.next(), MOVED, to, deed.now)
            .with("topic", &it.topic)
            .with("state", Msg::of(format!("planning-need-{}", it.state)))
            .with("who", by)
            .link(format!("/needs/{own}"));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Asks people what they need.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    people: &[Uuid],
    it: &Collection,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    for to in accounts::recipients(tx, people)? {
        let notice = Notice::new(ids.next(), COLLECTED, to, now)
            .with("title", &it.title)
            .with("until", Until(it.ends_at))
            .with("who", &it.opened_name)
            .link("/needs/own");
        send(tx, &notice)?;
    }
    Ok(())
}

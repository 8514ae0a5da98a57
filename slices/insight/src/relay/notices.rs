//! Who is told of relays.

use super::store::Relay;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind};

/// Something is passed on to one.
pub const RELAYED: NoticeKind = NoticeKind::duty("insight.relayed");
/// One has not read or confirmed it yet.
pub const REMINDED: NoticeKind = NoticeKind::duty("insight.relay-reminded");
/// It does not hold any more.
pub const WITHDRAWN: NoticeKind = NoticeKind::duty("insight.relay-withdrawn");

/// Tells people of a relay.
///
/// # Errors
/// Those of the database.
pub fn send(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    it: &Relay,
    persons: &[Uuid],
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    for to in accounts::recipients(tx, persons)? {
        let notice = Notice::new(ids.next(), kind, to, now)
            .with("title", &it.title)
            .with("who", &it.sender_name)
            .with("reason", &it.reason)
            .link(format!("/relays/{}", it.id));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}

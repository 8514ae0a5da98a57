//! Who is told of rankings.

use super::store::Place;
use crate::period::{self, Period};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind, Recipient, send};

/// One stands in a ranking.
pub const RANKED: NoticeKind = NoticeKind::optional("honours.ranked");

/// Tells winners, each with the period of their ranking.
///
/// # Errors
/// Those of the database.
pub fn ranked(tx: &mut Tx<'_>, places: &[(Place, String)], ids: &Ids, now: Timestamp) -> Result<()> {
    let persons: Vec<Uuid> = places.iter().map(|(it, _)| it.person_id).collect();
    let recipients: HashMap<Uuid, Recipient> =
        accounts::recipients(tx, &persons)?.into_iter().filter_map(|it| Some((it.person?, it))).collect();
    for (it, period) in places {
        let (Some(to), Ok(period)) = (recipients.get(&it.person_id), period.parse::<Period>()) else {
            continue;
        };
        let notice = Notice::new(ids.next(), RANKED, to.clone(), now)
            .with("period", period::words(period))
            .with("rank", it.rank)
            .link(format!("/rankings/{}", it.ranking_id));
        send(tx, &notice)?;
    }
    Ok(())
}

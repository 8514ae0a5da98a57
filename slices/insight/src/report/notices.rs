//! Who is told of reports.

use super::store::Untold;
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind, Recipient, send};

/// The report of a month is made: to the unit's contacts; that of the whole to the training centre.
pub const MADE: NoticeKind = NoticeKind::duty("insight.report-made");

/// Tells recipients, each of the report of their unit.
///
/// # Errors
/// Those of the database.
pub fn made(tx: &mut Tx<'_>, told: &[Untold], ids: &Ids, now: Timestamp) -> Result<()> {
    let persons: Vec<Uuid> = told.iter().map(|it| it.person_id).collect();
    let recipients: HashMap<Uuid, Recipient> =
        accounts::recipients(tx, &persons)?.into_iter().filter_map(|it| Some((it.person?, it))).collect();
    for it in told {
        let Some(to) = recipients.get(&it.person_id) else { continue };
        let notice = Notice::new(ids.next(), MADE, to.clone(), now)
            .with("month", &it.month)
            .with("unit", &it.unit)
            .with("people", it.people)
            .with("laggards", it.laggards)
            .with("overdue", it.required_overdue)
            .link(format!("/monthly-reports/{}", it.report_id));
        send(tx, &notice)?;
    }
    Ok(())
}

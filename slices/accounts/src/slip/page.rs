//! `/people/slips/BATCH`: first passwords on paper, printed once (ACC-1).

use super::{
    initial::unseal,
    store::{self, Slip},
};
use crate::{
    people::saving::prepare,
    person::{OPEN, RESET},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// Slips that are printed at once; larger batches go on with the next.
const AT_ONCE: i64 = 300;

/// A slip in clear, for one answer.
struct Printed {
    slip: Slip,
    password: Option<String>,
    until: String,
}

#[derive(Template)]
#[template(path = "slip/ask.html")]
struct AskPage {
    page: Page,
    batch: Uuid,
    total: i64,
    waiting: i64,
    at_once: i64,
}

#[derive(Template)]
#[template(path = "slip/print.html")]
struct PrintPage {
    page: Page,
    slips: Vec<Printed>,
    address: String,
    batch: Uuid,
    rest: i64,
}

/// All people of the batch must be one's own to open accounts for.
fn reached(tx: &mut Tx<'_>, who: &SignedIn, batch: Uuid) -> Result<(i64, i64), Fault> {
    let paths = store::paths(tx, batch)?;
    let own = |path: &String| who.actor.may_at(RESET, path) || who.actor.may_at(OPEN, path);
    if paths.is_empty() || !paths.iter().all(own) {
        return Err(Fault::NotFound);
    }
    Ok(store::count(tx, batch)?)
}

/// `GET /people/slips/BATCH`: how many wait, and that they are shown once.
pub async fn ask(State(app): State<App>, who: SignedIn, Path(batch): Path<Uuid>) -> Result<Response, Fault> {
    let signed = who.clone();
    let (total, waiting) = app.db().read(move |tx| reached(tx, &signed, batch)).await?;
    html(&AskPage {
        page: Page::new(&who, who.l.t("accounts-slips-title"))
            .crumb("/people", who.l.t("accounts-people-title")),
        at_once: AT_ONCE,
        batch,
        total,
        waiting,
    })
}

/// `POST /people/slips/BATCH`: the slips, once. The answer is the only place where the passwords stand; it is not
/// kept by browsers (`no-store`).
pub async fn print(
    State(app): State<App>,
    who: SignedIn,
    Path(batch): Path<Uuid>,
) -> Result<Response, Fault> {
    let (signed, act) = (who.clone(), prepare(&who, 1));
    let printed = app.db().write(move |tx| {
        let (_, waiting) = reached(tx, &signed, batch)?;
        let (slips, deed) = (store::slips(tx, batch, AT_ONCE)?, act.begin());
        for slip in &slips {
            store::shown(tx, slip, deed.now())?;
        }
        let entry =
            deed.entry("accounts.slips-printed")?.detail(&json!({ "batch": batch, "count": slips.len() }));
        xingtan_audit::record(tx, &entry)?;
        let rest = waiting - i64::try_from(slips.len()).unwrap_or(waiting);
        Ok::<_, Fault>((slips, rest))
    });
    let (slips, rest) = printed.await?;
    app.ring();
    if slips.is_empty() {
        return Err(Fault::Gone(Msg::new("accounts-slips-gone")));
    }
    let keys = app.keys().clone();
    let printed = |slip: Slip| Printed {
        password: slip.initial_sealed.as_deref().and_then(|sealed| unseal(&keys, slip.person_id, sealed)),
        until: slip.initial_expires_at.map_or_else(String::new, |at| who.l.date_time(at)),
        slip,
    };
    let address = app.config().public_url.clone().unwrap_or_default();
    html(&PrintPage {
        page: Page::new(&who, who.l.t("accounts-slips-title")),
        slips: slips.into_iter().map(printed).collect(),
        address: format!("{address}/sign-in"),
        batch,
        rest,
    })
}

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
use xingtan_documents::pdf::{Document, PdfSlip};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, brand::letterhead, download::download, html, typeset};

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

/// `POST /people/slips/BATCH`: the slips, once, on the page or as PDF. The answer is the only place where the
/// passwords stand; it is not kept by browsers (`no-store`). A PDF is set before anything is noted as printed: where
/// it fails, no slip is lost.
pub async fn print(
    State(app): State<App>,
    who: SignedIn,
    Path(batch): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let signed = who.clone();
    let waiting = app.db().read(move |tx| {
        reached(tx, &signed, batch)?;
        Ok::<_, Fault>(store::slips(tx, batch, AT_ONCE)?)
    });
    let slips = waiting.await?;
    if slips.is_empty() {
        return Err(Fault::Gone(Msg::new("accounts-slips-gone")));
    }
    let address = format!("{}/sign-in", who.origin);
    let printed: Vec<Printed> = slips.iter().map(|slip| in_clear(&app, &who, slip)).collect();
    let file = if form.value("as") == "pdf" {
        Some(typeset(&sheet(&app, &who, &printed, &address).await).await?)
    } else {
        None
    };
    let rest = shown(&app, &who, batch, slips).await?;
    if let Some(file) = file {
        let name = format!("{}-{}.pdf", who.l.t("accounts-slips-title"), who.l.zone().date(who.now));
        return Ok(download(&name, "application/pdf", file));
    }
    let page = Page::new(&who, who.l.t("accounts-slips-title"));
    html(&PrintPage { page, slips: printed, address, batch, rest })
}

/// Notes the slips as printed; gives how many of the batch still wait. Refuses where another one printed meanwhile or
/// a password was reset: then nothing was shown.
async fn shown(app: &App, who: &SignedIn, batch: Uuid, slips: Vec<Slip>) -> Result<i64, Fault> {
    let (signed, act) = (who.clone(), prepare(who, 1));
    let rest = app.db().write(move |tx| {
        let (_, waiting) = reached(tx, &signed, batch)?;
        let (now_there, deed) = (store::slips(tx, batch, AT_ONCE)?, act.begin());
        let same = |(a, b): (&Slip, &Slip)| a.id == b.id && a.initial_sealed == b.initial_sealed;
        if now_there.len() != slips.len() || !now_there.iter().zip(&slips).all(same) {
            return Err(Fault::Conflict(Msg::new("accounts-slips-meanwhile")));
        }
        for slip in &slips {
            store::shown(tx, slip, deed.now())?;
        }
        let entry =
            deed.entry("accounts.slips-printed")?.detail(&json!({ "batch": batch, "count": slips.len() }));
        xingtan_audit::record(tx, &entry)?;
        Ok(waiting - i64::try_from(slips.len()).unwrap_or(waiting))
    });
    let rest = rest.await?;
    app.ring();
    Ok(rest)
}

fn in_clear(app: &App, who: &SignedIn, slip: &Slip) -> Printed {
    let sealed = slip.initial_sealed.as_deref();
    Printed {
        password: sealed.and_then(|sealed| unseal(app.keys(), slip.person_id, sealed)),
        until: slip.initial_expires_at.map_or_else(String::new, |at| who.l.date_time(at)),
        slip: slip.clone(),
    }
}

/// The sheet to print and cut.
async fn sheet(app: &App, who: &SignedIn, printed: &[Printed], address: &str) -> Document {
    let l = &who.l;
    let slip = |one: &Printed| PdfSlip {
        title: one.slip.name.clone(),
        facts: vec![
            (l.t("accounts-people-unit"), one.slip.unit_name.clone()),
            (l.t("accounts-slips-address"), address.to_owned()),
            (l.t("accounts-people-user"), one.slip.user_name.clone()),
        ],
        secret: (l.t("accounts-slips-password"), one.password.clone().unwrap_or_else(|| "—".to_owned())),
        note: match one.password {
            Some(_) => l.t1("accounts-slips-until", "until", &one.until),
            None => l.t("accounts-slips-used"),
        },
    };
    let slips = printed.iter().map(slip).collect();
    letterhead(app, l, l.t("accounts-slips-title"), who.now).await.slips(slips)
}

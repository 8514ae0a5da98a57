//! `/setup/done`: the first passwords of those whom the wizard opened accounts for. They can be seen by the one who set
//! the institution up, for an hour or until put away, and by nobody else.

use super::wizard::OTHERS;
use crate::{
    people::saving::{Saved, prepare, save},
    slip,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result as DbResult, Tx, params, row};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, html};

/// They can be seen for so long.
const SEEN_FOR: Span = Span::of_hours(1);

/// Notes that a slip waits to be printed. The batch is the administrator's id: nobody else's sessions find it.
pub fn add(tx: &mut Tx<'_>, id: Uuid, admin: Uuid, person: Uuid, now: Timestamp) -> DbResult<()> {
    tx.exec(
        "INSERT INTO accounts_slip (id, batch_id, person_id, made_at) VALUES ($1, $2, $3, $4)",
        params![id, admin, person, now],
    )?;
    Ok(())
}

row! {
    struct Waiting {
        person_id: Uuid,
        user_name: String,
        name: String,
        role: Option<String>,
        initial_sealed: Option<Vec<u8>>,
        initial_expires_at: Option<Timestamp>,
    }
}

fn waiting(tx: &mut Tx<'_>, admin: Uuid, since: Timestamp) -> DbResult<Vec<Waiting>> {
    tx.all(
        "SELECT s.person_id, p.user_name, p.name,
                (SELECT min(g.role) FROM accounts_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS role,
                c.initial_sealed, c.initial_expires_at
         FROM accounts_slip s
         JOIN accounts_person p ON p.id = s.person_id
         JOIN accounts_credential c ON c.person_id = p.id
         WHERE s.batch_id = $1 AND s.shown_at IS NULL AND s.made_at > $2
         ORDER BY p.user_key",
        params![admin, since],
    )
}

struct Slip {
    name: String,
    role: String,
    user_name: String,
    password: String,
    expires: String,
}

#[derive(Template)]
#[template(path = "setup/done.html")]
struct DonePage {
    page: Page,
    f: Form,
    slips: Vec<Slip>,
    address: String,
}

/// GET.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    let (admin, since) = (who.actor.person, who.now - SEEN_FOR);
    let mut waiting = who.app.db().read(move |tx| waiting(tx, admin, since)).await?;
    // As the wizard asked for them: ids of one moment are in no order.
    waiting.sort_by_key(|one| {
        OTHERS.iter().position(|(_, role)| one.role.as_deref() == Some(role.code())).unwrap_or(OTHERS.len())
    });
    let l = &who.l;
    let slips = waiting.into_iter().filter_map(|one| {
        let password = slip::unseal(who.app.keys(), one.person_id, one.initial_sealed.as_deref()?)?;
        let role = one.role.and_then(|code| code.parse::<xingtan_auth::Role>().ok());
        Some(Slip {
            name: one.name,
            role: role.map(|role| l.t(&role.key())).unwrap_or_default(),
            user_name: one.user_name,
            password,
            expires: one.initial_expires_at.map(|at| l.date(at)).unwrap_or_default(),
        })
    });
    let slips: Vec<Slip> = slips.collect();
    if slips.is_empty() {
        return Ok(Redirect::to("/").into_response());
    }
    html(&DonePage {
        page: Page::new(&who, l.t("accounts-setup-done-title")),
        f: Form::fresh(who.app.id()),
        slips,
        address: who.origin.clone(),
    })
}

/// POST: the slips are printed or written down; the readable passwords are wiped.
pub async fn put_away(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let prepared = prepare(&who, 1);
    let (admin, name) = (who.actor.person, who.actor.name.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        tx.exec(
            "UPDATE accounts_credential SET initial_sealed = NULL
             WHERE person_id IN (SELECT person_id FROM accounts_slip WHERE batch_id = $1 AND shown_at IS NULL)",
            params![admin],
        )?;
        let shown = tx.exec(
            "UPDATE accounts_slip SET shown_at = $2 WHERE batch_id = $1 AND shown_at IS NULL",
            params![admin, deed.now()],
        )?;
        if shown > 0 {
            let entry = deed.entry("accounts.slips-shown")?.on("person", admin, name.as_str());
            xingtan_audit::record(tx, &entry.detail(&serde_json::json!({ "count": shown })))?;
        }
        Ok(())
    };
    match save(&who, &mut form, "/", unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go("/", "pine", &Msg::new("accounts-setup-ready"))),
    }
}

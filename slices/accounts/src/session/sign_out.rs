//! POST `/sign-out`.

use super::{rules::End, store};
use crate::person::Prepared;
use axum::response::Response;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Visit};

/// Ends the session of this browser. Without one, the same answer.
pub async fn sign_out(visit: Visit) -> Result<Response, Fault> {
    let app = &visit.app;
    if let Some(actor) = visit.actor()
        && let Some(session) = actor.session
    {
        let prepared = Prepared::new(visit.who(), visit.now, app.ids(), 1);
        let (person, name, path) = (actor.person, actor.name.clone(), actor.unit_path.clone());
        let unit = move |tx: &mut xingtan_db::Tx<'_>| {
            let deed = prepared.begin();
            if store::end(tx, person, session, End::SignedOut, deed.now())? {
                let entry = deed.entry("accounts.signed-out")?;
                xingtan_audit::record(tx, &entry.on("person", person, name.as_str()).within(path.as_str()))?;
            }
            Ok::<_, xingtan_db::Error>(())
        };
        app.db().write(unit).await?;
    }
    let to = visit.go("/sign-in", "pine", &Msg::new("accounts-door-signed-out"));
    Ok(super::arrival::with_cookies(to, [app.no_session_cookie().to_string()]))
}

//! POST `/account/role`: in which of one's roles one works; its start page and menu follow.

use crate::people::saving::{Saved, prepare, save};
use axum::response::{IntoResponse as _, Redirect, Response};
use xingtan_auth::Role;
use xingtan_db::{Tx, params};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn};

/// Field `role`, the code of a role that the person holds.
pub async fn switch(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let role = form.choice::<Role>("role").filter(|role| who.actor.has(*role));
    let Some(role) = role else { return Err(Fault::Bad(Msg::new("accounts-role-not-held"))) };
    let prepared = prepare(&who, 1);
    let (person, name, path) = (who.actor.person, who.actor.name.clone(), who.actor.unit_path.clone());
    let before = who.actor.acting;
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        tx.exec("UPDATE accounts_person SET acting_role = $2 WHERE id = $1", params![person, role.code()])?;
        let entry = deed.entry("accounts.role-switched")?.on("person", person, name.as_str());
        let entry = entry.within(path.as_str()).change(&before.code(), &role.code());
        xingtan_audit::record(tx, &entry)?;
        Ok(())
    };
    match save(&who, &mut form, "/", unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => {
            let name = who.l.t(&role.key());
            Ok(who.go("/", "pine", &Msg::new("accounts-role-switched").with("role", name)))
        }
    }
}

//! What the owner does with passkeys: add, name, let it open alone again, remove.

use super::{
    ceremony::{self, Unfit},
    page::{self, HERE, NEW},
    rules::MOST,
    store::{self, Kept},
};
use crate::{
    account::show_codes,
    credential::{
        keep::{self, Going},
        recovery,
        store::{self as credentials, Known},
    },
    notices,
    people::saving::{Saved, Stop, prepare, save},
    person::Deed,
    session::ask_proof,
};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

fn name(form: &mut Form) -> String {
    form.text("name", Text::required(60))
}

/// A line of the trail about one of the owner's passkeys.
fn record(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    action: &'static str,
    known: &Known,
    passkey: &str,
) -> xingtan_db::Result<()> {
    let entry = deed.entry(action)?.on("person", known.person, known.name.as_str());
    let entry = entry.within(known.unit_path.as_str()).detail(&json!({ "passkey": passkey }));
    xingtan_audit::record(tx, &entry)
}

/// POST `/account/passkeys`: fields `name`, `ticket`, `answer`; the first second factor brings recovery codes, which
/// are shown once.
pub async fn add(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, NEW) {
        return Ok(ask);
    }
    let Ok(site) = page::site(&who) else { return Ok(Redirect::to(HERE).into_response()) };
    let name = name(&mut form);
    let (answer, ticket) = (form.value("answer").to_owned(), form.value("ticket").to_owned());
    form.forget(&["answer", "ticket"]);
    if !form.ok() {
        return page::show_new(&who, form).await;
    }
    let open = match ceremony::open(who.app.keys(), &ticket, &page::bound(&who)?, &site, who.now) {
        Ok(open) => open,
        Err(unfit) => {
            form.refuse("", Msg::new(unfit_key(unfit)));
            return page::show_new(&who, form).await;
        }
    };
    let read = ceremony::read_new(&answer);
    let Some((credential, key, counter)) =
        read.map(|read| ceremony::made(&site, &open, &read)).transpose()?.flatten()
    else {
        form.refuse("", Msg::new("accounts-passkey-not-made"));
        return page::show_new(&who, form).await;
    };
    let person = who.actor.person;
    let new = store::New { id: who.app.id(), person, name, credential, key, site: site.host, counter };
    let codes = recovery::fresh(who.app.keys(), person);
    let (prepared, settings, fresh) = (prepare(&who, 2), who.app.settings().clone(), codes.kept.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.ok_or(Fault::NotFound)?;
        let deed = prepared.begin();
        if known.passkeys >= MOST {
            return Err(Stop::Field("", Msg::new("accounts-passkey-most").with("most", MOST)));
        }
        if !store::spend(tx, open.id, open.expires_at)? {
            return Err(Stop::Field("", Msg::new("accounts-passkey-spent")));
        }
        if !store::add(tx, &new, deed.now())? {
            return Err(Stop::Field("", Msg::new("accounts-passkey-known")));
        }
        let first = recovery::left(known.recovery_hashes.as_deref()) == 0;
        if first {
            credentials::set_recovery(tx, person, &fresh)?;
        }
        record(tx, &deed, "accounts.passkey-added", &known, &new.name)?;
        notices::to(tx, &deed, &known, notices::PASSKEY_ADDED, &settings, |notice| {
            notice.with("name", new.name.as_str()).with("at", deed.now()).link(HERE)
        })?;
        Ok(first)
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(true) => show_codes(&who, codes.shown, HERE),
        Saved::Done(false) => Ok(who.go(HERE, "pine", &Msg::new("accounts-passkey-added"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show_new(&who, form).await,
    }
}

/// What is said of a ticket that is not taken.
pub fn unfit_key(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Late => "accounts-passkey-late",
        Unfit::Foreign => "accounts-passkey-foreign",
    }
}

fn known(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<(Known, Kept), Stop> {
    let known = credentials::of(tx, person)?.ok_or(Fault::NotFound)?;
    Ok((known, store::one(tx, person, id)?.ok_or(Fault::NotFound)?))
}

/// POST `/account/passkeys/ID`: field `name`.
pub async fn rename(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let name = name(&mut form);
    let (person, prepared) = (who.actor.person, prepare(&who, 1));
    if !form.ok() {
        page::own(&who, id).await?;
        return page::show_one(&who, id, form);
    }
    let unit = move |tx: &mut Tx<'_>| {
        let (known, kept) = known(tx, person, id)?;
        if kept.name != name {
            let deed = prepared.begin();
            store::rename(tx, id, &name)?;
            let entry = deed.entry("accounts.passkey-renamed")?.on("person", person, known.name.as_str());
            let entry = entry.within(known.unit_path.as_str()).change(&kept.name, &name);
            xingtan_audit::record(tx, &entry)?;
        }
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(()) => Ok(who.go(HERE, "pine", &Msg::new("accounts-passkey-renamed"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show_one(&who, id, form),
    }
}

/// POST `/account/passkeys/ID/alone`: it opens the account without the password again, after a proof of it.
pub async fn alone(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, HERE) {
        return Ok(ask);
    }
    let (person, prepared) = (who.actor.person, prepare(&who, 1));
    let unit = move |tx: &mut Tx<'_>| {
        let (known, kept) = known(tx, person, id)?;
        if store::open_alone(tx, id)? {
            record(tx, &prepared.begin(), "accounts.passkey-alone", &known, &kept.name)?;
        }
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go(HERE, "pine", &Msg::new("accounts-passkey-alone-done"))),
    }
}

/// POST `/account/passkeys/ID/remove`, after a proof of the password.
pub async fn remove(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, &format!("{HERE}/{id}/remove")) {
        return Ok(ask);
    }
    let (person, prepared, settings) = (who.actor.person, prepare(&who, 2), who.app.settings().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let (known, kept) = known(tx, person, id)?;
        if keep::must_stay(tx, &settings, person, known.totp_since.is_some(), Going::Passkey(id))? {
            return Err(Stop::Field("", Msg::new("accounts-second-factor-stays")));
        }
        let deed = prepared.begin();
        store::remove(tx, person, id)?;
        record(tx, &deed, "accounts.passkey-removed", &known, &kept.name)?;
        notices::to(tx, &deed, &known, notices::PASSKEY_REMOVED, &settings, |notice| {
            notice.with("name", kept.name.as_str()).with("at", deed.now()).link(HERE)
        })?;
        Ok(known.passkeys == 1 && known.totp_since.is_none())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(last) => {
            let (tone, said) = if last {
                ("ochre", "accounts-passkey-removed-last")
            } else {
                ("pine", "accounts-passkey-removed")
            };
            Ok(who.go(HERE, tone, &Msg::new(said)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        // Only its being the last stops it.
        Saved::Wrong => Ok(who.go(HERE, "ochre", &Msg::new("accounts-second-factor-stays"))),
    }
}

//! `/account/second-factor`: the authenticator app, and recovery codes for the day it is lost.

use crate::{
    credential::{
        keep::{self, Going},
        recovery,
        store::{self as credentials, Known},
        totp as sealed,
    },
    notices,
    people::saving::{Saved, Stop, prepare, save, shown},
    session::ask_proof,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use xingtan_auth::totp;
use xingtan_db::Tx;
use xingtan_documents::qr_svg;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, Text};

const HERE: &str = "/account/second-factor";

/// What is needed to set an app up. The secret travels sealed in the form; it is kept only once a code proved it.
struct Setup {
    pending: String,
    readable: String,
    qr: String,
}

#[derive(Template)]
#[template(path = "account/second_factor.html")]
struct FactorPage {
    page: Page,
    f: Form,
    since: Option<String>,
    passkeys: bool,
    /// A role of its owner keeps it.
    stays: bool,
    left: usize,
    setup: Option<Setup>,
}

#[derive(Template)]
#[template(path = "account/recovery_codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
    /// The page to go to then.
    to: &'static str,
}

/// The recovery codes, shown once.
///
/// # Errors
/// Where the template does not render.
pub fn show_codes(who: &SignedIn, codes: Vec<String>, to: &'static str) -> Result<Response, Fault> {
    xingtan_web::html(&CodesPage { page: title(who), codes, to })
}

/// The account, and whether its authenticator has to stay.
async fn known(who: &SignedIn) -> Result<(Known, bool), Fault> {
    let (person, settings) = (who.actor.person, who.app.settings().clone());
    let read = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
        let stays = keep::must_stay(tx, &settings, person, known.totp_since.is_some(), Going::Authenticator)?;
        Ok::<_, xingtan_db::Error>((known, stays))
    };
    Ok(who.app.db().read(read).await?)
}

fn title(who: &SignedIn) -> Page {
    Page::new(who, who.l.t("accounts-second-factor-title"))
        .crumb("/account", who.l.t("accounts-account-title"))
}

/// GET. A secret to set up is shown only after a recent proof of the password.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    let known = known(&who).await?;
    if known.0.totp_since.is_none()
        && let Some(ask) = ask_proof(&who, HERE)
    {
        return Ok(ask);
    }
    show(&who, &known, Form::fresh(who.app.id()))
}

fn show(who: &SignedIn, (known, stays): &(Known, bool), form: Form) -> Result<Response, Fault> {
    let setup = if known.totp_since.is_some() { None } else { Some(setup(who, form.value("pending"))?) };
    let page = FactorPage {
        page: title(who),
        since: known.totp_since.map(|at| who.l.date_time(at)),
        passkeys: known.passkeys > 0,
        stays: *stays,
        left: recovery::left(known.recovery_hashes.as_deref()),
        setup,
        f: form.clone().in_language(&who.l),
    };
    shown(&form, &page)
}

/// The secret that the form carried, so that a mistyped code does not ask for a new scan; else a fresh one.
fn setup(who: &SignedIn, pending: &str) -> Result<Setup, Fault> {
    let carried = opened(who, pending);
    let secret = carried.clone().unwrap_or_else(|| totp::new_secret().to_vec());
    let pending = if carried.is_some() {
        pending.to_owned()
    } else {
        BASE64_URL_SAFE_NO_PAD.encode(sealed::seal(who.app.keys(), who.actor.person, &secret))
    };
    let issuer = who.app.institution().name.clone();
    let address = totp::address(&secret, &who.actor.user_name, &issuer).ok_or(Fault::Broken)?;
    let qr = qr_svg(&address, &who.l.t("accounts-second-factor-qr")).map_err(|_| Fault::Broken)?;
    let readable: Vec<char> = totp::readable(&secret).chars().collect();
    let groups: Vec<String> = readable.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(Setup { pending, readable: groups.join(" "), qr })
}

fn opened(who: &SignedIn, pending: &str) -> Option<Vec<u8>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(pending).ok()?;
    sealed::unseal(who.app.keys(), who.actor.person, &bytes)
}

/// POST: fields `pending` and `code`; the first right code switches it on and the recovery codes are shown once.
pub async fn switch_on(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, HERE) {
        return Ok(ask);
    }
    let code = form.text("code", Text::required(20));
    form.forget(&["code"]);
    let Some(secret) = opened(&who, form.value("pending")) else {
        return Ok(who.go(HERE, "ochre", &Msg::new("accounts-second-factor-again")));
    };
    let step = totp::check(&secret, &code, who.now, None);
    if form.ok() && step.is_none() {
        form.refuse("code", Msg::new("accounts-second-factor-wrong"));
    }
    let (Some(step), true) = (step, form.ok()) else {
        return show(&who, &known(&who).await?, form);
    };
    let (keys, person) = (who.app.keys(), who.actor.person);
    let kept = sealed::seal(keys, person, &secret);
    let codes = recovery::fresh(keys, person);
    let (prepared, settings, recovery) = (prepare(&who, 2), who.app.settings().clone(), codes.kept.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.ok_or(Fault::NotFound)?;
        if known.totp_since.is_some() {
            return Err(Stop::Field("", Msg::new("accounts-second-factor-on-already")));
        }
        let deed = prepared.begin();
        credentials::set_totp(tx, person, &kept, step, &recovery, deed.now())?;
        let entry = deed.entry("accounts.second-factor-on")?.on("person", person, known.name.as_str());
        xingtan_audit::record(tx, &entry.within(known.unit_path.as_str()))?;
        notices::to(tx, &deed, &known, notices::SECOND_FACTOR_ON, &settings, |notice| notice.link(HERE))?;
        Ok(())
    };
    finish(&who, form, unit, codes.shown).await
}

async fn finish(
    who: &SignedIn,
    mut form: Form,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
    codes: Vec<String>,
) -> Result<Response, Fault> {
    match save(who, &mut form, HERE, unit).await? {
        Saved::Done(()) => show_codes(who, codes, "/account"),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(who, &known(who).await?, form),
    }
}

/// POST `/account/second-factor/recovery`: ten new codes; those that were left are void.
pub async fn new_codes(who: SignedIn, form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, HERE) {
        return Ok(ask);
    }
    let person = who.actor.person;
    let codes = recovery::fresh(who.app.keys(), person);
    let (prepared, recovery) = (prepare(&who, 1), codes.kept.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.filter(Known::second_factor);
        let known = known.ok_or(Fault::NotFound)?;
        let deed = prepared.begin();
        credentials::set_recovery(tx, person, &recovery)?;
        let entry = deed.entry("accounts.recovery-codes-made")?.on("person", person, known.name.as_str());
        xingtan_audit::record(tx, &entry.within(known.unit_path.as_str()))?;
        Ok(())
    };
    finish(&who, form, unit, codes.shown).await
}

/// POST `/account/second-factor/off`: after the password was proved.
pub async fn switch_off(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, HERE) {
        return Ok(ask);
    }
    let person = who.actor.person;
    let (prepared, settings) = (prepare(&who, 2), who.app.settings().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.ok_or(Fault::NotFound)?;
        let on = known.totp_since.is_some();
        if keep::must_stay(tx, &settings, person, on, Going::Authenticator)? {
            return Err(Stop::Field("", Msg::new("accounts-second-factor-stays")));
        }
        let deed = prepared.begin();
        if credentials::clear_totp(tx, person)? {
            let entry = deed.entry("accounts.second-factor-off")?.on("person", person, known.name.as_str());
            xingtan_audit::record(tx, &entry.within(known.unit_path.as_str()))?;
            notices::to(tx, &deed, &known, notices::SECOND_FACTOR_OFF, &settings, |notice| {
                notice.link(HERE)
            })?;
        }
        Ok(known.passkeys > 0)
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done(true) => {
            Ok(who.go("/account", "pine", &Msg::new("accounts-second-factor-off-passkeys-done")))
        }
        Saved::Done(false) => Ok(who.go("/account", "ochre", &Msg::new("accounts-second-factor-off-done"))),
        Saved::Wrong => show(&who, &known(&who).await?, form),
    }
}

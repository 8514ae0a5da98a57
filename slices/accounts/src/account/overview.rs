//! `/account`: who one is here, in which roles, and how the program looks.

use crate::{grant, real_name};
use askama::Template;
use axum::response::Response;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result as DbResult, Tx, params, row};
use xingtan_i18n::Lang;
use xingtan_keys::mask_mail;
use xingtan_web::{
    Fault, Page, SignedIn, html,
    preferences::{CAPTION_LANGS, CAPTION_SIZES, CAPTIONS, FONTS, SPEEDS},
};

row! {
    struct Facts {
        position: Option<String>,
        staff_number: Option<String>,
        mail: Option<String>,
        mobile_masked: Option<String>,
        last_sign_in_at: Option<Timestamp>,
        theme: Option<String>,
        changed_at: Option<Timestamp>,
        totp_since: Option<Timestamp>,
        passkeys: i64,
    }
}

fn facts(tx: &mut Tx<'_>, person: Uuid) -> DbResult<Facts> {
    tx.one(
        "SELECT o.name AS position, p.staff_number, p.mail, p.mobile_masked, p.last_sign_in_at, p.theme,
                c.changed_at, c.totp_since,
                (SELECT count(*) FROM accounts_passkey k WHERE k.person_id = p.id) AS passkeys
         FROM accounts_person p
         JOIN accounts_credential c ON c.person_id = p.id
         LEFT JOIN accounts_position o ON o.id = p.position_id
         WHERE p.id = $1",
        params![person],
    )
}

struct Held {
    role: String,
    node: String,
}

/// A choice among the preferences.
struct Wish {
    name: &'static str,
    label: String,
    options: Vec<(&'static str, String)>,
    chosen: &'static str,
}

fn wishes(who: &SignedIn) -> Vec<Wish> {
    let kept = who.preferences;
    let all: [(&str, &[&'static str], &'static str); 5] = [
        ("font", &FONTS, kept.font),
        ("captions", &CAPTIONS, kept.captions),
        ("caption_lang", &CAPTION_LANGS, kept.caption_lang),
        ("caption_size", &CAPTION_SIZES, kept.caption_size),
        ("speed", &SPEEDS, kept.speed),
    ];
    let l = &who.l;
    let words = |key: &str, code: &str| match (key, code) {
        ("speed", "") => "1×".to_owned(),
        ("speed", code) => format!("{code}×"),
        (_, "") => l.t(&format!("{key}-usual")),
        (_, code) => l.t(&format!("{key}-{code}")),
    };
    all.into_iter()
        .map(|(name, codes, chosen)| {
            let key = format!("accounts-account-{}", name.replace('_', "-"));
            let options = codes
                .iter()
                .map(|code| (*code, words(if name == "speed" { name } else { &key }, code)))
                .collect();
            Wish { name, label: l.t(&key), options, chosen }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "account/overview.html")]
struct AccountPage {
    page: Page,
    name: String,
    line: String,
    facts: Vec<(String, String)>,
    held: Vec<Held>,
    roles: Vec<(String, String)>,
    acting: String,
    langs: Vec<(String, String)>,
    lang: String,
    theme: String,
    wishes: Vec<Wish>,
    password_since: String,
    second_factor: bool,
    passkeys: i64,
    /// Where one's real name stands.
    real_name: Option<real_name::rules::State>,
}

/// GET.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        let stands = real_name::store::state_of(tx, person)?;
        Ok::<_, xingtan_db::Error>((facts(tx, person)?, grant::store::grants_of(tx, person)?, stands))
    });
    let (facts, grants, stands) = read.await?;
    let l = &who.l;
    let moment = |at: Option<Timestamp>| at.map_or_else(|| l.t("accounts-never"), |at| l.date_time(at));
    let mut shown = vec![
        (l.t("accounts-user-name"), who.actor.user_name.clone()),
        (l.t("accounts-unit"), who.actor.unit_name.clone()),
    ];
    let optional = [
        ("accounts-position", facts.position),
        ("accounts-staff-number", facts.staff_number),
        ("accounts-mail", facts.mail.as_deref().map(mask_mail)),
        ("accounts-mobile", facts.mobile_masked),
    ];
    shown.extend(optional.into_iter().filter_map(|(key, value)| Some((l.t(key), value?))));
    shown.push((l.t("accounts-last-sign-in"), moment(facts.last_sign_in_at)));
    let role = |role: &xingtan_auth::Role| (role.code().to_owned(), l.t(&role.key()));
    let held = grants
        .iter()
        .filter_map(|grant| Some(Held { role: l.t(&grant.role()?.key()), node: grant.node_name.clone() }));
    let page = AccountPage {
        page: Page::new(&who, l.t("accounts-account-title")),
        name: who.actor.name.clone(),
        line: format!("{}·{}", l.t(&who.actor.acting.key()), who.actor.unit_name),
        facts: shown,
        held: held.collect(),
        roles: who.actor.roles().iter().map(role).collect(),
        acting: who.actor.acting.code().to_owned(),
        langs: Lang::ALL
            .map(|lang| (lang.tag().to_owned(), l.t(&format!("i18n-lang-{}", lang.tag()))))
            .to_vec(),
        lang: l.lang().tag().to_owned(),
        theme: facts.theme.unwrap_or_default(),
        wishes: wishes(&who),
        password_since: moment(facts.changed_at),
        second_factor: facts.totp_since.is_some(),
        passkeys: facts.passkeys,
        real_name: stands,
    };
    html(&page)
}

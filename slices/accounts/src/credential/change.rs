//! A new password: what speaks against it, and setting it.

use super::{
    common, prove,
    store::{self, Known},
};
use crate::{
    notices, parameters,
    person::{Deed, history, rules::Shown},
    session::{own_device, rules::End, store as sessions},
    token,
};
use xingtan_auth::password::{Policy, Weakness, weaknesses};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::{Locale, Msg};
use xingtan_settings::Settings;
use xingtan_web::{Fault, Form};

/// Reads the two fields `password` and `again` and says beside them what speaks against the password. `own`: words
/// of the person and the institution, of which it must not be made.
pub fn read(form: &mut Form, policy: &Policy, about: &[&str], own: &[String]) -> String {
    let typed = form.secret("password", policy.max_length * 4);
    let again = form.value("again").to_owned();
    if !typed.is_empty() {
        if let Some(weak) = weak(&typed, policy, about, own) {
            form.refuse("password", weak);
        } else if again != typed {
            form.refuse("again", Msg::new("accounts-password-unequal"));
        }
    }
    typed
}

/// What speaks against a password, wherever it is set: `about` and `own` as for [`read`].
pub fn weak(typed: &str, policy: &Policy, about: &[&str], own: &[String]) -> Option<Msg> {
    match weaknesses(typed, policy, about).first() {
        Some(weakness) => Some(message(*weakness, policy)),
        None => common::is_common(typed, own).then(|| Msg::new("accounts-password-common")),
    }
}

/// Words of a person and of the institution of which no password is made.
pub fn own_words(settings: &Settings, name: &str, user_name: &str) -> Vec<String> {
    let forbidden = settings.text(&parameters::FORBIDDEN);
    common::about(name, user_name, &settings.institution().name, &forbidden)
}

/// What speaks against a password, in a sentence.
pub fn message(weakness: Weakness, policy: &Policy) -> Msg {
    match weakness {
        Weakness::Short => Msg::new("accounts-password-short").with("min", policy.min_length),
        Weakness::Long => Msg::new("accounts-password-long").with("max", policy.max_length),
        Weakness::Classes => Msg::new("accounts-password-classes").with("classes", policy.classes),
        Weakness::Personal => Msg::new("accounts-password-personal"),
        Weakness::Guessable => Msg::new("accounts-password-guessable"),
    }
}

/// What is asked of a password, as pairs of the meter's rule and words.
pub fn rules(l: &Locale, policy: &Policy) -> Vec<(String, String)> {
    let mut rules = vec![(
        format!("length:{}", policy.min_length),
        l.t1("accounts-rule-length", "min", policy.min_length),
    )];
    if policy.classes > 1 {
        rules.push((
            format!("classes:{}", policy.classes),
            l.t1("accounts-rule-classes", "classes", policy.classes),
        ));
    }
    rules.push(("equals:f-again".to_owned(), l.t("accounts-rule-equal")));
    rules
}

/// What else is asked and cannot be marked off while one types.
pub fn remarks(l: &Locale, policy: &Policy) -> Vec<String> {
    let mut remarks = vec![l.t("accounts-rule-guessable")];
    if policy.history > 0 {
        remarks.push(l.t1("accounts-rule-history", "count", policy.history));
    }
    if let Some(days) = policy.rotation_days {
        remarks.push(l.t1("accounts-rule-rotation", "days", days));
    }
    remarks
}

/// Hashes a new password, unless it is the present one or one of the last; then it is refused beside its field.
/// About 20 ms a hash: outside units.
///
/// # Errors
/// Those of [`prove`].
pub async fn hash(
    form: &mut Form,
    typed: &str,
    known: &Known,
    history: Vec<String>,
    policy: &Policy,
) -> std::result::Result<Option<String>, Fault> {
    let mut earlier = history;
    earlier.extend(known.password_hash.clone());
    if !earlier.is_empty() && prove::is_any_of(typed, earlier).await? {
        form.refuse("password", Msg::new("accounts-password-reused").with("count", policy.history.max(1)));
        return Ok(None);
    }
    prove::hash(typed).await.map(Some)
}

/// By which way a password was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By its owner, signed in; this session stays.
    Owner(Uuid),
    /// By a link that was sent to the owner's mailbox.
    Link,
}

/// Sets a password that was hashed before: history, end of the other sessions, spent links, trail, notice. Takes up
/// to four ids of the deed.
///
/// # Errors
/// Those of the database.
pub fn set(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    known: &Known,
    hash: &str,
    by: By,
    settings: &Settings,
) -> Result<u64> {
    let (person, now) = (known.person, deed.now());
    let act = if known.initial_mac.is_some() { "first-change" } else { "password-change" };
    history::password(tx, deed, known, act, Shown::Active, "")?;
    store::set_password(tx, deed.id()?, person, hash, now)?;
    store::trim_history(tx, person, settings.int(&parameters::HISTORY))?;
    store::spend_resets(tx, person, now)?;
    let stays = match by {
        By::Owner(session) => Some(session),
        By::Link => None,
    };
    if let Some(session) = stays {
        // The device knows the new password; the person's others do once they have signed in with it.
        own_device::proved(tx, session, now)?;
    }
    let ended = sessions::end_all(tx, person, stays, End::Password, now)?;
    if by == By::Link {
        // Whoever cannot sign in secures the account by this way: nothing that was open before stays so.
        token::store::revoke_all(tx, person, now)?;
        crate::passkey::store::need_password(tx, person)?;
    }
    let action = match by {
        By::Owner(_) => "accounts.password-changed",
        By::Link => "accounts.password-reset-by-link",
    };
    let entry =
        deed.entry(action)?.on("person", person, known.name.as_str()).within(known.unit_path.as_str());
    xingtan_audit::record(tx, &entry)?;
    notices::to(tx, deed, known, notices::PASSWORD_CHANGED, settings, |notice| {
        notice.with("at", now).link("/account/sessions")
    })?;
    Ok(ended)
}

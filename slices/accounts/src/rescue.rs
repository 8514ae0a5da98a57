//! What whoever owns the machine may do when nobody can sign in any more: a new password from the command line
//! (ACC-5, ACC-7). It is written into the trail as the program's act.

use crate::{
    credential::store as credentials,
    passkey,
    person::{
        Deed, history,
        rules::Shown,
        store::{self as people, Person},
    },
    session::{rules::End, store as sessions},
    token,
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result, Tx};

/// How many ids [`reset_password`] takes.
pub const IDS: usize = 3;

/// What was done.
#[derive(Clone, Debug)]
pub struct Rescued {
    /// Sessions that ended.
    pub sessions: u64,
    /// Whether there was a second factor and it was ended.
    pub second_factor: bool,
    /// Passkeys that are left; they open only together with the password from now on.
    pub passkeys: i64,
    /// Whether the account is in use: a frozen one stays frozen.
    pub in_use: bool,
}

/// Sets the password of a person, hashed before. Sessions and tokens end, a lock is lifted; the second factor ends
/// where that is asked for, passkeys too; those that stay open only together with the password. A state such as frozen stays.
///
/// # Errors
/// [`Error::NotFound`] where the person has no account.
pub fn reset_password(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: Uuid,
    hash: &str,
    clear_second_factor: bool,
) -> Result<Rescued> {
    let known = credentials::of(tx, person)?.ok_or(Error::NotFound)?;
    let now = deed.now();
    history::password(tx, deed, &known, "rescue", Shown::Active, "")?;
    credentials::set_password(tx, deed.id()?, person, hash, now)?;
    credentials::spend_resets(tx, person, now)?;
    let sessions = sessions::end_all(tx, person, None, End::Password, now)?;
    token::store::revoke_all(tx, person, now)?;
    let removed = if clear_second_factor { passkey::store::remove_all(tx, person)? } else { 0 };
    passkey::store::need_password(tx, person)?;
    let second_factor = clear_second_factor && (credentials::clear_totp(tx, person)? || removed > 0);
    let entry = deed.entry("accounts.password-rescued")?.on("person", person, known.name.as_str());
    let detail = json!({ "sessions": sessions, "second_factor_ended": second_factor });
    xingtan_audit::record(tx, &entry.within(known.unit_path.as_str()).detail(&detail))?;
    let in_use = known.account().in_force(now) == crate::person::rules::State::Active;
    let passkeys = if clear_second_factor { 0 } else { known.passkeys };
    Ok(Rescued { sessions, second_factor, passkeys, in_use })
}

/// What speaks against a password for this person by the policy in force, in a sentence; none where nothing does.
pub fn speaks_against(
    settings: &xingtan_settings::Settings,
    person: &Person,
    password: &str,
) -> Option<xingtan_i18n::Msg> {
    let policy = crate::parameters::policy(settings);
    let about = [person.user_name.as_str(), person.name.as_str()];
    let weak = xingtan_auth::password::weaknesses(password, &policy, &about);
    if let Some(weakness) = weak.first() {
        return Some(crate::credential::change::message(*weakness, &policy));
    }
    let own = crate::credential::change::own_words(settings, &person.name, &person.user_name);
    let common = crate::credential::common::is_common(password, &own);
    common.then(|| xingtan_i18n::Msg::new("accounts-password-common"))
}

/// The person of a user name.
///
/// # Errors
/// Those of the database.
pub fn person(tx: &mut Tx<'_>, user_name: &str) -> Result<Option<Person>> {
    people::person_by_user(tx, user_name)
}

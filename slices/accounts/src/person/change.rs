//! Changes of people and their accounts: rule → rows → trail → event → notice.

pub use super::citing::Citing;
use super::{
    Deed,
    events::{
        Moved, PERSON_LEFT, PERSON_MOVED, PERSON_POSITION_CHANGED, PERSON_STATE_CHANGED, PositionChanged,
        StateChanged,
    },
    history::{self, Line},
    keys::NameKeys,
    open::Mobile,
    rules::{self, Account, Act, Refuse, Shown, State},
    seats,
    store::{self, Person},
};
use crate::{
    credential::store as credentials, grant, organisation::store::Node, passkey, people::notices, real_name,
    session::rules::End, slip,
};
use serde_json::json;
use xingtan_auth::Role;
use xingtan_clock::{Date, Uuid};
use xingtan_db::{Error, Result, Tx, params};
use xingtan_i18n::{Lang, Msg};

/// What an edit sets; unit and state have acts of their own.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The name shown.
    pub name: String,
    /// The position.
    pub position: Option<Uuid>,
    /// 工号.
    pub staff_number: Option<String>,
    /// The mailbox.
    pub mail: Option<String>,
    /// The mobile number: kept as it is, taken away, or another.
    pub mobile: MobileEdit,
    /// The date of birth.
    pub born: BornEdit,
}

/// What becomes of a date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BornEdit {
    /// It stays.
    Keep,
    /// This one, or none.
    Set(Option<Date>),
}

/// What becomes of a mobile number.
#[derive(Clone, Debug)]
pub enum MobileEdit {
    /// It stays.
    Keep,
    /// It is taken away.
    Remove,
    /// Another one.
    Set(Mobile),
}

/// Changes a person; takes three ids of the deed. False where `version` is not the present one: somebody else was
/// quicker. No version: whatever it is.
///
/// # Errors
/// [`Error::Unique`] where the staff number is taken.
pub fn edit(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    before: &Person,
    edit: &Edit,
    version: Option<i64>,
) -> Result<bool> {
    let keys = NameKeys::of(&edit.name, &before.user_name, edit.staff_number.as_deref());
    let changed = tx.exec(
        "UPDATE accounts_person
         SET name = $3, name_key = $4, search_keys = $5, position_id = $6, staff_number = $7, mail = $8,
             version = version + 1
         WHERE id = $1 AND version = COALESCE($2, version)",
        params![
            before.id,
            version,
            edit.name,
            keys.sort,
            keys.search,
            edit.position,
            edit.staff_number,
            edit.mail
        ],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let mobile = match &edit.mobile {
        MobileEdit::Keep => None,
        MobileEdit::Remove => Some((None, None)),
        MobileEdit::Set(mobile) => Some((Some(mobile.sealed.as_slice()), Some(mobile.masked.as_str()))),
    };
    if let Some((sealed, masked)) = mobile {
        tx.exec(
            "UPDATE accounts_person SET mobile_sealed = $2, mobile_masked = $3 WHERE id = $1",
            params![before.id, sealed, masked],
        )?;
    }
    if let BornEdit::Set(born) = edit.born {
        let born = born.map(|day| day.to_string());
        tx.exec("UPDATE accounts_person SET born_on = $2 WHERE id = $1", params![before.id, born])?;
    }
    let entry = deed.entry("accounts.person-edited")?.on("person", before.id, edit.name.as_str());
    let told = |name: &str, position: Option<Uuid>, number: &Option<String>| json!({ "name": name, "position": position, "staff_number": number });
    let entry = entry
        .within(&before.unit_path)
        .change(
            &told(&before.name, before.position_id, &before.staff_number),
            &told(&edit.name, edit.position, &edit.staff_number),
        )
        .detail(&json!({ "mobile_changed": mobile.is_some(), "born_given": edit.born != BornEdit::Keep }));
    xingtan_audit::record(tx, &entry)?;
    if before.position_id != edit.position {
        let event = deed.event(PERSON_POSITION_CHANGED, before.id)?;
        let changed = PositionChanged { from: before.position_id, to: edit.position };
        xingtan_events::publish(tx, &event.with(&changed)?)?;
    }
    Ok(true)
}

/// Why an act on an account was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// The state does not allow it.
    Refused(Refuse),
    /// There is no seat to come back to.
    Full(Msg),
}

impl NotDone {
    /// What to tell.
    pub fn msg(&self) -> Msg {
        match self {
            NotDone::Refused(refuse) => Msg::new(refuse.key()),
            NotDone::Full(msg) => msg.clone(),
        }
    }
}

/// Why an act is done.
#[derive(Clone, Debug, Default)]
pub struct Reason {
    /// In words.
    pub text: String,
    /// The article of the regulation.
    pub citing: Citing,
}

/// How many ids [`set_state`] takes: history, audit, two events, a notice; and what forgets a real name.
pub const STATE_IDS: usize = 5 + real_name::change::ERASE_IDS;

/// Suspends, freezes, closes, revokes, restores an account, or lets the person leave. Every change has its place in
/// the history with who, when, why and by which article (ACC-5).
///
/// # Errors
/// [`Error::NotFound`] where there is no such person.
pub fn set_state(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    act: Act,
    reason: &Reason,
    lang: Lang,
) -> Result<std::result::Result<Account, NotDone>> {
    let before = store::account(tx, person.id)?.ok_or(Error::NotFound)?;
    let after = match rules::change(before, act, deed.now()) {
        Ok(after) => after,
        Err(refuse) => return Ok(Err(NotDone::Refused(refuse))),
    };
    let held_seat = before.state.takes_seat() && !before.left;
    if after.state.takes_seat()
        && !held_seat
        && let Some(full) = seats::lacking(tx, &person.unit_path, 1)?
    {
        return Ok(Err(NotDone::Full(full)));
    }
    write_state(tx, deed, person.id, (before, act, after), reason)?;
    let entry = deed.entry("accounts.person-state-changed")?.on("person", person.id, person.name.as_str());
    let mut detail = json!({ "act": act.code(), "reason": reason.text });
    if let (Some(until), Some(detail)) = (after.until, detail.as_object_mut()) {
        detail.insert("until".to_owned(), json!(until));
    }
    if let (Citing::Without { because }, Some(detail)) = (&reason.citing, detail.as_object_mut()) {
        detail.insert("uncited".to_owned(), json!(because));
    }
    let entry =
        entry.within(&person.unit_path).change(&before.state.code(), &after.state.code()).detail(&detail);
    xingtan_audit::record(tx, &reason.citing.cite(entry))?;
    let changed = StateChanged {
        from: before.state.code().to_owned(),
        to: after.state.code().to_owned(),
        until: after.until,
    };
    if after.left && !before.left {
        // Whoever hands over what the person has hears of it before anything ends.
        xingtan_events::publish(tx, &deed.event(PERSON_LEFT, person.id)?.with(&changed)?)?;
        end_roles(tx, deed, person.id, |_| true)?;
    }
    xingtan_events::publish(tx, &deed.event(PERSON_STATE_CHANGED, person.id)?.with(&changed)?)?;
    if after.state == State::Closed || (after.left && !before.left) {
        real_name::change::erase(tx, deed, person, "erased")?;
    }
    if after.state != State::Active {
        end_sessions(tx, person.id, deed, End::Administrator)?;
    }
    notices::send(tx, deed, &[person.id], notices::STATE_CHANGED, lang, |notice| {
        let state = Msg::of(after.state.key());
        let notice = notice.with("state", state).with("reason", reason.text.as_str());
        notice.with("article", reason.citing.msg().unwrap_or(Msg::new("accounts-citing-nothing")))
    })?;
    Ok(Ok(after))
}

fn write_state(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: Uuid,
    (before, act, after): (Account, Act, Account),
    reason: &Reason,
) -> Result<()> {
    tx.exec(
        "UPDATE accounts_person
         SET state = $2, state_until = $3, left_at = CASE WHEN $4 THEN COALESCE(left_at, $5) ELSE NULL END,
             version = version + 1
         WHERE id = $1",
        params![person, after.state.code(), after.until, after.left, deed.now()],
    )?;
    let line = Line {
        person,
        act: act.code(),
        before: before.in_force(deed.now()).code(),
        after: after.state.code(),
        until: after.until,
        reason: &reason.text,
        citing: &reason.citing,
    };
    history::note(tx, deed, &line)
}

/// How many ids [`unlock`] and [`second_factor_off`] take: history, audit, a notice.
pub const GUARD_IDS: usize = 3;

/// Lifts a lock before its time; refused where there is none.
///
/// # Errors
/// Those of the database.
pub fn unlock(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    reason: &str,
    lang: Lang,
) -> Result<std::result::Result<(), Msg>> {
    let known = credentials::of(tx, person.id)?.ok_or(Error::NotFound)?;
    if history::shown(&known, deed.now()) != Shown::Locked {
        return Ok(Err(Msg::new("accounts-state-not-locked")));
    }
    credentials::cleared(tx, person.id)?;
    crate::session::own_device::cleared(tx, person.id)?;
    let after = if known.must_change { Shown::MustChange } else { Shown::Active };
    let line = Line {
        person: person.id,
        act: "unlock",
        before: Shown::Locked.code(),
        after: after.code(),
        until: None,
        reason,
        citing: &Citing::Nothing,
    };
    history::note(tx, deed, &line)?;
    let entry = deed.entry("accounts.person-unlocked")?.on("person", person.id, person.name.as_str());
    let entry = entry.within(&person.unit_path).change(&line.before, &line.after);
    xingtan_audit::record(tx, &entry.detail(&json!({ "reason": reason })))?;
    notices::send(tx, deed, &[person.id], notices::UNLOCKED, lang, |notice| {
        notice.with("reason", reason).link("/sign-in")
    })?;
    Ok(Ok(()))
}

/// Ends the second factor of somebody who lost it; refused where there is none.
///
/// # Errors
/// Those of the database.
pub fn second_factor_off(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    reason: &str,
    lang: Lang,
) -> Result<std::result::Result<(), Msg>> {
    let passkeys = passkey::store::remove_all(tx, person.id)?;
    if !credentials::clear_totp(tx, person.id)? && passkeys == 0 {
        return Ok(Err(Msg::new("accounts-second-factor-none")));
    }
    let entry = deed.entry("accounts.second-factor-off")?.on("person", person.id, person.name.as_str());
    let detail = json!({ "reason": reason, "passkeys": passkeys });
    xingtan_audit::record(tx, &entry.within(&person.unit_path).detail(&detail))?;
    notices::send(tx, deed, &[person.id], notices::SECOND_FACTOR_ENDED, lang, |notice| {
        let by = deed.who().name.as_str();
        notice.with("by", by).with("reason", reason).with("at", deed.now()).link("/account/second-factor")
    })?;
    Ok(Ok(()))
}

/// All sessions end at once when an account is taken out of use or its password is reset.
fn end_sessions(tx: &mut Tx<'_>, person: Uuid, deed: &Deed<'_>, why: End) -> Result<()> {
    crate::session::store::end_all(tx, person, None, why, deed.now())?;
    Ok(())
}

/// Ends the roles that `which` names by path, but for the learner's where the person stays.
fn end_roles(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: Uuid,
    which: impl Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let mut ended = Vec::new();
    for row in grant::store::grants_of(tx, person)? {
        if row.role == Role::Learner.code() || !which(&row.node_path) {
            continue;
        }
        grant::store::end(tx, row.id, deed.now(), deed.person())?;
        ended.push(row.role);
    }
    Ok(ended)
}

/// How many ids [`transfer`] takes, for so many recipients of the handover.
pub const fn transfer_ids(recipients: usize) -> usize {
    5 + recipients
}

/// Most people who get a handover report.
pub const HANDOVER_MOST: usize = 12;

/// Moves a person to another unit (调动): the account goes with its history, learner's roles go along, other roles
/// that do not cover the new unit end; the new unit's contacts and the centre get a handover report (ACC-6).
///
/// # Errors
/// Those of the database.
pub fn transfer(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    to: &Node,
    position: Option<Uuid>,
    reason: &str,
    lang: Lang,
) -> Result<std::result::Result<(), Msg>> {
    let account = store::account(tx, person.id)?.ok_or(Error::NotFound)?;
    // The seat is counted only on nodes that do not hold the person yet.
    if account.state.takes_seat() && !account.left {
        let shared = crate::organisation::store::prefixes(&person.unit_path);
        let new = crate::organisation::store::way(tx, &to.path)?;
        for node in new.iter().filter(|node| node.seat_quota.is_some() && !shared.contains(&node.path)) {
            let (quota, taken) = (node.seat_quota.unwrap_or(0), store::seats_taken(tx, &node.path)?);
            if taken + 1 > quota {
                return Ok(Err(seats::told(&node.name, quota, taken)));
            }
        }
    }
    tx.exec(
        "UPDATE accounts_person SET unit_id = $2, unit_path = $3, position_id = $4, version = version + 1
         WHERE id = $1",
        params![person.id, to.id, to.path, position],
    )?;
    tx.exec(
        "UPDATE accounts_grant SET node_id = $3
         WHERE person_id = $1 AND node_id = $2 AND role = $4 AND ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM accounts_grant o
                           WHERE o.person_id = $1 AND o.node_id = $3 AND o.role = $4 AND o.ended_at IS NULL)",
        params![person.id, person.unit_id, to.id, Role::Learner.code()],
    )?;
    let ended = end_roles(tx, deed, person.id, |path| !to.path.starts_with(path))?;
    let entry = deed.entry("accounts.person-moved")?.on("person", person.id, person.name.as_str());
    let told = |unit: Uuid, position: Option<Uuid>| json!({ "unit": unit, "position": position });
    let entry = entry
        .within(&to.path)
        .change(&told(person.unit_id, person.position_id), &told(to.id, position))
        .detail(&json!({ "reason": reason, "roles_ended": ended }));
    xingtan_audit::record(tx, &entry)?;
    let moved = Moved {
        from: person.unit_id,
        from_path: person.unit_path.clone(),
        to: to.id,
        to_path: to.path.clone(),
    };
    xingtan_events::publish(tx, &deed.event(PERSON_MOVED, person.id)?.with(&moved)?)?;
    if person.position_id != position {
        let changed = PositionChanged { from: person.position_id, to: position };
        let event = deed.event(PERSON_POSITION_CHANGED, person.id)?;
        xingtan_events::publish(tx, &event.with(&changed)?)?;
    }
    hand_over(tx, deed, person, to, reason, lang)?;
    Ok(Ok(()))
}

fn hand_over(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    to: &Node,
    reason: &str,
    lang: Lang,
) -> Result<()> {
    let mut told = super::targets::contacts_of(tx, &to.path)?;
    told.extend(super::targets::holders(tx, Role::Centre, &to.path)?);
    told.sort_unstable();
    told.dedup();
    told.retain(|id| *id != person.id && Some(*id) != deed.person());
    told.truncate(HANDOVER_MOST);
    notices::send(tx, deed, &told, notices::HANDOVER, lang, |notice| {
        let notice = notice.with("name", person.name.as_str()).with("user", person.user_name.as_str());
        let notice = notice.with("from", person.unit_name.as_str()).with("to", to.name.as_str());
        notice.with("reason", reason).link(format!("/people/{}", person.id))
    })?;
    notices::send(tx, deed, &[person.id], notices::TRANSFERRED, lang, |notice| {
        notice.with("from", person.unit_name.as_str()).with("to", to.name.as_str())
    })
}

/// How many ids [`reset`] takes: history, audit, two notices, a slip.
pub const RESET_IDS: usize = 5;

/// Gives a person a generated password in place of whatever there was. Sessions end, locks go, the person is told; it
/// is delivered by a slip of `batch`, or by mail.
///
/// # Errors
/// Those of the database.
pub fn reset(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    initial: &slip::Initial,
    batch: Uuid,
    lang: Lang,
) -> Result<()> {
    let by = if initial.mailed().is_some() { "mail" } else { "slip" };
    replace_password(tx, deed, person, initial, "", by, lang)?;
    deliver(tx, deed, person.id, &person.user_name, initial, batch, lang)
}

/// As [`reset`], delivered by the caller in a way named `by`; takes three ids of the deed.
///
/// # Errors
/// Those of the database.
pub fn replace_password(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Person,
    initial: &slip::Initial,
    reason: &str,
    by: &str,
    lang: Lang,
) -> Result<()> {
    if let Some(known) = credentials::of(tx, person.id)? {
        history::password(tx, deed, &known, "reset", Shown::MustChange, reason)?;
    }
    slip::store::reset(tx, person.id, initial, deed.now())?;
    credentials::spend_resets(tx, person.id, deed.now())?;
    passkey::store::need_password(tx, person.id)?;
    end_sessions(tx, person.id, deed, End::Password)?;
    let entry = deed.entry("accounts.password-reset")?.on("person", person.id, person.name.as_str());
    xingtan_audit::record(tx, &entry.within(&person.unit_path).detail(&json!({ "by": by })))?;
    notices::send(tx, deed, &[person.id], notices::PASSWORD_RESET, lang, |notice| {
        notice.with("by", deed.who().name.as_str()).with("at", deed.now()).link("/account/sessions")
    })
}

/// Delivers a generated password; takes one id of the deed.
///
/// # Errors
/// Those of the database.
pub fn deliver(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: Uuid,
    user_name: &str,
    initial: &slip::Initial,
    batch: Uuid,
    lang: Lang,
) -> Result<()> {
    match initial.mailed() {
        Some(password) => notices::send(tx, deed, &[person], notices::CREDENTIALS, lang, |notice| {
            let notice = notice.with("user", user_name).with("password", password);
            notice.with("until", initial.expires_at).link("/sign-in")
        }),
        None => slip::store::add(tx, deed.id()?, batch, person, deed.now()),
    }
}

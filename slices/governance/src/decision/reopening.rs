//! 重新开通: whoever lost an account applies to the centre, which reopens it or says why not. Counting begins anew (GOV-2).

use super::{
    change::Hand,
    cited::cited,
    notices,
    rules::State as DecisionState,
    store::{self, Decision, Line},
};
use crate::{
    fact::{
        REOPENED,
        store::{self as facts, NewFact},
    },
    hold::{change as holds, rules::Access, store as held},
    kind::measure::Measure,
};
use xingtan_accounts::api::{self as accounts, State};
use xingtan_audit::Entry;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};
use xingtan_i18n::Msg;

row! {
    /// An application.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Application {
        /// Its id.
        pub id: Uuid,
        /// By which revocation the account was lost.
        pub decision_id: Uuid,
        /// What the applicant says.
        pub body: String,
        /// When.
        pub at: Timestamp,
        /// `open`, `granted`, `refused`.
        pub state: String,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// Why.
        pub reason: Option<String>,
    }
}

/// The applications about a revocation, the oldest first.
pub fn of(tx: &mut Tx<'_>, decision: Uuid) -> Result<Vec<Application>> {
    tx.all(
        "SELECT id, decision_id, body, at, state, decided_by, decided_at, reason FROM governance_application
         WHERE decision_id = $1 ORDER BY at, id",
        params![decision],
    )
}

/// Whether one may apply: a revocation stands that nobody has ended, and nothing is open.
pub fn may_apply(it: &Decision, applications: &[Application], now: Timestamp) -> bool {
    it.measure() == Measure::Revocation
        && it.state() == DecisionState::Standing
        && it.ends_at.is_none_or(|ends| ends > now)
        && applications.iter().all(|own| own.state != "open")
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing to apply for, or somebody has.
    NotNow,
    /// Nothing is open.
    None,
    /// Not about oneself.
    Own,
    /// The account cannot be reopened: it was closed, the person has left, or there is no seat.
    Account,
    /// Something that is not for this application holds it revoked: a case.
    Held,
}

impl Refusal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Refusal::NotNow => "governance-reopen-refused-now",
            Refusal::None => "governance-reopen-refused-none",
            Refusal::Own => "governance-refused-self",
            Refusal::Account => "governance-reopen-refused-account",
            Refusal::Held => "governance-reopen-refused-held",
        }
    }
}

/// Applies; the centre is told.
///
/// # Errors
/// Those of the database.
pub fn apply(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Decision,
    body: &str,
) -> Result<std::result::Result<(), Refusal>> {
    if !may_apply(it, &of(tx, it.id)?, hand.now) {
        return Ok(Err(Refusal::NotNow));
    }
    tx.exec(
        "INSERT INTO governance_application (id, decision_id, body, at, state) VALUES ($1, $2, $3, $4, 'open')",
        params![hand.ids.next(), it.id, body, hand.now],
    )?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Error::NotFound)?;
    let cited = cited(tx, it.control_id)?;
    let entry = Entry::new(hand.ids.next(), hand.now, "governance.reopening-asked", &hand.who)
        .on("person", person.id, person.name.as_str())
        .within(&person.unit_path)
        .citing(&cited.article())
        .detail(&serde_json::json!({ "decision": it.id }));
    xingtan_audit::record(tx, &entry)?;
    let mut centre = accounts::holders(tx, Role::Centre, &person.unit_path)?;
    centre.retain(|id| *id != person.id);
    notices::send(tx, &|| hand.ids.next(), hand.now, &centre, notices::REOPENING_ASKED, |notice| {
        notices::about(notice, it, &cited).with("name", person.name.as_str())
    })?;
    Ok(Ok(()))
}

/// Decides the open application. Granted: the revocation ends now, the account is in use again, but for what a case has
/// suspended and is not over, and counting begins anew.
///
/// # Errors
/// Those of the database.
pub fn decide(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Decision,
    granted: bool,
    reason: &str,
) -> Result<std::result::Result<(), Refusal>> {
    let open = of(tx, it.id)?.into_iter().find(|own| own.state == "open");
    let Some(open) = open else { return Ok(Err(Refusal::None)) };
    if hand.who.person == Some(it.person_id) {
        return Ok(Err(Refusal::Own));
    }
    let person = accounts::person(tx, it.person_id)?.ok_or(Error::NotFound)?;
    let cited = cited(tx, it.control_id)?;
    let account = accounts::account(tx, person.id)?.ok_or(Error::NotFound)?;
    if granted && !it.holds_access(hand.now) {
        return Ok(Err(Refusal::NotNow));
    }
    if granted && account.left {
        return Ok(Err(Refusal::Account));
    }
    let mut ended = store::of_person(tx, person.id)?;
    ended.retain(|own| granted && own.holds_access(hand.now));
    let subjects: Vec<Uuid> = ended.iter().map(|own| own.id).collect();
    if granted && holds::access_without(tx, person.id, &subjects, hand.now)? == Access::Revoked {
        return Ok(Err(Refusal::Held));
    }
    if granted && !matches!(account.in_force(hand.now), State::Revoked | State::Suspended | State::Active) {
        return Ok(Err(Refusal::Account));
    }
    if granted && holds::lighten(tx, hand, &person, &subjects, reason)?.is_some() {
        return Ok(Err(Refusal::Account));
    }
    for own in ended {
        held::remove(tx, own.id)?;
        store::set(tx, &Decision { ends_at: Some(hand.now), ..own })?;
    }
    let state = if granted { "granted" } else { "refused" };
    tx.exec(
        "UPDATE governance_application SET state = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1",
        params![open.id, state, hand.who.person, hand.now, reason],
    )?;
    let act = if granted { "reopened" } else { "not-reopened" };
    if granted {
        let fact = NewFact {
            id: hand.ids.next(),
            kind: REOPENED,
            person: person.id,
            subject: open.id,
            label: "",
            happened_at: hand.now,
            source: "governance",
        };
        facts::record(tx, &fact, hand.now)?;
    }
    let line = Line {
        id: hand.ids.next(),
        at: hand.now,
        act: act.to_owned(),
        by_person: hand.who.person,
        reason: reason.to_owned(),
        grounds: "[]".to_owned(),
    };
    store::note(tx, it.id, &line)?;
    let entry = Entry::new(hand.ids.next(), hand.now, "governance.reopening-decided", &hand.who)
        .on("person", person.id, person.name.as_str())
        .within(&person.unit_path)
        .citing(&cited.article())
        .detail(&serde_json::json!({ "decision": it.id, "granted": granted, "reason": reason }));
    xingtan_audit::record(tx, &entry)?;
    notices::send(tx, &|| hand.ids.next(), hand.now, &[person.id], notices::REOPENING_DECIDED, |notice| {
        let verdict = Msg::of(format!("governance-reopen-{state}"));
        notices::about(notice, it, &cited)
            .with("verdict", verdict)
            .with("reason", reason)
            .link(notices::own_href(it))
    })?;
    Ok(Ok(()))
}

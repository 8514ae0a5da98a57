//! 申诉: whoever is concerned may ask another person to look at a measure again (GOV-3).

use super::{
    change::{Hand, judge, overturn},
    cited::cited,
    notices,
    rules::State as DecisionState,
    store::{self, Decision},
};
use crate::{fact::store as facts, regulation::rulings};
use xingtan_accounts::api as accounts;
use xingtan_audit::Entry;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};
use xingtan_i18n::Msg;

/// Most appeals about one measure: a refused one may be followed by one more, to somebody else.
pub const MOST: usize = 2;

row! {
    /// An appeal.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Appeal {
        /// Its id.
        pub id: Uuid,
        /// Against which measure.
        pub decision_id: Uuid,
        /// By whom.
        pub person_id: Uuid,
        /// What they say.
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

const COLUMNS: &str = "id, decision_id, person_id, body, at, state, decided_by, decided_at, reason";

/// The appeals about a measure, the oldest first.
pub fn of(tx: &mut Tx<'_>, decision: Uuid) -> Result<Vec<Appeal>> {
    let sql = format!("SELECT {COLUMNS} FROM governance_appeal WHERE decision_id = $1 ORDER BY at, id");
    tx.all(&sql, params![decision])
}

/// Why an appeal is not taken, or not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing stands any more.
    Over,
    /// One is being looked at.
    Open,
    /// There were enough.
    Enough,
    /// Nothing is open.
    None,
    /// It is decided by somebody else: not by the person concerned, nor by whoever confirmed the measure, decided on it
    /// before, or found the facts to be so on which it rests.
    Other,
}

impl Refusal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Refusal::Over => "governance-appeal-refused-over",
            Refusal::Open => "governance-appeal-refused-open",
            Refusal::Enough => "governance-appeal-refused-enough",
            Refusal::None => "governance-appeal-refused-none",
            Refusal::Other => "governance-appeal-refused-other",
        }
    }
}

/// Whether an appeal may be made now: pure.
///
/// # Errors
/// Why not.
pub fn may_appeal(state: DecisionState, states: &[&str]) -> std::result::Result<(), Refusal> {
    match state {
        DecisionState::Standing | DecisionState::Proposed => {}
        _ => return Err(Refusal::Over),
    }
    if states.contains(&"open") {
        return Err(Refusal::Open);
    }
    if states.len() >= MOST { Err(Refusal::Enough) } else { Ok(()) }
}

/// Makes an appeal; who decides is told.
///
/// # Errors
/// Those of the database.
pub fn make(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Decision,
    body: &str,
) -> Result<std::result::Result<(), Refusal>> {
    let before = of(tx, it.id)?;
    let states: Vec<&str> = before.iter().map(|own| own.state.as_str()).collect();
    if let Err(refusal) = may_appeal(it.state(), &states) {
        return Ok(Err(refusal));
    }
    tx.exec(
        "INSERT INTO governance_appeal (id, decision_id, person_id, body, at, state)
         VALUES ($1, $2, $3, $4, $5, 'open')",
        params![hand.ids.next(), it.id, it.person_id, body, hand.now],
    )?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Error::NotFound)?;
    let cited = cited(tx, it.control_id)?;
    let entry = Entry::new(hand.ids.next(), hand.now, "governance.appealed", &hand.who)
        .on("person", person.id, person.name.as_str())
        .within(&person.unit_path)
        .citing(&cited.article())
        .detail(&serde_json::json!({ "decision": it.id }));
    xingtan_audit::record(tx, &entry)?;
    let mut centre = accounts::holders(tx, Role::Centre, &person.unit_path)?;
    centre.retain(|id| *id != person.id);
    notices::send(tx, &|| hand.ids.next(), hand.now, &centre, notices::APPEALED, |notice| {
        notices::about(notice, it, &cited).with("name", person.name.as_str())
    })?;
    Ok(Ok(()))
}

/// What somebody decides on an appeal.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether it is granted.
    pub granted: bool,
    /// Why.
    pub reason: String,
    /// The facts that were found not to be so: all that rests on them falls.
    pub wrong: Vec<Uuid>,
}

impl Verdict {
    /// Facts are found not to be so only by an appeal that is granted.
    pub fn is_sound(&self) -> bool {
        self.granted || self.wrong.is_empty()
    }
}

/// Decides the open appeal about a measure.
///
/// # Errors
/// Those of the database.
pub fn decide(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Decision,
    verdict: &Verdict,
) -> Result<std::result::Result<(), Refusal>> {
    let appeals = of(tx, it.id)?;
    let Some(open) = appeals.iter().find(|own| own.state == "open") else { return Ok(Err(Refusal::None)) };
    let confirmed = store::history(tx, it.id)?.into_iter().filter(|line| line.act == "confirmed");
    let mut had: Vec<Option<Uuid>> = confirmed.map(|line| line.by_person).collect();
    had.extend(appeals.iter().map(|own| own.decided_by));
    had.push(Some(it.person_id));
    let grounds = store::grounds(tx, it.id)?;
    had.extend(facts::finders(tx, &grounds)?.into_iter().map(Some));
    if hand.who.person.is_none() || had.contains(&hand.who.person) {
        return Ok(Err(Refusal::Other));
    }
    let state = if verdict.granted { "granted" } else { "refused" };
    tx.exec(
        "UPDATE governance_appeal SET state = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1",
        params![open.id, state, hand.who.person, hand.now, verdict.reason],
    )?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Error::NotFound)?;
    let cited = cited(tx, it.control_id)?;
    let entry = Entry::new(hand.ids.next(), hand.now, "governance.appeal-decided", &hand.who)
        .on("person", person.id, person.name.as_str())
        .within(&person.unit_path)
        .citing(&cited.article())
        .detail(&serde_json::json!({
            "decision": it.id, "granted": verdict.granted, "reason": verdict.reason, "wrong": verdict.wrong,
        }));
    xingtan_audit::record(tx, &entry)?;
    if verdict.granted {
        // By a granted appeal the measure falls even where its facts stand; one whose facts have fallen meanwhile does not
        // come back with them.
        if !it.state().is_settled() {
            overturn(tx, hand, it, &verdict.reason)?;
        }
        for fact in verdict.wrong.iter().filter(|id| grounds.contains(id)) {
            facts::refute(tx, *fact, it.person_id, &verdict.reason, hand.now)?;
        }
        let rulings = rulings::read(tx, hand.now)?;
        judge(tx, hand, &rulings, &[it.person_id])?;
    }
    notices::send(tx, &|| hand.ids.next(), hand.now, &[it.person_id], notices::APPEAL_DECIDED, |notice| {
        let verdict_key = format!("governance-appeal-{state}");
        let notice = notices::about(notice, it, &cited).with("verdict", Msg::of(verdict_key));
        notice.with("reason", verdict.reason.as_str()).link(notices::own_href(it))
    })?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_appeal_at_a_time_two_at_most_and_only_against_what_stands() {
        use DecisionState::{Overturned, Proposed, Standing, Withdrawn};
        assert_eq!(may_appeal(Standing, &[]), Ok(()));
        assert_eq!(may_appeal(Proposed, &["refused"]), Ok(()));
        assert_eq!(may_appeal(Standing, &["open"]), Err(Refusal::Open));
        assert_eq!(may_appeal(Standing, &["refused", "refused"]), Err(Refusal::Enough));
        for state in [Overturned, Withdrawn] {
            assert_eq!(may_appeal(state, &[]), Err(Refusal::Over));
        }
    }
}

//! May this person decide this, and what follows. Pure.

use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Somebody has to decide.
    Open,
    /// All have agreed.
    Approved,
    /// Sent back to be bettered; it may be handed in again.
    Returned,
    /// Refused for good.
    Refused,
    /// Taken back by whoever asked.
    Withdrawn,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] =
        [State::Open, State::Approved, State::Returned, State::Refused, State::Withdrawn];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Approved => "approved",
            State::Returned => "returned",
            State::Refused => "refused",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word.
    pub fn of(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("approvals-state-{}", self.code())
    }
}

/// What a decider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Agrees.
    Approve,
    /// Sends it back to be bettered, with a reason.
    Return,
    /// Refuses it for good, with a reason.
    Refuse,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 3] = [Verdict::Approve, Verdict::Return, Verdict::Refuse];

    /// The word kept in the database and used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Approve => "approve",
            Verdict::Return => "return",
            Verdict::Refuse => "refuse",
        }
    }

    /// The verdict of a word.
    pub fn of(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("approvals-verdict-{}", self.code())
    }
}

/// By what right somebody decides a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// By none.
    None,
    /// By their own.
    Own,
    /// In the stead of this person.
    DeputyOf(Uuid),
}

/// Who has to decide a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Whoever holds a permission or role on the request's node; the caller has asked whether the decider does.
    Holder {
        /// Whether the decider does.
        held: bool,
    },
    /// This person, or a deputy.
    Person(Uuid),
}

/// The right of `decider`, who may act for the `principals` at this moment.
pub fn right(needs: Needs, decider: Uuid, principals: &[Uuid]) -> Right {
    match needs {
        Needs::Holder { held: true } => Right::Own,
        Needs::Holder { held: false } => Right::None,
        Needs::Person(person) if person == decider => Right::Own,
        Needs::Person(person) if principals.contains(&person) => Right::DeputyOf(person),
        Needs::Person(_) => Right::None,
    }
}

/// What the rule has to know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where the request stands.
    pub state: State,
    /// The step that is open, from 0.
    pub step: i64,
    /// The step that the decider saw on the page.
    pub seen: i64,
    /// How many steps there are.
    pub steps: i64,
    /// Who asked.
    pub asked_by: Uuid,
    /// Who approved earlier steps of this round, or for whom a deputy did.
    pub approved: Vec<Uuid>,
    /// Whether whoever asked may decide.
    pub author_may_decide: bool,
    /// Whether nobody may approve two steps.
    pub one_step_each: bool,
    /// The decider.
    pub decider: Uuid,
    /// By what right.
    pub right: Right,
}

/// Why a decision was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request is no longer open.
    NotOpen(State),
    /// Somebody else has decided the step meanwhile.
    Stale,
    /// The step is for others.
    NotYours,
    /// Nobody decides on their own request.
    Author,
    /// Whoever approved an earlier step leaves this one to somebody else.
    ApprovedBefore,
    /// Sending back and refusing need a reason.
    ReasonMissing,
}

impl Refusal {
    /// For the person who wanted to decide.
    pub fn msg(&self) -> Msg {
        match self {
            Refusal::NotOpen(state) => {
                Msg::new("approvals-refusal-not-open").with("state", Msg::of(state.key()))
            }
            Refusal::Stale => Msg::new("approvals-refusal-stale"),
            Refusal::NotYours => Msg::new("approvals-refusal-not-yours"),
            Refusal::Author => Msg::new("approvals-refusal-author"),
            Refusal::ApprovedBefore => Msg::new("approvals-refusal-approved-before"),
            Refusal::ReasonMissing => Msg::new("approvals-refusal-reason-missing"),
        }
    }
}

/// What follows a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The next step is open.
    Next {
        /// Its position, from 0.
        step: i64,
    },
    /// All have agreed: what was asked for may happen.
    Approved,
    /// It went back.
    Returned,
    /// It was refused.
    Refused,
    /// The decision was not taken; nothing has changed.
    Not(Refusal),
}

/// The consequence of a verdict.
pub fn decide(facts: &Facts, verdict: Verdict, reason: &str) -> Outcome {
    let behalf = match facts.right {
        Right::DeputyOf(person) => person,
        Right::Own | Right::None => facts.decider,
    };
    let refusal = if facts.state != State::Open {
        Some(Refusal::NotOpen(facts.state))
    } else if facts.seen != facts.step {
        Some(Refusal::Stale)
    } else if facts.right == Right::None {
        Some(Refusal::NotYours)
    } else if !facts.author_may_decide && [facts.decider, behalf].contains(&facts.asked_by) {
        Some(Refusal::Author)
    } else if facts.one_step_each && [facts.decider, behalf].iter().any(|p| facts.approved.contains(p)) {
        Some(Refusal::ApprovedBefore)
    } else if verdict != Verdict::Approve && reason.trim().is_empty() {
        Some(Refusal::ReasonMissing)
    } else {
        None
    };
    match (refusal, verdict) {
        (Some(refusal), _) => Outcome::Not(refusal),
        (None, Verdict::Return) => Outcome::Returned,
        (None, Verdict::Refuse) => Outcome::Refused,
        (None, Verdict::Approve) if facts.step + 1 < facts.steps => Outcome::Next { step: facts.step + 1 },
        (None, Verdict::Approve) => Outcome::Approved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn facts() -> impl Strategy<Value = Facts> {
        let flags = (any::<bool>(), any::<bool>());
        let people = (0u128..6, 0u128..6, proptest::collection::vec(0u128..6, 0..3));
        let right = prop_oneof![
            Just(Right::None),
            Just(Right::Own),
            (0u128..6).prop_map(|n| Right::DeputyOf(person(n))),
        ];
        (proptest::sample::select(&State::ALL[..]), 1i64..5, 0i64..5, 0i64..5, flags, people, right).prop_map(
            |(state, steps, step, seen, flags, people, right)| Facts {
                state,
                step: step % steps,
                seen: seen % steps,
                steps,
                asked_by: person(people.0),
                approved: people.2.into_iter().map(person).collect(),
                author_may_decide: flags.0,
                one_step_each: flags.1,
                decider: person(people.1),
                right,
            },
        )
    }

    proptest! {
        #[test]
        fn nobody_decides_on_their_own_request_not_even_by_a_deputy(
            facts in facts(), verdict in proptest::sample::select(&Verdict::ALL[..]),
        ) {
            let own = facts.decider == facts.asked_by || facts.right == Right::DeputyOf(facts.asked_by);
            if own && !facts.author_may_decide {
                prop_assert!(matches!(decide(&facts, verdict, "why"), Outcome::Not(_)));
            }
        }

        #[test]
        fn without_right_or_after_the_end_nothing_changes(
            facts in facts(), verdict in proptest::sample::select(&Verdict::ALL[..]),
        ) {
            if facts.right == Right::None || facts.state != State::Open || facts.seen != facts.step {
                prop_assert!(matches!(decide(&facts, verdict, "why"), Outcome::Not(_)));
            }
        }

        #[test]
        fn nobody_approves_twice_where_each_step_wants_another_head(facts in facts()) {
            if facts.one_step_each && facts.approved.contains(&facts.decider) {
                prop_assert!(matches!(decide(&facts, Verdict::Approve, ""), Outcome::Not(_)));
            }
        }

        #[test]
        fn a_request_is_approved_exactly_at_its_last_step(mut facts in facts()) {
            facts.state = State::Open;
            facts.right = Right::Own;
            facts.author_may_decide = true;
            facts.one_step_each = false;
            let mut decisions = 0;
            facts.step = 0;
            loop {
                facts.seen = facts.step;
                decisions += 1;
                match decide(&facts, Verdict::Approve, "") {
                    Outcome::Next { step } => facts.step = step,
                    outcome => {
                        prop_assert_eq!(outcome, Outcome::Approved);
                        break;
                    }
                }
            }
            prop_assert_eq!(decisions, facts.steps);
        }

        #[test]
        fn sending_back_and_refusing_need_a_reason(mut facts in facts()) {
            facts.state = State::Open;
            facts.seen = facts.step;
            facts.right = Right::Own;
            facts.author_may_decide = true;
            facts.one_step_each = false;
            for verdict in [Verdict::Return, Verdict::Refuse] {
                prop_assert_eq!(decide(&facts, verdict, "  "), Outcome::Not(Refusal::ReasonMissing));
            }
            prop_assert_eq!(decide(&facts, Verdict::Return, "why"), Outcome::Returned);
            prop_assert_eq!(decide(&facts, Verdict::Refuse, "why"), Outcome::Refused);
        }
    }

    #[test]
    fn a_deputy_acts_only_for_whom_they_stand_in() {
        let (me, boss, other) = (person(1), person(2), person(3));
        assert_eq!(right(Needs::Person(me), me, &[]), Right::Own);
        assert_eq!(right(Needs::Person(boss), me, &[boss]), Right::DeputyOf(boss));
        assert_eq!(right(Needs::Person(other), me, &[boss]), Right::None);
        assert_eq!(right(Needs::Holder { held: false }, me, &[boss]), Right::None);
    }
}

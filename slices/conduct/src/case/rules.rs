//! How a case goes on, and who may act in it: pure (GOV-3).

use crate::words::words;
use xingtan_clock::{Span, Timestamp, Uuid};

/// A report is taken up within this time (GOV-7).
pub const DUE: Span = Span::of_hours(24);
/// Whoever is heard has at least so long.
pub const SHORTEST_HEARING: Span = Span::of_hours(24);
/// And at most so long.
pub const LONGEST_HEARING: Span = Span::of_days(30);
/// An appeal is made within this time.
pub const APPEAL: Span = Span::of_days(30);
/// Most appeals about one case.
pub const MOST_APPEALS: usize = 2;
/// Most objections of the person concerned in one case.
pub const MOST_OBJECTIONS: usize = 3;
/// The longest term of a decision, in days.
pub const LONGEST_TERM: i64 = 365;

words! {
    /// What is reported.
    Kind {
        /// 账号出借、转让、传播.
        AccountSharing = "account-sharing",
        /// 违法内容.
        IllegalContent = "illegal-content",
        /// 作弊.
        Cheating = "cheating",
        /// 侮辱、诽谤.
        Insult = "insult",
        /// 骚扰.
        Harassment = "harassment",
        /// 肖像权、名誉权.
        Rights = "rights",
        /// 盗版.
        Piracy = "piracy",
        /// 广告.
        Advertising = "advertising",
        /// 虚假信息.
        FalseInformation = "false-information",
        /// 其他.
        Other = "other",
    }
}

words! {
    /// Where a case stands.
    State {
        /// 待受理.
        Reported = "reported",
        /// 调查中.
        Investigating = "investigating",
        /// 听取申辩.
        Hearing = "hearing",
        /// 已决定.
        Decided = "decided",
        /// 已结案.
        Closed = "closed",
    }
}

words! {
    /// What is decided.
    Outcome {
        /// 不成立.
        Dismissed = "dismissed",
        /// 属实，按制度规定处理: a fact is told, and the rule in force makes the measure.
        Confirmed = "confirmed",
        /// 批评教育.
        Criticism = "criticism",
        /// 警告.
        Warning = "warning",
        /// 通报批评.
        PublicNotice = "public-notice",
        /// 限制: carried out by hand.
        Restriction = "restriction",
        /// 暂停账号.
        Suspension = "suspension",
        /// 取消账号使用资格.
        Revocation = "revocation",
        /// 解除合同: carried out by hand.
        EndOfContract = "end-of-contract",
    }
}

impl Outcome {
    /// Whether it has to say for how many days.
    pub const fn needs_term(self) -> bool {
        matches!(self, Outcome::PublicNotice | Outcome::Suspension)
    }
    /// Whether somebody outside the program carries it out.
    pub const fn is_by_hand(self) -> bool {
        matches!(self, Outcome::Restriction | Outcome::EndOfContract)
    }
    /// Whether it lasts for a number of days.
    pub const fn has_term(self) -> bool {
        matches!(self, Outcome::PublicNotice | Outcome::Restriction | Outcome::Suspension)
    }
}

impl State {
    /// The tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            State::Reported => "cinnabar",
            State::Investigating | State::Hearing => "ochre",
            State::Decided => "slate",
            State::Closed => "",
        }
    }
    /// Whether something was decided.
    pub const fn is_settled(self) -> bool {
        matches!(self, State::Decided | State::Closed)
    }
}

/// Who has to do with a case.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// Whom it concerns.
    pub concerned: Option<Uuid>,
    /// Who reported it.
    pub reporter: Option<Uuid>,
    /// Who investigates it.
    pub investigator: Option<Uuid>,
    /// Who decided it, and who decided appeals before.
    pub deciders: Vec<Uuid>,
    /// Who may not act, by their own word or by objection.
    pub recused: Vec<Uuid>,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Taking it up, noting, adding evidence, opening the hearing.
    Investigate,
    /// Deciding it.
    Decide,
    /// Deciding an appeal.
    DecideAppeal,
}

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// It concerns themselves.
    Concerned,
    /// They reported it.
    Reporter,
    /// They are recused.
    Recused,
    /// They investigated it.
    Investigator,
    /// They decided it.
    Decider,
}

impl Barred {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Barred::Concerned => "conduct-barred-concerned",
            Barred::Reporter => "conduct-barred-reporter",
            Barred::Recused => "conduct-barred-recused",
            Barred::Investigator => "conduct-barred-investigator",
            Barred::Decider => "conduct-barred-decider",
        }
    }
}

/// Whether somebody may act in a case, whatever roles they hold.
///
/// # Errors
/// Why not.
pub fn may_act(parties: &Parties, part: Part, by: Uuid) -> Result<(), Barred> {
    match () {
        () if parties.concerned == Some(by) => Err(Barred::Concerned),
        () if parties.reporter == Some(by) => Err(Barred::Reporter),
        () if parties.recused.contains(&by) => Err(Barred::Recused),
        () if part != Part::Investigate && parties.investigator == Some(by) => Err(Barred::Investigator),
        () if part == Part::DecideAppeal && parties.deciders.contains(&by) => Err(Barred::Decider),
        () => Ok(()),
    }
}

/// What is known when somebody decides.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Whether it is known whom it concerns.
    pub is_known: bool,
    /// Whether a rule of the regulation in force says what follows of such a case for this person.
    pub is_ruled: bool,
    /// Until when the person may state their view.
    pub heard_until: Option<Timestamp>,
    /// Whether they have.
    pub has_stated: bool,
}

/// Why a decision does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is decided, or nobody has taken it up.
    State,
    /// It is not known whom it concerns.
    Nobody,
    /// The person has not been heard.
    Unheard,
    /// What follows stands in the regulation.
    Ruled,
    /// No rule in force says what follows.
    NotRuled,
}

impl Unfit {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Unfit::State => "conduct-unfit-state",
            Unfit::Nobody => "conduct-unfit-nobody",
            Unfit::Unheard => "conduct-unfit-unheard",
            Unfit::Ruled => "conduct-unfit-ruled",
            Unfit::NotRuled => "conduct-unfit-not-ruled",
        }
    }
}

/// Whether an outcome may be decided now.
///
/// # Errors
/// Why not.
pub fn decide(facts: &Facts, outcome: Outcome, now: Timestamp) -> Result<(), Unfit> {
    let heard = facts.has_stated || facts.heard_until.is_some_and(|until| until <= now);
    let at_once = facts.kind == Kind::IllegalContent && outcome == Outcome::Confirmed;
    match (facts.state, outcome) {
        (State::Decided | State::Closed | State::Reported, _) => Err(Unfit::State),
        (_, Outcome::Dismissed) => Ok(()),
        _ if !facts.is_known => Err(Unfit::Nobody),
        (_, Outcome::Confirmed) if !facts.is_ruled => Err(Unfit::NotRuled),
        (_, other) if other != Outcome::Confirmed && facts.is_ruled => Err(Unfit::Ruled),
        _ if at_once => Ok(()),
        (State::Investigating, _) => Err(Unfit::Unheard),
        _ if !heard => Err(Unfit::Unheard),
        _ => Ok(()),
    }
}

/// Why an appeal is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAppeal {
    /// There is nothing to appeal against.
    Nothing,
    /// One is being looked at.
    Open,
    /// There were enough.
    Enough,
    /// The time for it is over.
    Late,
}

impl NoAppeal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            NoAppeal::Nothing => "conduct-appeal-nothing",
            NoAppeal::Open => "conduct-appeal-open-already",
            NoAppeal::Enough => "conduct-appeal-enough",
            NoAppeal::Late => "conduct-appeal-late",
        }
    }
}

/// Whether an appeal may be made now against what was decided at a moment.
///
/// # Errors
/// Why not.
pub fn may_appeal(
    outcome: Option<Outcome>,
    overturned: bool,
    decided_at: Option<Timestamp>,
    appeals: &[&str],
    now: Timestamp,
) -> Result<(), NoAppeal> {
    let decided = decided_at.filter(|_| outcome.is_some_and(|it| it != Outcome::Dismissed) && !overturned);
    match decided {
        None => Err(NoAppeal::Nothing),
        _ if appeals.contains(&"open") => Err(NoAppeal::Open),
        _ if appeals.len() >= MOST_APPEALS => Err(NoAppeal::Enough),
        Some(at) if at + APPEAL <= now => Err(NoAppeal::Late),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    proptest! {
        #[test]
        fn nobody_acts_who_has_to_do_with_it(
            concerned in 0u128..5, reporter in 0u128..5, investigator in 0u128..5, decider in 0u128..5,
            recused in 0u128..5, by in 0u128..5, part in 0usize..3,
        ) {
            let parties = Parties {
                concerned: Some(id(concerned)),
                reporter: Some(id(reporter)),
                investigator: Some(id(investigator)),
                deciders: vec![id(decider)],
                recused: vec![id(recused)],
            };
            let part = [Part::Investigate, Part::Decide, Part::DecideAppeal][part];
            let may = may_act(&parties, part, id(by)).is_ok();
            let mut barred = vec![concerned, reporter, recused];
            if part != Part::Investigate {
                barred.push(investigator);
            }
            if part == Part::DecideAppeal {
                barred.push(decider);
            }
            prop_assert_eq!(may, !barred.contains(&by));
        }

        #[test]
        fn nothing_is_decided_against_who_was_not_heard(
            kind in 0usize..10, state in 0usize..5, known: bool, ruled: bool, until in proptest::option::of(0i64..10),
            stated: bool, outcome in 0usize..9, now in 0i64..10,
        ) {
            let facts = Facts {
                kind: Kind::ALL[kind],
                state: State::ALL[state],
                is_known: known,
                is_ruled: ruled,
                heard_until: until.map(Timestamp::from_seconds),
                has_stated: stated,
            };
            let (outcome, now) = (Outcome::ALL[outcome], Timestamp::from_seconds(now));
            if decide(&facts, outcome, now).is_ok() && outcome != Outcome::Dismissed {
                let heard = stated || facts.heard_until.is_some_and(|until| until <= now);
                prop_assert!(known && !facts.state.is_settled() && facts.state != State::Reported);
                prop_assert!(heard || facts.kind == Kind::IllegalContent && outcome == Outcome::Confirmed);
                prop_assert_eq!(outcome == Outcome::Confirmed, ruled);
            }
        }
    }

    #[test]
    fn one_appeal_at_a_time_two_at_most_and_in_time() {
        let (at, now) = (Some(Timestamp::from_seconds(0)), Timestamp::from_seconds(5));
        let check = |outcome, over, appeals: &[&str], now, expected| {
            assert_eq!(may_appeal(outcome, over, at, appeals, now), expected);
        };
        check(Some(Outcome::Warning), false, &[], now, Ok(()));
        check(Some(Outcome::Warning), true, &[], now, Err(NoAppeal::Nothing));
        check(Some(Outcome::Dismissed), false, &[], now, Err(NoAppeal::Nothing));
        check(None, false, &[], now, Err(NoAppeal::Nothing));
        check(Some(Outcome::Warning), false, &["open"], now, Err(NoAppeal::Open));
        check(Some(Outcome::Warning), false, &["upheld", "upheld"], now, Err(NoAppeal::Enough));
        check(
            Some(Outcome::Warning),
            false,
            &["upheld"],
            Timestamp::from_seconds(0) + APPEAL,
            Err(NoAppeal::Late),
        );
    }
}

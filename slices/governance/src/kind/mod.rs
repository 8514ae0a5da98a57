//! The catalogue of rule kinds. A control of an article is of one kind, with parameters.
//!
//! A kind is a pure module: its parameters, the facts it reads, what it yields, and the tests that prove it. Adding one
//! means one file here and its texts (`docs/add-a-rule.md`).

mod account_sharing;
pub mod case;
mod cumulative_months;
mod illegal_content;
pub mod learning_window;
pub mod measure;
mod missed_tasks;
mod monthly_minimum;
pub mod monthly_report;
pub mod online_hours_share;
pub mod params;
pub mod prescribed;
mod probation;
pub mod ranking;
pub mod real_name_gate;

#[cfg(test)]
pub mod testkit;

use crate::fact::FactKind;
use case::{Case, Due};
use measure::{Measure, Mode, Term};
use params::{Param, Params, Wrong};
use xingtan_clock::Span;
use xingtan_i18n::Msg;

/// How a kind takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works {
    /// It judges facts; what is due becomes a decision about a person.
    Judged,
    /// Others ask it when they act: a window, a bound on sessions.
    Consulted,
    /// It prescribes parameters of the platform, for the whole institution.
    Prescribes,
    /// A job does it: a ranking, a report. What does it says so by `api::carried_out`.
    Scheduled {
        /// Where it was not done within this time, it is late.
        within: Span,
    },
}

/// What follows when a judged rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// The measure.
    pub measure: Measure,
    /// How long.
    pub term: Term,
    /// By whom.
    pub mode: Mode,
}

/// A kind of rule. Fluent: `governance-kind-CODE` its name, `governance-kind-CODE-says` what it says, made from its
/// parameters.
pub trait Kind: Send + Sync {
    /// The word kept in the database.
    fn code(&self) -> &'static str;
    /// Its parameters.
    fn params(&self) -> &'static [Param];
    /// The facts it reads.
    fn reads(&self) -> &'static [FactKind];
    /// How it takes effect.
    fn works(&self) -> Works {
        Works::Judged
    }
    /// What is contradictory in parameters that each fit by themselves.
    ///
    /// # Errors
    /// All that is wrong, each beside its parameter.
    fn check(&self, _params: &Params) -> Result<(), Wrong> {
        Ok(())
    }
    /// The settings that it prescribes, by key: for [`Works::Prescribes`] alone.
    fn prescribes(&self, _params: &Params) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// What follows.
    fn sanction(&self, params: &Params) -> Option<Sanction>;
    /// All that ought to have followed from the facts, up to the case's moment. Pure; the order of the result is that of
    /// the causes.
    fn judge(&self, params: &Params, case: &Case<'_>) -> Vec<Due>;
    /// The names of the tests that prove it; a test checks that they exist.
    fn proofs(&self) -> &'static [&'static str];
}

/// All kinds.
pub const ALL: &[&dyn Kind] = &[
    &monthly_minimum::MonthlyMinimum,
    &missed_tasks::MissedTasks,
    &cumulative_months::CumulativeMonths,
    &probation::Probation,
    &account_sharing::AccountSharing,
    &illegal_content::IllegalContent,
    &learning_window::LearningWindow,
    &prescribed::PASSWORD_ROTATION,
    &prescribed::CONCURRENT_SESSIONS,
    &prescribed::PRESENCE_CHECK,
    &prescribed::ACCOUNT_AUDIT,
    &prescribed::RETENTION,
    &prescribed::MINORS_REST,
    &prescribed::REMINDER,
    &prescribed::REVIEW_STAGES,
    &online_hours_share::OnlineHoursShare,
    &ranking::MONTH,
    &ranking::QUARTER,
    &ranking::HALF_YEAR,
    &ranking::YEAR,
    &monthly_report::MonthlyReport,
    &real_name_gate::RealNameGate,
];

/// Every set of settings that a kind may prescribe at the bounds of its parameters: each key with a value. For a test of
/// whoever knows the settings.
pub fn prescribable(kind: &dyn Kind) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for param in kind.params() {
        let ends: Vec<String> = match param.shape {
            params::Shape::Count { min, max, .. } => vec![min.to_string(), max.to_string()],
            params::Shape::Choice(words) => words.iter().map(|it| (*it).to_owned()).collect(),
            params::Shape::Text(_) => Vec::new(),
        };
        for end in ends {
            let given = |name: &str| (name == param.name).then_some(end.as_str());
            all.extend(Params::read(kind.params(), given).map(|it| kind.prescribes(&it)).unwrap_or_default());
        }
    }
    all
}

/// The kind of a kept word.
pub fn of(code: &str) -> Option<&'static dyn Kind> {
    ALL.iter().copied().find(|it| it.code() == code)
}

/// What a control says in plain words, made from its parameters.
pub fn says(kind: &dyn Kind, params: &Params) -> Msg {
    let mut msg = Msg::of(format!("governance-kind-{}-says", kind.code()));
    for param in kind.params() {
        let text = params.text(param.name);
        msg = match param.shape {
            params::Shape::Count { .. } => msg.with(param.name, params.int(param.name)),
            params::Shape::Choice(_) => msg.with(param.name, Msg::of(format!("governance-choice-{text}"))),
            params::Shape::Text(_) => msg.with(param.name, text),
        };
    }
    msg
}

/// Who carries a measure out, as most kinds ask for it.
const MODE: Param = Param::choice("mode", &["automatic", "confirmed"], "automatic");
/// Within how many hours a person confirms (DESIGN, rulings: 48).
const CONFIRM: Param = Param::count("confirm", (1, 336), "governance-unit-hours", "48");

fn mode(params: &Params) -> Mode {
    match params.text(MODE.name) {
        "confirmed" => Mode::Confirmed { hours: params.int(CONFIRM.name) },
        _ => Mode::Automatic,
    }
}

/// Every fact of a kind is a cause by itself.
fn each(case: &Case<'_>, kind: FactKind) -> Vec<Due> {
    let facts = case.facts.iter().filter(|it| it.kind == kind);
    let facts = facts.filter(|it| it.happened_at >= case.from && it.happened_at <= case.until);
    facts.map(|it| Due { period: it.id.to_string(), at: it.happened_at, grounds: vec![it.id] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own_and_parameters_that_fit() {
        for (at, kind) in ALL.iter().enumerate() {
            assert!(ALL[at + 1..].iter().all(|it| it.code() != kind.code()), "{} twice", kind.code());
            let params = Params::read(kind.params(), |_| None).unwrap();
            assert!(kind.check(&params).is_ok(), "{}", kind.code());
            assert!(kind.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
    }

    #[test]
    fn the_tests_that_a_kind_names_exist() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kind");
        let mut sources = String::new();
        for file in std::fs::read_dir(folder).unwrap() {
            sources.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
        for kind in ALL {
            assert!(!kind.proofs().is_empty(), "nothing proves {}", kind.code());
            for proof in kind.proofs() {
                assert!(sources.contains(&format!("fn {proof}(")), "{} names {proof}", kind.code());
            }
        }
    }
}

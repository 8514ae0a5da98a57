//! 账号出借: each confirmed case of sharing suspends the account for some days (ACC-8). 7 days are 168 hours.

use super::{
    Kind, Sanction,
    case::{Case, Due},
    measure::{Measure, Mode, Term},
    params::{Param, Params},
};
use crate::fact::{ACCOUNT_SHARED, FactKind};

const DAYS: Param = Param::count("days", (1, 366), "governance-unit-days", "7");

/// The kind.
pub struct AccountSharing;

impl Kind for AccountSharing {
    fn code(&self) -> &'static str {
        "account-sharing"
    }
    fn params(&self) -> &'static [Param] {
        const { &[DAYS] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[ACCOUNT_SHARED]
    }
    fn sanction(&self, params: &Params) -> Option<Sanction> {
        let term = Term::Hours(params.int(DAYS.name) * 24);
        // A person has confirmed the case already.
        Some(Sanction { measure: Measure::Suspension, term, mode: Mode::Automatic })
    }
    fn judge(&self, _params: &Params, case: &Case<'_>) -> Vec<Due> {
        super::each(case, ACCOUNT_SHARED)
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["every_confirmed_case_of_sharing_is_due_by_itself"]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};
    use crate::fact::CONTENT_ILLEGAL;
    use xingtan_clock::{Span, Zone};

    #[test]
    fn every_confirmed_case_of_sharing_is_due_by_itself() {
        let facts = [
            fact(1, ACCOUNT_SHARED, 11, "2026-01-05"),
            fact(2, ACCOUNT_SHARED, 12, "2026-01-06"),
            fact(3, CONTENT_ILLEGAL, 13, "2026-01-06"),
        ];
        assert_eq!(due(&AccountSharing, &[], &facts, "2026-02-01").len(), 2);
        let params = Params::defaults(AccountSharing.params());
        let term = AccountSharing.sanction(&params).unwrap().term;
        assert_eq!(
            term.end(&Zone::default(), noon("2026-01-05")),
            Some(noon("2026-01-05") + Span::of_hours(168))
        );
    }
}

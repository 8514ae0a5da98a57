//! 违法内容: whoever published confirmed illegal content loses the account at once, administrators too (GOV-3).

use super::{
    Kind, Sanction,
    case::{Case, Due},
    measure::{Measure, Mode, Term},
    params::{Param, Params},
};
use crate::fact::{CONTENT_ILLEGAL, FactKind};

/// The kind.
pub struct IllegalContent;

impl Kind for IllegalContent {
    fn code(&self) -> &'static str {
        "illegal-content"
    }
    fn params(&self) -> &'static [Param] {
        &[]
    }
    fn reads(&self) -> &'static [FactKind] {
        &[CONTENT_ILLEGAL]
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        Some(Sanction { measure: Measure::Revocation, term: Term::None, mode: Mode::Automatic })
    }
    fn judge(&self, _params: &Params, case: &Case<'_>) -> Vec<Due> {
        super::each(case, CONTENT_ILLEGAL)
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["confirmed_illegal_content_revokes_at_once"]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testkit::*, *};

    #[test]
    fn confirmed_illegal_content_revokes_at_once() {
        let facts = [fact(1, CONTENT_ILLEGAL, 11, "2026-01-05")];
        let found = due(&IllegalContent, &[], &facts, "2026-01-05");
        assert_eq!((found.len(), found[0].at), (1, noon("2026-01-05")));
        let sanction = IllegalContent.sanction(&Params::default()).unwrap();
        assert_eq!((sanction.measure, sanction.mode), (Measure::Revocation, Mode::Automatic));
    }
}

//! 网络学时比例: online hours count towards a department's month up to a share of its total, and up to a wider one where
//! that was approved (LRN-7). Planning asks for it when it counts the hours of a month.

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params, Wrong},
};
use crate::fact::FactKind;
use xingtan_i18n::Msg;

/// The code of the kind.
pub const CODE: &str = "online-hours-share";
/// The greatest share of the total.
pub const PERCENT: Param = Param::count("percent", (0, 100), "governance-unit-percent", "30");
/// The greatest share that may be approved for large or travelling departments.
pub const PERCENT_APPROVED: Param =
    Param::count("percent_approved", (0, 100), "governance-unit-percent", "50");

/// The kind.
pub struct OnlineHoursShare;

impl Kind for OnlineHoursShare {
    fn code(&self) -> &'static str {
        CODE
    }
    fn params(&self) -> &'static [Param] {
        &[PERCENT, PERCENT_APPROVED]
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        Works::Consulted
    }
    fn check(&self, params: &Params) -> Result<(), Wrong> {
        let least = params.int(PERCENT.name);
        if params.int(PERCENT_APPROVED.name) < least {
            let wrong = Msg::new("web-form-range").with("from", least).with("to", 100);
            return Err(vec![(PERCENT_APPROVED.name, wrong)]);
        }
        Ok(())
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["an_approved_share_is_never_the_narrower_one", "the_academys_shares_are_its_regulations"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_academys_shares_are_its_regulations() {
        let params = Params::defaults(OnlineHoursShare.params());
        assert_eq!((params.int("percent"), params.int("percent_approved")), (30, 50));
    }

    proptest! {
        #[test]
        fn an_approved_share_is_never_the_narrower_one(percent in 0i64..=100, approved in 0i64..=100) {
            let (one, two) = (percent.to_string(), approved.to_string());
            let given = |name: &str| Some(if name == "percent" { one.as_str() } else { two.as_str() });
            let params = Params::read(OnlineHoursShare.params(), given).unwrap();
            prop_assert_eq!(OnlineHoursShare.check(&params).is_ok(), approved >= percent);
        }
    }
}

//! 学习时段: in working hours one learns in the windows alone, or with the contact's permission (LRN-3). What a window is
//! and when it opens is `platform/calendar`'s; learning asks `api::windows_in_force` when somebody studies.

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params, Shape, Wrong},
};
use crate::fact::FactKind;
use xingtan_calendar::{
    read_hours,
    window::{Effect, Windows},
};

/// When learning counts in working hours, as people write it.
pub const WINDOWS: Param = Param {
    name: "windows",
    shape: Shape::Text(400),
    default: "周三 16:30-17:30；小周周五 16:30-17:30；大周周六 16:30-17:30",
};
/// What holds in the other working hours.
pub const EFFECT: Param = Param::choice("effect", &["block", "not-counted"], "block");

/// The kind.
pub struct LearningWindow;

/// The code of the kind.
pub const CODE: &str = "learning-window";

/// The parameters of a control as the calendar takes them; a text that cannot be read opens no window.
pub fn windows(params: &Params) -> Windows {
    let effect = if params.text(EFFECT.name) == "not-counted" { Effect::NotCounted } else { Effect::Block };
    Windows { slots: read_hours(params.text(WINDOWS.name)).unwrap_or_default(), effect }
}

impl Kind for LearningWindow {
    fn code(&self) -> &'static str {
        CODE
    }
    fn params(&self) -> &'static [Param] {
        &[WINDOWS, EFFECT]
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        Works::Consulted
    }
    fn check(&self, params: &Params) -> Result<(), Wrong> {
        match read_hours(params.text(WINDOWS.name)) {
            Ok(_) => Ok(()),
            Err(fault) => Err(vec![(WINDOWS.name, fault.msg())]),
        }
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        &["the_academys_windows_are_its_regulations", "contradictory_windows_are_refused"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(windows: &'static str) -> Params {
        Params::read(LearningWindow.params(), |name| (name == WINDOWS.name).then_some(windows)).unwrap()
    }

    #[test]
    fn the_academys_windows_are_its_regulations() {
        assert_eq!(windows(&Params::defaults(LearningWindow.params())), Windows::academy());
    }

    #[test]
    fn contradictory_windows_are_refused() {
        assert!(LearningWindow.check(&params("周三 16:30-17:30")).is_ok());
        for wrong in ["周三 16:30-17:30；周三 17:00-18:00", "周三下午", "周八 16:30-17:30"] {
            let found = LearningWindow.check(&params(wrong)).unwrap_err();
            assert_eq!(found.iter().map(|(name, _)| *name).collect::<Vec<_>>(), [WINDOWS.name], "{wrong}");
        }
    }
}

//! Which learning windows govern a person: the control of the newest version in force, the narrowest scope first.

use crate::{
    decision::cited::Cited,
    kind::learning_window,
    rule::{Rule, rule_of},
};
use xingtan_auth::Actor;
use xingtan_calendar::window::Windows;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// The windows that govern a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRule {
    /// The version that they stand in.
    pub version: Uuid,
    /// The control.
    pub control: Uuid,
    /// The windows, and what holds outside them.
    pub windows: Windows,
}

impl WindowRule {
    /// Regulation, version and article, to be told to who meets a closed window.
    ///
    /// # Errors
    /// Those of the database.
    pub fn cited(&self, tx: &mut Tx<'_>) -> Result<Cited> {
        crate::decision::cited::cited(tx, self.control)
    }
}

/// The windows in force for somebody at `now`; none where no regulation restricts them.
///
/// # Errors
/// Those of the database.
pub fn windows_in_force(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Option<WindowRule>> {
    let rule = rule_of(tx, learning_window::CODE, actor, now)?;
    Ok(rule.map(|Rule { control, version, params, .. }| WindowRule {
        version,
        control,
        windows: learning_window::windows(&params),
    }))
}

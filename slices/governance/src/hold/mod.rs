//! What takes access away from accounts, from whatever slice it comes: measures of this one, and decisions of cases.
//!
//! One mechanism carries all of it out, so that of several the heaviest holds and none gives back what another took
//! (GOV-2, GOV-3). Whoever imposes something tells it here and does not touch the account.

pub mod change;
pub mod rules;
pub mod store;

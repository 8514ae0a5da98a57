//! What the program may use of insight besides its pages: making the reports and relays of a demo.

pub use crate::relay::{
    change::{Wanted as RelayWanted, confirm as confirm_relay, send as send_relay},
    job::reach as reach_relay,
    rules::About,
};
pub use crate::report::{
    make::{Order, carry, plan, tell},
    store::{Report, made as reports_of_month, open as open_report},
};

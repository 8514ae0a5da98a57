//! What the program may use of insight besides its pages: making the reports of a demo.

pub use crate::report::{
    make::{Order, carry, plan, tell},
    store::{Report, made as reports_of_month, open as open_report},
};

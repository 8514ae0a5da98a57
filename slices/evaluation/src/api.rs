//! What the program may use of evaluation besides its pages: what is said beside a course, the settings, and making a
//! demo's ratings and flags.

pub use crate::{
    check::{
        MONTHS, REMIND,
        beside::said as checked_said,
        change::{flag, look_soon},
        dates::dates as check_dates,
    },
    rating::{
        DAYS, LEAST, SHARE,
        beside::said as rated_said,
        change::rate,
        rules::{Marks, Terms},
    },
};

//! Studying: attention, progress, completion.

use xingtan_settings::{Default, Setting, Shape};

/// How many minutes lie between two presence checks of somebody who plays a video or audio, on average; 0 asks for
/// none (LRN-2).
pub const PRESENCE: Setting = Setting {
    key: "learning.presence.minutes",
    shape: Shape::Int { min: 0, max: 240, unit: "settings-unit-minutes" },
    default: Default::Same("10"),
};

pub mod action;
pub mod care;
pub mod change;
pub mod file;
pub mod health;
mod hours;
pub mod json;
mod late;
pub mod media;
pub mod opening;
mod others;
pub mod page;
pub mod picture;
pub mod presence;
pub mod rules;
pub mod said;
mod settle;
pub mod store;
pub mod taken;
pub mod watched;

#[cfg(test)]
mod tests;

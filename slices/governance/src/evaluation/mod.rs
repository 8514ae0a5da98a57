//! Judging: as soon as a person's facts change, and everybody every night.

pub mod job;
pub mod ought;
pub mod replay;

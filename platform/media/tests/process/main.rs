//! From an uploaded file to what players play, with the real ffmpeg and with one that hangs, crashes and fills disks
//! (CRS-1, CRS-4, LRN-1).
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod adopting;
mod broken;
mod house;
mod inputs;
mod keeping;
mod office;
mod real;

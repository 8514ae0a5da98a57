//! Office documents: turned into PDF by LibreOffice, in a job of their own (CRS-1).
//!
//! [`order`] asks for it in the caller's unit; the job `media.office` lays the file into a folder of its own, lets
//! LibreOffice read it there with nothing else in sight, and tells by the events [`READY`] and [`FAILED`]. Who shows the
//! PDF claims its file. Where LibreOffice is missing, documents fail with a sentence that says so and stay what they are.

mod fault;
mod fence;
mod job;
mod kind;
mod store;

pub use fault::Fault;
pub use job::{CONVERT, jobs};
pub use kind::{TYPES, ending};
pub use store::{FAILED, Item, READY, Ready, look, of_file, of_files, order};

pub(crate) use fence::fenced_off;
pub(crate) use store::{after, failed, forget, lost};

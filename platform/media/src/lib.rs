//! Video and sound: from an uploaded file to what players play, in a job that can be left, broken off and taken up
//! again (CRS-1, CRS-4, LRN-1).
//!
//! [`order`] asks for it in the caller's unit; the job `media.process` looks at the file with ffprobe, makes
//! [renditions](store::Rendition) of fragmented MP4 with ffmpeg, each a file in storage with its playlist, and tells by
//! the events [`READY`] and [`FAILED`]. [`serve`] answers players. Who may see a medium is for those to say who own the
//! file. Office documents become PDF in [`office`].

mod adopt;
pub mod chapter;
mod encode;
mod job;
mod kind;
pub mod office;
pub mod playlist;
mod probe;
pub mod rules;
pub mod serve;
mod store;
mod sweep;
mod tool;
pub mod track;
pub mod words;

pub use adopt::{Made, Sheet, adopt, recipe};
pub use job::{PROCESS, Works, clear, jobs};
pub use kind::{Fault, Kind, State};
pub use store::{
    FAILED, Item, READY, Ready, Rendition, forget, look, of_file, of_files, order, renditions, retry,
};
pub use sweep::{SCHEDULES, SWEEP, Swept, sweep, sweeping};
pub use tool::Tools;

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("media", "0001_media", "0002_track", "0003_office", "0004_chapter")
}

/// The texts of this crate: why a medium cannot be played, and names of jobs.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("media")
}

//! Subtitles: read from SRT and WebVTT as people have them, kept and served as clean WebVTT (LRN-1, ACC-14).

mod read;
mod store;
mod words;

pub use read::{Cue, MOST_BYTES, MOST_CUES, What, Wrong, decode, read, write};
pub use store::{Track, edit, get, keep, of_file, remove};

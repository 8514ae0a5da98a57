//! Notices: which ones learning sends, to whom, and the page on which people read them (COM-3).

pub mod json;
pub mod notices;
pub mod page;
pub mod to;

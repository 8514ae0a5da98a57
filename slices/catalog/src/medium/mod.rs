//! Video and sound of lessons: their processing is ordered when a file is attached, shown to authors, and must be over
//! before a course is submitted (CRS-1, CRS-4).

pub(crate) mod action;
pub(crate) mod change;
pub(crate) mod chapter;
pub(crate) mod json;
pub(crate) mod page;
pub(crate) mod rules;
pub(crate) mod serve;
pub(crate) mod track;

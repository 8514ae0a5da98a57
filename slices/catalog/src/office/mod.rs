//! Office documents of lessons: turned into PDF, then shown as one; until then, and where that fails, a download (CRS-1).

pub(crate) mod change;
pub(crate) mod page;

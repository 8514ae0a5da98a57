//! 选课: the published courses.

pub mod page;

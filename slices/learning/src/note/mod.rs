//! 笔记: what a learner writes down beside a lesson, with the moment of the video it is about (LRN-1).
//!
//! Notes belong to whoever wrote them; nobody else reads them, so there is no permission that would show them.

pub mod action;
pub mod change;
pub mod json;
pub mod page;
pub mod store;

use xingtan_web::Text;

/// A note in characters.
pub const LONGEST: usize = 4_000;
/// Notes of one person beside one lesson.
pub const MOST_PER_LESSON: i64 = 200;
/// What may stand in a note.
pub const BODY: Text = Text::required(LONGEST).lines();
/// The longest medium there is, in milliseconds: a moment beyond it is none.
pub const LATEST_MS: i64 = 12 * 3_600_000;

/// A moment of a medium as people read it: `3:07`, `1:02:03`.
pub fn moment(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_reads_as_on_the_player() {
        assert_eq!(super::moment(0), "0:00");
        assert_eq!(super::moment(187_900), "3:07");
        assert_eq!(super::moment(3_723_000), "1:02:03");
    }
}

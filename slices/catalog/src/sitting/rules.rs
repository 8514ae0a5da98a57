//! Whose turn it is to write a lesson.

use xingtan_clock::{Span, Timestamp, Uuid};

/// A page gives a sign of life every 20 seconds; one that is silent for so long is gone.
pub const SILENCE: Span = Span::of_seconds(60);

/// A lesson that somebody has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub person: Uuid,
    /// On which page of a browser.
    pub sheet: Uuid,
    /// Until when without a sign of life.
    pub until: Timestamp,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The page that asks.
    Yours,
    /// Somebody else's, or one's own on another page.
    Theirs,
}

/// Whose turn it is when a page asks; `take`: its person takes over. Nothing is lost by it: what the other wrote
/// is saved by count of changes or set aside.
pub fn turn(held: Option<Held>, sheet: Uuid, take: bool, now: Timestamp) -> Turn {
    match held {
        Some(held) if held.sheet != sheet && held.until > now && !take => Turn::Theirs,
        _ => Turn::Yours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_writes_until_silent_or_taken_over() {
        let (at, id) = (Timestamp::from_seconds, |n| Uuid::from_bytes([n; 16]));
        let held = Some(Held { person: id(1), sheet: id(2), until: at(60) });
        assert_eq!(turn(None, id(3), false, at(0)), Turn::Yours);
        assert_eq!(turn(held, id(2), false, at(0)), Turn::Yours);
        assert_eq!(turn(held, id(3), false, at(59)), Turn::Theirs);
        assert_eq!(turn(held, id(3), true, at(59)), Turn::Yours);
        assert_eq!(turn(held, id(3), false, at(60)), Turn::Yours);
    }
}

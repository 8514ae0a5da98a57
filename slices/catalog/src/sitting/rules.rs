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

/// How a page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// It was just opened: where its own person has the lesson open elsewhere, the newer page goes on.
    Opening,
    /// It is still there.
    Again,
    /// Its person takes over, from whomever.
    Taking,
}

/// Whose turn it is when a page of `person` asks. Nothing is lost by taking over: what the other wrote is saved by count
/// of changes or set aside.
pub fn turn(held: Option<Held>, (person, sheet): (Uuid, Uuid), asks: Asks, now: Timestamp) -> Turn {
    let Some(held) = held.filter(|it| it.sheet != sheet && it.until > now) else { return Turn::Yours };
    match asks {
        Asks::Taking => Turn::Yours,
        Asks::Opening if held.person == person => Turn::Yours,
        Asks::Opening | Asks::Again => Turn::Theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_writes_until_silent_or_taken_over() {
        let (at, id) = (Timestamp::from_seconds, |n| Uuid::from_bytes([n; 16]));
        let held = Some(Held { person: id(1), sheet: id(2), until: at(60) });
        let check = |held, who, asks, now, expected| assert_eq!(turn(held, who, asks, at(now)), expected);
        check(None, (id(9), id(3)), Asks::Opening, 0, Turn::Yours);
        check(held, (id(1), id(2)), Asks::Again, 0, Turn::Yours);
        check(held, (id(9), id(3)), Asks::Opening, 59, Turn::Theirs);
        check(held, (id(9), id(3)), Asks::Again, 59, Turn::Theirs);
        check(held, (id(9), id(3)), Asks::Taking, 59, Turn::Yours);
        check(held, (id(9), id(3)), Asks::Again, 60, Turn::Yours);
        check(held, (id(1), id(4)), Asks::Opening, 1, Turn::Yours);
        check(held, (id(1), id(4)), Asks::Again, 1, Turn::Theirs);
    }
}

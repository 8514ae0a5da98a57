//! What the page of a lesson hands to the browser: the proof that it was opened, by whom, and when.
//!
//! Showing a page writes nothing; the first report of attention begins the learning session with the moment that the
//! server itself signed here. A page fetched ahead by a browser is no study, and readers never wait for the writer.
//! A lesson that is taken along carries an opening of its own kind, good for a week (OPS-8).

use super::rules::MOST_SILENT;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_keys::{KeyRing, Mac};

const PURPOSE: &str = "learning.opening";
const PURPOSE_TAKEN: &str = "learning.opening-taken";
/// What secrets of this program begin with, so that scanners know them.
const PREFIX: &str = "xt_";
/// A page that was left open for longer begins no learning session any more; it is loaded anew.
const GOOD_FOR: Span = Span::of_hours(12);
/// A lesson that was taken along is good for so long, and so is what was studied in it.
pub const TAKEN_FOR: Span = MOST_SILENT;
/// Bytes of id and moment.
const SHOWN: usize = 24;

/// A lesson opened by a person. One opening is good for one learning session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Id of the learning session that it begins.
    pub id: Uuid,
    /// Who opened it.
    pub person: Uuid,
    /// The course.
    pub course: Uuid,
    /// The lesson.
    pub lesson: Uuid,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Taken along to be studied without a line: how long its medium was then, in milliseconds, 0 for what is read.
    pub taken: Option<i64>,
}

impl Opening {
    /// The token of this opening: id and moment with the server's signature over all of it.
    pub fn token(&self, keys: &KeyRing) -> String {
        let mac = keys.hmac(self.purpose(), &self.bytes());
        let mut shown = self.id.as_bytes().to_vec();
        shown.extend(self.at.micros().to_be_bytes());
        shown.extend(self.taken.map(i64::to_be_bytes).iter().flatten());
        format!("{PREFIX}{}.{mac}", URL_SAFE_NO_PAD.encode(shown))
    }

    /// The opening of a token, where the server signed it for this person and lesson.
    pub fn read(keys: &KeyRing, token: &str, person: Uuid, course: Uuid, lesson: Uuid) -> Option<Opening> {
        let (shown, mac) = token.strip_prefix(PREFIX)?.split_once('.')?;
        let shown = URL_SAFE_NO_PAD.decode(shown).ok()?;
        let (moment, taken) = shown.split_at_checked(SHOWN)?;
        let (id, at) = moment.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let at = Timestamp::from_micros(i64::from_be_bytes(at.try_into().ok()?));
        let taken = match taken {
            [] => None,
            length => Some(i64::from_be_bytes(length.try_into().ok()?)),
        };
        let opening = Opening { id, person, course, lesson, at, taken };
        let mac: Mac = mac.parse().ok()?;
        keys.is_hmac(opening.purpose(), &opening.bytes(), &mac).then_some(opening)
    }

    /// Whether a learning session may still begin by it.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now - self.at <= if self.taken.is_some() { TAKEN_FOR } else { GOOD_FOR }
    }

    /// An opening of one kind never passes for one of the other.
    fn purpose(&self) -> &'static str {
        if self.taken.is_some() { PURPOSE_TAKEN } else { PURPOSE }
    }

    fn bytes(&self) -> Vec<u8> {
        let ids = [self.id, self.person, self.course, self.lesson];
        let mut bytes: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        bytes.extend(self.at.micros().to_be_bytes());
        bytes.extend(self.taken.map(i64::to_be_bytes).iter().flatten());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_what_it_was_signed_for() {
        let keys = KeyRing::in_memory();
        let [id, person, course, lesson, other] = [1, 2, 3, 4, 5].map(Uuid::from_u128);
        let at = Timestamp::from_seconds(1_790_000_000);
        let opening = Opening { id, person, course, lesson, at, taken: None };
        let token = opening.token(&keys);
        assert_eq!(Opening::read(&keys, &token, person, course, lesson), Some(opening));
        assert_eq!(Opening::read(&keys, &token, other, course, lesson), None, "somebody else's");
        assert_eq!(Opening::read(&keys, &token, person, other, lesson), None, "another course");
        assert_eq!(Opening::read(&keys, &token, person, course, other), None, "another lesson");
        assert_eq!(
            Opening::read(&KeyRing::in_memory(), &token, person, course, lesson),
            None,
            "another server"
        );
        // The moment cannot be set back.
        let earlier = Opening { at: at - Span::of_minutes(30), ..opening }.token(&KeyRing::in_memory());
        let forged = format!("{}.{}", earlier.split_once('.').unwrap().0, token.split_once('.').unwrap().1);
        assert_eq!(Opening::read(&keys, &forged, person, course, lesson), None);
        for broken in ["", "xt_", "xt_.", "xt_AAAA.1.AAAA", "\0", &token[..token.len() - 1], &token[3..]] {
            assert_eq!(Opening::read(&keys, broken, person, course, lesson), None, "{broken}");
        }
        assert!(opening.is_fresh(at + Span::of_hours(12)) && !opening.is_fresh(at + Span::of_hours(13)));
    }

    #[test]
    fn a_lesson_taken_along_is_good_for_a_week_and_its_token_is_no_other() {
        let keys = KeyRing::in_memory();
        let [id, person, course, lesson] = [1, 2, 3, 4].map(Uuid::from_u128);
        let at = Timestamp::from_seconds(1_790_000_000);
        let taken = Opening { id, person, course, lesson, at, taken: Some(90_000) };
        let token = taken.token(&keys);
        assert_eq!(Opening::read(&keys, &token, person, course, lesson), Some(taken));
        assert!(taken.is_fresh(at + Span::of_days(7)) && !taken.is_fresh(at + Span::of_days(8)));
        // The signature of one kind, put on what the other shows.
        let live = Opening { taken: None, ..taken }.token(&keys);
        let cut = |token: &str| token.split_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        for (shown, signed) in [(&live, &token), (&token, &live)] {
            let forged = format!("{}.{}", cut(shown).0, cut(signed).1);
            assert_eq!(Opening::read(&keys, &forged, person, course, lesson), None);
        }
        // Nor may the length of the medium be changed.
        let longer = Opening { taken: Some(91_000), ..taken }.token(&KeyRing::in_memory());
        let forged = format!("{}.{}", cut(&longer).0, cut(&token).1);
        assert_eq!(Opening::read(&keys, &forged, person, course, lesson), None);
    }
}

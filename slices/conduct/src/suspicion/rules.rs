//! Which sessions of one account look as if several people used it: pure (ACC-8). Nobody is guilty by it.

use std::collections::BTreeMap;
use xingtan_clock::{Span, Timestamp, Uuid};

/// A session as it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its id.
    pub id: Uuid,
    /// On which device.
    pub device: Uuid,
    /// From which network: its name, or the first bits of the address.
    pub network: String,
    /// The place of the institution that the network is, where it has a name.
    pub place: Option<String>,
    /// From when.
    pub from: Timestamp,
    /// Until when it was last seen.
    pub to: Timestamp,
}

/// From when on it is a suspicion.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Two devices were used at the same time for so long.
    pub overlap: Span,
    /// Nobody gets from one place to another in less.
    pub travel: Span,
}

/// The bounds in force.
pub const BOUNDS: Bounds = Bounds { overlap: Span::of_minutes(10), travel: Span::of_minutes(10) };

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two devices at the same time.
    Overlap,
    /// Two places within too short a time.
    Travel,
}

impl Kind {
    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Overlap => "overlap",
            Kind::Travel => "travel",
        }
    }
}

/// A suspicion: of one cause, however often it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspected {
    /// What.
    pub kind: Kind,
    /// The two devices, or the two places: what was found harmless once is not shown again for the same.
    pub cause: String,
    /// For how long both were used at the same time; between two places the shortest time from one to the other.
    pub seconds: i64,
    /// When the first of the sessions began.
    pub first: Timestamp,
    /// When the last of them was seen.
    pub last: Timestamp,
    /// The sessions, in the order of their ids.
    pub sessions: Vec<Uuid>,
}

/// For how long two sessions were used at the same time.
fn common(a: &Used, b: &Used) -> Option<(Timestamp, Timestamp)> {
    let (from, to) = (a.from.max(b.from), a.to.min(b.to));
    (from < to).then_some((from, to))
}

/// The length of stretches taken together.
fn length(mut stretches: Vec<(Timestamp, Timestamp)>) -> i64 {
    stretches.sort_unstable();
    let (mut seconds, mut until) = (0, None::<Timestamp>);
    for (from, to) in stretches {
        let from = until.map_or(from, |until| until.max(from));
        if to > from {
            seconds += (to - from).seconds();
            until = Some(to);
        }
    }
    seconds
}

fn pair(a: impl ToString, b: impl ToString) -> String {
    let (a, b) = (a.to_string(), b.to_string());
    if a <= b { format!("{a}|{b}") } else { format!("{b}|{a}") }
}

/// When both of a pair were used, and in which sessions.
type Overlaps<'a> = BTreeMap<String, (Vec<(Timestamp, Timestamp)>, Vec<&'a Used>)>;
/// The shortest way between a pair of places, in which sessions, and on which devices.
type Travels<'a> = BTreeMap<String, (i64, Vec<&'a Used>, Vec<String>)>;

/// All that is suspicious of the sessions of one account.
pub fn suspicions(used: &[Used], bounds: Bounds) -> Vec<Suspected> {
    let mut overlaps: Overlaps<'_> = BTreeMap::new();
    let mut travels: Travels<'_> = BTreeMap::new();
    for (n, a) in used.iter().enumerate() {
        for b in &used[n + 1..] {
            if a.device != b.device
                && a.network != b.network
                && let Some(stretch) = common(a, b)
            {
                let found = overlaps.entry(pair(a.device, b.device)).or_default();
                found.0.push(stretch);
                found.1.extend([a, b]);
            }
            if let (Some(here), Some(there)) = (&a.place, &b.place)
                && here != there
            {
                let gap = (a.from.max(b.from) - a.to.min(b.to)).seconds().max(0);
                if gap < bounds.travel.seconds() {
                    let found =
                        travels.entry(pair(here, there)).or_insert((i64::MAX, Vec::new(), Vec::new()));
                    found.0 = found.0.min(gap);
                    found.1.extend([a, b]);
                    found.2.push(pair(a.device, b.device));
                }
            }
        }
    }
    let mut all = Vec::new();
    for (cause, (stretches, sessions)) in overlaps {
        let seconds = length(stretches);
        if seconds >= bounds.overlap.seconds() {
            all.push(suspected(Kind::Overlap, cause, seconds, &sessions));
        }
    }
    let seen: Vec<String> = all.iter().map(|it| it.cause.clone()).collect();
    for (cause, (gap, sessions, devices)) in travels {
        // What the same devices tell already is not told twice.
        if devices.iter().any(|pair| !seen.contains(&format!("{}:{pair}", Kind::Overlap.code()))) {
            all.push(suspected(Kind::Travel, cause, gap, &sessions));
        }
    }
    all
}

fn suspected(kind: Kind, cause: String, seconds: i64, used: &[&Used]) -> Suspected {
    let mut sessions: Vec<Uuid> = used.iter().map(|it| it.id).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let none = Timestamp::from_seconds(0);
    let first = used.iter().map(|it| it.from).min().unwrap_or(none);
    let last = used.iter().map(|it| it.to).max().unwrap_or(none);
    Suspected { kind, cause: format!("{}:{cause}", kind.code()), seconds, first, last, sessions }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn used(n: u128, device: u128, network: &str, place: Option<&str>, from: i64, long: i64) -> Used {
        Used {
            id: Uuid::from_u128(n),
            device: Uuid::from_u128(device),
            network: network.to_owned(),
            place: place.map(str::to_owned),
            from: Timestamp::from_seconds(from),
            to: Timestamp::from_seconds(from + long),
        }
    }

    proptest! {
        /// Beside a plain model: second by second, was each of the two devices in use, from different networks?
        #[test]
        fn an_overlap_is_as_long_as_counted_second_by_second(
            sessions in proptest::collection::vec((0u128..3, 0usize..3, 0i64..40, 0i64..20), 0..8), bound in 1i64..15,
        ) {
            let networks = ["a", "b", "c"];
            let all: Vec<Used> = (1..)
                .zip(&sessions)
                .map(|(n, (device, network, from, long))| used(n, *device, networks[*network], None, *from, *long))
                .collect();
            let bounds = Bounds { overlap: Span::of_seconds(bound), travel: Span::of_seconds(0) };
            let found = suspicions(&all, bounds);
            for (a, b) in [(0u128, 1u128), (0, 2), (1, 2)] {
                let at = |it: &Used, device: u128, second: i64| {
                    let now = Timestamp::from_seconds(second);
                    it.device == Uuid::from_u128(device) && it.from <= now && now < it.to
                };
                let both = |second: &i64| {
                    all.iter().any(|x| at(x, a, *second)
                        && all.iter().any(|y| at(y, b, *second) && x.network != y.network))
                };
                let seconds = (0..70).filter(both).count() as i64;
                let cause = format!("overlap:{}", pair(Uuid::from_u128(a), Uuid::from_u128(b)));
                let told = found.iter().find(|it| it.cause == cause).map(|it| it.seconds);
                prop_assert_eq!(told, (seconds >= bound).then_some(seconds));
            }
        }

        #[test]
        fn one_device_alone_is_no_suspicion(
            sessions in proptest::collection::vec((0usize..3, 0i64..40, 0i64..20), 0..8),
        ) {
            let networks = ["a", "b", "c"];
            let all: Vec<Used> = (1..)
                .zip(&sessions)
                .map(|(n, (network, from, long))| used(n, 1, networks[*network], None, *from, *long))
                .collect();
            let bounds = Bounds { overlap: Span::of_seconds(1), travel: Span::of_hours(1) };
            prop_assert!(suspicions(&all, bounds).is_empty());
        }
    }

    #[test]
    fn nobody_is_in_two_places_within_ten_minutes() {
        let check = |gap: i64, same: bool, expected: Option<i64>| {
            let there = if same { "north" } else { "south" };
            let all = [
                used(1, 1, "=north", Some("north"), 0, 600),
                used(2, 1, if same { "=north" } else { "=south" }, Some(there), 600 + gap, 600),
            ];
            let found = suspicions(&all, BOUNDS);
            assert_eq!(found.iter().map(|it| it.seconds).next(), expected, "{gap}");
        };
        check(60, false, Some(60));
        check(-60, false, Some(0));
        check(599, false, Some(599));
        check(600, false, None);
        check(60, true, None);
    }

    #[test]
    fn what_two_devices_tell_is_not_told_twice_by_their_places() {
        let all =
            [used(1, 1, "=north", Some("north"), 0, 3_600), used(2, 2, "=south", Some("south"), 600, 3_600)];
        let found = suspicions(&all, BOUNDS);
        assert_eq!(found.iter().map(|it| it.kind).collect::<Vec<_>>(), [Kind::Overlap]);
        assert_eq!((found[0].seconds, found[0].sessions.len()), (3_000, 2));
    }
}

//! Judges the chain's links row by row: what is missing, extra, moved or broken. Pure.

use crate::content::{Hash, link};
use std::ops::RangeInclusive;

/// So far apart renumbered rows are looked for.
const REACH: i64 = 64;
/// So many rows that do not fit are kept for the judgement at the end.
const KEPT: usize = 64;

/// What the links alone tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkFault {
    /// Rows with these numbers are gone.
    Missing { from: i64, to: i64 },
    /// Rows with these numbers do not belong into the chain.
    Extra { from: i64, to: i64 },
    /// The row at `at` was sealed with number `belongs`.
    Moved { at: i64, belongs: i64 },
    /// The row does not fit its predecessor.
    Broken { at: i64 },
}

/// A row whose hash does not follow from what stands before it.
#[derive(Clone, Debug)]
struct Odd {
    at: i64,
    before: Hash,
    digest: Hash,
    chained: Hash,
}

/// The judgement over a chain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judgement {
    pub faults: Vec<LinkFault>,
    /// Broken rows beyond those named.
    pub more: u64,
    /// Numbers under which another row than the sealed one was met for a reason that is named: a signed head that
    /// differs there tells nothing new.
    pub doubtful: Vec<RangeInclusive<i64>>,
}

/// Takes the rows of a chain in order.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    next: i64,
    before: Option<Hash>,
    /// How far the rows were renumbered from here on.
    shift: i64,
    odd: Vec<Odd>,
    judgement: Judgement,
}

impl Links {
    /// A chain whose row before the first has this number and hash.
    pub fn after(sequence: i64, chained: Hash) -> Self {
        let judgement = Judgement::default();
        Links { next: sequence + 1, before: Some(chained), shift: 0, odd: Vec::new(), judgement }
    }

    /// The number under which the row `sequence`, the last one taken, was sealed, as far as that can be told.
    pub fn sealed_as(&self, sequence: i64) -> i64 {
        sequence + self.shift
    }

    /// Takes the next row.
    pub fn take(&mut self, sequence: i64, digest: Hash, chained: Hash) {
        if sequence > self.next {
            self.judgement.faults.push(LinkFault::Missing { from: self.next, to: sequence - 1 });
            // The hash before this row is unknown, so this one link cannot be judged.
            self.before = None;
        }
        if let Some(before) = self.before {
            self.judge(Odd { at: sequence, before, digest, chained });
        }
        self.before = Some(chained);
        self.next = sequence + 1;
    }

    fn judge(&mut self, row: Odd) {
        let fits = |shift: i64| link(row.at + shift, &row.before, &row.digest) == row.chained;
        if fits(self.shift) {
            return;
        }
        if let Some(shift) = (-REACH..=REACH).find(|shift| fits(*shift)) {
            return self.renumbered(row.at, shift);
        }
        if self.odd.len() < KEPT {
            self.odd.push(row);
        } else {
            self.judgement.more += 1;
        }
    }

    /// From row `at` on all numbers are off by `shift`: rows were taken out or put in just before the one before.
    fn renumbered(&mut self, at: i64, shift: i64) {
        let by = shift - self.shift;
        let touched = if by > 0 {
            self.judgement.faults.push(LinkFault::Missing { from: at - 1 + self.shift, to: at - 2 + shift });
            at - 1
        } else {
            self.judgement.faults.push(LinkFault::Extra { from: at - 1 + by, to: at - 2 });
            at - 1 + by
        };
        self.judgement.doubtful.push(touched + self.shift..=at - 1 + self.shift);
        self.odd.retain(|odd| odd.at < touched);
        self.shift = shift;
    }

    /// The judgement.
    pub fn end(mut self) -> Judgement {
        let odd = std::mem::take(&mut self.odd);
        let mut explained = vec![false; odd.len()];
        for place in &odd {
            for (i, row) in odd.iter().enumerate().filter(|(_, row)| row.at != place.at) {
                let fits = |before: &Hash| link(place.at, before, &row.digest) == row.chained;
                if fits(&place.before) || odd.iter().any(|other| fits(&other.chained)) {
                    self.judgement.faults.push(LinkFault::Moved { at: row.at, belongs: place.at });
                    self.judgement.doubtful.push(row.at..=row.at);
                    explained[i] = true;
                }
            }
        }
        for (i, row) in odd.iter().enumerate() {
            // The row itself stands right, only the one before it was moved.
            let follows =
                |other: &Odd| other.at != row.at && link(row.at, &other.chained, &row.digest) == row.chained;
            if !explained[i] && !odd.iter().any(follows) {
                self.judgement.faults.push(LinkFault::Broken { at: row.at });
            }
        }
        self.judgement
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::GENESIS;
    use proptest::prelude::*;

    type Row = (i64, Hash, Hash);

    fn chain(length: i64) -> Vec<Row> {
        let mut before = GENESIS;
        (1..=length)
            .map(|n| {
                let digest = link(n, b"entry", b"");
                before = link(n, &before, &digest);
                (n, digest, before)
            })
            .collect()
    }

    fn judge(rows: &[Row]) -> Vec<LinkFault> {
        let mut links = Links::after(0, GENESIS);
        rows.iter().for_each(|(n, digest, chained)| links.take(*n, *digest, *chained));
        links.end().faults
    }

    fn renumber(rows: &mut [Row]) {
        rows.iter_mut().zip(1..).for_each(|(row, n)| row.0 = n);
    }

    proptest! {
        #[test]
        fn a_sound_chain_has_no_fault(length in 0i64..100) {
            prop_assert_eq!(judge(&chain(length)), vec![]);
        }

        #[test]
        fn two_rows_that_changed_places_are_named(length in 4i64..40, a in 0usize..100, b in 0usize..100) {
            let (a, b) = (a % length as usize, b % length as usize);
            prop_assume!(a != b);
            let mut rows = chain(length);
            rows.swap(a, b);
            renumber(&mut rows);
            let (a, b) = (a as i64 + 1, b as i64 + 1);
            let mut faults = judge(&rows);
            faults.sort_by_key(|fault| format!("{fault:?}"));
            let mut wanted = vec![
                LinkFault::Moved { at: a, belongs: b },
                LinkFault::Moved { at: b, belongs: a },
            ];
            wanted.sort_by_key(|fault| format!("{fault:?}"));
            prop_assert_eq!(faults, wanted);
        }

        #[test]
        fn rows_taken_out_are_named_also_when_the_rest_was_renumbered(
            length in 10i64..60, at in 0usize..100, count in 1usize..5, renumbered: bool,
        ) {
            let at = at % (length as usize - 2 - count);
            let mut rows = chain(length);
            rows.drain(at..at + count);
            if renumbered {
                renumber(&mut rows);
            }
            let from = at as i64 + 1;
            prop_assert_eq!(judge(&rows), vec![LinkFault::Missing { from, to: from + count as i64 - 1 }]);
        }

        #[test]
        fn rows_put_in_between_are_named(length in 10i64..60, at in 0usize..100, linked: bool) {
            let at = at % (length as usize - 2);
            let mut rows = chain(length);
            let before = if at == 0 { GENESIS } else { rows[at - 1].2 };
            let digest = [9; 32];
            let chained = if linked { link(at as i64 + 1, &before, &digest) } else { [8; 32] };
            rows.insert(at, (0, digest, chained));
            renumber(&mut rows);
            let n = at as i64 + 1;
            prop_assert_eq!(judge(&rows), vec![LinkFault::Extra { from: n, to: n }]);
        }

        #[test]
        fn a_changed_digest_breaks_its_row(length in 1i64..60, at in 0usize..100) {
            let mut rows = chain(length);
            let at = at % length as usize;
            rows[at].1 = [9; 32];
            prop_assert_eq!(judge(&rows), vec![LinkFault::Broken { at: at as i64 + 1 }]);
        }
    }
}

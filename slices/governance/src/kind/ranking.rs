//! 学分排名: the best by credits of a month, quarter, half-year or year, among those who met the required courses
//! (COM-6). Who stands where is decided here; the slice of honours gathers, freezes and announces.
//!
//! One kind for each length of period, since a regulation rewards them by articles of their own.

use super::{
    Kind, Sanction, Works,
    case::{Case, Due},
    params::{Param, Params},
};
use crate::fact::FactKind;
use xingtan_clock::{Span, Uuid};

/// How many places there are.
pub const TOP: Param = Param::count("top", (1, 100), "governance-unit-places", "10");
/// Who is ranked: those against whom no measure of the monthly minimum stands for any month of the period, or everybody.
pub const GATE: Param = Param::choice("gate", &["gate-required", "gate-none"], "gate-required");
/// How many days after its end a period is frozen, so that corrections are in it.
pub const GRACE: Param = Param::count("grace", (0, 28), "governance-unit-days", "3");
/// What the best get.
pub const REWARD: Param = Param::choice("reward", &["reward-praise", "reward-prize"], "reward-praise");

/// The kind, of one length of period.
pub struct Ranking(pub &'static str);

/// 月.
pub const MONTH: Ranking = Ranking("ranking-month");
/// 季度.
pub const QUARTER: Ranking = Ranking("ranking-quarter");
/// 半年.
pub const HALF_YEAR: Ranking = Ranking("ranking-half-year");
/// 年.
pub const YEAR: Ranking = Ranking("ranking-year");

impl Kind for Ranking {
    fn code(&self) -> &'static str {
        self.0
    }
    fn params(&self) -> &'static [Param] {
        const { &[TOP, GATE, GRACE, REWARD] }
    }
    fn reads(&self) -> &'static [FactKind] {
        &[]
    }
    fn works(&self) -> Works {
        // A job looks every night at what is over.
        Works::Scheduled { within: Span::of_days(3) }
    }
    fn sanction(&self, _params: &Params) -> Option<Sanction> {
        None
    }
    fn judge(&self, _params: &Params, _case: &Case<'_>) -> Vec<Due> {
        Vec::new()
    }
    fn proofs(&self) -> &'static [&'static str] {
        &[
            "all_who_tie_at_the_last_place_are_in",
            "whoever_missed_a_month_or_has_no_credits_is_not_ranked",
            "ranks_are_as_a_plain_count_says",
        ]
    }
}

/// What is known of a person in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: Uuid,
    /// 学分 of the period, in hundredths.
    pub credits: i64,
    /// 学时 of the period, in seconds.
    pub hours_seconds: i64,
    /// Whether the required courses of every month of the period were met.
    pub met: bool,
}

impl Candidate {
    /// Whether the person is ranked at all.
    pub const fn eligible(&self) -> bool {
        self.met && self.credits > 0
    }
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// From 1; equal credits share it.
    pub rank: i64,
    /// Of whom.
    pub candidate: Candidate,
}

/// The places of a ranking: those who passed the gate, by credits, as far as the rank of the last place reaches; all who
/// share it are in. Of equal credits the lower id stands first, so that the order is the same each time.
pub fn rank(candidates: &[Candidate], top: i64) -> Vec<Placed> {
    let mut all: Vec<Candidate> = candidates.iter().copied().filter(Candidate::eligible).collect();
    all.sort_by_key(|it| (-it.credits, it.person));
    let mut placed: Vec<Placed> = Vec::new();
    for (before, candidate) in (0_i64..).zip(all) {
        let rank = match placed.last() {
            Some(last) if last.candidate.credits == candidate.credits => last.rank,
            _ => before + 1,
        };
        if rank > top {
            break;
        }
        placed.push(Placed { rank, candidate });
    }
    placed
}

/// How many eligible people have each sum of credits, the highest first.
pub fn steps(candidates: &[Candidate]) -> Vec<(i64, i64)> {
    let mut credits: Vec<i64> = candidates.iter().filter(|it| it.eligible()).map(|it| it.credits).collect();
    credits.sort_unstable_by(|a, b| b.cmp(a));
    let mut steps: Vec<(i64, i64)> = Vec::new();
    for own in credits {
        match steps.last_mut() {
            Some((last, count)) if *last == own => *count += 1,
            _ => steps.push((own, 1)),
        }
    }
    steps
}

/// The rank of somebody with these credits among people of whom the steps are known.
pub fn rank_among(steps: &[(i64, i64)], credits: i64) -> i64 {
    1 + steps.iter().filter(|(own, _)| *own > credits).map(|(_, count)| count).sum::<i64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(n: usize, credits: i64, met: bool) -> Candidate {
        Candidate { person: Uuid::from_u128(n as u128), credits, hours_seconds: 0, met }
    }

    fn ranks(credits: &[i64], top: i64) -> Vec<(i64, i64)> {
        let all: Vec<Candidate> =
            credits.iter().enumerate().map(|(n, own)| candidate(n, *own, true)).collect();
        rank(&all, top).iter().map(|it| (it.rank, it.candidate.credits)).collect()
    }

    #[test]
    fn equal_credits_share_a_rank_and_the_next_one_is_left_out() {
        assert_eq!(ranks(&[300, 200, 200, 100], 10), [(1, 300), (2, 200), (2, 200), (4, 100)]);
    }

    #[test]
    fn all_who_tie_at_the_last_place_are_in() {
        let mut credits: Vec<i64> = (0..9).map(|n| 1000 - n * 50).collect();
        credits.extend([100, 100, 100, 50]);
        let found = ranks(&credits, 10);
        assert_eq!(found.len(), 12);
        assert!(found[9..].iter().all(|it| *it == (10, 100)));
    }

    #[test]
    fn whoever_missed_a_month_or_has_no_credits_is_not_ranked() {
        let all = [
            candidate(1, 900, false),
            candidate(2, 0, true),
            candidate(3, 50, true),
            candidate(4, -50, true),
        ];
        let found = rank(&all, 10);
        assert_eq!(
            found.iter().map(|it| (it.rank, it.candidate.person.as_u128())).collect::<Vec<_>>(),
            [(1, 3)]
        );
    }

    proptest! {
        /// A plain count: one's rank is one more than the number of eligible people with more credits.
        #[test]
        fn ranks_are_as_a_plain_count_says(
            given in proptest::collection::vec((-100_i64..400, any::<bool>()), 0..60),
            top in 1_i64..15,
        ) {
            let all: Vec<Candidate> =
                given.iter().enumerate().map(|(n, (credits, met))| candidate(n, credits / 25 * 25, *met)).collect();
            let counted = |own: &Candidate| 1 + all.iter().filter(|it| it.eligible() && it.credits > own.credits).count() as i64;
            let mut expected: Vec<(i64, Uuid)> =
                all.iter().filter(|it| it.eligible() && counted(it) <= top).map(|it| (counted(it), it.person)).collect();
            expected.sort_unstable();
            let found = rank(&all, top);
            prop_assert_eq!(found.iter().map(|it| (it.rank, it.candidate.person)).collect::<Vec<_>>(), expected);
            let steps = steps(&all);
            prop_assert_eq!(steps.iter().map(|(_, n)| *n).sum::<i64>(), all.iter().filter(|it| it.eligible()).count() as i64);
            for it in &found {
                prop_assert_eq!(rank_among(&steps, it.candidate.credits), it.rank);
            }
        }

        #[test]
        fn the_order_of_people_changes_nothing(credits in proptest::collection::vec(0_i64..300, 0..30), turn in 0_usize..30) {
            let mut all: Vec<Candidate> = credits.iter().enumerate().map(|(n, own)| candidate(n, own / 50 * 50, true)).collect();
            let before = rank(&all, 10);
            let at = turn.min(all.len());
            all.rotate_left(at);
            prop_assert_eq!(rank(&all, 10), before);
        }
    }
}

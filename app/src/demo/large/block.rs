//! One block of learners with their past, made in memory: nothing here touches the database, so that one block is made
//! while the one before it is written.

use super::share::{deal, share};
use crate::demo::people::{Cast, mix, staff_number, user_name};
use std::{ops::Range, sync::Arc};
use xingtan_accounts::api::{ManyLearner, NameKeys};
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_learning::api::{PastCourse, PastEnrolment, PastLearner};

/// Learners of one unit.
pub const PER_UNIT: u64 = 1_000;

/// What all blocks share.
pub struct Ground {
    /// The seed.
    pub seed: u64,
    /// Makes ids.
    pub ids: Ids,
    /// Now; the past lies before it.
    pub now: Timestamp,
    /// What learners are called.
    pub cast: Cast,
    /// Units, each for [`PER_UNIT`] learners.
    pub units: Vec<(Uuid, Arc<str>)>,
    /// Courses, the required ones first.
    pub courses: Vec<PastCourse>,
    /// Generated learners who are there already: numbers go on behind them.
    pub before: u64,
    /// Learners to be made.
    pub learners: u64,
    /// Records to be made.
    pub records: u64,
}

/// Learners and their past.
pub struct Block {
    /// The learners.
    pub learners: Vec<ManyLearner>,
    /// Their enrolments, in the order in which indexes like them.
    pub past: Vec<PastEnrolment>,
}

impl Ground {
    /// How many lessons one learner can have been in.
    pub fn most(&self) -> u64 {
        self.courses.iter().map(|it| it.lessons() as u64).sum()
    }

    /// Makes the learners of these numbers.
    pub fn block(&self, numbers: Range<u64>) -> Block {
        let mut named: Vec<(u64, String, NameKeys)> = numbers
            .map(|n| {
                let (number, name) = (self.before + n, self.cast.name(self.before + n));
                let keys = NameKeys::of(&name, &user_name(number), Some(staff_number(number).as_str()));
                (n, name, keys)
            })
            .collect();
        // Lists go by unit, course and name: rows that come in this order go into few pages of their indexes.
        named.sort_by(|a, b| (&a.2.sort, a.0).cmp(&(&b.2.sort, b.0)));
        let learners: Vec<(u64, ManyLearner)> =
            named.into_iter().map(|(n, name, keys)| (n, self.learner(n, name, keys))).collect();
        let lessons: Vec<usize> = self.courses.iter().map(PastCourse::lessons).collect();
        let required = self.courses.iter().filter(|it| it.is_required()).count();
        let mut parts = Vec::new();
        for (at, (n, _)) in learners.iter().enumerate() {
            let records = share(self.records, self.learners, self.most(), *n, self.seed);
            let dealt = deal(records, &lessons, required, mix(self.seed, self.before + n));
            parts.extend(dealt.into_iter().enumerate().map(|(turn, part)| (part, at, turn)));
        }
        parts.sort_by_key(|(part, at, _)| (part.course, *at));
        let past = parts.into_iter().map(|(part, at, turn)| {
            let (n, learner) = &learners[at];
            // One course after the other, four days apart, so that nobody studies two at the same time.
            let roll = mix(self.seed, (self.before + n).wrapping_mul(64).wrapping_add(turn as u64));
            let days = Span::of_days(1 + (roll % 3) as i64 + 4 * turn as i64);
            let begin = self.now - days - Span::of_seconds((roll % 30_000) as i64);
            let past = PastLearner {
                person: learner.id,
                unit_path: &learner.unit_path,
                name_key: &learner.keys.sort,
                chosen_at: begin - Span::of_hours(1),
                begin,
                lessons: part.lessons,
                halfway: part.halfway,
            };
            PastEnrolment::new(&self.courses[part.course], &past, &self.ids)
        });
        let past = past.collect();
        Block { learners: learners.into_iter().map(|(_, it)| it).collect(), past }
    }

    fn learner(&self, n: u64, name: String, keys: NameKeys) -> ManyLearner {
        let number = self.before + n;
        let (unit, unit_path) = self.units[(n / PER_UNIT) as usize % self.units.len()].clone();
        ManyLearner {
            id: self.ids.next(),
            user_name: user_name(number),
            name,
            keys,
            staff_number: staff_number(number),
            unit,
            unit_path,
            position: Some(self.cast.position(number)),
            grant: self.ids.next(),
            at: self.now - Span::of_days(100) + Span::of_seconds((number % 86_400) as i64),
        }
    }
}

//! What a rule judges: the facts of one person, as known at a moment.

use crate::fact::{Fact, FactKind, REOPENED};
use std::collections::BTreeMap;
use xingtan_clock::{Date, Span, Timestamp, Uuid, Zone};

/// The facts of one person.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// What is known and holds, in the order in which it happened, then of ids.
    pub facts: &'a [&'a Fact],
    /// Spans in which the account was suspended, in order, without overlap: the clock of deadlines stood still.
    pub pauses: &'a [(Timestamp, Timestamp)],
    /// The institution's zone.
    pub zone: &'a Zone,
    /// Since when the rule has been in force: nothing that happened before is held against anybody.
    pub from: Timestamp,
    /// Up to when it is judged: what would follow later is not yet due.
    pub until: Timestamp,
}

/// Facts by month.
pub type Months<'a> = BTreeMap<Month, Vec<&'a Fact>>;

/// What ought to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The cause within the control: a month, a case. Nothing follows twice of one cause.
    pub period: String,
    /// When it was due: the moment at which the condition was met.
    pub at: Timestamp,
    /// The facts on which it rests.
    pub grounds: Vec<Uuid>,
}

impl<'a> Case<'a> {
    /// The facts of a kind, those from before the rule too.
    pub fn ever(&self, kind: FactKind) -> impl Iterator<Item = &'a Fact> {
        let facts: &'a [&'a Fact] = self.facts;
        facts.iter().copied().filter(move |it| it.kind == kind)
    }

    /// The facts of a kind since the rule is in force.
    pub fn of(&self, kind: FactKind) -> impl Iterator<Item = &'a Fact> {
        let from = self.from;
        self.ever(kind).filter(move |it| it.happened_at >= from)
    }

    /// The facts of a kind by month of their happening, for each era by itself: a new one begins whenever a revoked
    /// account is reopened, and counting begins anew.
    pub fn eras(&self, kind: FactKind) -> Vec<Months<'a>> {
        let reopened: Vec<Timestamp> = self.ever(REOPENED).map(|it| it.happened_at).collect();
        let mut eras = vec![Months::new(); reopened.len() + 1];
        for fact in self.of(kind) {
            let era = reopened.partition_point(|at| *at <= fact.happened_at);
            if let Some(months) = eras.get_mut(era) {
                months.entry(Month::at(self.zone, fact.happened_at)).or_default().push(fact);
            }
        }
        eras
    }

    /// How much of a span is not suspended.
    pub fn open_time(&self, from: Timestamp, to: Timestamp) -> Span {
        let stood: i64 = self
            .pauses
            .iter()
            .map(|(begin, end)| ((*end).min(to) - (*begin).max(from)).seconds().max(0))
            .sum();
        Span::of_seconds(((to - from).seconds() - stood).max(0))
    }
}

/// A calendar month of the institution's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a moment.
    pub fn at(zone: &Zone, moment: Timestamp) -> Month {
        let date = zone.date(moment);
        Month { year: date.year(), month: date.month() }
    }

    /// From `2026-11`.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        if text.len() != 7 {
            return None;
        }
        let month = Month { year: year.parse().ok()?, month: month.parse().ok()? };
        (1..=12).contains(&month.month).then_some(month)
    }

    /// Its first day.
    pub fn first(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::MAX)
    }

    /// Its first moment, and that of the next month.
    pub fn bounds(self, zone: &Zone) -> (Timestamp, Timestamp) {
        zone.month_of(self.first())
    }

    /// The month after it.
    pub fn next(self) -> Month {
        if self.month == 12 {
            Month { year: self.year.saturating_add(1), month: 1 }
        } else {
            Month { month: self.month + 1, ..self }
        }
    }

    /// The month before it.
    pub fn before(self) -> Month {
        if self.month == 1 {
            Month { year: self.year.saturating_sub(1), month: 12 }
        } else {
            Month { month: self.month - 1, ..self }
        }
    }

    /// How many months lie between the two.
    pub fn since(self, earlier: Month) -> i64 {
        (i64::from(self.year) - i64::from(earlier.year)) * 12 + i64::from(self.month)
            - i64::from(earlier.month)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

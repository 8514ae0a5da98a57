//! Learning windows in force (LRN-3): what of somebody's time counts, and what the page says of a closed window. When a
//! window opens is `platform/calendar`'s, which rule governs is governance's.

use super::store::AttentionRow;
use std::sync::Arc;
use xingtan_auth::Actor;
use xingtan_calendar::{
    Calendar, Calendars, Stretch,
    window::{self, Effect, Judgement},
};
use xingtan_clock::{Span, Timestamp, Zone};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{self as governance, Cited, WindowRule};
use xingtan_i18n::{Locale, Msg};

/// So far ahead permissions are looked for, to say when the next window opens.
const AHEAD: Span = Span::of_days(7);
/// Clocks of browser and server tick apart: a report that claims so much more than has passed still came in time.
const TICK: i64 = 2;

/// The windows that govern one person, for one unit of work.
#[derive(Clone, Debug)]
pub struct Hours {
    rule: WindowRule,
    calendar: Arc<Calendar>,
    unit_path: String,
    person: xingtan_clock::Uuid,
}

/// What somebody is told of a closed window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// What it means.
    pub effect: Effect,
    /// The earliest moment at which learning counts again; none within a year.
    pub opens: Option<Timestamp>,
    /// The article that closes it.
    pub cited: Cited,
}

impl Closed {
    /// Whether nobody learns now.
    pub fn blocks(&self) -> bool {
        self.effect == Effect::Block
    }

    /// Until when nothing counts; a far moment where no opening is known.
    pub fn until(&self, now: Timestamp) -> Timestamp {
        self.opens.unwrap_or(now + Span::of_days(400))
    }

    /// In words: why, by which article, and from when it goes on.
    pub fn words(&self, l: &Locale, now: Timestamp) -> String {
        let article = l.msg(&self.cited.msg());
        let key = match self.effect {
            Effect::Block => "learning-window-closed",
            Effect::NotCounted => "learning-window-not-counted",
        };
        match self.opens {
            Some(at) if l.zone().date(at) == l.zone().date(now) => {
                l.t2(key, "article", article, "at", l.time(at))
            }
            Some(at) => {
                let weekday = l.zone().date(at).weekday().to_monday_one_offset();
                let day = l.t(&format!("calendar-weekday-{weekday}"));
                let at = l.t2("learning-window-on", "day", day, "at", l.short_date_time(at));
                l.t2(key, "article", article, "at", at)
            }
            None => l.t1(&format!("{key}-unknown"), "article", article),
        }
    }

    /// For an answer that is not shown on the lesson's page.
    pub fn msg(&self) -> Msg {
        Msg::new("learning-window-ended")
    }
}

impl Hours {
    /// What governs the actor; none where nothing does. One statement where nothing is in force, else two.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(
        tx: &mut Tx<'_>,
        calendars: &Calendars,
        zone: &Zone,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Option<Hours>> {
        let Some(rule) = governance::windows_in_force(tx, actor, now)? else { return Ok(None) };
        let calendar = calendars.load(tx, zone)?;
        Ok(Some(Hours { rule, calendar, unit_path: actor.unit_path.clone(), person: actor.person }))
    }

    fn judge(&self, at: Timestamp, permissions: &[Stretch]) -> Judgement {
        window::judge(&self.calendar.roster_of(&self.unit_path), &self.rule.windows, at, permissions)
    }

    fn permissions(&self, tx: &mut Tx<'_>, within: Stretch) -> Result<Vec<Stretch>> {
        governance::study_permitted(tx, self.person, within)
    }

    /// What is closed now, if anything is; else how long one may go on, none where nothing ends it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn now(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<std::result::Result<Option<Span>, Closed>> {
        // A permission is asked for only where one could open something.
        let mut judged = self.judge(now, &[]);
        let closes =
            |judged: &Judgement| judged.until().is_some_and(|until| until <= now + Span::of_minutes(10));
        if !judged.counts() || closes(&judged) {
            let near = Stretch { from: now, to: now + AHEAD };
            judged = self.judge(now, &self.permissions(tx, near)?);
        }
        match judged {
            Judgement::Open { until } | Judgement::Free { until } => Ok(Ok(until.map(|until| until - now))),
            Judgement::Closed { effect, next_opening } => {
                Ok(Err(Closed { effect, opens: next_opening, cited: self.rule.cited(tx)? }))
            }
        }
    }

    /// How much of what a report claims may count. A report that came in time is cut to the parts since the last one
    /// that are not closed. What waited longer, and what was studied along the way, may have been studied at any time
    /// since the session began: no more of it counts than was not closed since then.
    ///
    /// # Errors
    /// Those of the database.
    pub fn counts(
        &self,
        tx: &mut Tx<'_>,
        session: &AttentionRow,
        claimed: Span,
        now: Timestamp,
    ) -> Result<Span> {
        let until = session.session().until(now);
        let in_time = !session.taken && claimed.seconds() <= (now - session.last_at).seconds() + TICK;
        let (from, used) = match in_time {
            true => (session.last_at.max(now - claimed - Span::of_seconds(TICK)), 0),
            false => (session.started_at, session.seconds),
        };
        let Some(within) = Stretch::between(from, until) else { return Ok(Span::of_seconds(0)) };
        let open = self.open(tx, within)? - used;
        Ok(Span::of_seconds(claimed.seconds().min(open.max(0))))
    }

    /// The time since a session began that is not closed.
    ///
    /// # Errors
    /// Those of the database.
    pub fn open_since(&self, tx: &mut Tx<'_>, session: &AttentionRow, now: Timestamp) -> Result<Span> {
        let until = session.session().until(now);
        let within = Stretch::between(session.started_at, until);
        Ok(Span::of_seconds(within.map_or(Ok(0), |within| self.open(tx, within))?))
    }

    /// Seconds of a stretch that are not closed.
    fn open(&self, tx: &mut Tx<'_>, within: Stretch) -> Result<i64> {
        let roster = self.calendar.roster_of(&self.unit_path);
        let countable = |permissions: &[Stretch]| -> i64 {
            let parts = window::countable(&roster, &self.rule.windows, within, permissions);
            let micros: i64 = parts.iter().map(|part| part.to.micros() - part.from.micros()).sum();
            (micros + 999_999) / 1_000_000
        };
        let (whole, bare) = (within.length().seconds(), countable(&[]));
        if bare >= whole { Ok(bare) } else { Ok(countable(&self.permissions(tx, within)?)) }
    }
}

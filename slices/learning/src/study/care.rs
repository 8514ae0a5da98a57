//! 身心健康 as the institution sets it (LRN-12): the parameters, whom the limits of minors hold for, what is said.

use super::{
    health::{self, Advice, Care, Limits, Within},
    hours::{Closed, Hours},
    store,
};
use xingtan_accounts::api as accounts;
use xingtan_auth::{Actor, Role};
use xingtan_calendar::Calendars;
use xingtan_clock::{Date, Span, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_i18n::{Arg, Locale, Msg};
use xingtan_settings::{Default, Setting, Shape};
use xingtan_web::{App, Fault};

/// After so many minutes of uninterrupted learning a rest is suggested; 0 suggests none.
pub const REST: Setting = Setting {
    key: "learning.rest.minutes",
    shape: Shape::Int { min: 0, max: 240, unit: "settings-unit-minutes" },
    default: Default::Same("45"),
};
/// Whom the limits of minors hold for: nobody (`off`); people whose date of birth says that they are minors
/// (`stated`); also learners whose date of birth is not known (`presumed`).
pub const MINORS: Setting = Setting {
    key: "learning.minors",
    shape: Shape::Choice(&["off", "stated", "presumed"]),
    default: Default::ByKind { school: "presumed", academy: "off", training: "stated" },
};
/// How long a minor learns at a stretch, at most.
pub const STRETCH: Setting = Setting {
    key: "learning.minors.stretch",
    shape: Shape::Int { min: 10, max: 120, unit: "settings-unit-minutes" },
    default: Default::Same("30"),
};
/// How long a minor pauses then, at least.
pub const PAUSE: Setting = Setting {
    key: "learning.minors.pause",
    shape: Shape::Int { min: 5, max: 60, unit: "settings-unit-minutes" },
    default: Default::Same("10"),
};
/// The hour at which a minor's learning ends; 24 is midnight.
pub const CLOSES: Setting = Setting {
    key: "learning.minors.closes",
    shape: Shape::Int { min: 16, max: 24, unit: "learning-unit-o-clock" },
    default: Default::Same("21"),
};
/// The hour at which it begins again.
pub const OPENS: Setting = Setting {
    key: "learning.minors.opens",
    shape: Shape::Int { min: 4, max: 9, unit: "learning-unit-o-clock" },
    default: Default::Same("6"),
};

/// From this age one is no minor any more.
const OF_AGE: i16 = 18;

/// What the institution has set, for one unit of work.
#[derive(Clone, Debug)]
pub struct Heed {
    rest_after: Option<Span>,
    limits: Limits,
    stated: bool,
    presumed: bool,
    zone: Zone,
    /// Learning windows are asked for; not for what a demo makes up.
    calendars: Option<Calendars>,
}

impl Heed {
    /// As set now.
    pub fn of(app: &App) -> Heed {
        let settings = app.settings();
        let hour = |hour: i64| i8::try_from(hour).unwrap_or(24);
        let minors = settings.text(&MINORS);
        Heed {
            rest_after: Some(Span::of_minutes(settings.int(&REST))).filter(|after| after.seconds() > 0),
            limits: Limits {
                stretch: Span::of_minutes(settings.int(&STRETCH)),
                pause: Span::of_minutes(settings.int(&PAUSE)),
                opens: hour(settings.int(&OPENS)),
                closes: hour(settings.int(&CLOSES)),
            },
            stated: minors != "off",
            presumed: minors == "presumed",
            zone: app.institution().zone.clone(),
            calendars: Some(app.calendars().clone()),
        }
    }

    /// Nothing is suggested and nobody limited: for what a demo makes up.
    pub fn nothing() -> Heed {
        let limits =
            Limits { stretch: Span::of_minutes(30), pause: Span::of_minutes(10), opens: 6, closes: 21 };
        Heed {
            rest_after: None,
            limits,
            stated: false,
            presumed: false,
            zone: Zone::default(),
            calendars: None,
        }
    }

    /// The limits of minors hold for every learner whose date of birth is not known.
    #[cfg(test)]
    pub fn school() -> Heed {
        Heed { rest_after: Some(Span::of_minutes(45)), stated: true, presumed: true, ..Heed::nothing() }
    }

    /// The limits of minors as they are set, whomever they hold for.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What holds for somebody.
    pub fn care(&self, guarded: bool) -> Care {
        Care { rest_after: self.rest_after, limits: guarded.then_some(self.limits), zone: self.zone.clone() }
    }

    /// Whether the limits of minors hold for a person now.
    pub fn guards(&self, tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<bool> {
        if !self.stated {
            return Ok(false);
        }
        Ok(match accounts::born_on(tx, actor.person)? {
            Some(born) => is_minor(born, self.zone.date(now)),
            // Who teaches, keeps or supervises is no child.
            // A role whose course is missing is not among the actor's grants, but it is held.
            None if self.presumed && actor.grants.iter().all(|grant| grant.role == Role::Learner) => {
                let roles = accounts::roles_of(tx, &[actor.person])?;
                roles.get(&actor.person).is_none_or(|held| held.iter().all(|role| *role == Role::Learner))
            }
            None => false,
        })
    }

    /// What somebody had learned at a stretch when a learning session of theirs began; 0 where nobody asks for it, and
    /// for a lesson that was taken along: nothing is known of that moment any more.
    pub fn used_at(&self, tx: &mut Tx<'_>, person: Uuid, since: Timestamp) -> Result<i64> {
        let stretch = store::stretch(tx, person)?;
        Ok(health::used_at(stretch.as_ref(), since, &self.care(true)))
    }

    /// The learning windows that govern a person now.
    pub fn hours(&self, tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Option<Hours>> {
        match &self.calendars {
            Some(calendars) => Hours::of(tx, calendars, &self.zone, actor, now),
            None => Ok(None),
        }
    }

    /// The window that is closed for a person now.
    pub fn closed(&self, tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Option<Closed>> {
        match self.hours(tx, actor, now)? {
            Some(hours) => Ok(hours.now(tx, now)?.err()),
            None => Ok(None),
        }
    }

    /// What a person is told now, and how long they may go on.
    pub fn advice(
        &self,
        tx: &mut Tx<'_>,
        person: Uuid,
        guarded: bool,
        now: Timestamp,
    ) -> Result<(Advice, Option<Span>)> {
        if !guarded && self.rest_after.is_none() {
            return Ok((Advice::Go, None));
        }
        let (stretch, care) = (store::stretch(tx, person)?, self.care(guarded));
        Ok((health::advice(stretch.as_ref(), now, &care), health::left(stretch.as_ref(), now, &care)))
    }

    /// What counts of the time that a report may claim, and what the person is told then.
    pub fn take(
        &self,
        tx: &mut Tx<'_>,
        session: &store::AttentionRow,
        claimed: Span,
        now: Timestamp,
    ) -> Result<(Span, Advice, Option<Span>)> {
        if !session.guarded && self.rest_after.is_none() {
            return Ok((claimed, Advice::Go, None));
        }
        let (person, care) = (session.person_id, self.care(session.guarded));
        let before = store::stretch(tx, person)?;
        let within =
            Within { since: session.started_at, used: session.used_before, counted: session.seconds };
        let (after, counts) = health::take(before, within, claimed, now, &care);
        if before != Some(after) {
            store::keep_stretch(tx, person, &after)?;
        }
        Ok((counts, health::advice(Some(&after), now, &care), health::left(Some(&after), now, &care)))
    }
}

/// The limits in words.
pub fn rule(l: &Locale, limits: &Limits) -> String {
    let values =
        [limits.stretch.minutes(), limits.pause.minutes(), limits.opens.into(), limits.closes.into()];
    let [stretch, pause, opens, closes] = &values;
    let named: [(&str, &dyn Arg); 4] =
        [("stretch", stretch), ("pause", pause), ("opens", opens), ("closes", closes)];
    l.tn("learning-rest-rule", &named)
}

/// Whether somebody born then is under eighteen on a day: the eighteenth birthday is the first day of age.
pub fn is_minor(born: Date, today: Date) -> bool {
    let (years, before_birthday) =
        (today.year() - born.year(), (today.month(), today.day()) < (born.month(), born.day()));
    years - i16::from(before_birthday) < OF_AGE
}

/// Refuses what begins learning while somebody has to rest, and says until when.
///
/// # Errors
/// [`Fault::Conflict`] where nothing counts now.
pub fn refuse(l: &Locale, advice: Advice, now: Timestamp) -> std::result::Result<(), Fault> {
    let key = match advice {
        Advice::PauseUntil(_) => "learning-rest-pause",
        Advice::ClosedUntil(_) => "learning-rest-closed",
        Advice::Go | Advice::RestSuggested(_) => return Ok(()),
    };
    let at = advice.stops_until().map(|at| moment(l, at, now)).unwrap_or_default();
    Err(Fault::Conflict(Msg::new(key).with("at", at)))
}

/// A moment as it is said today, and with its day at other times.
fn moment(l: &Locale, at: Timestamp, now: Timestamp) -> String {
    if l.zone().date(at) == l.zone().date(now) { l.time(at) } else { l.short_date_time(at) }
}

/// What is said of it, with its tone: how long a rest is due, when it goes on. None where there is nothing to say.
pub fn words(l: &Locale, advice: Advice, now: Timestamp) -> Option<(&'static str, String)> {
    let moment = |at: Timestamp| moment(l, at, now);
    match advice {
        Advice::Go => None,
        Advice::RestSuggested(span) => {
            Some(("slate", l.t1("learning-rest-suggested", "minutes", span.minutes())))
        }
        Advice::PauseUntil(at) => Some(("ochre", l.t1("learning-rest-pause", "at", moment(at)))),
        Advice::ClosedUntil(at) => Some(("ochre", l.t1("learning-rest-closed", "at", moment(at)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eighteenth_birthday_is_the_first_day_of_age() {
        let day = |year, month, day| Date::constant(year, month, day);
        assert!(is_minor(day(2008, 11, 23), day(2026, 11, 22)));
        assert!(!is_minor(day(2008, 11, 22), day(2026, 11, 22)));
        assert!(is_minor(day(2008, 2, 29), day(2026, 2, 28)));
        assert!(!is_minor(day(2008, 2, 29), day(2026, 3, 1)));
        assert!(is_minor(day(2026, 1, 1), day(2026, 11, 22)));
    }
}

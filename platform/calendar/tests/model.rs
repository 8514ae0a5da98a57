//! The calendar and its windows against plain models: day by day over ten years, and minute by minute.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use xingtan_calendar::{
    Calendar, DayKind, Minute, NamedDay, Shift, Slot, Stretch, WeekKind, Weeks, Why,
    window::{self, Effect, Judgement, State, Windows},
};
use xingtan_clock::{Date, Span, Time, Timestamp, Weekday, Zone};

/// Shanghai has kept UTC+8 since 1991, so models reckon with it.
const OFFSET: i64 = 8 * 3600;

fn date(y: i16, m: i8, d: i8) -> Date {
    Date::new(y, m, d).unwrap()
}

fn moment(zone: &Zone, date: Date, hour: i8, minute: i8) -> Timestamp {
    zone.at(date, Time::constant(hour, minute, 0, 0))
}

fn named(kind: DayKind, like: Option<Weekday>) -> NamedDay {
    NamedDay { kind, name: "名".into(), source: "测".into(), like }
}

fn slot() -> impl Strategy<Value = Slot> {
    let weeks = prop_oneof![Just(Weeks::Every), Just(Weeks::Big), Just(Weeks::Small)];
    (1i8..=7, weeks, 0u16..48, 1u16..=48).prop_map(|(weekday, weeks, from, to)| Slot {
        weekday,
        weeks,
        from: Minute::of_day(from * 30),
        to: Minute::of_day(to * 30),
    })
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    proptest::collection::vec(slot().prop_filter("lasts", |slot| slot.from != slot.to), 0..8)
}

type Exceptions = Vec<(i64, DayKind, Option<i8>)>;

fn exceptions(days: i64) -> impl Strategy<Value = Exceptions> {
    let kind = prop_oneof![Just(DayKind::Holiday), Just(DayKind::Workday), Just(DayKind::Ordinary)];
    proptest::collection::vec((0..days, kind, proptest::option::of(1i8..=7)), 0..12)
}

/// A model of the days from `start`, a Monday of a big week: no calendar, only counting.
struct Model<'a> {
    slots: &'a [Slot],
    exceptions: &'a Exceptions,
}

impl Model<'_> {
    /// Weekday and week of a day by counting.
    fn week(day: i64) -> (i8, WeekKind) {
        let kind = if day.div_euclid(7).rem_euclid(2) == 0 { WeekKind::Big } else { WeekKind::Small };
        (day.rem_euclid(7) as i8 + 1, kind)
    }

    fn named(&self, day: i64) -> Option<(DayKind, Option<i8>)> {
        self.exceptions.iter().rev().find(|(on, ..)| *on == day).map(|(_, kind, like)| (*kind, *like))
    }

    /// Minutes of the day, which may lie beyond 24:00, that entries of a list cover.
    fn minutes(&self, day: i64, slots: &[Slot], working: bool) -> Vec<(i64, i64)> {
        let (own, week) = Model::week(day);
        let on = |weekday: i8| -> Vec<(i64, i64)> {
            let those = slots.iter().filter(|s| s.weekday == weekday && s.weeks.hold(week));
            let end = |s: &Slot| i64::from(s.to.minutes()) + if s.to <= s.from { 1440 } else { 0 };
            those.map(|s| (i64::from(s.from.minutes()), end(s))).collect()
        };
        match self.named(day) {
            Some((DayKind::Holiday, _)) => Vec::new(),
            Some((DayKind::Workday, Some(like))) => on(like),
            Some((DayKind::Workday, None)) if working && on(own).is_empty() => {
                (1..=7).map(on).find(|found| !found.is_empty()).unwrap_or_default()
            }
            _ => on(own),
        }
    }

    fn covered(&self, minute: i64, slots: &[Slot], working: bool) -> bool {
        let day = minute.div_euclid(1440);
        [day - 1, day].into_iter().any(|day| {
            let at = minute - day * 1440;
            self.minutes(day, slots, working).into_iter().any(|(from, to)| from <= at && at < to)
        })
    }

    fn works(&self, minute: i64) -> bool {
        self.covered(minute, self.slots, true)
    }
}

/// The calendar of a model, beginning on Monday 2020-01-06.
fn calendar(start: Date, slots: &[Slot], exceptions: &Exceptions) -> Calendar {
    let base = Calendar::new(Zone::default()).without_days().anchored(start).with_hours(slots.to_vec());
    let day = |n: i64| Zone::default().date(at(start, n * 1440));
    exceptions.iter().fold(base, |calendar, (on, kind, like)| {
        let like = like.filter(|_| *kind == DayKind::Workday);
        calendar.with_day(day(*on), named(*kind, like.and_then(|n| Weekday::from_monday_one_offset(n).ok())))
    })
}

/// The moment of a minute since the beginning of `start` in Shanghai.
fn at(start: Date, minute: i64) -> Timestamp {
    let days = start.duration_since(date(1970, 1, 1)).as_hours() / 24;
    Timestamp::from_seconds(days * 86_400 - OFFSET + minute * 60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn ten_years_agree_with_a_model_that_counts_days(hours in slots(), odd in exceptions(3653)) {
        let start = date(2020, 1, 6);
        let calendar = calendar(start, &hours, &odd);
        let roster = calendar.roster();
        let model = Model { slots: &hours, exceptions: &odd };
        let mut on = start;
        for day in 0..3653 {
            let (weekday, week) = Model::week(day);
            prop_assert_eq!(on.weekday().to_monday_one_offset(), weekday);
            let told = roster.day(on);
            prop_assert_eq!(told.week, week);
            let expected = match model.named(day) {
                Some((DayKind::Holiday, _)) => false,
                Some((DayKind::Workday, _)) => true,
                _ => !model.minutes(day, &hours, true).is_empty(),
            };
            prop_assert_eq!(told.works, expected, "{}", on);
            let mut minutes = model.minutes(day, &hours, true);
            minutes.sort_unstable();
            let mut whole: Vec<(i64, i64)> = Vec::new();
            for (from, to) in minutes {
                match whole.last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(to),
                    _ => whole.push((from, to)),
                }
            }
            let moment = |minute: i64| at(start, day * 1440 + minute);
            let whole: Vec<Stretch> =
                whole.into_iter().map(|(from, to)| Stretch { from: moment(from), to: moment(to) }).collect();
            prop_assert_eq!(roster.hours(on), whole);
            on = on.tomorrow().unwrap();
        }
    }

    #[test]
    fn windows_agree_with_a_model_minute_by_minute(
        hours in slots(), open in slots(), odd in exceptions(35),
        allowed in proptest::collection::vec((0i64..50_000, 1i64..1500), 0..3),
        asked in proptest::collection::vec(1440i64..20_000, 12),
    ) {
        let start = date(2026, 1, 5);
        let calendar = calendar(start, &hours, &odd);
        let roster = calendar.roster();
        let model = Model { slots: &hours, exceptions: &odd };
        let windows = Windows { slots: open.clone(), effect: Effect::Block };
        let permissions: Vec<Stretch> =
            allowed.iter().map(|(f, l)| Stretch { from: at(start, *f), to: at(start, f + l) }).collect();
        let works = |minute: i64| model.works(minute);
        let closed = |minute: i64| {
            works(minute)
                && !model.covered(minute, &open, false)
                && !allowed.iter().any(|(f, l)| *f <= minute && minute < f + l)
        };
        for minute in asked {
            let now = at(start, minute);
            // Weeks without a change come back; what lies further ahead the model does not look at.
            let limit = minute + 40 * 1440;
            let change = |to: bool| (minute..limit).find(|m| closed(*m) == to).map(|m| at(start, m));
            let told = window::judge(&roster, &windows, now, &permissions);
            prop_assert_eq!(roster.works_at(now), works(minute));
            if !works(minute) {
                prop_assert!(told.counts(), "outside working hours nobody is kept from learning");
            }
            let near = |told: Option<Timestamp>| told.filter(|at_| *at_ < at(start, limit));
            match told {
                Judgement::Free { until } => {
                    prop_assert!(!works(minute));
                    prop_assert_eq!(near(until), change(true));
                }
                Judgement::Open { until } => {
                    prop_assert!(works(minute) && !closed(minute));
                    prop_assert_eq!(near(until), change(true));
                }
                Judgement::Closed { next_opening, .. } => {
                    prop_assert!(closed(minute));
                    prop_assert_eq!(near(next_opening), change(false));
                }
            }
            let next = (minute + 1..limit).find(|m| works(*m) != works(minute)).map(|m| at(start, m));
            prop_assert_eq!(near(roster.next_change(now)), next);
        }
        // Attention reported over a span counts in the minutes that are not closed, and only there.
        let within = Stretch { from: at(start, 3 * 1440 + 7), to: at(start, 6 * 1440 + 11) };
        let parts = window::countable(&roster, &windows, within, &permissions);
        for minute in 3 * 1440..7 * 1440 {
            let inside = within.holds(at(start, minute)) && !closed(minute);
            prop_assert_eq!(parts.iter().any(|part| part.holds(at(start, minute))), inside);
        }
    }

    #[test]
    fn a_days_parts_cover_it_without_a_gap_in_every_zone(
        hours in slots(), open in slots(), day in 0i64..366,
        name in prop_oneof![
            Just("Asia/Shanghai"), Just("Europe/Berlin"), Just("America/New_York"), Just("America/Havana"),
            Just("Australia/Lord_Howe"),
        ],
    ) {
        let zone = Zone::named(name).unwrap();
        let on = zone.date(zone.start_of(date(2026, 1, 1)) + Span::of_hours(24 * day + 3));
        let calendar = Calendar::new(zone.clone()).with_hours(hours);
        let windows = Windows { slots: open, effect: Effect::NotCounted };
        let parts = window::day(&calendar.roster(), &windows, on, &[]);
        prop_assert_eq!(parts.first().map(|part| part.time.from), Some(zone.start_of(on)));
        prop_assert_eq!(parts.last().map(|part| part.time.to), Some(zone.end_of(on)));
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].time.to, pair[1].time.from);
            prop_assert!(pair[0].state != pair[1].state);
        }
        for part in &parts {
            for at in [part.time.from, Timestamp::from_micros(part.time.to.micros() - 1)] {
                let told = match window::judge(&calendar.roster(), &windows, at, &[]) {
                    Judgement::Free { .. } => State::Free,
                    Judgement::Open { .. } => State::Open,
                    Judgement::Closed { .. } => State::Closed,
                };
                prop_assert_eq!(told, part.state);
            }
        }
    }
}

#[test]
fn the_academys_week_is_as_its_regulation_says() {
    // The week of 2 March 2026 is big (2026-01-05 is), that of 9 March small.
    let calendar = Calendar::new(Zone::default());
    let (zone, roster, windows) = (calendar.zone().clone(), calendar.roster(), Windows::academy());
    let judge =
        |d: i8, h: i8, m: i8| window::judge(&roster, &windows, moment(&zone, date(2026, 3, d), h, m), &[]);
    let on = |d: i8, h: i8, m: i8| Some(moment(&zone, date(2026, 3, d), h, m));
    let closed = |next| Judgement::Closed { effect: Effect::Block, next_opening: next };
    assert_eq!(judge(2, 9, 0), closed(on(2, 17, 30)));
    assert_eq!(judge(4, 9, 0), closed(on(4, 16, 30)));
    assert_eq!(judge(4, 16, 30), Judgement::Open { until: on(5, 8, 30) });
    assert_eq!(judge(6, 16, 45), closed(on(6, 17, 30)));
    assert_eq!(judge(7, 16, 45), Judgement::Open { until: on(9, 8, 30) });
    assert_eq!(judge(13, 16, 45), Judgement::Open { until: on(16, 8, 30) });
    assert_eq!(judge(14, 10, 0), Judgement::Free { until: on(16, 8, 30) });
    assert_eq!(judge(2, 8, 29), Judgement::Free { until: on(2, 8, 30) });
}

#[test]
fn holidays_are_free_and_a_permission_opens() {
    let calendar = Calendar::new(Zone::default());
    let (zone, roster, windows) = (calendar.zone().clone(), calendar.roster(), Windows::academy());
    let holiday = moment(&zone, date(2026, 10, 1), 10, 0);
    let back = moment(&zone, date(2026, 10, 8), 8, 30);
    assert_eq!(window::judge(&roster, &windows, holiday, &[]), Judgement::Free { until: Some(back) });
    let monday = moment(&zone, date(2026, 3, 2), 10, 0);
    let given = Stretch { from: monday, to: monday + Span::of_hours(1) };
    let told = window::judge(&roster, &windows, monday + Span::of_minutes(59), &[given]);
    assert_eq!(told, Judgement::Open { until: Some(given.to) });
    assert!(!window::judge(&roster, &windows, given.to, &[given]).allows());
}

#[test]
fn a_day_tells_by_name_why_it_is_worked_or_free() {
    let calendar = Calendar::new(Zone::default());
    let roster = calendar.roster();
    let why = |y, m, d| roster.day(date(y, m, d));
    assert!(matches!(why(2026, 10, 1).why, Why::Holiday(day) if day.name == "国庆节"));
    let swapped = why(2026, 2, 14);
    assert!(
        swapped.works && matches!(swapped.why, Why::Swapped(day) if day.source == "国办发明电〔2025〕7号")
    );
    assert_eq!((why(2026, 1, 10).works, why(2026, 1, 10).why), (true, Why::Week(WeekKind::Big)));
    assert_eq!((why(2026, 1, 17).works, why(2026, 1, 17).why), (false, Why::Week(WeekKind::Small)));
    assert_eq!(why(2026, 1, 18).why, Why::Rest);
    assert_eq!(why(2026, 1, 16).why, Why::Weekday);
    // A Sunday that is worked in exchange has the hours of the first weekday that has any.
    let hours = roster.hours(date(2026, 1, 4));
    let at = |h, m| moment(calendar.zone(), date(2026, 1, 4), h, m);
    assert_eq!(hours, [Stretch { from: at(8, 30), to: at(17, 30) }]);
}

#[test]
fn a_swapped_day_that_follows_a_weekday_has_its_windows_too() {
    // 28 February 2026 is the Saturday of a small week (23 February), worked in exchange.
    let on = date(2026, 2, 28);
    let like = named(DayKind::Workday, Some(Weekday::Friday));
    let calendar = Calendar::new(Zone::default());
    let at = moment(calendar.zone(), on, 16, 45);
    assert_eq!(calendar.week(on), WeekKind::Small);
    assert!(!window::judge(&calendar.roster(), &Windows::academy(), at, &[]).counts());
    let calendar = calendar.with_day(on, like);
    assert!(window::judge(&calendar.roster(), &Windows::academy(), at, &[]).counts());
}

#[test]
fn a_shift_over_midnight_ends_on_the_next_day_even_if_that_is_a_holiday() {
    let night = Slot::new(Weekday::Wednesday, Weeks::Every, Minute::at(22, 0), Minute::at(6, 0));
    let shift = Shift { id: None, name: "夜班".into(), slots: vec![night], keeps_holidays: true };
    let always = Shift { keeps_holidays: false, name: "连班".into(), ..shift.clone() };
    let calendar = Calendar::new(Zone::default()).with_shift(shift, &[5]).with_shift(always, &[7]);
    let roster = calendar.roster_of("/1/5/23/");
    let at = |d, h| moment(calendar.zone(), date(2026, 9, d), h, 0);
    // 30 September is a Wednesday, the holiday begins at midnight.
    let first = moment(calendar.zone(), date(2026, 10, 1), 6, 0);
    assert_eq!(roster.hours(date(2026, 9, 30)), [Stretch { from: at(30, 22), to: first }]);
    assert!(roster.works_at(first - Span::of_seconds(1)) && !roster.works_at(first));
    assert_eq!(roster.next_change(at(30, 23)), Some(first));
    assert!(calendar.roster_of("/1/23/").works_at(at(28, 9)), "elsewhere the institution's hours hold");
    assert!(!roster.works_at(at(28, 9)));
    let october = date(2026, 10, 7);
    assert!(roster.hours(october).is_empty() && !calendar.roster_of("/1/5/7/").hours(october).is_empty());
}

#[test]
fn a_clock_change_moves_hours_that_it_skips_and_takes_the_first_showing() {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let hours =
        |from, to| vec![Slot::new(Weekday::Sunday, Weeks::Every, Minute::at(from, 30), Minute::at(to, 30))];
    let of = |slots: Vec<Slot>, on: Date| {
        Calendar::new(zone.clone()).without_days().with_hours(slots).roster().hours(on)
    };
    // 29 March 2026: 02:00 to 03:00 does not exist. 02:30 counts as 03:30.
    let spring = date(2026, 3, 29);
    assert_eq!(of(hours(1, 4), spring)[0].length(), Span::of_hours(2));
    assert_eq!(of(hours(2, 4), spring)[0].from, moment(&zone, spring, 3, 30));
    let vanished = vec![Slot::new(Weekday::Sunday, Weeks::Every, Minute::at(2, 15), Minute::at(3, 10))];
    assert!(of(vanished, spring).is_empty());
    // 25 October 2026: 02:00 to 03:00 is shown twice; 02:30 is the first.
    let autumn = date(2026, 10, 25);
    assert_eq!(of(hours(1, 2), autumn)[0].length(), Span::of_hours(1));
    assert_eq!(of(hours(2, 4), autumn)[0].length(), Span::of_hours(3));
}

#[test]
fn leap_days_and_ends_of_months_are_as_ruled() {
    let zone = Zone::default();
    let month =
        |y, m, d| zone.date(zone.one_month_after(moment(&zone, date(y, m, d), 9, 0)) - Span::of_seconds(1));
    assert_eq!(month(2028, 1, 31), date(2028, 2, 29));
    assert_eq!(month(2027, 1, 31), date(2027, 2, 28));
    assert_eq!(month(2028, 2, 29), date(2028, 3, 29));
    assert_eq!(month(2026, 12, 31), date(2027, 1, 31));
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let before = moment(&berlin, date(2026, 3, 26), 12, 0);
    assert_eq!(berlin.days_after(before, 7) - before, Span::of_hours(168));
    let calendar = Calendar::new(zone);
    assert_eq!(calendar.week(date(2028, 2, 29)), calendar.week(date(2028, 2, 28)));
}

#[test]
fn the_shipped_years_are_what_two_kept_packages_say() {
    let recorded: Vec<String> = include_str!("fixtures/recorded.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let word = |day: &NamedDay| if day.kind == DayKind::Holiday { "off" } else { "work" };
    let ours: Vec<String> =
        xingtan_calendar::shipped().iter().map(|(on, day)| format!("{on} {}", word(day))).collect();
    assert_eq!(ours, recorded);
    assert_eq!(ours.len(), 33 + 39);
    assert!(xingtan_calendar::shipped().iter().all(|(on, day)| {
        xingtan_calendar::notice_of(on.year()) == Some(day.source.as_str()) && !day.name.is_empty()
    }));
}

/// Prints what one judgement costs: the best of ten rounds, as others share the machine.
#[test]
fn a_judgement_costs_less_than_the_twentieth_of_a_millisecond() {
    let calendar = Calendar::new(Zone::default());
    let (roster, windows) = (calendar.roster(), Windows::academy());
    let start = calendar.zone().start_of(date(2026, 3, 2));
    let given = [Stretch { from: start, to: start + Span::of_hours(10) }];
    let round = || {
        let before = std::time::Instant::now();
        let judge = |n: i64| window::judge(&roster, &windows, start + Span::of_minutes(n * 30), &given);
        let allowed = (0..1000).filter(|n| judge(*n).allows()).count();
        (before.elapsed() / 1000, allowed)
    };
    let (each, allowed) = (0..10).map(|_| round()).min().unwrap();
    println!("a judgement: {each:?} ({allowed} of 1000 moments allow learning)");
    assert!(each < std::time::Duration::from_micros(50), "{each:?}");
}

use super::*;
use proptest::prelude::*;

/// Ten in the morning of a Wednesday in Shanghai.
const TEN: i64 = 1_790_128_800;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(TEN + seconds)
}

fn minor() -> Care {
    let limits = Limits { stretch: Span::of_minutes(30), pause: Span::of_minutes(10), opens: 6, closes: 21 };
    Care { rest_after: Some(Span::of_minutes(45)), limits: Some(limits), zone: Zone::default() }
}

fn adult() -> Care {
    Care { limits: None, ..minor() }
}

/// Somebody who reports every 15 s from `from` to `to`; what counted.
fn learn(stretch: &mut Option<Stretch>, from: i64, to: i64, care: &Care) -> i64 {
    (from..to).step_by(15).map(|it| report(stretch, 15, it + 15, care)).sum()
}

fn report(stretch: &mut Option<Stretch>, claimed: i64, now: i64, care: &Care) -> i64 {
    // Sessions of these tests are as long as the limits leave room for; that a session has bounds of its own is below.
    let within = Within { since: at(0), used: 0, counted: 0 };
    let (after, counts) = take(*stretch, within, Span::of_seconds(claimed), at(now), care);
    *stretch = Some(after);
    counts.seconds()
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

#[test]
fn ten_in_the_morning_is_ten_in_the_morning() {
    assert_eq!(Zone::default().local(at(0)).hour(), 10);
}

#[test]
fn a_minor_pauses_after_half_an_hour_and_goes_on_ten_minutes_later() {
    let (care, mut stretch) = (minor(), None);
    assert_eq!(left(None, at(0), &care), Some(Span::of_minutes(30)));
    assert_eq!(learn(&mut stretch, 0, 30 * MINUTE, &care), 30 * MINUTE);
    let pause = Advice::PauseUntil(at(40 * MINUTE));
    assert_eq!(advice(stretch.as_ref(), at(30 * MINUTE), &care), pause);
    assert_eq!(learn(&mut stretch, 30 * MINUTE, 35 * MINUTE, &care), 0, "nothing counts");
    assert_eq!(advice(stretch.as_ref(), at(35 * MINUTE), &care), pause, "trying makes it no longer");
    assert_eq!(advice(stretch.as_ref(), at(40 * MINUTE), &care), Advice::Go);
    assert_eq!(learn(&mut stretch, 40 * MINUTE, 70 * MINUTE, &care), 30 * MINUTE);
    // Short breaks are no pause.
    let mut stretch = None;
    assert_eq!(learn(&mut stretch, 0, 20 * MINUTE, &care), 20 * MINUTE);
    assert_eq!(learn(&mut stretch, 29 * MINUTE, 49 * MINUTE, &care), 10 * MINUTE);
}

#[test]
fn a_minors_day_ends_at_nine_and_begins_at_six() {
    let care = minor();
    let (nine, six) = (11 * HOUR, 20 * HOUR);
    let mut stretch = None;
    assert_eq!(learn(&mut stretch, nine - 5 * MINUTE, nine + 5 * MINUTE, &care), 5 * MINUTE);
    assert_eq!(advice(stretch.as_ref(), at(nine), &care), Advice::ClosedUntil(at(six)));
    assert_eq!(advice(None, at(six - 1), &care), Advice::ClosedUntil(at(six)));
    assert_eq!(advice(None, at(six), &care), Advice::Go);
    assert_eq!(left(None, at(nine - MINUTE), &care), Some(Span::of_minutes(1)));
    assert_eq!(learn(&mut stretch, six, six + 5 * MINUTE, &care), 5 * MINUTE);
    // A pause that would end after nine ends in the morning.
    let mut stretch = None;
    learn(&mut stretch, nine - 35 * MINUTE, nine - 5 * MINUTE, &care);
    assert_eq!(advice(stretch.as_ref(), at(nine - MINUTE), &care), Advice::ClosedUntil(at(six)));
}

#[test]
fn what_a_minor_learned_off_line_counts_in_the_evening_within_the_same_limits() {
    let (care, nine) = (minor(), 11 * HOUR);
    // From seven to eight, with the pause; the line is back at half past nine.
    let mut stretch = Some(Stretch::fresh(at(nine - 2 * HOUR)));
    let honest: i64 = (0..200).map(|_| report(&mut stretch, 15, nine + 30 * MINUTE, &care)).sum();
    assert_eq!(honest, 50 * MINUTE);
    // Somebody who claims both hours whole gets what the limits leave of them.
    let mut stretch = Some(Stretch::fresh(at(nine - 2 * HOUR)));
    let claimed: i64 = (0..480).map(|_| report(&mut stretch, 15, nine + 30 * MINUTE, &care)).sum();
    assert!((85 * MINUTE..=90 * MINUTE).contains(&claimed), "{claimed}");
    // Nobody learns through the night.
    let mut stretch = Some(Stretch::fresh(at(nine)));
    let night: i64 = (0..480).map(|_| report(&mut stretch, 15, nine + 8 * HOUR, &care)).sum();
    assert_eq!(night, 0);
}

#[test]
fn an_adult_is_told_to_rest_after_three_quarters_of_an_hour_and_may_go_on() {
    let (care, mut stretch) = (adult(), None);
    assert_eq!(learn(&mut stretch, 0, 44 * MINUTE, &care), 44 * MINUTE);
    assert_eq!(advice(stretch.as_ref(), at(44 * MINUTE), &care), Advice::Go);
    learn(&mut stretch, 44 * MINUTE, 46 * MINUTE, &care);
    let told = Advice::RestSuggested(Span::of_minutes(46));
    assert_eq!(advice(stretch.as_ref(), at(46 * MINUTE), &care), told);
    assert_eq!(advice(stretch.as_ref(), at(51 * MINUTE), &care), Advice::Go, "rested");
    assert_eq!(learn(&mut stretch, 12 * HOUR, 13 * HOUR, &care), HOUR, "nothing is taken from them");
    let off = Care { rest_after: None, ..adult() };
    assert_eq!(advice(stretch.as_ref(), at(13 * HOUR), &off), Advice::Go);
    assert_eq!(left(stretch.as_ref(), at(13 * HOUR), &care), None);
}

/// A learning session of somebody who withholds its reports: what counts of all of them when they come at last.
fn withheld(stretch: &mut Option<Stretch>, since: i64, now: i64, care: &Care) -> i64 {
    let used = used_at(stretch.as_ref(), at(since), care);
    let mut counted = 0;
    for _ in 0..(now - since) / 15 {
        let within = Within { since: at(since), used, counted };
        let (after, counts) = take(*stretch, within, Span::of_seconds(15), at(now), care);
        *stretch = Some(after);
        counted += counts.seconds();
    }
    counted
}

#[test]
fn reports_that_were_withheld_find_no_room_before_their_session_began() {
    let care = minor();
    // Yesterday evening five minutes; this morning an hour without a pause, told at its end.
    let mut stretch = Some(Stretch { used: 300, ..Stretch::fresh(at(-12 * HOUR)) });
    let gained = withheld(&mut stretch, 0, 60 * MINUTE, &care);
    assert!((50 * MINUTE..=50 * MINUTE + AHEAD).contains(&gained), "{gained}");
    // Twenty-five minutes in time, then a session of which nothing is told for nine minutes: five of them count.
    let mut stretch = Some(Stretch::fresh(at(-12 * HOUR)));
    assert_eq!(learn(&mut stretch, 0, 25 * MINUTE, &care), 25 * MINUTE);
    let gained = withheld(&mut stretch, 25 * MINUTE, 34 * MINUTE, &care);
    assert!((5 * MINUTE..=5 * MINUTE + AHEAD).contains(&gained), "{gained}");
    // A lesson that was opened in the evening and is told of in the morning: nobody learns through the night.
    let mut stretch = None;
    let gained = withheld(&mut stretch, 11 * HOUR - 10 * MINUTE, 20 * HOUR + 5 * MINUTE, &care);
    assert!((15 * MINUTE..=15 * MINUTE + AHEAD).contains(&gained), "{gained}");
}

proptest! {
    /// However it is cut into sessions and whatever is withheld: each gains what could have been learned since it began.
    #[test]
    fn no_session_gains_more_than_could_be_learned_since_it_began(
        sessions in proptest::collection::vec((0i64..1_800, 15i64..7_200, any::<bool>()), 1..8)
    ) {
        let care = minor();
        let (mut stretch, mut now) = (Some(Stretch::fresh(at(-40 * HOUR))), 0);
        for (idle, lasts, tells) in sessions {
            now += idle;
            let since = now;
            now += lasts;
            let gained = match tells {
                true => learn(&mut stretch, since, now - 15, &care),
                false => withheld(&mut stretch, since, now, &care),
            };
            let whole = (now - since) / (40 * MINUTE);
            let most = whole * 30 * MINUTE + ((now - since) % (40 * MINUTE)).min(30 * MINUTE);
            prop_assert!(gained <= most + AHEAD, "{gained} of {most} in {lasts}");
        }
    }

    /// Reports that come as things happen: no minute counts of a stretch that has lasted, or of a night.
    #[test]
    fn no_history_of_reports_in_time_breaks_the_limits(
        steps in proptest::collection::vec((0i64..900, 1i64..=30), 1..300)
    ) {
        let care = minor();
        let (mut stretch, mut now) = (None, 0);
        let mut counted: Vec<(i64, i64)> = Vec::new();
        for (idle, claimed) in steps {
            now += idle + claimed;
            let counts = report(&mut stretch, claimed, now, &care);
            prop_assert!((0..=claimed).contains(&counts));
            // After a long silence a report may be of the time before the end of the day.
            if counts > 0 && idle < 570 {
                // As late as it may have been.
                counted.push((now - claimed, now - claimed + counts));
            }
        }
        let (mut used, mut until) = (0, i64::MIN / 2);
        for (from, to) in counted {
            if from - until >= 10 * MINUTE {
                used = 0;
            }
            used += to - from;
            until = to;
            prop_assert!(used <= 30 * MINUTE, "{used} at a stretch");
            // Of a report that reaches over six or nine o'clock the part within counts.
            let hour = |second: i64| Zone::default().local(at(second)).hour();
            prop_assert!((6..21).contains(&hour(from)) || (6..21).contains(&hour(to + 29)));
        }
    }

    /// Whatever is claimed and whenever it comes: never more than somebody could have learned who keeps the limits.
    #[test]
    fn no_history_gains_more_than_the_limits_leave(
        steps in proptest::collection::vec((0i64..2_000, 1i64..=30), 1..400)
    ) {
        let care = minor();
        let (mut stretch, mut now, mut total) = (None, 0, 0);
        for (later, claimed) in steps {
            now += later;
            total += report(&mut stretch, claimed, now, &care);
            let whole = now / (40 * MINUTE);
            let most = whole * 30 * MINUTE + (now % (40 * MINUTE)).min(30 * MINUTE);
            prop_assert!(total <= most + 2 * AHEAD, "{total} of {most}");
        }
    }

    /// Somebody who keeps the limits loses nothing, whenever the line is cut, and for however many stretches.
    #[test]
    fn whoever_keeps_the_limits_loses_nothing_on_a_bad_line(
        blocks in proptest::collection::vec((4usize..=120, 600i64..1_800, any::<bool>()), 1..8), cut_for_good in 0usize..12
    ) {
        let care = minor();
        let (mut stretch, mut now, mut waiting, mut learned, mut counted) = (None, 0, 0, 0, 0);
        for (block, (reports, pause, cut)) in blocks.into_iter().enumerate() {
            // The day is over before it gets late.
            if now + 4_000 > 10 * HOUR {
                break;
            }
            for n in 0..reports {
                now += 15;
                learned += 15;
                waiting += 1;
                // The line comes back with a report of its own, never in a pause.
                if block >= cut_for_good || (cut && n + 1 < reports) {
                    continue;
                }
                for _ in 0..waiting {
                    counted += report(&mut stretch, 15, now, &care);
                }
                waiting = 0;
            }
            now += pause;
        }
        for _ in 0..waiting {
            counted += report(&mut stretch, 15, now, &care);
        }
        prop_assert_eq!(counted, learned);
    }
}

use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn knock() -> impl Strategy<Value = Knock> {
    let state = prop::sample::select(State::ALL.to_vec());
    let account = (state, prop::option::of(-400i64..400)).prop_map(|(state, days)| Account {
        state,
        until: days.map(|days| NOW + Span::of_days(days)),
        left: false,
    });
    let minutes = || prop::option::of(-100i64..100).prop_map(|m| m.map(|m| NOW + Span::of_minutes(m)));
    let count =
        move || (0i64..30, minutes()).prop_map(|(failures, locked_until)| Count { failures, locked_until });
    (prop::option::of(account), count(), prop::option::of(count()), minutes(), any::<bool>()).prop_map(
        |(account, strangers, device, initial_expires_at, second_factor)| Knock {
            account,
            strangers,
            // A device is known of an account alone.
            device: device.filter(|_| account.is_some()),
            initial_expires_at,
            second_factor,
        },
    )
}

/// A person at whose account strangers and known devices guess; each has a count, the strangers' is the first.
struct Guessed {
    counts: Vec<Count>,
    guesses: Vec<Timestamp>,
}

impl Guessed {
    /// A wrong password at `door`: 0 is any device that is not known.
    fn guess(&mut self, door: usize, lockout: Lockout, now: Timestamp) {
        let knock = Knock {
            account: Some(Account { state: State::Active, until: None, left: false }),
            strangers: self.counts[0],
            device: (door > 0).then(|| self.counts[door]),
            initial_expires_at: None,
            second_factor: false,
        };
        match answer(&knock, false, lockout, now) {
            Answer::Wrong(wrong) => {
                self.guesses.push(now);
                let locked_until = match wrong {
                    Wrong::Left(_) => None,
                    Wrong::LockedUntil(until) => Some(until),
                };
                self.counts[door] = Count { failures: knock.count().in_force() + 1, locked_until };
            }
            Answer::Locked { .. } => {}
            other => panic!("a wrong password got {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn nobody_enters_without_the_password_or_while_locked_or_shut(knock in knock(), proved: bool) {
        let answer = answer(&knock, proved, Lockout::default(), NOW);
        if let Answer::Enter { second_factor } = answer {
            prop_assert!(proved);
            prop_assert!(knock.count().locked_until.is_none_or(|until| until <= NOW));
            prop_assert_eq!(knock.account.unwrap().in_force(NOW), State::Active);
            prop_assert!(knock.initial_expires_at.is_none_or(|at| at > NOW));
            prop_assert_eq!(second_factor, knock.second_factor);
        }
    }

    #[test]
    fn a_wrong_password_is_answered_alike_whoever_the_account_belongs_to(knock in knock()) {
        let knock = Knock { device: None, ..knock };
        let nobody = Knock { account: None, initial_expires_at: None, second_factor: false, ..knock };
        prop_assert_eq!(
            answer(&knock, false, Lockout::default(), NOW),
            answer(&nobody, false, Lockout::default(), NOW)
        );
    }

    /// The same minutes of tries at an account and at a name of nobody get the same answers.
    #[test]
    fn a_name_of_nobody_locks_and_unlocks_like_an_account(minutes in prop::collection::vec(0i64..12, 1..40)) {
        let lockout = Lockout::default();
        let (mut failures, mut locked_until) = (0i64, None::<Timestamp>);
        let mut tries: Vec<(Timestamp, bool)> = Vec::new();
        let mut now = NOW;
        for wait in minutes {
            now = now + Span::of_minutes(wait);
            let known = Knock {
                account: Some(Account { state: State::Active, until: None, left: false }),
                strangers: Count { failures, locked_until }, device: None, initial_expires_at: None,
                second_factor: false,
            };
            let told = answer(&known, false, lockout, now);
            prop_assert_eq!(answer(&stranger(&tries, lockout), false, lockout, now), told);
            match told {
                Answer::Wrong(Wrong::Left(_)) => {
                    failures = known.count().in_force() + 1;
                    locked_until = None;
                    tries.insert(0, (now, false));
                }
                Answer::Wrong(Wrong::LockedUntil(until)) => {
                    failures = known.count().in_force() + 1;
                    locked_until = Some(until);
                    tries.insert(0, (now, true));
                }
                _ => {}
            }
        }
    }

    /// Whatever strangers do, the right password on a device of one's own gets in, unless that device is locked itself.
    #[test]
    fn strangers_lock_out_strangers_alone(knock in knock()) {
        let own = Knock { device: Some(Count::default()), initial_expires_at: None, ..knock };
        let active = own.account.is_some_and(|account| account.in_force(NOW) == State::Active);
        let answered = answer(&own, true, Lockout::default(), NOW);
        prop_assert_eq!(matches!(answered, Answer::Enter { .. }), active);
        prop_assert!(!matches!(answered, Answer::Locked { .. }), "{:?}", answered);
    }

    /// Who holds the cookies of `devices` known devices guesses no more than so many times and once more, as a
    /// stranger, in any stretch of time as long as a lock.
    #[test]
    fn stolen_devices_give_no_more_guesses_than_the_policy_says(
        devices in 0usize..=10,
        failures in 3i64..=20,
        tries in prop::collection::vec((0usize..=10, 0i64..300), 1..400),
    ) {
        let lockout = Lockout { failures, lasts: Span::of_minutes(15) };
        let mut guessed = Guessed { counts: vec![Count::default(); devices + 1], guesses: Vec::new() };
        let mut now = NOW;
        for (door, seconds) in tries {
            now = now + Span::of_seconds(seconds);
            guessed.guess(door % (devices + 1), lockout, now);
        }
        let most = (1 + devices) * usize::try_from(failures).unwrap();
        for (at, begin) in guessed.guesses.iter().enumerate() {
            let within = guessed.guesses[at..].iter().take_while(|guess| **guess - *begin < lockout.lasts).count();
            prop_assert!(within <= most, "{within} guesses, {most} allowed");
        }
    }

    #[test]
    fn a_sliding_window_never_lets_more_failures_through(gaps in prop::collection::vec(0i64..120, 1..200)) {
        let (limit, window) = (30usize, Span::of_minutes(10));
        let (mut now, mut failures) = (NOW, Vec::<Timestamp>::new());
        for gap in gaps {
            now = now + Span::of_seconds(gap);
            if throttled(&failures, limit, window, now).is_none() {
                failures.insert(0, now);
            }
            let within = failures.iter().filter(|at| **at + window > now).count();
            prop_assert!(within <= limit);
        }
    }

    #[test]
    fn the_cap_holds_after_one_more_session(open in 0usize..20, cap in prop::option::of(1usize..8)) {
        let ids: Vec<Uuid> = (0..open as u128).map(Uuid::from_u128).collect();
        let ended = over_cap(&ids, cap);
        prop_assert_eq!(ended, &ids[..ended.len()], "the oldest end");
        match cap {
            None => prop_assert!(ended.is_empty()),
            Some(cap) => {
                prop_assert!(open - ended.len() < cap);
                prop_assert!(ended.is_empty() || open - ended.len() + 1 == cap, "no more than needed");
            }
        }
    }

    #[test]
    fn no_next_address_leads_away(next in "(/|//|/\\\\|https?:|\\PC){0,3}\\PC{0,20}") {
        if let Some(path) = local_path(&next) {
            prop_assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
        }
    }

    #[test]
    fn what_is_unusual_is_read_as_written(picked in prop::sample::subsequence(Unusual::ALL.to_vec(), 0..=3)) {
        prop_assert_eq!(Unusual::read(Unusual::write(&picked).as_deref()), picked);
    }
}

#[test]
fn addresses_that_leave_the_site_or_lead_to_the_door_are_refused() {
    for next in [
        "",
        "today",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\\b",
        "/a\nb",
        "/sign-in",
        "/sign-in?next=/x",
        "/sign-in/forgotten",
        "/sign-out",
        "/setup",
    ] {
        assert_eq!(local_path(next), None, "{next}");
    }
    for next in ["/", "/today", "/courses/1?at=2#top", "/sign-inside", "/搜索"] {
        assert_eq!(local_path(next), Some(next));
    }
}

#[test]
fn the_oldest_door_is_opened_first() {
    let all = Doors {
        second_factor_pending: true,
        must_change: true,
        changed_at: Some(NOW),
        rotation: Some(Span::of_days(180)),
        consented: false,
    };
    assert_eq!(standing(&all, NOW), Standing::SecondFactorPending);
    let proved = Doors { second_factor_pending: false, ..all };
    assert_eq!(standing(&proved, NOW), Standing::MustChangePassword);
    let changed = Doors { must_change: false, ..proved };
    assert_eq!(standing(&changed, NOW), Standing::ConsentPending);
    let consented = Doors { consented: true, ..changed };
    assert_eq!(standing(&consented, NOW), Standing::Full);
    assert_eq!(standing(&consented, NOW + Span::of_days(180)), Standing::MustChangePassword);
}

#[test]
fn a_session_ends_idle_unless_it_was_to_last() {
    let (idle, end) = (Span::of_minutes(120), NOW + Span::of_hours(12));
    let later = NOW + Span::of_minutes(120);
    assert_eq!(run_out(NOW, end, false, idle, later), Some(End::Idle));
    assert_eq!(run_out(NOW, end, true, idle, later), None);
    assert_eq!(run_out(NOW, end, true, idle, end), Some(End::Expired));
    assert_eq!(run_out(NOW, end, false, idle, later - Span::of_seconds(1)), None);
}

#[test]
fn the_first_device_and_network_are_not_unusual() {
    let known = vec!["10.0.0.0/24".to_owned()];
    assert!(unusual(false, 0, "10.0.0.0/24", &[], 0).is_empty());
    assert_eq!(unusual(false, 1, "10.0.0.0/24", &known, 0), [Unusual::Device]);
    assert_eq!(
        unusual(false, 2, "172.16.9.0/24", &known, 3),
        [Unusual::Device, Unusual::Network, Unusual::Failures]
    );
}

#[test]
fn an_address_belongs_to_its_network() {
    for (ip, of) in [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
    ] {
        assert_eq!(network(ip.parse().unwrap()), of);
    }
}

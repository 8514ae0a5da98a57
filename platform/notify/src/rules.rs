//! Which channels a notice takes, and when a mail is tried again. Pure.

use crate::NoticeKind;
use xingtan_clock::Span;

/// The ways of one notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Channels {
    pub page: bool,
    pub mail: bool,
}

/// A duty takes all its channels; an optional kind those that the person chose, or its defaults. A channel without
/// an address is left out.
pub(crate) fn channels(
    kind: &NoticeKind,
    chosen: Option<Channels>,
    has_person: bool,
    has_mail: bool,
) -> Channels {
    let default = Channels { page: kind.page, mail: kind.mail };
    let wanted = if kind.duty { default } else { chosen.unwrap_or(default) };
    Channels { page: wanted.page && has_person, mail: wanted.mail && has_mail }
}

/// After this many attempts a mail is given up.
pub(crate) const ATTEMPTS: i64 = 8;

/// The wait after failed attempt number `attempt`: 1, 5, 15 minutes, 1, 4, 12 hours, then a day.
pub fn backoff(attempt: i64) -> Span {
    Span::of_minutes(match attempt {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        4 => 60,
        5 => 240,
        6 => 720,
        _ => 1440,
    })
}

/// What becomes of a mail that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Tried again after this span.
    Again(Span),
    /// Given up.
    Failed,
}

/// `permanent`: the server said that it will never take it, or the address is none.
pub(crate) fn after(attempt: i64, permanent: bool) -> After {
    if permanent || attempt >= ATTEMPTS { After::Failed } else { After::Again(backoff(attempt)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(duty: bool, page: bool, mail: bool) -> NoticeKind {
        NoticeKind { name: "x.y", duty, page, mail }
    }

    proptest! {
        #[test]
        fn a_duty_cannot_be_switched_off(page: bool, mail: bool, chosen: (bool, bool)) {
            let chosen = Some(Channels { page: chosen.0, mail: chosen.1 });
            prop_assert_eq!(channels(&kind(true, page, mail), chosen, true, true), Channels { page, mail });
        }

        #[test]
        fn an_optional_kind_takes_what_was_chosen(page: bool, mail: bool, chosen: (bool, bool)) {
            let chosen = Channels { page: chosen.0, mail: chosen.1 };
            prop_assert_eq!(channels(&kind(false, page, mail), Some(chosen), true, true), chosen);
            prop_assert_eq!(channels(&kind(false, page, mail), None, true, true), Channels { page, mail });
        }

        #[test]
        fn no_channel_without_an_address(duty: bool, chosen: Option<(bool, bool)>) {
            let chosen = chosen.map(|(page, mail)| Channels { page, mail });
            prop_assert_eq!(
                channels(&kind(duty, true, true), chosen, false, false),
                Channels { page: false, mail: false }
            );
        }

        #[test]
        fn a_mail_ends_after_eight_attempts_and_waits_longer_each_time(attempt in 1i64..20) {
            prop_assert_eq!(after(attempt, true), After::Failed);
            prop_assert_eq!(after(attempt, false) == After::Failed, attempt >= 8);
            prop_assert!(backoff(attempt) <= backoff(attempt + 1));
        }
    }
}

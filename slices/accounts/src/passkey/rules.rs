//! Where passkeys work, and what follows from the answer of one (ACC-7): pure.

use xingtan_clock::Span;

/// A challenge is good for so long.
pub const GOOD_FOR: Span = Span::of_minutes(5);

/// One person has at most so many passkeys.
pub const MOST: i64 = 10;

/// The site for which passkeys are made: its host, and the origin that browsers name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Relying party id.
    pub host: String,
    /// Such as `https://learn.example`.
    pub origin: String,
}

/// Why passkeys do not work at this address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nowhere {
    /// People reach it by http: browsers make passkeys over https only.
    Insecure,
    /// It is reached by a number and not by a name.
    Numbered,
    /// The installation does not say under which address people reach it, and what a request claims is not believed.
    Unnamed,
}

impl Nowhere {
    /// The Fluent key of the reason.
    pub fn key(self) -> &'static str {
        match self {
            Nowhere::Insecure => "accounts-passkey-insecure",
            Nowhere::Numbered => "accounts-passkey-numbered",
            Nowhere::Unnamed => "accounts-passkey-unnamed",
        }
    }
}

/// The site, from the configured public address; without one only from a request that reached `http://localhost`,
/// since what else stands in a Host header could be anybody's.
pub fn site(public: Option<&str>, reached: &str) -> Result<Site, Nowhere> {
    let Some(public) = public else {
        let port = reached.strip_prefix("http://localhost").ok_or(Nowhere::Unnamed)?;
        let plain = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
        return match url::Url::parse(reached) {
            Ok(url) if plain => Ok(of(&url, "localhost")),
            _ => Err(Nowhere::Unnamed),
        };
    };
    let url = url::Url::parse(public).map_err(|_| Nowhere::Unnamed)?;
    match (url.scheme(), url.host()) {
        ("http", Some(url::Host::Domain("localhost"))) => Ok(of(&url, "localhost")),
        ("https", Some(url::Host::Domain(host))) => Ok(of(&url, host)),
        ("https", Some(_)) => Err(Nowhere::Numbered),
        _ => Err(Nowhere::Insecure),
    }
}

fn of(url: &url::Url, host: &str) -> Site {
    Site { host: host.to_owned(), origin: url.origin().ascii_serialization() }
}

/// For what a passkey answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// In place of password and second step.
    Alone,
    /// As the second step, after the password.
    SecondStep,
}

/// What the answer proves by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The key signed this challenge for this site, and the person was verified; its counter says so much.
    Signed(i64),
    /// It signed, and its counter did not go on.
    Back,
    /// It did not sign this challenge for this site.
    Not,
}

/// What is kept of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The last counter that was taken.
    pub counter: i64,
    /// Whether it opens the account without the password.
    pub opens_alone: bool,
    /// Whether its counter has gone back once.
    pub stopped: bool,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It proves who the person is; from now on its counter is this.
    Right(i64),
    /// It proves nothing.
    Wrong,
    /// The counter went back: somebody may hold a copy. The key opens nothing from now on.
    Stop,
    /// The key was stopped before.
    Stopped,
    /// The key opens only together with the password.
    NeedsPassword,
}

/// Judges an answer by what is kept of its key.
pub fn verdict(key: Option<Key>, checked: Checked, used: Use) -> Verdict {
    let Some(key) = key else { return Verdict::Wrong };
    let (signed, goes_on) = match checked {
        Checked::Not => return Verdict::Wrong,
        Checked::Back => (key.counter, false),
        Checked::Signed(counter) => (counter, goes_on(key.counter, counter)),
    };
    if key.stopped {
        Verdict::Stopped
    } else if !goes_on {
        Verdict::Stop
    } else if used == Use::Alone && !key.opens_alone {
        Verdict::NeedsPassword
    } else {
        Verdict::Right(signed)
    }
}

/// A counter grows with every signature; keys that are synchronised between devices keep none and always say zero.
fn goes_on(kept: i64, told: i64) -> bool {
    told > kept || (told == 0 && kept == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn passkeys_are_made_for_the_public_address_over_https_and_for_localhost() {
        let at = |host: &str, origin: &str| Ok(Site { host: host.into(), origin: origin.into() });
        for (public, reached, expected) in [
            (Some("https://learn.example"), "http://whatever", at("learn.example", "https://learn.example")),
            (Some("https://learn.example:8443/x"), "", at("learn.example", "https://learn.example:8443")),
            (Some("http://localhost:8080"), "http://evil", at("localhost", "http://localhost:8080")),
            (Some("http://learn.example"), "http://localhost", Err(Nowhere::Insecure)),
            (Some("https://10.0.0.7"), "http://localhost", Err(Nowhere::Numbered)),
            (Some("https://[::1]"), "http://localhost", Err(Nowhere::Numbered)),
            (None, "http://localhost:8080", at("localhost", "http://localhost:8080")),
            (None, "http://localhost", at("localhost", "http://localhost")),
            (None, "http://localhost.evil.example", Err(Nowhere::Unnamed)),
            (None, "http://localhost:8080.evil.example", Err(Nowhere::Unnamed)),
            (None, "http://localhost:99999", Err(Nowhere::Unnamed)),
            (None, "http://127.0.0.1:8080", Err(Nowhere::Unnamed)),
            (None, "https://learn.example", Err(Nowhere::Unnamed)),
            (None, "https://localhost", Err(Nowhere::Unnamed)),
            (None, "", Err(Nowhere::Unnamed)),
        ] {
            assert_eq!(site(public, reached), expected, "{public:?} {reached}");
        }
    }

    #[test]
    fn an_answer_is_judged_by_what_is_kept_of_its_key() {
        let good = Key { counter: 4, opens_alone: true, stopped: false };
        let second = Key { opens_alone: false, ..good };
        let stopped = Key { stopped: true, ..good };
        let synced = Key { counter: 0, ..good };
        for (key, checked, used, expected) in [
            (None, Checked::Signed(5), Use::Alone, Verdict::Wrong),
            (Some(good), Checked::Not, Use::Alone, Verdict::Wrong),
            (Some(good), Checked::Signed(5), Use::Alone, Verdict::Right(5)),
            (Some(good), Checked::Signed(4), Use::Alone, Verdict::Stop),
            (Some(good), Checked::Signed(0), Use::SecondStep, Verdict::Stop),
            (Some(good), Checked::Back, Use::SecondStep, Verdict::Stop),
            (Some(synced), Checked::Signed(0), Use::Alone, Verdict::Right(0)),
            (Some(second), Checked::Signed(5), Use::Alone, Verdict::NeedsPassword),
            (Some(second), Checked::Signed(5), Use::SecondStep, Verdict::Right(5)),
            (Some(stopped), Checked::Signed(9), Use::SecondStep, Verdict::Stopped),
            (Some(stopped), Checked::Not, Use::Alone, Verdict::Wrong),
        ] {
            assert_eq!(verdict(key, checked, used), expected, "{key:?} {checked:?} {used:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_taken_once_is_never_taken_again(
            counters in prop::collection::vec(0i64..20, 1..40),
            alone in any::<bool>(),
        ) {
            let mut key = Key { counter: 0, opens_alone: alone, stopped: false };
            let mut highest = 0;
            for told in counters {
                match verdict(Some(key), Checked::Signed(told), Use::SecondStep) {
                    Verdict::Right(taken) => {
                        prop_assert!(taken == told && (told > highest || (told == 0 && highest == 0)));
                        prop_assert!(!key.stopped);
                        key.counter = taken;
                        highest = highest.max(taken);
                    }
                    Verdict::Stop => {
                        prop_assert!(told <= highest && !key.stopped);
                        key.stopped = true;
                    }
                    Verdict::Stopped => prop_assert!(key.stopped),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }
    }
}

//! What the slices above say to a learner on the start page: where one stands in a ranking.

use xingtan_auth::Actor;
use xingtan_clock::Timestamp;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;

/// A line on the start page, leading to where it is shown whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayLine {
    /// What stands before it.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: &'static str,
}

/// A line for an actor at a moment; none where there is nothing to say.
pub type TodayTeller = fn(&mut Tx<'_>, &Actor, Timestamp, &Locale) -> Result<Option<TodayLine>>;

/// Those who have something to say; the program lays it over the routes.
#[derive(Clone, Copy, Debug, Default)]
pub struct TodayTellers(pub &'static [TodayTeller]);

impl TodayTellers {
    /// What they say.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn lines(
        self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        now: Timestamp,
        l: &Locale,
    ) -> Result<Vec<TodayLine>> {
        let mut all = Vec::new();
        for teller in self.0 {
            all.extend(teller(tx, actor, now, l)?);
        }
        Ok(all)
    }
}

//! Training held without the platform: a slice above keeps it, and its hours stand beside those booked online (LRN-7).

use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;
use xingtan_auth::Actor;
use xingtan_clock::{Date, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};

/// A training in which somebody took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflinePart {
    /// The day.
    pub day: Date,
    /// What it was about.
    pub topic: String,
    /// How long, in seconds.
    pub seconds: i64,
    /// Its page.
    pub href: String,
    /// Who entered it.
    pub by: String,
}

/// Those of a person on the days from the first to the last, the newest first.
pub type OfflineParts = fn(&mut Tx<'_>, Uuid, (Date, Date)) -> Result<Vec<OfflinePart>>;

/// The training hours of the running month, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthHours {
    /// Booked online.
    pub online: i64,
    /// Of these, those that count.
    pub counted: i64,
    /// Held without the platform.
    pub offline: i64,
    /// The list of them.
    pub href: &'static str,
}

/// Those of the units for which an actor reads them; none for whoever reads none.
pub type MonthOf = fn(&mut Tx<'_>, &Actor, &Zone, Timestamp) -> Result<Option<MonthHours>>;

/// What the slice that keeps training without the platform tells; the program lays it over the routes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline {
    /// What somebody took part in.
    pub parts: Option<OfflineParts>,
    /// The hours of a month.
    pub month: Option<MonthOf>,
}

impl Offline {
    /// What a person took part in on the days from the first to the last.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn of(self, tx: &mut Tx<'_>, person: Uuid, days: (Date, Date)) -> Result<Vec<OfflinePart>> {
        self.parts.map_or_else(|| Ok(Vec::new()), |parts| parts(tx, person, days))
    }

    /// The hours of the running month for whoever reads them.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn hours(
        self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Option<MonthHours>> {
        self.month.map_or(Ok(None), |month| month(tx, actor, zone, now))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Offline {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Infallible> {
        Ok(parts.extensions.get::<Offline>().copied().unwrap_or_default())
    }
}

//! Where somebody whose account was taken out of use contests that: the slices above know, the door shows the way.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_web::{Fault, Visit};

/// The address at which a person contests what holds their account at a moment; none where this slice holds nothing.
pub type Contest = fn(&mut Tx<'_>, Uuid, Timestamp) -> Result<Option<String>>;

/// Those who know, given by the program's wiring. Only who proved to be the person is told.
#[derive(Clone, Copy, Debug)]
pub struct Contests(pub &'static [Contest]);

impl Contests {
    /// The first address that somebody knows.
    pub(crate) async fn find(
        self,
        visit: &Visit,
        person: Uuid,
    ) -> std::result::Result<Option<String>, Fault> {
        let now = visit.now;
        let read = visit.app.db().read(move |tx| {
            for contest in self.0 {
                if let Some(found) = contest(tx, person, now)? {
                    return Ok::<_, Fault>(Some(found));
                }
            }
            Ok(None)
        });
        read.await
    }
}

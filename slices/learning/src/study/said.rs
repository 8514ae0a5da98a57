//! What slices above say of a course on its page: how it is rated, when it was last checked (CRS-9).

use xingtan_auth::Actor;
use xingtan_catalog::api::Course;
use xingtan_clock::Timestamp;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;

/// A part of the course's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseSaid {
    /// Its heading.
    pub title: String,
    /// Sentences, each a line.
    pub lines: Vec<String>,
    /// What people wrote, each with what stands below it.
    pub quotes: Vec<(String, String)>,
    /// Where there is more of it, with the words of the link.
    pub links: Vec<(String, String)>,
}

/// What is asked of those who may have something to say.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    /// Who looks.
    pub actor: &'a Actor,
    /// At which course, which the actor sees.
    pub course: &'a Course,
    /// When.
    pub now: Timestamp,
    /// In which language.
    pub l: &'a Locale,
}

/// Says something of a course; none where there is nothing to say.
pub type CourseTeller = fn(&mut Tx<'_>, &Asks<'_>) -> Result<Option<CourseSaid>>;

/// Those who have something to say; the program lays it over the routes.
#[derive(Clone, Copy, Debug, Default)]
pub struct CourseTellers(pub &'static [CourseTeller]);

impl CourseTellers {
    /// What they say.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn said(self, tx: &mut Tx<'_>, asks: &Asks<'_>) -> Result<Vec<CourseSaid>> {
        let mut all = Vec::new();
        for teller in self.0 {
            all.extend(teller(tx, asks)?);
        }
        Ok(all)
    }
}

//! Who answers for a course: 谁开课谁负责、谁运作谁负责、谁审核谁负责 (CRS-6).

use crate::course::store::{self as courses, Course};
use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};
use xingtan_i18n::Locale;

/// Somebody who answers for a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Who.
    pub person: Uuid,
    /// Their name: a reviewer's as it was when they decided.
    pub name: String,
}

/// Who answers for the version of a course that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// 谁开课: its author.
    pub author: Named,
    /// 谁审核: who approved it, stage by stage; nobody before it was published.
    pub reviewers: Vec<Named>,
    /// 谁运作: who published it; nobody before.
    pub operator: Option<Named>,
}

impl Responsible {
    /// In words for a page: what somebody answers for, and their name.
    pub fn lines(&self, l: &Locale) -> Vec<(String, String)> {
        let reviewers: Vec<&str> = self.reviewers.iter().map(|it| it.name.as_str()).collect();
        let operator = self.operator.iter().map(|it| it.name.as_str());
        [
            ("catalog-responsible-author", self.author.name.clone()),
            ("catalog-responsible-reviewers", reviewers.join(&l.t("catalog-comma"))),
            ("catalog-responsible-operator", operator.collect()),
        ]
        .into_iter()
        .filter(|(_, name)| !name.is_empty())
        .map(|(key, name)| (l.t(key), name))
        .collect()
    }
}

/// Who answers for a course. At most two statements.
///
/// # Errors
/// Those of the database.
pub fn responsible(tx: &mut Tx<'_>, course: &Course) -> Result<Responsible> {
    let author = Named { person: course.author_id, name: course.author_name.clone() };
    let Some(version) = course.published_version_id else {
        return Ok(Responsible { author, reviewers: Vec::new(), operator: None });
    };
    let reviewers: Vec<(Uuid, String)> = tx.all(
        "SELECT reviewer_id, COALESCE(reviewer_name, '') FROM catalog_review
         WHERE version_id = $1 AND state = 'approved' AND reviewer_id IS NOT NULL
           AND round = (SELECT max(round) FROM catalog_review WHERE version_id = $1)
         ORDER BY step",
        params![version],
    )?;
    let operator = match course.publisher_id {
        Some(person) => {
            let name = xingtan_accounts::api::names(tx, &[person])?.remove(&person);
            name.map(|name| Named { person, name })
        }
        None => None,
    };
    Ok(Responsible {
        author,
        reviewers: reviewers.into_iter().map(|(person, name)| Named { person, name }).collect(),
        operator,
    })
}

/// Who answers for the course to which an address of this program leads; none for another address.
///
/// # Errors
/// Those of the database.
pub fn responsible_at(tx: &mut Tx<'_>, address: &str) -> Result<Option<Responsible>> {
    let id = address.strip_prefix("/courses/").and_then(|rest| rest.get(..36));
    let Some(id) = id.and_then(|id| Uuid::parse_str(id).ok()) else { return Ok(None) };
    courses::get(tx, id)?.map(|course| responsible(tx, &course)).transpose()
}

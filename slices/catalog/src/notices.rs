//! What the way of a course to its learners tells people.

use crate::{
    Act,
    course::store::{self as courses, Course},
    review::{
        change::RELEASE,
        reach::Reviewers,
        rules::Stage,
        store::{self as reviews, Review},
    },
};
use xingtan_approvals::events::Told;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind, send};

/// A course waits for a reviewer.
pub const SUBMITTED: NoticeKind = NoticeKind::optional("catalog.submitted");
/// A reviewer or the centre returned a course: its author has to do something.
pub const RETURNED: NoticeKind = NoticeKind::duty("catalog.returned");
/// A course waits for its publication.
pub const APPROVED: NoticeKind = NoticeKind::optional("catalog.approved");
/// One's course was published.
pub const PUBLISHED: NoticeKind = NoticeKind::optional("catalog.published").page_only();

/// A review or a publication is late: those who are to do it, and those above them.
pub const OVERDUE: NoticeKind = NoticeKind::duty("catalog.review-overdue");

/// One's course was taken from everybody at once.
pub const TAKEN_DOWN: NoticeKind = NoticeKind::duty("catalog.taken-down");

/// The first course is written, and there is no category that it could have.
pub const CATEGORY_NEEDED: NoticeKind = NoticeKind::optional("catalog.category-needed");

/// All of them.
pub const ALL: &[NoticeKind] =
    &[SUBMITTED, RETURNED, APPROVED, PUBLISHED, OVERDUE, TAKEN_DOWN, CATEGORY_NEEDED];

/// People who are told at once; where more hold a role, the list of reviews tells the others.
const MOST: usize = 50;

fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    people: &[Uuid],
    course: &Course,
    link: &str,
    act: &Act,
) -> Result<()> {
    let others: Vec<Uuid> = people.iter().copied().filter(|it| *it != act.person).take(MOST).collect();
    for to in xingtan_accounts::api::recipients(tx, &others)? {
        let notice = Notice::new(act.ids.next(), kind, to, act.at)
            .with("title", &course.title)
            .with("who", &act.name)
            .link(link);
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells the reviewers of the open stage that a course waits. Where a department has nobody, the centre's are told.
pub(crate) fn submitted(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let review = course.draft_version_id.map(|id| reviews::open_of(tx, id)).transpose()?.flatten();
    let (people, link) = match &review {
        Some(review) => (judges(tx, review)?, format!("/reviews/{}", review.id)),
        None => (Vec::new(), "/reviews".to_owned()),
    };
    tell(tx, SUBMITTED, &people, course, &link, act)
}

/// Who judges an open stage.
fn judges(tx: &mut Tx<'_>, review: &Review) -> Result<Vec<Uuid>> {
    if review.stage == Stage::Review {
        return xingtan_accounts::api::holders(tx, Role::Reviewer, &review.unit_path);
    }
    let reviewers = Reviewers::of(tx, &review.unit_path)?;
    let people = reviewers.at(review.stage);
    Ok(if people.is_empty() { reviewers.whole } else { people })
}

/// A step of a course's release ran over its time: whoever is to take it is reminded, and those above them are told. A
/// late department's course may then be reviewed by the centre's reviewers. Answers to `approvals.overdue`.
///
/// # Errors
/// Those of the database.
pub fn review_overdue(tx: &mut Tx<'_>, told: &Told, ids: impl Fn() -> Uuid, at: Timestamp) -> Result<()> {
    if told.kind != RELEASE.name {
        return Ok(());
    }
    let Some(course) = courses::get(tx, told.subject)? else { return Ok(()) };
    let Some(version) = course.draft_version_id else { return Ok(()) };
    let mut people = xingtan_accounts::api::holders(tx, Role::Centre, &course.unit_path)?;
    let link = match reviews::open_of(tx, version)? {
        Some(review) => {
            people.extend(judges(tx, &review)?);
            if review.stage == Stage::Department {
                people.extend(Reviewers::of(tx, &review.unit_path)?.whole);
            }
            format!("/reviews/{}", review.id)
        }
        None => format!("/courses/{}/edit", course.id),
    };
    people.sort_unstable();
    people.dedup();
    people.truncate(MOST);
    for to in xingtan_accounts::api::recipients(tx, &people)? {
        let notice = Notice::new(ids(), OVERDUE, to, at).with("title", &course.title).link(&link);
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells author and submitter that a course came back.
pub(crate) fn returned(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let people = writers(tx, course)?;
    tell(tx, RETURNED, &people, course, &format!("/courses/{}/edit", course.id), act)
}

/// Tells the centre that a course waits for its publication.
pub(crate) fn approved(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let people = xingtan_accounts::api::holders(tx, Role::Centre, &course.unit_path)?;
    tell(tx, APPROVED, &people, course, &format!("/courses/{}/edit", course.id), act)
}

/// Tells the centre that there is no category, when the first course is begun.
pub(crate) fn category_needed(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let people = xingtan_accounts::api::holders(tx, Role::Centre, &course.unit_path)?;
    tell(tx, CATEGORY_NEEDED, &people, course, "/courses/categories", act)
}

/// Tells the authors that their course is published.
pub(crate) fn published(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let people = writers(tx, course)?;
    tell(tx, PUBLISHED, &people, course, &format!("/courses/{}/edit", course.id), act)
}

/// Tells authors, reviewers and publisher that a course was taken from everybody.
pub(crate) fn taken_down(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<()> {
    let mut people = writers(tx, course)?;
    people.extend(
        course.published_version_id.map(|it| reviews::approvers(tx, it)).transpose()?.unwrap_or_default(),
    );
    people.extend(course.publisher_id);
    people.sort_unstable();
    people.dedup();
    tell(tx, TAKEN_DOWN, &people, course, &format!("/courses/{}/edit", course.id), act)
}

fn writers(tx: &mut Tx<'_>, course: &Course) -> Result<Vec<Uuid>> {
    let mut people = vec![course.author_id];
    people.extend(crate::course::store::authors(tx, course.id)?.into_iter().map(|(person, _)| person));
    people.dedup();
    Ok(people)
}

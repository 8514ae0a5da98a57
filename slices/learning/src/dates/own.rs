//! The dates that learning knows: when a course opens and is due, when a certificate ends.

use super::{DateKind, Dated, DatesAsked, When, rules};
use crate::{certificate::store as certificates, enrolment::own::own};
use xingtan_db::{Result, Tx};

/// The dates of courses and certificates. Three statements.
///
/// # Errors
/// Those of the database.
pub fn dates(tx: &mut Tx<'_>, asked: &DatesAsked) -> Result<Vec<Dated>> {
    let mut all = Vec::new();
    for it in own(tx, asked.person, asked.now)? {
        let (id, done) = (it.e.id, it.e.completed_at.is_some());
        let href = format!("/courses/{}", it.e.course_id);
        if it.e.required && it.e.opens_at > it.e.enrolled_at {
            all.push(Dated {
                uid: format!("opens-{id}"),
                kind: DateKind::Opens,
                title: it.course.title.clone(),
                when: When::At(it.e.opens_at),
                href: href.clone(),
                done,
            });
        }
        if let Some(due) = it.e.due_at {
            all.push(Dated {
                uid: format!("due-{id}"),
                kind: DateKind::Due,
                title: it.course.title.clone(),
                when: rules::until(due, &asked.zone),
                href,
                done,
            });
        }
    }
    for (id, title, expires_at) in certificates::expiring(tx, asked.person, rules::asked(asked.span()))? {
        all.push(Dated {
            uid: format!("certificate-{id}"),
            kind: DateKind::Expires,
            title,
            when: rules::until(expires_at, &asked.zone),
            href: format!("/certificates/{id}"),
            done: false,
        });
    }
    Ok(all)
}

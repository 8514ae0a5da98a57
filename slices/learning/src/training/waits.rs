//! What the courses of one's roles ask for, as one's start page says it.

use super::{
    Training,
    rules::{Stands, stands},
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::SignedIn;

/// The course of one of one's roles that asks for something.
pub struct Waits {
    /// The course.
    pub course: Uuid,
    /// What it asks for, in words.
    pub text: String,
    /// Whether it may be taken anew.
    pub renews: bool,
    /// The tone of the notice.
    pub tone: &'static str,
}

/// What the courses of one's roles ask for now.
pub fn waiting(
    who: &SignedIn,
    trainings: &[Training],
    roles: &[String],
    passed: &HashMap<Uuid, Timestamp>,
) -> Vec<Waits> {
    let own = trainings.iter().filter(|it| roles.contains(&it.role));
    own.filter_map(|it| {
        let stands = stands(passed.get(&it.course).copied(), it.months, who.l.zone(), who.now);
        let gate = if it.gates { "-gate" } else { "" };
        let (key, end) = match stands {
            Stands::Holds => return None,
            Stands::Missing => (format!("learning-training-missing{gate}"), None),
            Stands::EndsSoon(end) => ("learning-training-soon".to_owned(), Some(end)),
            Stands::Over(end) => (format!("learning-training-over{gate}"), Some(end)),
        };
        let role = who.l.t(&format!("web-role-{}", it.role));
        let day = end.map(|end| who.l.until(end)).unwrap_or_default();
        Some(Waits {
            course: it.course,
            text: who.l.t2(&key, "role", role, "day", day),
            renews: stands.may_renew(),
            tone: if stands.opens() { "slate" } else { "ochre" },
        })
    })
    .collect()
}

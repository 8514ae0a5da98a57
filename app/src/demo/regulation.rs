//! The regulation of a demo academy: its pack, drafted by the centre, approved by somebody else, in force since the
//! demo's first month, and read by some.

use super::{Demo, people::People};
use std::error::Error;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_governance::{
    evaluation::job::EVERYBODY,
    pack,
    regulation::{
        act::Act,
        change::{self, Heading},
        store::{self, Control},
    },
};
use xingtan_i18n::{Kind, Lang};
use xingtan_jobs::Job;
use xingtan_web::Fault;

/// Who has read it, besides one in three of the first generated learners.
const READERS: [&str; 5] = ["center", "manager", "contact", "supervisor", "learner2"];
/// So many generated learners are looked at.
const LEARNERS: usize = 60;

/// The kind of rule that closes study.
const WINDOW: &str = "learning-window";
/// Code of the unit in which it holds, as an academy tries it out first: whoever looks at a demo studies at any hour.
const TRIED_IN: &str = "SP-XS";

/// Brings the academy pack into force; other kinds of institution have no regulation yet.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    if app.institution().kind != Kind::Academy {
        return Ok(());
    }
    let zone = app.institution().zone.clone();
    let from = zone.start_of(zone.date(demo.now - Span::of_days(110)));
    let drafter = act(demo, people, "center", from - Span::of_days(6))?;
    let approver = act(demo, people, "security", from - Span::of_days(3))?;
    let (id, empty) = (demo.ids.next(), Heading { title: String::new(), interpreted_by: String::new() });
    let (readers, night, now) = (readers(people), demo.ids.next(), demo.now);
    app.db()
        .write(move |tx| {
            let version =
                pack::load(tx, id, pack::ACADEMY, Lang::ZhCn, &empty, &drafter).map_err(Fault::from)?;
            let unit = accounts::node_by_code(tx, TRIED_IN)?.ok_or(Fault::NotFound)?;
            for own in store::controls(tx, version.id)?.into_iter().filter(|it| it.kind == WINDOW) {
                store::set_control(tx, &Control { scope_path: unit.path.clone(), ..own })?;
            }
            let at = (id, version.id);
            change::submit(tx, at, version.version, from, &drafter).map_err(Fault::from)?;
            change::decide(tx, at, version.version + 1, None, &approver).map_err(Fault::from)?;
            // The night that a demo has not seen yet: everybody is judged as soon as it is served.
            let job = Job::new(night, EVERYBODY, now).single(EVERYBODY.name);
            xingtan_jobs::enqueue(tx, &job)?;
            for (n, person) in (1_i64..).zip(&readers) {
                store::acknowledge(tx, version.id, *person, from + Span::of_hours(9 + n * 7))?;
            }
            Ok::<_, Fault>(())
        })
        .await
        .map_err(|fault| format!("demo data: the regulation: {fault:?}"))?;
    Ok(())
}

fn readers(people: &People) -> Vec<Uuid> {
    let named = READERS.iter().filter_map(|user| people.named.get(*user)).map(|(id, _)| *id);
    named.chain(people.learners.iter().copied().take(LEARNERS).step_by(3)).collect()
}

fn act(demo: &Demo<'_>, people: &People, user: &str, at: Timestamp) -> Result<Act, Box<dyn Error>> {
    let (id, name) = people.named.get(user).cloned().ok_or("demo data: a person is missing")?;
    Ok(Act::for_person(id, name, at, demo.ids.clone()))
}

//! What nominating and deciding change: each function is a unit of work, with its entry and its notices.

use super::{
    APPROVE, NOMINATE, notices,
    rules::{self, Decide, State, Whom},
    store::{self, Commendation},
};
use std::collections::BTreeSet;
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// The most people of one group.
pub const MOST: usize = 200;

/// A nomination as it is asked for.
#[derive(Clone, Debug)]
pub struct Nomination {
    /// Whom it is about.
    pub whom: Whom,
    /// User names, for a person or a group.
    pub users: Vec<String>,
    /// What a group is called.
    pub label: String,
    /// The unit, where it is about one.
    pub unit: Option<Uuid>,
    /// As what they are commended.
    pub title: String,
    /// What for.
    pub reason: String,
    /// The article it goes by; may be empty.
    pub article: String,
}

/// Nominates.
///
/// # Errors
/// [`Stop::Field`] where somebody or something named is not in the actor's subtree.
pub fn nominate(
    tx: &mut Tx<'_>,
    id: Uuid,
    asked: &Nomination,
    actor: &Actor,
    deed: &Deed,
) -> Result<Commendation, Stop> {
    let (label, unit_path, people) = match asked.whom {
        Whom::Unit => {
            let unknown = || Stop::Field("unit", Msg::new("web-form-choice"));
            let node =
                asked.unit.map(|id| accounts::node(tx, id)).transpose()?.flatten().ok_or_else(unknown)?;
            if !actor.may_at(NOMINATE, &node.path) {
                return Err(unknown());
            }
            (node.name, node.path, Vec::new())
        }
        Whom::Person | Whom::Group => {
            let (people, paths) = named(tx, asked, actor)?;
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let label = match (asked.whom, people.first()) {
                (Whom::Person, Some((_, name))) => name.clone(),
                _ => asked.label.clone(),
            };
            (label, rules::common(&paths), people)
        }
    };
    let it = Commendation {
        id,
        kind: asked.whom.code().to_owned(),
        label,
        unit_path,
        title: asked.title.clone(),
        reason: asked.reason.clone(),
        article: asked.article.clone(),
        state: State::Nominated.code().to_owned(),
        nominated_at: deed.now,
        nominated_by: actor.person,
        nominated_name: actor.name.clone(),
        decided_at: None,
        decided_by: None,
        decided_name: None,
        answer: String::new(),
        version: 1,
    };
    store::add(tx, &it, &people)?;
    notices::nominated(tx, &it, deed)?;
    record(tx, "honours.nominated", &it, deed)?;
    Ok(it)
}

/// People with their names, and the paths of their units.
type Named = (Vec<(Uuid, String)>, Vec<String>);

/// The people of a nomination.
fn named(tx: &mut Tx<'_>, asked: &Nomination, actor: &Actor) -> Result<Named, Stop> {
    let field = |msg| Stop::Field("people", msg);
    let (least, most) = if asked.whom == Whom::Person { (1, 1) } else { (2, MOST) };
    let (mut people, mut paths, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for user in &asked.users {
        let known = accounts::person_by_user(tx, user)?.filter(|it| actor.may_at(NOMINATE, &it.unit_path));
        let Some(person) = known else {
            return Err(field(Msg::new("honours-commendation-nobody").with("user", user.as_str())));
        };
        if seen.insert(person.id) {
            people.push((person.id, person.name));
            paths.push(person.unit_path);
        }
        if people.len() > most {
            break;
        }
    }
    if people.len() < least || people.len() > most {
        return Err(field(match asked.whom {
            Whom::Person => Msg::new("honours-commendation-one"),
            _ => Msg::new("honours-commendation-several").with("most", MOST as i64),
        }));
    }
    Ok((people, paths))
}

/// Another person publishes or declines.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtree; [`Stop::Field`] where it is their own or no longer open.
pub fn decide(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    publishes: bool,
    answer: &str,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it =
        store::one(tx, id)?.filter(|it| actor.may_at(APPROVE, &it.unit_path)).ok_or(Fault::NotFound)?;
    let commended = ids(tx, id)?;
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    match rules::decide(it.state(), it.nominated_by, &commended, actor.person) {
        Decide::Over => return refused("honours-commendation-over"),
        Decide::Nominator => return refused("honours-commendation-nominator"),
        Decide::Own => return refused("honours-commendation-own"),
        Decide::Keep => {}
    }
    let to = if publishes { State::Published } else { State::Declined };
    let by = (actor.person, actor.name.as_str());
    if !store::decide(tx, (id, version), (State::Nominated, to), answer, by, deed.now)? {
        return refused("honours-commendation-over");
    }
    to.code().clone_into(&mut it.state);
    notices::decided(tx, &it, &commended, answer, deed)?;
    record(tx, if publishes { "honours.commended" } else { "honours.nomination-declined" }, &it, deed)
}

/// Whoever nominated takes a nomination back; whoever may approve withdraws what was published.
///
/// # Errors
/// [`Fault::NotFound`] for others; [`Stop::Field`] where it changed meanwhile or there is nothing to withdraw.
pub fn withdraw(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    reason: &str,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = store::one(tx, id)?.filter(|it| may_withdraw(it, actor)).ok_or(Fault::NotFound)?;
    let (from, by) = (it.state(), (actor.person, actor.name.as_str()));
    if !store::decide(tx, (id, version), (from, State::Withdrawn), reason, by, deed.now)? {
        return Err(Stop::Field("", Msg::new("honours-commendation-over")));
    }
    State::Withdrawn.code().clone_into(&mut it.state);
    if from == State::Published {
        let commended = ids(tx, id)?;
        notices::withdrawn(tx, &it, &commended, reason, deed)?;
    }
    record(tx, "honours.commendation-withdrawn", &it, deed)
}

/// Whether somebody may withdraw it as it stands.
pub fn may_withdraw(it: &Commendation, actor: &Actor) -> bool {
    match it.state() {
        State::Nominated => it.nominated_by == actor.person,
        State::Published => actor.may_at(APPROVE, &it.unit_path),
        State::Declined | State::Withdrawn => false,
    }
}

fn ids(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>, Stop> {
    Ok(store::commended(tx, id)?.into_iter().map(|(person, _)| person).collect())
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Commendation, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("commendation", it.id, &it.label)).within(&it.unit_path);
    let detail = serde_json::json!({ "title": it.title, "state": it.state });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}

//! What sending, reminding and withdrawing change: each function is a unit of work, with its entry of the trail.

use super::{
    RELAY, job,
    rules::{self, About, Remind, State},
    store::{self, Relay},
};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_auth::Actor;
use xingtan_clock::{Uuid, Zone};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// What is passed on, as it is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is about.
    pub about: About,
    /// What it is called.
    pub title: String,
    /// What it says, in Markdown.
    pub body: String,
    /// An address of this site; may be empty.
    pub link: String,
    /// The last day of what it is about; may be empty.
    pub until_day: String,
    /// Whether the addressees are asked to confirm it.
    pub confirm: bool,
    /// The path of the node below which its addressees are; empty where the actor answers for one alone.
    pub scope: String,
    /// Positions, units and cohorts.
    pub targets: Targets,
    /// User names.
    pub users: Vec<String>,
}

/// Most people who can be named one by one.
pub const NAMED: usize = 200;
/// People who are looked at together when it is asked whether anybody is meant.
const LOOK: i64 = 1_000;

/// Sends a relay; a job tells its addressees.
///
/// # Errors
/// [`Stop::Field`] where something chosen does not lie in the actor's subtree, or nobody is meant.
pub fn send(tx: &mut Tx<'_>, id: Uuid, wanted: &Wanted, actor: &Actor, deed: &Deed) -> Result<Relay, Stop> {
    let scope = actor.scope(RELAY);
    let path = match (wanted.scope.as_str(), scope.paths()) {
        ("", [only]) => only.clone(),
        (path, _) => path.to_owned(),
    };
    let node = match path.as_str() {
        "/" => accounts::root(tx)?,
        path => accounts::node_by_path(tx, path)?,
    };
    let choice = |field| Stop::Field(field, Msg::new("web-form-choice"));
    let node = node.filter(|it| actor.may_at(RELAY, &it.path)).ok_or_else(|| choice("scope"))?;
    let mut targets = wanted.targets.clone();
    for unit in &targets.nodes {
        accounts::node(tx, *unit)?
            .filter(|it| actor.may_at(RELAY, &it.path))
            .ok_or_else(|| choice("nodes"))?;
    }
    for cohort in &targets.cohorts {
        let known = accounts::cohort(tx, *cohort)?;
        known.filter(|it| actor.may_at(RELAY, &it.node_path)).ok_or_else(|| choice("cohorts"))?;
    }
    for user in &wanted.users {
        let known = accounts::person_by_user(tx, user)?.filter(|it| it.unit_path.starts_with(&node.path));
        let unknown =
            || Stop::Field("persons", Msg::new("insight-relay-unknown").with("name", user.as_str()));
        targets.persons.push(known.ok_or_else(unknown)?.id);
    }
    if !means_anybody(tx, &targets, &node.path)? {
        return Err(Stop::Field("", Msg::new("insight-relay-nobody")));
    }
    let names = accounts::trails(tx, [node.path.as_str()])?;
    let it = Relay {
        id,
        kind: wanted.about.code().to_owned(),
        title: wanted.title.clone(),
        body: wanted.body.clone(),
        link: wanted.link.clone(),
        until_day: wanted.until_day.clone(),
        confirm: wanted.confirm,
        scope_name: names.get(&node.path).cloned().unwrap_or(node.name),
        scope_path: node.path,
        targets: serde_json::to_string(&targets).map_err(|_| Fault::Broken)?,
        sender_id: actor.person,
        sender_name: actor.name.clone(),
        state: State::Sending.code().to_owned(),
        sent_at: deed.now,
        reminded_at: None,
        withdrawn_at: None,
        withdrawn_name: String::new(),
        reason: String::new(),
        version: 1,
        people: 0,
        read: 0,
        confirmed: 0,
    };
    store::add(tx, &it)?;
    job::send_later(tx, deed.ids.next(), id, actor.person, deed.now)?;
    record(tx, "insight.relayed", &it, "", deed)?;
    Ok(it)
}

/// Whether anybody of a subtree is meant.
fn means_anybody(tx: &mut Tx<'_>, targets: &Targets, path: &str) -> Result<bool, Stop> {
    let mut after = None;
    loop {
        let some = accounts::matching(tx, targets, after, LOOK)?;
        if accounts::people(tx, &some)?.iter().any(|it| it.unit_path.starts_with(path)) {
            return Ok(true);
        }
        after = some.last().copied();
        if (some.len() as i64) < LOOK {
            return Ok(false);
        }
    }
}

/// A relay of the actor's subtrees.
///
/// # Errors
/// [`Fault::NotFound`] elsewhere.
pub fn readable(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Relay, Stop> {
    Ok(store::one(tx, id)?.filter(|it| actor.may_at(RELAY, &it.scope_path)).ok_or(Fault::NotFound)?)
}

/// Confirms a relay as its addressee; doing so again changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] for others; [`Stop::Field`] where it was withdrawn or nothing is to be confirmed.
pub fn confirm(tx: &mut Tx<'_>, id: Uuid, person: Uuid, deed: &Deed) -> Result<(), Stop> {
    store::receipt(tx, id, person)?.ok_or(Fault::NotFound)?;
    let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
    if it.state() == State::Withdrawn || !it.confirm {
        return Err(Stop::Field("", Msg::new("insight-relay-no-confirmation")));
    }
    Ok(store::confirm(tx, id, person, deed.now)?)
}

/// Reminds those who have not answered, at most once a day.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtrees; [`Stop::Field`] where nobody is to be reminded now.
pub fn remind(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    actor: &Actor,
    zone: &Zone,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = readable(tx, id, actor)?;
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    let last = it.reminded_at.map(|at| zone.date(at));
    match rules::remind(it.state(), it.open(), last, zone.date(deed.now)) {
        Remind::Today => return refused("insight-relay-reminded-today"),
        Remind::Nobody => return refused("insight-relay-all-answered"),
        Remind::NotSent => return refused("insight-relay-not-sent"),
        Remind::Now => {}
    }
    if !store::remind(tx, (id, version), deed.now)? {
        return refused("web-fault-stale");
    }
    job::tell_later(tx, (deed.ids.next(), id), job::Told::Reminded, actor.person, deed.now)?;
    record(tx, "insight.relay-reminded", &it, "", deed)
}

/// Withdraws a relay; a job tells its addressees.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtrees; [`Stop::Field`] where it changed meanwhile.
pub fn withdraw(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    reason: &str,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = readable(tx, id, actor)?;
    if !store::withdraw(tx, (id, version), &actor.name, reason, deed.now)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    job::tell_later(tx, (deed.ids.next(), id), job::Told::Withdrawn, actor.person, deed.now)?;
    record(tx, "insight.relay-withdrawn", &it, reason, deed)
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Relay, reason: &str, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("relay", it.id, &it.title)).within(&it.scope_path);
    let detail = serde_json::json!({ "kind": it.kind, "confirm": it.confirm, "reason": reason });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}

//! What drafters do to regulations, each within the caller's unit of work: rule, rows, entry of the trail.

use super::{
    act::{Act, Undo},
    rules::{self, Refusal, Stage, State},
    store::{self, Article, Control, Regulation, Version},
};
use crate::kind::{self, params::Params};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Lang, Msg};
use xingtan_web::Fault;

/// Most articles of a version: a longer one is several regulations.
pub const MOST_ARTICLES: usize = 300;
/// Most controls of an article.
pub const MOST_CONTROLS: usize = 20;

/// What a regulation is called, and who says how it is meant.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 名称.
    pub title: String,
    /// 解释单位.
    pub interpreted_by: String,
}

/// What an article says.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Its text in Markdown.
    pub body: String,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
}

/// What a control demands, of whom.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The kind of rule.
    pub kind: String,
    /// Its parameters, which fit the kind.
    pub params: Params,
    /// The unit below which it holds; none: everywhere.
    pub scope: Option<Uuid>,
    /// The role that it concerns; none: everybody.
    pub role: Option<String>,
}

/// A fresh version that says nothing yet.
pub fn blank(id: Uuid, regulation: Uuid, number: i64, lang: Lang, act: &Act) -> Version {
    Version {
        id,
        regulation_id: regulation,
        number,
        lang: lang.tag().to_owned(),
        note: String::new(),
        state: State::Draft.code().to_owned(),
        in_force_from: None,
        drafted_by: Some(act.person),
        drafted_at: act.at,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    }
}

/// Begins a regulation with an empty draft; the draft.
///
/// # Errors
/// Those of the database.
pub fn begin(tx: &mut Tx<'_>, id: Uuid, heading: &Heading, lang: Lang, act: &Act) -> Result<Version, Undo> {
    let regulation = Regulation {
        id,
        title: heading.title.clone(),
        interpreted_by: heading.interpreted_by.clone(),
        created_at: act.at,
    };
    store::add_regulation(tx, &regulation, Some(act.person))?;
    let version = blank(act.ids.next(), id, 1, lang, act);
    store::add_version(tx, &version)?;
    let entry = act.entry("governance.regulation-begun", id, &heading.title);
    xingtan_audit::record(tx, &entry)?;
    Ok(version)
}

/// Begins the next version as a copy of the one in force; where a draft is open already, that one.
///
/// # Errors
/// [`Fault::NotFound`] where the regulation is not there.
pub fn draft(tx: &mut Tx<'_>, regulation: Uuid, act: &Act) -> Result<Version, Undo> {
    let own = store::regulation(tx, regulation)?.ok_or(Fault::NotFound)?;
    let versions = store::versions_of(tx, regulation)?;
    if let Some(open) = versions.iter().find(|it| it.state() != State::Approved) {
        return Ok(open.clone());
    }
    let stages = store::stages(&versions, act.at);
    let in_force = |it: &&Version| stages.get(&it.id).is_some_and(|(stage, _)| *stage == Stage::InForce);
    let from = versions.iter().find(in_force).or(versions.first());
    let number = versions.first().map_or(0, |it| it.number) + 1;
    let lang = from.and_then(|it| it.lang.parse().ok()).unwrap_or_default();
    let version = blank(act.ids.next(), regulation, number, lang, act);
    store::add_version(tx, &version)?;
    if let Some(from) = from {
        copy(tx, from.id, version.id, act)?;
    }
    let entry = act.entry("governance.version-drafted", regulation, &own.title);
    xingtan_audit::record(tx, &entry.detail(&serde_json::json!({ "version": number })))?;
    Ok(version)
}

/// Throws a draft away, and with the only version its regulation; the trail keeps that it was there, and of what it
/// consisted. `seen` none: whatever its count of changes is.
///
/// # Errors
/// Why not: [`Refusal::Kept`] for what was submitted once.
pub fn discard(tx: &mut Tx<'_>, at: (Uuid, Uuid), seen: Option<i64>, act: &Act) -> Result<(), Undo> {
    let (regulation, version) = found(tx, at)?;
    rules::discard(version.state(), version.submitted_at).map_err(Undo::why)?;
    if !store::touch(tx, version.id, seen)? {
        return Err(Undo::Stale);
    }
    let articles = store::articles(tx, version.id)?;
    let told: Vec<String> = articles.iter().map(|it| format!("{} {}", it.number, it.title)).collect();
    store::remove_version(tx, version.id)?;
    if store::versions_of(tx, regulation.id)?.is_empty() {
        store::remove_regulation(tx, regulation.id)?;
    }
    let told = serde_json::json!({ "version": version.number, "articles": told });
    let entry = act.entry("governance.version-discarded", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

fn copy(tx: &mut Tx<'_>, from: Uuid, to: Uuid, act: &Act) -> Result<(), Undo> {
    let mut places: HashMap<Uuid, Uuid> = HashMap::new();
    for it in store::articles(tx, from)? {
        let id = act.ids.next();
        places.insert(it.id, id);
        store::add_article(tx, &Article { id, version_id: to, ..it })?;
    }
    for it in store::controls(tx, from)? {
        let Some(article_id) = places.get(&it.article_id).copied() else { continue };
        store::add_control(tx, &Control { id: act.ids.next(), version_id: to, article_id, ..it })?;
    }
    Ok(())
}

/// A draft that is changed: its regulation, itself, with the change counted.
fn changed(tx: &mut Tx<'_>, at: (Uuid, Uuid), seen: i64) -> Result<(Regulation, Version), Undo> {
    let (regulation, version) = found(tx, at)?;
    if version.state() != State::Draft {
        return Err(Undo::why(Refusal::NotDraft));
    }
    if !store::touch(tx, version.id, Some(seen))? {
        return Err(Undo::Stale);
    }
    Ok((regulation, version))
}

/// A version of a regulation.
///
/// # Errors
/// [`Fault::NotFound`] where it is of another one, or not there.
pub fn found(tx: &mut Tx<'_>, (regulation, version): (Uuid, Uuid)) -> Result<(Regulation, Version), Fault> {
    let own = store::regulation(tx, regulation)?.ok_or(Fault::NotFound)?;
    let version = store::version(tx, version)?.filter(|it| it.regulation_id == regulation);
    Ok((own, version.ok_or(Fault::NotFound)?))
}

/// Another note; and another heading, as long as no version was approved: afterwards people know the regulation by it.
///
/// # Errors
/// Why not.
pub fn facts(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    note: &str,
    heading: Option<&Heading>,
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    store::note(tx, version.id, note)?;
    let mut title = regulation.title;
    if let Some(heading) = heading {
        let versions = store::versions_of(tx, regulation.id)?;
        if versions.iter().any(|it| it.state() == State::Approved) {
            return Err(Undo::Refused("title".to_owned(), Msg::new("governance-refused-heading")));
        }
        store::rename(tx, regulation.id, &heading.title, &heading.interpreted_by)?;
        title = heading.title.clone();
    }
    let entry = act.entry("governance.version-saved", regulation.id, &title);
    xingtan_audit::record(tx, &entry.detail(&serde_json::json!({ "version": version.number })))?;
    Ok(())
}

/// An article of a draft.
fn own_article(tx: &mut Tx<'_>, version: Uuid, id: Uuid) -> Result<Article, Undo> {
    let found = store::article(tx, id)?.filter(|it| it.version_id == version);
    Ok(found.ok_or(Fault::NotFound)?)
}

/// Adds an article at the end, or gives one another wording. `new`: the id of a new one.
///
/// # Errors
/// Why not.
pub fn save_article(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    (id, new): (Uuid, bool),
    wording: &Wording,
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let articles = store::articles(tx, version.id)?;
    if articles.iter().any(|it| it.id != id && it.number == wording.number) {
        return Err(Undo::Refused("number".to_owned(), Msg::new("governance-refused-number")));
    }
    let place = match new {
        true if articles.len() >= MOST_ARTICLES => {
            let msg = Msg::new("governance-refused-many-articles").with("most", MOST_ARTICLES);
            return Err(Undo::Refused(String::new(), msg));
        }
        true => articles.last().map_or(0, |it| it.place + 1),
        false => own_article(tx, version.id, id)?.place,
    };
    let article = Article {
        id,
        version_id: version.id,
        place,
        number: wording.number.clone(),
        title: wording.title.clone(),
        body: wording.body.clone(),
        by_hand: wording.by_hand.clone(),
    };
    if new {
        store::add_article(tx, &article)?;
    } else {
        store::set_article(tx, &article)?;
    }
    let told =
        serde_json::json!({ "version": version.number, "article": article.number, "title": article.title });
    let entry = act.entry("governance.article-saved", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

/// Moves an article one place up or down; at the end of the list it stays.
///
/// # Errors
/// Why not.
pub fn move_article(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    id: Uuid,
    up: bool,
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let mut articles = store::articles(tx, version.id)?;
    let own = articles.iter().position(|it| it.id == id).ok_or(Fault::NotFound)?;
    let other = if up { own.checked_sub(1) } else { Some(own + 1).filter(|it| *it < articles.len()) };
    let Some(other) = other else { return Ok(()) };
    articles.swap(own, other);
    let number = articles[other].number.clone();
    for (place, it) in (0_i64..).zip(articles) {
        if it.place != place {
            store::set_article(tx, &Article { place, ..it })?;
        }
    }
    let told = serde_json::json!({ "version": version.number, "article": number });
    let entry = act.entry("governance.article-moved", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

/// Takes an article of a draft away, with its controls.
///
/// # Errors
/// Why not.
pub fn remove_article(tx: &mut Tx<'_>, at: (Uuid, Uuid), seen: i64, id: Uuid, act: &Act) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let article = own_article(tx, version.id, id)?;
    store::remove_article(tx, id)?;
    let told =
        serde_json::json!({ "version": version.number, "article": article.number, "title": article.title });
    let entry = act.entry("governance.article-removed", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

/// Binds a rule to an article, or changes what it demands. `new`: the id of a new one, which is its key as well.
///
/// # Errors
/// Why not: a unit or a role that is not there, the same rule for the same people once more.
pub fn save_control(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    article: Uuid,
    (id, new): (Uuid, bool),
    demand: &Demand,
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let article = own_article(tx, version.id, article)?;
    let choice = |field: &str| Undo::Refused(field.to_owned(), Msg::new("web-form-choice"));
    let scope_path = match demand.scope {
        Some(node) => accounts::node(tx, node)?.ok_or_else(|| choice("scope"))?.path,
        None => String::new(),
    };
    let controls = store::controls(tx, version.id)?;
    let own = controls.iter().find(|it| it.id == id && it.article_id == article.id);
    let whole = kind::of(&demand.kind).is_some_and(|kind| kind.works() == kind::Works::Prescribes);
    if whole && (demand.scope.is_some() || demand.role.is_some()) {
        return Err(Undo::Refused("scope".to_owned(), Msg::new("governance-refused-whole")));
    }
    let control = match (own, new) {
        (None, true) => Control {
            id,
            control_key: id,
            version_id: version.id,
            article_id: article.id,
            kind: demand.kind.clone(),
            params: demand.params.json(),
            scope_path,
            scope_role: demand.role.clone(),
        },
        (Some(own), false) if own.kind == demand.kind => Control {
            params: demand.params.json(),
            scope_path,
            scope_role: demand.role.clone(),
            ..own.clone()
        },
        _ => return Err(Fault::NotFound.into()),
    };
    if new && controls.iter().filter(|it| it.article_id == article.id).count() >= MOST_CONTROLS {
        let msg = Msg::new("governance-refused-many-controls").with("most", MOST_CONTROLS);
        return Err(Undo::Refused(String::new(), msg));
    }
    let mut bound = bound(&controls, Some(id));
    bound.push((&control.kind, &control.scope_path, control.scope_role.as_deref()));
    if rules::twice(&bound) {
        return Err(Undo::Refused("scope".to_owned(), Msg::new(Refusal::Twice.key())));
    }
    if new {
        store::add_control(tx, &control)?;
    } else {
        store::set_control(tx, &control)?;
    }
    let told = serde_json::json!({
        "version": version.number, "article": article.number, "kind": control.kind, "scope": control.scope_path,
        "role": control.scope_role, "params": serde_json::from_str::<serde_json::Value>(&control.params).ok(),
    });
    let entry = act.entry("governance.control-saved", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

/// What matters of controls for whether they go together, but for one of them.
fn bound(controls: &[Control], but: Option<Uuid>) -> Vec<rules::Bound<'_>> {
    let others = controls.iter().filter(|it| Some(it.id) != but);
    others.map(|it| (it.kind.as_str(), it.scope_path.as_str(), it.scope_role.as_deref())).collect()
}

/// Takes a control of a draft away.
///
/// # Errors
/// Why not.
pub fn remove_control(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    (article, id): (Uuid, Uuid),
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let article = own_article(tx, version.id, article)?;
    let control = store::control(tx, id)?.filter(|it| it.article_id == article.id).ok_or(Fault::NotFound)?;
    store::remove_control(tx, id)?;
    let told =
        serde_json::json!({ "version": version.number, "article": article.number, "kind": control.kind });
    let entry = act.entry("governance.control-removed", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    Ok(())
}

/// Submits a draft that is to govern from `from`.
///
/// # Errors
/// Why not.
pub fn submit(tx: &mut Tx<'_>, at: (Uuid, Uuid), seen: i64, from: Timestamp, act: &Act) -> Result<(), Undo> {
    let (regulation, version) = changed(tx, at, seen)?;
    let articles = store::articles(tx, version.id)?;
    let controls = store::controls(tx, version.id)?;
    rules::submit(version.state(), articles.len(), &bound(&controls, None), from, act.at).map_err(
        |refusal| match refusal {
            Refusal::Past => Undo::Refused("from".to_owned(), Msg::new(refusal.key())),
            other => Undo::why(other),
        },
    )?;
    // A version of the program that knew more kinds may have drafted it.
    if controls.iter().any(|it| kind::of(&it.kind).is_none()) {
        return Err(Undo::Refused(String::new(), Msg::new("governance-kind-unknown")));
    }
    store::submit(tx, version.id, from, act.person, act.at)?;
    let told = serde_json::json!({ "version": version.number, "from": from });
    let entry = act.entry("governance.version-submitted", regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    super::notices::waits(tx, &regulation, &version, act)?;
    Ok(())
}

/// Approves what was submitted, or sends it back with a reason.
///
/// # Errors
/// Why not.
pub fn decide(
    tx: &mut Tx<'_>,
    at: (Uuid, Uuid),
    seen: i64,
    sent_back: Option<&str>,
    act: &Act,
) -> Result<(), Undo> {
    let (regulation, version) = found(tx, at)?;
    let from = version.in_force_from.unwrap_or(act.at);
    let day = sent_back.is_none().then_some((from, act.at));
    rules::decide(version.state(), act.person, version.drafted_by, version.submitted_by, day)
        .map_err(Undo::why)?;
    if !store::touch(tx, version.id, Some(seen))? {
        return Err(Undo::Stale);
    }
    let action = match sent_back {
        Some(reason) => {
            store::send_back(tx, version.id, reason, act.person, act.at)?;
            "governance.version-returned"
        }
        None => {
            store::approve(tx, version.id, from, Some(act.person), act.at)?;
            "governance.version-approved"
        }
    };
    let told = serde_json::json!({ "version": version.number, "from": from, "reason": sent_back });
    let entry = act.entry(action, regulation.id, &regulation.title);
    xingtan_audit::record(tx, &entry.detail(&told))?;
    super::notices::decided(tx, &regulation, &version, sent_back, act)?;
    Ok(())
}

/// Somebody says that they have read the version in force; false where they had. A version that governs no more, or not
/// yet, cannot be acknowledged: the person has not seen what holds.
///
/// # Errors
/// Why not.
pub fn acknowledge(tx: &mut Tx<'_>, at: (Uuid, Uuid), act: &Act) -> Result<bool, Undo> {
    let (_, version) = found(tx, at)?;
    let versions = store::versions_of(tx, at.0)?;
    match store::stages(&versions, act.at).get(&version.id) {
        Some((Stage::InForce, _)) => Ok(store::acknowledge(tx, version.id, act.person, act.at)?),
        Some((Stage::Past, _)) => {
            Err(Undo::Refused(String::new(), Msg::new("governance-refused-not-in-force")))
        }
        _ => Err(Fault::NotFound.into()),
    }
}

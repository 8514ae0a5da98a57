//! What the forms of the organisation do.

use super::{
    MANAGE, NodeKind, QUOTA,
    change::{self, Changed, Edit, Move},
    page::{self, Forms},
    rules::{SIBLINGS, not_free},
    store::{self, NewNode, Node},
};
use crate::{
    people::saving::{Saved, Stop, prepare, save},
    person::Prepared,
};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::HeaderMap;
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// Longest name of a node.
const NAME: usize = 60;
/// Most seats that can be given.
const SEATS: i64 = 10_000_000;

fn managed(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Node, Stop> {
    let node = store::node(tx, id)?.filter(|node| who.actor.may_at(MANAGE, &node.path));
    node.ok_or(Stop::Fault(Fault::NotFound))
}

/// A code for files: letters, digits and the signs of codes.
fn code(form: &mut Form, name: &str) -> Option<String> {
    let code = form.optional(name, 40);
    if code.as_deref().is_some_and(|code| code.contains(['/', ',', ';'])) {
        form.refuse(name, Msg::new("accounts-organisation-code-signs"));
    }
    code
}

fn kind(form: &mut Form, name: &str, who: &SignedIn, root: bool) -> NodeKind {
    let kind = form.choice::<NodeKind>(name);
    let root_kind = NodeKind::root(who.l.kind());
    let allowed = |kind: &NodeKind| {
        if root { *kind == root_kind } else { NodeKind::below_root(who.l.kind()).contains(kind) }
    };
    kind.filter(allowed).unwrap_or_else(|| {
        form.refuse(name, Msg::new("web-form-choice"));
        root_kind
    })
}

fn quota(form: &mut Form, name: &str) -> Option<i64> {
    let empty = form.value(name).trim().is_empty();
    (!empty).then(|| form.int(name, 0..=SEATS))
}

/// What is said beside the fields whose name or code another node has already.
fn taken(field: &'static str, name_field: &'static str, name: &str) -> impl Fn(Error) -> Stop {
    move |error| match error {
        Error::Unique(what) if what == SIBLINGS => Stop::Field(name_field, not_free(name)),
        Error::Unique(_) => Stop::Field(field, Msg::new("accounts-organisation-code-taken")),
        other => Stop::Db(other),
    }
}

/// Reads what a form says of a node that is there; what is wrong stands beside the fields.
pub fn read_edit(form: &mut Form, who: &SignedIn, before: &Node) -> Edit {
    Edit {
        name: form.text("name", Text::required(NAME)),
        kind: kind(form, "kind", who, before.parent_id.is_none()).code().to_owned(),
        code: code(form, "code"),
        // Seats are given from above: nobody widens the own quota.
        seat_quota: match who.actor.may_at(QUOTA, &before.path) {
            true => quota(form, "seat_quota"),
            false => before.seat_quota,
        },
        version: form.int("version", 0..=i64::MAX),
    }
}

/// Carries an edit out by the rules of form and API; takes one id.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn edited(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, id: Uuid, edit: &Edit) -> Result<(), Stop> {
    managed(tx, who, id)?;
    match change::edit(tx, &act.begin(), id, edit).map_err(taken("code", "name", &edit.name))? {
        Changed::Done => Ok(()),
        Changed::Stale => Err(Stop::Field("", Msg::new("web-fault-stale"))),
        Changed::Refused(msg) => Err(Stop::Field("", msg)),
    }
}

/// `POST /organisation/ID`: another name, kind, code or number of seats.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let before = app.db().read(move |tx| store::node(tx, id)).await?.ok_or(Fault::NotFound)?;
    who.must_at(MANAGE, &before.path)?;
    let edit = read_edit(&mut form, &who, &before);
    xingtan_words::screen_names(&who, &mut form, &[("name", &before.name)]).await?;
    let to = format!("/organisation/{id}");
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, 1));
        let saved = save(&who, &mut form, &to, move |tx| edited(tx, &signed, &act, id, &edit));
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-organisation-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Forms { edit: Some(form), ..Forms::default() }).await
}

/// Reads what a form says of a new node below `above`; what is wrong stands beside the fields.
pub fn read_new(form: &mut Form, who: &SignedIn, id: Uuid, above: Uuid) -> NewNode {
    NewNode {
        id,
        parent: Some(above),
        name: form.text("child_name", Text::required(NAME)),
        kind: kind(form, "child_kind", who, false),
        code: code(form, "child_code"),
        seat_quota: None,
    }
}

/// Adds a node by the rules of form and API; takes one id.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn added(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, new: &NewNode) -> Result<Node, Stop> {
    let above = managed(tx, who, new.parent.unwrap_or_default())?;
    if above.depth() >= super::rules::DEEPEST {
        return Err(Stop::Field("", super::rules::MoveRefused::TooDeep.msg()));
    }
    change::add(tx, &act.begin(), new).map_err(taken("child_code", "child_name", &new.name))
}

/// `POST /organisation/ID/children`: a node below this one.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let new = read_new(&mut form, &who, app.id(), id);
    xingtan_words::screen_names(&who, &mut form, &[("child_name", "")]).await?;
    let to = format!("/organisation/{id}");
    if form.ok() {
        let (signed, act, name) = (who.clone(), prepare(&who, 1), new.name.clone());
        let saved = save(&who, &mut form, &to, move |tx| added(tx, &signed, &act, &new));
        match saved.await? {
            Saved::Done(_) => {
                return Ok(who.go(&to, "pine", &Msg::new("accounts-organisation-added").with("name", name)));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Forms { child: Some(form), ..Forms::default() }).await
}

/// `POST /organisation/ID/place`: below another node, chosen from a list.
pub async fn place(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = form.id("to").unwrap_or_default();
    let tree_version = form.int("version", 0..=i64::MAX);
    let back = format!("/organisation/{id}");
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, 3));
        let wanted = Move { node: id, to, position: None, tree_version };
        let saved = save(&who, &mut form, &back, move |tx| moved(tx, &signed, &act, &wanted));
        match saved.await? {
            Saved::Done(_) => return Ok(who.go(&back, "pine", &Msg::new("accounts-organisation-moved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Forms { place: Some(form), ..Forms::default() }).await
}

/// Both ends of a move must be the mover's; answers the version of the tree. Takes three ids.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn moved(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, wanted: &Move) -> Result<i64, Stop> {
    let node = managed(tx, who, wanted.node)?;
    managed(tx, who, wanted.to)?;
    if let Some(above) = node.parent_id {
        managed(tx, who, above)?;
    }
    match change::place(tx, &act.begin(), wanted)? {
        Changed::Done => Ok(store::tree_version(tx)?),
        Changed::Stale => Err(Stop::Field("", Msg::new("accounts-organisation-move-stale"))),
        Changed::Refused(msg) => Err(Stop::Field("to", msg)),
    }
}

/// `POST /organisation/ID/arrangement`: the tree editor's move in the tree below this node: `item`, `parent` (empty:
/// directly below), `position`, `version`. Answers `{version}` to scripts, the tree to everybody else.
pub async fn arrange(
    State(_): State<App>,
    who: SignedIn,
    Path(top): Path<Uuid>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Fault> {
    let node = form.id("item").unwrap_or_default();
    let to = form.optional_id("parent").unwrap_or(top);
    let position = usize::try_from(form.int("position", 0..=100_000)).ok();
    let tree_version = form.int("version", 0..=i64::MAX);
    if !form.ok() {
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    }
    let (signed, act) = (who.clone(), prepare(&who, 3));
    let wanted = Move { node, to, position, tree_version };
    let saved = save(&who, &mut form, "/organisation", move |tx| moved(tx, &signed, &act, &wanted)).await?;
    let version = match saved {
        Saved::Done(version) => version,
        Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => {
            let said = form.errors().next().map(|(_, msg)| msg.clone());
            return Err(Fault::Conflict(said.unwrap_or(Msg::new("web-fault-conflict"))));
        }
    };
    let wants_json = headers.get(http::header::ACCEPT).is_some_and(|accept| accept == "application/json");
    match wants_json {
        true => Ok(Json(json!({ "version": version })).into_response()),
        false => Ok(who.go("/organisation", "pine", &Msg::new("accounts-organisation-moved"))),
    }
}

/// Puts an empty node into the bin by the rules of form and API; answers it as it was. Takes one id. Without a version
/// whatever is kept now goes.
///
/// # Errors
/// [`Stop`], with what stands in the way.
pub fn deleted(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    id: Uuid,
    version: Option<i64>,
) -> Result<Node, Stop> {
    let node = managed(tx, who, id)?;
    match change::delete(tx, &act.begin(), id, version.unwrap_or(node.version))? {
        Changed::Done => Ok(node),
        Changed::Stale => Err(Stop::Field("", Msg::new("web-fault-stale"))),
        Changed::Refused(msg) => Err(Stop::Field("", msg)),
    }
}

/// `POST /organisation/ID/delete`: an empty node into the bin.
pub async fn delete(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let version = form.int("version", 0..=i64::MAX);
    let (signed, act) = (who.clone(), prepare(&who, 1));
    let unit = move |tx: &mut Tx<'_>| deleted(tx, &signed, &act, id, Some(version));
    let saved = save(&who, &mut form, "/organisation", unit);
    match saved.await? {
        Saved::Done(_) => Ok(who.go("/organisation", "pine", &Msg::new("accounts-organisation-deleted"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => refused(&who, &form, &format!("/organisation/{id}/delete")),
    }
}

/// Takes a node out of the bin by the rules of form and API; takes one id.
///
/// # Errors
/// [`Stop`], with what stands in the way.
pub fn restored(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, id: Uuid) -> Result<(), Stop> {
    let gone = change::deleted(tx, id)?.filter(|gone| who.actor.may_at(MANAGE, &gone.path));
    gone.ok_or(Stop::Fault(Fault::NotFound))?;
    match change::restore(tx, &act.begin(), id)? {
        Changed::Refused(msg) => Err(Stop::Field("", msg)),
        Changed::Done | Changed::Stale => Ok(()),
    }
}

/// `POST /organisation/ID/restore`: out of the bin.
pub async fn restore(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = format!("/organisation/{id}");
    let (signed, act) = (who.clone(), prepare(&who, 1));
    let saved = save(&who, &mut form, &to, move |tx| restored(tx, &signed, &act, id));
    match saved.await? {
        Saved::Done(()) => Ok(who.go(&to, "pine", &Msg::new("accounts-organisation-restored"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => refused(&who, &form, "/organisation/bin"),
    }
}

/// Back to the page with the reason, where a form has no fields to show it beside.
fn refused(who: &SignedIn, form: &Form, to: &str) -> Result<Response, Fault> {
    let said = form.errors().next().map(|(_, msg)| msg.clone());
    Ok(who.go(to, "cinnabar", &said.unwrap_or(Msg::new("web-fault-conflict"))))
}

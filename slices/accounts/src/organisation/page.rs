//! What a person sees of the organisation.

use super::{
    MANAGE, NodeKind, QUOTA, READ, change,
    store::{self, Node},
    tree::{self, TreeRow},
};
use crate::{grant, people::saving::shown, person::store::seats_by_unit};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "organisation/tree.html")]
struct TreePage {
    page: Page,
    line: String,
    query: String,
    top: Node,
    top_kind: String,
    top_taken: i64,
    tops: Vec<(String, String, bool)>,
    rows: Vec<TreeRow>,
    found: Vec<(Uuid, String, String)>,
    version: i64,
    may_manage: bool,
    may_bin: bool,
    may_cohorts: bool,
}

impl TreePage {
    fn kind(&self, node: &Node) -> String {
        kind_name(&self.page, node)
    }
}

fn kind_name(page: &Page, node: &Node) -> String {
    node.kind.parse::<NodeKind>().map_or_else(|_| node.kind.clone(), |kind| page.l.t(&kind.key()))
}

/// The kinds of nodes below the root, as choices.
pub fn kind_names(l: &Locale) -> Vec<(String, String)> {
    NodeKind::below_root(l.kind()).iter().map(|kind| (kind.code().to_owned(), l.t(&kind.key()))).collect()
}

struct Tree {
    tops: Vec<Node>,
    top: Node,
    nodes: Vec<Node>,
    people: HashMap<Uuid, i64>,
    found: Vec<(Uuid, String, String)>,
    version: i64,
}

/// `GET /organisation`: the tree as far as one may see it; `?q=` searches it, `?under=` shows one branch.
pub async fn tree(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let (scope, query) = (who.actor.scope(READ), form.value("q").trim().chars().take(80).collect::<String>());
    let (under, wanted) = (form.value("under").parse::<Uuid>().ok(), query.clone());
    let read = app.db().read(move |tx| read_tree(tx, &scope, under, &wanted)).await?;
    let page = Page::new(&who, who.l.t("accounts-organisation-title"));
    let taken = tree::sums(&read.nodes, &read.people);
    let top_taken = taken.get(&read.top.id).copied().unwrap_or(0);
    html(&TreePage {
        line: who.l.t2("accounts-organisation-line", "nodes", read.nodes.len(), "people", top_taken),
        top_kind: kind_name(&page, &read.top),
        rows: tree::rows(&read.top, &read.nodes, &read.people),
        tops: read
            .tops
            .iter()
            .map(|node| {
                (format!("/organisation?under={}", node.id), node.name.clone(), node.id == read.top.id)
            })
            .collect(),
        may_manage: who.actor.may_at(MANAGE, &read.top.path),
        may_bin: who.actor.may(MANAGE),
        may_cohorts: who.actor.may(crate::cohort::READ),
        found: read.found,
        version: read.version,
        top: read.top,
        top_taken,
        query,
        page,
    })
}

fn read_tree(tx: &mut Tx<'_>, scope: &Scope, under: Option<Uuid>, query: &str) -> Result<Tree, Fault> {
    let mut tops = Vec::new();
    for path in scope.paths() {
        tops.extend(store::node_by_path(tx, path)?);
    }
    let top = match under {
        Some(id) => store::node(tx, id)?.filter(|node| scope.covers(&node.path)),
        None => tops.first().cloned(),
    };
    let top = top.ok_or(Fault::NotFound)?;
    let nodes = store::subtree(tx, &top.path)?;
    let people = seats_by_unit(tx, &top.path)?;
    let found = if query.is_empty() { Vec::new() } else { search(tx, &nodes, query)? };
    Ok(Tree { tops, top, nodes, people, found, version: store::tree_version(tx)? })
}

/// Nodes whose name, pinyin, initials or code hold every word.
fn search(tx: &mut Tx<'_>, nodes: &[Node], query: &str) -> Result<Vec<(Uuid, String, String)>> {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |node: &&Node| {
        let keys = xingtan_search::name_keys(&node.name).search_keys;
        let code = node.code.as_deref().unwrap_or_default().to_lowercase();
        words.iter().all(|word| keys.contains(word.as_str()) || code.contains(word.as_str()))
    };
    let found: Vec<&Node> = nodes.iter().filter(fits).take(200).collect();
    let trails = store::trails(tx, found.iter().map(|node| node.path.as_str()))?;
    let row = |node: &&Node| {
        (node.id, trails.get(&node.path).cloned().unwrap_or_default(), node.code.clone().unwrap_or_default())
    };
    Ok(found.iter().map(row).collect())
}

/// The forms of a node's page; the one that was sent keeps what was typed.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// What the node is called.
    pub edit: Option<Form>,
    /// A node below it.
    pub child: Option<Form>,
    /// Another place.
    pub place: Option<Form>,
}

#[derive(Template)]
#[template(path = "organisation/node.html")]
struct NodePage {
    page: Page,
    node: Node,
    kind: String,
    trail: String,
    taken: i64,
    children: Vec<Node>,
    holders: Vec<grant::store::Holder>,
    contacts: Vec<(Uuid, String)>,
    tree_version: i64,
    edit: Form,
    child: Form,
    place: Form,
    kinds: Vec<(String, String)>,
    child_kinds: Vec<(String, String)>,
    targets: Vec<(String, String)>,
    may_manage: bool,
    may_quota: bool,
    may_move: bool,
    may_access: bool,
}

impl NodePage {
    fn role(&self, holder: &grant::store::Holder) -> String {
        self.page.l.t(&format!("web-role-{}", holder.role))
    }
}

/// `GET /organisation/ID`: a node with its people, roles, contacts and seats, and what may be done with it.
pub async fn node(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Forms::default()).await
}

/// The page of a node, with forms that were filled in wrongly.
///
/// # Errors
/// [`Fault::NotFound`] where the node is gone or not the visitor's to know.
pub async fn show(who: &SignedIn, id: Uuid, forms: Forms) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let manage = actor.scope(MANAGE);
    let read = who
        .app
        .db()
        .read(move |tx| {
            let node =
                store::node(tx, id)?.filter(|node| actor.may_at(READ, &node.path)).ok_or(Fault::NotFound)?;
            let trail = store::trails(tx, [node.path.as_str()])?.remove(&node.path).unwrap_or_default();
            let contacts = crate::person::targets::contacts_of(tx, &node.path)?;
            let contacts = crate::person::store::people(tx, &contacts)?;
            Ok::<_, Fault>((
                trail,
                crate::person::store::seats_taken(tx, &node.path)?,
                store::children(tx, id)?,
                grant::store::holders_on(tx, id)?,
                contacts.into_iter().map(|person| (person.id, person.name)).collect::<Vec<_>>(),
                store::tree_version(tx)?,
                options(tx, &manage)?,
                node,
            ))
        })
        .await?;
    let (trail, taken, children, holders, contacts, tree_version, targets, node) = read;
    let page =
        Page::new(who, node.name.clone()).crumb("/organisation", who.l.t("accounts-organisation-title"));
    let may_manage = who.actor.may_at(MANAGE, &node.path);
    let named = |kind: &NodeKind| (kind.code().to_owned(), who.l.t(&kind.key()));
    let child_kinds = kind_names(&who.l);
    let kinds = match node.parent_id {
        None => vec![named(&NodeKind::root(who.l.kind()))],
        Some(_) => child_kinds.clone(),
    };
    let wrong =
        [&forms.edit, &forms.child, &forms.place].into_iter().flatten().find(|form| !form.ok()).cloned();
    let fresh = || Form::fresh(who.app.id());
    let view = NodePage {
        kind: kind_name(&page, &node),
        edit: forms.edit.unwrap_or_else(|| {
            fresh()
                .with("name", &node.name)
                .with("kind", &node.kind)
                .with("code", node.code.as_deref().unwrap_or_default())
                .with("seat_quota", node.seat_quota.map(|n| n.to_string()).unwrap_or_default())
                .with("version", node.version)
        }),
        child: forms.child.unwrap_or_else(fresh),
        place: forms.place.unwrap_or_else(|| fresh().with("version", tree_version)),
        kinds,
        child_kinds,
        targets: targets
            .into_iter()
            .filter(|(path, ..)| !path.starts_with(&node.path))
            .map(|(_, id, name)| (id, name))
            .collect(),
        may_quota: who.actor.may_at(QUOTA, &node.path),
        may_move: may_manage && node.parent_id.is_some(),
        may_access: who.actor.may(super::ACCESS),
        page,
        trail,
        taken,
        children,
        holders,
        contacts,
        tree_version,
        may_manage,
        node,
    };
    shown(&wrong.unwrap_or_default(), &view)
}

/// The nodes of a scope as choices: path, id, names from below the root. In tree order.
///
/// # Errors
/// Those of the database.
pub fn options(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, String, String)>> {
    let mut nodes = Vec::new();
    for path in scope.paths() {
        nodes.extend(store::subtree(tx, path)?);
    }
    let mut trails = store::trails(tx, nodes.iter().map(|node| node.path.as_str()))?;
    let option = |node: Node| {
        let name = trails.remove(&node.path).unwrap_or(node.name);
        (node.path, node.id.to_string(), name)
    };
    Ok(nodes.into_iter().map(option).collect())
}

#[derive(Template)]
#[template(path = "organisation/delete.html")]
struct DeletePage {
    page: Page,
    node: Node,
    form: Form,
    hindrance: Option<String>,
}

/// `GET /organisation/ID/delete`: names what is lost and asks once.
pub async fn delete(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let read = app.db().read(move |tx| {
        let node = store::node(tx, id)?.ok_or(Fault::NotFound)?;
        let load = change::load(tx, id)?;
        Ok::<_, Fault>((node, load))
    });
    let (node, load) = read.await?;
    who.must_at(MANAGE, &node.path)?;
    let hindrance = super::rules::may_delete(&node, load).err().map(|msg| who.l.msg(&msg));
    let title = who.l.t1("accounts-organisation-delete-title", "name", &node.name);
    html(&DeletePage {
        page: Page::new(&who, title)
            .crumb("/organisation", who.l.t("accounts-organisation-title"))
            .crumb(format!("/organisation/{id}"), node.name.clone()),
        form: Form::fresh(app.id()).with("version", node.version),
        hindrance,
        node,
    })
}

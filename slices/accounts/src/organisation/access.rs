//! Who may do what here, and why: from a node and an action to the people with the grant each has it by, or from a
//! person to all that the person may do on a node (ACC-10).

use super::{ACCESS, page::options, store};
use crate::{grant, person::store::person_by_user};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_auth::{Permissions, Role};
use xingtan_clock::Uuid;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Somebody who may, by which grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The user name.
    pub user_name: String,
    /// The role's name.
    pub role: String,
    /// The node on which the role was granted.
    pub node: Uuid,
    /// Its name.
    pub node_name: String,
    /// Whether it was granted on the asked node itself.
    pub here: bool,
}

/// Something a person may do, by which grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct May {
    /// What.
    pub action: String,
    /// By which role on which node; none: may not.
    pub because: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "organisation/access.html")]
struct AccessPage {
    page: Page,
    nodes: Vec<(String, String)>,
    actions: Vec<(String, String)>,
    node: String,
    node_name: String,
    action: String,
    user: String,
    asked: bool,
    unknown_user: bool,
    holders: Vec<Holder>,
    person_name: String,
    may: Vec<May>,
}

/// What an action is called: `may-people-open`, or its own name where no slice has named it.
fn action_name(l: &Locale, permission: &str) -> String {
    let key = format!("may-{}", permission.replace('.', "-"));
    if l.has(&key) { l.t(&key) } else { permission.to_owned() }
}

fn role_name(l: &Locale, code: &str) -> String {
    l.t(&format!("web-role-{code}"))
}

fn carriers<'a>(permissions: &'a Permissions, action: &str) -> &'a [Role] {
    permissions.all().find(|(name, _)| *name == action).map_or(&[], |(_, roles)| roles)
}

/// `GET /organisation/access?node=&action=` or `?node=&user=`.
pub async fn access(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(ACCESS)?;
    let scope = who.actor.scope(ACCESS);
    let (node_id, action) = (form.value("node").parse::<Uuid>().ok(), form.value("action").to_owned());
    let user = form.value("user").trim().chars().take(80).collect::<String>();
    let roles: Vec<Role> = carriers(app.permissions(), &action).to_vec();
    let (wanted, known) = (user.clone(), scope.clone());
    let read = app.db().read(move |tx| {
        let nodes = options(tx, &known)?;
        let node = match node_id {
            Some(id) => store::node(tx, id)?.filter(|node| known.covers(&node.path)),
            None => match known.paths().first() {
                Some(path) => store::node_by_path(tx, path)?,
                None => None,
            },
        };
        let node = node.ok_or(Fault::NotFound)?;
        let holders = grant::store::holders_above(tx, &roles, &node.path)?;
        let person = match wanted.is_empty() {
            true => None,
            false => person_by_user(tx, &wanted)?.filter(|person| known.covers(&person.unit_path)),
        };
        let grants = match &person {
            Some(person) => grant::store::grants_of(tx, person.id)?,
            None => Vec::new(),
        };
        Ok::<_, Fault>((nodes, node, holders, person, grants))
    });
    let (nodes, node, holders, person, grants) = read.await?;
    let l = &who.l;
    let holder = |row: grant::store::Holder| Holder {
        person: row.person_id,
        name: row.name,
        user_name: row.user_name,
        role: role_name(l, &row.role),
        here: row.node_id == node.id,
        node: row.node_id,
        node_name: row.node_name,
    };
    let because = |roles: &[Role]| {
        let held = grants.iter().find(|grant| {
            node.path.starts_with(&grant.node_path) && grant.role().is_some_and(|role| roles.contains(&role))
        });
        held.map(|grant| (role_name(l, &grant.role), grant.node_name.clone()))
    };
    let mut actions: Vec<(String, String)> =
        app.permissions().all().map(|(name, _)| (name.to_owned(), action_name(l, name))).collect();
    actions.sort_by(|a, b| a.1.cmp(&b.1));
    let may = match &person {
        Some(_) => app
            .permissions()
            .all()
            .map(|(name, roles)| May { action: action_name(l, name), because: because(roles) })
            .collect(),
        None => Vec::new(),
    };
    html(&AccessPage {
        page: Page::new(&who, l.t("accounts-access-title"))
            .crumb("/organisation", l.t("accounts-organisation-title")),
        nodes: nodes.into_iter().map(|(_, id, name)| (id, name)).collect(),
        actions,
        node: node.id.to_string(),
        node_name: node.name.clone(),
        asked: !action.is_empty(),
        unknown_user: !user.is_empty() && person.is_none(),
        holders: holders.into_iter().map(holder).collect(),
        person_name: person.map(|person| person.name).unwrap_or_default(),
        action,
        user,
        may,
    })
}

//! `/people/ID/roles`: which roles a person holds where, by whom they were given, and those that ended.

use super::{
    READ, rules,
    store::{self, GrantRow},
};
use crate::{
    officer,
    organisation::page::options,
    people::saving::shown,
    person::{
        reach,
        store::{Person, names},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_auth::{Grant, Role};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Fault, Form, Page, SignedIn};

/// A grant in words.
#[derive(Clone, Debug)]
pub struct Line {
    /// The grant.
    pub row: GrantRow,
    /// The role's name.
    pub role: String,
    /// By whom it was given.
    pub by: String,
    /// Whether the visitor may end it.
    pub may_end: bool,
    /// Whether another of the three has to agree.
    pub consent: bool,
}

/// A grant that ended, in words.
#[derive(Clone, Debug)]
pub struct Past {
    /// The role's name.
    pub role: String,
    /// The node.
    pub node: String,
    /// Since when it was held.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
    /// By whom it was ended.
    pub by: String,
}

#[derive(Template)]
#[template(path = "grant/roles.html")]
struct RolesPage {
    page: Page,
    person: Person,
    lines: Vec<Line>,
    past: Vec<Past>,
    form: Form,
    roles: Vec<(String, String)>,
    nodes: Vec<(String, String)>,
    hindrance: Option<String>,
    may_give: bool,
    /// Whether the three roles may be asked for.
    asks: bool,
}

/// `GET /people/ID/roles`.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id())).await
}

/// The page with the form for another role as it was filled in.
///
/// # Errors
/// [`Fault::NotFound`] where the person is not the visitor's to know.
pub async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    // The three stand for the whole institution: an officer of a branch has nothing to ask for.
    let asks = who.actor.may_whole(officer::ASK);
    let read = who.app.db().read(move |tx| {
        let person = reach::seen(tx, &signed, READ, id)?;
        let (grants, past) = (store::grants_of(tx, id)?, store::past_of(tx, id)?);
        let by: Vec<Uuid> = grants
            .iter()
            .filter_map(|grant| grant.granted_by)
            .chain(past.iter().filter_map(|grant| grant.ended_by))
            .collect();
        let mut scope = signed.actor.scope(super::GIVE);
        if scope.is_empty() && asks {
            scope = signed.actor.scope(officer::ASK);
        }
        let nodes = options(tx, &scope)?;
        Ok::<_, Fault>((names(tx, &by)?, grants, past, nodes, person))
    });
    let (names, grants, past, nodes, person) = read.await?;
    let oneself = person.id == who.actor.person;
    let may_end = |row: &GrantRow| {
        let grant = row.role().map(|role| Grant { role, node: row.node_id, path: row.node_path.clone() });
        let own = (who.actor.person, who.actor.grants.as_slice());
        who.actor.may(super::END) && grant.is_some_and(|grant| rules::end(own, id, &grant).is_ok())
    };
    let consent = |row: &GrantRow| asks && !oneself && row.role().is_some_and(|role| role.is_administrator());
    let line = |row: GrantRow| Line {
        role: who.l.t(&format!("web-role-{}", row.role)),
        by: told(who, &names, row.granted_by),
        may_end: may_end(&row),
        consent: consent(&row),
        row,
    };
    let ended = |row: store::PastRow| Past {
        role: who.l.t(&format!("web-role-{}", row.role)),
        node: row.node_name,
        from: row.granted_at,
        to: row.ended_at,
        by: told(who, &names, row.ended_by),
    };
    let grantable = |role: &&Role| {
        if role.is_administrator() {
            return asks;
        }
        who.actor.grants.iter().any(|grant| rules::grantable(grant.role).contains(role))
    };
    let may_give = !oneself && (asks || who.actor.may(super::GIVE));
    let view = RolesPage {
        page: Page::new(who, who.l.t1("accounts-roles-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        lines: grants.into_iter().map(line).collect(),
        past: past.into_iter().map(ended).collect(),
        roles: Role::ALL
            .iter()
            .filter(grantable)
            .map(|role| (role.code().to_owned(), who.l.t(&role.key())))
            .collect(),
        nodes: nodes.into_iter().map(|(_, id, name)| (id, name)).collect(),
        hindrance: oneself.then(|| who.l.t("accounts-grant-refused-oneself")),
        may_give,
        asks,
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

fn told(who: &SignedIn, names: &HashMap<Uuid, String>, id: Option<Uuid>) -> String {
    match id {
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None => who.l.t("accounts-people-by-program"),
    }
}

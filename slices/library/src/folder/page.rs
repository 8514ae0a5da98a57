//! The tree of folders.

use super::store::{self, Folder};
use crate::permissions::MANAGE;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashSet;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::shown;
use xingtan_web::{App, Fault, Form, Page, SignedIn};

/// Where folders are kept.
pub const HERE: &str = "/library/folders";

/// A folder in the tree.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How deep it lies, from 0.
    pub depth: usize,
    /// Whether it is kept by who looks.
    pub kept: bool,
}

/// Folders in the order of the tree, those that `keep` leaves out with what lies in them.
fn tree(all: &[Folder], keep: impl Fn(&Folder) -> bool) -> Vec<(usize, &Folder)> {
    let mut sorted = Vec::with_capacity(all.len());
    let shown: HashSet<Uuid> = all.iter().filter(|it| keep(it)).map(|it| it.id).collect();
    // What lies in a folder that is not shown stands at the top.
    let above = |it: &Folder| it.parent_id.filter(|id| shown.contains(id));
    let mut open: Vec<(usize, &Folder)> = all
        .iter()
        .rev()
        .filter(|it| shown.contains(&it.id) && above(it).is_none())
        .map(|it| (0, it))
        .collect();
    while let Some((depth, it)) = open.pop() {
        sorted.push((depth, it));
        let inner = all.iter().rev().filter(|own| shown.contains(&own.id) && own.parent_id == Some(it.id));
        open.extend(inner.map(|own| (depth + 1, own)));
        if sorted.len() > all.len() {
            break;
        }
    }
    sorted
}

/// The folders that somebody sees, as a tree.
///
/// # Errors
/// Those of the database.
pub fn rows(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Row>> {
    let all = store::all(tx)?;
    let found = tree(&all, |it| it.is_seen(actor));
    let row = |(depth, it): (usize, &Folder)| Row {
        id: it.id.to_string(),
        name: it.name.clone(),
        depth,
        kept: it.is_kept_by(actor),
    };
    Ok(found.into_iter().map(row).collect())
}

/// The folders that somebody may put items into, for choices in forms: names indented by ideographic spaces.
///
/// # Errors
/// Those of the database.
pub fn choices(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    choices_of(tx, |it| it.takes(actor))
}

fn choices_of(tx: &mut Tx<'_>, keep: impl Fn(&Folder) -> bool) -> Result<Vec<(String, String)>> {
    let all = store::all(tx)?;
    let indented = |(depth, it): (usize, &Folder)| {
        (it.id.to_string(), format!("{}{}", "\u{3000}".repeat(depth), it.name))
    };
    Ok(tree(&all, keep).into_iter().map(indented).collect())
}

/// Whether somebody may put items into a folder.
///
/// # Errors
/// Those of the database.
pub fn takes(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<bool> {
    Ok(store::get(tx, id)?.is_some_and(|it| it.takes(actor)))
}

/// A folder and all that lie in it; itself alone where it is unknown, so that nothing is found in it.
///
/// # Errors
/// Those of the database.
pub fn below(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    let all = store::all(tx)?;
    let (mut found, mut at) = (vec![id], 0);
    while at < found.len() {
        let own = found[at];
        let inner = all.iter().filter(|it| it.parent_id == Some(own) && !found.contains(&it.id));
        let inner: Vec<Uuid> = inner.map(|it| it.id).collect();
        found.extend(inner);
        at += 1;
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "folders.html")]
struct FoldersPage {
    page: Page,
    rows: Vec<Row>,
    choices: Vec<(String, String)>,
    form: Form,
}

/// `GET /library/folders`.
pub async fn list(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.must(MANAGE)?;
    show_list(&who, Form::fresh(app.id())).await
}

pub(super) async fn show_list(who: &SignedIn, form: Form) -> std::result::Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who
        .app
        .db()
        .read(move |tx| Ok::<_, Fault>((rows(tx, &actor)?, choices_of(tx, |it| it.is_kept_by(&actor))?)));
    let (rows, choices) = read.await?;
    let page = Page::new(who, who.l.t("library-folders")).crumb("/library", who.l.t("library-title"));
    shown(&form, &FoldersPage { page, rows, choices, form: form.clone() })
}

#[derive(Template)]
#[template(path = "folder.html")]
struct FolderPage {
    page: Page,
    it: Folder,
    choices: Vec<(String, String)>,
    form: Form,
}

/// `GET /library/folders/ID`.
pub async fn one(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> std::result::Result<Response, Fault> {
    who.must(MANAGE)?;
    show_one(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> std::result::Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = store::get(tx, id)?.filter(|it| it.is_kept_by(&actor)).ok_or(Fault::NotFound)?;
        let inner = below(tx, id)?;
        let choices = choices_of(tx, |own| own.is_kept_by(&actor) && !inner.contains(&own.id))?;
        Ok::<_, Fault>((it, choices))
    });
    let (it, choices) = read.await?;
    let mut form = form;
    if !form.has("name") {
        let parent = it.parent_id.map(|id| id.to_string()).unwrap_or_default();
        form = form.with("name", &it.name).with("parent", parent);
    }
    let page = Page::new(who, it.name.clone())
        .crumb("/library", who.l.t("library-title"))
        .crumb(HERE, who.l.t("library-folders"));
    shown(&form, &FolderPage { page, it, choices, form: form.clone() })
}

//! `/organisation/ID/several`: units below a unit as a list of lines, looked over before anything is added.

use super::{
    MANAGE, NodeKind, change,
    find::bare,
    outline::{self, Line},
    page::kind_names,
    store::{self, NewNode, Node},
};
use crate::people::saving::{Saved, Stop, prepare, save, shown};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use std::collections::HashMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result as DbResult, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

/// Longest list, in characters.
const LONGEST: usize = 20_000;

/// A line as the page shows it.
#[derive(Clone, Debug)]
struct Shown {
    line: Line,
    /// What is wrong with it.
    fault: Option<String>,
    /// Whether a unit of this name is there already, which stays as it is.
    there: bool,
}

#[derive(Template)]
#[template(path = "organisation/several.html")]
struct SeveralPage {
    page: Page,
    form: Form,
    node: Node,
    kinds: Vec<(String, String)>,
    lines: Vec<Shown>,
    /// How many units a click would add; none before the list was looked over, or while something is wrong with it.
    adds: Option<usize>,
}

/// `GET /organisation/ID/several`.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let node = managed(&app, &who, id).await?;
    let kind = NodeKind::below_root(who.l.kind()).first().map_or("", |kind| kind.code());
    let form = Form::fresh(app.id()).with("kind", kind).with("kind_below", NodeKind::Department.code());
    show(&who, node, form, None)
}

async fn managed(app: &App, who: &SignedIn, id: Uuid) -> Result<Node, Fault> {
    let node = app.db().read(move |tx| store::node(tx, id)).await?.ok_or(Fault::NotFound)?;
    who.must_at(MANAGE, &node.path)?;
    Ok(node)
}

fn show(
    who: &SignedIn,
    node: Node,
    form: Form,
    looked: Option<(Vec<Line>, Vec<Option<Uuid>>)>,
) -> Result<Response, Fault> {
    let l = &who.l;
    let (lines, there) = looked.unwrap_or_default();
    let good = !lines.is_empty() && form.ok() && lines.iter().all(|line| line.fault.is_none());
    let adds = good.then(|| there.iter().filter(|there| there.is_none()).count());
    let lines = lines.into_iter().zip(there).map(|(line, there)| Shown {
        fault: line.fault.as_ref().map(|fault| l.msg(fault)),
        there: there.is_some(),
        line,
    });
    let page = Page::new(who, l.t1("accounts-organisation-several-title", "name", &node.name))
        .crumb("/organisation", l.t("accounts-organisation-title"))
        .crumb(format!("/organisation/{}", node.id), node.name.clone());
    let view = SeveralPage { page, kinds: kind_names(l), lines: lines.collect(), adds, node, form };
    shown(&view.form.clone(), &view)
}

/// `POST /organisation/ID/several`: field `list`; with `add` the units are added, otherwise the list is looked over.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let node = managed(&app, &who, id).await?;
    let text = form.text("list", Text::required(LONGEST).lines());
    // Spaces before the first line say how deep it lies, too.
    let typed = xingtan_i18n::seen_body(form.value("list")).into_owned();
    let lines = outline::read(if text.is_empty() { "" } else { &typed }, node.depth());
    let kinds = [kind(&mut form, "kind", &who), kind(&mut form, "kind_below", &who)];
    let fault = lines.iter().find_map(|line| Some((line.number, line.fault.clone()?)));
    if let Some((number, why)) = fault {
        let msg = Msg::new("accounts-organisation-several-fault").with("line", number);
        form.refuse("list", msg.with("why", why));
    }
    let below = node.clone();
    let looked = lines.clone();
    let named = app.db().read(move |tx| there(tx, &below, &looked)).await?;
    if !form.ok() || !form.ticked("add") {
        return show(&who, node, form, Some((lines, named)));
    }
    let to = format!("/organisation/{id}");
    let ids: Vec<Uuid> = lines.iter().map(|_| app.id()).collect();
    let (signed, act, new) = (who.clone(), prepare(&who, lines.len()), lines.clone());
    let saved = save(&who, &mut form, &to, move |tx| {
        let node = store::node(tx, id)?.filter(|node| signed.actor.may_at(MANAGE, &node.path));
        let node = node.ok_or(Stop::Fault(Fault::NotFound))?;
        let there = there(tx, &node, &new)?;
        let deed = act.begin();
        let mut made: Vec<Uuid> = Vec::with_capacity(new.len());
        let mut added = 0;
        for ((line, there), own) in new.iter().zip(&there).zip(&ids) {
            if there.is_none() {
                let parent = line.above.and_then(|above| made.get(above).copied()).unwrap_or(node.id);
                let kind = if line.depth == 0 { kinds[0] } else { kinds[1] };
                let unit = NewNode {
                    id: *own,
                    parent: Some(parent),
                    kind,
                    name: line.name.clone(),
                    code: None,
                    seat_quota: None,
                };
                change::add(tx, &deed, &unit)?;
                added += 1;
            }
            made.push(there.unwrap_or(*own));
        }
        Ok(added)
    });
    match saved.await? {
        Saved::Done(added) => {
            let msg = Msg::new("accounts-organisation-several-added").with("count", added);
            Ok(who.go(&to, "pine", &msg.with("name", node.name)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, node, form, Some((lines, Vec::new()))),
    }
}

fn kind(form: &mut Form, name: &str, who: &SignedIn) -> NodeKind {
    let allowed = NodeKind::below_root(who.l.kind());
    form.choice::<NodeKind>(name).filter(|kind| allowed.contains(kind)).unwrap_or_else(|| {
        form.refuse(name, Msg::new("web-form-choice"));
        NodeKind::Department
    })
}

/// The unit that each line names already, if it is there.
fn there(tx: &mut Tx<'_>, node: &Node, lines: &[Line]) -> DbResult<Vec<Option<Uuid>>> {
    let mut by_name: HashMap<(Option<Uuid>, String), Uuid> = HashMap::new();
    for one in store::subtree(tx, &node.path)? {
        by_name.entry((one.parent_id, bare(&one.name))).or_insert(one.id);
    }
    let mut found: Vec<Option<Uuid>> = Vec::with_capacity(lines.len());
    for line in lines {
        let above = match line.above {
            None => Some(node.id),
            Some(above) => found[above],
        };
        found.push(above.and_then(|above| by_name.get(&(Some(above), bare(&line.name))).copied()));
    }
    Ok(found)
}

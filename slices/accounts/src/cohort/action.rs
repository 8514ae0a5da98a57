//! What the forms of cohorts do.

use super::{
    MANAGE, members, page,
    rules::Rule,
    store::{self, Cohort, NewCohort},
};
use crate::{
    organisation::store as organisation,
    people::saving::{Saved, Stop, prepare, save},
    person::{Prepared, store::person_by_user},
    position::store as position,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// Longest name of a cohort.
pub const NAME: usize = 60;

fn taken(error: Error) -> Stop {
    match error {
        Error::Unique(_) => Stop::Field("name", Msg::new("accounts-cohort-taken")),
        other => Stop::Db(other),
    }
}

/// A cohort of a node that the visitor looks after.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn managed(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Cohort, Stop> {
    let cohort = store::cohort(tx, id)?.filter(|cohort| who.actor.may_at(MANAGE, &cohort.node_path));
    cohort.ok_or(Stop::Fault(Fault::NotFound))
}

fn rule(form: &mut Form) -> Rule {
    Rule { nodes: form.ids("nodes"), positions: form.ids("positions") }
}

/// Adds a cohort, whose name fits, by the rules of form and API; a dynamic one is filled by a job. Takes two ids.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn added(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, new: &NewCohort) -> Result<(), Stop> {
    let deed = act.begin();
    let node = organisation::node(tx, new.node)?.filter(|node| who.actor.may_at(MANAGE, &node.path));
    let node = node.ok_or(Stop::Field("node", Msg::new("web-form-choice")))?;
    named_by(tx, who, Rule::of(new.rule.as_deref()))?;
    store::add(tx, new, deed.now(), deed.person()).map_err(taken)?;
    let entry = deed.entry("accounts.cohort-added")?.on("cohort", new.id, new.name.as_str());
    xingtan_audit::record(tx, &entry.within(&node.path).detail(&new.rule))?;
    if new.rule.is_some() {
        members::order_refresh(tx, &deed, new.id)?;
    }
    Ok(())
}

/// A rule names units of the own subtree and positions that are there.
fn named_by(tx: &mut Tx<'_>, who: &SignedIn, rule: Option<Rule>) -> Result<(), Stop> {
    let Some(rule) = rule else { return Ok(()) };
    for id in rule.nodes {
        let node = organisation::node(tx, id)?.filter(|node| who.actor.may_at(MANAGE, &node.path));
        node.ok_or(Stop::Field("nodes", Msg::new("web-form-choice")))?;
    }
    for id in rule.positions {
        position::position(tx, id)?.ok_or(Stop::Field("positions", Msg::new("web-form-choice")))?;
    }
    Ok(())
}

/// `POST /cohorts`: a new one; a dynamic one is filled by a job.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    let dynamic = form.value("kind") == "dynamic";
    let rule = rule(&mut form);
    let new = NewCohort {
        id: app.id(),
        name: form.text("name", Text::required(NAME)),
        node: form.id("node").unwrap_or_default(),
        rule: dynamic.then(|| rule.kept()),
    };
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    let to = format!("/cohorts/{}", new.id);
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, 2));
        let saved = save(&who, &mut form, &to, move |tx| added(tx, &signed, &act, &new));
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-cohort-added"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show_new(&who, form).await
}

/// Gives a cohort another name, which fits, and another rule where it has one; none stays as it is. By the rules of form
/// and API; takes two ids.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn edited(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    id: Uuid,
    name: Option<&str>,
    rule: Option<&Rule>,
) -> Result<(), Stop> {
    let deed = act.begin();
    let before = managed(tx, who, id)?;
    let name = name.unwrap_or(&before.name);
    let kept = match (&before.rule, rule) {
        (Some(_), Some(rule)) => {
            named_by(tx, who, Some(rule.clone()))?;
            Some(rule.kept())
        }
        (kept, _) => kept.clone(),
    };
    store::edit(tx, id, name, kept.as_deref()).map_err(taken)?;
    let entry = deed.entry("accounts.cohort-edited")?.on("cohort", id, name).within(&before.node_path);
    let entry = entry.change(&(before.name.clone(), before.rule.clone()), &(name.to_owned(), kept.clone()));
    xingtan_audit::record(tx, &entry)?;
    if kept.is_some() {
        members::order_refresh(tx, &deed, id)?;
    }
    Ok(())
}

/// `POST /cohorts/ID`: another name, another rule.
pub async fn edit(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let before = who.app.db().read(move |tx| store::cohort(tx, id)).await?;
    let by_rule = before.as_ref().is_some_and(|it| it.rule.is_some());
    let named = before.map(|it| it.name).unwrap_or_default();
    let name = form.text("name", Text::required(NAME));
    xingtan_words::screen_names(&who, &mut form, &[("name", &named)]).await?;
    // A fixed one shows no fields for a rule.
    let rule = if by_rule { rule(&mut form) } else { Rule::default() };
    let to = format!("/cohorts/{id}");
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, 2));
        let saved =
            save(&who, &mut form, &to, move |tx| edited(tx, &signed, &act, id, Some(&name), Some(&rule)));
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-cohort-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Form::default(), Some(form), None).await
}

/// `POST /cohorts/ID/members`: people by user name, one a line; all of them or none.
pub async fn add_members(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let typed = form.text("users", Text::required(20_000).lines());
    let users: Vec<String> = typed
        .split([',', ';', '\n', '\t', ' ', '\u{ff0c}', '\u{3001}', '\u{ff1b}'])
        .map(str::trim)
        .filter(|user| !user.is_empty())
        .map(str::to_owned)
        .collect();
    if users.len() > members::AT_ONCE {
        form.refuse("users", Msg::new("accounts-cohort-too-many").with("max", members::AT_ONCE));
    }
    let to = format!("/cohorts/{id}");
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, 2));
        let saved = save(&who, &mut form, &to, move |tx| {
            managed(tx, &signed, id)?;
            let people = named(tx, &signed, &users)?;
            taken_in(tx, &signed, &act, id, &people)
        });
        match saved.await? {
            Saved::Done(count) => {
                let msg = Msg::new("accounts-cohort-members-added").with("count", count);
                return Ok(who.go(&to, "pine", &msg));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Form::default(), None, Some(form)).await
}

/// Takes people, who are the visitor's to take, into a fixed cohort; answers how many came. Takes two ids.
///
/// # Errors
/// [`Stop`], where the cohort is not the visitor's or has a rule.
pub fn taken_in(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    id: Uuid,
    people: &[Uuid],
) -> Result<usize, Stop> {
    fixed(&managed(tx, who, id)?)?;
    Ok(members::add(tx, &act.begin(), id, people)?)
}

/// Takes people out of a fixed cohort; answers how many went. Takes two ids.
///
/// # Errors
/// As [`taken_in`].
pub fn taken_out(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    id: Uuid,
    people: &[Uuid],
) -> Result<usize, Stop> {
    fixed(&managed(tx, who, id)?)?;
    Ok(members::remove(tx, &act.begin(), id, people)?)
}

fn fixed(cohort: &Cohort) -> Result<(), Stop> {
    match cohort.rule {
        None => Ok(()),
        Some(_) => Err(Stop::Field("users", Msg::new("accounts-cohort-by-rule"))),
    }
}

/// The people of these user names within the own subtree; names those that are not there.
fn named(tx: &mut Tx<'_>, who: &SignedIn, users: &[String]) -> Result<Vec<Uuid>, Stop> {
    let (mut people, mut unknown) = (Vec::new(), Vec::new());
    for user in users {
        match person_by_user(tx, user)?.filter(|person| who.actor.may_at(MANAGE, &person.unit_path)) {
            Some(person) => people.push(person.id),
            None => unknown.push(user.as_str()),
        }
    }
    if unknown.is_empty() {
        return Ok(people);
    }
    let msg = Msg::new("accounts-cohort-unknown-users").with("users", unknown.join(", "));
    Err(Stop::Field("users", msg))
}

/// `POST /cohorts/ID/members/remove`: the chosen members go.
pub async fn remove_members(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    let people = form.ids("person");
    let to = format!("/cohorts/{id}");
    if people.is_empty() || !form.ok() || people.len() > members::AT_ONCE {
        return Ok(who.go(&to, "ochre", &Msg::new("accounts-people-none-chosen")));
    }
    let (signed, act) = (who.clone(), prepare(&who, 2));
    let saved = save(&who, &mut form, &to, move |tx| taken_out(tx, &signed, &act, id, &people));
    match saved.await? {
        Saved::Done(count) => {
            Ok(who.go(&to, "pine", &Msg::new("accounts-cohort-members-removed").with("count", count)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show(&who, id, Form::default(), None, Some(form)).await,
    }
}

/// Puts a cohort into the bin by the rules of form and API; answers it as it was. Takes one id.
///
/// # Errors
/// [`Stop`], where it is not the visitor's.
pub fn deleted(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, id: Uuid) -> Result<Cohort, Stop> {
    let deed = act.begin();
    let cohort = managed(tx, who, id)?;
    store::delete(tx, id, deed.now(), deed.person())?;
    let entry = deed.entry("accounts.cohort-deleted")?.on("cohort", id, cohort.name.as_str());
    xingtan_audit::record(tx, &entry.within(&cohort.node_path))?;
    Ok(cohort)
}

/// Takes a cohort out of the bin by the rules of form and API; takes two ids.
///
/// # Errors
/// [`Stop`], where its name was given away or it is not the visitor's.
pub fn restored(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, id: Uuid) -> Result<(), Stop> {
    let deed = act.begin();
    let gone = store::deleted(tx, id)?.filter(|(_, path)| who.actor.may_at(MANAGE, path));
    let (name, path) = gone.ok_or(Fault::NotFound)?;
    store::restore(tx, id).map_err(taken)?;
    members::order_refresh(tx, &deed, id)?;
    let entry = deed.entry("accounts.cohort-restored")?.on("cohort", id, name).within(path);
    Ok(xingtan_audit::record(tx, &entry)?)
}

/// `POST /cohorts/ID/delete`: into the bin.
pub async fn delete(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (signed, act) = (who.clone(), prepare(&who, 1));
    let saved = save(&who, &mut form, "/cohorts", move |tx| deleted(tx, &signed, &act, id));
    match saved.await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done(_) | Saved::Wrong => Ok(who.go("/cohorts", "pine", &Msg::new("accounts-cohort-deleted"))),
    }
}

/// `POST /cohorts/ID/restore`: out of the bin.
pub async fn restore(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = format!("/cohorts/{id}");
    let (signed, act) = (who.clone(), prepare(&who, 2));
    let saved = save(&who, &mut form, &to, move |tx| restored(tx, &signed, &act, id));
    match saved.await? {
        Saved::Done(()) => Ok(who.go(&to, "pine", &Msg::new("accounts-cohort-restored"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(who.go("/organisation/bin", "cinnabar", &Msg::new("accounts-cohort-taken"))),
    }
}

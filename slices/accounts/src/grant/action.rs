//! What the forms of roles do.

use super::{END, GIVE, READ, change, page, store};
use crate::{
    officer::{self, Asked},
    organisation::store as organisation,
    people::saving::{Saved, Stop, prepare, save},
    person::{Prepared, reach, store::Person},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn};

/// `POST /people/ID/roles`: gives a role on a node.
pub async fn give(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    if !who.actor.may_whole(officer::ASK) {
        who.must(GIVE)?;
    }
    let (role, node) = (form.choice::<Role>("role"), form.id("node").unwrap_or_default());
    let to = format!("/people/{id}/roles");
    if let Some(role) = role.filter(|role| role.is_administrator() && form.ok()) {
        seen(&who, id).await?;
        let asked = Asked::Give { role: role.code().to_owned(), node };
        return match officer::ask(&who, &mut form, id, asked).await? {
            Some(answer) => Ok(answer),
            None => page::show(&who, id, form).await,
        };
    }
    who.must(GIVE)?;
    if let Some(role) = role.filter(|_| form.ok()) {
        let (signed, act) = (who.clone(), prepare(&who, GIVE_IDS));
        let saved = save(&who, &mut form, &to, move |tx| {
            let person = reach::seen(tx, &signed, READ, id)?;
            given(tx, &signed, &act, &person, role, node)
        });
        match saved.await? {
            Saved::Done(()) => {
                let msg = Msg::new("accounts-grant-given").with("role", Msg::of(role.key()));
                return Ok(who.go(&to, "pine", &msg));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, form).await
}

/// How many ids of a deed [`given`] takes.
pub const GIVE_IDS: usize = 4;

/// Gives a person whom one sees a role, which is none of the three, on a node, by the rules of form and API.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn given(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    person: &Person,
    role: Role,
    node: Uuid,
) -> Result<(), Stop> {
    let node = organisation::node(tx, node)?.filter(|node| who.actor.may_at(GIVE, &node.path));
    let node = node.ok_or(Stop::Field("node", Msg::new("web-form-choice")))?;
    let (whom, lang) = ((person.id, person.name.as_str()), who.app.institution().lang);
    let given = change::give(tx, &act.begin(), &who.actor, whom, role, &node, lang)?;
    given.map_err(|refused| Stop::Field("role", refused.msg()))
}

/// How many ids of a deed [`ended`] takes.
pub const END_IDS: usize = 3;

/// Ends a role, which is none of the three, of a person whom one sees, by the rules of form and API.
///
/// # Errors
/// [`Stop`], with what stands in the way.
pub fn ended(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    person: &Person,
    grant: Uuid,
) -> Result<(), Stop> {
    if !store::grants_of(tx, person.id)?.iter().any(|row| row.id == grant) {
        return Err(Stop::Fault(Fault::NotFound));
    }
    let (whom, lang) = ((person.id, person.name.as_str()), who.app.institution().lang);
    let ended = change::end(tx, &act.begin(), &who.actor, whom, grant, lang)?;
    ended.map_err(|refused| Stop::Field("", refused.msg()))
}

/// Whether the person is the visitor's to see.
async fn seen(who: &SignedIn, id: Uuid) -> Result<(), Fault> {
    let signed = who.clone();
    who.app.db().read(move |tx| reach::seen(tx, &signed, READ, id).map(|_| ())).await
}

/// `POST /people/ID/roles/GRANT/end`: ends a role. It can be given again at once; one of the three ends by consent.
pub async fn end(
    State(app): State<App>,
    who: SignedIn,
    Path((id, grant)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    if !who.actor.may_whole(officer::ASK) {
        who.must(END)?;
    }
    let to = format!("/people/{id}/roles");
    seen(&who, id).await?;
    let held = app.db().read(move |tx| store::grants_of(tx, id)).await?;
    let office = held.iter().find(|row| row.id == grant).and_then(store::GrantRow::role);
    if let Some(role) = office.filter(|role| role.is_administrator()) {
        let asked = Asked::End { role: role.code().to_owned(), grant };
        return match officer::ask(&who, &mut form, id, asked).await? {
            Some(answer) => Ok(answer),
            None => {
                let said = form.errors().next().map(|(field, msg)| match field {
                    "reason" => Msg::new("accounts-officer-reason-needed"),
                    _ => msg.clone(),
                });
                Ok(who.go(&to, "cinnabar", &said.unwrap_or(Msg::new("web-fault-conflict"))))
            }
        };
    }
    who.must(END)?;
    let (signed, act) = (who.clone(), prepare(&who, END_IDS));
    let saved = save(&who, &mut form, &to, move |tx| {
        let person = reach::seen(tx, &signed, READ, id)?;
        ended(tx, &signed, &act, &person, grant)
    });
    match saved.await? {
        Saved::Done(()) => Ok(who.go(&to, "pine", &Msg::new("accounts-grant-ended"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => {
            let said = form.errors().next().map(|(_, msg)| msg.clone());
            Ok(who.go(&to, "cinnabar", &said.unwrap_or(Msg::new("web-fault-conflict"))))
        }
    }
}

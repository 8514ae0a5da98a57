//! `/people/ID/transfer`: 调动 (ACC-6).

use super::{
    MOVE, Prepared, change,
    reach::{self, Offers},
    seats,
    store::Person,
};
use crate::{
    grant::{
        rules::Power,
        store::{GrantRow, grants_of},
    },
    officer::{self, Asked},
    organisation::store::{self as organisation, Node},
    people::saving::{Saved, Stop, prepare, save_keyed, shown},
    position::store as position,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "person/transfer.html")]
struct TransferPage {
    page: Page,
    person: Person,
    trail: String,
    roles: Vec<(String, String)>,
    form: Form,
    offers: Offers,
    /// Whether another of the three has to agree.
    consent: bool,
}

/// `GET /people/ID/transfer`: names what goes along and what ends.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id())).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let (person, consent) = reach::asked_about(tx, &signed, MOVE, Power::Keep, id)?;
        let scope = if consent { crate::officer::ASK } else { MOVE };
        let trail = organisation::trails(tx, [person.unit_path.as_str()])?.remove(&person.unit_path);
        Ok::<_, Fault>((
            grants_of(tx, id)?,
            reach::offers(tx, &signed, scope)?,
            trail.unwrap_or_default(),
            (person, consent),
        ))
    });
    let (grants, offers, trail, (person, consent)) = read.await?;
    let named = |grant: &GrantRow| (who.l.t(&format!("web-role-{}", grant.role)), grant.node_name.clone());
    let view = TransferPage {
        page: Page::new(who, who.l.t1("accounts-transfer-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        roles: grants.iter().filter(|grant| grant.role != Role::Learner.code()).map(named).collect(),
        offers,
        consent,
        trail,
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

/// How many ids of a deed [`moved`] takes.
pub const IDS: usize = change::transfer_ids(change::HANDOVER_MOST);

/// Moves a person whom one reaches to a unit and position, by the rules of form and API; answers the unit. Takes its
/// turn among the writes of [`seats::QUEUE`].
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn moved(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    act: &Prepared,
    person: &Person,
    (unit, position): (Uuid, Option<Uuid>),
    reason: &str,
) -> Result<Node, Stop> {
    let wrong = |_| Stop::Field("unit", Msg::new("web-form-choice"));
    let node = reach::unit(tx, who, MOVE, unit).map_err(wrong)?;
    if node.id == person.unit_id {
        return Err(Stop::Field("unit", Msg::new("accounts-transfer-same")));
    }
    if let Some(position) = position
        && position::position(tx, position)?.is_none()
    {
        return Err(Stop::Field("position", Msg::new("web-form-choice")));
    }
    let lang = who.app.institution().lang;
    let moved = change::transfer(tx, &act.begin(), person, &node, position, reason, lang)?;
    moved.map(|()| node).map_err(|full| Stop::Field("unit", full))
}

/// `POST /people/ID/transfer`.
pub async fn transfer(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (unit, position) = (form.id("unit").unwrap_or_default(), form.optional_id("position"));
    let reason = form.text("reason", Text::required(500));
    let to = format!("/people/{id}");
    if reach::needs_consent(&who, id).await? {
        if form.ok()
            && let Some(answer) = officer::ask(&who, &mut form, id, Asked::Move { unit, position }).await?
        {
            return Ok(answer);
        }
        return show(&who, id, form).await;
    }
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, IDS));
        let saved = save_keyed(&who, &mut form, &to, Some(seats::QUEUE), move |tx| {
            let person = reach::acted_on(tx, &signed, MOVE, id)?;
            let node = moved(tx, &signed, &act, &person, (unit, position), &reason)?;
            Ok((person.name, node.name))
        });
        match saved.await? {
            Saved::Done((name, unit)) => {
                let msg = Msg::new("accounts-transfer-done").with("name", name).with("unit", unit);
                return Ok(who.go(&to, "pine", &msg));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    show(&who, id, form).await
}

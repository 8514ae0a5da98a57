//! Changing the facts of a person by a program.

use super::{PersonJson, may_try, meant, now_is, reason_for_consent, told};
use crate::{
    json::refused,
    officer::{
        Asked,
        json::{AskedJson, Ready, Told},
    },
    people::saving::prepare,
    person::{
        EDIT,
        change::{BornEdit, Edit, MobileEdit},
        check,
        edit::{IDS, edited},
        new::sealed,
        store::{self, Person},
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_clock::{Date, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Caller, Post, given},
};

/// What is to be changed of a person; what is not named stays, `null` takes away.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditPersonJson {
    /// The name shown.
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    /// The position.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    position: Option<Option<Uuid>>,
    /// The staff number; unique among people who have not left.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 40)]
    staff_number: Option<Option<String>>,
    /// The mailbox.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 254)]
    mail: Option<Option<String>>,
    /// The mobile number: eleven digits of mainland China, or `+` and 6 to 15 digits. It is not told again.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 40)]
    mobile: Option<Option<String>>,
    /// The date of birth, `YYYY-MM-DD`. It is not told again.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<Option<String>>,
    /// The version that was read; without it whatever is kept now is changed.
    version: Option<i64>,
    /// Why; needed where the person is one of the three administrators.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// A change, checked.
#[derive(Clone, Debug)]
struct Wanted {
    name: Option<String>,
    position: Option<Option<Uuid>>,
    staff_number: Option<Option<String>>,
    mail: Option<Option<String>>,
    mobile: MobileEdit,
    born: BornEdit,
}

impl Wanted {
    fn read(body: &EditPersonJson, app: &App, id: Uuid, today: Date) -> Result<Wanted, Fault> {
        let mut wrong = Vec::new();
        let text = |it: &Option<Option<String>>| it.as_ref().map(|it| it.clone().unwrap_or_default());
        let name = body.name.as_ref().map(|it| told(&mut wrong, "name", check::name(it)));
        let number =
            text(&body.staff_number).map(|it| told(&mut wrong, "staff_number", check::staff_number(&it)));
        let mail = text(&body.mail).map(|it| told(&mut wrong, "mail", check::mail(&it)));
        let mobile = text(&body.mobile).map(|it| told(&mut wrong, "mobile", check::mobile(&it)).flatten());
        let born =
            text(&body.born_on).map(|it| told(&mut wrong, "born_on", check::born(&it, today)).flatten());
        if !wrong.is_empty() {
            return Err(Fault::Invalid(wrong));
        }
        let named = [
            name.is_some(),
            body.position.is_some(),
            number.is_some(),
            mail.is_some(),
            mobile.is_some(),
            born.is_some(),
        ];
        if !named.contains(&true) {
            return Err(Fault::Bad(Msg::new("accounts-api-nothing")));
        }
        Ok(Wanted {
            name: name.flatten(),
            position: body.position,
            staff_number: number.map(Option::flatten),
            mail: mail.map(Option::flatten),
            born: born.map_or(BornEdit::Keep, BornEdit::Set),
            mobile: match mobile {
                None => MobileEdit::Keep,
                Some(None) => MobileEdit::Remove,
                Some(Some(number)) => MobileEdit::Set(sealed(app.keys(), id, &number)),
            },
        })
    }

    /// With what stays.
    fn onto(&self, person: &Person, mail: Option<String>) -> Edit {
        Edit {
            name: self.name.clone().unwrap_or_else(|| person.name.clone()),
            position: self.position.unwrap_or(person.position_id),
            staff_number: self.staff_number.clone().unwrap_or_else(|| person.staff_number.clone()),
            mail: self.mail.clone().unwrap_or(mail),
            mobile: self.mobile.clone(),
            born: self.born,
        }
    }
}

/// Change a person
///
/// Name, position, numbers, mailbox; unit and state have addresses of their own. About one of the three administrators
/// it becomes a request (202).
#[utoipa::path(
    patch, path = "/api/v1/people/{id}", tag = "people", operation_id = "edit_person",
    params(("id" = Uuid, Path, description = "The person.")), request_body = EditPersonJson,
    security(("token" = ["people.edit"])),
    responses((status = 200, description = "The person as changed.", body = PersonJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<EditPersonJson>,
) -> Result<Response, Fault> {
    may_try(&caller, &[EDIT])?;
    let wanted = Wanted::read(&body, &app, id, caller.l.zone().date(caller.now))?;
    if let Some(name) = &wanted.name {
        let before =
            app.db().read(move |tx| store::person(tx, id)).await?.map(|it| it.name).unwrap_or_default();
        xingtan_words::check_names(&caller, &[("name", name, &before)]).await?;
    }
    let ready = Ready::draw(&caller, &reason_for_consent(&body.reason)?);
    let (signed, act, version) = (caller.clone(), prepare(&caller, IDS), body.version);
    let unit = move |tx: &mut Tx<'_>| {
        let (person, consent) = meant(tx, &signed, EDIT, id)?;
        let edit = wanted.onto(&person, store::mail(tx, id)?);
        if consent && let Some(answer) = ready.ask(tx, &signed, &person, &Asked::from(&edit))? {
            return Ok(answer);
        }
        edited(tx, &act, &person, &edit, version).map_err(refused)?;
        Ok(Told::done(now_is(tx, id, signed.now)?))
    };
    repeat.once(&caller, None, unit).await
}

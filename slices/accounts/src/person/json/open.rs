//! Opening an account by a program.

use super::PersonJson;
use crate::{
    organisation::store as organisation,
    people::saving::prepare,
    person::{
        OPEN, check,
        open::{NewPerson, ids_needed, open as open_account},
        seats, store,
    },
    position::store as positions,
    slip::{Credential, Delivery, Initial},
};
use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Answer, Caller, Post},
};

/// An account to be opened; its owner begins as a learner.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPersonJson {
    /// The name shown.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The sign-in name: 2 to 64 ASCII letters, digits, `.`, `_`, `-` or `@`, of which the first is a letter or digit.
    #[schema(min_length = 2, max_length = 64, pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$")]
    user_name: String,
    /// The unit.
    unit: Uuid,
    /// The position.
    position: Option<Uuid>,
    /// The staff number; unique among people who have not left.
    #[schema(max_length = 40)]
    staff_number: Option<String>,
    /// The mailbox.
    #[schema(max_length = 254)]
    mail: Option<String>,
    /// Whether to answer with the first password. It is shown this once; without it a slip or mail has to be made.
    #[serde(default)]
    slip: bool,
}

/// An account that was opened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedJson {
    /// Its owner.
    person: PersonJson,
    /// The first password, which has to be changed at the first sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_password: Option<String>,
    /// Until when the first password is good, UTC.
    #[schema(value_type = String, format = DateTime)]
    first_password_expires_at: Timestamp,
}

/// The fields as kept, or what is wrong with each of them.
fn checked(body: &OpenPersonJson) -> Result<(String, String, Option<String>, Option<String>), Fault> {
    let mut wrong: Vec<(String, Msg)> = Vec::new();
    let name = told(&mut wrong, "name", check::name(&body.name));
    let user_name = told(&mut wrong, "user_name", check::user_name(&body.user_name));
    let number = check::staff_number(body.staff_number.as_deref().unwrap_or_default());
    let number = told(&mut wrong, "staff_number", number);
    let mail = told(&mut wrong, "mail", check::mail(body.mail.as_deref().unwrap_or_default()));
    let fields = name.zip(user_name).zip(number).zip(mail);
    fields.map(|(((name, user), number), mail)| (name, user, number, mail)).ok_or(Fault::Invalid(wrong))
}

fn told<T>(wrong: &mut Vec<(String, Msg)>, field: &str, checked: Result<T, Msg>) -> Option<T> {
    checked.map_err(|msg| wrong.push((field.to_owned(), msg))).ok()
}

/// Open an account
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/people", tag = "people", operation_id = "open_person", request_body = OpenPersonJson,
    security(("token" = ["people.open"])),
    responses((status = 201, description = "The account is open.", body = OpenedJson,
               headers(("location" = String, description = "Where the person is to be found."))))
)]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<OpenPersonJson>,
) -> Result<Response, Fault> {
    caller.must(OPEN)?;
    let (name, user_name, staff_number, mail) = checked(&body)?;
    let id = app.id();
    // Who asks for the password gives it to its owner, as a mail would: no sealed copy waits for a printed slip.
    let delivery = if body.slip { Delivery::Mail } else { Delivery::Slip };
    let initial = Initial::generate(app.keys(), id, delivery, caller.now);
    let (first_password, expires_at) = (initial.mailed().map(str::to_owned), initial.expires_at);
    let new = NewPerson {
        id,
        user_name,
        name,
        position: body.position,
        staff_number,
        mail,
        mobile: None,
        roles: vec![Role::Learner],
        credential: Credential::Initial(initial),
    };
    let (prepared, actor) = (prepare(&caller, ids_needed(1)), caller.actor().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let unit = organisation::node(tx, body.unit)?.filter(|unit| actor.may_at(OPEN, &unit.path));
        let unit = unit.ok_or_else(|| invalid("unit", Msg::new("accounts-api-unit")))?;
        may_open(tx, &new, &unit.path)?;
        open_account(tx, &prepared.begin(), &new, &unit)?;
        let person: PersonJson = store::person(tx, id)?.ok_or(Fault::NotFound)?.into();
        let body = OpenedJson {
            person,
            first_password: first_password.clone(),
            first_password_expires_at: expires_at,
        };
        Ok(Answer::made(format!("/api/v1/people/{id}"), body))
    };
    repeat.once(&caller, Some(seats::QUEUE), unit).await
}

fn may_open(tx: &mut Tx<'_>, new: &NewPerson, unit_path: &str) -> Result<(), Fault> {
    if store::person_by_user(tx, &new.user_name)?.is_some() {
        return Err(invalid("user_name", Msg::new("accounts-api-user-name-taken")));
    }
    if let Some(number) = &new.staff_number
        && store::is_staff_number_taken(tx, number)?
    {
        return Err(invalid("staff_number", Msg::new("accounts-api-staff-number-taken")));
    }
    if let Some(position) = new.position
        && positions::position(tx, position)?.is_none()
    {
        return Err(invalid("position", Msg::new("accounts-api-position")));
    }
    seats::lacking(tx, unit_path, 1)?.map_or(Ok(()), |full| Err(invalid("unit", full)))
}

fn invalid(field: &str, msg: Msg) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), msg)])
}

//! Opening an account by a program.

use super::{PersonJson, told};
use crate::{
    json::{choice, invalid, refused},
    opening::rules,
    parameters,
    people::saving::prepare,
    person::{
        OPEN, change, check,
        new::{free, may_have},
        open::{NewPerson, ids_needed, open as open_account},
        reach,
        rules::Shown,
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
    /// Whether to answer with the first password, which is shown this once; without it a slip waits to be printed.
    #[serde(default)]
    slip: bool,
}

/// An account with a first password.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedJson {
    /// Its owner.
    pub person: PersonJson,
    /// The first password, which has to be changed at the first sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_password: Option<String>,
    /// The page on which the slip with the first password is printed, where it was not asked for here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    pub slip: Option<String>,
    /// Until when the first password is good, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub first_password_expires_at: Timestamp,
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
    xingtan_words::check_names(&caller, &[("name", &name, "")]).await?;
    let (id, batch) = (app.id(), app.id());
    // Who asks for the password gives it to its owner, as a mail would: no sealed copy waits for a printed slip.
    let delivery = if body.slip { Delivery::Mail } else { Delivery::Slip };
    let initial = Initial::generate(app.keys(), id, delivery, caller.now);
    let new = NewPerson {
        id,
        user_name,
        name,
        position: body.position,
        staff_number,
        mail,
        mobile: None,
        roles: vec![Role::Learner],
        credential: Credential::Initial(initial.clone()),
    };
    let (prepared, signed) = (prepare(&caller, ids_needed(1) + 1), caller.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        let unit = reach::unit(tx, &signed, OPEN, body.unit).map_err(elsewhere)?;
        if let Some(position) = new.position
            && positions::position(tx, position)?.is_none()
        {
            return Err(choice("position"));
        }
        let direct = signed.app.settings().bool(&parameters::DIRECT);
        if !rules::opens_alone(&signed.actor.grants, &unit.path, direct) {
            return Err(Fault::Forbidden(Msg::new("accounts-people-open-asks")));
        }
        may_have(&signed, &new.roles, &unit.path).map_err(|msg| invalid("unit", msg))?;
        free(tx, &new.user_name, new.staff_number.as_deref(), None).map_err(refused)?;
        if let Some(full) = seats::lacking(tx, &unit.path, 1)? {
            return Err(invalid("unit", full));
        }
        open_account(tx, &deed, &new, &unit)?;
        let first_password = initial.mailed().map(str::to_owned);
        if first_password.is_none() {
            change::deliver(tx, &deed, id, &new.user_name, &initial, batch, signed.app.institution().lang)?;
        }
        let person = store::person(tx, id)?.ok_or(Fault::NotFound)?;
        let person = PersonJson::of(person, Shown::MustChange);
        let body = OpenedJson {
            person,
            slip: first_password.is_none().then(|| format!("/people/slips/{batch}")),
            first_password,
            first_password_expires_at: initial.expires_at,
        };
        Ok(Answer::made(format!("/api/v1/people/{id}"), body))
    };
    repeat.once(&caller, Some(seats::QUEUE), unit).await
}

fn elsewhere(fault: Fault) -> Fault {
    if matches!(fault, Fault::NotFound) { choice("unit") } else { fault }
}

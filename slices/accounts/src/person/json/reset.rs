//! A new first password by a program.

use super::{may_try, meant, now_is, open::OpenedJson, reason_for_consent};
use crate::{
    json::invalid,
    officer::{
        Asked,
        json::{AskedJson, Ready, Told},
    },
    people::saving::prepare,
    person::{
        RESET,
        change::{self, RESET_IDS},
        store,
    },
    slip::{Delivery, Initial},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Caller, Post},
};

/// By which way a first password goes to its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryJson {
    /// A slip waits to be printed.
    #[default]
    Slip,
    /// By mail, where the person has a mailbox.
    Mail,
    /// In this answer, which is the only time that it is told.
    Answer,
}

/// How a password is reset.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetJson {
    /// By which way the new first password goes to its owner; on a slip unless told otherwise.
    #[serde(default)]
    delivery: DeliveryJson,
    /// Why; needed where the person is one of the three administrators.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// Reset a password
///
/// A first password takes the place of whatever there was; sessions end, a lock goes, the person is told. About one of
/// the three administrators it becomes a request (202), and the password comes in two halves.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/reset", tag = "people", operation_id = "reset_password",
    params(("id" = Uuid, Path, description = "The person.")), request_body = ResetJson,
    security(("token" = ["people.reset"])),
    responses((status = 200, description = "The password is reset.", body = OpenedJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn reset(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ResetJson>,
) -> Result<Response, Fault> {
    may_try(&caller, &[RESET])?;
    let way = body.delivery;
    // Whoever asks for the password gives it to its owner, as a mail would: no sealed copy waits for a printed slip.
    let delivery = if way == DeliveryJson::Slip { Delivery::Slip } else { Delivery::Mail };
    let (batch, initial) = (app.id(), Initial::generate(app.keys(), id, delivery, caller.now));
    let ready = Ready::draw(&caller, &reason_for_consent(&body.reason)?);
    let (signed, act, lang) = (caller.clone(), prepare(&caller, RESET_IDS), app.institution().lang);
    let unit = move |tx: &mut Tx<'_>| {
        let (person, consent) = meant(tx, &signed, RESET, id)?;
        if consent && let Some(answer) = ready.ask(tx, &signed, &person, &Asked::Reset)? {
            return Ok(answer);
        }
        if way == DeliveryJson::Mail && store::mail(tx, id)?.is_none() {
            return Err(invalid("delivery", Msg::new("accounts-people-mail-needed")));
        }
        let deed = act.begin();
        match way {
            DeliveryJson::Answer => {
                change::replace_password(tx, &deed, &person, &initial, "", "answer", lang)?;
            }
            DeliveryJson::Slip | DeliveryJson::Mail => {
                change::reset(tx, &deed, &person, &initial, batch, lang)?;
            }
        }
        let told = (way == DeliveryJson::Answer).then(|| initial.mailed().map(str::to_owned)).flatten();
        Ok(Told::done(OpenedJson {
            person: now_is(tx, id, signed.now)?,
            first_password: told,
            slip: (way == DeliveryJson::Slip).then(|| format!("/people/slips/{batch}")),
            first_password_expires_at: initial.expires_at,
        }))
    };
    repeat.once(&caller, None, unit).await
}

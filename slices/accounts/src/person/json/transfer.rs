//! Moving a person to another unit by a program.

use super::{PersonJson, may_try, meant, now_is};
use crate::{
    json::{fits, refused},
    officer::{
        Asked,
        json::{AskedJson, Ready, Told},
    },
    people::saving::prepare,
    person::{
        MOVE, seats,
        transfer::{IDS, moved},
    },
};
use axum::{extract::Path, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{
    Fault, Form, Text,
    json::{Caller, Post},
};

/// Where a person goes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferJson {
    /// The new unit.
    unit: Uuid,
    /// The position there; none unless given.
    position: Option<Uuid>,
    /// Why; it stands in the handover report.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Transfer a person
///
/// The account goes with its history; roles that do not cover the new unit end, the learner's excepted. About one of
/// the three administrators it becomes a request (202).
#[utoipa::path(
    post, path = "/api/v1/people/{id}/transfer", tag = "people", operation_id = "transfer_person",
    params(("id" = Uuid, Path, description = "The person.")), request_body = TransferJson,
    security(("token" = ["people.move"])),
    responses((status = 200, description = "The person in the new unit.", body = PersonJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn transfer(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<TransferJson>,
) -> Result<Response, Fault> {
    may_try(&caller, &[MOVE])?;
    let mut form = Form::default().with("reason", &body.reason);
    let reason = form.text("reason", Text::required(500));
    fits(&form, &[])?;
    let (unit, position) = (body.unit, body.position);
    let ready = Ready::draw(&caller, &reason);
    let (signed, act) = (caller.clone(), prepare(&caller, IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let (person, consent) = meant(tx, &signed, MOVE, id)?;
        if consent && let Some(answer) = ready.ask(tx, &signed, &person, &Asked::Move { unit, position })? {
            return Ok(answer);
        }
        moved(tx, &signed, &act, &person, (unit, position), &reason).map_err(refused)?;
        Ok(Told::done(now_is(tx, id, signed.now)?))
    };
    repeat.once(&caller, Some(seats::QUEUE), unit).await
}

//! Asking for an account and deciding by a program: the rules are those of the forms (`action.rs`).

use super::OpeningJson;
use crate::{
    json::{fits, refused},
    opening::{
        ASK, DECIDE,
        action::{ASK_IDS, Fresh, Said, asked, decide_ids, decided, read_request, withdrawn},
        store,
    },
    people::saving::prepare,
    person::seats,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_approvals::{ActIds, Verdict};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Form, Text,
    json::{Answer, Caller, Post, Repeat},
};

/// An account that is asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskOpeningJson {
    /// The name of whom it is for.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The wanted sign-in name.
    #[schema(min_length = 2, max_length = 64, pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$")]
    user_name: String,
    /// The unit, of the own subtree.
    unit: Uuid,
    /// The position.
    position: Option<Uuid>,
    /// The staff number.
    #[schema(max_length = 40)]
    staff_number: Option<String>,
    /// The mailbox; the first password goes there.
    #[schema(max_length = 254)]
    mail: Option<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Ask for an account
///
/// The training centre decides; approving opens the account.
#[utoipa::path(
    post, path = "/api/v1/openings", tag = "people", operation_id = "ask_opening", request_body = AskOpeningJson,
    security(("token" = ["openings.ask"])),
    responses((status = 201, description = "It was asked for.", body = OpeningJson,
               headers(("location" = String, description = "Where the request is to be found."))))
)]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AskOpeningJson>,
) -> Result<Response, Fault> {
    caller.must(ASK)?;
    let mut form = Form::default()
        .with("name", &body.name)
        .with("user_name", &body.user_name)
        .with("unit", body.unit)
        .with("position", body.position.map(|id| id.to_string()).unwrap_or_default())
        .with("staff_number", body.staff_number.unwrap_or_default())
        .with("mail", body.mail.unwrap_or_default())
        .with("reason", &body.reason);
    let ids = ActIds::draw(app.ids());
    let (new, reason) = read_request(&mut form, &caller, app.id(), ids);
    xingtan_words::screen_names(&caller, &mut form, &[("name", "")]).await?;
    fits(&form, &[])?;
    let (signed, act) = (caller.clone(), prepare(&caller, ASK_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        asked(tx, &signed, &act, ids, &new, &reason).map_err(refused)?;
        let made = store::opening(tx, new.id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::made(format!("/api/v1/openings/{}", new.id), OpeningJson::from(made)))
    };
    repeat.once(&caller, None, unit).await
}

/// What may be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningVerdictJson {
    /// The account is opened.
    Approve,
    /// It is not.
    Refuse,
}

/// A decision on a request.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideOpeningJson {
    /// What is decided.
    verdict: OpeningVerdictJson,
    /// Why; whoever asked is told.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// A request that was decided on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecidedOpeningJson {
    /// The request.
    pub opening: OpeningJson,
    /// The page on which the slip with the first password is printed, where it is not mailed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    pub slip: Option<String>,
}

/// Decide on a request for an account
///
/// Approving opens the account. Nobody decides on the own request.
#[utoipa::path(
    post, path = "/api/v1/openings/{id}/decision", tag = "people", operation_id = "decide_opening",
    params(("id" = Uuid, Path, description = "The request.")), request_body = DecideOpeningJson,
    security(("token" = ["openings.decide"])),
    responses((status = 200, description = "It is decided.", body = DecidedOpeningJson))
)]
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideOpeningJson>,
) -> Result<Response, Fault> {
    caller.must(DECIDE)?;
    let mut form = Form::default().with("reason", &body.reason);
    let reason = form.text("reason", Text::optional(500));
    fits(&form, &[])?;
    let verdict = match body.verdict {
        OpeningVerdictJson::Approve => Verdict::Approve,
        OpeningVerdictJson::Refuse => Verdict::Refuse,
    };
    let (ids, new) = (ActIds::draw(app.ids()), Fresh::draw(&app, &caller));
    let (signed, act) = (caller.clone(), prepare(&caller, decide_ids()));
    let unit = move |tx: &mut Tx<'_>| {
        let row = store::opening(tx, id)?.ok_or(Fault::NotFound)?;
        let seen = xingtan_approvals::get(tx, row.approval_id)?.ok_or(Fault::NotFound)?.request.step;
        let said = Said { verdict, reason: &reason, seen };
        let batch = decided(tx, &signed, &act, ids, id, &said, &new).map_err(refused)?;
        let opening = store::opening(tx, id)?.ok_or(Fault::NotFound)?.into();
        Ok(Answer::done(DecidedOpeningJson {
            opening,
            slip: batch.map(|batch| format!("/people/slips/{batch}")),
        }))
    };
    repeat.once(&caller, Some(seats::QUEUE), unit).await
}

/// Take a request back
///
/// One's own, while it is not decided.
#[utoipa::path(
    post, path = "/api/v1/openings/{id}/withdraw", tag = "people", operation_id = "withdraw_opening",
    params(("id" = Uuid, Path, description = "The request.")), security(("token" = ["openings.ask"])),
    responses((status = 200, description = "It is taken back.", body = OpeningJson))
)]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    caller.must(ASK)?;
    let (signed, ids) = (caller.clone(), ActIds::draw(app.ids()));
    let unit = move |tx: &mut Tx<'_>| {
        if !withdrawn(tx, &signed, ids, id).map_err(refused)? {
            return Err(Fault::Conflict(Msg::new("accounts-opening-over")));
        }
        Ok(Answer::done(OpeningJson::from(store::opening(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    repeat.once(&caller, None, unit).await
}

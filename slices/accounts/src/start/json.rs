//! The log of sign-ins for programs.

use super::SIGN_INS;
use crate::{
    account::json::SignInJson,
    session::{
        log::{Outcome, SORTS, TryRow, Wanted},
        place::Places,
    },
};
use axum::{Json, extract::State};
use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::IntoParams;
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, Moment, Words, collection},
};

/// How a try ended, by its word.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeWord(Outcome);

impl<'de> Deserialize<'de> for OutcomeWord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        Outcome::of(&word).map(OutcomeWord).ok_or_else(|| D::Error::custom("no try ends so"))
    }
}

/// Which tries.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SignInsQuery {
    /// Words that occur in user name, address or name.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only those that ended so.
    #[param(value_type = Option<String>)]
    outcome: Option<OutcomeWord>,
    /// With `true`, only what is unusual.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    unusual: bool,
    /// Not before, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Before, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Sign-ins
///
/// Tries to sign in of people of the subtrees where the permission holds, the latest first. Names that belong to nobody
/// are the root's.
#[utoipa::path(
    get, path = "/api/v1/sign-ins", tag = "people", operation_id = "sign_ins", params(SignInsQuery),
    security(("token" = ["security.sign-ins"])),
    responses((status = 200, description = "A page of tries.", body = Collection<SignInJson>))
)]
pub async fn sign_ins(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<SignInsQuery>,
) -> Result<Json<Collection<SignInJson>>, Fault> {
    caller.must(SIGN_INS)?;
    let outcome = asked.outcome.map(|OutcomeWord(outcome)| outcome);
    let moment = |it: Option<Moment>| it.map(|Moment(at)| at.to_string());
    let pairs = [
        ("q", asked.q.map(|words| words.0)),
        ("outcome", outcome.map(|it| it.code().to_owned())),
        ("unusual", asked.unusual.then(|| "true".to_owned())),
        ("from", moment(asked.from)),
        ("to", moment(asked.to)),
    ];
    let sorts = (&SORTS[..1], By::Moment);
    let list = collection("/api/v1/sign-ins", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let wanted = Wanted {
        scope: caller.actor.scope(SIGN_INS),
        query: list.query.clone(),
        outcome,
        unusual: asked.unusual,
        from: asked.from.map(|Moment(at)| at),
        to: asked.to.map(|Moment(at)| at),
    };
    let places = Places::of(app.settings());
    let found = app.db().read(move |tx| list.page::<TryRow>(tx, wanted.select())).await?;
    Ok(Json(Collection::of(found, |it| SignInJson::of(it, &places))))
}

//! Real names for programs: one's own statement; for reviewers the list, one of it, and deciding. No number is ever
//! answered whole.

use super::{
    DECIDE, READ,
    action::REASON,
    change::{self, DECIDE_IDS, STATE_IDS, Said},
    list::{FILTERS, Findings, same_of, select, unit_path},
    own::stated,
    page::seen,
    rules::Verdict,
    store::{self, RealName, SORTS, Same},
};
use crate::{
    json::{fits, refused},
    people::saving::prepare,
    person::store as people,
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_keys::KeyRing;
use xingtan_web::{
    App, Fault, Form, Text,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, Words, collection},
};

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RealNameStateJson {
    /// Nothing was stated.
    None,
    /// It waits to be verified.
    Pending,
    /// It was verified.
    Verified,
    /// It was rejected.
    Rejected,
}

impl RealNameStateJson {
    fn of(state: Option<super::rules::State>) -> Self {
        use super::rules::State as Stand;
        match state {
            None => RealNameStateJson::None,
            Some(Stand::Pending) => RealNameStateJson::Pending,
            Some(Stand::Verified) => RealNameStateJson::Verified,
            Some(Stand::Rejected) => RealNameStateJson::Rejected,
        }
    }

    fn code(self) -> &'static str {
        match self {
            RealNameStateJson::None => "none",
            RealNameStateJson::Pending => "pending",
            RealNameStateJson::Verified => "verified",
            RealNameStateJson::Rejected => "rejected",
        }
    }
}

/// The kind of an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentJson {
    /// Resident identity card.
    ResidentCard,
    /// Residence permit of people from Hong Kong, Macao and Taiwan.
    ResidencePermit,
    /// Permanent residence card of foreigners.
    PermanentResidence,
    /// Passport.
    Passport,
}

const DOCUMENTS: [(DocumentJson, &str); 4] = [
    (DocumentJson::ResidentCard, "resident-card"),
    (DocumentJson::ResidencePermit, "residence-permit"),
    (DocumentJson::PermanentResidence, "permanent-residence"),
    (DocumentJson::Passport, "passport"),
];

/// One's own real name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnRealNameJson {
    /// Where it stands.
    pub state: RealNameStateJson,
    /// The kind of document.
    pub document: Option<DocumentJson>,
    /// The stated name with stars.
    pub name: Option<String>,
    /// The number with stars.
    pub number: Option<String>,
    /// When it was stated, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub stated_at: Option<Timestamp>,
    /// When it was decided, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

impl OwnRealNameJson {
    fn of(it: Option<RealName>) -> Self {
        OwnRealNameJson {
            state: RealNameStateJson::of(it.as_ref().map(RealName::state)),
            document: it.as_ref().and_then(|it| document(&it.document)),
            name: it.as_ref().map(|it| it.name_masked.clone()),
            number: it.as_ref().map(|it| it.number_masked.clone()),
            stated_at: it.as_ref().map(|it| it.stated_at),
            decided_at: it.as_ref().and_then(|it| it.decided_at),
            reason: it.map(|it| it.reason).filter(|reason| !reason.is_empty()),
        }
    }
}

fn document(code: &str) -> Option<DocumentJson> {
    DOCUMENTS.iter().find(|(_, own)| *own == code).map(|(it, _)| *it)
}

/// Your real name
///
/// What the owner of the token stated, with stars, and where it stands.
#[utoipa::path(
    get, path = "/api/v1/me/real-name", tag = "people", operation_id = "own_real_name", security(("token" = [])),
    responses((status = 200, description = "Where it stands.", body = OwnRealNameJson))
)]
pub async fn own(State(app): State<App>, caller: Caller) -> Result<Json<OwnRealNameJson>, Fault> {
    let person = caller.actor().person;
    let found = app.db().read(move |tx| store::of(tx, person)).await?;
    Ok(Json(OwnRealNameJson::of(found)))
}

/// A stated name and document.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateRealNameJson {
    /// The kind of document.
    document: DocumentJson,
    /// The name as it stands on it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Its number.
    #[schema(min_length = 5, max_length = 40)]
    number: String,
    /// That the person was told what it is for, and agrees; without it nothing is kept.
    consent: bool,
}

/// State your real name
///
/// For the owner of the token, whose scope has to be `all`. What was stated before gives way to it, and it waits to be
/// verified anew; where it says the same, it stands as it stood.
#[utoipa::path(
    post, path = "/api/v1/me/real-name", tag = "people", operation_id = "state_real_name",
    request_body = StateRealNameJson, security(("token" = ["all"])),
    responses((status = 200, description = "It is stated.", body = OwnRealNameJson))
)]
pub async fn state(
    caller: Caller,
    Post { body, repeat }: Post<StateRealNameJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let document = DOCUMENTS.iter().find(|(it, _)| *it == body.document).map_or("", |(_, code)| *code);
    let mut form = Form::default()
        .with("document", document)
        .with("name", &body.name)
        .with("number", &body.number)
        .with("consent", if body.consent { "yes" } else { "" });
    let new = stated(&caller, &mut form);
    fits(&form, &[])?;
    let new = new.ok_or(Fault::Broken)?;
    let (person, act) = (caller.actor().person, prepare(&caller, STATE_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let it = people::person(tx, person)?.ok_or(Fault::NotFound)?;
        change::state(tx, &act.begin(), &it, &new)?;
        Ok(Answer::done(OwnRealNameJson::of(store::of(tx, person)?)))
    };
    repeat.once(&caller, None, unit).await
}

/// Something found of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingJson {
    /// The stated name is not the account's.
    NameDiffers,
    /// The date of birth in the number is not the account's.
    BirthDiffers,
    /// Others stated the same number.
    SameNumber,
}

/// What somebody stated.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RealNameJson {
    /// The person.
    pub person: Uuid,
    /// The account's name.
    pub person_name: String,
    /// The sign-in name.
    pub user_name: String,
    /// Where it stands.
    pub state: RealNameStateJson,
    /// The kind of document.
    pub document: Option<DocumentJson>,
    /// The stated name with stars.
    pub name: String,
    /// The number with stars.
    pub number: String,
    /// What is to be looked at before it is verified.
    pub findings: Vec<FindingJson>,
    /// Counts what was stated and decided; a decision names it.
    pub version: i64,
    /// When it was stated, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub stated_at: Timestamp,
    /// When it was decided, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

fn shown(keys: &KeyRing, it: RealName, same: &HashMap<Uuid, Vec<Same>>) -> RealNameJson {
    let found = Findings::of(keys, &it, same);
    let all = [
        (found.name, FindingJson::NameDiffers),
        (found.born, FindingJson::BirthDiffers),
        (!found.same.is_empty(), FindingJson::SameNumber),
    ];
    RealNameJson {
        state: RealNameStateJson::of(Some(it.state())),
        document: document(&it.document),
        findings: all.into_iter().filter(|(is, _)| *is).map(|(_, finding)| finding).collect(),
        person: it.person_id,
        person_name: it.name,
        user_name: it.user_name,
        name: it.name_masked,
        number: it.number_masked,
        version: it.version,
        stated_at: it.stated_at,
        decided_at: it.decided_at,
        reason: Some(it.reason).filter(|reason| !reason.is_empty()),
    }
}

/// Which statements.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RealNamesQuery {
    /// Words that occur in name, pinyin, initials, sign-in name or staff number.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only statements that stand so.
    #[param(inline)]
    state: Option<RealNameStateJson>,
    /// Only of this unit and those below it.
    unit: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Stated real names
///
/// Of the subtrees in which the permission holds, the earliest first.
#[utoipa::path(
    get, path = "/api/v1/real-names", tag = "people", operation_id = "real_names", params(RealNamesQuery),
    security(("token" = ["real-names.read"])),
    responses((status = 200, description = "A page of statements.", body = Collection<RealNameJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<RealNamesQuery>,
) -> Result<Json<Collection<RealNameJson>>, Fault> {
    caller.must(READ)?;
    let pairs = [
        ("q", asked.q.map(|words| words.0)),
        (FILTERS[0], asked.state.map(|state| state.code().to_owned())),
        (FILTERS[1], asked.unit.map(|unit| unit.to_string())),
    ];
    let list = collection("/api/v1/real-names", (SORTS, By::Moment), &pairs, asked.limit, asked.at.as_ref())?;
    let (scope, keys) = (caller.actor.scope(READ), app.keys().clone());
    let read = app.db().read(move |tx| {
        let unit = unit_path(tx, list.filter(FILTERS[1]))?;
        let page = list.page::<RealName>(tx, select(&list, &scope, unit))?;
        let same = same_of(tx, &page.rows)?;
        Ok::<_, Fault>(Collection::of(page, |it| shown(&keys, it, &same)))
    });
    Ok(Json(read.await?))
}

/// A stated real name
#[utoipa::path(
    get, path = "/api/v1/real-names/{id}", tag = "people", operation_id = "real_name",
    params(("id" = Uuid, Path, description = "The person.")), security(("token" = ["real-names.read"])),
    responses((status = 200, description = "The statement.", body = RealNameJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<RealNameJson>, Fault> {
    caller.must(READ)?;
    let keys = app.keys().clone();
    let read = app.db().read(move |tx| {
        let it = seen(tx, &caller, id)?;
        let same = store::same(tx, &[id])?;
        Ok::<_, Fault>(shown(&keys, it, &same))
    });
    Ok(Json(read.await?))
}

/// What may be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RealNameVerdictJson {
    /// Name and number are the person's.
    Verify,
    /// They are not, or cannot be told to be.
    Reject,
}

/// A decision on a statement.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRealNameJson {
    /// What is decided.
    verdict: RealNameVerdictJson,
    /// Why; a rejection needs it, and the person is told.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
    /// The version that was looked at.
    version: i64,
}

/// Decide on a stated real name
///
/// Nobody decides on the own. The person is told.
#[utoipa::path(
    post, path = "/api/v1/real-names/{id}/decision", tag = "people", operation_id = "decide_real_name",
    params(("id" = Uuid, Path, description = "The person.")), request_body = DecideRealNameJson,
    security(("token" = ["real-names.decide"])),
    responses((status = 200, description = "It is decided.", body = RealNameJson))
)]
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<DecideRealNameJson>,
) -> Result<Response, Fault> {
    caller.must(DECIDE)?;
    let mut form = Form::default().with("reason", &body.reason);
    let reason = form.text("reason", Text::optional(REASON).lines());
    fits(&form, &[])?;
    let verdict = match body.verdict {
        RealNameVerdictJson::Verify => Verdict::Verify,
        RealNameVerdictJson::Reject => Verdict::Reject,
    };
    let said = Said { verdict, reason, seen: body.version };
    let (signed, act, keys) = (caller.clone(), prepare(&caller, DECIDE_IDS), app.keys().clone());
    let unit = move |tx: &mut Tx<'_>| {
        change::decide(tx, &signed, &act.begin(), id, &said).map_err(refused)?;
        let it = store::of(tx, id)?.ok_or(Fault::NotFound)?;
        let same = store::same(tx, &[id])?;
        Ok(Answer::done(shown(&keys, it, &same)))
    };
    repeat.once(&caller, None, unit).await
}

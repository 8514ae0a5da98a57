//! The ledger of credits and training hours for programs.

use super::{list, store::Credit};
use crate::{department::READ, json::Whose};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, Moment, collection},
};

/// One booking. Bookings are never changed; a correction is a booking that reverses another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CreditJson {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// For which course.
    pub course: Uuid,
    /// For which enrolment.
    pub enrolment: Uuid,
    /// Credits, in hundredths: 150 are 1.5 credits; negative where it reverses.
    pub credits: i64,
    /// Training hours, in seconds; negative where it reverses.
    pub hours_seconds: i64,
    /// Whether the course was required.
    pub required: bool,
    /// Where it comes from: `course`.
    pub source: String,
    /// When it was booked, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The booking it reverses.
    pub reverses: Option<Uuid>,
    /// Why it reverses.
    pub reason: Option<String>,
}

impl From<Credit> for CreditJson {
    fn from(it: Credit) -> Self {
        CreditJson {
            id: it.id,
            person: it.person_id,
            course: it.course_id,
            enrolment: it.enrolment_id,
            credits: it.credits,
            hours_seconds: it.hours_seconds,
            required: it.required,
            source: it.source,
            at: it.at,
            reverses: it.reverses,
            reason: it.reason,
        }
    }
}

/// Which bookings: one's own unless a person or a unit is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreditsQuery {
    /// Only of this person; of others where `progress.read` holds.
    person: Option<Uuid>,
    /// Of everybody who belonged to this unit or one below it at that time, where `progress.read` holds.
    unit: Option<Uuid>,
    /// Not before this moment, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Before this moment, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Credits and training hours
///
/// Bookings, the newest first.
#[utoipa::path(
    get, path = "/api/v1/credits", tag = "learning", operation_id = "credits", params(CreditsQuery),
    security(("token" = []), ("token" = ["progress.read"])),
    responses((status = 200, description = "A page of bookings.", body = Collection<CreditJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<CreditsQuery>,
) -> Result<Json<Collection<CreditJson>>, Fault> {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    let moment = |at: Option<Moment>| at.map(|Moment(at)| at.to_string());
    let pairs = [
        ("person", id(asked.person)),
        ("unit", id(asked.unit)),
        ("from", moment(asked.from)),
        ("to", moment(asked.to)),
    ];
    let sorts = (list::SORTS, By::Moment);
    let list = collection("/api/v1/credits", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let whose = Whose { person: asked.person, unit: asked.unit };
    let read = app.db().read(move |tx| {
        let mut select = whose.narrow(tx, &caller, READ, list::select(), ("c.person_id", "c.unit_path"))?;
        if let Some(Moment(from)) = asked.from {
            select = select.when("c.at >= {}", from);
        }
        if let Some(Moment(to)) = asked.to {
            select = select.when("c.at < {}", to);
        }
        Ok::<_, Fault>(list.page::<Credit>(tx, select)?)
    });
    Ok(Json(Collection::of(read.await?, CreditJson::from)))
}

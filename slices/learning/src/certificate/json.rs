//! Certificates for programs.

use super::{
    READ,
    page::readable,
    rules::State,
    store::{self, Certificate, SORTS},
};
use crate::json::Whose;
use axum::{
    Json,
    extract::{Path, State as Of},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A certificate of a completed course. What it says is frozen; only that it was withdrawn is added.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CertificateJson {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The code by which anybody checks it at `/verify/CODE`.
    pub code: String,
    /// Whose.
    pub person: Uuid,
    /// The holder's name when it was issued.
    pub person_name: String,
    /// The course.
    pub course: Uuid,
    /// The course's title then.
    pub course_title: String,
    /// The enrolment that was completed.
    pub enrolment: Uuid,
    /// Credits booked for it, in hundredths.
    pub credits: i64,
    /// Training hours booked for it, in seconds.
    pub hours_seconds: i64,
    /// When the course was completed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub completed_at: Timestamp,
    /// When it was issued, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub issued_at: Timestamp,
    /// Until when it holds, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    /// The certificate in whose place it was issued.
    pub replaces: Option<Uuid>,
    /// Whether it holds.
    pub state: CertificateStateJson,
}

/// Whether a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateStateJson {
    /// It holds.
    Valid,
    /// Its time is over.
    Expired,
    /// It was withdrawn.
    Revoked,
}

impl CertificateStateJson {
    fn word(self) -> &'static str {
        match self {
            CertificateStateJson::Valid => "valid",
            CertificateStateJson::Expired => "expired",
            CertificateStateJson::Revoked => "revoked",
        }
    }
}

impl CertificateJson {
    fn of(it: Certificate, now: Timestamp) -> Self {
        CertificateJson {
            state: match it.state(&now) {
                State::Valid => CertificateStateJson::Valid,
                State::Expired => CertificateStateJson::Expired,
                State::Revoked => CertificateStateJson::Revoked,
            },
            id: it.id,
            number: it.number,
            code: it.code,
            person: it.person_id,
            person_name: it.person_name,
            course: it.course_id,
            course_title: it.course_title,
            enrolment: it.enrolment_id,
            credits: it.credits,
            hours_seconds: it.hours_seconds,
            completed_at: it.completed_at,
            issued_at: it.issued_at,
            expires_at: it.expires_at,
            revoked_at: it.revoked_at,
            replaces: it.replaces,
        }
    }
}

/// Which certificates: one's own unless a person or a unit is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CertificatesQuery {
    /// Only of this person; of others where `certificates.read` holds.
    person: Option<Uuid>,
    /// Of everybody of this unit and those below it, where `certificates.read` holds.
    unit: Option<Uuid>,
    /// Only of this course.
    course: Option<Uuid>,
    /// Only in this state.
    #[param(inline)]
    state: Option<CertificateStateJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Certificates
///
/// The newest first.
#[utoipa::path(
    get, path = "/api/v1/certificates", tag = "learning", operation_id = "certificates", params(CertificatesQuery),
    security(("token" = []), ("token" = ["certificates.read"])),
    responses((status = 200, description = "A page of certificates.", body = Collection<CertificateJson>))
)]
pub async fn list(
    Of(app): Of<App>,
    caller: Caller,
    Asked(asked): Asked<CertificatesQuery>,
) -> Result<Json<Collection<CertificateJson>>, Fault> {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    let word = asked.state.map(CertificateStateJson::word);
    let pairs = [
        ("person", id(asked.person)),
        ("unit", id(asked.unit)),
        ("course", id(asked.course)),
        ("state", word.map(str::to_owned)),
    ];
    let sorts = (&SORTS[..1], By::Moment);
    let list =
        collection("/api/v1/certificates", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let (whose, now) = (Whose { person: asked.person, unit: asked.unit }, caller.now);
    let read = app.db().read(move |tx| {
        let columns = ("c.person_id", "e.unit_path");
        let mut select = whose.narrow(tx, &caller, READ, store::select(), columns)?;
        if let Some(course) = asked.course {
            select = select.when("c.course_id = {}", course);
        }
        let select = store::in_state(select, word.unwrap_or_default(), now);
        Ok::<_, Fault>(list.page::<Certificate>(tx, select)?)
    });
    Ok(Json(Collection::of(read.await?, |it| CertificateJson::of(it, now))))
}

/// A certificate
///
/// One's own, or of a subtree in which the permission holds.
#[utoipa::path(
    get, path = "/api/v1/certificates/{id}", tag = "learning", operation_id = "certificate",
    params(("id" = Uuid, Path, description = "The certificate.")),
    security(("token" = []), ("token" = ["certificates.read"])),
    responses((status = 200, description = "The certificate.", body = CertificateJson))
)]
pub async fn one(
    Of(app): Of<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CertificateJson>, Fault> {
    let (actor, now) = (caller.actor().clone(), caller.now);
    let found = app.db().read(move |tx| readable(tx, &actor, id)).await?;
    Ok(Json(CertificateJson::of(found.it, now)))
}

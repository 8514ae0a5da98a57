//! Members of cohorts for programs.

use crate::{
    cohort::{
        MANAGE, READ,
        action::{managed, taken_in, taken_out},
        members::AT_ONCE,
        store,
    },
    json::{NamedJson, choice, invalid, refused, renamed},
    people::saving::prepare,
    person::store::{PEOPLE_SORTS, PeopleFilter, Person, people, people_list},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, Repeat, collection},
};

/// A member of a cohort.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberJson {
    /// The person's id.
    pub id: Uuid,
    /// The sign-in name.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// The unit.
    pub unit: NamedJson,
}

impl From<Person> for MemberJson {
    fn from(it: Person) -> Self {
        MemberJson {
            id: it.id,
            user_name: it.user_name,
            name: it.name,
            unit: NamedJson { id: it.unit_id, name: it.unit_name },
        }
    }
}

/// Which members.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Members of a cohort
///
/// Those of the subtrees where the permission holds, by name (pinyin), also people who are absent.
#[utoipa::path(
    get, path = "/api/v1/cohorts/{id}/members", tag = "organisation", operation_id = "members",
    params(("id" = Uuid, Path, description = "The cohort."), MembersQuery),
    security(("token" = ["cohorts.read"])),
    responses((status = 200, description = "A page of members.", body = Collection<MemberJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(asked): Asked<MembersQuery>,
) -> Result<Json<Collection<MemberJson>>, Fault> {
    caller.must(READ)?;
    let (sorts, base) = ((&PEOPLE_SORTS[..1], By::Text), format!("/api/v1/cohorts/{id}/members"));
    let list = collection(base, sorts, &[], asked.limit, asked.at.as_ref())?;
    let actor = caller.actor.clone();
    let read = app.db().read(move |tx| {
        let cohort = store::cohort(tx, id)?.filter(|it| actor.may_at(READ, &it.node_path));
        cohort.ok_or(Fault::NotFound)?;
        let filter = PeopleFilter {
            scope: actor.scope(READ),
            cohort: Some(id),
            absent: true,
            ..PeopleFilter::default()
        };
        Ok::<_, Fault>(people_list(tx, &list, &filter)?)
    });
    Ok(Json(Collection::of(read.await?, MemberJson::from)))
}

/// People to be taken into a cohort.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMembersJson {
    /// The people, all of the own subtree; all of them come in or none.
    #[schema(min_items = 1, max_items = 500)]
    people: Vec<Uuid>,
}

/// How many members came or went.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MembersChangedJson {
    /// How many; who belonged already, or did not belong, is not counted.
    pub changed: i64,
}

/// Take people into a cohort
///
/// Only where members are chosen by hand.
#[utoipa::path(
    post, path = "/api/v1/cohorts/{id}/members", tag = "organisation", operation_id = "add_members",
    params(("id" = Uuid, Path, description = "The cohort.")), request_body = AddMembersJson,
    security(("token" = ["cohorts.manage"])),
    responses((status = 200, description = "They belong to it.", body = MembersChangedJson))
)]
pub async fn add(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<AddMembersJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    if body.people.is_empty() {
        return Err(invalid("people", Msg::new("web-form-required")));
    }
    if body.people.len() > AT_ONCE {
        return Err(invalid("people", Msg::new("accounts-cohort-too-many").with("max", AT_ONCE)));
    }
    let (signed, act) = (caller.clone(), prepare(&caller, 2));
    let mut ids = body.people;
    ids.sort_unstable();
    ids.dedup();
    let unit = move |tx: &mut Tx<'_>| {
        managed(tx, &signed, id).map_err(own)?;
        let found = people(tx, &ids)?;
        if found.iter().filter(|it| signed.actor.may_at(MANAGE, &it.unit_path)).count() != ids.len() {
            return Err(choice("people"));
        }
        changed(taken_in(tx, &signed, &act, id, &ids).map_err(own)?)
    };
    repeat.once(&caller, None, unit).await
}

fn own(stop: crate::people::saving::Stop) -> Fault {
    renamed(refused(stop), &[("users", "people")])
}

fn changed(count: usize) -> Result<Answer<MembersChangedJson>, Fault> {
    Ok(Answer::done(MembersChangedJson { changed: i64::try_from(count).unwrap_or(i64::MAX) }))
}

/// Take a person out of a cohort
///
/// Only where members are chosen by hand.
#[utoipa::path(
    delete, path = "/api/v1/cohorts/{id}/members/{person}", tag = "organisation", operation_id = "remove_member",
    params(("id" = Uuid, Path, description = "The cohort."), ("person" = Uuid, Path, description = "The member.")),
    security(("token" = ["cohorts.manage"])),
    responses((status = 200, description = "The person does not belong to it.", body = MembersChangedJson))
)]
pub async fn remove(
    caller: Caller,
    Path((id, person)): Path<(Uuid, Uuid)>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (signed, act) = (caller.clone(), prepare(&caller, 2));
    let unit = move |tx: &mut Tx<'_>| changed(taken_out(tx, &signed, &act, id, &[person]).map_err(own)?);
    repeat.once(&caller, None, unit).await
}

//! Changing cohorts by a program: the rules are those of the forms (`action.rs`).

use super::{CohortJson, CohortRuleJson};
use crate::{
    cohort::{
        MANAGE,
        action::{NAME, added, deleted, edited, restored},
        rules::Rule,
        store::{self, NewCohort},
    },
    json::{fits, invalid, refused, renamed},
    people::saving::prepare,
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
    App, Fault, Form, Text,
    json::{Answer, Caller, Post, Repeat},
};

/// Most units or positions of a rule.
const NAMED: usize = 200;
/// Names of the form's fields and of the body's.
const NAMES: &[(&str, &str)] = &[("nodes", "rule.units"), ("positions", "rule.positions")];

fn name(typed: &str) -> Result<String, Fault> {
    let mut form = Form::default().with("name", typed);
    let name = form.text("name", Text::required(NAME));
    fits(&form, &[]).map(|()| name)
}

fn rule(it: CohortRuleJson) -> Result<Rule, Fault> {
    for (field, ids) in [("rule.units", &it.units), ("rule.positions", &it.positions)] {
        if ids.len() > NAMED {
            return Err(invalid(field, Msg::new("accounts-cohort-too-many").with("max", NAMED)));
        }
    }
    Ok(Rule { nodes: it.units, positions: it.positions })
}

/// A cohort to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCohortJson {
    /// Its name; unique.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The node whose administrators look after it.
    node: Uuid,
    /// Who belongs to it; without a rule members are chosen by hand.
    rule: Option<CohortRuleJson>,
}

/// Make a cohort
///
/// A job brings the people whom a rule means.
#[utoipa::path(
    post, path = "/api/v1/cohorts", tag = "organisation", operation_id = "add_cohort",
    request_body = AddCohortJson, security(("token" = ["cohorts.manage"])),
    responses((status = 201, description = "The cohort is there.", body = CohortJson,
               headers(("location" = String, description = "Where the cohort is to be found."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AddCohortJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let kept = body.rule.map(rule).transpose()?.map(|rule| rule.kept());
    xingtan_words::check_names(&caller, &[("name", &body.name, "")]).await?;
    let new = NewCohort { id: app.id(), name: name(&body.name)?, node: body.node, rule: kept };
    let (signed, act) = (caller.clone(), prepare(&caller, 2));
    let unit = move |tx: &mut Tx<'_>| {
        added(tx, &signed, &act, &new).map_err(|stop| renamed(refused(stop), NAMES))?;
        let made = store::cohort(tx, new.id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::made(format!("/api/v1/cohorts/{}", new.id), CohortJson::from(made)))
    };
    repeat.once(&caller, None, unit).await
}

/// What is to be changed of a cohort; what is not named stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditCohortJson {
    /// Its name; unique.
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    /// The rule of a dynamic one; a fixed one takes none.
    rule: Option<CohortRuleJson>,
}

/// Change a cohort
#[utoipa::path(
    patch, path = "/api/v1/cohorts/{id}", tag = "organisation", operation_id = "edit_cohort",
    params(("id" = Uuid, Path, description = "The cohort.")), request_body = EditCohortJson,
    security(("token" = ["cohorts.manage"])),
    responses((status = 200, description = "The cohort as changed.", body = CohortJson))
)]
pub async fn edit(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<EditCohortJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    if body.name.is_none() && body.rule.is_none() {
        return Err(Fault::Bad(Msg::new("accounts-api-nothing")));
    }
    let (name, rule) = (body.name.as_deref().map(name).transpose()?, body.rule.map(rule).transpose()?);
    if let Some(name) = &name {
        let before = caller
            .app
            .db()
            .read(move |tx| store::cohort(tx, id))
            .await?
            .map(|it| it.name)
            .unwrap_or_default();
        xingtan_words::check_names(&caller, &[("name", name, &before)]).await?;
    }
    let (signed, act) = (caller.clone(), prepare(&caller, 2));
    let unit = move |tx: &mut Tx<'_>| {
        let fixed = store::cohort(tx, id)?.is_some_and(|it| it.rule.is_none());
        edited(tx, &signed, &act, id, name.as_deref(), rule.as_ref())
            .map_err(|stop| renamed(refused(stop), NAMES))?;
        if fixed && rule.is_some() {
            return Err(invalid("rule", Msg::new("accounts-api-not-here")));
        }
        now_is(tx, id)
    };
    repeat.once(&caller, None, unit).await
}

fn now_is(tx: &mut Tx<'_>, id: Uuid) -> Result<Answer<CohortJson>, Fault> {
    Ok(Answer::done(store::cohort(tx, id)?.ok_or(Fault::NotFound)?.into()))
}

/// Delete a cohort
///
/// It goes into the bin with its members, where it can be taken out for 30 days.
#[utoipa::path(
    delete, path = "/api/v1/cohorts/{id}", tag = "organisation", operation_id = "delete_cohort",
    params(("id" = Uuid, Path, description = "The cohort.")), security(("token" = ["cohorts.manage"])),
    responses((status = 200, description = "The cohort as it was.", body = CohortJson))
)]
pub async fn delete(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (signed, act) = (caller.clone(), prepare(&caller, 1));
    let unit = move |tx: &mut Tx<'_>| {
        Ok(Answer::done(CohortJson::from(deleted(tx, &signed, &act, id).map_err(refused)?)))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a cohort out of the bin
#[utoipa::path(
    post, path = "/api/v1/cohorts/{id}/restore", tag = "organisation", operation_id = "restore_cohort",
    params(("id" = Uuid, Path, description = "The cohort.")), security(("token" = ["cohorts.manage"])),
    responses((status = 200, description = "The cohort.", body = CohortJson))
)]
pub async fn restore(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (signed, act) = (caller.clone(), prepare(&caller, 2));
    let unit = move |tx: &mut Tx<'_>| {
        restored(tx, &signed, &act, id).map_err(refused)?;
        now_is(tx, id)
    };
    repeat.once(&caller, None, unit).await
}

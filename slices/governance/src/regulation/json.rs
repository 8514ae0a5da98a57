//! Regulations for programs: what governs, what is drafted, and the same steps as on the pages.

use super::{
    APPROVE, DRAFT,
    act::{Act, Undo},
    change::{self, Demand, Heading, Wording},
    draft::page::BODY,
    page::{Desk, is_insider, is_shown},
    rules::Stage,
    store::{self, Version},
    told::{InForceJson, RegulationJson, RegulationVersionJson, WholeVersionJson, whole},
};
use crate::{
    kind::{self, params::Params},
    pack,
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use xingtan_auth::Role;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_web::{
    App, Fault, Text,
    json::{Answer, Caller, Collection, Post, Repeat, Seen, fields, sound},
};

/// Carries a change of a version out in one unit; the version as it is then.
async fn carried_out(
    caller: &Caller,
    repeat: Repeat,
    at: (Uuid, Uuid),
    change: impl Fn(&mut Tx<'_>, &Act) -> Result<(), Undo> + Send + 'static,
) -> Result<Response, Fault> {
    let (act, l) = (Act::of(caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        change(tx, &act)?;
        Ok(Answer::done(as_it_is(tx, at, &l, act.at)?))
    };
    repeat.once(caller, None, unit).await
}

fn as_it_is(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, Uuid),
    l: &Locale,
    now: Timestamp,
) -> Result<WholeVersionJson, Fault> {
    Ok(whole(l, &Desk::read(tx, id, Some(version), true, now)?))
}

/// Regulations
///
/// Those in force; for whoever drafts, approves or oversees all of them.
#[utoipa::path(
    get, path = "/api/v1/regulations", tag = "governance", operation_id = "regulations", security(("token" = [])),
    responses((status = 200, description = "The regulations.", body = Collection<RegulationJson>))
)]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Collection<RegulationJson>>, Fault> {
    let (insider, person, now) = (is_insider(&caller), caller.actor.person, caller.now);
    let read = app.db().read(move |tx| {
        let receipts: HashMap<Uuid, Timestamp> = store::receipts_of(tx, person)?.into_iter().collect();
        let versions = store::versions(tx)?;
        let mut all = Vec::new();
        for it in store::regulations(tx)? {
            let own: Vec<Version> =
                versions.iter().filter(|own| own.regulation_id == it.id).cloned().collect();
            let stages = store::stages(&own, now);
            let governs =
                own.iter().find(|own| stages.get(&own.id).is_some_and(|(stage, _)| *stage == Stage::InForce));
            let in_force = governs.map(|own| InForceJson {
                version: own.id,
                number: own.number,
                since: own.in_force_from.unwrap_or(own.drafted_at),
                acknowledged_at: receipts.get(&own.id).copied(),
            });
            if in_force.is_some() || insider {
                let (title, interpreted_by) = (it.title, it.interpreted_by);
                all.push(RegulationJson { id: it.id, title, interpreted_by, in_force });
            }
        }
        Ok::<_, Fault>(all)
    });
    Ok(Json(Collection::whole(read.await?)))
}

/// The versions of a regulation
///
/// The newest first: those that govern or have governed; for whoever drafts, approves or oversees the others as well.
#[utoipa::path(
    get, path = "/api/v1/regulations/{id}/versions", tag = "governance", operation_id = "regulation_versions",
    params(("id" = Uuid, Path, description = "The regulation.")), security(("token" = [])),
    responses((status = 200, description = "Its versions.", body = Collection<RegulationVersionJson>))
)]
pub async fn versions(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Collection<RegulationVersionJson>>, Fault> {
    let (insider, now) = (is_insider(&caller), caller.now);
    let desk = app.db().read(move |tx| Desk::read(tx, id, None, insider, now)).await?;
    let shown = desk.versions.iter().filter(|(_, stage)| is_shown(*stage, insider));
    Ok(Json(Collection::whole(shown.map(|(it, stage)| RegulationVersionJson::of(it, *stage)).collect())))
}

/// A version of a regulation
///
/// With its articles and the rules bound to them.
#[utoipa::path(
    get, path = "/api/v1/regulations/{id}/versions/{version}", tag = "governance",
    operation_id = "regulation_version",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The version.")),
    security(("token" = [])),
    responses((status = 200, description = "The version.", body = WholeVersionJson))
)]
pub async fn version(
    State(app): State<App>,
    caller: Caller,
    Path((id, version)): Path<(Uuid, Uuid)>,
) -> Result<Json<WholeVersionJson>, Fault> {
    let (insider, now) = (is_insider(&caller), caller.now);
    let desk = app.db().read(move |tx| Desk::read(tx, id, Some(version), insider, now)).await?;
    Ok(Json(whole(&caller.l, &desk)))
}

/// A regulation to be begun.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginJson {
    /// A pack to begin with: `academy`, `school` or `training`; an empty draft unless given.
    pack: Option<String>,
    /// The language of the text: `zh-CN` or `en`.
    lang: String,
    /// Its name; may be left out with a pack.
    #[schema(max_length = 80)]
    title: Option<String>,
    /// Who says how it is meant; may be left out with a pack.
    #[schema(max_length = 80)]
    interpreted_by: Option<String>,
}

/// Begin a regulation
///
/// It is a draft of the token's owner. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/regulations", tag = "governance", operation_id = "begin_regulation",
    request_body = BeginJson, security(("token" = ["regulation.draft"])),
    responses((status = 201, description = "The draft is there.", body = WholeVersionJson,
               headers(("location" = String, description = "Where the draft is to be found."))))
)]
pub async fn begin(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<BeginJson>,
) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    let mut form =
        fields([("title", body.title), ("interpreted_by", body.interpreted_by), ("lang", Some(body.lang))]);
    let lang = form.choice::<Lang>("lang").unwrap_or_default();
    let code = body.pack.as_deref().map(|code| pack::ALL.into_iter().find(|it| *it == code));
    if code == Some(None) {
        form.refuse("pack", Msg::new("web-form-choice"));
    }
    let code = code.flatten();
    let rule = if code.is_some() { Text::optional(80) } else { Text::required(80) };
    let heading =
        Heading { title: form.text("title", rule), interpreted_by: form.text("interpreted_by", rule) };
    sound(&form, str::to_owned)?;
    let (id, act, l) = (app.id(), Act::of(&caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let version = match code {
            Some(code) => pack::load(tx, id, code, lang, &heading, &act)?,
            None => change::begin(tx, id, &heading, lang, &act)?,
        };
        let body = as_it_is(tx, (id, version.id), &l, act.at)?;
        Ok(Answer::made(format!("/api/v1/regulations/{id}/versions/{}", version.id), body))
    };
    repeat.once(&caller, None, unit).await
}

/// Draft the next version of a regulation
///
/// A copy of the one in force; where a draft is open already, that one. With `Idempotency-Key` the same post is carried
/// out once.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/draft", tag = "governance", operation_id = "draft_regulation",
    params(("id" = Uuid, Path, description = "The regulation.")), security(("token" = ["regulation.draft"])),
    responses((status = 201, description = "The draft is there.", body = WholeVersionJson,
               headers(("location" = String, description = "Where the draft is to be found."))))
)]
pub async fn draft(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    let (act, l) = (Act::of(&caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let version = change::draft(tx, id, &act)?;
        let body = as_it_is(tx, (id, version.id), &l, act.at)?;
        Ok(Answer::made(format!("/api/v1/regulations/{id}/versions/{}", version.id), body))
    };
    repeat.once(&caller, None, unit).await
}

/// Which version was read.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeJson {
    /// The version in force.
    version: Uuid,
}

/// Acknowledge a regulation
///
/// The token's owner has read the version in force; done twice it stays one. Needs a token for `all`.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/acknowledgement", tag = "governance",
    operation_id = "acknowledge_regulation", params(("id" = Uuid, Path, description = "The regulation.")),
    request_body = AcknowledgeJson, security(("token" = ["all"])),
    responses((status = 200, description = "It is noted.", body = WholeVersionJson))
)]
pub async fn acknowledge(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<AcknowledgeJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let at = (id, body.version);
    carried_out(&caller, repeat, at, move |tx, act| change::acknowledge(tx, at, act).map(drop)).await
}

/// An article of a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveArticleJson {
    /// The count of changes of the draft that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// The article to be changed; a new one at the end unless given.
    id: Option<Uuid>,
    /// Its number.
    #[schema(min_length = 1, max_length = 20)]
    number: String,
    /// Its heading.
    #[schema(min_length = 1, max_length = 80)]
    title: String,
    /// Its text in Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    body: String,
    /// Who carries it out by hand.
    #[schema(max_length = 120)]
    by_hand: Option<String>,
}

/// Write an article of a draft
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/versions/{version}/articles", tag = "governance",
    operation_id = "save_regulation_article",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The draft.")),
    request_body = SaveArticleJson, security(("token" = ["regulation.draft"])),
    responses((status = 200, description = "The draft as it is now.", body = WholeVersionJson))
)]
pub async fn save_article(
    State(app): State<App>,
    caller: Caller,
    Path(at): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<SaveArticleJson>,
) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    let mut form = fields([
        ("number", Some(body.number)),
        ("title", Some(body.title)),
        ("body", Some(body.body)),
        ("by_hand", body.by_hand),
    ]);
    let wording = Wording {
        number: form.text("number", Text::required(20)),
        title: form.text("title", Text::required(80)),
        body: form.text("body", Text::required(BODY).lines()),
        by_hand: form.optional("by_hand", 120),
    };
    sound(&form, str::to_owned)?;
    let own = (body.id.unwrap_or_else(|| app.id()), body.id.is_none());
    let seen = body.version.0;
    let save = move |tx: &mut Tx<'_>, act: &Act| change::save_article(tx, at, seen, own, &wording, act);
    carried_out(&caller, repeat, at, save).await
}

/// A rule of an article of a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveControlJson {
    /// The count of changes of the draft that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// The rule to be changed; a new one unless given.
    id: Option<Uuid>,
    /// The article.
    article: Uuid,
    /// The kind of rule.
    kind: String,
    /// Parameters by name; those left out take their defaults.
    #[serde(default)]
    params: BTreeMap<String, String>,
    /// It concerns people of this unit and those below it; everybody unless given.
    scope: Option<Uuid>,
    /// It concerns holders of this role; everybody unless given.
    role: Option<String>,
}

/// Bind a rule to an article of a draft
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/versions/{version}/controls", tag = "governance",
    operation_id = "save_regulation_control",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The draft.")),
    request_body = SaveControlJson, security(("token" = ["regulation.draft"])),
    responses((status = 200, description = "The draft as it is now.", body = WholeVersionJson))
)]
pub async fn save_control(
    State(app): State<App>,
    caller: Caller,
    Path(at): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<SaveControlJson>,
) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    let choice = |field: &str| Fault::Invalid(vec![(field.to_owned(), Msg::new("web-form-choice"))]);
    let kind = kind::of(&body.kind).ok_or_else(|| choice("kind"))?;
    if body.params.keys().any(|name| kind.params().iter().all(|param| param.name != name)) {
        return Err(choice("params"));
    }
    let role = match &body.role {
        Some(role) => Some(role.parse::<Role>().map_err(|_| choice("role"))?.code().to_owned()),
        None => None,
    };
    let read = Params::read(kind.params(), |name| body.params.get(name).map(String::as_str));
    let params = read.and_then(|params| kind.check(&params).map(|()| params)).map_err(|wrong| {
        Fault::Invalid(wrong.into_iter().map(|(name, msg)| (format!("params.{name}"), msg)).collect())
    })?;
    let demand = Demand { kind: body.kind, params, scope: body.scope, role };
    let own = (body.id.unwrap_or_else(|| app.id()), body.id.is_none());
    let (seen, article) = (body.version.0, body.article);
    let save =
        move |tx: &mut Tx<'_>, act: &Act| change::save_control(tx, at, seen, article, own, &demand, act);
    carried_out(&caller, repeat, at, save).await
}

/// Throw a draft away
///
/// One that was never submitted; the regulation goes with its only version. The trail keeps that it was there.
#[utoipa::path(
    delete, path = "/api/v1/regulations/{id}/versions/{version}", tag = "governance",
    operation_id = "discard_regulation_draft",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The draft.")),
    security(("token" = ["regulation.draft"])),
    responses((status = 200, description = "The draft as it was.", body = WholeVersionJson))
)]
pub async fn discard(
    caller: Caller,
    Path(at): Path<(Uuid, Uuid)>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    let (act, l) = (Act::of(&caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let was = as_it_is(tx, at, &l, act.at)?;
        change::discard(tx, at, None, &act)?;
        Ok(Answer::done(was))
    };
    repeat.once(&caller, None, unit).await
}

/// From when a draft is to govern.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// The day, in the institution's zone; tomorrow or later.
    #[schema(value_type = String, format = Date)]
    from: Date,
}

/// Submit a draft
///
/// Another person has to approve it before its day. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/versions/{version}/submission", tag = "governance",
    operation_id = "submit_regulation",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The draft.")),
    request_body = SubmitJson, security(("token" = ["regulation.draft"])),
    responses((status = 200, description = "It waits for approval.", body = WholeVersionJson))
)]
pub async fn submit(
    caller: Caller,
    Path(at): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<SubmitJson>,
) -> Result<Response, Fault> {
    caller.must_whole(DRAFT)?;
    if !(1900..=2200).contains(&body.from.year()) {
        return Err(Fault::Invalid(vec![("from".to_owned(), Msg::new("web-form-date"))]));
    }
    let (seen, from) = (body.version.0, caller.l.zone().start_of(body.from));
    carried_out(&caller, repeat, at, move |tx, act| change::submit(tx, at, seen, from, act)).await
}

/// What is decided of a version.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Whether it is approved; otherwise it is sent back.
    approve: bool,
    /// Why it is sent back.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Approve a version, or send it back
///
/// Nobody approves what they drafted or submitted. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/regulations/{id}/versions/{version}/decision", tag = "governance",
    operation_id = "decide_regulation",
    params(("id" = Uuid, Path, description = "The regulation."), ("version" = Uuid, Path, description = "The version.")),
    request_body = DecideJson, security(("token" = ["regulation.approve"])),
    responses((status = 200, description = "It is decided.", body = WholeVersionJson))
)]
pub async fn decide(
    caller: Caller,
    Path(at): Path<(Uuid, Uuid)>,
    Post { body, repeat }: Post<DecideJson>,
) -> Result<Response, Fault> {
    caller.must_whole(APPROVE)?;
    let mut form = fields([("reason", body.reason)]);
    let rule = if body.approve { Text::optional(500) } else { Text::required(500) };
    let reason = form.text("reason", rule.lines());
    sound(&form, str::to_owned)?;
    let seen = body.version.0;
    let decide = move |tx: &mut Tx<'_>, act: &Act| {
        change::decide(tx, at, seen, (!body.approve).then_some(reason.as_str()), act)
    };
    carried_out(&caller, repeat, at, decide).await
}

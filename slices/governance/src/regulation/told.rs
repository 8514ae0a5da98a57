//! What programs are told of regulations: the shapes, and how they come from what is kept.

use super::{
    compare::sentence,
    page::Desk,
    rules::Stage,
    store::{Article, Control, Version},
};
use crate::kind::{self, params::Params};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Locale;

/// A regulation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegulationJson {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub title: String,
    /// Who says how it is meant.
    pub interpreted_by: String,
    /// The version in force; none where none is.
    pub in_force: Option<InForceJson>,
}

/// The version that governs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InForceJson {
    /// Its id.
    pub version: Uuid,
    /// Its number.
    pub number: i64,
    /// Since when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When the owner of the token acknowledged it, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub acknowledged_at: Option<Timestamp>,
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StageJson {
    /// Being written.
    Draft,
    /// Waiting for approval.
    Submitted,
    /// Approved, its day has not come.
    Coming,
    /// It governs.
    InForce,
    /// A newer one governs.
    Past,
}

impl From<Stage> for StageJson {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Draft => StageJson::Draft,
            Stage::Submitted => StageJson::Submitted,
            Stage::Coming => StageJson::Coming,
            Stage::InForce => StageJson::InForce,
            Stage::Past => StageJson::Past,
        }
    }
}

/// A version of a regulation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegulationVersionJson {
    /// Its id.
    pub id: Uuid,
    /// Of which regulation.
    pub regulation: Uuid,
    /// 1, 2, …
    pub number: i64,
    /// The language of its text.
    pub lang: String,
    /// What changed, in the drafter's words.
    pub note: String,
    /// Where it stands.
    pub stage: StageJson,
    /// From when it governs, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub in_force_from: Option<Timestamp>,
    /// Why it was sent back.
    pub reason: Option<String>,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

impl RegulationVersionJson {
    pub(super) fn of(it: &Version, stage: Stage) -> Self {
        RegulationVersionJson {
            id: it.id,
            regulation: it.regulation_id,
            number: it.number,
            lang: it.lang.clone(),
            note: it.note.clone(),
            stage: stage.into(),
            in_force_from: it.in_force_from,
            reason: it.reason.clone(),
            version: it.version,
        }
    }
}

/// A rule bound to an article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ControlJson {
    /// Its id in this version.
    pub id: Uuid,
    /// What it is from version to version.
    pub key: Uuid,
    /// The kind of rule.
    pub kind: String,
    /// Its parameters by name.
    pub params: BTreeMap<String, String>,
    /// It concerns people below this node; empty: everybody.
    pub scope_path: String,
    /// And only those with this role.
    pub scope_role: Option<String>,
    /// What it says, in the language of the token's owner.
    pub says: String,
}

/// An article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleJson {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Its text in Markdown.
    pub body: String,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
    /// The rules bound to it.
    pub controls: Vec<ControlJson>,
}

/// A version with all it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholeVersionJson {
    /// The version.
    #[serde(flatten)]
    pub version: RegulationVersionJson,
    /// Its articles in their order.
    pub articles: Vec<ArticleJson>,
}

pub(super) fn control(l: &Locale, it: &Control) -> ControlJson {
    let params = kind::of(&it.kind).map(|kind| Params::kept(kind.params(), &it.params)).unwrap_or_default();
    ControlJson {
        id: it.id,
        key: it.control_key,
        kind: it.kind.clone(),
        params: params.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        scope_path: it.scope_path.clone(),
        scope_role: it.scope_role.clone(),
        says: l.msg(&sentence(it)),
    }
}

pub(super) fn whole(l: &Locale, desk: &Desk) -> WholeVersionJson {
    let article = |it: &Article| ArticleJson {
        id: it.id,
        number: it.number.clone(),
        title: it.title.clone(),
        body: it.body.clone(),
        by_hand: it.by_hand.clone(),
        controls: desk
            .controls
            .iter()
            .filter(|own| own.article_id == it.id)
            .map(|own| control(l, own))
            .collect(),
    };
    WholeVersionJson {
        version: RegulationVersionJson::of(&desk.version, desk.stage),
        articles: desk.articles.iter().map(article).collect(),
    }
}

//! Regulations as they are read: the list, the version in force, any other version one may see.

use super::{
    APPROVE, DRAFT, OVERSEE, compare, draft,
    rules::{Stage, State},
    shown::{self, ShownArticle},
    store::{self, Article, Control, Regulation, Version},
};
use askama::Template;
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// The address of the list.
pub const HREF: &str = "/regulations";

/// Where a regulation is shown.
pub fn href(regulation: Uuid) -> String {
    format!("{HREF}/{regulation}")
}

/// Whether somebody sees versions that do not govern yet.
pub fn is_insider(who: &SignedIn) -> bool {
    [DRAFT, APPROVE, OVERSEE].into_iter().any(|permission| who.actor.may_whole(permission))
}

/// Whether a version at this stage is shown to somebody.
pub const fn is_shown(stage: Stage, insider: bool) -> bool {
    insider || matches!(stage, Stage::InForce | Stage::Past)
}

/// The Fluent key of where a version stands.
pub fn stage_key(stage: &Stage) -> String {
    format!("governance-stage-{}", stage.code())
}

struct Line {
    id: Uuid,
    title: String,
    interpreted_by: String,
    in_force: Option<(i64, Timestamp)>,
    receipt: Option<Timestamp>,
    others: Vec<(Uuid, i64, Stage)>,
}

#[derive(Template)]
#[template(path = "regulation/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Line>,
    may_draft: bool,
    insider: bool,
}

/// `GET /regulations`.
pub async fn list(Of(app): Of<App>, who: SignedIn) -> Result<Response, Fault> {
    let (insider, person, now) = (is_insider(&who), who.actor.person, who.now);
    let (regulations, versions, receipts) = app
        .db()
        .read(move |tx| {
            let all = (store::regulations(tx)?, store::versions(tx)?);
            Ok::<_, Fault>((all.0, all.1, store::receipts_of(tx, person)?))
        })
        .await?;
    let receipts: HashMap<Uuid, Timestamp> = receipts.into_iter().collect();
    let line = |it: Regulation| {
        let own: Vec<Version> = versions.iter().filter(|own| own.regulation_id == it.id).cloned().collect();
        let stages = store::stages(&own, now);
        let stage = |own: &Version| stages.get(&own.id).map_or(Stage::Draft, |(stage, _)| *stage);
        let in_force = own.iter().find(|own| stage(own) == Stage::InForce);
        let others = own.iter().filter(|own| !matches!(stage(own), Stage::InForce | Stage::Past));
        Line {
            in_force: in_force.map(|own| (own.number, own.in_force_from.unwrap_or(own.drafted_at))),
            receipt: in_force.and_then(|own| receipts.get(&own.id).copied()),
            others: others.filter(|_| insider).map(|own| (own.id, own.number, stage(own))).collect(),
            id: it.id,
            title: it.title,
            interpreted_by: it.interpreted_by,
        }
    };
    let rows = regulations.into_iter().map(line).filter(|it| it.in_force.is_some() || insider).collect();
    html(&ListPage {
        page: Page::new(&who, who.l.t("governance-regulations")),
        rows,
        may_draft: who.actor.may_whole(DRAFT),
        insider,
    })
}

/// A version with all that a page of it needs.
pub struct Desk {
    /// The regulation.
    pub regulation: Regulation,
    /// The version.
    pub version: Version,
    /// Where it stands.
    pub stage: Stage,
    /// Until when it governed.
    pub until: Option<Timestamp>,
    /// All versions, the newest first, each with where it stands.
    pub versions: Vec<(Version, Stage)>,
    /// Its articles.
    pub articles: Vec<Article>,
    /// Their controls.
    pub controls: Vec<Control>,
    /// Names of units by path.
    pub trails: HashMap<String, String>,
    /// The approved version before it with its articles and controls.
    pub before: Option<(i64, Vec<Article>, Vec<Control>)>,
    /// Names of those who drafted, submitted and decided.
    pub names: HashMap<Uuid, String>,
}

impl Desk {
    /// Reads a version; without one that in force, or for insiders the newest.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none that somebody may see.
    pub fn read(
        tx: &mut Tx<'_>,
        regulation: Uuid,
        version: Option<Uuid>,
        insider: bool,
        now: Timestamp,
    ) -> Result<Desk, Fault> {
        let regulation = store::regulation(tx, regulation)?.ok_or(Fault::NotFound)?;
        let versions = store::versions_of(tx, regulation.id)?;
        let stages = store::stages(&versions, now);
        let of = |it: &Version| stages.get(&it.id).copied().unwrap_or((Stage::Draft, None));
        let chosen = match version {
            Some(id) => versions.iter().find(|it| it.id == id),
            None => {
                versions.iter().find(|it| of(it).0 == Stage::InForce).or(versions.first().filter(|_| insider))
            }
        };
        let version = chosen.filter(|it| is_shown(of(it).0, insider)).cloned().ok_or(Fault::NotFound)?;
        let (articles, controls) = (store::articles(tx, version.id)?, store::controls(tx, version.id)?);
        let approved = versions.iter().find(|it| it.number < version.number && it.state() == State::Approved);
        let before = match approved {
            Some(it) => Some((it.number, store::articles(tx, it.id)?, store::controls(tx, it.id)?)),
            None => None,
        };
        let scopes = controls.iter().map(|it| it.scope_path.as_str()).filter(|it| !it.is_empty());
        let trails = accounts::trails(tx, scopes)?;
        let people: Vec<Uuid> =
            [version.drafted_by, version.submitted_by, version.decided_by].into_iter().flatten().collect();
        let names = accounts::names(tx, &people)?;
        let (stage, until) = of(&version);
        let versions = versions.iter().map(|it| (it.clone(), of(it).0)).collect();
        let names = names.into_iter().collect();
        Ok(Desk { regulation, version, stage, until, versions, articles, controls, trails, before, names })
    }

    /// Whether a version of it was approved once.
    pub fn is_known(&self) -> bool {
        self.versions.iter().any(|(it, _)| it.state() == State::Approved)
    }

    /// What changed since the approved version before, in words; none where there is none.
    pub fn changes(&self, who: &SignedIn) -> Option<(i64, Vec<String>)> {
        let (number, articles, controls) = self.before.as_ref()?;
        let changes = compare::compare((articles, controls), (&self.articles, &self.controls));
        Some((*number, changes.iter().map(|msg| who.l.msg(msg)).collect()))
    }

    /// The articles in words.
    pub fn shown(&self, who: &SignedIn) -> Vec<ShownArticle> {
        shown::articles(&who.l, &self.articles, &self.controls, &self.trails)
    }

    /// Who did something with it, by name; empty for a pack.
    pub fn name(&self, person: &Option<Uuid>) -> &str {
        person.and_then(|id| self.names.get(&id)).map_or("", String::as_str)
    }

    /// The address of this version.
    pub fn href(&self) -> String {
        super::notices::href(self.regulation.id, self.version.id)
    }
}

/// The `lang` attribute of what a version says.
pub fn html_lang(lang: &str) -> &'static str {
    if lang == "en" { "en" } else { "zh-Hans" }
}

#[derive(Template)]
#[template(path = "regulation/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    lang: &'static str,
    articles: Vec<ShownArticle>,
    changes: Option<(i64, Vec<String>)>,
    versions: Vec<(Version, Stage)>,
    receipt: Option<Timestamp>,
    receipts: Option<i64>,
    may_replay: bool,
    may_draft: bool,
    may_decide: bool,
    own: bool,
    href: String,
    it: Desk,
}

/// `GET /regulations/{id}`: the version in force; whoever drafts or approves is led on to the newest where none is.
pub async fn one(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (insider, now) = (is_insider(&who), who.now);
    let desk = app.db().read(move |tx| Desk::read(tx, id, None, insider, now)).await?;
    if desk.stage != Stage::InForce {
        return Ok(Redirect::to(&desk.href()).into_response());
    }
    reading(&who, desk, Form::fresh(app.id()), StatusCode::OK).await
}

/// `GET /regulations/{id}/versions/{version}`: a version; a draft for those who write it.
pub async fn version(
    Of(app): Of<App>,
    who: SignedIn,
    Path((id, version)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    shown_version(&who, (id, version), Form::fresh(app.id()), StatusCode::OK).await
}

/// The page of a version with a form, fresh or as typed.
///
/// # Errors
/// [`Fault::NotFound`] where there is none that somebody may see.
pub async fn shown_version(
    who: &SignedIn,
    (id, version): (Uuid, Uuid),
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let (insider, now) = (is_insider(who), who.now);
    let desk = who.app.db().read(move |tx| Desk::read(tx, id, Some(version), insider, now)).await?;
    if desk.stage == Stage::Draft && who.actor.may_whole(DRAFT) {
        return draft::page::writing(who, desk, form, status);
    }
    reading(who, desk, form, status).await
}

async fn reading(who: &SignedIn, desk: Desk, form: Form, status: StatusCode) -> Result<Response, Fault> {
    let (person, version, oversees) = (who.actor.person, desk.version.id, who.actor.may_whole(OVERSEE));
    let (receipt, receipts) = who
        .app
        .db()
        .read(move |tx| {
            let receipts = if oversees { Some(store::receipts(tx, version)?) } else { None };
            Ok::<_, Fault>((store::receipt(tx, version, person)?, receipts))
        })
        .await?;
    let insider = is_insider(who);
    let own = [desk.version.drafted_by, desk.version.submitted_by].contains(&Some(person));
    let mut page =
        Page::new(who, desk.regulation.title.clone()).crumb(HREF, who.l.t("governance-regulations"));
    if desk.stage != Stage::InForce && desk.versions.iter().any(|(_, stage)| *stage == Stage::InForce) {
        page = page.crumb(href(desk.regulation.id), desk.regulation.title.clone());
    }
    let page = html(&OnePage {
        page,
        form: form.in_language(&who.l),
        lang: html_lang(&desk.version.lang),
        articles: desk.shown(who),
        changes: desk.changes(who).filter(|_| insider || desk.stage == Stage::InForce),
        versions: desk.versions.iter().filter(|(_, stage)| is_shown(*stage, insider)).cloned().collect(),
        receipt,
        receipts: receipts.filter(|_| matches!(desk.stage, Stage::InForce | Stage::Past)),
        may_replay: oversees,
        may_draft: who.actor.may_whole(DRAFT),
        may_decide: desk.stage == Stage::Submitted && who.actor.may_whole(APPROVE),
        own,
        href: desk.href(),
        it: desk,
    })?;
    Ok((status, page).into_response())
}

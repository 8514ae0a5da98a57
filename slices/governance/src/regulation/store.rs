//! How regulations are kept.

use super::rules::{Stage, State, spans};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A regulation.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Regulation {
        /// Its id.
        pub id: Uuid,
        /// 名称.
        pub title: String,
        /// 解释单位.
        pub interpreted_by: String,
        /// When it was begun.
        pub created_at: Timestamp,
    }
}

row! {
    /// A version of a regulation.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Version {
        /// Its id.
        pub id: Uuid,
        /// Of which regulation.
        pub regulation_id: Uuid,
        /// 1, 2, …
        pub number: i64,
        /// The language of its text.
        pub lang: String,
        /// What changed, in the drafter's words.
        pub note: String,
        /// Code of a [`State`].
        pub state: String,
        /// When it comes into force.
        pub in_force_from: Option<Timestamp>,
        /// Who drafted it; none: a pack.
        pub drafted_by: Option<Uuid>,
        /// When.
        pub drafted_at: Timestamp,
        /// Who submitted it.
        pub submitted_by: Option<Uuid>,
        /// When.
        pub submitted_at: Option<Timestamp>,
        /// Who approved it or sent it back.
        pub decided_by: Option<Uuid>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// Why it was sent back.
        pub reason: Option<String>,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Version {
    /// Where it stands; a word of a later version of the program counts as a draft.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Draft)
    }
}

row! {
    /// An article.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Article {
        /// Its id.
        pub id: Uuid,
        /// Of which version.
        pub version_id: Uuid,
        /// Its place.
        pub place: i64,
        /// Its number as it is cited: `8.2`.
        pub number: String,
        /// Its heading.
        pub title: String,
        /// Its text in Markdown.
        pub body: String,
        /// Who carries it out by hand.
        pub by_hand: Option<String>,
    }
}

row! {
    /// A control of an article.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Control {
        /// Its id.
        pub id: Uuid,
        /// What it is from version to version.
        pub control_key: Uuid,
        /// Of which version.
        pub version_id: Uuid,
        /// Of which article.
        pub article_id: Uuid,
        /// The kind of rule.
        pub kind: String,
        /// Its parameters as JSON.
        pub params: String,
        /// It concerns people below this node.
        pub scope_path: String,
        /// And only those with this role.
        pub scope_role: Option<String>,
    }
}

const REGULATION: &str = "id, title, interpreted_by, created_at";
const VERSION: &str =
    "id, regulation_id, number, lang, note, state, in_force_from, drafted_by, drafted_at, submitted_by,
                submitted_at, decided_by, decided_at, reason, version";
const ARTICLE: &str = "id, version_id, place, number, title, body, by_hand";
const CONTROL: &str = "id, control_key, version_id, article_id, kind, params, scope_path, scope_role";

/// All regulations, by title.
pub fn regulations(tx: &mut Tx<'_>) -> Result<Vec<Regulation>> {
    tx.all(&format!("SELECT {REGULATION} FROM governance_regulation ORDER BY title, id LIMIT 200"), params![])
}

/// One regulation.
pub fn regulation(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Regulation>> {
    tx.opt(&format!("SELECT {REGULATION} FROM governance_regulation WHERE id = $1"), params![id])
}

/// Keeps a new regulation.
pub fn add_regulation(tx: &mut Tx<'_>, it: &Regulation, by: Option<Uuid>) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_regulation (id, title, interpreted_by, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        params![it.id, it.title, it.interpreted_by, by, it.created_at],
    )?;
    Ok(())
}

/// Another title or interpreting unit.
pub fn rename(tx: &mut Tx<'_>, id: Uuid, title: &str, interpreted_by: &str) -> Result<()> {
    tx.exec(
        "UPDATE governance_regulation SET title = $2, interpreted_by = $3 WHERE id = $1",
        params![id, title, interpreted_by],
    )?;
    Ok(())
}

/// All versions, those of one regulation together, the newest first.
pub fn versions(tx: &mut Tx<'_>) -> Result<Vec<Version>> {
    let sql = format!("SELECT {VERSION} FROM governance_version ORDER BY regulation_id, number DESC");
    tx.all(&sql, params![])
}

/// The versions of a regulation, the newest first.
pub fn versions_of(tx: &mut Tx<'_>, regulation: Uuid) -> Result<Vec<Version>> {
    let sql =
        format!("SELECT {VERSION} FROM governance_version WHERE regulation_id = $1 ORDER BY number DESC");
    tx.all(&sql, params![regulation])
}

/// One version.
pub fn version(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Version>> {
    tx.opt(&format!("SELECT {VERSION} FROM governance_version WHERE id = $1"), params![id])
}

/// Where each of some versions of one regulation stands at `now`.
pub fn stages(versions: &[Version], now: Timestamp) -> HashMap<Uuid, (Stage, Option<Timestamp>)> {
    let approved: Vec<&Version> = versions.iter().filter(|it| it.state() == State::Approved).collect();
    let days: Vec<(i64, Timestamp)> =
        approved.iter().map(|it| (it.number, it.in_force_from.unwrap_or(it.drafted_at))).collect();
    let mut stages: HashMap<Uuid, (Stage, Option<Timestamp>)> = HashMap::new();
    for it in versions {
        let stage = if it.state() == State::Submitted { Stage::Submitted } else { Stage::Draft };
        stages.insert(it.id, (stage, None));
    }
    for (it, (from, to)) in approved.iter().zip(spans(&days)) {
        let stage = match to {
            _ if from > now => Stage::Coming,
            Some(to) if to <= now => Stage::Past,
            _ => Stage::InForce,
        };
        stages.insert(it.id, (stage, to));
    }
    stages
}

/// Keeps a new version.
pub fn add_version(tx: &mut Tx<'_>, it: &Version) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_version (id, regulation_id, number, lang, note, state, in_force_from, drafted_by,
                drafted_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        params![
            it.id,
            it.regulation_id,
            it.number,
            it.lang,
            it.note,
            it.state,
            it.in_force_from,
            it.drafted_by,
            it.drafted_at
        ],
    )?;
    Ok(())
}

/// Counts a change of a version; false where somebody else was quicker. `seen` none: whatever it is.
pub fn touch(tx: &mut Tx<'_>, id: Uuid, seen: Option<i64>) -> Result<bool> {
    let touched = tx.exec(
        "UPDATE governance_version SET version = version + 1 WHERE id = $1 AND version = COALESCE($2, version)",
        params![id, seen],
    )?;
    Ok(touched == 1)
}

/// Another note.
pub fn note(tx: &mut Tx<'_>, id: Uuid, note: &str) -> Result<()> {
    tx.exec("UPDATE governance_version SET note = $2 WHERE id = $1", params![id, note])?;
    Ok(())
}

/// A draft waits for approval.
pub fn submit(tx: &mut Tx<'_>, id: Uuid, from: Timestamp, by: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE governance_version
         SET state = 'submitted', in_force_from = $2, submitted_by = $3, submitted_at = $4, reason = NULL
         WHERE id = $1",
        params![id, from, by, now],
    )?;
    Ok(())
}

/// A version is approved.
pub fn approve(tx: &mut Tx<'_>, id: Uuid, from: Timestamp, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE governance_version SET state = 'approved', in_force_from = $2, decided_by = $3, decided_at = $4
         WHERE id = $1",
        params![id, from, by, now],
    )?;
    Ok(())
}

/// A version is sent back to its drafter.
pub fn send_back(tx: &mut Tx<'_>, id: Uuid, reason: &str, by: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE governance_version
         SET state = 'draft', in_force_from = NULL, reason = $2, decided_by = $3, decided_at = $4
         WHERE id = $1",
        params![id, reason, by, now],
    )?;
    Ok(())
}

/// The articles of a version in their order.
pub fn articles(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Article>> {
    let sql = format!("SELECT {ARTICLE} FROM governance_article WHERE version_id = $1 ORDER BY place, id");
    tx.all(&sql, params![version])
}

/// One article.
pub fn article(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Article>> {
    tx.opt(&format!("SELECT {ARTICLE} FROM governance_article WHERE id = $1"), params![id])
}

/// Keeps a new article.
pub fn add_article(tx: &mut Tx<'_>, it: &Article) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_article (id, version_id, place, number, title, body, by_hand)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, it.version_id, it.place, it.number, it.title, it.body, it.by_hand],
    )?;
    Ok(())
}

/// Another text of an article.
pub fn set_article(tx: &mut Tx<'_>, it: &Article) -> Result<()> {
    tx.exec(
        "UPDATE governance_article SET place = $2, number = $3, title = $4, body = $5, by_hand = $6 WHERE id = $1",
        params![it.id, it.place, it.number, it.title, it.body, it.by_hand],
    )?;
    Ok(())
}

/// Takes an article of a draft away, with its controls.
pub fn remove_article(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM governance_control WHERE article_id = $1", params![id])?;
    tx.exec("DELETE FROM governance_article WHERE id = $1", params![id])?;
    Ok(())
}

/// Throws a draft away, with its articles and controls.
pub fn remove_version(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM governance_control WHERE version_id = $1", params![id])?;
    tx.exec("DELETE FROM governance_article WHERE version_id = $1", params![id])?;
    tx.exec("DELETE FROM governance_version WHERE id = $1 AND state = 'draft'", params![id])?;
    Ok(())
}

/// Throws a regulation away of which no version is left.
pub fn remove_regulation(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM governance_regulation WHERE id = $1", params![id])?;
    Ok(())
}

/// The controls of a version.
pub fn controls(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Control>> {
    let sql = format!(
        "SELECT {CONTROL} FROM governance_control WHERE version_id = $1 ORDER BY kind, scope_path, id"
    );
    tx.all(&sql, params![version])
}

/// The controls of all versions that were approved.
pub fn approved_controls(tx: &mut Tx<'_>) -> Result<Vec<Control>> {
    let sql = format!(
        "SELECT {CONTROL} FROM governance_control
         WHERE version_id IN (SELECT id FROM governance_version WHERE state = 'approved') ORDER BY id"
    );
    tx.all(&sql, params![])
}

/// One control.
pub fn control(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Control>> {
    tx.opt(&format!("SELECT {CONTROL} FROM governance_control WHERE id = $1"), params![id])
}

/// Keeps a new control.
pub fn add_control(tx: &mut Tx<'_>, it: &Control) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_control (id, control_key, version_id, article_id, kind, params, scope_path, scope_role)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            it.id,
            it.control_key,
            it.version_id,
            it.article_id,
            it.kind,
            it.params,
            it.scope_path,
            it.scope_role
        ],
    )?;
    Ok(())
}

/// Other parameters or another scope.
pub fn set_control(tx: &mut Tx<'_>, it: &Control) -> Result<()> {
    tx.exec(
        "UPDATE governance_control SET params = $2, scope_path = $3, scope_role = $4 WHERE id = $1",
        params![it.id, it.params, it.scope_path, it.scope_role],
    )?;
    Ok(())
}

/// Takes a control of a draft away.
pub fn remove_control(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("DELETE FROM governance_control WHERE id = $1", params![id])?;
    Ok(())
}

/// When somebody acknowledged having read a version.
pub fn receipt(tx: &mut Tx<'_>, version: Uuid, person: Uuid) -> Result<Option<Timestamp>> {
    tx.opt(
        "SELECT at FROM governance_receipt WHERE version_id = $1 AND person_id = $2",
        params![version, person],
    )
}

/// Somebody acknowledges; false where they had.
pub fn acknowledge(tx: &mut Tx<'_>, version: Uuid, person: Uuid, now: Timestamp) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO governance_receipt (version_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        params![version, person, now],
    )?;
    Ok(added == 1)
}

/// How many acknowledged a version.
pub fn receipts(tx: &mut Tx<'_>, version: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM governance_receipt WHERE version_id = $1", params![version])
}

/// What somebody acknowledged, and when.
pub fn receipts_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<(Uuid, Timestamp)>> {
    tx.all("SELECT version_id, at FROM governance_receipt WHERE person_id = $1", params![person])
}

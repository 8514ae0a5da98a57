//! The bin: what was deleted within the last 30 days can be taken back; afterwards a job empties it.

use super::{MANAGE, change};
use crate::{body, cohort, person::store::names, position};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_auth::{Permission, Scope};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};
use xingtan_jobs::{Done, JobError, JobKind, JobRun};
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// How long what was deleted can be taken back.
pub const KEPT: Span = Span::of_days(30);

/// Empties the bin.
pub const EMPTY: JobKind = JobKind::new("accounts.empty-bin");

row! {
    /// Something in the bin.
    #[derive(Clone, Debug)]
    pub struct Deleted {
        /// Its id.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// Path of the node it belongs to; empty where it belongs to the whole institution.
        pub path: String,
        /// When it was deleted.
        pub deleted_at: Timestamp,
        /// By whom.
        pub deleted_by: Option<Uuid>,
    }
}

/// A row of the page.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is, in words.
    pub kind: String,
    /// The address that takes it back.
    pub restore: String,
    /// By whom it was deleted.
    pub by: String,
    /// The row.
    pub row: Deleted,
}

#[derive(Template)]
#[template(path = "organisation/bin.html")]
struct BinPage {
    page: Page,
    lines: Vec<Line>,
}

/// A kind of thing: words, address, who may take it back, and how it is read.
type Read = fn(&mut Tx<'_>, Timestamp) -> Result<Vec<Deleted>>;
const KINDS: &[(&str, &str, Permission, Read)] = &[
    ("node", "organisation", MANAGE, nodes),
    ("position", "positions", position::MANAGE, positions),
    ("cohort", "cohorts", cohort::MANAGE, cohorts),
    ("body", "bodies", body::MANAGE, bodies),
];

fn nodes(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Deleted>> {
    let rows = change::bin(tx, since)?;
    let deleted = |row: change::Deleted| Deleted {
        id: row.id,
        name: row.name,
        path: row.path,
        deleted_at: row.deleted_at,
        deleted_by: row.deleted_by,
    };
    Ok(rows.into_iter().map(deleted).collect())
}

fn positions(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Deleted>> {
    tx.all(
        "SELECT id, name, '' AS path, deleted_at, deleted_by FROM accounts_position
         WHERE deleted_at >= $1 ORDER BY deleted_at DESC, id LIMIT 500",
        params![since],
    )
}

fn cohorts(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Deleted>> {
    tx.all(
        "SELECT c.id, c.name, n.path, c.deleted_at, c.deleted_by
         FROM accounts_cohort c JOIN accounts_node n ON n.id = c.node_id
         WHERE c.deleted_at >= $1 ORDER BY c.deleted_at DESC, c.id LIMIT 500",
        params![since],
    )
}

fn bodies(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Deleted>> {
    tx.all(
        "SELECT id, name, '' AS path, deleted_at, deleted_by FROM accounts_body
         WHERE deleted_at >= $1 ORDER BY deleted_at DESC, id LIMIT 500",
        params![since],
    )
}

/// `GET /organisation/bin`: what one may take back, the latest first.
pub async fn bin(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.must(MANAGE)?;
    let (actor, since, l) = (who.actor.clone(), who.now - KEPT, who.l.clone());
    let read = app.db().read(move |tx| {
        let mut lines = Vec::new();
        for (kind, address, permission, read) in KINDS {
            let scope: Scope = actor.scope(*permission);
            let own = |row: &Deleted| match row.path.is_empty() {
                true => scope.is_whole(),
                false => scope.covers(&row.path),
            };
            for row in read(tx, since)?.into_iter().filter(own) {
                lines.push(Line {
                    kind: l.t(&format!("accounts-organisation-bin-{kind}")),
                    restore: format!("/{address}/{}/restore", row.id),
                    by: String::new(),
                    row,
                });
            }
        }
        let by: Vec<Uuid> = lines.iter().filter_map(|line| line.row.deleted_by).collect();
        let names = names(tx, &by)?;
        for line in &mut lines {
            line.by = line.row.deleted_by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.row.deleted_at));
        Ok::<_, Fault>(lines)
    });
    html(&BinPage {
        lines: read.await?,
        page: Page::new(&who, who.l.t("accounts-organisation-bin"))
            .crumb("/organisation", who.l.t("accounts-organisation-title")),
    })
}

/// Carries out [`EMPTY`]. What something still points to stays: it has history.
///
/// # Errors
/// As for any job.
pub async fn empty_job(run: JobRun) -> std::result::Result<Done, JobError> {
    let before = run.clock.now() - KEPT;
    for (find, erase) in OLD {
        run.step(move |tx, _| {
            let old: Vec<Uuid> = tx.all(*find, params![before])?;
            for id in old {
                match tx.savepoint(|tx| erase.iter().try_for_each(|sql| tx.exec(*sql, params![id]).map(drop)))
                {
                    Ok(()) | Err(Error::ForeignKey(_)) => {}
                    Err(other) => return Err(other.into()),
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(Done::new())
}

/// What has lain in the bin for long, and how it goes. Grants and openings keep their node, people their position.
const OLD: &[(&str, &[&str])] = &[
    (
        "SELECT id FROM accounts_body WHERE deleted_at < $1 LIMIT 100",
        &["DELETE FROM accounts_body_member WHERE body_id = $1", "DELETE FROM accounts_body WHERE id = $1"],
    ),
    (
        "SELECT id FROM accounts_cohort WHERE deleted_at < $1 LIMIT 20",
        &[
            "DELETE FROM accounts_cohort_member WHERE cohort_id = $1",
            "DELETE FROM accounts_cohort WHERE id = $1",
        ],
    ),
    (
        "SELECT o.id FROM accounts_position o
         WHERE o.deleted_at < $1 AND NOT EXISTS (SELECT 1 FROM accounts_person p WHERE p.position_id = o.id)
         LIMIT 100",
        &["DELETE FROM accounts_position WHERE id = $1"],
    ),
    (
        "SELECT n.id FROM accounts_node n
         WHERE n.deleted_at < $1
           AND NOT EXISTS (SELECT 1 FROM accounts_person p WHERE p.unit_id = n.id)
           AND NOT EXISTS (SELECT 1 FROM accounts_grant g WHERE g.node_id = n.id)
           AND NOT EXISTS (SELECT 1 FROM accounts_opening o WHERE o.unit_id = n.id)
           AND NOT EXISTS (SELECT 1 FROM accounts_cohort c WHERE c.node_id = n.id)
           AND NOT EXISTS (SELECT 1 FROM accounts_node b WHERE b.parent_id = n.id)
         LIMIT 100",
        &["DELETE FROM accounts_node WHERE id = $1"],
    ),
];

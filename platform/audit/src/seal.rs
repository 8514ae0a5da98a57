//! The sealer: chains entries in the order of their sealing, signs the head, keeps it outside the database.

use crate::{
    AuditError, Head, KeptHeads,
    content::{self, Content, GENESIS, Hash},
    heads::Line,
};
use std::time::Duration;
use tokio::sync::watch;
use xingtan_clock::{Clock, Span, Timestamp, Uuid};
use xingtan_db::{Db, Engine, Error, Result, Tx, params, row};
use xingtan_keys::KeyRing;

/// Entries sealed by one unit of work: some 20 ms.
const BATCH: i64 = 400;
/// How long a node that sealed last stays the one that seals.
const LEASE: Span = Span::of_seconds(10);

row! {
    /// The chained columns of an entry.
    #[derive(Clone, Debug)]
    pub(crate) struct EntryRow {
        pub id: Uuid,
        pub at: Timestamp,
        pub actor: Option<Uuid>,
        pub acting_role: String,
        pub action: String,
        pub subject_kind: String,
        pub subject: Option<Uuid>,
        pub node_path: Option<String>,
        pub result: String,
        pub citing: Option<String>,
        pub actor_hash: Vec<u8>,
        pub subject_hash: Vec<u8>,
    }
}

impl EntryRow {
    pub(crate) fn digest(&self) -> Hash {
        Content {
            id: self.id,
            at: self.at,
            actor: self.actor,
            acting_role: &self.acting_role,
            action: &self.action,
            subject_kind: &self.subject_kind,
            subject: self.subject,
            node_path: self.node_path.as_deref(),
            result: &self.result,
            citing: self.citing.as_deref(),
            actor_hash: &self.actor_hash,
            subject_hash: &self.subject_hash,
        }
        .digest()
    }
}

/// Chains and signs. Every node runs one; a lease lets one at a time seal, the others only keep the heads.
#[derive(Clone)]
pub struct Sealer {
    db: Db,
    clock: Clock,
    keys: KeyRing,
    kept: KeptHeads,
    node: Uuid,
}

impl Sealer {
    /// A sealer; `node` is an id made at the start of this process.
    pub fn new(db: Db, clock: Clock, keys: KeyRing, kept: KeptHeads, node: Uuid) -> Self {
        Sealer { db, clock, keys, kept, node }
    }

    /// Seals every 0.9 s until `stop` turns true (or its sender is gone), and once more then.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            let stopping = tokio::select! {
                _ = tokio::time::sleep(Duration::from_millis(900)) => false,
                _ = stop.wait_for(|stop| *stop) => true,
            };
            if let Err(error) = self.seal().await {
                tracing::error!(%error, "the audit trail could not be sealed; trying again");
            }
            if stopping {
                return;
            }
        }
    }

    /// Seals all that can be sealed now and keeps the heads; answers how many entries were sealed. Entries of
    /// transactions that still run stay for the next time.
    ///
    /// # Errors
    /// Those of the database, and [`AuditError::Kept`] for the file of kept heads.
    pub async fn seal(&self) -> Result<u64, AuditError> {
        let mut sealed = 0;
        if self.db.read(unsealed).await? > 0 {
            loop {
                let (keys, node, now) = (self.keys.clone(), self.node, self.clock.now());
                match self.db.claim(move |tx| seal_some(tx, &keys, node, now)).await? {
                    0 => break,
                    n => sealed += n,
                }
            }
        }
        self.keep_heads().await?;
        Ok(sealed)
    }

    /// Copies heads that the file does not have yet, whichever node signed them.
    async fn keep_heads(&self) -> Result<(), AuditError> {
        let kept = self.kept.clone();
        let last = blocking(move || kept.last()).await?;
        let (news, end) = self.db.read(move |tx| heads_after(tx, last)).await?;
        if last > end {
            tracing::error!(kept = last, found = end, "the audit trail is shorter than its kept heads say");
            return Ok(());
        }
        let strange = news.iter().filter(|head| !head.is_ours(&self.keys)).count();
        if strange > 0 {
            tracing::error!(strange, "the audit trail has heads that this installation did not sign");
        }
        let ours: Vec<Line> =
            news.into_iter().filter(|head| head.is_ours(&self.keys)).map(Line::Head).collect();
        if ours.is_empty() {
            return Ok(());
        }
        let kept = self.kept.clone();
        Ok(blocking(move || kept.append(&ours)).await?)
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(std::io::Error::other(e)))
}

/// How many entries are not yet sealed.
///
/// # Errors
/// Those of the database.
pub fn unsealed(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one("SELECT count(*) FROM audit_pending", params![])
}

/// Lets entries that stand outside the chain wait for the sealer again; answers how many. Only for a restore: backups
/// hold the entries and the chain, and what lies between them had not been sealed yet.
///
/// # Errors
/// Those of the database.
pub fn requeue(tx: &mut Tx<'_>) -> Result<u64> {
    tx.exec(
        "INSERT INTO audit_pending (entry)
         SELECT id FROM audit_entry
         WHERE NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.entry = audit_entry.id)
           AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry = audit_entry.id)
         ORDER BY at, id",
        params![],
    )
}

/// Number of the last entry of the chain; 0 where nothing is sealed yet.
///
/// # Errors
/// Those of the database.
pub fn chain_length(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(chain_end(tx)?.0)
}

/// Heads above `last` in order, and the number of the last head.
fn heads_after(tx: &mut Tx<'_>, last: i64) -> Result<(Vec<Head>, i64)> {
    let rows: Vec<(i64, Vec<u8>, Timestamp, String)> = tx.all(
        "SELECT sequence, chained, sealed_at, signature FROM audit_head WHERE sequence > $1 ORDER BY sequence",
        params![last],
    )?;
    let end: Option<i64> = tx.one("SELECT max(sequence) FROM audit_head", params![])?;
    let anchor: Option<i64> = tx.opt("SELECT sequence FROM audit_anchor", params![])?;
    let heads = rows
        .into_iter()
        .map(|(sequence, chained, sealed_at, signature)| Head {
            sequence,
            chained: hex::encode(chained),
            sealed_at,
            signature,
        })
        .collect();
    Ok((heads, end.or(anchor).unwrap_or(0)))
}

/// Chains up to [`BATCH`] entries and signs the head; 0 where nothing is to do or another node seals. The lease's row
/// is locked first, so two sealers never work on the same end of the chain.
fn seal_some(tx: &mut Tx<'_>, keys: &KeyRing, node: Uuid, now: Timestamp) -> Result<u64> {
    let mine = tx.exec(
        "INSERT INTO audit_lease (one, owner, until) VALUES (TRUE, $1, $2)
         ON CONFLICT (one) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE audit_lease.owner IS NULL OR audit_lease.owner = $1 OR audit_lease.until < $3",
        params![node, now + LEASE, now],
    )?;
    if mine == 0 {
        return Ok(0);
    }
    let entries = sealable(tx)?;
    let (mut sequence, mut chained) = chain_end(tx)?;
    for entry in &entries {
        let digest = entry.digest();
        sequence += 1;
        chained = content::link(sequence, &chained, &digest);
        tx.exec(
            "INSERT INTO audit_chain (sequence, entry, digest, chained) VALUES ($1, $2, $3, $4)",
            params![sequence, entry.id, digest, chained],
        )?;
        tx.exec("DELETE FROM audit_pending WHERE entry = $1", params![entry.id])?;
    }
    if !entries.is_empty() {
        let head = Head::sign(keys, sequence, &chained, now);
        tx.exec(
            "INSERT INTO audit_head (sequence, chained, sealed_at, signature) VALUES ($1, $2, $3, $4)",
            params![sequence, chained, now, head.signature],
        )?;
    }
    Ok(entries.len() as u64)
}

/// Entries that may be sealed, in order. On PostgreSQL a transaction that began earlier may commit later: only
/// entries below the oldest running transaction are taken, so that the order is final (DESIGN, rulings, "Audit").
fn sealable(tx: &mut Tx<'_>) -> Result<Vec<EntryRow>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT e.id, e.at, e.actor, e.acting_role, e.action, e.subject_kind, e.subject, e.node_path, e.result,
                    e.citing, e.actor_hash, e.subject_hash
             FROM audit_pending p
             JOIN audit_entry e ON e.id = p.entry
             ORDER BY p.rowid
             LIMIT $1"
        }
        Engine::Postgres => {
            "SELECT e.id, e.at, e.actor, e.acting_role, e.action, e.subject_kind, e.subject, e.node_path, e.result,
                    e.citing, e.actor_hash, e.subject_hash
             FROM audit_pending p
             JOIN audit_entry e ON e.id = p.entry
             WHERE p.xid < pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY p.xid, p.entry
             LIMIT $1"
        }
    };
    tx.all(sql, params![BATCH])
}

/// Number and hash of the last entry of the chain.
fn chain_end(tx: &mut Tx<'_>) -> Result<(i64, Hash)> {
    let last: Option<(i64, Vec<u8>)> =
        tx.opt("SELECT sequence, chained FROM audit_chain ORDER BY sequence DESC LIMIT 1", params![])?;
    let last = match last {
        Some(last) => Some(last),
        None => tx.opt("SELECT sequence, chained FROM audit_anchor", params![])?,
    };
    match last {
        None => Ok((0, GENESIS)),
        Some((sequence, chained)) => {
            let chained = chained.try_into().map_err(|_| Error::Decode("a hash of the chain".into()))?;
            Ok((sequence, chained))
        }
    }
}

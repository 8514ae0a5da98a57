//! SQL of verification: everything in chunks.

use crate::{
    Head,
    content::{Content, Hash, part},
    erase::ERASED,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};

row! {
    /// A place of the chain with its entry and payload, as far as they are there.
    #[derive(Clone, Debug)]
    pub struct Place {
        pub sequence: i64,
        pub entry: Uuid,
        pub digest: Vec<u8>,
        pub chained: Vec<u8>,
        pub at: Option<Timestamp>,
        pub actor: Option<Uuid>,
        pub acting_role: Option<String>,
        pub action: Option<String>,
        pub subject_kind: Option<String>,
        pub subject: Option<Uuid>,
        pub node_path: Option<String>,
        pub result: Option<String>,
        pub citing: Option<String>,
        pub actor_hash: Option<Vec<u8>>,
        pub subject_hash: Option<Vec<u8>>,
        pub actor_salt: Option<Vec<u8>>,
        pub actor_name: Option<String>,
        pub address: Option<String>,
        pub device: Option<String>,
        pub actor_erased: Option<Uuid>,
        pub subject_salt: Option<Vec<u8>>,
        pub subject_name: Option<String>,
        pub value_before: Option<String>,
        pub value_after: Option<String>,
        pub detail: Option<String>,
        pub subject_erased: Option<Uuid>,
    }
}

impl Place {
    /// The digest of the entry as it stands; none where the entry is gone.
    pub fn digest_now(&self) -> Option<Hash> {
        let content = Content {
            id: self.entry,
            at: self.at?,
            actor: self.actor,
            acting_role: self.acting_role.as_deref()?,
            action: self.action.as_deref()?,
            subject_kind: self.subject_kind.as_deref()?,
            subject: self.subject,
            node_path: self.node_path.as_deref(),
            result: self.result.as_deref()?,
            citing: self.citing.as_deref(),
            actor_hash: self.actor_hash.as_deref()?,
            subject_hash: self.subject_hash.as_deref()?,
        };
        Some(content.digest())
    }

    /// The hash of the actor's values as they stand; none where their salt is gone.
    pub fn actor_hash_now(&self) -> Option<Hash> {
        let values = [self.actor_name.as_deref(), self.address.as_deref(), self.device.as_deref()];
        Some(part(self.actor_salt.as_deref()?, &values))
    }

    /// The hash of the subject's values as they stand; none where their salt is gone.
    pub fn subject_hash_now(&self) -> Option<Hash> {
        let values = [
            self.subject_name.as_deref(),
            self.value_before.as_deref(),
            self.value_after.as_deref(),
            self.detail.as_deref(),
        ];
        Some(part(self.subject_salt.as_deref()?, &values))
    }
}

/// Where the chain begins and ends, at one moment.
#[derive(Clone, Debug)]
pub struct Bounds {
    pub anchor: Option<Head>,
    pub last: i64,
    pub last_head: i64,
    pub unsealed: i64,
}

pub fn bounds(tx: &mut Tx<'_>) -> Result<Bounds> {
    let anchor =
        heads(tx.all("SELECT sequence, chained, sealed_at, signature FROM audit_anchor", params![])?);
    let anchor: Option<Head> = anchor.into_iter().next();
    let before = anchor.as_ref().map_or(0, |head| head.sequence);
    let last: Option<i64> = tx.one("SELECT max(sequence) FROM audit_chain", params![])?;
    let last_head: Option<i64> = tx.one("SELECT max(sequence) FROM audit_head", params![])?;
    Ok(Bounds {
        last: last.unwrap_or(before).max(before),
        last_head: last_head.unwrap_or(before).max(before),
        unsealed: crate::unsealed(tx)?,
        anchor,
    })
}

type HeadRow = (i64, Vec<u8>, Timestamp, String);

fn heads(rows: Vec<HeadRow>) -> Vec<Head> {
    rows.into_iter()
        .map(|(sequence, chained, sealed_at, signature)| Head {
            sequence,
            chained: hex::encode(chained),
            sealed_at,
            signature,
        })
        .collect()
}

/// Places after `after` up to `last`, at most `limit`.
pub fn places(tx: &mut Tx<'_>, after: i64, last: i64, limit: i64) -> Result<Vec<Place>> {
    tx.all(
        "SELECT c.sequence, c.entry, c.digest, c.chained, e.at, e.actor, e.acting_role, e.action, e.subject_kind,
                e.subject, e.node_path, e.result, e.citing, e.actor_hash, e.subject_hash, p.actor_salt,
                p.actor_name, p.address, p.device, p.actor_erased, p.subject_salt, p.subject_name, p.value_before,
                p.value_after, p.detail, p.subject_erased
         FROM audit_chain c
         LEFT JOIN audit_entry e ON e.id = c.entry
         LEFT JOIN audit_payload p ON p.entry = c.entry
         WHERE c.sequence > $1 AND c.sequence <= $2
         ORDER BY c.sequence
         LIMIT $3",
        params![after, last, limit],
    )
}

/// Heads after `after` up to `last`, at most `limit`.
pub fn signed_heads(tx: &mut Tx<'_>, after: i64, last: i64, limit: i64) -> Result<Vec<Head>> {
    let rows = tx.all(
        "SELECT sequence, chained, sealed_at, signature FROM audit_head
         WHERE sequence > $1 AND sequence <= $2
         ORDER BY sequence
         LIMIT $3",
        params![after, last, limit],
    )?;
    Ok(heads(rows))
}

/// The number of the place that holds this digest.
pub fn place_of_digest(tx: &mut Tx<'_>, digest: &Hash) -> Result<Option<i64>> {
    tx.one("SELECT min(sequence) FROM audit_chain WHERE digest = $1", params![digest])
}

/// The number of the erasure's decision, where the trail tells of it.
pub fn decision(tx: &mut Tx<'_>, erasure: Uuid) -> Result<Option<String>> {
    tx.opt(
        "SELECT decision FROM audit_erasure x
         WHERE id = $1
           AND EXISTS (SELECT 1 FROM audit_entry e WHERE e.subject = x.id AND e.action = $2)",
        params![erasure, ERASED],
    )
}

/// The id that ends a chunk of entries after `after`, and those of the chunk that are neither chained nor waiting.
pub fn strays(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Option<(Uuid, Vec<Uuid>)>> {
    let mut last = None;
    let mut strays = Vec::new();
    tx.each(
        "SELECT e.id,
                EXISTS (SELECT 1 FROM audit_chain c WHERE c.entry = e.id)
                    OR EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry = e.id) AS known
         FROM audit_entry e
         WHERE e.id > $1
         ORDER BY e.id
         LIMIT $2",
        params![after, limit],
        |(id, known): (Uuid, bool)| {
            last = Some(id);
            if !known {
                strays.push(id);
            }
            Ok::<(), Error>(())
        },
    )?;
    Ok(last.map(|last| (last, strays)))
}

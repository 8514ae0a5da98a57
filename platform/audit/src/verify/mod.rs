//! Verification: reads the whole trail again, in chunks, and names every fault (GOV-9).

mod kept;
mod links;
mod report;
mod store;

pub use report::{Erased, Fault, Late, Part, Report};

use crate::{
    AuditError, Head, KeptHeads, RETENTION_FLOOR,
    content::{GENESIS, Hash},
};
use kept::Kept;
use links::{LinkFault, Links};
use std::collections::{BTreeSet, HashMap, VecDeque};
use store::{Bounds, Place};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Db, Result};
use xingtan_keys::KeyRing;

/// Entries read by one unit.
const CHUNK: i64 = 1000;
/// An entry sealed so much after its moment is named as late.
const LATE: Span = Span::of_hours(1);
/// What is sealed within this span of the first head belongs to the founding: a demo or an import tells of earlier
/// times. Nobody can add to it later without breaking the chain.
const FOUNDING: Span = Span::of_minutes(10);
/// So many changed entries are looked up for having changed places.
const LOOK_UPS: usize = 20;

/// Verifies the trail up to its present end. `progress` hears how many entries of how many were read.
///
/// # Errors
/// Those of the database and of the file of kept heads; faults of the trail stand in the report.
pub async fn verify(
    db: &Db,
    keys: &KeyRing,
    kept: &KeptHeads,
    now: Timestamp,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, AuditError> {
    // The file is read before the database: a head is kept only after its commit, so an honest file is never ahead.
    let kept = Kept::open(kept, keys).await?;
    let bounds = db.read(store::bounds).await?;
    let mut check = Check::new(db, keys, kept, bounds);
    check.anchor(now);
    let mut at = check.start;
    loop {
        let last = check.bounds.last;
        let places = db.read(move |tx| store::places(tx, at, last, CHUNK)).await?;
        let Some(end) = places.last().map(|place| place.sequence) else { break };
        check.chunk(at, places).await?;
        at = end;
        progress(check.report.entries, (last - check.start) as u64);
    }
    check.ends().await?;
    check.strays().await?;
    Ok(check.report)
}

/// The state of a verification under way.
struct Check<'a> {
    db: &'a Db,
    keys: &'a KeyRing,
    kept: Kept,
    bounds: Bounds,
    /// The chain is read from after this number.
    start: i64,
    links: Links,
    /// Heads not yet reached: of the database, and kept outside.
    heads: VecDeque<Head>,
    kept_heads: VecDeque<(i64, String)>,
    sealed_before: Option<Timestamp>,
    /// From when on entries can be late; known when the first head was met.
    founded: Option<Timestamp>,
    /// Heads whose hash is not that of the chain.
    differing: BTreeSet<i64>,
    forged: Vec<i64>,
    look_ups: usize,
    decisions: HashMap<Uuid, Option<String>>,
    report: Report,
}

impl<'a> Check<'a> {
    fn new(db: &'a Db, keys: &'a KeyRing, kept: Kept, bounds: Bounds) -> Self {
        let (start, chained) = match &bounds.anchor {
            None => (0, GENESIS),
            Some(head) => (head.sequence, hash_of_hex(&head.chained)),
        };
        let report = Report {
            from: start + 1,
            to: bounds.last,
            unsealed: bounds.unsealed.max(0) as u64,
            ..Report::default()
        };
        Check {
            db,
            keys,
            kept,
            start,
            links: Links::after(start, chained),
            heads: VecDeque::new(),
            kept_heads: VecDeque::new(),
            sealed_before: bounds.anchor.as_ref().map(|head| head.sealed_at),
            // Where the beginning of the trail is purged, so is the founding.
            founded: bounds.anchor.as_ref().map(|head| head.sealed_at),
            differing: BTreeSet::new(),
            forged: Vec::new(),
            look_ups: 0,
            decisions: HashMap::new(),
            bounds,
            report,
        }
    }

    fn anchor(&mut self, now: Timestamp) {
        if let Some(head) = &self.bounds.anchor
            && (!head.is_ours(self.keys) || head.sealed_at + RETENTION_FLOOR > now)
        {
            self.report.fault(Fault::FalseAnchor { sequence: head.sequence });
        }
    }

    async fn chunk(&mut self, after: i64, places: Vec<Place>) -> Result<(), AuditError> {
        let end = places.last().map_or(after, |place| place.sequence);
        self.fetch_heads(after, end).await?;
        for place in places {
            self.place(&place).await?;
        }
        Ok(())
    }

    /// Fetches heads for the numbers after `after` up to `end`. Where rows were renumbered a head may lie a little
    /// beyond; it is met in the next chunk.
    async fn fetch_heads(&mut self, after: i64, end: i64) -> Result<(), AuditError> {
        let mut from = after;
        loop {
            let heads = self.db.read(move |tx| store::signed_heads(tx, from, end, CHUNK)).await?;
            let Some(last) = heads.last() else { break };
            from = last.sequence;
            self.report.heads += heads.len() as u64;
            for head in heads {
                if head.is_ours(self.keys) {
                    self.heads.push_back(head);
                } else {
                    self.forged.push(head.sequence);
                }
            }
        }
        let kept = self.kept.up_to(end).await?;
        self.report.kept_heads += kept.len() as u64;
        self.kept_heads.extend(kept);
        Ok(())
    }

    async fn place(&mut self, place: &Place) -> Result<(), AuditError> {
        self.report.entries += 1;
        let (digest, chained) = (hash_of(&place.digest), hash_of(&place.chained));
        self.links.take(place.sequence, digest, chained);
        self.entry(place, &digest).await?;
        self.payload(place, Part::Actor).await?;
        self.payload(place, Part::Subject).await?;
        self.late(place);
        self.compare_heads(self.links.sealed_as(place.sequence), &place.chained);
        Ok(())
    }

    async fn entry(&mut self, place: &Place, digest: &Hash) -> Result<(), AuditError> {
        let (sequence, entry) = (place.sequence, place.entry);
        let Some(now) = place.digest_now() else {
            self.report.fault(Fault::Removed { sequence, entry });
            return Ok(());
        };
        if now == *digest {
            return Ok(());
        }
        let mut sealed_as = None;
        if self.look_ups < LOOK_UPS {
            self.look_ups += 1;
            sealed_as = self.db.read(move |tx| store::place_of_digest(tx, &now)).await?;
        }
        self.report.fault(match sealed_as {
            Some(sealed_as) => Fault::Reordered { sequence, sealed_as },
            None => Fault::Changed { sequence, entry },
        });
        Ok(())
    }

    async fn payload(&mut self, place: &Place, part: Part) -> Result<(), AuditError> {
        let (sequence, entry) = (place.sequence, place.entry);
        let (wanted, now, erased) = match part {
            Part::Actor => (&place.actor_hash, place.actor_hash_now(), place.actor_erased),
            Part::Subject => (&place.subject_hash, place.subject_hash_now(), place.subject_erased),
        };
        let Some(wanted) = wanted else { return Ok(()) };
        match (now, erased) {
            (Some(now), _) if now[..] == wanted[..] => {}
            (Some(_), _) => self.report.fault(Fault::ChangedPayload { sequence, entry, part }),
            (None, None) => self.report.fault(Fault::RemovedPayload { sequence, entry, part }),
            (None, Some(erasure)) => match self.decision(erasure).await? {
                Some(decision) => self.report.erased(&decision),
                None => self.report.fault(Fault::ErasedWithoutDecision { sequence, entry, erasure }),
            },
        }
        Ok(())
    }

    async fn decision(&mut self, erasure: Uuid) -> Result<Option<String>, AuditError> {
        if let Some(known) = self.decisions.get(&erasure) {
            return Ok(known.clone());
        }
        let decision = self.db.read(move |tx| store::decision(tx, erasure)).await?;
        self.decisions.insert(erasure, decision.clone());
        Ok(decision)
    }

    fn late(&mut self, place: &Place) {
        if let (Some(at), Some(sealed), Some(founded)) = (place.at, self.sealed_before, self.founded)
            && sealed >= founded
            && at + LATE < sealed
        {
            self.report.late(place.sequence, at);
        }
    }

    /// Compares the heads of this number with the chain.
    fn compare_heads(&mut self, sequence: i64, chained: &[u8]) {
        let chained = hex::encode(chained);
        while let Some(head) = self.heads.pop_front_if(|head| head.sequence <= sequence) {
            if head.sequence == sequence && head.chained != chained {
                self.differing.insert(sequence);
            }
            self.sealed_before = Some(head.sealed_at);
            self.founded.get_or_insert(head.sealed_at + FOUNDING);
        }
        while let Some((of, kept)) = self.kept_heads.pop_front_if(|(of, _)| *of <= sequence) {
            if of == sequence && kept != chained {
                self.differing.insert(sequence);
            }
        }
    }

    /// What can be said only at the end.
    async fn ends(&mut self) -> Result<(), AuditError> {
        let links = std::mem::replace(&mut self.links, Links::after(0, GENESIS));
        let judgement = links.end();
        self.report.more += judgement.more;
        self.differing.retain(|head| !judgement.doubtful.iter().any(|range| range.contains(head)));
        for fault in judgement.faults {
            self.report.fault(match fault {
                LinkFault::Missing { from, to } => Fault::RemovedPlaces { from, to },
                LinkFault::Extra { from, to } => Fault::InsertedPlaces { from, to },
                LinkFault::Moved { at, belongs } => Fault::Reordered { sequence: at, sealed_as: belongs },
                LinkFault::Broken { at } => Fault::BrokenLink { sequence: at },
            });
        }
        if let Some(first) = self.differing.first() {
            let heads = self.differing.len() as u64;
            self.report.fault(Fault::Recomputed { sequence: *first, heads });
        }
        self.fetch_heads(self.bounds.last, i64::MAX).await?;
        if let Some(first) = self.forged.first() {
            self.report.fault(Fault::ForgedHeads { sequence: *first, heads: self.forged.len() as u64 });
        }
        let found = self.bounds.last;
        let signed = self.bounds.last_head.max(self.kept.last());
        if signed > found {
            self.report.fault(Fault::CutTail { found, signed });
        }
        let last_head = self.bounds.last_head.max(self.start);
        if found > last_head {
            self.report.fault(Fault::UnsignedTail { from: last_head + 1, to: found });
        }
        if let Some((line, lines)) = self.kept.changed() {
            self.report.fault(Fault::KeptHeadsChanged { line, lines });
        }
        if !self.kept.is_there() && self.bounds.last_head > 0 {
            self.report.fault(Fault::KeptHeadsMissing);
        }
        Ok(())
    }

    /// Entries beside the chain.
    async fn strays(&mut self) -> Result<(), AuditError> {
        let mut at = Uuid::nil();
        while let Some((last, strays)) = self.db.read(move |tx| store::strays(tx, at, CHUNK * 4)).await? {
            at = last;
            strays.into_iter().for_each(|entry| self.report.fault(Fault::Inserted { entry }));
        }
        Ok(())
    }
}

/// A hash from the database; one of another length fits nothing.
fn hash_of(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or([0xff; 32])
}

fn hash_of_hex(text: &str) -> Hash {
    hash_of(&hex::decode(text).unwrap_or_default())
}

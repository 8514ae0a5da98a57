//! What verification found.

use serde::Serialize;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Msg;

/// So many faults are kept by name; the rest is counted.
const KEPT: usize = 200;

/// Which half of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Name, address and device of who acted.
    Actor,
    /// Name and values of what it was done to.
    Subject,
}

/// A fault in the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "numbers and ids of fields are told by the line of their variant")]
pub enum Fault {
    /// The entry is not what was sealed.
    Changed { sequence: i64, entry: Uuid },
    /// The payload is not what was sealed.
    ChangedPayload { sequence: i64, entry: Uuid, part: Part },
    /// The payload is gone, and no decision says why.
    RemovedPayload { sequence: i64, entry: Uuid, part: Part },
    /// The payload is gone by a decision of which the trail knows nothing.
    ErasedWithoutDecision { sequence: i64, entry: Uuid, erasure: Uuid },
    /// The entry is gone.
    Removed { sequence: i64, entry: Uuid },
    /// Places of the chain are gone with their entries.
    RemovedPlaces { from: i64, to: i64 },
    /// Somebody put places into the chain.
    InsertedPlaces { from: i64, to: i64 },
    /// Somebody put an entry beside the chain.
    Inserted { entry: Uuid },
    /// What stands at `sequence` was sealed with number `sealed_as`.
    Reordered { sequence: i64, sealed_as: i64 },
    /// The place does not fit the one before it.
    BrokenLink { sequence: i64 },
    /// The chain ends at `found`, and a signed head says that it reached `signed`.
    CutTail { found: i64, signed: i64 },
    /// From some point on the chain is another one than was signed; the first signed head that differs, and how many.
    Recomputed { sequence: i64, heads: u64 },
    /// Heads in the database that this installation did not sign; the first, and how many.
    ForgedHeads { sequence: i64, heads: u64 },
    /// Entries after the last signed head.
    UnsignedTail { from: i64, to: i64 },
    /// The file of kept heads has lines that cannot be read or were not signed here; the first, and how many.
    KeptHeadsChanged { line: usize, lines: u64 },
    /// There are heads in the database and no file of kept heads.
    KeptHeadsMissing,
    /// The trail before its anchor was removed too early, or the anchor was not signed here.
    FalseAnchor { sequence: i64 },
}

impl Fault {
    /// The fault as a sentence.
    pub fn msg(&self) -> Msg {
        match self {
            Fault::Changed { sequence, .. } => Msg::new("audit-fault-changed").with("n", *sequence),
            Fault::ChangedPayload { sequence, part: Part::Actor, .. } => {
                Msg::new("audit-fault-changed-actor").with("n", *sequence)
            }
            Fault::ChangedPayload { sequence, part: Part::Subject, .. } => {
                Msg::new("audit-fault-changed-subject").with("n", *sequence)
            }
            Fault::RemovedPayload { sequence, .. } => {
                Msg::new("audit-fault-removed-payload").with("n", *sequence)
            }
            Fault::ErasedWithoutDecision { sequence, .. } => {
                Msg::new("audit-fault-erased-without-decision").with("n", *sequence)
            }
            Fault::Removed { sequence, .. } => Msg::new("audit-fault-removed").with("n", *sequence),
            Fault::RemovedPlaces { from, to } => {
                Msg::new("audit-fault-removed-places").with("from", *from).with("to", *to)
            }
            Fault::InsertedPlaces { from, to } => {
                Msg::new("audit-fault-inserted-places").with("from", *from).with("to", *to)
            }
            Fault::Inserted { entry } => Msg::new("audit-fault-inserted").with("entry", entry.to_string()),
            Fault::Reordered { sequence, sealed_as } => {
                Msg::new("audit-fault-reordered").with("n", *sequence).with("sealed", *sealed_as)
            }
            Fault::BrokenLink { sequence } => Msg::new("audit-fault-broken-link").with("n", *sequence),
            Fault::CutTail { found, signed } => {
                Msg::new("audit-fault-cut-tail").with("found", *found).with("signed", *signed)
            }
            Fault::Recomputed { sequence, heads } => {
                Msg::new("audit-fault-recomputed").with("n", *sequence).with("heads", *heads)
            }
            Fault::ForgedHeads { sequence, heads } => {
                Msg::new("audit-fault-forged-heads").with("n", *sequence).with("heads", *heads)
            }
            Fault::UnsignedTail { from, to } => {
                Msg::new("audit-fault-unsigned-tail").with("from", *from).with("to", *to)
            }
            Fault::KeptHeadsChanged { line, lines } => {
                Msg::new("audit-fault-kept-heads-changed").with("line", *line).with("lines", *lines)
            }
            Fault::KeptHeadsMissing => Msg::new("audit-fault-kept-heads-missing"),
            Fault::FalseAnchor { sequence } => Msg::new("audit-fault-false-anchor").with("n", *sequence),
        }
    }
}

/// Payloads that were erased by one decision: no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// The decision's number.
    pub decision: String,
    /// How many halves of payloads.
    pub payloads: u64,
}

/// An entry that was sealed long after the moment it tells of. No fault by itself (imports, clocks put right), but
/// worth a look: somebody may have put it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Late {
    /// Its number.
    pub sequence: i64,
    /// The moment it tells of.
    pub at: Timestamp,
}

/// The result of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many sealed entries were read.
    pub entries: u64,
    /// Number of the first and last entry read.
    pub from: i64,
    /// See `from`.
    pub to: i64,
    /// How many signed heads in the database were checked.
    pub heads: u64,
    /// How many heads kept outside the database were compared.
    pub kept_heads: u64,
    /// How many entries are not yet sealed.
    pub unsealed: u64,
    /// What was erased by decision.
    pub erased: Vec<Erased>,
    /// Entries sealed late; at most the first 200.
    pub late: Vec<Late>,
    /// The faults; at most the first 200.
    pub faults: Vec<Fault>,
    /// How many more faults there are.
    pub more: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        if self.faults.len() < KEPT {
            self.faults.push(fault);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn late(&mut self, sequence: i64, at: Timestamp) {
        if self.late.len() < KEPT {
            self.late.push(Late { sequence, at });
        }
    }

    pub(crate) fn erased(&mut self, decision: &str) {
        match self.erased.iter_mut().find(|erased| erased.decision == decision) {
            Some(erased) => erased.payloads += 1,
            None => self.erased.push(Erased { decision: decision.to_owned(), payloads: 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::{Kind, Lang, Texts, check, unknown_keys};

    #[test]
    fn every_fault_has_its_sentence_in_both_languages() {
        let mut all = xingtan_i18n::texts();
        all.extend(crate::texts());
        assert_eq!(check(&all), Vec::<String>::new());
        let texts = Texts::build(&all);
        let folder = std::path::Path::new("src");
        assert_eq!(unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
        for (lang, sentence) in [
            (Lang::ZhCn, "尾部被截去：链止于第 6 条，而已签名的链头到过第 12 条。"),
            (
                Lang::En,
                "The tail was cut off: the chain ends at entry 6, and a signed head says that it reached entry 12.",
            ),
        ] {
            let locale = texts.locale(lang, Kind::Academy, xingtan_clock::Zone::default());
            assert_eq!(locale.msg(&Fault::CutTail { found: 6, signed: 12 }.msg()), sentence);
        }
    }

    #[test]
    fn a_flood_of_faults_is_counted_and_not_kept() {
        let mut report = Report::default();
        (0..1000).for_each(|n| report.fault(Fault::BrokenLink { sequence: n }));
        assert_eq!((report.faults.len(), report.more), (200, 800));
        assert!(!report.is_sound());
    }
}

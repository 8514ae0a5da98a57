//! What exactly is hashed. Pure. A change here needs a new label, since old entries keep their hashes.

use sha2::{Digest, Sha256};
use xingtan_clock::{Timestamp, Uuid};

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// The hash before the first entry of a chain.
pub(crate) const GENESIS: Hash = [0; 32];

/// The parts of an entry that never change and hold no personal values.
#[derive(Clone, Debug)]
pub(crate) struct Content<'a> {
    pub id: Uuid,
    pub at: Timestamp,
    pub actor: Option<Uuid>,
    pub acting_role: &'a str,
    pub action: &'a str,
    pub subject_kind: &'a str,
    pub subject: Option<Uuid>,
    pub node_path: Option<&'a str>,
    pub result: &'a str,
    pub citing: Option<&'a str>,
    pub actor_hash: &'a [u8],
    pub subject_hash: &'a [u8],
}

impl Content<'_> {
    /// The digest that the chain holds.
    pub fn digest(&self) -> Hash {
        let mut hash = Fields::new("xingtan-audit-entry-1");
        hash.put(Some(self.id.as_bytes()));
        hash.put(Some(&self.at.micros().to_be_bytes()));
        hash.put(self.actor.as_ref().map(|id| &id.as_bytes()[..]));
        hash.put(Some(self.acting_role.as_bytes()));
        hash.put(Some(self.action.as_bytes()));
        hash.put(Some(self.subject_kind.as_bytes()));
        hash.put(self.subject.as_ref().map(|id| &id.as_bytes()[..]));
        hash.put(self.node_path.map(str::as_bytes));
        hash.put(Some(self.result.as_bytes()));
        hash.put(self.citing.map(str::as_bytes));
        hash.put(Some(self.actor_hash));
        hash.put(Some(self.subject_hash));
        hash.end()
    }
}

/// The hash of one part of a payload: values with their salt.
pub(crate) fn part(salt: &[u8], values: &[Option<&str>]) -> Hash {
    let mut hash = Fields::new("xingtan-audit-part-1");
    hash.put(Some(salt));
    for value in values {
        hash.put(value.map(str::as_bytes));
    }
    hash.end()
}

/// The hash of the chain at number `sequence`, counted from 1.
pub(crate) fn link(sequence: i64, before: &[u8], digest: &[u8]) -> Hash {
    let mut hash = Fields::new("xingtan-audit-chain-1");
    hash.put(Some(&sequence.to_be_bytes()));
    hash.put(Some(before));
    hash.put(Some(digest));
    hash.end()
}

/// Fields with their lengths, so that no two lists of fields give the same bytes.
struct Fields(Sha256);

impl Fields {
    fn new(label: &str) -> Self {
        let mut fields = Fields(Sha256::new());
        fields.put(Some(label.as_bytes()));
        fields
    }

    fn put(&mut self, value: Option<&[u8]>) {
        match value {
            None => self.0.update(u64::MAX.to_be_bytes()),
            Some(bytes) => {
                self.0.update((bytes.len() as u64).to_be_bytes());
                self.0.update(bytes);
            }
        }
    }

    fn end(self) -> Hash {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Moving a sign from one field to the next, or from "empty" to "none", changes the hash.
        #[test]
        fn different_values_have_different_hashes(
            a in proptest::collection::vec(proptest::option::of("[ab]{0,3}"), 3),
            b in proptest::collection::vec(proptest::option::of("[ab]{0,3}"), 3),
        ) {
            let texts = |v: &[Option<String>]| -> Hash {
                part(b"salt", &v.iter().map(|x| x.as_deref()).collect::<Vec<_>>())
            };
            prop_assert_eq!(a == b, texts(&a) == texts(&b));
        }

        #[test]
        fn a_link_depends_on_place_predecessor_and_entry(n in 1i64..1000, before: [u8; 32], digest: [u8; 32]) {
            let here = link(n, &before, &digest);
            prop_assert_ne!(here, link(n + 1, &before, &digest));
            prop_assert_ne!(here, link(n, &digest, &before));
        }
    }
}

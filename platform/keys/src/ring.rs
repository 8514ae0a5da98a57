//! The ring: all keys of the server, in all their versions.

use crate::{
    Folders, KeyError, Secret,
    folder::{self, KeyKind, Keys},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// The keys of the server. Cheap to clone; clones share the ring.
///
/// A ring whose keys lie in folders reads them again when it meets a version it does not know, so that a rotation
/// by one node reaches the others.
#[derive(Clone)]
pub struct KeyRing(Arc<Inner>);

struct Inner {
    folders: Option<Folders>,
    keys: RwLock<Arc<Keys>>,
}

impl KeyRing {
    /// Opens the keys of an existing installation.
    ///
    /// # Errors
    /// [`KeyError::Missing`] when there are none, and all others.
    pub fn open(folders: &Folders) -> Result<KeyRing, KeyError> {
        let keys = complete(folder::read(folders)?, folders)?;
        Ok(KeyRing::of(Some(folders.clone()), keys))
    }

    /// Makes the first keys of a new installation. Keys that are already there stay, so that two processes which
    /// start at once end with the same ring.
    ///
    /// # Errors
    /// All but [`KeyError::Missing`].
    pub fn create(folders: &Folders) -> Result<KeyRing, KeyError> {
        let mut keys = folder::read(folders)?;
        for kind in KeyKind::ALL {
            if newest(&keys, kind).is_none() {
                keys.insert((kind, 1), Secret::random());
            }
        }
        folder::write(folders, &keys)?;
        KeyRing::open(folders)
    }

    /// A ring with fresh random keys that are kept nowhere: tests, and checks of foreign data.
    pub fn in_memory() -> KeyRing {
        KeyRing::of(None, KeyKind::ALL.map(|kind| ((kind, 1), Secret::random())).into_iter().collect())
    }

    pub(crate) fn of(folders: Option<Folders>, keys: Keys) -> KeyRing {
        KeyRing(Arc::new(Inner { folders, keys: RwLock::new(Arc::new(keys)) }))
    }

    /// Sixteen hexadecimal signs that tell rings apart and give nothing away. The database keeps it, so that a
    /// start with foreign keys is noticed before anything is sealed with them.
    pub fn fingerprint(&self) -> String {
        let first =
            self.version(KeyKind::Server, 1).or_else(|| self.newest(KeyKind::Server).map(|(_, key)| key));
        first.map_or(String::new(), |key| hex::encode(&derive(&key, "fingerprint", "").expose()[..8]))
    }

    /// A key derived from the newest server key for one purpose, such as signing cookies.
    pub fn sub_key(&self, purpose: &str) -> Secret {
        self.server().1.for_use("sub-key", purpose)
    }

    /// Adds a new version of the server key; from now on it seals. Old versions stay and open.
    ///
    /// # Errors
    /// When the new key cannot be written; then nothing has changed.
    pub fn rotate_server_key(&self) -> Result<u32, KeyError> {
        self.rotate(KeyKind::Server)
    }

    /// Adds a new version of the key that signs the audit trail.
    ///
    /// # Errors
    /// When the new key cannot be written; then nothing has changed.
    pub fn rotate_audit_key(&self) -> Result<u32, KeyError> {
        self.rotate(KeyKind::Audit)
    }

    fn rotate(&self, kind: KeyKind) -> Result<u32, KeyError> {
        self.reload()?;
        let version = self.newest(kind).map_or(1, |(version, _)| version + 1);
        let mut keys = (*self.all()).clone();
        keys.insert((kind, version), Secret::random());
        match &self.0.folders {
            Some(folders) => {
                folder::write(folders, &keys)?;
                self.reload()?;
            }
            None => self.put(keys),
        }
        Ok(version)
    }

    /// Reads the folders again: keys that another node added.
    ///
    /// # Errors
    /// When the keys cannot be read; then the ring stays as it was.
    pub fn reload(&self) -> Result<(), KeyError> {
        if let Some(folders) = &self.0.folders {
            self.put(complete(folder::read(folders)?, folders)?);
        }
        Ok(())
    }

    /// All keys at this moment.
    pub(crate) fn all(&self) -> Arc<Keys> {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, keys: Keys) {
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// The newest version of a kind.
    pub(crate) fn newest(&self, kind: KeyKind) -> Option<(u32, Secret)> {
        newest(&self.all(), kind)
    }

    /// The newest server key with its version.
    pub(crate) fn server(&self) -> (u32, ServerKey) {
        #[expect(clippy::expect_used, reason = "no ring is made without a server key: see `complete`")]
        let (version, key) = self.newest(KeyKind::Server).expect("a ring has a server key");
        (version, ServerKey(key))
    }

    /// A version of the server key; reads the folders again when it is unknown.
    pub(crate) fn server_version(&self, version: u32) -> Option<ServerKey> {
        self.version_or_reload(KeyKind::Server, version).map(ServerKey)
    }

    /// A version of a kind; reads the folders again when it is unknown.
    pub(crate) fn version_or_reload(&self, kind: KeyKind, version: u32) -> Option<Secret> {
        self.version(kind, version).or_else(|| {
            self.reload().ok()?;
            self.version(kind, version)
        })
    }

    fn version(&self, kind: KeyKind, version: u32) -> Option<Secret> {
        self.all().get(&(kind, version)).cloned()
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.all();
        f.debug_struct("KeyRing").field("keys", &all.keys().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

/// A ring must have at least one key of each kind.
fn complete(keys: Keys, folders: &Folders) -> Result<Keys, KeyError> {
    match KeyKind::ALL.iter().all(|kind| newest(&keys, *kind).is_some()) {
        true => Ok(keys),
        false => Err(KeyError::Missing(folders.main.clone())),
    }
}

fn newest(keys: &Keys, kind: KeyKind) -> Option<(u32, Secret)> {
    let ((_, version), key) = keys.range((kind, 0)..=(kind, u32::MAX)).next_back()?;
    Some((*version, key.clone()))
}

/// One version of the server key.
pub(crate) struct ServerKey(Secret);

impl ServerKey {
    /// The key for one use and purpose.
    pub(crate) fn for_use(&self, what: &str, purpose: &str) -> Secret {
        derive(&self.0, what, purpose)
    }
}

/// HMAC-SHA256 of a labelled purpose: for a random key of 32 bytes the expansion step of HKDF (RFC 5869, 2.3) with
/// one block.
fn derive(key: &Secret, what: &str, purpose: &str) -> Secret {
    Secret::from_array(hmac_sha256(
        key,
        &[b"xingtan-1\0", what.as_bytes(), b"\0", purpose.as_bytes(), b"\x01"],
    ))
}

/// HMAC-SHA256 over parts laid one after another.
pub(crate) fn hmac_sha256(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("a key of 32 bytes");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

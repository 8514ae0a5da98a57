//! Keys wrapped by a passphrase, to lie in a backup (OPS-2): argon2id, then XChaCha20-Poly1305.

use crate::{
    Folders, KeyError, KeyRing, Secret, WrongWrap,
    field::{decrypt, encrypt},
    folder::{self, KeyKind, Keys},
    random,
};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use zeroize::Zeroizing;

/// `XTKEYS1\n`, memory in KiB, passes, lanes (4 bytes each, big end first), salt (16), nonce (24), cipher text.
const MAGIC: &[u8; 8] = b"XTKEYS1\n";
const SETTINGS: usize = 8 + 12 + 16;
const HEAD: usize = SETTINGS + 24;

/// A backup must resist guessing for years: about four times the work of a sign-in.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// What a foreign file may ask of this machine.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;

/// Keys taken out of a backup, not yet installed.
#[derive(Clone)]
pub struct WrappedKeys(Keys);

impl KeyRing {
    /// All keys in all versions, wrapped by a passphrase. Takes about a tenth of a second and 64 MB: outside units.
    pub fn wrap(&self, passphrase: &str) -> Vec<u8> {
        let mut wrapped = Vec::with_capacity(512);
        wrapped.extend(MAGIC);
        for setting in [MEMORY_KIB, PASSES, 1] {
            wrapped.extend(setting.to_be_bytes());
        }
        wrapped.extend(random::<16>());
        #[expect(clippy::expect_used, reason = "the settings are constants within the bounds")]
        let key = key_of(passphrase, &wrapped).expect("settings within the bounds");
        let nonce = random::<24>();
        wrapped.extend(nonce);
        let about = wrapped.clone();
        let mut plain = Zeroizing::new(String::with_capacity(self.all().len() * 96));
        for (id, secret) in self.all().iter() {
            plain.push_str(&folder::line(*id, secret));
        }
        wrapped.extend(encrypt(&key, &nonce, plain.as_bytes(), &about));
        wrapped
    }
}

/// Takes keys out of a backup.
///
/// # Errors
/// When the bytes are no wrapped keys, ask for more than a gigabyte of memory, or the passphrase is wrong.
pub fn unwrap(wrapped: &[u8], passphrase: &str) -> Result<WrappedKeys, WrongWrap> {
    if wrapped.len() < HEAD || !wrapped.starts_with(MAGIC) {
        return Err(WrongWrap::NotWrapped);
    }
    let key = key_of(passphrase, &wrapped[..SETTINGS])?;
    let nonce = wrapped[SETTINGS..HEAD].try_into().map_err(|_| WrongWrap::NotWrapped)?;
    let plain = decrypt(&key, &nonce, &wrapped[HEAD..], &wrapped[..HEAD]).map(Zeroizing::new);
    let plain = plain.ok_or(WrongWrap::WrongPassphrase)?;
    let text = std::str::from_utf8(&plain).map_err(|_| WrongWrap::NotWrapped)?;
    let keys: Option<Keys> = text.lines().map(folder::parse).collect();
    keys.map(WrappedKeys).ok_or(WrongWrap::NotWrapped)
}

impl WrappedKeys {
    /// The ring of these keys, kept nowhere: to look into a backup without installing it.
    pub fn ring(&self) -> KeyRing {
        KeyRing::of(None, self.0.clone())
    }

    /// Writes the keys into folders and opens them. Keys already there must be the same.
    ///
    /// # Errors
    /// [`KeyError::Contradiction`] when other keys lie there, and all that reading and writing give.
    pub fn install(self, folders: &Folders) -> Result<KeyRing, KeyError> {
        for (id, known) in folder::read(folders)? {
            if self.0.get(&id).is_none_or(|mine| *mine != known) {
                return Err(KeyError::Contradiction(folders.main.clone(), "backup".into()));
            }
        }
        folder::write(folders, &self.0)?;
        KeyRing::open(folders)
    }
}

impl fmt::Debug for WrappedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WrappedKeys").field(&self.0.keys().collect::<Vec<&(KeyKind, u32)>>()).finish()
    }
}

/// The key of a passphrase by the settings and the salt at the head of wrapped keys.
fn key_of(passphrase: &str, head: &[u8]) -> Result<Secret, WrongWrap> {
    let setting = |i: usize| {
        let bytes = head.get(8 + 4 * i..12 + 4 * i).and_then(|b| b.try_into().ok());
        bytes.map(u32::from_be_bytes).ok_or(WrongWrap::NotWrapped)
    };
    let (memory, passes, lanes) = (setting(0)?, setting(1)?, setting(2)?);
    if memory > MOST_MEMORY_KIB || passes > MOST_PASSES || lanes > 16 {
        return Err(WrongWrap::NotWrapped);
    }
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| WrongWrap::NotWrapped)?;
    let salt = head.get(20..SETTINGS).ok_or(WrongWrap::NotWrapped)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .map_err(|_| WrongWrap::NotWrapped)?;
    Ok(Secret::from_array(*key))
}

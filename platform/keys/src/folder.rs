//! Keys in files: one line each, `xingtan-key-1 KIND VERSION BASE64`, readable by the owner only.

use crate::{KeyError, Secret};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Where keys lie. With a second folder (another disk) every key is kept in both: what is lost in one is put back
/// from the other, and a difference between them is refused.
#[derive(Clone, Debug)]
pub struct Folders {
    /// `DATA/keys` by default.
    pub main: PathBuf,
    /// A copy, when configured.
    pub second: Option<PathBuf>,
}

impl Folders {
    /// One folder.
    pub fn one(main: impl Into<PathBuf>) -> Folders {
        Folders { main: main.into(), second: None }
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.main.as_path()).chain(self.second.as_deref())
    }
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeyKind {
    /// The source of MACs and field encryption.
    Server,
    /// The Ed25519 seed that signs heads of the audit trail.
    Audit,
}

impl KeyKind {
    pub(crate) const ALL: [KeyKind; 2] = [KeyKind::Server, KeyKind::Audit];

    const fn word(self) -> &'static str {
        match self {
            KeyKind::Server => "server",
            KeyKind::Audit => "audit",
        }
    }
}

/// All keys, by kind and version (from 1).
pub(crate) type Keys = BTreeMap<(KeyKind, u32), Secret>;

/// Reads all keys and mends what one of two folders has lost.
pub(crate) fn read(folders: &Folders) -> Result<Keys, KeyError> {
    let mut keys = Keys::new();
    let mut origin: BTreeMap<(KeyKind, u32), &Path> = BTreeMap::new();
    for folder in folders.all() {
        for (id, secret) in read_one(folder)? {
            match keys.get(&id) {
                Some(known) if *known != secret => {
                    let first = origin.get(&id).copied().unwrap_or(folder);
                    return Err(KeyError::Contradiction(file(first, id), file(folder, id)));
                }
                Some(_) => {}
                None => {
                    origin.insert(id, folder);
                    keys.insert(id, secret);
                }
            }
        }
    }
    if folders.second.is_some() && !keys.is_empty() {
        write(folders, &keys)?;
    }
    Ok(keys)
}

/// Writes keys that are not there yet. The first folder decides between processes that write at once: what stands
/// there afterwards, ours or another's, is what the second folder gets. Read afterwards what has won.
pub(crate) fn write(folders: &Folders, keys: &Keys) -> Result<(), KeyError> {
    write_one(&folders.main, keys)?;
    match &folders.second {
        Some(second) => write_one(second, &read_one(&folders.main)?),
        None => Ok(()),
    }
}

fn write_one(folder: &Path, keys: &Keys) -> Result<(), KeyError> {
    make_folder(folder).map_err(|e| KeyError::Io(folder.to_owned(), e))?;
    let mut wrote = false;
    for (id, secret) in keys {
        let path = file(folder, *id);
        if !path.exists() {
            write_new(folder, &path, &line(*id, secret)).map_err(|e| KeyError::Io(path, e))?;
            wrote = true;
        }
    }
    if wrote {
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| KeyError::Io(folder.to_owned(), e))?;
    }
    Ok(())
}

/// The text of one key file.
pub(crate) fn line((kind, version): (KeyKind, u32), secret: &Secret) -> Zeroizing<String> {
    let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret.expose()));
    Zeroizing::new(format!("xingtan-key-1 {} {version} {}\n", kind.word(), *encoded))
}

/// Reads back one [`line`].
pub(crate) fn parse(text: &str) -> Option<((KeyKind, u32), Secret)> {
    let mut words = text.split_whitespace();
    if words.next()? != "xingtan-key-1" {
        return None;
    }
    let kind = words.next()?;
    let kind = KeyKind::ALL.into_iter().find(|k| k.word() == kind)?;
    let version = words.next()?.parse().ok().filter(|v| *v > 0)?;
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(words.next()?).ok()?);
    let secret = Secret::from_slice(&bytes)?;
    words.next().is_none().then_some(((kind, version), secret))
}

fn read_one(folder: &Path) -> Result<Keys, KeyError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |e| KeyError::Io(path, e)
    };
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Keys::new()),
        entries => entries.map_err(failed(folder))?,
    };
    let mut keys = Keys::new();
    for entry in entries {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_none_or(|e| e != "key") {
            continue;
        }
        refuse_exposed(&path)?;
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(failed(&path))?);
        match parse(&text) {
            Some((id, secret)) if file(folder, id) == path => keys.insert(id, secret),
            _ => return Err(KeyError::Damaged(path)),
        };
    }
    Ok(keys)
}

fn file(folder: &Path, (kind, version): (KeyKind, u32)) -> PathBuf {
    folder.join(format!("{}-{version:04}.key", kind.word()))
}

/// Group reading is let through: container platforms mount secrets that way. Anything for others is refused.
#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = fs::metadata(path).map_err(|e| KeyError::Io(path.to_owned(), e))?;
    if meta.permissions().mode() & 0o027 != 0 { Err(KeyError::Exposed(path.to_owned())) } else { Ok(()) }
}
#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Puts a whole, synced file under its name, or leaves the one that is there: a hard link never replaces.
fn write_new(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    let temporary = folder.join(format!(".{}", hex::encode(crate::random::<8>())));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written =
        options.open(&temporary).and_then(|mut f| f.write_all(text.as_bytes()).and_then(|()| f.sync_all()));
    let linked = written.and_then(|()| match fs::hard_link(&temporary, path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    let removed = fs::remove_file(&temporary);
    linked.and(removed)
}

//! Reading a backup: what it says of itself, whether it is sound, what it holds.

use super::{
    BackupError, Meter, Stage,
    crypt::Opening,
    manifest::{FILES, FORMAT, KEYS, MANIFEST, Manifest, Part, ROWS, SEAL},
    write::hex_of,
};
use flate2::bufread::DeflateDecoder;
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom, Take},
    path::{Path, PathBuf},
};
use xingtan_clock::Uuid;
use xingtan_db::dump;
use xingtan_keys::{Secret, WrappedKeys, unwrap};
use zip::ZipArchive;

/// The largest manifest that is read, and the largest wrapped keys.
const MOST: u64 = 512 << 20;

/// A backup file.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    json: Vec<u8>,
    /// Begin and size of each part in the file.
    places: HashMap<String, (u64, u64)>,
}

/// A backup whose keys were unwrapped and whose manifest is the one that was written.
#[derive(Debug)]
pub struct Unlocked {
    /// The backup.
    pub archive: Archive,
    /// Its keys.
    pub keys: WrappedKeys,
    key: Secret,
}

/// A part as it lies in the file.
type Raw = BufReader<Take<File>>;
/// A part as it was before.
pub type Plain = BufReader<DeflateDecoder<BufReader<Opening<Raw>>>>;

impl Archive {
    /// Opens a backup and reads what it says of itself.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(|e| BackupError::io(path, e))?;
        let strange = || BackupError::NotABackup(path.to_owned());
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| strange())?;
        let mut places = HashMap::new();
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| strange())?;
            let start = part.data_start().ok_or_else(strange)?;
            let name = part.name().map_err(|_| strange())?.into_owned();
            places.insert(name, (start, part.compressed_size()));
        }
        let json =
            raw(path, &places, MANIFEST).and_then(|part| all(part, MANIFEST)).map_err(|_| strange())?;
        let head: serde_json::Value = serde_json::from_slice(&json).map_err(|_| strange())?;
        let format = head.get("xingtan_backup").and_then(serde_json::Value::as_u64).ok_or_else(strange)?;
        if format > u64::from(FORMAT) {
            let version = head.get("version").and_then(serde_json::Value::as_str).unwrap_or_default();
            return Err(BackupError::Newer(version.to_owned()));
        }
        let manifest: Manifest = serde_json::from_value(head).map_err(|_| strange())?;
        let archive = Archive { path: path.to_owned(), manifest, json, places };
        archive.is_complete()?;
        Ok(archive)
    }

    /// Every part of the manifest is there with its size, and nothing else.
    fn is_complete(&self) -> Result<(), BackupError> {
        for part in &self.manifest.parts {
            if self.places.get(&part.name).is_none_or(|(_, size)| *size != part.size) {
                return Err(BackupError::Damaged(part.name.clone()));
            }
        }
        for name in [ROWS, KEYS] {
            if !self.manifest.parts.iter().any(|part| part.name == name) {
                return Err(BackupError::Damaged(name.to_owned()));
            }
        }
        let known = |name: &str| {
            [MANIFEST, SEAL].contains(&name) || self.manifest.parts.iter().any(|p| p.name == name)
        };
        match self.places.len() == self.manifest.parts.len() + 2
            && [MANIFEST, SEAL].iter().all(|n| self.places.contains_key(*n))
        {
            true => Ok(()),
            false => Err(BackupError::Damaged(
                self.places.keys().find(|name| !known(name)).cloned().unwrap_or_else(|| SEAL.to_owned()),
            )),
        }
    }

    /// Compares the hashes of all parts: no passphrase is needed.
    pub fn check_hashes(&self, meter: &Meter) -> Result<(), BackupError> {
        meter.begin(Stage::Check, self.manifest.size());
        for part in &self.manifest.parts {
            let found = hash(self.raw(&part.name)?, &part.name, |count| meter.more(count))?;
            if found != part.sha256 {
                return Err(BackupError::Damaged(part.name.clone()));
            }
        }
        Ok(())
    }

    /// Unwraps the keys and checks that the manifest is the one that was written.
    pub fn unlock(self, passphrase: &str) -> Result<Unlocked, BackupError> {
        let wrapped = all(self.raw(KEYS)?, KEYS)?;
        let keys = unwrap(&wrapped, passphrase)?;
        let key = keys.ring().sub_key(&self.manifest.purpose());
        let seal = all(self.raw(SEAL)?, SEAL)?;
        let mut digest = Vec::new();
        Opening::begin(&seal[..], &key, SEAL)
            .and_then(|mut seal| seal.read_to_end(&mut digest))
            .map_err(|e| broken(MANIFEST, e))?;
        if digest != Sha256::digest(&self.json)[..] {
            return Err(BackupError::Damaged(MANIFEST.to_owned()));
        }
        Ok(Unlocked { archive: self, keys, key })
    }

    fn raw(&self, name: &str) -> Result<Raw, BackupError> {
        raw(&self.path, &self.places, name)
    }
}

impl Unlocked {
    /// Reads everything: hashes, seals, the rows to their end, the bytes of files.
    pub fn check(&self, meter: &Meter) -> Result<(), BackupError> {
        self.archive.check_hashes(meter)?;
        meter.begin(Stage::Check, self.archive.manifest.size());
        self.check_rows()?;
        for (part, id) in self.contents() {
            let found = hash(self.content(id)?, &part.name, |_| Ok(()))?;
            meter.more(part.size)?;
            if part.content.as_ref().is_some_and(|content| *content != found) {
                return Err(BackupError::Damaged(part.name.clone()));
            }
        }
        Ok(())
    }

    /// The rows can be read to their end, and are as many as the manifest says.
    fn check_rows(&self) -> Result<(), BackupError> {
        let damaged = || BackupError::Damaged(ROWS.to_owned());
        let (mut rows, mut line, mut last) = (0u64, Vec::new(), Vec::new());
        let mut input = self.rows()?;
        loop {
            line.clear();
            if input.read_until(b'\n', &mut line).map_err(|e| broken(ROWS, e))? == 0 {
                break;
            }
            rows += u64::from(line.starts_with(b"["));
            last.clone_from(&line);
        }
        let end: serde_json::Value = serde_json::from_slice(&last).map_err(|_| damaged())?;
        let said = end.get("end").and_then(|end| end.get("rows")).and_then(serde_json::Value::as_u64);
        if said == Some(rows) && rows == self.archive.manifest.rows { Ok(()) } else { Err(damaged()) }
    }

    /// The first line of the rows.
    pub fn head(&self) -> Result<dump::Head, BackupError> {
        let mut line = String::new();
        self.rows()?.read_line(&mut line).map_err(|e| broken(ROWS, e))?;
        Ok(dump::Head::read(line.trim_end())?)
    }

    /// The rows of the database.
    pub fn rows(&self) -> Result<Plain, BackupError> {
        self.plain(ROWS)
    }

    /// The files with their ids.
    pub fn contents(&self) -> impl Iterator<Item = (&Part, Uuid)> {
        let parts = self.archive.manifest.parts.iter();
        parts.filter_map(|part| Some((part, part.name.strip_prefix(FILES)?.parse().ok()?)))
    }

    /// The bytes of a file.
    pub fn content(&self, id: Uuid) -> Result<Plain, BackupError> {
        self.plain(&format!("{FILES}{id}"))
    }

    fn plain(&self, name: &str) -> Result<Plain, BackupError> {
        let opening =
            Opening::begin(self.archive.raw(name)?, &self.key, name).map_err(|e| broken(name, e))?;
        let inflated = DeflateDecoder::new(BufReader::with_capacity(64 * 1024, opening));
        Ok(BufReader::with_capacity(64 * 1024, inflated))
    }
}

fn raw(path: &Path, places: &HashMap<String, (u64, u64)>, name: &str) -> Result<Raw, BackupError> {
    let (start, size) = places.get(name).copied().ok_or_else(|| BackupError::Damaged(name.to_owned()))?;
    let mut file = File::open(path).map_err(|e| BackupError::io(path, e))?;
    file.seek(SeekFrom::Start(start)).map_err(|e| BackupError::io(path, e))?;
    Ok(BufReader::with_capacity(256 * 1024, file.take(size)))
}

fn all(part: impl Read, name: &str) -> Result<Vec<u8>, BackupError> {
    let mut bytes = Vec::new();
    part.take(MOST).read_to_end(&mut bytes).map_err(|e| broken(name, e))?;
    Ok(bytes)
}

fn hash(
    mut input: impl Read,
    name: &str,
    mut each: impl FnMut(u64) -> Result<(), BackupError>,
) -> Result<String, BackupError> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        let count = input.read(&mut buffer).map_err(|e| broken(name, e))?;
        if count == 0 {
            return Ok(hex_of(&hash.finalize()));
        }
        hash.update(&buffer[..count]);
        each(count as u64)?;
    }
}

/// A part that cannot be read is damaged, unless the disk itself refuses.
pub fn broken(name: &str, error: io::Error) -> BackupError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
            BackupError::Damaged(name.to_owned())
        }
        _ => BackupError::io(name, error),
    }
}

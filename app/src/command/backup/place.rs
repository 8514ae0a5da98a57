//! Where backups lie: names, what is under way, which ones go.

use super::BackupError;
use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
};
use xingtan_clock::Timestamp;
use xingtan_keys::random;

/// `xingtan-20261122T093000Z.xtb`: sorts by time.
pub fn file_name(at: Timestamp) -> String {
    let digits: String = at.to_string().chars().take(19).filter(|c| *c != '-' && *c != ':').collect();
    format!("xingtan-{digits}Z.xtb")
}

/// A backup in a folder.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// As of when, as its name says.
    pub at: Timestamp,
    /// Its size in bytes.
    pub size: u64,
}

/// The backups in a folder, the newest first; none where there is no such folder.
pub fn found(folder: &Path) -> Result<Vec<Found>, BackupError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| BackupError::io(folder, e))?,
    };
    let mut all: Vec<Found> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(Found { at: time_of(&name)?, size: entry.metadata().ok()?.len(), name })
        })
        .collect();
    all.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(all)
}

/// When a backup of this name was made; none for other names, so that no name leads out of the folder.
pub fn time_of(name: &str) -> Option<Timestamp> {
    let digits = name.strip_prefix("xingtan-")?.strip_suffix("Z.xtb")?;
    let shape = digits.len() == 15
        && digits.bytes().enumerate().all(|(i, b)| if i == 8 { b == b'T' } else { b.is_ascii_digit() });
    if !shape {
        return None;
    }
    let (d, t) = digits.split_once('T')?;
    let text = format!("{}-{}-{}T{}:{}:{}Z", &d[..4], &d[4..6], &d[6..], &t[..2], &t[2..4], &t[4..]);
    text.parse().ok()
}

/// Removes all but the newest `keep` backups; answers which.
pub fn prune(folder: &Path, keep: usize) -> Result<Vec<String>, BackupError> {
    let old: Vec<String> = found(folder)?.into_iter().skip(keep.max(1)).map(|found| found.name).collect();
    for name in &old {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(|e| BackupError::io(path, e))?;
    }
    Ok(old)
}

/// A file or folder that goes away unless it is kept.
#[derive(Debug)]
pub struct Unfinished {
    /// Where it lies.
    pub path: PathBuf,
    kept: bool,
}

impl Unfinished {
    /// A new file beside the one it will become, for its owner only.
    pub fn file(folder: &Path, becomes: &Path) -> Result<Self, BackupError> {
        fs::create_dir_all(folder).map_err(|e| BackupError::io(folder, e))?;
        let name = becomes.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.join(format!(".{name}.{}", super::write::hex_of(&random::<4>())));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|e| BackupError::io(&path, e))?;
        Ok(Unfinished { path, kept: false })
    }

    /// A new folder, for its owner only.
    pub fn folder(within: &Path) -> Result<Self, BackupError> {
        let path = within.join(format!("backup-{}", super::write::hex_of(&random::<4>())));
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(|e| BackupError::io(&path, e))?;
        Ok(Unfinished { path, kept: false })
    }

    /// What is at `path` goes away unless it is kept.
    pub fn at(path: PathBuf) -> Self {
        Unfinished { path, kept: false }
    }

    /// Gives a file its name, for good.
    pub fn keep(mut self, name: &Path) -> Result<(), BackupError> {
        fs::rename(&self.path, name).map_err(|e| BackupError::io(name, e))?;
        self.kept = true;
        let folder = name.parent().unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| BackupError::io(folder, e))
    }

    /// It stays where it is.
    pub fn stay(&mut self) {
        self.kept = true;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        let gone =
            if self.path.is_dir() { fs::remove_dir_all(&self.path) } else { fs::remove_file(&self.path) };
        if let Err(error) = gone
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.path.display(), %error, "what was left over could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_time_and_nothing_else_is_a_name() {
        let at: Timestamp = "2026-11-22T09:30:05.123456Z".parse().unwrap();
        assert_eq!(file_name(at), "xingtan-20261122T093005Z.xtb");
        assert_eq!(time_of(&file_name(at)).unwrap().to_string(), "2026-11-22T09:30:05Z");
        for name in ["../xingtan-20261122T093005Z.xtb", "xingtan-20261199T093005Z.xtb", "xingtan-x.xtb", ""] {
            assert!(time_of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn only_the_newest_backups_stay() {
        let folder = tempfile::tempdir().unwrap();
        for day in 10..15 {
            fs::write(folder.path().join(format!("xingtan-202611{day}T000000Z.xtb")), "x").unwrap();
        }
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        assert_eq!(prune(folder.path(), 2).unwrap().len(), 3);
        let left: Vec<String> = found(folder.path()).unwrap().into_iter().map(|found| found.name).collect();
        assert_eq!(left, ["xingtan-20261114T000000Z.xtb", "xingtan-20261113T000000Z.xtb"]);
        assert!(folder.path().join("notes.txt").exists());
    }
}

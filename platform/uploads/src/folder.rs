//! The folder in which uploads lie while they come in: one file each, named by its id.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};
use xingtan_clock::Uuid;

/// Room on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes that the program may still write.
    pub free: u64,
    /// Bytes in all.
    pub total: u64,
}

/// The folder. Its functions block; a lock on a file ends with whoever holds it, also with a killed process.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Opens the folder; made when it does not exist.
    pub fn open(path: PathBuf) -> io::Result<Folder> {
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    /// Where an upload lies.
    pub fn place(&self, id: Uuid) -> PathBuf {
        self.0.join(id.to_string())
    }

    /// How many bytes of an upload have come. They are synced before this answers.
    pub fn received(&self, id: Uuid) -> io::Result<u64> {
        match File::open(self.place(id)) {
            Ok(file) => {
                file.sync_data()?;
                Ok(file.metadata()?.len())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// How many bytes of an upload lie there, synced or not: for sums.
    pub fn size(&self, id: Uuid) -> u64 {
        fs::metadata(self.place(id)).map_or(0, |it| it.len())
    }

    /// The file of an upload for writing, held alone; none when somebody else holds it.
    pub fn hold(&self, id: Uuid) -> io::Result<Option<File>> {
        let path = self.place(id);
        let is_new = !path.exists();
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if is_new {
            File::open(&self.0)?.sync_all()?;
        }
        Ok(Some(file))
    }

    /// Removes an upload's file; one that is not there is as good as removed.
    pub fn remove(&self, id: Uuid) -> io::Result<()> {
        match fs::remove_file(self.place(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The ids of all files.
    pub fn ids(&self) -> io::Result<Vec<Uuid>> {
        let entries = fs::read_dir(&self.0)?.flatten();
        Ok(entries.filter_map(|entry| Uuid::try_parse(entry.file_name().to_str()?).ok()).collect())
    }

    /// Room on the disk on which the folder lies.
    pub fn space(path: &Path) -> io::Result<Space> {
        let disk = rustix::fs::statvfs(path)?;
        Ok(Space {
            free: disk.f_bavail.saturating_mul(disk.f_frsize),
            total: disk.f_blocks.saturating_mul(disk.f_frsize),
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn only_one_writes_at_a_time_and_a_lost_holder_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Folder::open(folder.path().join("uploads")).unwrap();
        let id = Uuid::from_u128(7);
        assert_eq!(uploads.received(id).unwrap(), 0, "nothing has come");
        let mut held = uploads.hold(id).unwrap().unwrap();
        held.write_all(b"abc").unwrap();
        assert!(uploads.hold(id).unwrap().is_none());
        drop(held);
        assert!(uploads.hold(id).unwrap().is_some());
        assert_eq!((uploads.received(id).unwrap(), uploads.ids().unwrap()), (3, vec![id]));
        uploads.remove(id).unwrap();
        uploads.remove(id).unwrap();
        assert!(Folder::space(uploads.path()).unwrap().total > 0);
    }
}

//! Files that already lie on this machine: looked at piece by piece, never held in memory.

use crate::{
    Policy, Store, StoreError, Stored,
    media::{HEAD, Media, TAIL, sniff},
};
use object_store::{ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};
use tokio::io::AsyncReadExt as _;
use xingtan_clock::Uuid;

/// How much is read at a time.
const PIECE: usize = 1 << 20;

/// What a file is.
struct Looked {
    size: u64,
    sha256: String,
    media: Media,
}

impl Store {
    /// Puts a file that lies on this machine. On the disk of the store's folder no byte is copied: the content becomes
    /// a second name of the file. Elsewhere it is streamed. Nobody may write to the file any more; its first name stays
    /// with its owner, who removes it once the content is kept.
    ///
    /// # Errors
    /// When the file is empty, too large or of a kind that is not accepted, or the store refuses. Nothing stays.
    pub async fn put_file(&self, path: &Path, policy: &Policy<'_>) -> Result<Stored, StoreError> {
        let (own, most) = (path.to_owned(), policy.most);
        let looked = blocking(move || look(&own, most)).await??;
        let media = looked.media;
        if !policy.accept.is_empty() && !policy.accept.contains(&media.media_type) {
            return Err(StoreError::NotAccepted { media_type: media.media_type });
        }
        self.scan_file(path).await?;
        let id = self.next_id();
        let linked = match self.content_path(id) {
            Some(place) => {
                let own = path.to_owned();
                blocking(move || link(&own, &place)).await?.map_err(told)?
            }
            None => false,
        };
        if !linked {
            self.stream_file(path, id).await?;
        }
        let size = i64::try_from(looked.size).unwrap_or(i64::MAX);
        Ok(Stored { id, sha256: looked.sha256, size, media })
    }

    async fn scan_file(&self, path: &Path) -> Result<(), StoreError> {
        let Some(scanner) = self.scanner() else { return Ok(()) };
        let mut scan = scanner.begin().await?;
        let mut file = tokio::fs::File::open(path).await.map_err(told)?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece).await.map_err(told)? {
                0 => return scan.verdict().await,
                read => scan.piece(&piece[..read]).await,
            }
        }
    }

    async fn stream_file(&self, path: &Path, id: Uuid) -> Result<(), StoreError> {
        let mut file = tokio::fs::File::open(path).await.map_err(told)?;
        let mut upload = WriteMultipart::new(self.objects().put_multipart(&Store::place(id)).await?);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).await.map_err(told)?;
            if read == 0 {
                break;
            }
            upload.wait_for_capacity(2).await?;
            upload.write(&piece[..read]);
        }
        upload.finish().await?;
        Ok(())
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| StoreError::Other(error.to_string()))
}

pub(crate) fn told(error: io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        ErrorKind::NotFound => StoreError::Missing,
        _ => StoreError::Other(error.to_string()),
    }
}

fn look(path: &Path, most: u64) -> Result<Looked, StoreError> {
    let mut file = File::open(path).map_err(told)?;
    let (mut size, mut hash) = (0u64, Sha256::new());
    let (mut head, mut tail): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    let mut piece = vec![0; PIECE];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => &piece[..read],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(told(error)),
        };
        size += read.len() as u64;
        if size > most {
            return Err(StoreError::TooLarge { limit: most });
        }
        hash.update(read);
        head.extend(&read[..read.len().min(HEAD - head.len())]);
        tail.extend(&read[read.len().saturating_sub(TAIL)..]);
        tail.drain(..tail.len().saturating_sub(TAIL));
    }
    if size == 0 {
        return Err(StoreError::Empty);
    }
    Ok(Looked { size, sha256: hex::encode(hash.finalize()), media: sniff(&head, &tail) })
}

/// Gives a file a second, durable name; false where the disk cannot.
fn link(from: &Path, to: &Path) -> io::Result<bool> {
    let file = File::open(from)?;
    file.sync_all()?;
    let folders: Vec<PathBuf> = to.ancestors().skip(1).take(3).map(Path::to_owned).collect();
    if let Some(folder) = folders.first() {
        fs::create_dir_all(folder)?;
    }
    match fs::hard_link(from, to) {
        Ok(()) => {}
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::CrossesDevices
                    | ErrorKind::Unsupported
                    | ErrorKind::PermissionDenied
                    | ErrorKind::TooManyLinks
            ) =>
        {
            return Ok(false);
        }
        Err(error) => return Err(error),
    }
    for folder in folders {
        File::open(folder)?.sync_all()?;
    }
    Ok(true)
}

//! The folder or bucket in which bytes lie under their ids.

use crate::{Scanner, StoreError, file::FileRow, incoming::Objects, pieces};
pub use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path};
use sha2::{Digest as _, Sha256};
use std::{
    fmt, fs,
    ops::Range,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};
use xingtan_clock::{Ids, Uuid};

/// Bytes on their way out.
pub type ByteStream = BoxStream<'static, Result<Bytes, StoreError>>;

/// Bytes under their ids. Cheap to clone.
///
/// Content `0192…abcd` lies at `cd/ab/0192…abcd`: two levels of folders named after the last, random bytes of the
/// id. Bytes are written beside their place, synced, moved there, and the folder is synced.
#[derive(Clone)]
pub struct Store {
    objects: Objects,
    ids: Ids,
    folder: Option<PathBuf>,
    scanner: Option<Arc<Scanner>>,
}

impl Store {
    /// A folder, `DATA/files` by default; made when it does not exist.
    ///
    /// # Errors
    /// When it cannot be made or opened.
    pub fn folder(folder: impl Into<PathBuf>, ids: Ids) -> Result<Store, StoreError> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|e| StoreError::Other(format!("{}: {e}", folder.display())))?;
        let objects = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Store { objects: Arc::new(objects), ids, folder: Some(folder), scanner: None })
    }

    /// A bucket or any other object store.
    pub fn over(objects: Arc<dyn object_store::ObjectStore>, ids: Ids) -> Store {
        Store { objects, ids, folder: None, scanner: None }
    }

    /// With a virus scanner that looks at everything that is put from now on; restores are taken as they were.
    #[must_use]
    pub fn scanned_by(mut self, scanner: Option<Scanner>) -> Store {
        self.scanner = scanner.map(Arc::new);
        self
    }

    /// The virus scanner.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_deref()
    }

    /// All bytes of a file, as a stream.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when they are not there.
    pub async fn open(&self, file: &FileRow) -> Result<ByteStream, StoreError> {
        self.open_content(file.content_id).await
    }

    /// Some bytes of a file (from `start`, before `end`), as a stream: video and resumed downloads.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when they are not there; the range must lie within the file.
    pub async fn open_range(&self, file: &FileRow, range: Range<u64>) -> Result<ByteStream, StoreError> {
        if let Some(path) = self.content_path(file.content_id) {
            return pieces::open(path, Some(range)).await;
        }
        let options = object_store::GetOptions { range: Some(range.into()), ..Default::default() };
        let found = self.objects.get_opts(&Store::place(file.content_id), options).await?;
        Ok(found.into_stream().map_err(StoreError::from).boxed())
    }

    /// Where the bytes of a file lie, for programs that read files; none in a bucket. They never change there.
    pub fn path(&self, file: &FileRow) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(Store::place(file.content_id).as_ref()))
    }

    /// All bytes of a file in memory.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when they are more than `most`.
    pub async fn read(&self, file: &FileRow, most: u64) -> Result<Bytes, StoreError> {
        if file.size < 0 || file.size as u64 > most {
            return Err(StoreError::TooLarge { limit: most });
        }
        Ok(self.objects.get(&Store::place(file.content_id)).await?.bytes().await?)
    }

    /// Whether the bytes still have the hash they were put with: for the doctor and after a restore.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when they are not there.
    pub async fn is_intact(&self, file: &FileRow) -> Result<bool, StoreError> {
        let mut stream = self.open(file).await?;
        let mut hash = Sha256::new();
        while let Some(piece) = stream.try_next().await? {
            hash.update(&piece);
        }
        Ok(hex::encode(hash.finalize()) == file.sha256)
    }

    /// The bytes of a content, for backups.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when they are not there.
    pub async fn open_content(&self, content: Uuid) -> Result<ByteStream, StoreError> {
        if let Some(path) = self.content_path(content) {
            return pieces::open(path, None).await;
        }
        let found = self.objects.get(&Store::place(content)).await?;
        Ok(found.into_stream().map_err(StoreError::from).boxed())
    }

    /// Puts a content back under its id, for restores.
    ///
    /// # Errors
    /// When the store or the stream refuses; then nothing is put.
    pub async fn restore_content(&self, content: Uuid, mut bytes: ByteStream) -> Result<(), StoreError> {
        let mut upload =
            object_store::WriteMultipart::new(self.objects.put_multipart(&Store::place(content)).await?);
        let mut any = false;
        while let Some(piece) = bytes.try_next().await? {
            upload.wait_for_capacity(2).await?;
            upload.put(piece);
            any = true;
        }
        if any {
            upload.finish().await?;
        } else {
            self.objects.put(&Store::place(content), PutPayload::new()).await?;
        }
        Ok(())
    }

    /// The ids of all contents whose place begins with `byte`, a 256th of all.
    pub(crate) async fn contents(&self, byte: u8) -> Result<Vec<Uuid>, StoreError> {
        let listed = self.objects.list(Some(&Path::from(hex::encode([byte]))));
        listed
            .map_err(StoreError::from)
            .try_filter_map(|object| async move {
                Ok(object.location.filename().and_then(|name| Uuid::try_parse(name).ok()))
            })
            .try_collect()
            .await
    }

    /// Removes a content; one that is not there is as good as removed.
    pub(crate) async fn remove(&self, content: Uuid) -> Result<(), StoreError> {
        match self.objects.delete(&Store::place(content)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what a killed process left of uploads begun before `is_old` says so. Only a folder has such rests; a
    /// bucket ends them by its own rule.
    pub(crate) async fn remove_rests(
        &self,
        byte: u8,
        is_old: impl Fn(Uuid) -> bool + Send + 'static,
    ) -> Result<u64, StoreError> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let look = move || {
            let inner = entries(&folder.join(hex::encode([byte])));
            let rests = inner.iter().flat_map(|folder| entries(folder)).filter(|path| {
                // object_store writes `ID#1` beside `ID`.
                let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
                name.split_once('#').and_then(|(id, _)| Uuid::try_parse(id).ok()).is_some_and(&is_old)
            });
            rests.map(fs::remove_file).map(|removed| removed.map(|()| 1)).sum()
        };
        let removed: std::io::Result<u64> =
            tokio::task::spawn_blocking(look).await.map_err(|e| StoreError::Other(e.to_string()))?;
        removed.map_err(|e| StoreError::Other(e.to_string()))
    }

    pub(crate) fn objects(&self) -> &Objects {
        &self.objects
    }

    pub(crate) fn next_id(&self) -> Uuid {
        self.ids.next()
    }

    /// Where a content lies on this machine; none in a bucket.
    pub(crate) fn content_path(&self, content: Uuid) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(Store::place(content).as_ref()))
    }

    pub(crate) fn place(content: Uuid) -> Path {
        let [.., inner, outer] = content.as_bytes();
        Path::from(format!("{outer:02x}/{inner:02x}/{content}"))
    }
}

/// The paths in a folder; none when it is not there.
fn entries(folder: &FilePath) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.objects.to_string()).finish()
    }
}

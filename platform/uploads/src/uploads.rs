//! The parts that uploads are made of.

use crate::{
    active::Active,
    folder::{Folder, Space},
    purpose::Purpose,
};
use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Without a byte for so long a request is broken off.
const PATIENCE: Duration = Duration::from_secs(60);
/// After so much silence a line gives way to a new one.
const QUIET: Duration = Duration::from_secs(5);

type Room = dyn Fn(&Path) -> io::Result<Space> + Send + Sync;

/// Folder and purposes of uploads. Cheap to clone; handlers get it as an `Extension`.
#[derive(Clone)]
pub struct Uploads(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    folder: Folder,
    purposes: Vec<Purpose>,
    room: Arc<Room>,
    patience: Duration,
    quiet: Duration,
    active: Active,
}

impl Uploads {
    /// Uploads in a folder, `DATA/uploads`; it should lie on the same disk as stored files, which then are moved without
    /// being copied.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: impl Into<PathBuf>, purposes: &[Purpose]) -> io::Result<Uploads> {
        Ok(Uploads(Arc::new(Inner {
            folder: Folder::open(folder.into())?,
            purposes: purposes.to_vec(),
            room: Arc::new(Folder::space),
            patience: PATIENCE,
            quiet: QUIET,
            active: Active::default(),
        })))
    }

    /// Asks somebody else how much room there is: for tests of a full disk.
    #[must_use]
    pub fn with_room(self, room: impl Fn(&Path) -> io::Result<Space> + Send + Sync + 'static) -> Uploads {
        self.changed(|it| it.room = Arc::new(room))
    }

    /// Breaks off after so much silence, and lets a new request take over after `quiet`; for tests.
    #[must_use]
    pub fn with_patience(self, patience: Duration, quiet: Duration) -> Uploads {
        self.changed(|it| (it.patience, it.quiet) = (patience, quiet))
    }

    fn changed(self, change: impl FnOnce(&mut Inner)) -> Uploads {
        let mut inner = (*self.0).clone();
        change(&mut inner);
        Uploads(Arc::new(inner))
    }

    /// The purpose of a key.
    pub fn purpose(&self, key: &str) -> Option<&Purpose> {
        self.0.purposes.iter().find(|it| it.key == key)
    }

    /// All purposes.
    pub(crate) fn purposes(&self) -> &[Purpose] {
        &self.0.purposes
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.0.folder
    }

    pub(crate) fn patience(&self) -> Duration {
        self.0.patience
    }

    pub(crate) fn quiet(&self) -> Duration {
        self.0.quiet
    }

    pub(crate) fn active(&self) -> &Active {
        &self.0.active
    }

    pub(crate) fn room(&self) -> io::Result<Space> {
        (self.0.room)(self.0.folder.path())
    }

    /// Works with files on a thread that may wait for the disk.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Uploads) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let own = self.clone();
        tokio::task::spawn_blocking(move || work(&own)).await.map_err(io::Error::other)?
    }
}

impl fmt::Debug for Uploads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Uploads").field(&self.0.folder).finish()
    }
}

//! How a form takes an upload.

use crate::{rules, store, uploads::Uploads};
use std::{io, path::PathBuf};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, Store, StoreError, Stored};
use xingtan_web::{App, SignedIn};

/// A whole upload that waits for a form.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    path: PathBuf,
}

/// An upload whose bytes lie in storage and wait to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The upload, to be marked by [`crate::used`] in the unit that keeps the file.
    pub upload: Uuid,
    /// The file's name.
    pub name: String,
    /// Where the bytes lie.
    pub stored: Stored,
}

impl Ready {
    /// Puts its bytes into storage, without holding them in memory. The upload stays until it is used, so that a form
    /// that is refused takes it again.
    ///
    /// # Errors
    /// As [`Store::put_file`].
    pub async fn put(&self, store: &Store, policy: &Policy<'_>) -> Result<Given, StoreError> {
        let stored = store.put_file(&self.path, policy).await?;
        Ok(Given { upload: self.id, name: self.name.clone(), stored })
    }

    /// Its bytes in memory: for short texts.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when they are more than `most`; when they cannot be read.
    pub async fn bytes(&self, most: u64) -> Result<Vec<u8>, StoreError> {
        if self.size > most {
            return Err(StoreError::TooLarge { limit: most });
        }
        tokio::fs::read(&self.path).await.map_err(|error| StoreError::Other(error.to_string()))
    }
}

impl Uploads {
    /// A person's upload for a purpose, when it is whole.
    ///
    /// # Errors
    /// What is the matter with it: unknown (or used, or over, or somebody else's), or not whole yet.
    pub async fn ready(&self, app: &App, who: &SignedIn, id: Uuid, purpose: &str) -> Result<Ready, Msg> {
        let (person, since) = (who.actor.person, rules::alive_since(who.now));
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "an upload could not be taken");
            Msg::new("storage-failed")
        };
        let row = app.db().read(move |tx| store::find(tx, id, person, since)).await;
        let row = row.map_err(|error: xingtan_db::Error| failed(&error))?;
        let row = row.filter(|row| row.purpose == purpose).ok_or(Msg::new("uploads-take-unknown"))?;
        let received = self.blocking(move |uploads| uploads.folder().received(id)).await;
        let received = received.map_err(|error| failed(&error))?;
        if received != row.size as u64 {
            return Err(Msg::new("uploads-take-unfinished").with("name", row.name));
        }
        Ok(Ready { id, name: row.name, size: received, path: self.folder().place(id) })
    }

    /// Takes a person's upload into storage: whole, hashed, looked at and of an accepted kind. The unit that keeps the
    /// file marks the upload by [`crate::used`]; then [`Uploads::forget`].
    ///
    /// # Errors
    /// What happened, why, and what to do.
    pub async fn take(
        &self,
        app: &App,
        who: &SignedIn,
        id: Uuid,
        purpose: &str,
        policy: &Policy<'_>,
    ) -> Result<Given, Msg> {
        let ready = self.ready(app, who, id, purpose).await?;
        ready.put(app.storage(), policy).await.map_err(|error| {
            if matches!(error, StoreError::Other(_)) {
                tracing::error!(%error, "an upload was not stored");
            }
            error.msg()
        })
    }

    /// Gives up a person's uploads that no form will ever take: what they hold is not what was asked for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn give_up(&self, app: &App, who: &SignedIn, spoilt: Vec<Uuid>) -> xingtan_db::Result<()> {
        if spoilt.is_empty() {
            return Ok(());
        }
        let (person, since, ids) = (who.actor.person, rules::alive_since(who.now), spoilt.clone());
        let write = move |tx: &mut xingtan_db::Tx<'_>| {
            for id in &ids {
                store::remove(tx, *id, person, since)?;
            }
            Ok::<_, xingtan_db::Error>(())
        };
        app.db().write(write).await?;
        self.forget(spoilt).await;
        Ok(())
    }

    /// Removes the files of uploads that were used. A file that stays behind is swept.
    pub async fn forget(&self, used: Vec<Uuid>) {
        let removed = self.blocking(move |uploads| {
            used.iter().map(|id| uploads.folder().remove(*id)).collect::<io::Result<Vec<()>>>()
        });
        if let Err(error) = removed.await {
            tracing::warn!(%error, "the file of a used upload stays until it is swept");
        }
    }
}

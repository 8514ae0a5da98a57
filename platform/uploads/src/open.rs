//! What a person has uploaded, or begun to, that no form has taken yet.

use crate::{
    rules,
    store::{self, UploadRow},
    uploads::Uploads,
};
use xingtan_auth::Permission;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Fault, SignedIn};

/// An upload that no form has taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// Key of its purpose.
    pub purpose: String,
    /// Bytes it will have.
    pub size: i64,
    /// Bytes that have come.
    pub received: u64,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it goes, unless more bytes come.
    pub expires_at: Timestamp,
}

impl Open {
    /// Its address for bytes, as tus serves it.
    pub fn href(&self) -> String {
        href(self.id)
    }

    /// Whether it is whole.
    pub fn is_whole(&self) -> bool {
        u64::try_from(self.size) == Ok(self.received)
    }
}

/// The address of an upload.
pub(crate) fn href(id: Uuid) -> String {
    format!("/uploads/{id}")
}

/// Whether somebody may have to do with an upload of this purpose: people with all of theirs, a program with what its
/// token speaks for.
pub(crate) fn speaks_for(uploads: &Uploads, who: &SignedIn, purpose: &str) -> bool {
    let may = |permission: Permission| who.actor.may(permission);
    who.actor.token_scopes.is_none() || uploads.purpose(purpose).is_some_and(|it| may(it.permission))
}

impl Uploads {
    /// A person's uploads that are unfinished or not used yet, the newest first; `mark` asks for one file's, empty: all.
    ///
    /// # Errors
    /// Those of the database and of the uploads' folder.
    pub async fn open_of(&self, app: &App, who: &SignedIn, mark: &str) -> Result<Vec<Open>, Fault> {
        let (person, since, mark) = (who.actor.person, rules::alive_since(who.now), mark.to_owned());
        let mut rows = app.db().read(move |tx| store::of_person(tx, person, &mark, since)).await?;
        rows.retain(|row| speaks_for(self, who, &row.purpose));
        self.with_bytes(rows).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where it is not there, used, over, or somebody else's; those of database and folder.
    pub async fn open_one(&self, app: &App, who: &SignedIn, id: Uuid) -> Result<Open, Fault> {
        let (person, since) = (who.actor.person, rules::alive_since(who.now));
        let row = app.db().read(move |tx| store::find(tx, id, person, since)).await?;
        let row = row.filter(|row| speaks_for(self, who, &row.purpose)).ok_or(Fault::NotFound)?;
        self.with_bytes(vec![row]).await?.pop().ok_or(Fault::NotFound)
    }

    async fn with_bytes(&self, rows: Vec<UploadRow>) -> Result<Vec<Open>, Fault> {
        let counted = self.blocking(move |uploads| {
            let open = |row: UploadRow| {
                Ok(Open {
                    received: uploads.folder().received(row.id)?,
                    expires_at: rules::expires(row.moved_at),
                    id: row.id,
                    name: row.name,
                    purpose: row.purpose,
                    size: row.size,
                    created_at: row.created_at,
                })
            };
            rows.into_iter().map(open).collect()
        });
        counted.await.map_err(|error| {
            tracing::error!(%error, "the uploads' folder could not be read");
            Fault::Broken
        })
    }
}

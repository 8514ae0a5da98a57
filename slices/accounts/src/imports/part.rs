//! What a slice plugs into these pages.

use axum::{extract::FromRequestParts, http::request::Parts};
use std::{convert::Infallible, future::Future, pin::Pin, sync::Arc};
use xingtan_auth::Permission;
use xingtan_clock::Timestamp;
use xingtan_imports::{Counts, ImportKind, Importer, Run};
use xingtan_web::{App, Fault};

/// An importer that is made of the program's parts.
pub trait Shown: Importer + Sized {
    /// With the program's parts.
    fn of(app: &App) -> Self;
}

/// The telling of a run that waits.
type Telling<'a> = Pin<Box<dyn Future<Output = xingtan_db::Result<Counts>> + Send + 'a>>;

/// An import that the pages show.
#[derive(Clone, Copy)]
pub struct ImportPart {
    /// What is imported.
    pub kind: &'static ImportKind,
    /// Who may upload such files.
    pub permission: Permission,
    tells: for<'a> fn(&'a App, &'a Run, Timestamp) -> Telling<'a>,
}

impl std::fmt::Debug for ImportPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.name)
    }
}

fn tells<'a, I: Shown>(app: &'a App, run: &'a Run, now: Timestamp) -> Telling<'a> {
    Box::pin(
        async move { xingtan_imports::foretell(app.db(), app.keys(), &Arc::new(I::of(app)), run, now).await },
    )
}

impl ImportPart {
    /// The import of an importer.
    pub const fn of<I: Shown>(kind: &'static ImportKind, permission: Permission) -> Self {
        ImportPart { kind, permission, tells: tells::<I> }
    }

    /// Tells what a run that waits will do, with the words of its kind.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn foretell(&self, app: &App, run: &Run, now: Timestamp) -> xingtan_db::Result<Counts> {
        (self.tells)(app, run, now).await
    }
}

/// The imports of the slices above, as a layer of the program's addresses; that of people is always there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Imports(pub &'static [ImportPart]);

impl Imports {
    /// The import of a run.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where the program has none of this kind any more.
    pub fn part(self, run: &Run) -> Result<ImportPart, Fault> {
        let all = std::iter::once(&crate::person::IMPORT_PART).chain(self.0);
        all.copied().find(|part| part.kind.name == run.kind).ok_or(Fault::NotFound)
    }

    /// The kind of a run.
    ///
    /// # Errors
    /// As [`Imports::part`].
    pub fn kind(self, run: &Run) -> Result<&'static ImportKind, Fault> {
        Ok(self.part(run)?.kind)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Imports {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Imports>().copied().unwrap_or_default())
    }
}

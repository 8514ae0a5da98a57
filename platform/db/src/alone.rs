//! Work on a connection of its own, beside the threads: frozen reads, migrations, loading.

use crate::{
    Engine, Options, Result, Source, postgres,
    session::Session,
    sqlite::{self, Access},
};

/// Opens a connection without time-out, works with it on this thread, and closes it.
pub(crate) fn session<T>(
    source: &Source,
    options: &Options,
    access: Access,
    work: impl FnOnce(&mut dyn Session) -> Result<T>,
) -> Result<T> {
    match source {
        Source::File(path) => {
            let opened = sqlite::open(path, access, options.lock_wait)?;
            work(&mut opened.session())
        }
        Source::Postgres(address) => work(&mut postgres::connect(address, options, None)?),
    }
}

/// Runs `work` in a transaction, kept if it answers `Ok`.
pub(crate) fn transaction<T>(
    session: &mut dyn Session,
    work: impl FnOnce(&mut dyn Session) -> Result<T>,
) -> Result<T> {
    session.control(match session.engine() {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN",
    })?;
    let done = work(session);
    let ended = session.control(if done.is_ok() { "COMMIT" } else { "ROLLBACK" });
    match (done, ended) {
        (Ok(value), Ok(())) => Ok(value),
        (Ok(_), Err(error)) | (Err(error), _) => Err(error),
    }
}

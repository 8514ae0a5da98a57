//! Fresh databases for tests.

use crate::{
    server::Server,
    template::{self, Admin, options},
};
use std::{
    ops::Deref,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use xingtan_db::{Db, Engine, Migrations, Options, Source};

/// A database of its own for one test; a [`Db`] by `Deref`. Gone when it is dropped, kept and named when the test
/// fails.
pub struct TestDb {
    db: Db,
    source: Source,
    place: Place,
}

enum Place {
    Folder(Option<TempDir>),
    Database(String),
}

/// One fresh database per engine, with `all` applied: SQLite always, PostgreSQL where it is installed (in CI it must
/// be). Every store test runs on all of them.
///
/// # Panics
/// Where a database cannot be made or a migration fails.
pub async fn databases(all: &[Migrations]) -> Vec<TestDb> {
    let mut databases = vec![sqlite(all).await];
    databases.extend(postgres(all).await);
    databases
}

/// A fresh SQLite database.
///
/// # Panics
/// Where it cannot be made or a migration fails.
pub async fn sqlite(all: &[Migrations]) -> TestDb {
    let template = template::sqlite(all).await;
    let folder = tempfile::Builder::new().prefix("xingtan-").tempdir_in(memory());
    let folder = folder.unwrap_or_else(|e| panic!("a folder for the test: {e}"));
    let file = folder.path().join("xingtan.db");
    std::fs::copy(&template, &file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    TestDb::open(Source::File(file), Place::Folder(Some(folder))).await
}

/// A fresh PostgreSQL database, where there is a server.
///
/// # Panics
/// Where it cannot be made, a migration fails, or there is no server in CI.
pub async fn postgres(all: &[Migrations]) -> Option<TestDb> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = tokio::task::spawn_blocking(Server::get).await.unwrap_or_else(|e| panic!("{e}"))?;
    let template = template::postgres(server, all).await;
    // A process number may come again after others have ended; what a failed test kept must not be in the way.
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{count}", std::process::id());
    let made = async {
        let admin = Admin::connect(server).await?;
        admin.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        admin.run(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await
    };
    made.await.unwrap_or_else(|e: tokio_postgres::Error| panic!("database {name}: {e:?}"));
    Some(TestDb::open(Source::Postgres(server.address(&name)), Place::Database(name)).await)
}

/// A folder in memory where there is one: tests need no disk.
fn memory() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

impl TestDb {
    async fn open(source: Source, place: Place) -> TestDb {
        let db = Db::open(source.clone(), options()).await;
        let db = db.unwrap_or_else(|e| panic!("the test's database does not open: {e}"));
        TestDb { db, source, place }
    }

    /// The handle itself, for what takes a `Db` by value.
    pub fn handle(&self) -> Db {
        self.db.clone()
    }

    /// Where it lies, for a second process or node.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The address as the command line takes it: a path or `postgres://…`.
    pub fn address(&self) -> String {
        match &self.source {
            Source::File(path) => path.display().to_string(),
            Source::Postgres(address) => address.clone(),
        }
    }

    /// A second handle with threads of its own, as another node would have.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn again(&self) -> Db {
        self.reopen(options()).await
    }

    /// A second handle with other options.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn reopen(&self, options: Options) -> Db {
        let db = Db::open(self.source.clone(), options).await;
        db.unwrap_or_else(|e| panic!("the test's database does not open again: {e}"))
    }
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl std::fmt::Debug for TestDb {
    /// The engine: what a failed assertion has to say.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.db.engine())
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed on {:?}; the database is kept: {}", self.db.engine(), self.address());
            if let Place::Folder(folder) = &mut self.place {
                let _kept = folder.take().map(TempDir::keep);
            }
            return;
        }
        if let (Engine::Postgres, Place::Database(name)) = (self.db.engine(), &self.place) {
            drop_database(name.clone());
        }
    }
}

/// On a thread of its own: this may be dropped inside an asynchronous task.
fn drop_database(name: String) {
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let Some(server) = Server::get() else { return Ok(()) };
            let admin = Admin::connect(server).await.map_err(std::io::Error::other)?;
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            admin.run(&sql).await.map_err(std::io::Error::other)
        })
    };
    match std::thread::spawn(work).join() {
        Ok(Ok(())) => {}
        Ok(Err(error)) => eprintln!("a test's database stays behind: {error}"),
        Err(_) => eprintln!("a test's database stays behind"),
    }
}

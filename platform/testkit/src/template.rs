//! Migrated once, copied often: templates of both engines, recognised by what they were made of.

use crate::{
    Timestamp,
    server::{Server, folder, locked},
};
use sha2::{Digest as _, Sha256};
use std::{fs, io, path::PathBuf};
use xingtan_db::{Db, Engine, Migrations, Options, Source};

/// The moment at which test databases say that they were migrated.
const MIGRATED_AT: Timestamp = Timestamp::from_seconds(1_772_413_200);

/// As the facade wants a database, whatever the server's own way is.
const MAKE: &str = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";

/// A name made of the texts of all steps.
fn name(all: &[Migrations], engine: Engine) -> String {
    let mut hash = Sha256::new();
    hash.update(MAKE);
    for step in all.iter().flat_map(|m| m.steps.iter()) {
        hash.update(step.name);
        hash.update([0]);
        hash.update(step.text(engine));
        hash.update([0]);
    }
    let digest: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("template_{digest}")
}

/// Few threads: tests run beside each other.
pub(crate) fn options() -> Options {
    Options { readers: 2, writers: 4, ..Options::default() }
}

async fn migrate(source: Source, all: &[Migrations]) {
    let db = Db::open(source, Options { readers: 1, writers: 1, ..options() }).await;
    let db = db.unwrap_or_else(|e| panic!("the template does not open: {e}"));
    db.migrate(MIGRATED_AT, all).await.unwrap_or_else(|e| panic!("the migrations fail: {e}"));
    db.close().await;
}

/// A migrated SQLite file to copy.
pub(crate) async fn sqlite(all: &[Migrations]) -> PathBuf {
    let folder = folder();
    let template = folder.join(format!("{}.db", name(all, Engine::Sqlite)));
    if !template.exists() {
        let own = tempfile::tempdir_in(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        let file = own.path().join("template.db");
        migrate(Source::File(file.clone()), all).await;
        // Whoever comes second puts the same in place of the same.
        fs::rename(&file, &template).unwrap_or_else(|e| panic!("{}: {e}", template.display()));
    }
    template
}

/// The name of a migrated PostgreSQL database to copy.
pub(crate) async fn postgres(server: &Server, all: &[Migrations]) -> String {
    let name = name(all, Engine::Postgres);
    let lock = folder().join(format!("{name}.lock"));
    let (server, all, template) = (server.clone(), all.to_vec(), name.clone());
    let make = move || {
        locked(&lock, || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(make_postgres(&server, &all, &template)).map_err(io::Error::other)
        })
    };
    let made = tokio::task::spawn_blocking(make).await.map_err(io::Error::other).and_then(|made| made);
    made.unwrap_or_else(|e| panic!("the template {name} cannot be made: {e:?}"));
    name
}

async fn make_postgres(server: &Server, all: &[Migrations], name: &str) -> Result<(), tokio_postgres::Error> {
    let admin = Admin::connect(server).await?;
    let found = admin.client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await?;
    if !found.is_empty() {
        return Ok(());
    }
    let building = format!("{name}_building");
    admin.run(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await?;
    admin.run(&format!("CREATE DATABASE {building} {MAKE}")).await?;
    migrate(Source::Postgres(server.address(&building)), all).await;
    admin.run(&format!("ALTER DATABASE {building} RENAME TO {name}")).await
}

/// A connection that makes and drops databases.
pub(crate) struct Admin {
    client: tokio_postgres::Client,
}

impl Admin {
    pub(crate) async fn connect(server: &Server) -> Result<Admin, tokio_postgres::Error> {
        let address = server.address("postgres");
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        Ok(Admin { client })
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        self.client.batch_execute(sql).await
    }
}

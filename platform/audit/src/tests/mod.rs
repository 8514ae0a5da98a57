//! Trails on both engines: sealed, tampered with, verified.

mod erasure;
mod reading;
mod sealing;
mod tampering;

use crate::{Entry, Fault, KeptHeads, Report, Sealer, Who, record, unsealed, verify};
use tempfile::TempDir;
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Source, params};
use xingtan_keys::KeyRing;
use xingtan_testkit::TestDb;

/// A trail with what belongs to it outside the database.
struct Trail {
    db: TestDb,
    clock: Clock,
    ids: Ids,
    keys: KeyRing,
    kept: KeptHeads,
    sealer: Sealer,
    person: Uuid,
    _folder: TempDir,
}

/// One on each engine.
async fn trails() -> Vec<Trail> {
    let databases = xingtan_testkit::databases(&[crate::migrations()]).await;
    databases.into_iter().map(Trail::new).collect()
}

impl Trail {
    fn new(db: TestDb) -> Self {
        let clock = xingtan_testkit::clock();
        let ids = Ids::new(clock.clone());
        let folder = tempfile::tempdir().unwrap();
        let (keys, kept) = (KeyRing::in_memory(), KeptHeads::in_data_folder(folder.path()));
        let sealer = Sealer::new(db.handle(), clock.clone(), keys.clone(), kept.clone(), ids.next());
        let person = ids.next();
        Trail { db, clock, ids, keys, kept, sealer, person, _folder: folder }
    }

    fn who(&self) -> Who {
        Who { person: Some(self.person), name: "周敏".into(), role: "center".into(), ..Who::default() }
            .at(Some("10.1.2.3".into()), Some("Firefox".into()))
    }

    /// Writes and seals `count` entries a second apart, `batch` to a head.
    async fn sealed(&self, count: usize, batch: usize) {
        for n in 1..=count {
            self.write(n).await;
            self.clock.turn(Span::of_seconds(1));
            if n % batch == 0 || n == count {
                self.seal().await;
            }
        }
    }

    async fn write(&self, n: usize) -> Uuid {
        let id = self.ids.next();
        let entry = Entry::new(id, self.clock.now(), "test.thing-changed", &self.who())
            .on("thing", Uuid::from_u128(n as u128), format!("物件 {n}"))
            .within("/1/5/")
            .change(&n, &(n + 1));
        self.db.write(move |tx| record(tx, &entry)).await.unwrap();
        id
    }

    /// Seals until nothing is left: on PostgreSQL the transactions of other tests hold the horizon for a moment.
    async fn seal(&self) {
        for _ in 0..2000 {
            self.sealer.seal().await.unwrap();
            if self.db.read(unsealed).await.unwrap() == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("{:?}: entries stay unsealed", self.db);
    }

    /// Runs statements as somebody who has got hold of the database, with foreign keys out of the way.
    async fn intrude(&self, statements: &str) {
        match self.db.source() {
            Source::File(path) => {
                let file = rusqlite::Connection::open(path).unwrap();
                file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statements}")).unwrap();
            }
            Source::Postgres(_) => {
                let statements: Vec<String> = [
                    "ALTER TABLE audit_chain DROP CONSTRAINT IF EXISTS audit_chain_entry_fkey",
                    "ALTER TABLE audit_payload DROP CONSTRAINT IF EXISTS audit_payload_entry_fkey",
                    "ALTER TABLE audit_pending DROP CONSTRAINT IF EXISTS audit_pending_entry_fkey",
                ]
                .into_iter()
                .chain(statements.split(';').map(str::trim).filter(|s| !s.is_empty()))
                .map(str::to_owned)
                .collect();
                self.db
                    .write(move |tx| statements.iter().try_for_each(|sql| tx.exec(sql, params![]).map(drop)))
                    .await
                    .unwrap();
            }
        }
    }

    async fn report(&self) -> Report {
        verify(&self.db, &self.keys, &self.kept, self.clock.now(), |_, _| {}).await.unwrap()
    }

    async fn faults(&self) -> Vec<Fault> {
        self.report().await.faults
    }

    /// The id of the entry with this number.
    async fn entry(&self, sequence: i64) -> Uuid {
        let sql = "SELECT entry FROM audit_chain WHERE sequence = $1";
        self.db.read(move |tx| tx.one(sql, params![sequence])).await.unwrap()
    }
}

//! Backups, restores and the verification of the trail, through the program as an operator runs it.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;
use xingtan_clock::{Clock, Ids, Timestamp, Uuid};
use xingtan_db::{Db, Options, Source, Tx, params};
use xingtan_storage::{Policy, Store, file};
use xingtan_testkit::TestDb;

const PASSPHRASE: &str = "apricots in the north wind";

/// A passkey as it is kept, with the name of its owner.
type Passkey = (Uuid, String, String, String, String, i64, bool, Option<Timestamp>);

/// One installation: a data folder, and a PostgreSQL database where there is one.
struct Site {
    folder: TempDir,
    server: Option<TestDb>,
}

impl Site {
    async fn sqlite() -> Self {
        Site { folder: tempfile::tempdir().unwrap(), server: None }
    }

    async fn postgres() -> Option<Self> {
        let server = xingtan_testkit::postgres(&[]).await?;
        Some(Site { folder: tempfile::tempdir().unwrap(), server: Some(server) })
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn source(&self) -> Source {
        match &self.server {
            Some(server) => server.source().clone(),
            None => Source::File(self.data().join("xingtan.db")),
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, PASSPHRASE)
    }

    fn run_with(&self, arguments: &[&str], passphrase: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
        command.env_clear().args(arguments).arg("--data").arg(self.data());
        command
            .env("XINGTAN_BACKUP_PASSPHRASE", passphrase)
            .env("XINGTAN_ADMIN_PASSWORD", "Meadow-7391-lark");
        if let Some(server) = &self.server {
            command.arg("--database").arg(server.address());
        }
        command.output().unwrap()
    }

    fn well(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    fn set_up(&self) {
        self.well(&["init", "--kind", "academy", "--admin", "gao", "--name", "Qinghe"]);
    }

    async fn db(&self) -> Db {
        Db::open(self.source(), Options::default()).await.unwrap()
    }

    /// Keeps a file, as an upload would.
    async fn keep_file(&self, bytes: Vec<u8>) -> Uuid {
        let clock = Clock::System;
        let store = Store::folder(self.data().join("files"), Ids::new(clock.clone())).unwrap();
        let mut incoming = store.begin(&Policy::any(1 << 30));
        incoming.write(&bytes).await.unwrap();
        let stored = incoming.finish().await.unwrap();
        let db = self.db().await;
        let kept =
            db.write(move |tx| file::keep(tx, &stored, "handbook.bin", None, clock.now())).await.unwrap();
        db.close().await;
        kept.id
    }

    /// Gives the administrator a passkey; all that is kept of it.
    async fn add_passkey(&self) -> Vec<Passkey> {
        let (id, now) = (Ids::new(Clock::System).next(), Clock::System.now());
        let db = self.db().await;
        let add = move |tx: &mut Tx<'_>| {
            tx.exec(
                "INSERT INTO accounts_passkey
                     (id, person_id, name, credential, key, site, counter, opens_alone, added_at, used_at)
                 SELECT $1, id, '办公室', 'Y3JlZGVudGlhbA', '{\"cred\":{}}', 'learn.example.org', 41, $3, $2, $2
                 FROM accounts_person WHERE user_key = 'gao'",
                params![id, now, true],
            )
        };
        assert_eq!(db.write(add).await.unwrap(), 1);
        db.close().await;
        self.passkeys().await
    }

    async fn passkeys(&self) -> Vec<Passkey> {
        let db = self.db().await;
        let read = |tx: &mut Tx<'_>| {
            tx.all(
                "SELECT k.id, p.user_name, k.credential, k.key, k.site, k.counter, k.opens_alone, k.used_at
                 FROM accounts_passkey k JOIN accounts_person p ON p.id = k.person_id",
                params![],
            )
        };
        let found = db.read(read).await.unwrap();
        db.close().await;
        found
    }

    async fn is_intact(&self, id: Uuid) -> bool {
        let store = Store::folder(self.data().join("files"), Ids::new(Clock::System)).unwrap();
        let db = self.db().await;
        let row = db.read(move |tx| file::find(tx, id)).await.unwrap().unwrap();
        db.close().await;
        store.is_intact(&row).await.unwrap()
    }

    fn back_up(&self) -> PathBuf {
        let folder = self.folder.path().join("backups");
        let made = self.well(&["backup", folder.to_str().unwrap(), "--json"]);
        PathBuf::from(made["file"].as_str().unwrap())
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_either_engine_is_restored_to_either() {
    let mut sources = vec![Site::sqlite().await];
    sources.extend(Site::postgres().await);
    for source in &sources {
        source.set_up();
        let large: Vec<u8> = (0..3_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let file = source.keep_file(large).await;
        let passkeys = source.add_passkey().await;
        let backup = source.back_up();
        let mut targets = vec![Site::sqlite().await];
        targets.extend(Site::postgres().await);
        for target in &targets {
            let restored = target.well(&["restore", backup.to_str().unwrap(), "--json"]);
            assert_eq!(restored["files"], 1);
            assert!(restored["trail"]["faults"].as_array().unwrap().is_empty(), "{restored}");
            assert!(target.is_intact(file).await);
            assert_eq!(target.passkeys().await, passkeys, "whoever signs in by a passkey still does");
            let verified = target.well(&["audit", "verify", "--json"]);
            assert_eq!(verified["sound"], true);
            // What was restored can be backed up again and holds the same, and the entries of both.
            let again = target.well(&["backup", target.folder.path().to_str().unwrap(), "--json"]);
            assert_eq!(again["files"], 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_folder_a_wrong_passphrase_and_a_damaged_file_restore_nothing() {
    let source = Site::sqlite().await;
    source.set_up();
    let backup = source.back_up();
    let name = backup.to_str().unwrap();
    assert_eq!(code(&source.run(&["restore", name])), 1, "a used folder");

    let target = Site::sqlite().await;
    assert_eq!(code(&target.run_with(&["restore", name], "another passphrase")), 1);
    let bytes = std::fs::read(&backup).unwrap();
    for at in [bytes.len() / 4, bytes.len() / 2, bytes.len() * 3 / 4, bytes.len() - 30] {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        let damaged = target.folder.path().join("damaged.xtb");
        std::fs::write(&damaged, changed).unwrap();
        assert_eq!(code(&target.run(&["restore", damaged.to_str().unwrap()])), 1, "byte {at}");
    }
    let cut = target.folder.path().join("cut.xtb");
    std::fs::write(&cut, &bytes[..bytes.len() - 100]).unwrap();
    assert_eq!(code(&target.run(&["restore", cut.to_str().unwrap()])), 1);
    assert!(is_empty(&target.data()), "nothing stays of restores that failed");
    target.well(&["restore", name, "--json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_backup_is_written_without_a_passphrase_and_old_ones_go() {
    let site = Site::sqlite().await;
    site.set_up();
    let folder = site.folder.path().join("backups");
    let to = folder.to_str().unwrap();
    assert_eq!(code(&site.run_with(&["backup", to], "")), 1);
    assert_eq!(code(&site.run_with(&["backup", to], "short")), 1);
    assert!(is_empty(&folder));
    for _ in 0..3 {
        site.well(&["backup", to, "--keep", "1", "--json"]);
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let tmp = site.data().join("tmp");
    assert!(is_empty(&tmp), "the copy of the database is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trail_that_was_tampered_with_fails_its_verification() {
    let site = Site::sqlite().await;
    site.set_up();
    assert_eq!(code(&site.run(&["audit", "verify"])), 0);
    let db = site.db().await;
    db.write(|tx| tx.exec("UPDATE audit_entry SET action = 'nothing.happened'", params![])).await.unwrap();
    db.close().await;
    let verified = site.run(&["audit", "verify", "--json"]);
    assert_eq!(code(&verified), 1);
    let said: Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(said["sound"], false);
    assert_eq!(said["report"]["faults"][0]["fault"], "changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_a_sound_installation_well_and_a_lost_key_out_of_order() {
    let site = Site::sqlite().await;
    assert_eq!(code(&site.run(&["doctor"])), 1, "there is nothing yet");
    site.set_up();
    let looked = site.well(&["doctor", "--json"]);
    assert!(looked["checks"].as_array().unwrap().iter().all(|check| check["state"] != "fail"), "{looked}");
    std::fs::remove_dir_all(site.data().join("keys")).unwrap();
    let looked = site.run(&["doctor", "--json"]);
    assert_eq!(code(&looked), 1);
    let said: Value = serde_json::from_slice(&looked.stdout).unwrap();
    let keys = said["checks"].as_array().unwrap().iter().find(|check| check["check"] == "keys").unwrap();
    assert_eq!(keys["state"], "fail");
    assert!(!site.data().join("keys").exists(), "the doctor makes no keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_and_unknown_settings_end_with_two() {
    let site = Site::sqlite().await;
    assert_eq!(code(&site.run(&["polish"])), 2);
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
    command.env_clear().env("XINGTAN_NONSENSE", "1").arg("doctor").arg("--data").arg(site.data());
    assert_eq!(command.output().unwrap().status.code(), Some(2));
    assert_eq!(code(&site.run(&["init", "--kind", "circus", "--admin", "gao"])), 2);
    assert_eq!(code(&site.run(&["init", "--kind", "school", "--admin", "-"])), 2);
    assert_eq!(code(&site.run(&["demo", "--kind", "circus"])), 2);
    assert!(!site.data().join("xingtan.db").exists(), "nothing was begun");
    site.set_up();
    let token = |scope| site.run(&["token", "create", "--user", "gao", "--scope", scope]);
    assert_eq!(code(&token("everything.at-once")), 2);
    assert_eq!(code(&token("people")), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_that_ends_speaks_json_to_programs() {
    let site = Site::sqlite().await;
    let made = site.well(&["init", "--kind", "academy", "--admin", "gao", "--name", "Qinghe", "--json"]);
    assert_eq!(made["admin"], "gao");
    assert_eq!(site.well(&["reindex", "--json"])["done"], true);
    let other = Site::sqlite().await;
    let made = other.well(&["demo", "--learners", "2", "--json"]);
    assert_eq!(made["learners"], 2);
    assert_eq!(made["password"], "xingtan-demo");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_not_opened_without_its_passphrase_and_it_is_said_so() {
    let site = Site::sqlite().await;
    site.set_up();
    let file = site.back_up();
    let other = Site::sqlite().await;
    let refused = other.run_with(&["restore", file.to_str().unwrap()], "");
    assert_eq!(code(&refused), 1);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("The backup is encrypted"), "{said}");
    assert!(!other.data().join("xingtan.db").exists(), "nothing was begun");
}

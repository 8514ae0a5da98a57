//! The single looks. Each is quick but [`integrity`], which reads the whole database.

use super::Finding;
use crate::{command::backup, config::Config, pages, wiring};
use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
};
use xingtan_audit::KeptHeads;
use xingtan_clock::{Span, Timestamp};
use xingtan_db::{Db, Engine, params};
use xingtan_documents::pdf::{Document, Untypeset};
use xingtan_i18n::Msg;
use xingtan_keys::{Folders, KeyRing, random};

/// Less free space than this is trouble soon.
const LITTLE: u64 = 2 << 30;
/// With less than this the program stops taking writes.
const NOTHING: u64 = 200 << 20;
/// A backup older than this is overdue.
const BACKUP_AGE: Span = Span::of_days(2);
/// A trial older than this is overdue.
const DRILL_AGE: Span = Span::of_days(31);
/// No clock stands before the program was written.
const FIRST_DAY: i64 = 1_767_225_600;

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// The data folder can be written to.
pub fn folder(data: &Path) -> Finding {
    let name: String = random::<6>().iter().map(|byte| format!("{byte:02x}")).collect();
    let probe = data.join(format!(".doctor-{name}"));
    match fs::write(&probe, "x").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => Finding::ok("folder", Msg::new("app-doctor-folder-fine").with("path", path(data))),
        Err(error) => {
            let said = Msg::new("app-doctor-folder-closed")
                .with("path", path(data))
                .with("reason", error.to_string());
            Finding::fail("folder", said, "app-doctor-folder-remedy")
        }
    }
}

/// Free bytes on the disk of a folder.
pub fn free(data: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(data).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// There is room on the disk.
pub fn disk(data: &Path) -> Option<Finding> {
    let free = free(data)?;
    let said = Msg::new("app-doctor-disk-free").with("mebibytes", free >> 20);
    Some(match free {
        0..NOTHING => Finding::fail("disk", said, "app-doctor-disk-remedy"),
        NOTHING..LITTLE => Finding::warn("disk", said, "app-doctor-disk-remedy"),
        _ => Finding::ok("disk", said),
    })
}

/// The keys are there, whole, and for the program alone.
pub fn keys(config: &Config) -> Finding {
    let mut folders = Folders::one(config.data.join("keys"));
    folders.second = config.keys.clone();
    match KeyRing::open(&folders) {
        Ok(ring) => {
            Finding::ok("keys", Msg::new("app-doctor-keys-fine").with("fingerprint", ring.fingerprint()))
        }
        Err(error) => Finding::fail("keys", error.msg(), "app-doctor-keys-remedy"),
    }
}

/// Certificate and key can be read; nothing where the program does not speak TLS.
pub fn tls(config: &Config) -> Option<Finding> {
    let (cert, key) = (config.tls_cert.as_ref()?, config.tls_key.as_ref()?);
    let broken = [cert, key].into_iter().find_map(|file| match fs::read_to_string(file) {
        Ok(text) if text.contains("-----BEGIN ") => None,
        Ok(_) => Some((file, "PEM?".to_owned())),
        Err(error) => Some((file, error.to_string())),
    });
    Some(match broken {
        None => Finding::ok("tls", Msg::new("app-doctor-tls-fine")),
        Some((file, reason)) => {
            let said = Msg::new("app-doctor-tls-broken").with("path", path(file)).with("reason", reason);
            Finding::fail("tls", said, "app-doctor-tls-remedy")
        }
    })
}

/// Whether mails go out.
pub fn mail(config: &Config) -> Finding {
    match config.smtp.as_deref().map(|url| crate::mail::server(url, config.mail_from.as_deref())) {
        None => Finding::warn("mail", Msg::new("app-doctor-mail-none"), "app-doctor-mail-remedy"),
        Some(Ok(smtp)) => Finding::ok("mail", Msg::new("app-doctor-mail-fine").with("host", smtp.host)),
        Some(Err(error)) => {
            let said = Msg::new("app-doctor-mail-broken").with("reason", error.to_string());
            Finding::fail("mail", said, "app-doctor-mail-remedy")
        }
    }
}

/// The virus scanner answers; nothing where none is configured.
pub async fn scanner(config: &Config) -> Option<Finding> {
    let scanner: xingtan_storage::Scanner = config.clamd.as_deref()?.parse().ok()?;
    let place = scanner.to_string();
    Some(match scanner.ping().await {
        Ok(()) => Finding::ok("scanner", Msg::new("app-doctor-scanner-fine").with("place", place)),
        Err(_) => {
            let said = Msg::new("app-doctor-scanner-away").with("place", place);
            Finding::fail("scanner", said, "app-doctor-scanner-remedy")
        }
    })
}

/// PDF can be made: a page is set by the child process, with the fonts of this machine.
pub async fn typeset(now: Timestamp) -> Finding {
    let page = Document {
        title: "Xingtan".to_owned(),
        issuer: String::new(),
        logo: String::new(),
        language: "zh".to_owned(),
        made: String::new(),
        made_at: now.micros(),
        pages: "{page}/{total}".to_owned(),
        blocks: Vec::new(),
    };
    match xingtan_documents::pdf::typeset(&page).await {
        Ok(_) => Finding::ok("typeset", Msg::new("app-doctor-typeset-fine")),
        Err(Untypeset::Fonts) => {
            Finding::warn("typeset", Msg::new("app-doctor-typeset-fonts"), "app-doctor-typeset-fonts-remedy")
        }
        Err(error) => {
            let said = Msg::new("app-doctor-typeset-broken").with("reason", error.to_string());
            Finding::warn("typeset", said, "app-doctor-typeset-broken-remedy")
        }
    }
}

/// Video and audio can be processed: both programs start.
pub async fn media(config: &Config) -> Finding {
    match wiring::tools(config).versions().await {
        Ok([version, _]) => Finding::ok("media", Msg::new("app-doctor-media-fine").with("version", version)),
        Err(program) => {
            let said = Msg::new("app-doctor-media-none").with("program", path(&program));
            Finding::warn("media", said, "app-doctor-media-remedy")
        }
    }
}

/// Office documents can become PDF: LibreOffice starts. It is no fault where it is missing.
pub async fn office(config: &Config) -> Finding {
    match wiring::tools(config).office_version().await {
        Ok(version) => Finding::ok("office", Msg::new("app-doctor-office-fine").with("version", version)),
        Err(program) => {
            let said = Msg::new("app-doctor-office-none").with("program", path(&program));
            Finding::warn("office", said, "app-doctor-office-remedy")
        }
    }
}

/// The database answers; engine and version.
pub async fn engine(db: &Db) -> Finding {
    let engine = db.engine();
    let asked = db.read(move |tx| match engine {
        Engine::Sqlite => tx.one::<String>("SELECT sqlite_version() AS version", params![]),
        Engine::Postgres => {
            tx.one::<String>("SELECT current_setting('server_version') AS version", params![])
        }
    });
    let name = if engine == Engine::Sqlite { "SQLite" } else { "PostgreSQL" };
    match asked.await {
        Ok(version) => {
            let said = Msg::new("app-doctor-database-fine").with("engine", name).with("version", version);
            Finding::ok("database", said)
        }
        Err(error) => {
            let said = Msg::new("app-doctor-database-closed").with("reason", error.to_string());
            Finding::fail("database", said, "app-doctor-database-closed-remedy")
        }
    }
}

/// The tables are those of this version.
pub async fn tables(db: &Db) -> Finding {
    match db.pending(&wiring::migrations()).await {
        Ok(missing) if missing.is_empty() => Finding::ok("tables", Msg::new("app-doctor-tables-fine")),
        Ok(missing) => {
            let said = Msg::new("app-doctor-tables-old").with("count", missing.len());
            Finding::warn("tables", said, "app-doctor-tables-remedy")
        }
        Err(error) => {
            let said = Msg::new("app-doctor-database-closed").with("reason", error.to_string());
            Finding::fail("tables", said, "app-doctor-tables-remedy")
        }
    }
}

/// The database is whole. PostgreSQL sees to that by itself.
pub async fn integrity(db: &Db) -> Finding {
    if db.engine() == Engine::Postgres {
        return Finding::ok("integrity", Msg::new("app-doctor-integrity-server"));
    }
    let said = match db.damages().await {
        Ok(lines) if lines.is_empty() => {
            return Finding::ok("integrity", Msg::new("app-doctor-integrity-fine"));
        }
        Ok(lines) => lines.into_iter().take(3).collect::<Vec<_>>().join("; "),
        Err(error) => error.to_string(),
    };
    Finding::fail(
        "integrity",
        Msg::new("app-doctor-integrity-broken").with("reason", said),
        "app-doctor-integrity-remedy",
    )
}

/// The head kept outside the database is not beyond the chain within.
pub async fn trail(db: &Db, data: &Path) -> Finding {
    let read = db.read(|tx| {
        Ok::<_, xingtan_db::Error>((xingtan_audit::chain_length(tx)?, xingtan_audit::unsealed(tx)?))
    });
    let (length, unsealed) = match read.await {
        Ok(read) => read,
        Err(error) => {
            let said = Msg::new("app-doctor-database-closed").with("reason", error.to_string());
            return Finding::fail("trail", said, "app-doctor-tables-remedy");
        }
    };
    let kept = KeptHeads::in_data_folder(data);
    match last_kept(kept.path()) {
        None if length > 0 => {
            let said = Msg::new("app-doctor-trail-no-file").with("path", path(kept.path()));
            Finding::fail("trail", said, "app-doctor-trail-remedy")
        }
        Some(head) if head > length => {
            let said = Msg::new("app-doctor-trail-cut").with("kept", head).with("found", length);
            Finding::fail("trail", said, "app-doctor-trail-remedy")
        }
        _ => Finding::ok(
            "trail",
            Msg::new("app-doctor-trail-fine").with("length", length).with("unsealed", unsealed),
        ),
    }
}

/// The number in the last whole line of the file of heads.
fn last_kept(path: &Path) -> Option<i64> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(4096))).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let text = String::from_utf8_lossy(&tail);
    text.lines().rev().find_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        line.get("sequence").or(line.get("restored_to"))?.as_i64()
    })
}

/// The clock does not stand before what it noted itself.
pub async fn clock(db: &Db, now: Timestamp) -> Finding {
    let last = db.read(|tx| xingtan_audit::search(tx, &xingtan_audit::Filter::default(), None, 1)).await;
    let last = last.ok().and_then(|found| found.first().map(|entry| entry.at));
    let wrong =
        now < Timestamp::from_seconds(FIRST_DAY) || last.is_some_and(|last| last > now + Span::of_minutes(5));
    let said = Msg::new("app-doctor-clock-says").with("now", now);
    if wrong { Finding::fail("clock", said, "app-doctor-clock-remedy") } else { Finding::ok("clock", said) }
}

/// There is a backup of late.
pub fn backups(folder: &Path, now: Timestamp, demo: bool) -> Finding {
    let newest = backup::found(folder).ok().and_then(|found| found.into_iter().next());
    match newest {
        Some(found) if found.at + BACKUP_AGE > now => {
            Finding::ok("backup", Msg::new("app-doctor-backup-fine").with("at", found.at))
        }
        Some(found) => {
            let said = Msg::new("app-doctor-backup-old").with("at", found.at);
            Finding::warn("backup", said, "app-doctor-backup-remedy")
        }
        None if demo => Finding::ok("backup", Msg::new("app-doctor-backup-demo")),
        None => {
            let said = Msg::new("app-doctor-backup-none").with("path", path(folder));
            Finding::warn("backup", said, "app-doctor-backup-remedy")
        }
    }
}

/// A backup was restored for trial of late; nothing where there is none to try.
pub async fn drill(db: &Db, folder: &Path, now: Timestamp) -> Option<Finding> {
    backup::found(folder).ok()?.first()?;
    let newest = db.read(pages::drilled).await.ok()?.and_then(|row| row.ended_at);
    Some(match newest {
        Some(at) if at + DRILL_AGE > now => {
            Finding::ok("drill", Msg::new("app-doctor-drill-fine").with("at", at))
        }
        Some(at) => {
            Finding::warn("drill", Msg::new("app-doctor-drill-old").with("at", at), "app-doctor-drill-remedy")
        }
        None => Finding::warn("drill", Msg::new("app-doctor-drill-none"), "app-doctor-drill-remedy"),
    })
}

/// Whether links in mails and on slips lead here from other machines.
pub fn address(config: &Config) -> Finding {
    match &config.public_url {
        Some(url) => Finding::ok("address", Msg::new("app-doctor-address-fine").with("url", url.clone())),
        None => {
            let url = format!("http://{}", config.listen);
            let said = Msg::new("app-doctor-address-none").with("url", url);
            Finding::warn("address", said, "app-doctor-address-remedy")
        }
    }
}

/// Other users of the machine cannot read the data; nothing where the system knows no such permissions.
#[cfg(unix)]
pub fn access(data: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    // What lies in a closed folder is closed.
    let mode = fs::metadata(data).ok()?.permissions().mode();
    Some(if mode & 0o077 == 0 {
        Finding::ok("access", Msg::new("app-doctor-access-fine"))
    } else {
        let said = Msg::new("app-doctor-access-open").with("path", path(data));
        Finding::warn("access", said, "app-doctor-access-remedy")
    })
}

/// Other users of the machine cannot read the data; nothing where the system knows no such permissions.
#[cfg(not(unix))]
pub fn access(_: &Path) -> Option<Finding> {
    None
}

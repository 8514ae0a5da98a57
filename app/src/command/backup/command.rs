//! `xingtan backup` and `xingtan restore`.

use super::{Asked, BackupError, Meter, PASSPHRASE_VARIABLE, note, passphrase, prune, restore, write};
use crate::{
    command::words::{Told, Words},
    config::Config,
    running::Running,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{error::Error, io::IsTerminal as _, path::PathBuf, process::ExitCode, time::Duration};
use xingtan_audit::Who;

/// `xingtan backup DIR`.
pub async fn make(
    config: &Config,
    folder: PathBuf,
    keep: Option<usize>,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let told = |error: BackupError| words.told(&error.msg());
    let passphrase = ask(words, true).map_err(told)?;
    let running = Running::open(config).await?;
    let meter = Meter::default();
    let asked = Asked { folder: folder.clone(), data: config.data.clone(), passphrase };
    let app = running.app();
    let written = watched(&meter, words, write(app, asked, meter.clone())).await.map_err(told)?;
    let removed = match keep {
        Some(keep) => prune(&folder, keep).map_err(told)?,
        None => Vec::new(),
    };
    note(app, &written, &removed, &Who::program()).await.map_err(told)?;
    running.sealer().seal().await?;
    running.close().await;
    if as_json {
        words.json(&json!({
            "file": written.path, "size": written.size, "rows": written.manifest.rows,
            "files": written.manifest.files(), "removed": removed,
        }));
    } else {
        words.line(&words.l.tn(
            "app-backup-made",
            &[
                ("path", &written.path.display().to_string()),
                ("size", &words.l.bytes(written.size)),
                ("rows", &words.l.number(written.manifest.rows)),
                ("files", &words.l.number(written.manifest.files())),
            ],
        ));
        for name in &removed {
            words.line(&words.l.t1("app-backup-removed", "name", name));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `xingtan restore FILE`.
pub async fn take_back(
    config: &Config,
    file: PathBuf,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let told = |error: BackupError| words.told(&error.msg());
    let passphrase = ask(words, false).map_err(told)?;
    let meter = Meter::default();
    let restored =
        watched(&meter, words, restore(config, &file, passphrase, meter.clone())).await.map_err(told)?;
    let sound = restored.trail.is_sound();
    if as_json {
        words.json(&json!({ "rows": restored.rows, "files": restored.files, "trail": restored.trail }));
    } else {
        words.line(&words.l.t2("app-restore-done", "rows", restored.rows, "files", restored.files));
        for fault in &restored.trail.faults {
            words.line(&words.l.msg(&fault.msg()));
        }
        words.line(&words.l.t(if sound { "app-restore-next" } else { "app-restore-faulty" }));
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The passphrase: of the environment, or asked for; twice where it is new.
fn ask(words: &Words, new: bool) -> Result<String, BackupError> {
    if let Some(given) = passphrase() {
        return Ok(given);
    }
    if !std::io::stdin().is_terminal() {
        return Err(if new { BackupError::NoPassphrase } else { BackupError::Sealed });
    }
    let io = |error| BackupError::io(PASSPHRASE_VARIABLE, error);
    loop {
        let first = words.ask("app-backup-ask").map_err(io)?;
        if !new || words.ask("app-backup-ask-again").map_err(io)? == first {
            return Ok(first);
        }
        words.aside(&words.l.t("app-password-differs"));
    }
}

/// Shows a bar while the work goes on.
async fn watched<T>(
    meter: &Meter,
    words: &Words,
    work: impl Future<Output = Result<T, BackupError>>,
) -> Result<T, BackupError> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent}%") {
        bar.set_style(style);
    }
    tokio::pin!(work);
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            () = tokio::time::sleep(Duration::from_millis(200)) => {
                let (stage, at, total) = meter.read();
                bar.set_message(words.l.t(stage.key()));
                bar.set_length(total);
                bar.set_position(at);
            }
        }
    };
    bar.finish_and_clear();
    done
}

/// For errors that already speak the operator's language.
impl From<BackupError> for Told {
    fn from(error: BackupError) -> Self {
        Told(error.to_string())
    }
}

//! `xingtan import people`: the same import as on the page, run to its end (ACC-1).

use super::words::Words;
use crate::{config::Config, running::Running};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{error::Error, path::Path, process::ExitCode, time::Duration};
use xingtan_accounts::api::{IMPORT_KIND, PeopleImport};
use xingtan_audit::Who;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_imports::{Asked, Order, ReportRow, Run, RunState, keep, read_upload, report_rows, run, start};
use xingtan_web::App;

/// Imports people in the name of a user; status 1 where rows were refused.
pub async fn people(
    config: &Config,
    file: &Path,
    user: &str,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let id = uploaded(app, file, user, words).await?;
    let ended = settled(&running, id).await?;
    let asked = ended.clone();
    let refused = app.db().read(move |tx| report_rows(tx, &asked, 0, 100_000)).await?;
    running.close().await;
    tell(&ended, &refused, as_json, words);
    let well = ended.state() == RunState::Done && refused.is_empty();
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the file, keeps it as a run, starts the run.
async fn uploaded(app: &App, file: &Path, user: &str, words: &Words) -> Result<Uuid, Box<dyn Error>> {
    let name = user.to_owned();
    let person = app.db().read(move |tx| xingtan_accounts::api::person_by_user(tx, &name)).await?;
    let person = person.ok_or_else(|| words.told(&Msg::new("app-no-user").with("user", user.to_owned())))?;
    let bytes = std::fs::read(file).map_err(|error| {
        let said = Msg::new("app-import-unreadable").with("path", file.display().to_string());
        words.told(&said.with("reason", error.to_string()))
    })?;
    let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let importer = PeopleImport::new(app);
    let l = words.l.clone();
    let read = tokio::task::spawn_blocking(move || read_upload(&importer, &bytes, &file_name, &l)).await?;
    let uploaded = read.map_err(|unusable| words.told(&unusable.0))?;
    let (id, now) = (app.id(), app.clock().now());
    let asked = Asked {
        run: id,
        person: person.id,
        name: person.name.clone(),
        node_path: person.unit_path.clone(),
        options: "{}".to_owned(),
        now,
    };
    keep(app.db(), app.keys(), &IMPORT_KIND, uploaded, asked).await?;
    let (job, entry) = (app.id(), app.id());
    let who = Who { person: Some(person.id), name: person.name, ..Who::program() };
    app.db()
        .write(move |tx| {
            let kept = run(tx, id)?.ok_or(xingtan_db::Error::NotFound)?;
            start(tx, &IMPORT_KIND, &kept, None, &Order { job, entry, who: &who, now })
        })
        .await?;
    Ok(id)
}

/// Carries out what waits until the run has ended, and shows how far it is.
async fn settled(running: &Running, id: Uuid) -> Result<Run, Box<dyn Error>> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("[{bar:30}] {pos}/{len}") {
        bar.set_style(style);
    }
    let db = running.app().db().clone();
    let state = || db.read(move |tx| run(tx, id)?.ok_or(xingtan_db::Error::NotFound));
    let work = running.settle();
    tokio::pin!(work);
    loop {
        tokio::select! {
            ended = &mut work => {
                ended?;
                break;
            }
            () = tokio::time::sleep(Duration::from_millis(200)) => {
                let now = state().await?;
                bar.set_length(now.total.unsigned_abs());
                bar.set_position(now.done.unsigned_abs());
            }
        }
    }
    bar.finish_and_clear();
    // A server that runs on the same data may have taken the job.
    loop {
        let now = state().await?;
        if now.state() != RunState::Running {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn tell(ended: &Run, refused: &[ReportRow], as_json: bool, words: &Words) {
    let (l, counts) = (&words.l, ended.counts());
    if as_json {
        let rows: Vec<_> = refused
            .iter()
            .flat_map(|row| row.faults().into_iter().map(|fault| (row.number, fault)))
            .map(|(row, fault)| json!({ "row": row, "column": fault.column, "reason": l.msg(&fault.reason) }))
            .collect();
        words.json(&json!({ "state": ended.state().code(), "counts": counts, "refused": rows }));
        return;
    }
    for row in refused {
        for fault in row.faults() {
            let reason = l.msg(&fault.reason);
            words.line(&l.t3("app-import-row", "row", row.number, "name", &row.name, "reason", reason));
        }
    }
    words.line(&l.tn(
        "app-import-counts",
        &[
            ("made", &counts.made),
            ("changed", &counts.changed),
            ("unchanged", &counts.unchanged),
            ("refused", &counts.refused),
        ],
    ));
    if ended.state() != RunState::Done {
        words.line(&l.t("app-import-broken"));
    }
}

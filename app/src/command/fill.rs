//! `xingtan demo`.

use super::words::Words;
use crate::{config::Config, demo, running::Running};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{error::Error, path::Path, process::ExitCode};
use xingtan_i18n::{Kind, Msg};

/// Fills an empty data folder with a demo institution of a size, by a seed, with the films of a folder.
pub async fn demo(
    config: &Config,
    kind: &str,
    (size, seed, media): (demo::Size, u64, Option<&Path>),
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let kind: Kind = kind.parse().map_err(|_| words.misused(&Msg::new("app-init-kind")))?;
    if let Some(records) = size.records {
        let most = demo::most_records(size.learners)?;
        if records > most {
            let told = Msg::new("app-demo-records").with("most", most.cast_signed());
            return Err(words.misused(&told).into());
        }
    }
    let running = Running::open(config).await?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let progress = move |step: &str, done: u64, total: u64| {
        shown.set_message(step.to_owned());
        shown.set_length(total);
        shown.set_position(done);
    };
    let filled = demo::fill_sized(&running, kind, size, (seed, media), &progress).await;
    bar.finish_and_clear();
    running.close().await;
    filled?;
    let place = config.data.display().to_string();
    if as_json {
        words.json(&json!({ "data": place, "learners": size.learners, "records": size.records, "password": demo::PASSWORD }));
    } else {
        words.line(&words.l.t2("app-demo-done", "path", place, "password", demo::PASSWORD));
    }
    Ok(ExitCode::SUCCESS)
}

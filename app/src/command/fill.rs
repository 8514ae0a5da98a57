//! `xingtan demo`.

use super::words::Words;
use crate::{config::Config, demo, running::Running};
use indicatif::{ProgressBar, ProgressStyle};
use std::{error::Error, process::ExitCode};
use xingtan_i18n::{Kind, Msg};

/// Fills an empty data folder with a demo institution.
pub async fn demo(
    config: &Config,
    kind: &str,
    learners: u64,
    seed: u64,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let kind: Kind = kind.parse().map_err(|_| words.told(&Msg::new("app-init-kind")))?;
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
    let filled = demo::fill(&running, kind, learners, seed, &progress).await;
    bar.finish_and_clear();
    running.close().await;
    filled?;
    words.line(&words.l.t2(
        "app-demo-done",
        "path",
        config.data.display().to_string(),
        "password",
        demo::PASSWORD,
    ));
    Ok(ExitCode::SUCCESS)
}

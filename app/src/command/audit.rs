//! `xingtan audit verify` (GOV-9).

use super::words::Words;
use crate::{config::Config, running::Running};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_audit::{KeptHeads, Report};

/// Checks the whole trail; status 1 where anything is wrong with it.
pub async fn verify(config: &Config, as_json: bool, words: &Words) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let kept = KeptHeads::in_data_folder(&config.data);
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("[{bar:30}] {pos}/{len}") {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let report = xingtan_audit::verify(app.db(), app.keys(), &kept, app.clock().now(), move |done, total| {
        shown.set_length(total);
        shown.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    running.close().await;
    if as_json {
        words.json(&json!({ "sound": report.is_sound(), "report": report }));
    } else {
        tell(&report, words);
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(report: &Report, words: &Words) {
    let l = &words.l;
    for fault in &report.faults {
        words.line(&l.msg(&fault.msg()));
    }
    if report.more > 0 {
        words.line(&l.t1("app-audit-more", "count", report.more));
    }
    for erased in &report.erased {
        words.line(&l.t2("app-audit-erased", "decision", &erased.decision, "count", erased.payloads));
    }
    if !report.late.is_empty() {
        words.line(&l.t1("app-audit-late", "count", report.late.len()));
    }
    let key = if report.is_sound() { "app-audit-sound" } else { "app-audit-faulty" };
    words.line(&l.tn(
        key,
        &[
            ("entries", &l.number(report.entries)),
            ("from", &report.from),
            ("to", &report.to),
            ("heads", &l.number(report.heads)),
            ("kept", &l.number(report.kept_heads)),
            ("unsealed", &report.unsealed),
        ],
    ));
}

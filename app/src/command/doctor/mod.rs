//! `xingtan doctor`: whether everything is in order, and what to do where it is not (OPS-1, OPS-3).

pub mod checks;

use super::words::Words;
use crate::{config::Config, pages::parameters, running};
use serde::Serialize;
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_clock::Clock;
use xingtan_db::{Db, Options, Source};
use xingtan_i18n::{Locale, Msg};
use xingtan_settings::Settings;

/// How a look ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In order.
    Ok,
    /// It works, and should be seen to.
    Warn,
    /// It does not work.
    Fail,
}

impl State {
    /// The Fluent key of the word.
    pub fn key(self) -> &'static str {
        match self {
            State::Ok => "app-doctor-ok",
            State::Warn => "app-doctor-warn",
            State::Fail => "app-doctor-fail",
        }
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            State::Ok => "pine",
            State::Warn => "ochre",
            State::Fail => "cinnabar",
        }
    }
}

/// One look.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was looked at: a stable name for programs; its Fluent key is `app-doctor-NAME`.
    pub check: &'static str,
    /// How it ended.
    pub state: State,
    /// What was seen.
    pub said: Msg,
    /// What to do.
    pub remedy: Option<Msg>,
}

impl Finding {
    /// In order.
    pub fn ok(check: &'static str, said: Msg) -> Self {
        Finding { check, state: State::Ok, said, remedy: None }
    }

    /// To be seen to.
    pub fn warn(check: &'static str, said: Msg, remedy: &'static str) -> Self {
        Finding { check, state: State::Warn, said, remedy: Some(Msg::new(remedy)) }
    }

    /// Out of order.
    pub fn fail(check: &'static str, said: Msg, remedy: &'static str) -> Self {
        Finding { check, state: State::Fail, said, remedy: Some(Msg::new(remedy)) }
    }

    /// The name of what was looked at.
    pub fn title(&self, l: &Locale) -> String {
        l.t(&format!("app-doctor-{}", self.check))
    }
}

/// Looks at everything and prints a line each; status 1 where anything is out of order. Changes nothing.
pub async fn doctor(config: &Config, as_json: bool, words: &Words) -> Result<ExitCode, Box<dyn Error>> {
    let findings = look(config).await;
    let worst = findings.iter().map(|finding| finding.state).max().unwrap_or(State::Ok);
    let l = &words.l;
    if as_json {
        let checks: Vec<_> = findings
            .iter()
            .map(|finding| {
                json!({
                    "check": finding.check,
                    "state": finding.state,
                    "said": l.msg(&finding.said),
                    "remedy": finding.remedy.as_ref().map(|remedy| l.msg(remedy)),
                })
            })
            .collect();
        words.json(&json!({ "state": worst, "checks": checks }));
    } else {
        for finding in &findings {
            words.line(&l.t3(
                "app-doctor-line",
                "state",
                l.t(finding.state.key()),
                "check",
                finding.title(l),
                "said",
                l.msg(&finding.said),
            ));
            if let Some(remedy) = &finding.remedy {
                words.line(&l.t1("app-doctor-remedy", "remedy", l.msg(remedy)));
            }
        }
        words.line(&l.t(if worst == State::Fail { "app-doctor-sick" } else { "app-doctor-well" }));
    }
    Ok(if worst == State::Fail { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// All looks, the quick ones first.
async fn look(config: &Config) -> Vec<Finding> {
    let clock = Clock::System;
    let mut findings = vec![checks::folder(&config.data)];
    findings.extend(checks::access(&config.data));
    findings.extend(checks::disk(&config.data));
    findings.push(checks::keys(config));
    findings.push(checks::address(config));
    findings.extend(checks::tls(config));
    findings.push(checks::mail(config));
    findings.extend(checks::scanner(config).await);
    findings.push(checks::typeset(clock.now()).await);
    findings.push(checks::media(config).await);
    findings.push(checks::office(config).await);
    if let Source::File(file) = running::source(config)
        && !file.exists()
    {
        let said = Msg::new("app-doctor-database-none").with("path", file.display().to_string());
        findings.push(Finding::fail("database", said, "app-doctor-database-none-remedy"));
        return findings;
    }
    let db = match Db::open(running::source(config), Options::default()).await {
        Ok(db) => db,
        Err(error) => {
            let said = Msg::new("app-doctor-database-closed").with("reason", error.to_string());
            findings.push(Finding::fail("database", said, "app-doctor-database-closed-remedy"));
            return findings;
        }
    };
    findings.push(checks::engine(&db).await);
    findings.push(checks::tables(&db).await);
    findings.push(checks::integrity(&db).await);
    findings.push(checks::trail(&db, &config.data).await);
    findings.push(checks::clock(&db, clock.now()).await);
    if let Ok(settings) = Settings::open(db.clone()).await {
        let folder = parameters::backup_folder(&settings, &config.data);
        findings.push(checks::backups(&folder, clock.now(), settings.institution().demo));
        findings.extend(checks::drill(&db, &folder, clock.now()).await);
    }
    db.close().await;
    findings
}

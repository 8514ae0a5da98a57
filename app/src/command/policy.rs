//! `xingtan policy replay`: whom a version would have affected over past months, beside what happened (GOV-1).

use super::words::Words;
use crate::{config::Config, running::Running};
use indicatif::ProgressBar;
use std::{error::Error, process::ExitCode};
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_governance::{
    evaluation::replay::{self, Replayed},
    kind::case::Month,
    regulation::store::{self, Version},
};
use xingtan_i18n::Msg;

/// Most months of one replay.
const MONTHS: i64 = 36;

/// What was asked for, as typed.
pub struct Asked {
    /// Number or id of the version.
    pub version: String,
    /// Id of the regulation.
    pub regulation: Option<String>,
    /// The first month.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// Replays it and prints what it found; status 2 where it was asked for wrongly.
pub async fn replay(
    config: &Config,
    asked: &Asked,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let zone = app.institution().zone.clone();
    let now = app.clock().now();
    let (from, to) = span(asked, &zone)
        .filter(|(_, to)| *to <= now)
        .ok_or_else(|| words.misused(&Msg::new("app-policy-months")))?;
    let versions = app.db().read(store::versions).await?;
    let version = named(&versions, asked).ok_or_else(|| words.misused(&Msg::new("app-policy-version")))?;
    let bar = ProgressBar::new_spinner();
    let asked = replay::Asked { version, from, to };
    let mut replay = replay::Replay::begin(app.db(), &zone, asked).await?;
    while let Some(people) = replay.step().await? {
        bar.set_position(people.unsigned_abs());
    }
    let found = replay.end();
    bar.finish_and_clear();
    running.close().await;
    if as_json {
        words.json(&found);
    } else {
        tell(&found, words);
    }
    Ok(ExitCode::SUCCESS)
}

fn span(asked: &Asked, zone: &Zone) -> Option<(Timestamp, Timestamp)> {
    let (first, last) = (Month::parse(&asked.from)?, Month::parse(&asked.to)?);
    let months = last.since(first);
    (0..MONTHS).contains(&months).then(|| (first.bounds(zone).0, last.bounds(zone).1))
}

/// The one version that is meant, if it is one.
fn named(versions: &[Version], asked: &Asked) -> Option<Uuid> {
    if let Ok(id) = asked.version.parse::<Uuid>() {
        return versions.iter().find(|it| it.id == id).map(|it| it.id);
    }
    let number: i64 = asked.version.parse().ok()?;
    let regulation = asked.regulation.as_ref().map(|it| it.parse::<Uuid>()).transpose().ok()?;
    let mut meant = versions
        .iter()
        .filter(|it| it.number == number && regulation.is_none_or(|own| own == it.regulation_id));
    meant.next().filter(|_| meant.next().is_none()).map(|it| it.id)
}

fn tell(found: &Replayed, words: &Words) {
    let l = &words.l;
    words.line(&l.t2("app-policy-people", "people", found.people, "affected", found.affected_people));
    for line in &found.lines {
        words.line(&l.tn(
            "app-policy-line",
            &[
                ("article", &line.article),
                ("kind", &l.t(&format!("governance-kind-{}", line.kind))),
                ("would", &line.would),
                ("did", &line.did),
                ("both", &line.both),
            ],
        ));
    }
}

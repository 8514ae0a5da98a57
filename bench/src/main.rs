//! Load and micro benchmarks. They print; they assert nothing about time (see `bench/README.md`).

mod db;
mod films;
mod governance;
mod large;
mod measure;
mod pages;
mod people;
mod postgres;
mod program;
mod reports;
mod search;
mod words;

use clap::{Parser, Subcommand};
use postgres::Postgres;
use std::{error::Error, process::ExitCode, time::Duration};

/// Benchmarks of Xingtan. Without a command all of them run but `large`, which takes long.
#[derive(Parser)]
#[command(name = "xingtan-bench", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Seconds for each measurement.
    #[arg(long, default_value_t = 2.0, global = true)]
    seconds: f64,
}

#[derive(Subcommand)]
enum Command {
    /// The database facade against raw rusqlite.
    Db,
    /// Pages of the release program, on a demo institution of its own, on both databases.
    Pages,
    /// Reports of progress by 64 people at the same time, on both databases.
    Reports,
    /// Parts of a film against nginx in the same run.
    Films,
    /// Pages of a large institution against those of a small one, made in the same run.
    Large(large::Size),
    /// The night's evaluation of 100,000 people by the regulation, and a replay.
    Governance,
    /// Search over 100,000 lessons with highlights, on both databases.
    Search,
    /// Sensitive words: 10,000 over 1 MB of text.
    Words,
    /// 50,000 people from an Excel file into the release program's data.
    People,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let span = Duration::from_secs_f64(arguments.seconds.clamp(0.05, 600.0));
    match measure(arguments.command, span).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xingtan-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(command: Option<Command>, span: Duration) -> Result<(), Box<dyn Error + Send + Sync>> {
    let asked = |one: fn(&Command) -> bool| command.as_ref().is_none_or(one);
    if asked(|it| matches!(it, Command::Db)) {
        db::run(span).await?;
    }
    if asked(|it| matches!(it, Command::Words)) {
        words::run()?;
    }
    if asked(|it| matches!(it, Command::Governance)) {
        governance::run().await?;
    }
    if asked(|it| matches!(it, Command::Search)) {
        search::run(Postgres::new().await.as_ref()).await?;
    }
    if asked(|it| matches!(it, Command::Pages)) {
        let (binary, postgres) = (pages::binary()?, Postgres::new().await);
        tokio::task::spawn_blocking(move || pages::run(&binary, postgres.as_ref(), span)).await??;
    }
    if asked(|it| matches!(it, Command::Reports)) {
        let (binary, postgres) = (pages::binary()?, Postgres::new().await);
        tokio::task::spawn_blocking(move || reports::run(&binary, postgres.as_ref(), span)).await??;
    }
    if asked(|it| matches!(it, Command::Films)) {
        let binary = pages::binary()?;
        tokio::task::spawn_blocking(move || films::run(&binary, span)).await??;
    }
    if asked(|it| matches!(it, Command::People)) {
        let binary = pages::binary()?;
        tokio::task::spawn_blocking(move || people::run(&binary)).await??;
    }
    if let Some(Command::Large(size)) = command {
        let binary = pages::binary()?;
        tokio::task::spawn_blocking(move || large::run(&binary, size, span)).await??;
    }
    Ok(())
}

//! Load and micro benchmarks. They print; they assert nothing about time (see `bench/README.md`).

mod db;
mod measure;

use clap::{Parser, Subcommand};
use std::{process::ExitCode, time::Duration};

/// Benchmarks of Xingtan. Without a command all of them run.
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
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let span = Duration::from_secs_f64(arguments.seconds.clamp(0.05, 600.0));
    let done = match arguments.command {
        None | Some(Command::Db) => db::run(span).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xingtan-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

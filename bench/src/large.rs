//! A large institution against a small one, made in the same run: what pages cost when there is a thousand times more
//! behind them.

use super::{
    pages::{long_course, make_demo, make_demo_of},
    program::{Program, Result},
};
use std::{path::Path, time::Duration, time::Instant};
use ureq::Agent;

/// Clients that ask at the same time.
const CLIENTS: usize = 4;

/// How large the large one is.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Size {
    /// Learners of the large institution.
    #[arg(long, default_value_t = 100_000)]
    pub learners: u64,
    /// Progress records of the large institution.
    #[arg(long, default_value_t = 2_000_000)]
    pub records: u64,
}

/// A page and what it cost.
struct Cost {
    name: &'static str,
    bytes: usize,
    statements: u64,
    cpu: f64,
    rate: f64,
}

/// Makes both institutions on SQLite, measures the same pages of both, and prints the ratio.
pub fn run(binary: &Path, size: Size, span: Duration) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (small, large) = (folder.path().join("small"), folder.path().join("large"));
    make_demo(binary, &small, None)?;
    println!(
        "\nA large institution on SQLite: {} learners, {} progress records",
        size.learners, size.records
    );
    let begun = Instant::now();
    make_demo_of(binary, &large, None, size.learners, Some(size.records))?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("  {:<36} {seconds:>8.1} s   {:.0} records a second", "made in", size.records as f64 / seconds);
    println!("  {:<36} {:>8.1} MB", "on disk", size_of(&large)? as f64 / 1e6);
    let before = measure(binary, &small, span)?;
    let after = measure(binary, &large, span)?;
    println!(
        "\n  {:<34}{:>10}{:>12}{:>12}{:>12}{:>12}{:>8}",
        "page", "bytes", "statements", "small, ms", "large, ms", "requests/s", "ratio"
    );
    for (small, large) in before.iter().zip(&after) {
        println!(
            "  {:<34}{:>10}{:>12}{:>12.3}{:>12.3}{:>12.0}{:>8.2}",
            large.name,
            large.bytes,
            large.statements,
            small.cpu,
            large.cpu,
            large.rate,
            large.cpu / small.cpu
        );
    }
    Ok(())
}

fn measure(binary: &Path, data: &Path, span: Duration) -> Result<Vec<Cost>> {
    // The second start finds everything made.
    drop(Program::start(binary, data, None)?);
    let program = Program::start(binary, data, None)?;
    let (learner, contact) = (program.sign_in("learner")?, program.sign_in("contact")?);
    let (manager, center) = (program.sign_in("manager")?, program.sign_in("center")?);
    let (course, lesson) = long_course(&program, &learner)?;
    let progress = format!("{course}/progress");
    let pages: [(&'static str, String, &Agent); 12] = [
        ("liveness", "/healthz".to_owned(), &program.guest),
        ("sign-in page", "/sign-in".to_owned(), &program.guest),
        ("learner's start page", "/today".to_owned(), &learner),
        ("course page, 60 lessons", course, &learner),
        ("lesson page", lesson, &learner),
        ("learner's record", "/record".to_owned(), &learner),
        ("contact's department", "/department".to_owned(), &contact),
        ("manager's subsidiary", "/subsidiary".to_owned(), &manager),
        ("everybody's progress", "/department".to_owned(), &center),
        ("centre's start page", "/desk".to_owned(), &center),
        ("people", "/people".to_owned(), &center),
        ("progress in a course", progress, &center),
    ];
    let mut costs = Vec::new();
    for (name, path, agent) in pages {
        let statements = program.statements(agent, &path)?;
        let load = program.load(agent, &path, "identity", CLIENTS, span)?;
        costs.push(Cost { name, bytes: load.bytes, statements, cpu: load.cpu, rate: load.rate });
    }
    Ok(costs)
}

/// Bytes of all files below a folder.
fn size_of(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let found = entry.metadata()?;
        total += if found.is_dir() { size_of(&entry.path())? } else { found.len() };
    }
    Ok(total)
}

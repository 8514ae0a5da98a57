//! Pages of the running program: CPU per request, throughput, statements, memory, start time, size of a first visit.
//!
//! The program is started on a demo institution of its own and asked over loopback by keep-alive connections. CPU is
//! what the kernel counted for its process (and for PostgreSQL's, where that is used), so the clients' share is left
//! out.

use super::{
    postgres::Postgres,
    program::{Program, Result, database},
};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use ureq::Agent;

/// Clients that ask at the same time.
const CLIENTS: usize = 4;
/// Clients that ask at the same time when memory under load is measured.
const MANY_CLIENTS: usize = 64;

/// Lists, by who sees them.
const LISTS: [(&str, &[&str]); 6] = [
    (
        "center",
        &[
            "/people",
            "/organisation",
            "/positions",
            "/cohorts",
            "/people/openings",
            "/imports",
            "/assignments",
            "/courses",
            "/reviews",
        ],
    ),
    ("contact", &["/department"]),
    ("learner", &["/catalog", "/enrolments", "/record", "/notifications"]),
    ("teacher", &["/teaching"]),
    ("admin", &["/system/jobs", "/system/mails"]),
    ("audit", &["/audit"]),
];

/// Measures a release program on SQLite, and on PostgreSQL where one is given.
pub fn run(binary: &Path, postgres: Option<&Postgres>, span: Duration) -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!("\nThe program on SQLite");
    on(binary, &folder.path().join("sqlite"), None, span)?;
    if let Some(postgres) = postgres {
        println!("\nThe program on PostgreSQL, its CPU counted");
        on(binary, &folder.path().join("postgres"), Some(postgres), span)?;
    } else {
        println!("\nPostgreSQL is not installed (scripts/setup installs it): not measured");
    }
    Ok(())
}

fn on(binary: &Path, data: &Path, postgres: Option<&Postgres>, span: Duration) -> Result<()> {
    let begun = Instant::now();
    make_demo(binary, data, postgres)?;
    println!("  {:<36} {:>8.1} s", "demo with 100 learners made in", begun.elapsed().as_secs_f64());
    // The second start finds everything made.
    drop(Program::start(binary, data, postgres)?);
    let program = Program::start(binary, data, postgres)?;
    println!("  {:<36} {:>8.2} s", "start on existing data", program.started.as_secs_f64());
    println!("  {:<36} {:>8.1} MB", "resident, idle", program.resident_mb()?);
    if postgres.is_none() {
        first_visit(&program)?;
    }
    let learner = program.sign_in("learner")?;
    let (course, lesson) = long_course(&program, &learner)?;
    println!(
        "\n  {:<28}{:>10}{:>12}{:>10}{:>14}{:>12}{:>8}",
        "page", "bytes", "statements", "CPU ms", "gzip: CPU ms", "requests/s", "ratio"
    );
    let mut base = None;
    for (name, path, agent) in [
        ("liveness (baseline)", "/healthz".to_owned(), &program.guest),
        ("sign-in page", "/sign-in".to_owned(), &program.guest),
        ("learner's start page", "/today".to_owned(), &learner),
        ("course page, 60 lessons", course, &learner),
        ("lesson page", lesson, &learner),
    ] {
        let statements = program.statements(agent, &path)?;
        let load = program.load(agent, &path, "identity", CLIENTS, span)?;
        let packed = program.load(agent, &path, "gzip", CLIENTS, span)?;
        let ratio = load.cpu / *base.get_or_insert(load.cpu);
        println!(
            "  {name:<28}{:>10}{statements:>12}{:>10.3}{:>14.3}{:>12.0}{ratio:>8.1}",
            load.bytes, load.cpu, packed.cpu, load.rate
        );
    }
    program.load(&learner, "/today", "gzip", MANY_CLIENTS, span)?;
    println!("\n  {:<36} {:>8.1} MB", "resident, 64 connections", program.resident_mb()?);
    if postgres.is_none() {
        lists(&program)?;
    }
    Ok(())
}

/// The statements of each list page.
fn lists(program: &Program<'_>) -> Result<()> {
    println!("\n  {:<28}{:>10}{:>12}", "list", "bytes", "statements");
    for (user, paths) in LISTS {
        let agent = program.sign_in(user)?;
        for path in paths {
            let bytes = program.text(&agent, path)?.len();
            println!("  {path:<28}{bytes:>10}{:>12}", program.statements(&agent, path)?);
        }
    }
    Ok(())
}

/// A demo institution with 100 learners.
pub fn make_demo(binary: &Path, data: &Path, postgres: Option<&Postgres>) -> Result<()> {
    make_demo_of(binary, data, postgres, 100, None)
}

/// A demo institution of any size.
pub fn make_demo_of(
    binary: &Path,
    data: &Path,
    postgres: Option<&Postgres>,
    learners: u64,
    records: Option<u64>,
) -> Result<()> {
    let mut command = Command::new(binary);
    command.args(["demo", "--kind", "academy", "--learners", &learners.to_string(), "--data"]).arg(data);
    if let Some(records) = records {
        command.args(["--records", &records.to_string()]);
    }
    finish(command.args(database(postgres)))
}

/// A demo institution on SQLite that shows the films of a folder.
pub fn make_demo_films(binary: &Path, data: &Path, films: &Path) -> Result<()> {
    let mut command = Command::new(binary);
    command
        .args(["demo", "--kind", "academy", "--learners", "0", "--media"])
        .arg(films)
        .arg("--data")
        .arg(data);
    finish(&mut command)
}

fn finish(command: &mut Command) -> Result<()> {
    let made = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if made.success() { Ok(()) } else { Err("the demo could not be made".into()) }
}

/// What a browser fetches at its first visit: the sign-in page and what its head names, compressed.
fn first_visit(program: &Program<'_>) -> Result<()> {
    let page = program.text(&program.guest, "/sign-in")?;
    let mut addresses: Vec<&str> = page
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(|it| it.split('#').next().unwrap_or(it))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut total = 0;
    for path in std::iter::once("/sign-in").chain(addresses.iter().copied()) {
        let mut answer = program.guest.get(program.at(path)).header("accept-encoding", "br").call()?;
        total += answer.body_mut().with_config().limit(50_000_000).read_to_vec()?.len();
    }
    println!("  {:<36} {:>8.1} KB in {} requests", "first visit", total as f64 / 1000.0, addresses.len() + 1);
    Ok(())
}

/// The addresses of the measuring course of the demo and of its first lesson, for a learner enrolled in it.
pub fn long_course(program: &Program<'_>, learner: &Agent) -> Result<(String, String)> {
    let list = program.text(learner, "/catalog?q=%E5%AE%89%E5%85%A8%E7%9F%A5%E8%AF%86")?;
    let course = first(&list, "/courses/", 9 + 36).ok_or("the long course is not in the catalogue")?;
    learner.post(program.at(&format!("{course}/enrolments"))).send_empty()?;
    let page = program.text(learner, &course)?;
    let lesson = first(&page, &format!("{course}/lessons/"), course.len() + 9 + 36)
        .ok_or("the course has no lessons")?;
    Ok((course, lesson))
}

fn first(page: &str, prefix: &str, length: usize) -> Option<String> {
    page.find(&format!("\"{prefix}")).and_then(|at| page.get(at + 1..at + 1 + length)).map(str::to_owned)
}

/// The release program beside this one.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("XINGTAN_BIN") {
        return Ok(path.into());
    }
    let own = std::env::current_exe()?;
    let path = own.with_file_name("xingtan");
    if path.exists() { Ok(path) } else { Err(format!("{} is missing: make build", path.display()).into()) }
}

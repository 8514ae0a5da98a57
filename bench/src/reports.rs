//! Reports of progress: what 64 people who learn at the same time cost, each report kept before it is answered
//! (issue 3, "Speed": at most 0.15 ms of CPU on SQLite).

use super::{
    pages::{long_course, make_demo_of},
    postgres::Postgres,
    program::{Program, Result},
};
use std::{
    fmt::Write as _,
    path::Path,
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Handle;
use ureq::Agent;
use xingtan_clock::{Clock, Uuid};
use xingtan_db::{Db, Error, Options, Source, Tx, params};

/// People who report at the same time.
const CLIENTS: usize = 64;
/// Forty minutes of film, in milliseconds.
const FILM: i64 = 40 * 60_000;
/// What was played between two reports of somebody who reports as fast as they are answered, in milliseconds: no more
/// than time allows, so that the union stays one stretch, as that of somebody who watches does.
const STRETCH: i64 = 10;

/// People whose players report by themselves, every [`EVERY`].
const PLAYERS: u32 = 10_000;
/// A player reports so often.
const EVERY: Duration = Duration::from_secs(15);
/// Sessions that bear the reports of all players: signing in is dear on purpose, so each reports for several.
const SESSIONS: usize = 500;
/// Threads that send them.
const SENDERS: usize = 50;

/// Measures reading and watching on SQLite, and on PostgreSQL where one is given. Called where it may block.
pub fn run(binary: &Path, postgres: Option<&Postgres>, span: Duration) -> Result<()> {
    println!(
        "\nReports of progress, {CLIENTS} people at the same time\n\n  {:<28}{:>10}{:>14}{:>12}{:>12}",
        "", "CPU ms", "reports/s", "p50 ms", "p99 ms"
    );
    let folder = tempfile::tempdir()?;
    on(binary, &folder.path().join("sqlite"), None, span)?;
    match postgres {
        Some(postgres) => on(binary, &folder.path().join("postgres"), Some(postgres), span)?,
        None => println!("  PostgreSQL is not installed (scripts/setup installs it): not measured"),
    }
    Ok(())
}

fn on(binary: &Path, data: &Path, postgres: Option<&Postgres>, span: Duration) -> Result<()> {
    let paced = if postgres.is_none() { SESSIONS } else { 0 };
    // One in nine learners is not asked, and some more make no difference.
    make_demo_of(binary, data, postgres, (CLIENTS + paced) as u64 * 5 / 4 + 10, None)?;
    let program = Program::start(binary, data, postgres)?;
    let engine = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    let readers = learners(&program, CLIENTS)?;
    measure(&program, readers.clone(), &format!("{engine}, a page"), None, span)?;
    for (name, hours) in [("no window in force", None), ("in an open window", Some(open_now()))] {
        window(hours, data, postgres)?;
        let anew = readers
            .iter()
            .map(|it| Ok(Learner { token: token(&program, &it.agent, &it.page)?, ..it.clone() }));
        measure(&program, anew.collect::<Result<_>>()?, &format!("{engine}, a page, {name}"), None, span)?;
    }
    let mut watchers = Vec::new();
    for reader in &readers {
        watchers.push(Learner { token: token(&program, &reader.agent, &reader.page)?, ..reader.clone() });
    }
    let players = learners(&program, paced)?;
    let lesson = watchers.first().and_then(|it| it.page.rsplit('/').next()).unwrap_or_default();
    into_film(lesson.parse()?, data, postgres)?;
    measure(&program, watchers, &format!("{engine}, a film"), Some(STRETCH), span)?;
    if !players.is_empty() {
        pace(&program, players, span.max(Duration::from_secs(30)))?;
    }
    Ok(())
}

/// Somebody with the lesson open.
#[derive(Clone)]
struct Learner {
    agent: Agent,
    page: String,
    token: String,
}

/// One in so many generated learners belongs to the unit of the demo whose learning is closed in working hours.
const CLOSED: usize = 9;

/// Generated learners of the demo, each with the first lesson of the measuring course open.
fn learners(program: &Program<'_>, count: usize) -> Result<Vec<Learner>> {
    (1_usize..)
        .filter(|number| !number.is_multiple_of(CLOSED))
        .take(count)
        .map(|number| {
            let agent = program.sign_in(&format!("u{number:06}"))?;
            let (_, page) = long_course(program, &agent)?;
            Ok(Learner { token: token(program, &agent, &page)?, agent, page })
        })
        .collect()
}

/// What the server signed for the reports of a page.
fn token(program: &Program<'_>, agent: &Agent, page: &str) -> Result<String> {
    let html = program.text(agent, page)?;
    let (_, rest) = html.split_once("data-token=\"").ok_or("the lesson counts no time")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// The lesson becomes a film as the media pipeline would leave it; what is reported of it is then united, too. The
/// pipeline itself would need ffmpeg and a minute.
fn into_film(lesson: Uuid, data: &Path, postgres: Option<&Postgres>) -> Result<()> {
    change(data, postgres, move |tx| {
        let sql = "UPDATE catalog_lesson SET kind = 'video', duration_ms = $2 WHERE lesson_key = $1";
        tx.exec(sql, params![lesson, FILM])
    })
}

/// A window that is open now, and closed for an hour of each working day, as real ones are.
fn open_now() -> &'static str {
    // The demo's institution keeps the time of Shanghai.
    let hour = (Clock::System.now().seconds() / 3600 + 8) % 24;
    if (8..=10).contains(&hour) {
        "mon-sun 00:00-14:00, 15:00-24:00"
    } else {
        "mon-sun 00:00-09:00, 10:00-24:00"
    }
}

/// The demo's learning window holds for everybody with these hours, or no longer for anybody.
fn window(hours: Option<&str>, data: &Path, postgres: Option<&Postgres>) -> Result<()> {
    let (kind, hours) = (if hours.is_some() { "learning-window" } else { "none" }, hours.unwrap_or_default());
    let given = format!("{{\"windows\": \"{hours}\", \"effect\": \"not-counted\"}}");
    change(data, postgres, move |tx| {
        let sql = "UPDATE governance_control SET kind = $1, params = $2, scope_path = ''
                   WHERE kind = 'learning-window' OR kind = 'none'";
        tx.exec(sql, params![kind, given])
    })
}

/// Changes the database beside the running program, as it would itself.
fn change(
    data: &Path,
    postgres: Option<&Postgres>,
    change: impl Fn(&mut Tx<'_>) -> std::result::Result<u64, Error> + Send + 'static,
) -> Result<()> {
    let source = match postgres {
        Some(server) => Source::Postgres(server.address().to_owned()),
        None => Source::File(data.join("xingtan.db")),
    };
    let changed = async {
        let db = Db::open(source, Options { readers: 1, ..Options::default() }).await?;
        let written = db.write(change).await;
        db.close().await;
        written
    };
    match Handle::current().block_on(changed).map_err(|error: Error| error.to_string())? {
        0 => Err("what was to be changed is not there".into()),
        _ => Ok(()),
    }
}

/// Everybody reports as fast as they are answered; the line of the table.
fn measure(
    program: &Program<'_>,
    people: Vec<Learner>,
    name: &str,
    film: Option<i64>,
    span: Duration,
) -> Result<()> {
    let (stop, ready) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(people.len() + 1)));
    let threads: Vec<_> = people
        .into_iter()
        .map(|learner| {
            let (stop, ready) = (stop.clone(), ready.clone());
            let url = program.at(&format!("{}/attention", learner.page));
            thread::spawn(move || -> Result<Vec<Duration>> {
                // The first reports open connections and begin the learning session; they do not count.
                let warmed = (1..=5).try_for_each(|number| report(&learner, &url, number, film));
                ready.wait();
                warmed?;
                let mut times = Vec::new();
                for number in 6.. {
                    if stop.load(Relaxed) {
                        break;
                    }
                    let begun = Instant::now();
                    report(&learner, &url, number, film)?;
                    times.push(begun.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    ready.wait();
    let (before, begun) = (program.cpu()?, Instant::now());
    thread::sleep(span);
    stop.store(true, Relaxed);
    let mut times = Vec::new();
    for client in threads {
        times.extend(client.join().map_err(|_| "a client panicked")??);
    }
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), program.cpu()? - before);
    line(name, times, cpu, seconds);
    Ok(())
}

/// A line of the table.
fn line(name: &str, mut times: Vec<Duration>, cpu: f64, seconds: f64) {
    times.sort_unstable();
    let count = times.len().max(1);
    let within = |share: usize| {
        let at = (count * share / 100).min(count - 1);
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!(
        "  {name:<28}{:>10.3}{:>14.0}{:>12.1}{:>12.1}",
        cpu * 1000.0 / count as f64,
        count as f64 / seconds,
        within(50),
        within(99)
    );
}

/// What ten thousand players that report by themselves ask of the machine (issue 3, "Speed": 99 % within 20 ms, at most
/// half the machine). A report is sent at its time whether or not those before it were answered late, and its time runs
/// from when it was due.
fn pace(program: &Program<'_>, people: Vec<Learner>, span: Duration) -> Result<()> {
    let each = EVERY * people.len().try_into()? / PLAYERS;
    let per = people.len().div_ceil(SENDERS);
    // What time allows of a session that reports for several.
    let played = Some(i64::try_from(each.as_millis())?);
    let ready = Arc::new(Barrier::new(people.len().div_ceil(per) + 1));
    let mut senders = Vec::new();
    for (sender, own) in people.chunks(per).enumerate() {
        let (own, ready) = (own.to_vec(), ready.clone());
        let urls: Vec<String> = own.iter().map(|it| program.at(&format!("{}/attention", it.page))).collect();
        senders.push(thread::spawn(move || -> Result<Vec<Duration>> {
            let warmed = own.iter().zip(&urls).try_for_each(|(it, url)| report(it, url, 1, played));
            ready.wait();
            warmed?;
            // Senders and the learners of each are spread over the time between two reports.
            let begun = Instant::now() + each * u32::try_from(sender)? / SENDERS as u32 / per as u32;
            let gap = each / own.len() as u32;
            let mut times = Vec::new();
            for (number, turn) in (2..).flat_map(|number| (0..own.len()).map(move |turn| (number, turn))) {
                let due = begun + each * (number as u32 - 2) + gap * turn as u32;
                if due > begun + span {
                    break;
                }
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if let (Some(learner), Some(url)) = (own.get(turn), urls.get(turn)) {
                    report(learner, url, number, played)?;
                }
                times.push(due.elapsed());
            }
            Ok(times)
        }));
    }
    ready.wait();
    let (before, begun) = (program.cpu()?, Instant::now());
    let mut times = Vec::new();
    for sender in senders {
        times.extend(sender.join().map_err(|_| "a sender panicked")??);
    }
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), program.cpu()? - before);
    line("SQLite, 10,000 by the clock", times, cpu, seconds);
    let cores = thread::available_parallelism()?.get();
    println!(
        "  {:<28}{:>9.1} % of {cores} cores; {} sessions, each for {} players",
        "",
        cpu * 100.0 / seconds / cores as f64,
        people.len(),
        PLAYERS as usize / people.len()
    );
    Ok(())
}

fn report(learner: &Learner, url: &str, number: i64, film: Option<i64>) -> Result<()> {
    let mut body = format!("{{\"token\":\"{}\",\"seq\":{number},\"seconds\":15", learner.token);
    if let Some(stretch) = film {
        let from = number * stretch % FILM;
        write!(body, ",\"played\":[[{from},{}]],\"position\":{}", from + stretch, from + stretch)?;
    }
    body.push('}');
    let request = learner.agent.post(url).header("content-type", "application/json");
    request.header("accept", "application/json").send(body)?.body_mut().read_to_vec()?;
    Ok(())
}

//! Pages of the running program: CPU per request, throughput, memory, start time, size of a first visit.
//!
//! The program is started on a demo institution of its own and asked over loopback by one keep-alive connection per
//! client. CPU is what the kernel counted for its process, so the client's share is left out.

use std::{
    error::Error,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use ureq::Agent;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Clients that ask at the same time.
const CLIENTS: usize = 4;
/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux this runs on).
const TICKS: f64 = 100.0;

/// Measures a release program; `binary` is its path.
pub fn run(binary: &Path, span: Duration) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let begun = Instant::now();
    let made = Command::new(binary)
        .args(["demo", "--kind", "academy", "--learners", "100", "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("the demo could not be made".into());
    }
    println!("demo with 100 learners made in        {:>8.1} s", begun.elapsed().as_secs_f64());
    let program = Program::start(binary, &data)?;
    println!("start on existing data                {:>8.2} s", program.started.as_secs_f64());
    println!("resident, idle                        {:>8.1} MB", program.resident_mb()?);
    first_visit(&program)?;
    let learner = program.sign_in("learner")?;
    let (course, lesson) = long_course(&program, &learner)?;
    println!();
    println!("{:<36}{:>10}{:>12}{:>12}{:>12}", "page", "bytes", "CPU ms", "requests/s", "ratio");
    let mut base = None;
    for (name, path, agent) in [
        ("liveness (baseline)", "/healthz".to_owned(), &program.guest),
        ("sign-in page", "/sign-in".to_owned(), &program.guest),
        ("learner's start page", "/today".to_owned(), &learner),
        ("course page, 60 lessons", course, &learner),
        ("lesson page", lesson, &learner),
    ] {
        let (cpu, rate, bytes) = program.load(agent, &path, span)?;
        let ratio = cpu / *base.get_or_insert(cpu);
        println!("{name:<36}{bytes:>10}{cpu:>12.3}{rate:>12.0}{ratio:>12.1}");
    }
    println!();
    println!("resident after load                   {:>8.1} MB", program.resident_mb()?);
    Ok(())
}

struct Program {
    child: Child,
    url: String,
    started: Duration,
    guest: Agent,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Program {
    fn start(binary: &Path, data: &Path) -> Result<Program> {
        let begun = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut url = String::new();
        BufReader::new(out).read_line(&mut url)?;
        let (url, guest) = (url.trim().to_owned(), agent());
        while guest.get(format!("{url}/readyz")).call().is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err("the program does not get ready".into());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(Program { child, url, started: begun.elapsed(), guest })
    }

    fn sign_in(&self, user: &str) -> Result<Agent> {
        let agent = agent();
        let form = [("user", user), ("password", "xingtan-demo")];
        agent.post(format!("{}/sign-in", self.url)).send_form(form)?;
        Ok(agent)
    }

    fn text(&self, agent: &Agent, path: &str) -> Result<String> {
        let answer = agent.get(format!("{}{path}", self.url)).call();
        Ok(answer.map_err(|error| format!("{path}: {error}"))?.body_mut().read_to_string()?)
    }

    /// Milliseconds of CPU a request, requests a second, bytes of the page.
    fn load(&self, agent: &Agent, path: &str, span: Duration) -> Result<(f64, f64, usize)> {
        let bytes = self.text(agent, path)?.len();
        for _ in 0..20 {
            self.text(agent, path)?;
        }
        let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (before, begun) = (self.cpu()?, Instant::now());
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (agent, url) = (agent.clone(), format!("{}{path}", self.url));
                let (stop, count) = (stop.clone(), count.clone());
                thread::spawn(move || -> Result<()> {
                    while !stop.load(Ordering::Relaxed) {
                        agent.get(&url).call()?.body_mut().read_to_vec()?;
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        thread::sleep(span);
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().map_err(|_| "a client panicked")??;
        }
        let (seconds, asked) = (begun.elapsed().as_secs_f64(), count.load(Ordering::Relaxed) as f64);
        Ok(((self.cpu()? - before) * 1000.0 / asked, asked / seconds, bytes))
    }

    /// Seconds of CPU of the program so far.
    fn cpu(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |i: usize| fields.get(i).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
        Ok((ticks(11) + ticks(12)) / TICKS)
    }

    fn resident_mb(&self) -> Result<f64> {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id()))?;
        let pages: f64 = statm.split(' ').nth(1).unwrap_or_default().parse()?;
        Ok(pages * 4096.0 / 1e6)
    }
}

fn agent() -> Agent {
    let config =
        Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).http_status_as_error(true);
    config.build().into()
}

/// What a browser fetches at its first visit: the sign-in page and what its head names, compressed.
fn first_visit(program: &Program) -> Result<()> {
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
        let mut answer =
            program.guest.get(format!("{}{path}", program.url)).header("accept-encoding", "br").call()?;
        total += answer.body_mut().with_config().limit(50_000_000).read_to_vec()?.len();
    }
    println!(
        "first visit                           {:>8.1} KB in {} requests",
        total as f64 / 1000.0,
        addresses.len() + 1
    );
    Ok(())
}

/// The addresses of the measuring course of the demo and of its first lesson, for a learner enrolled in it.
fn long_course(program: &Program, learner: &Agent) -> Result<(String, String)> {
    let list = program.text(learner, "/catalog?q=%E5%AE%89%E5%85%A8%E7%9F%A5%E8%AF%86")?;
    let course = first(&list, "/courses/", 9 + 36).ok_or("the long course is not in the catalogue")?;
    learner.post(format!("{}{course}/enrolments", program.url)).send_empty()?;
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

//! The release program as a process of its own: started, signed in to, asked under load, and what the kernel counted.

use super::postgres::Postgres;
use std::{
    error::Error,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use ureq::Agent;

/// What a measurement yields, or why there is none.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Opens `/metrics` of the measured program, which listens on loopback only and ends with the measurement.
const METRICS_TOKEN: &str = "bench";

/// A running program; it ends when this is dropped.
pub struct Program<'a> {
    child: Child,
    url: String,
    /// Time until it was ready.
    pub started: Duration,
    /// A visitor who has not signed in.
    pub guest: Agent,
    postgres: Option<&'a Postgres>,
}

/// What one page cost.
pub struct Load {
    /// Milliseconds of CPU for a request: the program's, and the database server's where there is one.
    pub cpu: f64,
    /// Requests a second.
    pub rate: f64,
    /// Size of the page.
    pub bytes: usize,
}

impl Drop for Program<'_> {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl<'a> Program<'a> {
    /// Starts it on a data folder and waits until it is ready.
    pub fn start(binary: &Path, data: &Path, postgres: Option<&'a Postgres>) -> Result<Program<'a>> {
        let begun = Instant::now();
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command.args(database(postgres)).env("XINGTAN_METRICS_TOKEN", METRICS_TOKEN);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
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
        Ok(Program { child, url, started: begun.elapsed(), guest, postgres })
    }

    /// The agent of a demo person.
    pub fn sign_in(&self, user: &str) -> Result<Agent> {
        let agent = agent();
        let form = [("user", user), ("password", "xingtan-demo")];
        agent.post(self.at("/sign-in")).send_form(form)?;
        Ok(agent)
    }

    /// The whole address of a page.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Where it listens.
    pub fn address(&self) -> Result<std::net::SocketAddr> {
        let (_, address) = self.url.split_once("://").ok_or("an address without a scheme")?;
        Ok(address.trim_end_matches('/').parse()?)
    }

    /// The page as text.
    pub fn text(&self, agent: &Agent, path: &str) -> Result<String> {
        let answer = agent.get(self.at(path)).call();
        Ok(answer.map_err(|error| format!("{path}: {error}"))?.body_mut().read_to_string()?)
    }

    /// Asks for a page with so many keep-alive connections for so long; compressed as browsers ask for it, or plain.
    pub fn load(
        &self,
        agent: &Agent,
        path: &str,
        coding: &'static str,
        clients: usize,
        span: Duration,
    ) -> Result<Load> {
        let bytes = self.text(agent, path)?.len();
        let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let ready = Arc::new(Barrier::new(clients + 1));
        let threads: Vec<_> = (0..clients)
            .map(|_| {
                let (agent, url, ready) = (agent.clone(), self.at(path), ready.clone());
                let (stop, count) = (stop.clone(), count.clone());
                thread::spawn(move || -> Result<()> {
                    // The first requests open connections and fill caches; they do not count.
                    let warmed = (0..10).try_for_each(|_| ask(&agent, &url, coding));
                    ready.wait();
                    warmed?;
                    while !stop.load(Ordering::Relaxed) {
                        ask(&agent, &url, coding)?;
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        ready.wait();
        let (before, begun) = (self.cpu()?, Instant::now());
        thread::sleep(span);
        stop.store(true, Ordering::Relaxed);
        for client in threads {
            client.join().map_err(|_| "a client panicked")??;
        }
        let (seconds, asked) = (begun.elapsed().as_secs_f64(), count.load(Ordering::Relaxed) as f64);
        Ok(Load { cpu: (self.cpu()? - before) * 1000.0 / asked, rate: asked / seconds, bytes })
    }

    /// Database statements of one request of a page: the least of some tries, because jobs ask now and then too.
    pub fn statements(&self, agent: &Agent, path: &str) -> Result<u64> {
        self.text(agent, path)?;
        let mut least = u64::MAX;
        for _ in 0..4 {
            let before = self.statements_so_far()?;
            self.text(agent, path)?;
            least = least.min(self.statements_so_far()? - before);
        }
        Ok(least)
    }

    fn statements_so_far(&self) -> Result<u64> {
        let answer =
            self.guest.get(self.at("/metrics")).header("authorization", format!("Bearer {METRICS_TOKEN}"));
        let text = answer.call()?.body_mut().read_to_string()?;
        let line = text.lines().find_map(|line| line.strip_prefix("xingtan_database_statements "));
        Ok(line.ok_or("the program does not count statements")?.trim().parse::<f64>()? as u64)
    }

    /// Seconds of CPU so far, of the program and of the database server.
    pub fn cpu(&self) -> Result<f64> {
        let server = self.postgres.map_or(Ok(0.0), Postgres::cpu)?;
        Ok(process_cpu(self.child.id())? + server)
    }

    /// Resident memory of the program.
    pub fn resident_mb(&self) -> Result<f64> {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id()))?;
        let pages: f64 = statm.split(' ').nth(1).unwrap_or_default().parse()?;
        Ok(pages * 4096.0 / 1e6)
    }
}

fn ask(agent: &Agent, url: &str, coding: &str) -> Result<()> {
    agent.get(url).header("accept-encoding", coding).call()?.body_mut().read_to_vec()?;
    Ok(())
}

/// `--database …` where it is not SQLite.
pub fn database(postgres: Option<&Postgres>) -> Vec<String> {
    postgres.map(|server| vec!["--database".to_owned(), server.address().to_owned()]).unwrap_or_default()
}

/// Seconds of CPU that a process and its ended children have used.
pub fn process_cpu(id: u32) -> Result<f64> {
    /// Clock ticks a second in /proc (USER_HZ is 100 on every Linux this runs on).
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name in parentheses may hold spaces; utime, stime, cutime, cstime are the 12th to 15th field after it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    Ok((11..=14).map(ticks).sum::<f64>() / TICKS)
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(30)))
        .max_idle_connections(128)
        .max_idle_connections_per_host(128)
        .http_status_as_error(true);
    config.build().into()
}

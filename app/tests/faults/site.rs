//! One installation, and the program that serves it.

use crate::http::{Answer, Client, Lost};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use xingtan_db::{Db, Options, Source};
use xingtan_testkit::TestDb;

/// The password of the first administrator.
pub const PASSWORD: &str = "Meadow-7391-lark";

/// A data folder, and a PostgreSQL database where there is one.
pub struct Site {
    pub folder: TempDir,
    pub data: PathBuf,
    server: Option<TestDb>,
    /// Another way to the server than the direct one.
    pub through: Option<String>,
    logs: AtomicU32,
}

impl Site {
    /// On SQLite. Lies in memory where it can: a killed program loses nothing that the kernel has.
    pub fn sqlite() -> Self {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = tempfile::Builder::new().prefix("xingtan-faults-").tempdir_in(root).unwrap();
        Site {
            data: folder.path().join("data"),
            folder,
            server: None,
            through: None,
            logs: AtomicU32::new(0),
        }
    }

    /// On the tests' PostgreSQL, where there is one.
    pub async fn postgres() -> Option<Self> {
        let server = xingtan_testkit::postgres(&[]).await?;
        Some(Site { server: Some(server), ..Site::sqlite() })
    }

    /// On both engines.
    pub async fn both() -> Vec<Self> {
        let mut sites = vec![Site::sqlite()];
        sites.extend(Site::postgres().await);
        sites
    }

    pub fn engine(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    pub fn source(&self) -> Source {
        match &self.server {
            Some(server) => server.source().clone(),
            None => Source::File(self.data.join("xingtan.db")),
        }
    }

    /// The tables, as a look from outside.
    pub async fn db(&self) -> Db {
        Db::open(self.source(), Options::default()).await.unwrap()
    }

    /// The program with the place of this installation, and nothing of this process's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
        command.env_clear().args(arguments).arg("--data").arg(&self.data);
        command
            .env("XINGTAN_ADMIN_PASSWORD", PASSWORD)
            .env("XINGTAN_BACKUP_PASSPHRASE", "apricots in the wind");
        if let Some(server) = &self.server {
            command.arg("--database").arg(self.through.clone().unwrap_or_else(|| server.address()));
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must end well, and reads what it answers.
    pub fn well(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}: {arguments:?}: {said} {told}", self.engine());
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    /// An institution with the administrator `gao`; answers a token for all.
    pub fn set_up(&self) -> String {
        self.well(&["init", "--kind", "academy", "--admin", "gao", "--name", "Qinghe"]);
        self.token()
    }

    /// Another token for all.
    pub fn token(&self) -> String {
        let made = self.well(&["token", "create", "--user", "gao", "--scope", "all", "--json"]);
        made["secret"].as_str().unwrap().to_owned()
    }

    pub fn serve(&self) -> Program {
        self.serve_with(&[])
    }

    /// Serves on a free port, with further variables.
    pub fn serve_with(&self, variables: &[(&str, &str)]) -> Program {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.envs(variables.iter().copied());
        let log = self.folder.path().join(format!("log-{}", self.logs.fetch_add(1, Ordering::Relaxed)));
        Program::start(command, log)
    }

    /// The trail is whole, and the doctor finds nothing wrong.
    pub fn is_sound(&self) {
        let verified = self.well(&["audit", "verify", "--json"]);
        assert_eq!(verified["sound"], true, "{}: {verified}", self.engine());
        let looked = self.run(&["doctor", "--json"]);
        assert!(looked.status.success(), "{}", String::from_utf8_lossy(&looked.stdout));
    }
}

/// A program that serves; killed when it is dropped.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Program {
    fn start(mut command: Command, log: PathBuf) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let _gone = child.wait();
            panic!("the program did not start: {line}{}", std::fs::read_to_string(&log).unwrap());
        };
        Program { child, address, log }
    }

    pub fn visitor(&self) -> Client {
        Client::new(self.address)
    }

    pub fn with_token(&self, token: &str) -> Client {
        Client::with_token(self.address, token)
    }

    /// SIGKILL: nothing of the program runs any more.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn tell_to_stop(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    }

    /// Waits for its end; fails the test where it takes longer.
    pub fn ended_within(mut self, span: Duration) -> ExitStatus {
        let until = Instant::now() + span;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the program does not end: {}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// SIGTERM, and an end with status 0.
    pub fn stop(self) {
        self.tell_to_stop();
        let status = self.ended_within(Duration::from_secs(30));
        assert!(status.success(), "{status}");
    }

    /// What stands in its log.
    pub fn said(&self) -> String {
        let mut text = String::new();
        File::open(&self.log).unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Its own child, if it still runs.
        let _ended = self.child.kill();
        let _gone = self.child.wait();
        if std::thread::panicking() {
            let said = self.said();
            let tail: Vec<&str> = said.lines().rev().take(15).collect();
            eprintln!("last lines of the program's log, newest first:\n{}", tail.join("\n"));
        }
    }
}

/// The unit at the root of the organisation.
pub fn root_unit(client: &mut Client) -> String {
    let nodes = client.get("/api/v1/nodes").unwrap().json();
    nodes["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Opens an account; the user name is also the key under which it may be asked for again.
pub fn open_account(client: &mut Client, unit: &str, user: &str) -> Result<Answer, Lost> {
    let body =
        json!({ "name": "林一", "user_name": user, "unit": unit, "mail": format!("{user}@qinghe.example") });
    let mut answer = client.post_json("/api/v1/people", user, &body)?;
    // Whoever asks too often waits, as the program says.
    for _ in 0..100 {
        if answer.status != 429 {
            break;
        }
        std::thread::sleep(Duration::from_millis(700));
        answer = client.post_json("/api/v1/people", user, &body)?;
    }
    Ok(answer)
}

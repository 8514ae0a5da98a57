//! One PostgreSQL for all test processes of a machine.
//!
//! `XINGTAN_TEST_POSTGRES` names a server to use (an address whose user may create databases). Otherwise Debian's
//! binaries are started in a temporary folder, as an unprivileged user, without fsync. The first test process starts
//! the server under a lock, the others find it; it stops itself when no test has asked for it for a while. What an
//! ended session has left behind is thrown away, never repaired.

use std::{
    fs::{self, File},
    io,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        net::UnixStream,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// Minutes without a test after which the server stops.
const IDLE_MINUTES: u32 = 20;
/// Not the usual port: only part of the socket's name here.
const PORT: u16 = 5499;

/// Where the tests' PostgreSQL is.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    base: String,
}

impl Server {
    /// The server, started if need be. `None` where there is none on this machine, which in CI is an error.
    pub(crate) fn get() -> Option<&'static Server> {
        static SERVER: OnceLock<Option<Server>> = OnceLock::new();
        SERVER.get_or_init(find).as_ref()
    }

    /// The address of one of its databases.
    pub(crate) fn address(&self, database: &str) -> String {
        match self.base.split_once('?') {
            Some((base, query)) => format!("{base}/{database}?{query}"),
            None => format!("{}/{database}", self.base),
        }
    }
}

fn find() -> Option<Server> {
    if let Ok(address) = std::env::var("XINGTAN_TEST_POSTGRES") {
        return Some(given(&address));
    }
    let Some(programs) = programs() else {
        assert!(std::env::var_os("CI").is_none(), "PostgreSQL is missing: run scripts/setup");
        eprintln!("skipped on PostgreSQL: it is not installed (scripts/setup installs it)");
        return None;
    };
    let folder = folder();
    let started = locked(&folder.join("lock"), || ensure(&programs, &folder));
    started.unwrap_or_else(|e| panic!("the tests' PostgreSQL in {} does not start: {e}", folder.display()));
    let host = folder.join("postgres").to_string_lossy().replace('/', "%2F");
    Some(Server { base: format!("postgres://postgres@{host}:{PORT}") })
}

/// The address without its database.
fn given(address: &str) -> Server {
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let end = address[scheme..].find('/').map_or(address.len(), |at| scheme + at);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Server { base: format!("{}{query}", &address[..end]) }
}

/// The newest of Debian's installed versions.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &Path| path.file_name().and_then(|n| n.to_str()).and_then(|n| n.parse::<u32>().ok());
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path))?;
    let programs = newest.join("bin");
    programs.join("initdb").exists().then_some(programs)
}

/// The well-known folder; one per user of the machine.
pub(crate) fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xingtan-test-{}", user()));
    let made = match fs::create_dir(&folder) {
        Ok(()) => fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    };
    made.unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    folder
}

fn user() -> u32 {
    fs::metadata("/proc/self").map_or(0, |of| of.uid())
}

/// Runs `work` while no other process holds the lock file.
pub(crate) fn locked<T>(lock: &Path, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let file = File::options().create(true).append(true).open(lock)?;
    file.lock()?;
    let done = work();
    file.unlock()?;
    done
}

fn ensure(programs: &Path, folder: &Path) -> io::Result<()> {
    // Also what the watch looks at: somebody is here.
    fs::write(folder.join("asked"), b"")?;
    let socket = folder.join(format!("postgres/.s.PGSQL.{PORT}"));
    if UnixStream::connect(&socket).is_ok() {
        return Ok(());
    }
    start(programs, folder)?;
    watch(programs, folder)
}

fn start(programs: &Path, folder: &Path) -> io::Result<()> {
    let own = folder.join("postgres");
    let (data, log) = (own.join("data"), own.join("log"));
    if data.join("postmaster.pid").exists() {
        // Perhaps it hangs; if it is long gone, there is nothing to stop.
        let _ = run(as_postgres(programs, "pg_ctl").args(["stop", "-m", "immediate", "-D"]).arg(&data));
    }
    match fs::remove_dir_all(&own) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir(&own)?,
    }
    if user() == 0 {
        // PostgreSQL refuses to run as root; it has a user of its own.
        run(Command::new("chown").arg("postgres").arg(&own))?;
    }
    run(as_postgres(programs, "initdb")
        .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(&data))?;
    let settings = [
        format!("-p {PORT} -k {}", own.display()),
        "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off".into(),
        "-c max_connections=400 -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0".into(),
        "-c autovacuum=off -c log_min_messages=fatal -c log_min_error_statement=panic".into(),
    ]
    .join(" ");
    let mut start = as_postgres(programs, "pg_ctl");
    start.args(["start", "-w", "-t", "60", "-o", &settings, "-l"]).arg(&log).arg("-D").arg(&data);
    run(&mut start).map_err(|error| {
        let said = fs::read_to_string(&log).unwrap_or_default();
        io::Error::other(format!("{error}: {said}"))
    })
}

/// A small shell that stops the server when no test has asked for it for a while.
fn watch(programs: &Path, folder: &Path) -> io::Result<()> {
    let script = "while [ -n \"$(find \"$1/asked\" -mmin -$2 2>/dev/null)\" ]; do sleep 60; done
        exec flock \"$1/lock\" \"$3/pg_ctl\" stop -m immediate -D \"$1/postgres/data\"";
    let mut command = Command::new("setsid");
    if user() == 0 {
        command.args(["runuser", "-u", "postgres", "--"]);
    }
    command.args(["sh", "-c", script, "sh"]).arg(folder).arg(IDLE_MINUTES.to_string()).arg(programs);
    quiet(&mut command).spawn().map(drop)
}

fn as_postgres(programs: &Path, program: &str) -> Command {
    if user() != 0 {
        return Command::new(programs.join(program));
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(programs.join(program));
    command
}

/// Without the pipes of this process: a server that held them would keep the test runner waiting.
fn quiet(command: &mut Command) -> &mut Command {
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = quiet(command).status()?;
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("{command:?} ended with {status}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_address_keeps_its_options() {
        let server = given("postgres://me:pw@host:5433/any?connect_timeout=3");
        assert_eq!(server.address("t1"), "postgres://me:pw@host:5433/t1?connect_timeout=3");
        assert_eq!(given("postgres://host").address("t1"), "postgres://host/t1");
    }
}

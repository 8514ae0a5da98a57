//! ffmpeg, ffprobe and others as child processes: found, started with little priority, watched, ended.

use crate::Fault;
use rustix::process::{Pid, Signal, kill_process_group, setpriority_process};
use std::{
    collections::VecDeque,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader},
    process::{Child, Command},
    time::{Instant, interval},
};

/// How much the system prefers everybody else, from 0 (not at all) to 19.
const NICE: i32 = 15;
/// Last lines of what a child complained about, for the log.
const LINES: usize = 20;
/// Bytes that ffprobe may say; a file with thousands of streams says more and is refused.
const MOST_SAID: u64 = 4 << 20;
/// ffprobe has this long.
const PROBE_TIME: Duration = Duration::from_secs(60);

/// The coats that may be opened. None of them names other files (playlists, concatenations, picture sequences do), so a
/// crafted upload cannot make the tool read the server's own.
const COATS: &str = "mov,mp4,matroska,webm,avi,asf,flv,mpegts,mpeg,mp3,aac,flac,wav,ogg,w64,aiff";

/// Where the programs are and how they work.
#[derive(Clone, Debug)]
pub struct Tools {
    /// ffmpeg: a path, or a name that is looked for.
    pub ffmpeg: PathBuf,
    /// ffprobe, likewise.
    pub ffprobe: PathBuf,
    /// LibreOffice, likewise.
    pub soffice: PathBuf,
    /// pdftotext, likewise.
    pub pdftotext: PathBuf,
    /// LibreOffice may take so long for one document.
    pub office_time: Duration,
    /// Threads that one transcoding may use.
    pub threads: usize,
    /// A child that makes no progress for so long is ended.
    pub patience: Duration,
    /// Where renditions are made before they are put into storage; `DATA/media-work`.
    pub work: PathBuf,
}

impl Tools {
    /// The programs of the system, half of the machine's threads, two minutes of patience, three for a document.
    pub fn of_system(work: PathBuf) -> Tools {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Tools {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            soffice: "soffice".into(),
            pdftotext: "pdftotext".into(),
            office_time: Duration::from_secs(180),
            threads: (cores / 2).max(1),
            patience: Duration::from_secs(120),
            work,
        }
    }

    /// The first line of what each program says of itself, ffmpeg first.
    ///
    /// # Errors
    /// The program that cannot be started.
    pub async fn versions(&self) -> Result<[String; 2], PathBuf> {
        Ok([version(&self.ffmpeg, "-version", 2).await?, version(&self.ffprobe, "-version", 2).await?])
    }

    /// What LibreOffice says of its version.
    ///
    /// # Errors
    /// The program that cannot be started.
    pub async fn office_version(&self) -> Result<String, PathBuf> {
        version(&self.soffice, "--version", 1).await
    }

    /// What ffprobe says of a file in `folder`, as JSON.
    ///
    /// # Errors
    /// Why nothing is known of it.
    pub(crate) async fn probe(&self, folder: &Path, name: &str) -> Result<Vec<u8>, Fault> {
        let mut command = Command::new(&self.ffprobe);
        command.args(crate::probe::ASK).args(safely()).args(["-i", name]).current_dir(folder);
        let said = tokio::time::timeout(PROBE_TIME, all_of(command)).await;
        said.map_err(|_| {
            tracing::warn!("ffprobe did not answer in time");
            Fault::Hung
        })?
    }

    /// Runs ffmpeg with `arguments` in `folder`; `written` holds how many milliseconds it has written. Dropped before its
    /// end, the child is ended with all that it started.
    pub(crate) async fn run(
        &self,
        arguments: &[String],
        folder: &Path,
        written: &AtomicI64,
    ) -> Result<(), Fault> {
        let mut command = Command::new(&self.ffmpeg);
        command.args([
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "warning",
            "-progress",
            "pipe:1",
            "-nostats",
            "-y",
        ]);
        command.args(arguments).current_dir(folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = Group::start(command)?;
        // A program that was killed cannot end its child: whoever starts it again finds it by this.
        if let Some(id) = child.0.id() {
            let _noted = std::fs::write(folder.join("pid"), id.to_string());
        }
        let (out, errors) = (child.0.stdout.take(), child.0.stderr.take());
        let complaints = tokio::spawn(last_lines(errors));
        let ended = match watch(out, self.patience, written).await {
            Watched::Closed => tokio::time::timeout(self.patience, child.0.wait()).await.ok(),
            Watched::Silent => None,
        };
        child.end().await;
        let lines = complaints.await.unwrap_or_default();
        let fault = match ended {
            None => Fault::Hung,
            Some(Ok(status)) if status.success() => return Ok(()),
            Some(Ok(status)) => fault_of(status, &lines),
            Some(Err(_)) => Fault::Crashed,
        };
        tracing::warn!(?fault, lines = lines.join(" | "), "ffmpeg failed");
        Err(fault)
    }
}

/// Arguments before an input: no network, no formats that lead to other files.
pub(crate) fn safely() -> [&'static str; 4] {
    ["-protocol_whitelist", "file,pipe", "-format_whitelist", COATS]
}

/// A child with a process group of its own, so that it ends with all that it may have started; ended when dropped.
pub(crate) struct Group(pub Child);

impl Group {
    pub fn start(mut command: Command) -> Result<Group, Fault> {
        let child = command.process_group(0).kill_on_drop(true).spawn().map_err(|error| {
            tracing::warn!(%error, program = ?command.as_std().get_program(), "a program cannot be started");
            match error.kind() {
                ErrorKind::NotFound | ErrorKind::PermissionDenied => Fault::NoFfmpeg,
                _ => Fault::Crashed,
            }
        })?;
        let group = Group(child);
        // Pages come first. Refused or not, the work is done.
        let _lowered = setpriority_process(group.pid(), NICE);
        Ok(group)
    }

    fn pid(&self) -> Option<Pid> {
        self.0.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw)
    }

    fn kill(&self) {
        if let Some(pid) = self.pid() {
            let _gone = kill_process_group(pid, Signal::KILL);
        }
    }

    pub async fn end(&mut self) {
        self.kill();
        let _ended = self.0.wait().await;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

enum Watched {
    Closed,
    Silent,
}

/// Reads progress until the child closes its output. Progress is whatever changes; a child that says the same again
/// and again hangs.
async fn watch(out: Option<tokio::process::ChildStdout>, patience: Duration, written: &AtomicI64) -> Watched {
    let Some(out) = out else { return Watched::Closed };
    let mut lines = BufReader::new(out).lines();
    let mut tick = interval(patience / 20);
    let (mut state, mut block, mut since) = (String::new(), String::new(), Instant::now());
    loop {
        tokio::select! {
            // What has been said already counts before the silence after it.
            biased;
            line = lines.next_line() => match line {
                Ok(Some(line)) => {
                    if let Some(micros) = line.strip_prefix("out_time_us=") {
                        written.store(micros.trim().parse::<i64>().unwrap_or(0) / 1000, Ordering::Relaxed);
                    }
                    if ["frame=", "out_time_us=", "total_size="].iter().any(|it| line.starts_with(it)) {
                        block.push_str(&line);
                    }
                    if line.starts_with("progress=") {
                        if block != state {
                            (state, since) = (block.clone(), Instant::now());
                        }
                        block.clear();
                    }
                }
                Ok(None) | Err(_) => return Watched::Closed,
            },
            _ = tick.tick() => {
                if since.elapsed() > patience {
                    return Watched::Silent;
                }
            }
        }
    }
}

pub(crate) async fn last_lines(errors: Option<tokio::process::ChildStderr>) -> Vec<String> {
    let mut last = VecDeque::new();
    let Some(errors) = errors else { return Vec::new() };
    let mut reader = BufReader::new(errors);
    let mut line = Vec::new();
    while let Ok(1..) = (&mut reader).take(4096).read_until(b'\n', &mut line).await {
        if last.len() == LINES {
            last.pop_front();
        }
        last.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
    last.into()
}

/// What the end of a child and its last words mean.
fn fault_of(status: ExitStatus, lines: &[String]) -> Fault {
    let says = |words: &[&str]| lines.iter().any(|line| words.iter().any(|word| line.contains(word)));
    if says(&["No space left on device", "Disk quota exceeded"]) {
        Fault::DiskFull
    } else if status.code().is_none() {
        Fault::Crashed
    } else if says(&[
        "Unknown decoder",
        "Decoder not found",
        "no decoder found",
        "Could not find codec parameters",
    ]) {
        Fault::Unsupported
    } else if says(&[
        "Invalid data found",
        "moov atom not found",
        "does not contain any stream",
        "Output file is empty",
    ]) {
        Fault::Unreadable
    } else {
        Fault::Crashed
    }
}

/// The output of a program that ends soon.
async fn all_of(mut command: Command) -> Result<Vec<u8>, Fault> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Group::start(command)?;
    let (out, errors) = (child.0.stdout.take(), child.0.stderr.take());
    let complaints = tokio::spawn(last_lines(errors));
    let mut said = Vec::new();
    if let Some(out) = out {
        out.take(MOST_SAID).read_to_end(&mut said).await.map_err(|_| Fault::Crashed)?;
    }
    let status = child.0.wait().await.map_err(|_| Fault::Crashed)?;
    if status.success() {
        return Ok(said);
    }
    let lines = complaints.await.unwrap_or_default();
    tracing::info!(lines = lines.join(" | "), "a file could not be read");
    Err(if status.code().is_none() { Fault::Crashed } else { Fault::Unreadable })
}

/// The word that says the version, in the first line of what a program says of itself: `ffmpeg version 5.1.9 …`,
/// `LibreOffice 7.4.7.2 …`.
async fn version(program: &Path, asked: &str, word: usize) -> Result<String, PathBuf> {
    let mut command = Command::new(program);
    command.arg(asked);
    let said = tokio::time::timeout(Duration::from_secs(10), all_of(command)).await;
    let said = said.ok().and_then(Result::ok).ok_or_else(|| program.to_owned())?;
    let text = String::from_utf8_lossy(&said);
    let mut words = text.lines().next().unwrap_or_default().split_whitespace();
    Ok(words.nth(word).unwrap_or("?").to_owned())
}

/// Ends what a killed program left running in a work folder.
pub(crate) fn end_rest(folder: &Path) {
    let Ok(text) = std::fs::read_to_string(folder.join("pid")) else { return };
    let Some(pid) = text.trim().parse().ok().and_then(Pid::from_raw) else { return };
    // The number may belong to somebody else by now: only who works in this very folder is meant.
    let works_here = std::fs::read_link(format!("/proc/{}/cwd", text.trim()))
        .is_ok_and(|cwd| folder.canonicalize().is_ok_and(|folder| cwd == folder));
    if works_here {
        let _gone = kill_process_group(pid, Signal::KILL);
    }
}

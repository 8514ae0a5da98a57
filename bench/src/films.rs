//! Parts of a film: how many bytes a second players get, against what nginx gives of the same file in the same run
//! (issue 3, "Speed": no less than 70 %).

use super::{
    pages::make_demo_films,
    program::{Program, Result, process_cpu},
};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};
use ureq::Agent;

/// Players that ask at the same time, each for one part after the other.
const PLAYERS: usize = 16;
/// Length of the film.
const SECONDS: u32 = 60;
/// How often both are measured, in turn; the best of each counts, because other work only ever takes away.
const TURNS: usize = 3;

/// A part of the film: where it begins and how many bytes it has.
type Part = (u64, u64);

/// What one server gave.
#[derive(Clone, Copy, Default)]
struct Given {
    megabytes: f64,
    parts: f64,
    /// Milliseconds of CPU of the server for a part.
    cpu: f64,
}

/// Makes a film, has it processed, and asks both servers for its parts.
pub fn run(binary: &Path, span: Duration) -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!("\nParts of a film, {PLAYERS} players at the same time\n");
    let Some(films) = film(folder.path())? else {
        println!("  ffmpeg is not installed (scripts/setup installs it): not measured");
        return Ok(());
    };
    let data = folder.path().join("data");
    make_demo_films(binary, &data, &films)?;
    let program = Program::start(binary, &data, None)?;
    let learner = program.sign_in("learner")?;
    let film = lesson(&program, &learner)?;
    let parts = parts(&program.text(&learner, &film.replace(".mp4", ".m3u8"))?)?;
    let whole =
        learner.get(program.at(&film)).call()?.body_mut().with_config().limit(1 << 32).read_to_vec()?;
    let root = folder.path().join("www");
    fs::create_dir_all(&root)?;
    fs::write(root.join("film.mp4"), &whole)?;
    let Some(nginx) = Nginx::start(folder.path())? else {
        println!("  nginx is not installed (scripts/setup bench installs it): not measured");
        return Ok(());
    };
    let (mut ours, mut theirs) = (Given::default(), Given::default());
    let cookie = cookie(&learner)?;
    for _ in 0..TURNS {
        let given = ask(nginx.address, "/film.mp4", "", &parts, span, &|| nginx.cpu())?;
        theirs = theirs.better(given);
        let given = ask(program.address()?, &film, &cookie, &parts, span, &|| program.cpu())?;
        ours = ours.better(given);
    }
    println!("  {:<28}{:>12}{:>12}{:>14}{:>10}", "", "MB/s", "parts/s", "CPU ms/part", "ratio");
    println!("{}", theirs.line("nginx", theirs));
    println!("{}", ours.line("the program", theirs));
    Ok(())
}

impl Given {
    fn better(self, other: Given) -> Given {
        if other.megabytes > self.megabytes { other } else { self }
    }

    fn line(self, name: &str, base: Given) -> String {
        let Given { megabytes, parts, cpu } = self;
        let ratio = megabytes / base.megabytes;
        format!("  {name:<28}{megabytes:>12.0}{parts:>12.0}{cpu:>14.3}{ratio:>10.2}")
    }
}

/// A folder as `xingtan demo --media` takes it, with one film that looks different everywhere and at any time, so that
/// its parts are as large as those of a real one; none without ffmpeg.
fn film(folder: &Path) -> Result<Option<std::path::PathBuf>> {
    let films = folder.join("films");
    fs::create_dir_all(&films)?;
    let picture = format!("testsrc2=size=1280x720:rate=25:duration={SECONDS},noise=alls=30:allf=t");
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", &picture])
        .args(["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "6M", "-pix_fmt", "yuv420p"])
        .arg(films.join("long.mp4"))
        .stdin(Stdio::null())
        .status();
    match made {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
        Ok(status) if !status.success() => return Err("ffmpeg made no film".into()),
        Ok(_) => {}
    }
    let index = r#"{"roles": {}, "films": {"long": {"title": "Film", "file": "long.mp4", "tracks": []}}}"#;
    fs::write(films.join("index.json"), index)?;
    Ok(Some(films))
}

/// The address of the largest rendition of the demo's film, for a learner enrolled in its course.
fn lesson(program: &Program<'_>, learner: &Agent) -> Result<String> {
    let list = program.text(learner, "/catalog?q=%E5%9B%9B%E5%8D%81%E5%88%86%E9%92%9F")?;
    let course =
        addresses(&list, "/courses/", 36).next().ok_or("the film's course is not in the catalogue")?;
    learner.post(program.at(&format!("{course}/enrolments"))).send_empty()?;
    let page = program.text(learner, &course)?;
    let film = addresses(&page, &format!("{course}/lessons/"), 36)
        .find_map(|lesson| program.text(learner, &format!("{lesson}/media/master.m3u8")).ok());
    let list = film.ok_or("the course shows no film")?;
    // The list holds whole addresses below this site; the middle rendition comes first.
    let largest = list.lines().filter(|line| !line.starts_with('#')).max_by_key(|line| height(line));
    Ok(largest.ok_or("the film has no renditions")?.replace(".m3u8", ".mp4"))
}

fn height(address: &str) -> u32 {
    let name = address.rsplit('/').next().unwrap_or_default();
    name.split('p').next().and_then(|pixels| pixels.parse().ok()).unwrap_or_default()
}

/// Addresses in a page that begin so and end with so many more signs.
fn addresses<'a>(page: &'a str, prefix: &'a str, more: usize) -> impl Iterator<Item = String> + 'a {
    let quoted = page.split('"').filter(move |it| it.starts_with(prefix) && it.len() == prefix.len() + more);
    quoted.map(str::to_owned)
}

/// The parts that a playlist names, by `#EXT-X-BYTERANGE:LENGTH@START`.
fn parts(playlist: &str) -> Result<Vec<Part>> {
    let ranges = playlist.lines().filter_map(|line| line.strip_prefix("#EXT-X-BYTERANGE:"));
    let parts: Option<Vec<Part>> = ranges
        .map(|range| {
            range.split_once('@').and_then(|(length, start)| start.parse().ok().zip(length.parse().ok()))
        })
        .collect();
    parts
        .filter(|it| !it.is_empty())
        .ok_or_else(|| format!("the playlist names no parts:\n{playlist}").into())
}

fn cookie(agent: &Agent) -> Result<String> {
    let jar = agent.cookie_jar_lock();
    let cookies: Vec<String> = jar.iter().map(|it| format!("{}={}", it.name(), it.value())).collect();
    if cookies.is_empty() { Err("signed in without a cookie".into()) } else { Ok(cookies.join("; ")) }
}

/// Players that ask a server for parts as fast as they get them. They only count bytes: the machine is the servers'.
fn ask(
    server: SocketAddr,
    path: &str,
    cookie: &str,
    parts: &[Part],
    span: Duration,
    cpu: &dyn Fn() -> Result<f64>,
) -> Result<Given> {
    let (stop, ready) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(PLAYERS + 1)));
    let (bytes, count) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut players = Vec::new();
    for player in 0..PLAYERS {
        let requests: Vec<String> = parts
            .iter()
            .map(|(start, length)| {
                let last = start + length - 1;
                format!(
                    "GET {path} HTTP/1.1\r\nhost: {server}\r\ncookie: {cookie}\r\nrange: bytes={start}-{last}\r\n\r\n"
                )
            })
            .collect();
        let (stop, ready, bytes, count) = (stop.clone(), ready.clone(), bytes.clone(), count.clone());
        players.push(thread::spawn(move || -> Result<()> {
            let opened = TcpStream::connect(server);
            let mut scratch = vec![0; 1 << 18];
            ready.wait();
            let mut stream = opened?;
            for request in requests.iter().cycle().skip(player) {
                if stop.load(Relaxed) {
                    break;
                }
                bytes.fetch_add(fetch(&mut stream, request, &mut scratch)?, Relaxed);
                count.fetch_add(1, Relaxed);
            }
            Ok(())
        }));
    }
    ready.wait();
    // The first second opens files and fills caches; it does not count.
    thread::sleep(Duration::from_secs(1));
    let (from, fetched, before, begun) = (bytes.load(Relaxed), count.load(Relaxed), cpu()?, Instant::now());
    thread::sleep(span);
    let (seconds, used) = (begun.elapsed().as_secs_f64(), cpu()? - before);
    let (given, asked) = ((bytes.load(Relaxed) - from) as f64, (count.load(Relaxed) - fetched).max(1) as f64);
    stop.store(true, Relaxed);
    for player in players {
        player.join().map_err(|_| "a player panicked")??;
    }
    Ok(Given { megabytes: given / 1e6 / seconds, parts: asked / seconds, cpu: used * 1e3 / asked })
}

/// One part; its bytes are counted and thrown away.
fn fetch(stream: &mut TcpStream, request: &str, scratch: &mut [u8]) -> Result<u64> {
    stream.write_all(request.as_bytes())?;
    let (head, read) = head(stream, scratch)?;
    let text = std::str::from_utf8(scratch.get(..head).unwrap_or_default())?.to_ascii_lowercase();
    if !text.starts_with("http/1.1 206") {
        return Err(format!("not a part: {}", text.lines().next().unwrap_or_default()).into());
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: u64 = length.ok_or("a part without a length")?.trim().parse()?;
    let mut filled = (read - head) as u64;
    while filled < length {
        let most = usize::try_from(length - filled)?.min(scratch.len());
        match stream.read(scratch.get_mut(..most).unwrap_or_default())? {
            0 => return Err("a part was broken off".into()),
            read => filled += read as u64,
        }
    }
    Ok(filled)
}

/// Reads the head of an answer: its length, and how much was read with what followed it.
fn head(stream: &mut TcpStream, scratch: &mut [u8]) -> Result<(usize, usize)> {
    let mut read = 0;
    loop {
        let room = scratch.get_mut(read..).unwrap_or_default();
        match stream.read(room)? {
            0 => return Err("the line was closed".into()),
            more => read += more,
        }
        let so_far = scratch.get(..read).unwrap_or_default();
        if let Some(end) = so_far.windows(4).position(|it| it == b"\r\n\r\n") {
            return Ok((end + 4, read));
        }
    }
}

/// nginx as it is set up to give files away fast; it ends when this is dropped.
struct Nginx {
    child: Child,
    address: SocketAddr,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it: SIGTERM, as Child::kill would leave them behind.
        let _gone = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _reaped = self.child.wait();
    }
}

impl Nginx {
    /// None where it is not installed.
    fn start(folder: &Path) -> Result<Option<Nginx>> {
        let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let place = folder.display();
        let settings = format!(
            "daemon off; user root; worker_processes auto; pid {place}/nginx.pid; error_log {place}/nginx.log; \
             events {{ worker_connections 1024; }} \
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; \
             open_file_cache max=16; server {{ listen {free}; root {place}/www; }} }}"
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, settings)?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&file).arg("-e").arg(folder.join("nginx.log"));
        let child = match command.stdin(Stdio::null()).stderr(Stdio::null()).spawn() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            child => child?,
        };
        let nginx = Nginx { child, address: free };
        let begun = Instant::now();
        while TcpStream::connect(free).is_err() {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err("nginx does not get ready".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(nginx))
    }

    /// Seconds of CPU so far, of all its processes.
    fn cpu(&self) -> Result<f64> {
        let own = self.child.id();
        let workers = fs::read_to_string(format!("/proc/{own}/task/{own}/children"))?;
        let mut seconds = process_cpu(own)?;
        for worker in workers.split_whitespace() {
            seconds += process_cpu(worker.parse()?)?;
        }
        Ok(seconds)
    }
}

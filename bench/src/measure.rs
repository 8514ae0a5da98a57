//! What a load takes: operations a second, times, and this process's CPU.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// What came of a load.
pub struct Figures {
    /// Operations.
    count: u64,
    wall: Duration,
    cpu: Duration,
    /// Microseconds of each operation, sorted.
    micros: Vec<u32>,
}

impl Figures {
    fn new(mut micros: Vec<u32>, wall: Duration, cpu: Duration) -> Figures {
        micros.sort_unstable();
        Figures { count: micros.len() as u64, wall, cpu, micros }
    }

    /// Operations a second.
    pub fn rate(&self) -> f64 {
        self.count as f64 / self.wall.as_secs_f64()
    }

    /// CPU microseconds of this process for one operation.
    pub fn cpu(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.count.max(1) as f64
    }

    /// Microseconds within which this many of a hundred operations were done.
    fn percentile(&self, percent: usize) -> u32 {
        let last = self.micros.len().saturating_sub(1);
        self.micros.get((self.micros.len() * percent / 100).min(last)).copied().unwrap_or(0)
    }

    /// One line of the table.
    pub fn print(&self, name: &str) {
        println!(
            "  {name:<28} {:>9.0}/s   p50 {:>6} µs   p99 {:>7} µs   CPU {:>7.1} µs",
            self.rate(),
            self.percentile(50),
            self.percentile(99),
            self.cpu(),
        );
    }
}

/// The head of a table.
pub fn title(words: &str) {
    println!("\n{words}");
}

/// The last line of a table: the second load against the first.
pub fn compare(raw: &Figures, facade: &Figures) {
    println!(
        "  {:<28} {:>9.2} ×   {:>36} CPU {:>7.2} ×",
        "facade / raw",
        facade.rate() / raw.rate(),
        "",
        facade.cpu() / raw.cpu(),
    );
}

/// `workers` threads that each call their own operation for the given time. `make` is called on the thread.
pub fn threads<W: FnMut(u64)>(workers: usize, span: Duration, make: impl Fn() -> W + Sync) -> Figures {
    let (next, ready) = (AtomicU64::new(0), std::sync::Barrier::new(workers + 1));
    let stop = AtomicBool::new(false);
    let mut wall = Duration::ZERO;
    let mut cpu = Duration::ZERO;
    let micros = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut work = make();
                    let mut micros = Vec::new();
                    ready.wait();
                    while !stop.load(Relaxed) {
                        let started = Instant::now();
                        work(next.fetch_add(1, Relaxed));
                        micros.push(micros_of(started));
                    }
                    micros
                })
            })
            .collect();
        ready.wait();
        let (started, cpu_before) = (Instant::now(), cpu_time());
        std::thread::sleep(span);
        (wall, cpu) = (started.elapsed(), cpu_time().saturating_sub(cpu_before));
        stop.store(true, Relaxed);
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    Figures::new(micros, wall, cpu)
}

/// `workers` tasks that each await one operation after the other for the given time.
pub async fn tasks<F, Fut>(workers: usize, span: Duration, work: F) -> Figures
where
    F: Fn(u64) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let (next, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let (started, cpu_before) = (Instant::now(), cpu_time());
    let tasks: Vec<_> = (0..workers)
        .map(|_| {
            let (work, next, stop) = (work.clone(), next.clone(), stop.clone());
            tokio::spawn(async move {
                let mut micros = Vec::new();
                while !stop.load(Relaxed) {
                    let started = Instant::now();
                    work(next.fetch_add(1, Relaxed)).await;
                    micros.push(micros_of(started));
                }
                micros
            })
        })
        .collect();
    tokio::time::sleep(span).await;
    stop.store(true, Relaxed);
    let mut micros = Vec::new();
    for task in tasks {
        micros.extend(task.await.unwrap_or_default());
    }
    Figures::new(micros, started.elapsed(), cpu_time().saturating_sub(cpu_before))
}

fn micros_of(started: Instant) -> u32 {
    u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX)
}

/// User and system time of this process so far; in hundredths of a second, so measurements take seconds.
pub fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in parentheses may hold spaces; user and system time are the 12th and 13th field after it.
    let fields: Vec<&str> =
        stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect()).unwrap_or_default();
    let ticks = |i: usize| fields.get(i).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

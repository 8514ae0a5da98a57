//! Writers that note what was acknowledged to them.

use crate::{
    http::{Client, Lost},
    site::open_account,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
};

/// What writers were told.
#[derive(Default)]
pub struct Told {
    /// User name and id of every account that was acknowledged.
    pub acknowledged: Vec<(String, String)>,
    /// User names whose request had no answer.
    pub unanswered: Vec<String>,
    /// Whatever else came: statuses that are no 201, and torn answers.
    pub strange: Vec<String>,
}

impl Told {
    fn add(&mut self, more: Told) {
        self.acknowledged.extend(more.acknowledged);
        self.unanswered.extend(more.unanswered);
        self.strange.extend(more.strange);
    }
}

/// Writers at work.
pub struct Load {
    writers: Vec<JoinHandle<Told>>,
    enough: Arc<AtomicBool>,
    written: Arc<AtomicU64>,
}

impl Load {
    /// Starts `writers`, each with a connection of its own; user names begin with `name`. A writer goes on until it
    /// is told that it is enough or nobody answers.
    pub fn start(client: &Client, at: std::net::SocketAddr, unit: &str, writers: usize, name: &str) -> Load {
        let (enough, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let start = |n: usize| {
            let (mut client, unit, name) = (client.at(at), unit.to_owned(), format!("{name}-{n}"));
            let (enough, written) = (enough.clone(), written.clone());
            std::thread::spawn(move || {
                let mut told = Told::default();
                for count in 0.. {
                    if enough.load(Ordering::Relaxed) {
                        break;
                    }
                    let user = format!("{name}-{count}");
                    match open_account(&mut client, &unit, &user) {
                        Ok(answer) if answer.status == 201 => {
                            let id = answer.json()["person"]["id"].as_str().unwrap().to_owned();
                            told.acknowledged.push((user, id));
                            written.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(answer) => told.strange.push(format!("{user}: {} {}", answer.status, answer.body)),
                        Err(Lost::Refused) => break,
                        Err(Lost::Unanswered) => {
                            told.unanswered.push(user);
                            break;
                        }
                        Err(Lost::Torn) => {
                            told.strange.push(format!("{user}: torn"));
                            break;
                        }
                    }
                }
                told
            })
        };
        let writers = (0..writers).map(start).collect();
        Load { writers, enough, written }
    }

    /// Accounts acknowledged so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// What all writers were told, after the end of the program.
    pub fn told(self) -> Told {
        let mut all = Told::default();
        for writer in self.writers {
            all.add(writer.join().unwrap());
        }
        all
    }

    /// Tells the writers that it is enough.
    pub fn end(self) -> Told {
        self.enough.store(true, Ordering::Relaxed);
        self.told()
    }
}

//! PostgreSQL: some reader threads and some writer threads, each with its own connection.

mod connection;
mod worker;

pub(crate) use connection::{Pg, connect};

use crate::{Options, Result, queue::Queue, thread};
use std::{
    sync::{Arc, RwLock},
    thread::JoinHandle,
};

/// Connects and starts the threads.
pub(crate) async fn start(
    address: &str,
    options: &Options,
    reads: &Arc<Queue>,
    writes: &Arc<Queue>,
) -> Result<Vec<JoinHandle<()>>> {
    let room = Arc::new(RwLock::new(()));
    let lanes = [("read", reads, options.readers), ("write", writes, options.writers)];
    let mut threads = Vec::new();
    for (lane, queue, count) in lanes {
        for n in 0..count.max(1) {
            let (address, options, room) = (address.to_owned(), options.clone(), room.clone());
            let worker = thread::start(format!("db-{lane}-{n}"), queue.clone(), move |queue, ready| {
                worker::serve(&address, &options, &room, queue, ready)
            });
            threads.push(worker.await?);
        }
    }
    Ok(threads)
}

//! The bytes of one request, written as they come.

use crate::active::Line;
use axum::body::Body;
use futures_util::StreamExt as _;
use std::{fs::File, io, time::Duration};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _, BufWriter, SeekFrom};

/// What waits in memory before it is written.
const BUFFER: usize = 256 << 10;

/// How a request ended.
#[derive(Debug)]
pub enum End {
    /// With its last byte.
    Whole,
    /// Nothing came for too long, or somebody newer sends.
    Silent,
    /// The sender broke off.
    BrokenOff,
    /// There were more bytes than awaited; none was kept.
    TooMuch,
    /// The disk refused.
    Failed(io::Error),
}

/// Writes a body to the end of a file of `from` bytes, at most `left` more; answers how many the file has then, all of
/// them synced. Breaks off after `patience` without a byte; a body that trickles may take as long as it takes.
pub async fn receive(
    file: File,
    (from, left): (u64, u64),
    body: Body,
    line: &Line,
    patience: Duration,
) -> (u64, End) {
    let mut file = BufWriter::with_capacity(BUFFER, tokio::fs::File::from_std(file));
    let end = match file.seek(SeekFrom::Start(from)).await {
        Ok(_) => write(&mut file, left, body, line, patience).await,
        Err(error) => End::Failed(error),
    };
    settle(file, from, end).await
}

async fn write(
    file: &mut BufWriter<tokio::fs::File>,
    left: u64,
    body: Body,
    line: &Line,
    patience: Duration,
) -> End {
    let mut pieces = body.into_data_stream();
    let mut came = 0u64;
    loop {
        let piece = tokio::select! {
            piece = tokio::time::timeout(patience, pieces.next()) => piece,
            () = line.stopped() => return End::Silent,
        };
        let piece = match piece {
            Err(_) => return End::Silent,
            Ok(None) => return End::Whole,
            Ok(Some(Err(_))) => return End::BrokenOff,
            Ok(Some(Ok(piece))) => piece,
        };
        line.moved();
        came += piece.len() as u64;
        if came > left {
            return End::TooMuch;
        }
        if let Err(error) = file.write_all(&piece).await {
            return End::Failed(error);
        }
    }
}

/// What came is kept and synced; of a body that was too long nothing is.
async fn settle(mut file: BufWriter<tokio::fs::File>, from: u64, end: End) -> (u64, End) {
    let flushed = file.flush().await;
    let file = file.into_inner();
    let settled = async {
        if matches!(end, End::TooMuch) {
            file.set_len(from).await?;
        }
        file.sync_data().await?;
        Ok::<u64, io::Error>(file.metadata().await?.len())
    };
    let size = settled.await;
    // The lock ends with the file; nobody else is let in while a write is still under way.
    drop(file.into_std().await);
    match (size, flushed, end) {
        (Err(error), ..) => (from, End::Failed(error)),
        (Ok(size), Err(error), End::Whole) => (size, End::Failed(error)),
        (Ok(size), _, end) => (size, end),
    }
}

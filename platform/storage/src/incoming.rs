//! An upload while it comes in: counted, hashed and looked at; durable when it is finished, nothing when it is not.

use crate::{
    Bytes, Media, Store, StoreError,
    media::{HEAD, TAIL, sniff},
    scan::Scan,
};
use object_store::{ObjectStoreExt as _, PutPayload, WriteMultipart};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use xingtan_clock::Uuid;

/// What an upload may be.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// The greatest size in bytes.
    pub most: u64,
    /// The accepted media types, as [`sniff`] names them; empty when any is.
    pub accept: &'a [&'static str],
}

impl Policy<'static> {
    /// Any kind up to a size.
    pub const fn any(most: u64) -> Policy<'static> {
        Policy { most, accept: &[] }
    }
}

/// Bytes that lie durably in the store and wait to be kept by [`crate::file::keep`] within a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where they lie; also the id of the file that keeps them.
    pub id: Uuid,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// How many they are.
    pub size: i64,
    /// What they are.
    pub media: Media,
}

/// Up to this size an upload waits in memory and is put at once.
const SMALL: usize = 1 << 20;
/// Parts of a large upload on their way at a time.
const PARTS: usize = 2;

/// An upload that comes in pieces. Dropped before [`Incoming::finish`], nothing of it stays.
pub struct Incoming {
    store: Store,
    id: Uuid,
    most: u64,
    accept: Vec<&'static str>,
    size: u64,
    hash: Sha256,
    head: Vec<u8>,
    tail: Vec<u8>,
    waiting: Vec<u8>,
    large: Option<WriteMultipart>,
    scan: Option<Scan>,
}

impl Incoming {
    pub(crate) fn new(store: Store, id: Uuid, policy: &Policy<'_>) -> Incoming {
        Incoming {
            store,
            id,
            most: policy.most,
            accept: policy.accept.to_vec(),
            size: 0,
            hash: Sha256::new(),
            head: Vec::new(),
            tail: Vec::new(),
            waiting: Vec::new(),
            large: None,
            scan: None,
        }
    }

    /// Takes the next piece, of any length.
    ///
    /// # Errors
    /// When the upload is too large or the store refuses; the upload is then over.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        self.size += piece.len() as u64;
        if self.size > self.most {
            return Err(StoreError::TooLarge { limit: self.most });
        }
        self.hash.update(piece);
        self.head.extend(&piece[..piece.len().min(HEAD - self.head.len())]);
        self.remember_tail(piece);
        self.show(piece).await?;
        match &mut self.large {
            Some(large) => {
                large.wait_for_capacity(PARTS).await?;
                large.write(piece);
            }
            None => {
                self.waiting.extend(piece);
                if self.waiting.len() > SMALL {
                    let upload = self.store.objects().put_multipart(&Store::place(self.id)).await?;
                    let large = self.large.insert(WriteMultipart::new(upload));
                    large.write(&std::mem::take(&mut self.waiting));
                }
            }
        }
        Ok(())
    }

    /// Makes the bytes durable: written, synced and visible under their id as a whole.
    ///
    /// # Errors
    /// When there are none, they are of a kind that is not accepted, or the store refuses. Nothing of them stays.
    pub async fn finish(mut self) -> Result<Stored, StoreError> {
        if self.size == 0 {
            return Err(StoreError::Empty);
        }
        let media = sniff(&self.head, &self.tail);
        if !self.accept.is_empty() && !self.accept.contains(&media.media_type) {
            if let Some(large) = self.large.take() {
                large.abort().await?;
            }
            return Err(StoreError::NotAccepted { media_type: media.media_type });
        }
        if let Some(scan) = self.scan.take()
            && let Err(found) = scan.verdict().await
        {
            if let Some(large) = self.large.take() {
                large.abort().await?;
            }
            return Err(found);
        }
        match self.large.take() {
            Some(large) => drop(large.finish().await?),
            None => {
                let payload = PutPayload::from(Bytes::from(std::mem::take(&mut self.waiting)));
                self.store.objects().put(&Store::place(self.id), payload).await?;
            }
        }
        let size = i64::try_from(self.size).unwrap_or(i64::MAX);
        Ok(Stored { id: self.id, sha256: hex::encode(self.hash.finalize()), size, media })
    }

    /// Shows a piece to the virus scanner, if there is one.
    async fn show(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        if self.scan.is_none()
            && let Some(scanner) = self.store.scanner()
        {
            self.scan = Some(scanner.begin().await?);
        }
        if let Some(scan) = &mut self.scan {
            scan.piece(piece).await;
        }
        Ok(())
    }

    /// Keeps the last [`TAIL`] bytes, letting the buffer grow to twice that before it is cut.
    fn remember_tail(&mut self, piece: &[u8]) {
        self.tail.extend(&piece[piece.len().saturating_sub(TAIL)..]);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
    }
}

impl Store {
    /// Begins an upload that comes in pieces.
    pub fn begin(&self, policy: &Policy<'_>) -> Incoming {
        Incoming::new(self.clone(), self.next_id(), policy)
    }

    /// Puts bytes that are in memory.
    ///
    /// # Errors
    /// As [`Incoming::write`] and [`Incoming::finish`].
    pub async fn put(&self, bytes: &[u8], policy: &Policy<'_>) -> Result<Stored, StoreError> {
        let mut incoming = self.begin(policy);
        incoming.write(bytes).await?;
        incoming.finish().await
    }

    /// Puts bytes from a stream, such as the body of a request.
    ///
    /// # Errors
    /// As [`Incoming::write`] and [`Incoming::finish`]; [`StoreError::BrokenOff`] when the stream errs.
    pub async fn put_stream<E: std::fmt::Display>(
        &self,
        stream: impl futures_util::Stream<Item = Result<Bytes, E>>,
        policy: &Policy<'_>,
    ) -> Result<Stored, StoreError> {
        let mut stream = std::pin::pin!(stream);
        let mut incoming = self.begin(policy);
        while let Some(piece) = futures_util::StreamExt::next(&mut stream).await {
            incoming.write(&piece.map_err(|e| StoreError::BrokenOff(e.to_string()))?).await?;
        }
        incoming.finish().await
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("id", &self.id).field("size", &self.size).finish_non_exhaustive()
    }
}

/// Shared by all clones of a store.
pub(crate) type Objects = Arc<dyn object_store::ObjectStore>;

//! Files of the folder on their way out: films and downloads, read in large pieces.
//!
//! `object_store` reads a local file eight kilobytes at a time, each on another thread and back: of a film's part of a
//! megabyte that was most of the work (`make bench`, `media`). A bucket's bytes come as they come.

use crate::{
    StoreError,
    local::{blocking, told},
    store::{ByteStream, Bytes},
};
use futures_util::{StreamExt as _, stream};
use std::{fs::File, io, ops::Range, os::unix::fs::FileExt as _, path::PathBuf, sync::Arc};

/// How much is read at a time. Each connection holds about two of them, however slow its line.
const PIECE: u64 = 256 * 1024;

/// The bytes of a file, or of a range of it, that never changes while it is there.
///
/// # Errors
/// [`StoreError::Missing`] when it is not there; what goes wrong later ends the stream.
pub(crate) async fn open(path: PathBuf, range: Option<Range<u64>>) -> Result<ByteStream, StoreError> {
    let opened = blocking(move || {
        let file = File::open(path)?;
        let range = match range {
            Some(range) => range,
            None => 0..file.metadata()?.len(),
        };
        Ok((Arc::new(file), range))
    });
    let (file, range) = opened.await?.map_err(told)?;
    let next = async |(file, left): (Arc<File>, Range<u64>)| {
        if left.is_empty() {
            return Ok(None);
        }
        let until = left.end.min(left.start + PIECE);
        let (reading, piece) = (file.clone(), left.start..until);
        let bytes = blocking(move || read(&reading, piece)).await?.map_err(told)?;
        Ok::<_, StoreError>(Some((bytes, (file, until..left.end))))
    };
    Ok(stream::try_unfold((file, range), next).boxed())
}

fn read(file: &File, piece: Range<u64>) -> io::Result<Bytes> {
    let length = usize::try_from(piece.end - piece.start).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, piece.start)?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::TryStreamExt as _;
    use proptest::prelude::*;

    async fn all(path: PathBuf, range: Option<Range<u64>>) -> Result<Vec<u8>, StoreError> {
        let pieces: Vec<Bytes> = open(path, range).await?.try_collect().await?;
        Ok(pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_range_is_what_lies_there(size in 1usize..900_000, from in 0usize..900_000, length in 0usize..900_000) {
            let (from, folder) = (from.min(size), tempfile::tempdir().unwrap());
            let (until, path) = ((from + length).min(size), folder.path().join("film"));
            let bytes: Vec<u8> = (0..size).map(|n| (n / 7 % 251) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let range = from as u64..until as u64;
            prop_assert_eq!(&runtime.block_on(all(path.clone(), Some(range))).unwrap()[..], &bytes[from..until]);
            prop_assert_eq!(&runtime.block_on(all(path, None)).unwrap(), &bytes);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_gone_or_short_is_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        assert!(matches!(all(path.clone(), None).await, Err(StoreError::Missing)));
        std::fs::write(&path, b"short").unwrap();
        assert!(all(path, Some(0..9)).await.is_err());
    }
}

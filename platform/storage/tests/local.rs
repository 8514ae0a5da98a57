//! Files of this machine that become contents: linked on the same disk, streamed elsewhere.

use object_store::local::LocalFileSystem;
use std::{os::unix::fs::MetadataExt as _, path::PathBuf, sync::Arc};
use xingtan_clock::{Clock, Ids, Timestamp};
use xingtan_db::Error;
use xingtan_storage::{Policy, Store, StoreError, file};
use xingtan_testkit::sqlite;

const ANY: Policy<'_> = Policy::any(64 << 20);

fn ids() -> Ids {
    Ids::new(Clock::System)
}

fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|n| (n as u8).wrapping_mul(7) ^ (n >> 9) as u8).collect()
}

#[tokio::test]
async fn a_file_becomes_a_content_with_the_hash_and_kind_of_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let linking = Store::folder(folder.path().join("files"), ids()).unwrap();
    std::fs::create_dir(folder.path().join("bucket")).unwrap();
    let bucket = LocalFileSystem::new_with_prefix(folder.path().join("bucket")).unwrap();
    let streaming = Store::over(Arc::new(bucket), ids());
    for size in [1, 8192, (1 << 20) + 1, 13 << 20] {
        let mut whole = bytes(size);
        whole.splice(0..0, *b"%PDF-");
        let path = folder.path().join("upload");
        std::fs::write(&path, &whole).unwrap();
        for (store, links) in [(&linking, 2), (&streaming, 1)] {
            let stored = store.put_file(&path, &ANY).await.unwrap();
            let put = store.put(&whole, &ANY).await.unwrap();
            assert_eq!((&stored.sha256, stored.size, stored.media), (&put.sha256, put.size, put.media));
            assert_eq!(stored.media.media_type, "application/pdf");
            assert_eq!(std::fs::metadata(&path).unwrap().nlink(), links, "no byte is copied on one disk");
            let db = sqlite(&[xingtan_storage::migrations()]).await;
            let now: Timestamp = Clock::System.now();
            let keep = db.write::<_, Error>(move |tx| file::keep(tx, &stored, "a.pdf", None, now));
            let row = keep.await.unwrap();
            std::fs::remove_file(&path).unwrap();
            assert!(store.read(&row, 64 << 20).await.unwrap() == whole, "its first name is not needed");
            std::fs::write(&path, &whole).unwrap();
        }
    }
}

#[tokio::test]
async fn a_file_that_is_refused_leaves_nothing_and_stays_with_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::folder(folder.path().join("files"), ids()).unwrap();
    let write = |bytes: &[u8]| -> PathBuf {
        let path = folder.path().join("upload");
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let empty = store.put_file(&write(b""), &ANY).await;
    assert!(matches!(empty, Err(StoreError::Empty)));
    let large = store.put_file(&write(b"abcd"), &Policy::any(3)).await;
    assert!(matches!(large, Err(StoreError::TooLarge { limit: 3 })));
    let policy = Policy { most: 9, accept: &["application/pdf"] };
    let other = store.put_file(&write(b"abcd"), &policy).await;
    assert!(matches!(other, Err(StoreError::NotAccepted { media_type: "text/plain" })));
    let gone = store.put_file(&folder.path().join("nothing"), &ANY).await;
    assert!(matches!(gone, Err(StoreError::Missing)));
    assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 0);
    assert_eq!(std::fs::read(folder.path().join("upload")).unwrap(), b"abcd");
}

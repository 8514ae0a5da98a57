//! A disk that is really full: a small tmpfs. Skipped with a word where mounting is not allowed.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{path::Path, process::Command};
use xingtan_clock::{Clock, Ids};
use xingtan_storage::{Policy, Store, StoreError};

struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Small> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(folder.path())
            .output();
        mount.is_ok_and(|m| m.status.success()).then_some(Small(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // A mount that stays would only keep its own temporary folder.
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { bytes_below(&path) } else { path.metadata().unwrap().len() }).sum()
}

#[tokio::test]
async fn a_full_disk_refuses_uploads_of_any_size_and_keeps_nothing_of_them() {
    let Some(small) = Small::mount() else {
        eprintln!("skipped: mounting a tmpfs is not allowed here");
        return;
    };
    let store = Store::folder(small.0.path(), Ids::new(Clock::System)).unwrap();
    for size in [500_000, 5 << 20] {
        let refused = store.put(&vec![b'x'; size], &Policy::any(u64::MAX)).await;
        assert!(matches!(refused, Err(StoreError::Full)), "{size}: {refused:?}");
    }
    // What was begun is removed in the background.
    for _ in 0..100 {
        if bytes_below(small.0.path()) == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(bytes_below(small.0.path()), 0);
    assert!(store.put(b"small enough", &Policy::any(100)).await.is_ok());
}

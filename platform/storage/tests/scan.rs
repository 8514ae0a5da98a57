//! What the virus scanner says, said by a small stand-in for clamd.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use xingtan_clock::{Clock, Ids};
use xingtan_storage::{Policy, Scanner, Store, StoreError, Unscanned};

const ANY: Policy<'_> = Policy::any(64 << 20);
/// The stand-in takes no more than this, as clamd does with its own limit.
const LIMIT: usize = 8 << 20;

/// The harmless text that every scanner finds, built from parts so that none finds it here.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

/// Speaks INSTREAM; answers where it listens, and how many bytes it saw of each stream.
async fn clamd() -> (Scanner, Arc<Mutex<Vec<usize>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let seeing = seen.clone();
    tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let seeing = seeing.clone();
            tokio::spawn(async move {
                let mut command = vec![0; 10];
                line.read_exact(&mut command[..6]).await.unwrap();
                if &command[..6] == b"zPING\0" {
                    line.write_all(b"PONG\0").await.unwrap();
                    return;
                }
                line.read_exact(&mut command[6..]).await.unwrap();
                assert_eq!(command, b"zINSTREAM\0");
                let mut bytes = Vec::new();
                loop {
                    let length = line.read_u32().await.unwrap() as usize;
                    if length == 0 {
                        break;
                    }
                    if bytes.len() + length > LIMIT {
                        line.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
                        return;
                    }
                    let from = bytes.len();
                    bytes.resize(from + length, 0);
                    line.read_exact(&mut bytes[from..]).await.unwrap();
                }
                seeing.lock().unwrap().push(bytes.len());
                let found = bytes.windows(eicar().len()).any(|window| window == eicar());
                let verdict: &[u8] = if found { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
                line.write_all(verdict).await.unwrap();
            });
        }
    });
    (address.parse().unwrap(), seen)
}

struct House {
    folder: tempfile::TempDir,
    store: Store,
}

fn house(scanner: Scanner) -> House {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::folder(folder.path().join("files"), Ids::new(Clock::System)).unwrap();
    House { folder, store: store.scanned_by(Some(scanner)) }
}

impl House {
    /// Both ways in: bytes, and a file.
    async fn both(&self, bytes: &[u8]) -> [Result<i64, StoreError>; 2] {
        let path = self.folder.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        let put = [self.store.put(bytes, &ANY).await, self.store.put_file(&path, &ANY).await];
        put.map(|stored| stored.map(|it| it.size))
    }

    fn contents(&self) -> usize {
        fn files(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
        }
        files(&self.folder.path().join("files"))
    }
}

#[tokio::test]
async fn clean_bytes_are_taken_after_the_scanner_saw_all_of_them() {
    let (scanner, seen) = clamd().await;
    scanner.ping().await.unwrap();
    let house = house(scanner);
    for size in [5, 3 << 20] {
        for stored in house.both(&vec![b'x'; size]).await {
            assert_eq!(stored.unwrap(), size as i64);
        }
    }
    assert_eq!(*seen.lock().unwrap(), [5, 5, 3 << 20, 3 << 20]);
}

#[tokio::test]
async fn what_the_scanner_finds_is_named_and_not_kept() {
    let house = house(clamd().await.0);
    let large = [vec![b'x'; 2 << 20], eicar(), vec![b'x'; 1 << 20]].concat();
    for bytes in [eicar(), large] {
        for refused in house.both(&bytes).await {
            assert!(matches!(&refused, Err(StoreError::Infected { name }) if name == "Eicar-Signature"));
            assert!(refused.unwrap_err().is_for_good());
        }
    }
    // What was begun is removed in the background.
    for _ in 0..100 {
        if house.contents() == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(house.contents(), 0);
}

#[tokio::test]
async fn what_the_scanner_did_not_see_is_not_taken() {
    let (scanner, _) = clamd().await;
    for refused in house(scanner).both(&vec![b'x'; LIMIT + (4 << 20)]).await {
        assert!(matches!(refused, Err(StoreError::NotScanned(Unscanned::TooLarge))), "{refused:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nobody.local_addr().unwrap().to_string();
    drop(nobody);
    let socket = tempfile::tempdir().unwrap().path().join("clamd.ctl");
    for scanner in [address, socket.display().to_string()] {
        let scanner: Scanner = scanner.parse().unwrap();
        assert!(scanner.ping().await.is_err());
        for refused in house(scanner).both(b"abc").await {
            let refused = refused.unwrap_err();
            assert!(matches!(refused, StoreError::NotScanned(Unscanned::Unreachable)), "{refused:?}");
            assert!(!refused.is_for_good());
        }
    }
}

//! Over a real connection: what a dropped line leaves, and that any way of splitting gives the same bytes.

mod house;

use axum::body::Body;
use futures_util::stream;
use house::{House, tables};
use proptest::{prelude::*, test_runner::TestRunner};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use xingtan_testkit::sqlite;

#[tokio::test]
async fn a_line_that_drops_in_the_middle_of_a_body_leaves_what_came() {
    let db = sqlite(&tables()).await;
    let folder = tempfile::tempdir().unwrap();
    let house = House::new(db.handle(), folder.path()).await;
    let teacher = house.teacher();
    let at = house.open(&teacher, "a.bin", 1_000_000).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = house.router.clone();
    let served = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut line = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "PATCH {at} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: 1000000\r\n\r\n",
        teacher.cookie
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&vec![b'a'; 400_000]).await.unwrap();
    line.flush().await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(line);
    let mut offset = 0;
    for _ in 0..100 {
        offset = house.head(&teacher, &at).await.is(200).offset();
        if offset == 400_000 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(offset, 400_000, "all that was sent before the line dropped");
    let mut line = TcpStream::connect(address).await.unwrap();
    let head = head
        .replace("Upload-Offset: 0", "Upload-Offset: 400000")
        .replace("1000000\r\n\r\n", "600000\r\n\r\n");
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&vec![b'b'; 600_000]).await.unwrap();
    let mut answer = vec![0; 12];
    line.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 204");
    let kept = house.form(&teacher, &at).await.is(200).body;
    let whole = [vec![b'a'; 400_000], vec![b'b'; 600_000]].concat();
    assert!(kept == whole, "the same bytes");
    served.abort();
}

/// One request of a sender: how many bytes it means to send, and after which share of them it breaks off.
type Part = (usize, Option<u8>);

#[test]
fn any_way_of_splitting_and_breaking_off_gives_the_same_bytes() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (db, house) = runtime.block_on(async {
        let db = sqlite(&tables()).await;
        let house = House::new(db.handle(), folder.path()).await;
        (db, house)
    });
    let teacher = house.teacher();
    let part = (1usize..90_000, prop::option::weighted(0.4, any::<u8>()));
    let case = (1usize..300_000, any::<u8>(), prop::collection::vec(part, 1..8));
    let mut runner = TestRunner::new(ProptestConfig { cases: 40, ..ProptestConfig::default() });
    let ran = runner.run(&case, |(size, seed, parts)| {
        let bytes: Vec<u8> = (0..size).map(|n| (n as u8).wrapping_mul(31) ^ (n >> 8) as u8 ^ seed).collect();
        let kept = runtime.block_on(upload(&house, &teacher, &bytes, &parts));
        prop_assert!(kept == bytes, "{} bytes instead of {size}", kept.len());
        Ok(())
    });
    ran.unwrap();
    drop(db);
}

async fn upload(house: &House, who: &house::Person, bytes: &[u8], parts: &[Part]) -> Vec<u8> {
    let at = house.open(who, "a.bin", bytes.len()).await;
    let mut turns = parts.iter();
    loop {
        let offset = house.head(who, &at).await.is(200).offset() as usize;
        if offset == bytes.len() {
            return house.form(who, &at).await.is(200).body;
        }
        // After all these turns the rest comes whole.
        let (length, breaks) = turns.next().copied().unwrap_or((usize::MAX, None));
        let rest = bytes[offset..].iter().take(length).copied().collect::<Vec<_>>();
        match breaks {
            // Breaks off in the middle, at least a byte having come: the rest never would.
            Some(share) => {
                let came = (rest.len() * usize::from(share) / 256).max(1);
                let broken = Err(io::Error::from(io::ErrorKind::ConnectionReset));
                let body = stream::iter([Ok(rest[..came].to_vec()), broken]);
                house.patch(who, &at, offset as u64, Body::from_stream(body)).await.is(400);
            }
            None => {
                let end = offset + rest.len();
                assert_eq!(house.patch(who, &at, offset as u64, rest).await.is(204).offset(), end as u64);
            }
        }
    }
}

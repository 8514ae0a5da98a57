//! What a connection may cost: how many there are, and how long a silent one is kept (OPS-4).
//!
//! Each connection holds a file handle. Whoever opens hundreds and says nothing must not take the handles that pages,
//! the database and the trail's sealer need.

use axum_server::accept::Accept;
use std::{
    collections::HashMap,
    future::Future,
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

/// A browser sends the head of a request at once; a slow line needs seconds.
pub const HEAD: Duration = Duration::from_secs(20);
/// A connection on which nothing moves in either direction is closed after this long.
pub const IDLE: Duration = Duration::from_secs(120);

/// File handles that are kept back for the database, uploads, mails and the trail.
const KEPT_BACK: u64 = 256;
/// Connections that are allowed however few handles there are.
const FEWEST: u64 = 64;

/// How many connections there may be at once: the handles of the process (raised to what it may have) less those that
/// are kept back.
pub fn most() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let current = if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
    let handles = current.unwrap_or(65_536).min(65_536);
    usize::try_from(handles.saturating_sub(KEPT_BACK).max(FEWEST.min(handles / 2))).unwrap_or(1024)
}

/// Counts connections, all and by address. A single address may hold half: a school behind one address is many
/// people, but never everybody.
#[derive(Clone)]
pub struct Doorkeeper {
    open: Arc<Mutex<Open>>,
    most: usize,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

impl Doorkeeper {
    /// Lets so many in at once.
    pub fn new(most: usize) -> Self {
        Doorkeeper { open: Arc::default(), most }
    }

    fn enter(&self, address: IpAddr) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = open.by_address.get(&address).copied().unwrap_or_default();
        // On loopback everybody comes through the same proxy.
        let share = if address.is_loopback() { self.most } else { self.most.div_ceil(2) };
        if open.all >= self.most || of_address >= share {
            return None;
        }
        open.all += 1;
        *open.by_address.entry(address).or_default() += 1;
        Some(Place { open: self.open.clone(), address })
    }
}

/// A connection's place; it becomes free when this is dropped.
struct Place {
    open: Arc<Mutex<Open>>,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all -= 1;
        if let Some(count) = open.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for Doorkeeper {
    type Stream = Connection;
    type Service = S;
    type Future = std::future::Ready<io::Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = stream.peer_addr().and_then(|peer| {
            self.enter(peer.ip()).ok_or_else(|| io::Error::other("there are too many connections"))
        });
        std::future::ready(place.map(|place| {
            // Small answers go out at once; a failure only delays them.
            let _delayed = stream.set_nodelay(true);
            (Connection::new(stream, place, IDLE), service)
        }))
    }
}

/// A connection that ends when nothing moves on it.
pub struct Connection {
    stream: TcpStream,
    idle: Duration,
    until: Pin<Box<Sleep>>,
    _place: Place,
}

impl Connection {
    fn new(stream: TcpStream, place: Place, idle: Duration) -> Self {
        Connection { stream, idle, until: Box::pin(tokio::time::sleep(idle)), _place: place }
    }

    fn moved(&mut self) {
        let until = Instant::now() + self.idle;
        self.until.as_mut().reset(until);
    }

    /// Passes on what became of reading or writing; an error in place of further waiting when it has been silent.
    fn watch<T>(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.moved();
            return polled;
        }
        match self.until.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.watch(cx, polled)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.watch(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    fn at(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn one_address_gets_half_of_the_places_and_gives_them_back() {
        let door = Doorkeeper::new(4);
        let held: Vec<_> = (0..2).map(|_| door.enter(at(1)).unwrap()).collect();
        assert!(door.enter(at(1)).is_none(), "half is taken");
        let other = (door.enter(at(2)).unwrap(), door.enter(at(3)).unwrap());
        assert!(door.enter(at(4)).is_none(), "all are taken");
        drop((held, other));
        assert!(door.enter(at(1)).is_some());
        assert_eq!(door.open.lock().unwrap().by_address.len(), 0);
    }

    #[tokio::test]
    async fn a_silent_connection_ends_and_a_lively_one_stays() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut near = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (far, peer) = listener.accept().await.unwrap();
        let place = Doorkeeper::new(4).enter(peer.ip()).unwrap();
        let mut far = Connection::new(far, place, Duration::from_millis(300));
        let mut read = [0; 1];
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            near.write_all(b"x").await.unwrap();
            assert_eq!(far.read(&mut read).await.unwrap(), 1);
        }
        assert_eq!(far.read(&mut read).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}

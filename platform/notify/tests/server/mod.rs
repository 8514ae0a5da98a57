//! A mail server for tests, on this machine's loopback address only.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// How it treats its callers.
#[derive(Clone, Copy)]
pub enum Temper {
    /// Takes everything.
    Friendly,
    /// Accepts the connection and says nothing.
    Hangs,
    /// Refuses recipients that begin with `no` (550) or `later` (450).
    Choosy,
}

/// A running server.
pub struct Server {
    pub port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// The mails it has taken, with quoted-printable undone.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// Starts one; it ends with the test.
pub async fn server(temper: Temper) -> Server {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let log = taken.clone();
    tokio::spawn(async move {
        while let Ok((caller, _)) = listener.accept().await {
            let log = log.clone();
            tokio::spawn(async move {
                let _ = serve(caller, temper, log).await;
            });
        }
    });
    Server { port, taken }
}

/// A port on which nobody listens.
pub async fn closed_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    listener.local_addr().unwrap().port()
}

async fn serve(caller: TcpStream, temper: Temper, taken: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    if let Temper::Hangs = temper {
        return std::future::pending().await;
    }
    let mut caller = BufReader::new(caller);
    caller.write_all(b"220 test ESMTP\r\n").await?;
    loop {
        let Some(line) = line(&mut caller).await? else { return Ok(()) };
        let answer = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" if matches!(temper, Temper::Choosy) && line.contains("<no") => "550 no such mailbox",
            "RCPT" if matches!(temper, Temper::Choosy) && line.contains("<later") => "450 mailbox is busy",
            "DATA" => {
                caller.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = self::line(&mut caller).await?.filter(|line| line != ".") {
                    text.push_str(&line);
                    text.push('\n');
                }
                // Soft line breaks and equal signs; enough for what the tests look for.
                taken.lock().unwrap().push(text.replace("=\n", "").replace("=3D", "="));
                "250 taken"
            }
            "QUIT" => {
                caller.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok",
        };
        caller.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn line(caller: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    if caller.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

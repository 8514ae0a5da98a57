//! The virus scanner: clamd by its INSTREAM command (DESIGN, rulings, "Virus scan"). Bytes are streamed to it before
//! they become a content; what it did not see is not taken.

use crate::{StoreError, error::Unscanned};
use std::{fmt, path::PathBuf, str::FromStr, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    time::timeout,
};

/// A scanner that does not answer for so long is not there.
const REACHED: Duration = Duration::from_secs(5);
/// It takes the next piece within.
const TAKEN: Duration = Duration::from_secs(30);
/// It judges within, once it has everything: archives take their time.
const JUDGED: Duration = Duration::from_secs(180);
/// Bytes of one piece at most.
const PIECE: usize = 1 << 20;
/// A verdict is a line.
const LONGEST_VERDICT: u64 = 4096;

/// Where a scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// `host:port`.
    Tcp(String),
    /// The path of a socket.
    Unix(PathBuf),
}

/// What cannot be the address of a scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scanner is given as host:port or as the path of its socket")]
pub struct NoScanner;

impl FromStr for Scanner {
    type Err = NoScanner;

    fn from_str(text: &str) -> Result<Scanner, NoScanner> {
        let text = text.strip_prefix("unix:").unwrap_or(text);
        if text.starts_with('/') {
            return Ok(Scanner::Unix(PathBuf::from(text)));
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0) => {
                Ok(Scanner::Tcp(text.to_owned()))
            }
            _ => Err(NoScanner),
        }
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scanner::Tcp(address) => f.write_str(address),
            Scanner::Unix(path) => path.display().fmt(f),
        }
    }
}

trait Line: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Line for T {}

/// A content that is being looked at.
pub(crate) struct Scan {
    line: Box<dyn Line>,
    /// The scanner took no more before the end; its verdict says why.
    is_over: bool,
}

impl Scanner {
    /// Whether it answers: for the doctor.
    ///
    /// # Errors
    /// [`StoreError::NotScanned`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut line = self.reach().await?;
        send(&mut *line, b"zPING\0").await.map_err(|_| self.lost("no answer"))?;
        let answer = verdict(&mut *line).await.map_err(|why| self.lost(&why))?;
        if answer == "PONG" { Ok(()) } else { Err(self.lost(&answer)) }
    }

    /// Begins to look at a content.
    pub(crate) async fn begin(&self) -> Result<Scan, StoreError> {
        let mut line = self.reach().await?;
        send(&mut *line, b"zINSTREAM\0").await.map_err(|why| self.lost(&why))?;
        Ok(Scan { line, is_over: false })
    }

    async fn reach(&self) -> Result<Box<dyn Line>, StoreError> {
        let reached = async {
            Ok::<Box<dyn Line>, std::io::Error>(match self {
                Scanner::Tcp(address) => Box::new(TcpStream::connect(address).await?),
                Scanner::Unix(path) => Box::new(UnixStream::connect(path).await?),
            })
        };
        match timeout(REACHED, reached).await {
            Ok(Ok(line)) => Ok(line),
            Ok(Err(error)) => Err(self.lost(&error.to_string())),
            Err(_) => Err(self.lost("no answer")),
        }
    }

    fn lost(&self, why: &str) -> StoreError {
        tracing::error!(scanner = %self, why, "the virus scanner cannot be reached");
        StoreError::NotScanned(Unscanned::Unreachable)
    }
}

impl Scan {
    /// Shows it the next piece.
    pub(crate) async fn piece(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            if self.is_over {
                return;
            }
            let length = u32::try_from(piece.len()).unwrap_or(u32::MAX).to_be_bytes();
            let sent = async {
                send(&mut *self.line, &length).await?;
                send(&mut *self.line, piece).await
            };
            self.is_over = sent.await.is_err();
        }
    }

    /// What it found, after the last piece.
    ///
    /// # Errors
    /// [`StoreError::Infected`], [`StoreError::NotScanned`].
    pub(crate) async fn verdict(mut self) -> Result<(), StoreError> {
        if !self.is_over {
            // Whether it hears the end is said by its answer.
            let _heard = send(&mut *self.line, &[0; 4]).await;
        }
        match verdict(&mut *self.line).await {
            Ok(answer) => judge(&answer),
            Err(why) => {
                tracing::error!(why, "the virus scanner gave no verdict");
                Err(StoreError::NotScanned(Unscanned::Unreachable))
            }
        }
    }
}

/// What an answer means.
fn judge(answer: &str) -> Result<(), StoreError> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(());
    }
    if let Some(name) = said.strip_suffix(" FOUND") {
        let name = name.chars().filter(|c| !c.is_control()).take(100).collect();
        return Err(StoreError::Infected { name });
    }
    tracing::error!(answer, "the virus scanner did not look at a file");
    let too_large = said.contains("size limit exceeded");
    Err(StoreError::NotScanned(if too_large { Unscanned::TooLarge } else { Unscanned::Unreachable }))
}

async fn send(line: &mut dyn Line, bytes: &[u8]) -> Result<(), String> {
    match timeout(TAKEN, line.write_all(bytes)).await {
        Ok(sent) => sent.map_err(|error| error.to_string()),
        Err(_) => Err("it takes nothing".to_owned()),
    }
}

async fn verdict(line: &mut dyn Line) -> Result<String, String> {
    let mut answer = Vec::new();
    let read = async {
        let mut line = line.take(LONGEST_VERDICT);
        let mut byte = [0];
        while line.read(&mut byte).await? > 0 && byte != [0] {
            answer.push(byte[0]);
        }
        Ok::<_, std::io::Error>(())
    };
    match timeout(JUDGED, read).await {
        Ok(Ok(())) if !answer.is_empty() => Ok(String::from_utf8_lossy(&answer).trim().to_owned()),
        Ok(Ok(())) => Err("it closed the line".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it does not come to an end".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanners_are_given_by_port_or_socket() {
        assert_eq!("clam.example:3310".parse(), Ok(Scanner::Tcp("clam.example:3310".into())));
        assert_eq!("[::1]:3310".parse(), Ok(Scanner::Tcp("[::1]:3310".into())));
        for path in ["/run/clamd.ctl", "unix:/run/clamd.ctl"] {
            assert_eq!(path.parse(), Ok(Scanner::Unix("/run/clamd.ctl".into())));
        }
        for wrong in ["", "clamd", ":3310", "clamd:x", "clamd:0", "clamd:99999"] {
            assert_eq!(wrong.parse::<Scanner>(), Err(NoScanner), "{wrong}");
        }
    }

    #[test]
    fn answers_are_understood() {
        assert!(judge("stream: OK").is_ok());
        let found = judge("stream: Win.Test.EICAR_HDB-1 FOUND");
        assert!(matches!(found, Err(StoreError::Infected { name }) if name == "Win.Test.EICAR_HDB-1"));
        let large = judge("INSTREAM size limit exceeded. ERROR");
        assert!(matches!(large, Err(StoreError::NotScanned(Unscanned::TooLarge))));
        for other in ["", "stream: Can't allocate memory ERROR", "UNKNOWN COMMAND"] {
            assert!(matches!(judge(other), Err(StoreError::NotScanned(Unscanned::Unreachable))), "{other}");
        }
    }
}

//! A small HTTP client that tells apart what a test of faults must know: refused, lost before an answer, torn.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};
use url::form_urlencoded::Serializer;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nobody listens.
    Refused,
    /// The connection ended, or nothing came in time, before the first byte of an answer.
    Unanswered,
    /// An answer began and did not end.
    Torn,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// The value of the first field of this name in the page.
    pub fn field(&self, name: &str) -> Option<&str> {
        let tag = self.body.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")))?;
        tag.split("value=\"").nth(1)?.split('"').next()
    }
}

/// A browser or a program: keeps its connection, cookies and headers.
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
    /// How long an answer may take.
    pub patience: Duration,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        let patience = Duration::from_secs(40);
        Client { address, stream: None, cookies: BTreeMap::new(), headers: Vec::new(), patience }
    }

    /// A program with a token.
    pub fn with_token(address: SocketAddr, token: &str) -> Self {
        let mut client = Client::new(address);
        client.headers.push(("authorization".into(), format!("Bearer {token}")));
        client
    }

    /// The same visitor at another address, as after a restart.
    pub fn at(&self, address: SocketAddr) -> Self {
        let mut client = Client::new(address);
        client.cookies.clone_from(&self.cookies);
        client.headers.clone_from(&self.headers);
        client
    }

    pub fn get(&mut self, path: &str) -> Result<Answer, Lost> {
        self.ask("GET", path, &[], b"")
    }

    /// Posts JSON under a key that lets it be sent again.
    pub fn post_json(&mut self, path: &str, key: &str, body: &serde_json::Value) -> Result<Answer, Lost> {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.ask("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Posts a form.
    pub fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Lost> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let origin = format!("http://{}", self.address);
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin.as_str())];
        self.ask("POST", path, &headers, body.as_bytes())
    }

    /// Posts a form with a file.
    pub fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        field: &str,
        file: &[u8],
    ) -> Result<Answer, Lost> {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--XT\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head =
            format!("--XT\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"x.csv\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n--XT--\r\n");
        let origin = format!("http://{}", self.address);
        let headers = [("content-type", "multipart/form-data; boundary=XT"), ("origin", origin.as_str())];
        self.ask("POST", path, &headers, &body)
    }

    /// Signs in; fails the test where that is refused.
    pub fn sign_in(&mut self, user: &str, password: &str) {
        let answer = self.post_form("/sign-in", &[("user", user), ("password", password)]).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        let door = self.get("/").unwrap();
        if door.header("location") == Some("/account/consents") {
            let key = self.get("/account/consents").unwrap().field("form_key").unwrap().to_owned();
            let consent = [("form_key", key.as_str()), ("terms", "yes"), ("privacy", "yes")];
            assert_eq!(self.post_form("/account/consents", &consent).unwrap().status, 303);
        }
    }

    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, Lost> {
        let outcome = self.exchange(method, path, headers, body);
        match &outcome {
            Ok(answer) => {
                if answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
                    self.stream = None;
                }
                let set = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
                for (name, value) in set.filter_map(|(_, line)| line.split(';').next()?.split_once('=')) {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            Err(_) => self.stream = None,
        }
        outcome
    }

    fn exchange(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, Lost> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.cookies.is_empty() {
            let all: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", all.join("; ")));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect(self.address).map_err(|_| Lost::Refused)?;
                stream.set_nodelay(true).map_err(|_| Lost::Unanswered)?;
                none.insert(BufReader::new(stream))
            }
        };
        let write = |stream: &mut TcpStream| {
            stream.set_read_timeout(Some(self.patience))?;
            stream.write_all(&[head.as_bytes(), body].concat())
        };
        write(stream.get_mut()).map_err(|_| Lost::Unanswered)?;
        let mut first = String::new();
        match stream.read_line(&mut first) {
            Ok(n) if n > 0 => {}
            _ => return Err(Lost::Unanswered),
        }
        rest(stream, &first, method == "HEAD").map_err(|_| Lost::Torn)
    }
}

/// Reads an answer after its first line.
fn rest(stream: &mut BufReader<TcpStream>, first: &str, bare: bool) -> io::Result<Answer> {
    let torn = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(torn)?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        match line.split_once(':') {
            Some((name, value)) => headers.push((name.to_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut answer = Answer { status, headers, body: String::new() };
    let mut body = Vec::new();
    let chunked = answer.header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
    if bare || matches!(status, 204 | 304) {
    } else if chunked {
        loop {
            let size = usize::from_str_radix(line(stream)?.trim(), 16).map_err(|_| torn())?;
            let mut piece = vec![0; size + 2];
            stream.read_exact(&mut piece)?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&piece[..size]);
        }
    } else if let Some(length) = answer.header("content-length") {
        body = vec![0; length.parse().map_err(|_| torn())?];
        stream.read_exact(&mut body)?;
    } else {
        stream.read_to_end(&mut body)?;
    }
    answer.body = String::from_utf8_lossy(&body).into_owned();
    Ok(answer)
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    match stream.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

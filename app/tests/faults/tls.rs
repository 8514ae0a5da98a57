//! Served over TLS with files of its own.

use crate::site::Site;
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, Stream,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Command,
    sync::Arc,
};

#[test]
fn with_certificate_and_key_it_serves_https() {
    let site = Site::sqlite();
    site.set_up();
    let (cert, key) = (site.folder.path().join("cert.pem"), site.folder.path().join("key.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    openssl.args(["-days", "30", "-subj", "/CN=qinghe.example", "-addext", "subjectAltName=IP:127.0.0.1"]);
    openssl
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&cert);
    match openssl.output() {
        Ok(made) => assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr)),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "openssl makes the certificate of this test: {error}");
            eprintln!("skipped: openssl is not installed");
            return;
        }
    }
    let files = [("XINGTAN_TLS_CERT", cert.to_str().unwrap()), ("XINGTAN_TLS_KEY", key.to_str().unwrap())];
    let program = site.serve_with(&files);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&cert).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let ask = |path: &str| {
        let mut connection =
            ClientConnection::new(config.clone(), ServerName::try_from("127.0.0.1").unwrap()).unwrap();
        let mut socket = TcpStream::connect(program.address).unwrap();
        let mut stream = Stream::new(&mut connection, &mut socket);
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", program.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        // Some peers end without saying so first.
        let _ended = stream.read_to_string(&mut answer);
        answer
    };
    assert!(ask("/healthz").starts_with("HTTP/1.1 200"));
    let door = ask("/sign-in");
    assert!(door.starts_with("HTTP/1.1 200") && door.contains("strict-transport-security"), "{door}");
    program.stop();
    site.is_sound();
}

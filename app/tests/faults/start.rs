//! Started wrongly: a clear sentence and an exit status, never a program that half works.

use crate::site::Site;
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Starts a program that must not go on; answers its status and what it said.
pub fn refused(mut command: Command) -> (i32, String) {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("it goes on: {:?}", child.wait_with_output().unwrap());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.stdout.is_empty(), "it says that it listens");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn serve(site: &Site) -> Command {
    site.command(&["serve", "--listen", "127.0.0.1:0"])
}

#[test]
fn a_broken_configuration_is_named_and_ends_with_two() {
    let site = Site::sqlite();
    let file = site.folder.path().join("xingtan.toml");
    let with = |text: &str| {
        fs::write(&file, text).unwrap();
        let mut command = serve(&site);
        command.arg("--config").arg(&file);
        refused(command)
    };
    for (text, words) in [
        ("listen = ", "xingtan.toml"),
        ("nonsense = 1", "nonsense"),
        ("max_upload_mib = 0", "max_upload_mib"),
        ("public_url = 'ftp://x'", "public_url"),
        ("tls_cert = 'a.pem'", "tls_key"),
        ("database = 'mysql://x/y'", "postgres://"),
        ("smtp = 'gopher://mail'", "smtp"),
        ("smtp = 'smtp://mail'", "mail_from"),
        ("log = 'in[fo'", "log"),
    ] {
        let (code, said) = with(text);
        assert_eq!(code, 2, "{text}: {said}");
        assert!(said.contains(words), "{text}: {said}");
        assert!(!site.data.exists(), "{text}: nothing was begun");
    }
    let mut command = serve(&site);
    command.arg("--config").arg(site.folder.path().join("none.toml"));
    let (code, said) = refused(command);
    assert!(code == 2 && said.contains("none.toml"), "{code}: {said}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let site = Site::sqlite();
    let file = site.folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
    command.env_clear().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(file.join("data"));
    let (code, said) = refused(command);
    assert!(code == 1 && said.contains("data folder") && said.contains("file/data"), "{code}: {said}");

    // Whoever is root may write everywhere, unless the file system itself may not be written.
    fs::create_dir(&site.data).unwrap();
    fs::set_permissions(&site.data, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(site.data.join("probe"), "").is_err() {
        let (code, said) = refused(serve(&site));
        assert!(code == 1 && said.contains("data"), "{code}: {said}");
    } else {
        fs::remove_dir_all(&site.data).unwrap();
        fs::create_dir(&site.data).unwrap();
        fs::create_dir(site.data.join("xingtan.db")).unwrap();
        let (code, said) = refused(serve(&site));
        assert!(code == 1 && said.contains("xingtan.db"), "{code}: {said}");
    }
    fs::set_permissions(&site.data, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_file_that_is_no_database_is_named_and_left_alone() {
    let site = Site::sqlite();
    fs::create_dir(&site.data).unwrap();
    let file = site.data.join("xingtan.db");
    fs::write(&file, "meeting notes, not a database".repeat(100)).unwrap();
    let (code, said) = refused(serve(&site));
    assert!(code == 1 && said.contains("xingtan.db"), "{code}: {said}");
    assert!(fs::read_to_string(&file).unwrap().starts_with("meeting notes"));
}

#[test]
fn a_port_in_use_is_named() {
    let site = Site::sqlite();
    site.set_up();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = refused(site.command(&["serve", "--listen", &address]));
    assert!(code == 1 && said.contains(&address), "{code}: {said}");
    let mut command = serve(&site);
    command.env("XINGTAN_METRICS_LISTEN", &address);
    let (code, said) = refused(command);
    assert!(code == 1 && said.contains(&address), "{code}: {said}");
    site.is_sound();
}

#[test]
fn a_wrong_address_of_postgresql_is_told_without_its_password() {
    let site = Site::sqlite();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for address in [
        format!("postgres://xingtan:hidden@127.0.0.1:{closed}/xingtan"),
        "postgres://xingtan:hidden@no-such-host.invalid/xingtan".to_owned(),
        "postgres://xingtan:hidden@[/".to_owned(),
    ] {
        let mut command = serve(&site);
        command.arg("--database").arg(&address);
        let (code, said) = refused(command);
        assert!(code == 1 && said.contains("PostgreSQL"), "{address}: {code}: {said}");
        assert!(!said.contains("hidden"), "{said}");
        assert!(said.lines().count() <= 2, "a sentence, not a heap: {said}");
    }
}

#[test]
fn wrong_tls_files_are_named() {
    let site = Site::sqlite();
    site.set_up();
    let (cert, key) = (site.folder.path().join("cert.pem"), site.folder.path().join("key.pem"));
    let start = || {
        let mut command = serve(&site);
        command.env("XINGTAN_TLS_CERT", &cert).env("XINGTAN_TLS_KEY", &key);
        refused(command)
    };
    let (code, said) = start();
    assert!(code == 1 && said.contains("cert.pem"), "not there: {code}: {said}");
    fs::write(&cert, "nothing of the kind").unwrap();
    fs::write(&key, "nothing of the kind").unwrap();
    let (code, said) = start();
    assert!(code == 1 && said.contains("cert.pem"), "no certificate: {code}: {said}");
}

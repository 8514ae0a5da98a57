//! LibreOffice as a child process that sees one folder and reaches nobody.
//!
//! A document may name other files and addresses, and a reader of documents is a large program with faults of its own.
//! Where the system lets us, the child gets namespaces of its own: no network, no other process, the data folder
//! covered, its work folder in place of `/tmp`. Where it does not, the profile still forbids macros, links and what
//! leads elsewhere. Either way memory, computing time, time and size of files are limited.

use super::Fault;
use crate::{
    Tools,
    tool::{Group, last_lines},
};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{fs, process::Command};

/// Address space in KiB: LibreOffice takes about 1.5 GB of it for a small document.
const MEMORY_KIB: u64 = 4 << 20;
/// Seconds of computing.
const SECONDS: u64 = 300;
/// Largest file that it may write, in blocks of 512 bytes.
const BLOCKS: u64 = 1 << 20;

/// Sets the limits, then becomes the program.
const LIMITED: &str = r#"ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@""#;

/// Puts the work folder in place of `/tmp` and covers the data folder, then runs the program; it stays the first process
/// of its namespace, which signals do not reach. Status 125 where that is refused. The program itself has no right to
/// take the cover away again.
const FENCED: &str = r#"mount --bind "$1" /tmp || exit 125
if [ -d "$2" ]; then mount -t tmpfs none "$2" || exit 125; fi
cd /tmp || exit 125
shift 2
if command -v setpriv >/dev/null; then
  setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
else
  "$@"
fi
exit $?"#;

const NAMESPACES: [&str; 8] =
    ["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/// What the profile says before LibreOffice starts the first time: no macros, no links, nothing from elsewhere, no
/// proxy by which anything could be reached.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"#;

/// Turns the file `name` in `folder` into `out/STEM.pdf` there. Dropped before its end, the child is ended with all that
/// it started.
pub(crate) async fn convert(tools: &Tools, folder: &Path, name: &str) -> Result<(), Fault> {
    // The child works elsewhere: paths that begin here would lead it astray.
    let folder = &fs::canonicalize(folder).await.map_err(|error| disk(&error))?;
    let profile = folder.join("profile/user");
    fs::create_dir_all(&profile).await.map_err(|error| disk(&error))?;
    fs::write(profile.join("registrymodifications.xcu"), PROFILE).await.map_err(|error| disk(&error))?;
    let fenced = tools.fenceable().await;
    let mut child =
        Group::start(command(&tools.soffice, folder, name, fenced.as_deref())).map_err(|_| Fault::Crashed)?;
    if let Some(id) = child.0.id() {
        let _noted = fs::write(folder.join("pid"), id.to_string()).await;
    }
    let complaints = tokio::spawn(last_lines(child.0.stderr.take()));
    let ended = tokio::time::timeout(tools.office_time, child.0.wait()).await;
    child.end().await;
    let lines = complaints.await.unwrap_or_default();
    let fault = match ended {
        Err(_) => Fault::Hung,
        Ok(Ok(status)) if status.success() => return Ok(()),
        // What a shell says of a program that is not there, or that it may not start.
        Ok(Ok(status)) if matches!(status.code(), Some(126 | 127)) => Fault::NoOffice,
        Ok(Ok(status)) if status.code() == Some(1) && says_unreadable(&lines) => Fault::Unreadable,
        Ok(_) => Fault::Crashed,
    };
    tracing::warn!(?fault, fenced = fenced.is_some(), lines = lines.join(" | "), "LibreOffice failed");
    Err(fault)
}

fn says_unreadable(lines: &[String]) -> bool {
    lines.iter().any(|line| line.contains("could not be loaded"))
}

fn disk(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => Fault::DiskFull,
        _ => Fault::Crashed,
    }
}

/// How much a child may take: address space in KiB, seconds of computing, blocks of 512 bytes that it may write.
pub(crate) type Limits = [u64; 3];

/// The beginning of a child: first the fence that covers the data folder, where there is one, then the limits. The
/// program and its arguments are added by the caller; the folder is its home.
pub(crate) fn fenced_off(folder: &Path, fenced: Option<&Path>, limits: Limits) -> Command {
    let home = home(folder, fenced);
    let mut command = if let Some(data) = fenced {
        let mut command = Command::new("unshare");
        command.args(NAMESPACES).args(["--", "/bin/sh", "-c", FENCED, "sh"]).arg(folder).arg(data);
        command.arg("/bin/sh");
        command
    } else {
        Command::new("/bin/sh")
    };
    command.args(["-c", LIMITED, "sh"]);
    command.args(limits.map(|limit| limit.to_string()));
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    command.env_clear().env("PATH", path).env("LANG", "C.UTF-8").env("HOME", &home).env("TMPDIR", &home);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Where the child finds its folder.
fn home(folder: &Path, fenced: Option<&Path>) -> PathBuf {
    if fenced.is_some() { PathBuf::from("/tmp") } else { folder.to_owned() }
}

fn command(soffice: &Path, folder: &Path, name: &str, fenced: Option<&Path>) -> Command {
    let home = home(folder, fenced);
    let mut command = fenced_off(folder, fenced, [MEMORY_KIB, SECONDS, BLOCKS]);
    command.arg(soffice);
    command.arg(format!("-env:UserInstallation=file://{}/profile", escaped(&home)));
    command.args([
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        "pdf",
        "--outdir",
    ]);
    command.arg(home.join("out")).arg(name);
    command
}

/// A path as part of an address.
fn escaped(path: &Path) -> String {
    use std::{fmt::Write as _, os::unix::ffi::OsStrExt as _};
    let mut text = String::new();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            text.push(char::from(*byte));
        } else {
            let _always = write!(text, "%{byte:02X}");
        }
    }
    text
}

impl Tools {
    /// The folder that a fence covers, which holds everything else of the program: the one around the work folder. None
    /// where the system does not let us fence a child off. Asked each time: it takes a few milliseconds, and an answer
    /// that was kept would outlive a change of the system.
    pub(crate) async fn fenceable(&self) -> Option<PathBuf> {
        let work = fs::canonicalize(&self.work).await.ok()?;
        let data = work.parent()?.to_owned();
        let mut command = Command::new("unshare");
        command.args(NAMESPACES).args(["--", "/bin/sh", "-c", FENCED, "sh"]).arg(&work).arg(&data);
        command.arg("true").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = Group::start(command).ok()?;
        let ended = tokio::time::timeout(std::time::Duration::from_secs(10), child.0.wait()).await;
        ended.is_ok_and(|status| status.is_ok_and(|status| status.success())).then_some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_signs_is_part_of_an_address() {
        assert_eq!(escaped(Path::new("/data/工 作%")), "/data/%E5%B7%A5%20%E4%BD%9C%25");
    }
}

//! The program's own child process that sets documents, called as the pages call it.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};
use xingtan_clock::{Timestamp, Zone};
use xingtan_documents::pdf::{Document, PdfColumn, Press, exit};
use xingtan_i18n::{Kind, Lang, Texts};

fn press() -> Press {
    Press { program: PathBuf::from(env!("CARGO_BIN_EXE_xingtan")), time: Duration::from_secs(60) }
}

fn document(rows: usize) -> Document {
    let texts = Texts::build(&[xingtan_i18n::texts(), xingtan_documents::texts()].concat());
    let l = texts.locale(Lang::ZhCn, Kind::Academy, Zone::default());
    let columns = vec![PdfColumn::words("a", 3), PdfColumn::figures("b", 1)];
    let rows = (0..rows).map(|n| vec![format!("row {n}"), n.to_string()]).collect();
    Document::new(&l, "issuer", "title", Timestamp::from_seconds(1_795_323_900)).table(
        columns,
        rows,
        Vec::new(),
    )
}

#[tokio::test]
async fn the_program_sets_documents_in_a_child_of_its_own() {
    let file = press().typeset(&document(200)).await.unwrap();
    assert!(file.starts_with(b"%PDF-") && file.len() > 5_000);
}

#[tokio::test]
async fn more_documents_than_may_be_set_at_once_wait_for_their_turn() {
    let (one, two, three) = (press(), press(), press());
    let few = document(3);
    let all = tokio::join!(one.typeset(&few), two.typeset(&few), three.typeset(&few));
    assert!(all.0.is_ok() && all.1.is_ok() && all.2.is_ok());
}

#[test]
fn what_is_not_a_description_ends_the_child_with_its_own_status() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xingtan"))
        .arg("typeset")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"#import \"/etc/passwd\"").unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(exit::UNSET.into()));
    assert!(ended.stdout.is_empty() && !ended.stderr.is_empty());
}

#[test]
fn the_doctor_tells_whether_pdf_can_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
    let output = command.args(["doctor", "--json", "--data"]).arg(folder.path()).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let check = told["checks"].as_array().unwrap().iter().find(|check| check["check"] == "typeset").unwrap();
    assert_eq!(check["state"], "ok", "{check}");
}

//! Marks of the far unit: who may not see it finds neither of them in any answer.

use std::io::Read as _;

const NAME: &str = "密标";
const USER: &str = "zqxv";

/// A name with the mark.
pub fn name(rest: &str) -> String {
    format!("{NAME}{rest}")
}

/// A user name, number, code with the mark.
pub fn user(rest: &str) -> String {
    format!("{USER}-{rest}")
}

/// The text around a mark, where an answer holds one; files are unpacked.
pub fn found(body: &[u8]) -> Option<String> {
    let inside = if body.starts_with(b"PK") { unpacked(body) } else { body.to_vec() };
    let text = String::from_utf8_lossy(&inside);
    let at = text.find(NAME).or_else(|| text.find(USER))?;
    let around: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    Some(format!("{around}{}", text[at..].chars().take(40).collect::<String>()).replace('\n', " "))
}

fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(body)).unwrap();
    let mut all = Vec::new();
    for index in 0..archive.len() {
        archive.by_index(index).unwrap().read_to_end(&mut all).unwrap();
    }
    all
}

//! Signed heads of the chain, and the file that keeps them outside the database.

use crate::content::Hash;
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};
use xingtan_clock::Timestamp;
use xingtan_keys::KeyRing;

/// The head of the chain at a moment, signed with the key outside the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last entry sealed.
    pub sequence: i64,
    /// Hash of the chain there, in hexadecimal.
    pub chained: String,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// Signature over all this.
    pub signature: String,
}

impl Head {
    pub(crate) fn sign(keys: &KeyRing, sequence: i64, chained: &Hash, sealed_at: Timestamp) -> Self {
        let chained = hex::encode(chained);
        let signature = keys.sign(&head_text(sequence, &chained, sealed_at)).to_string();
        Head { sequence, chained, sealed_at, signature }
    }

    /// Whether this installation signed it.
    pub fn is_ours(&self, keys: &KeyRing) -> bool {
        let Ok(signature) = self.signature.parse() else { return false };
        keys.signed(&head_text(self.sequence, &self.chained, self.sealed_at), &signature)
    }
}

fn head_text(sequence: i64, chained: &str, sealed_at: Timestamp) -> Vec<u8> {
    format!("xingtan-audit-head-1 {sequence} {chained} {}", sealed_at.micros()).into_bytes()
}

fn restored_text(sequence: i64, at: Timestamp) -> Vec<u8> {
    format!("xingtan-audit-restored-1 {sequence} {}", at.micros()).into_bytes()
}

/// One line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Line {
    /// A head.
    Head(Head),
    /// From here on the database is a restored one, whose chain ended at this number.
    Restored { restored_to: i64, at: Timestamp, signature: String },
}

/// The file of kept heads, `DATA/audit/heads.log`: one JSON object a line, only ever appended to. Every node keeps
/// one, whether it seals or not.
#[derive(Clone, Debug)]
pub struct KeptHeads {
    path: PathBuf,
}

impl KeptHeads {
    /// The file below this data folder; it need not exist yet.
    pub fn in_data_folder(data: &Path) -> Self {
        KeptHeads { path: data.join("audit").join("heads.log") }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Says that the database has been restored to a chain that ended at `sequence`: heads kept before with higher
    /// numbers are no fault from now on. To be called by the restore command, which also writes an entry.
    ///
    /// # Errors
    /// Those of the file.
    pub fn restored(&self, keys: &KeyRing, sequence: i64, at: Timestamp) -> io::Result<()> {
        let signature = keys.sign(&restored_text(sequence, at)).to_string();
        self.append(&[Line::Restored { restored_to: sequence, at, signature }])
    }

    /// The number of the last head kept, taking restores into account; 0 where nothing is kept.
    pub(crate) fn last(&self) -> io::Result<i64> {
        let Some(line) = self.last_line()? else { return Ok(0) };
        match serde_json::from_str(&line) {
            Ok(Line::Head(head)) => Ok(head.sequence),
            Ok(Line::Restored { restored_to, .. }) => Ok(restored_to),
            Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
        }
    }

    /// Appends and makes durable. A line torn by a power cut is ended first.
    pub(crate) fn append(&self, lines: &[Line]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(&self.path)?;
        let mut text = String::new();
        if !ends_with_newline(&mut file)? {
            text.push('\n');
        }
        for line in lines {
            text.push_str(&serde_json::to_string(line)?);
            text.push('\n');
        }
        file.write_all(text.as_bytes())?;
        file.sync_data()
    }

    /// Reads all lines in order, one in memory at once; a line that cannot be read is given as none, except a torn
    /// last one, which is passed over. False where there is no file.
    pub(crate) fn each(&self, mut on_line: impl FnMut(usize, Option<Line>)) -> io::Result<bool> {
        let mut lines = match Lines::open(self) {
            Ok(lines) => lines,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        while let Some((number, line)) = lines.next()? {
            on_line(number, line);
        }
        Ok(true)
    }

    /// The last line that can be read, from the last 4 KB of the file: lines have some 250 bytes.
    fn last_line(&self) -> io::Result<Option<String>> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(4096)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let text = String::from_utf8_lossy(&tail);
        let sound = text.lines().rev().find(|line| serde_json::from_str::<Line>(line).is_ok());
        Ok(sound.map(str::to_owned))
    }
}

/// A reading of the file.
pub(crate) struct Lines {
    reader: BufReader<File>,
    number: usize,
}

impl Lines {
    pub(crate) fn open(kept: &KeptHeads) -> io::Result<Self> {
        Ok(Lines { reader: BufReader::new(File::open(&kept.path)?), number: 0 })
    }

    /// Up to `limit` further lines with their numbers from 1; a line that cannot be read is none.
    pub(crate) fn take(&mut self, limit: usize) -> io::Result<Vec<(usize, Option<Line>)>> {
        let mut lines = Vec::new();
        while lines.len() < limit {
            let Some(line) = self.next()? else { break };
            lines.push(line);
        }
        Ok(lines)
    }

    fn next(&mut self) -> io::Result<Option<(usize, Option<Line>)>> {
        let mut text = Vec::new();
        if self.reader.read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let torn = text.last() != Some(&b'\n');
        match serde_json::from_slice(&text) {
            Ok(line) => Ok(Some((self.number, Some(line)))),
            Err(_) if torn => Ok(None),
            Err(_) => Ok(Some((self.number, None))),
        }
    }
}

impl Line {
    /// Whether this installation signed it.
    pub(crate) fn is_ours(&self, keys: &KeyRing) -> bool {
        match self {
            Line::Head(head) => head.is_ours(keys),
            Line::Restored { restored_to, at, signature } => signature
                .parse()
                .is_ok_and(|signature| keys.signed(&restored_text(*restored_to, *at), &signature)),
        }
    }
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(keys: &KeyRing, sequence: i64) -> Head {
        Head::sign(keys, sequence, &[7; 32], Timestamp::from_seconds(sequence))
    }

    #[test]
    fn a_torn_last_line_is_passed_over_and_what_follows_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, keys) = (KeptHeads::in_data_folder(folder.path()), KeyRing::in_memory());
        assert_eq!(kept.last().unwrap(), 0);
        kept.append(&[Line::Head(head(&keys, 1)), Line::Head(head(&keys, 5))]).unwrap();
        let mut file = OpenOptions::new().append(true).open(kept.path()).unwrap();
        file.write_all(b"{\"sequence\":9,").unwrap();
        assert_eq!(kept.last().unwrap(), 5);
        let mut seen = Vec::new();
        kept.each(|_, line| seen.push(line.is_some())).unwrap();
        assert_eq!(seen, [true, true]);
        kept.append(&[Line::Head(head(&keys, 9))]).unwrap();
        assert_eq!(kept.last().unwrap(), 9);
    }

    #[test]
    fn a_head_with_another_number_or_of_another_installation_is_not_ours() {
        let keys = KeyRing::in_memory();
        let mut head = head(&keys, 3);
        assert!(head.is_ours(&keys) && !head.is_ours(&KeyRing::in_memory()));
        head.sequence = 4;
        assert!(!head.is_ours(&keys));
    }
}

//! The heads kept outside the database, as verification meets them: in order, without those that a restore has
//! superseded.

use crate::{
    AuditError, KeptHeads,
    heads::{Line, Lines},
    seal::blocking,
};
use xingtan_keys::KeyRing;

/// Lines read at once.
const CHUNK: usize = 1000;

/// The kept heads, read twice: once for restores and false lines, once along the chain.
pub(crate) struct Kept {
    lines: Option<Lines>,
    keys: KeyRing,
    /// Lines that the first reading saw; later ones belong to a later verification.
    length: usize,
    /// Line and number of every restore.
    restores: Vec<(usize, i64)>,
    changed: Option<(usize, u64)>,
    last: i64,
    /// The next head, read ahead.
    ahead: std::collections::VecDeque<(i64, String)>,
}

impl Kept {
    pub async fn open(file: &KeptHeads, keys: &KeyRing) -> Result<Self, AuditError> {
        let (path, ring) = (file.clone(), keys.clone());
        let (there, length, restores, changed, last) = blocking(move || {
            let (mut length, mut restores, mut changed, mut last) = (0, Vec::new(), None, 0);
            let there = path.each(|number, line| {
                length = number;
                match line.filter(|line| line.is_ours(&ring)) {
                    Some(Line::Head(head)) => last = head.sequence,
                    Some(Line::Restored { restored_to, .. }) => {
                        restores.push((number, restored_to));
                        last = restored_to;
                    }
                    None => {
                        let (first, lines) = changed.unwrap_or((number, 0));
                        changed = Some((first, lines + 1));
                    }
                }
            })?;
            Ok((there, length, restores, changed, last))
        })
        .await?;
        let lines = if there { Some(Lines::open(file)?) } else { None };
        let (keys, ahead) = (keys.clone(), Default::default());
        Ok(Kept { lines, keys, length, restores, changed, last, ahead })
    }

    /// Whether there is a file.
    pub fn is_there(&self) -> bool {
        self.lines.is_some() || self.length > 0
    }

    /// The first line that cannot be read or was not signed here, and how many there are.
    pub fn changed(&self) -> Option<(usize, u64)> {
        self.changed
    }

    /// The number of the last head.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// The next heads up to number `end`, in order.
    pub async fn up_to(&mut self, end: i64) -> Result<Vec<(i64, String)>, AuditError> {
        let mut heads = Vec::new();
        loop {
            while let Some(head) = self.ahead.pop_front_if(|(sequence, _)| *sequence <= end) {
                heads.push(head);
            }
            if !self.ahead.is_empty() || !self.read_ahead().await? {
                return Ok(heads);
            }
        }
    }

    /// Reads more lines; false at the end.
    async fn read_ahead(&mut self) -> Result<bool, AuditError> {
        let Some(mut lines) = self.lines.take() else { return Ok(false) };
        let (lines, read) = blocking(move || {
            let read = lines.take(CHUNK)?;
            Ok((lines, read))
        })
        .await?;
        let more = !read.is_empty() && read.iter().any(|(number, _)| *number <= self.length);
        for (number, line) in read {
            let Some(Line::Head(head)) = line.filter(|line| line.is_ours(&self.keys)) else { continue };
            let superseded = self.restores.iter().any(|(at, to)| *at > number && *to < head.sequence);
            if number <= self.length && !superseded {
                self.ahead.push_back((head.sequence, head.chained));
            }
        }
        if more {
            self.lines = Some(lines);
        }
        Ok(more)
    }
}

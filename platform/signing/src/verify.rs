//! Our own check of a signed PDF. It reads no structure of the file: where the signed bytes lie is read from the
//! signed bytes themselves, so nothing that is added can turn them into something else.

use crate::{Certificate, cms};
use sha2::{Digest as _, Sha256};
use xingtan_clock::{Timestamp, Uuid};

/// Signatures of one file that are looked at, from the last.
const SIGNATURES: usize = 8;
/// The largest signature in bytes that is read.
const LARGEST: usize = 1 << 20;

/// What a PDF's signature is worth to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Signed by the institution, and the signed bytes are as they were.
    Signed(Seal),
    /// Signed by the institution, and changed since.
    Altered {
        /// The certificate by which it was signed.
        certificate: Uuid,
    },
    /// It carries a signature, which is not by the institution or is damaged itself.
    NotOurs,
    /// It carries no signature.
    Unsigned,
}

/// A signature that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The certificate by which it was signed.
    pub certificate: Uuid,
    /// When, by the institution's clock.
    pub at: Option<Timestamp>,
    /// The bytes from the beginning that the signature covers (its own room included).
    pub covered: usize,
    /// Bytes that somebody appended afterwards. Unless this is 0, what a reader shows may differ from what was
    /// signed.
    pub appended: usize,
}

/// Checks a PDF against the certificates of the institution. Computes (one digest of the file for each of its
/// signatures, at most eight): call it outside units of work. Any bytes are answered, none make it fail.
pub fn verify_pdf(pdf: &[u8], ours: &[Certificate]) -> Verdict {
    let mut verdict = Verdict::Unsigned;
    for range in ranges(pdf).into_iter().rev().take(SIGNATURES) {
        let found = check(pdf, &range, ours);
        if matches!(found, Verdict::Signed(_)) {
            return found;
        }
        if verdict == Verdict::Unsigned || matches!(found, Verdict::Altered { .. }) {
            verdict = found;
        }
    }
    verdict
}

/// What a `/ByteRange` says: everything before the gap, and `rest` bytes behind it.
struct Range {
    /// Where the words stand.
    stands: usize,
    start: usize,
    end: usize,
    rest: usize,
}

/// Every `/ByteRange` of the file in the form in which we write it. Others cover something else than the whole file.
fn ranges(pdf: &[u8]) -> Vec<Range> {
    const WORD: &[u8] = b"/ByteRange";
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(at) = pdf[from..].windows(WORD.len()).position(|window| window == WORD) {
        let stands = from + at;
        from = stands + WORD.len();
        let text = &pdf[from..pdf.len().min(from + 80)];
        if let Some(range) = read(text, stands) {
            ranges.push(range);
        }
    }
    ranges
}

fn read(text: &[u8], stands: usize) -> Option<Range> {
    let text = text.trim_ascii_start().strip_prefix(b"[")?;
    let end = text.iter().position(|byte| *byte == b']')?;
    let numbers = std::str::from_utf8(&text[..end]).ok()?.split_ascii_whitespace();
    let numbers: Vec<usize> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
    let [0, start, end, rest] = numbers[..] else { return None };
    Some(Range { stands, start, end, rest })
}

fn check(pdf: &[u8], range: &Range, ours: &[Certificate]) -> Verdict {
    judged(pdf, range, ours).unwrap_or(Verdict::NotOurs)
}

fn judged(pdf: &[u8], range: &Range, ours: &[Certificate]) -> Option<Verdict> {
    let covered = range.end.checked_add(range.rest)?;
    // The words that say what is signed must be signed themselves.
    let outside = range.stands < range.start || range.stands >= range.end;
    if !outside || range.stands >= covered || range.end > pdf.len() {
        return None;
    }
    let gap = pdf.get(range.start..range.end)?;
    let text = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    let bytes = (text.len() <= 2 * LARGEST).then(|| hex::decode(text).ok())??;
    // A file that was cut is judged by what is left of it.
    let signed = covered.min(pdf.len());
    let mut digest = Sha256::new();
    digest.update(&pdf[..range.start]);
    digest.update(&pdf[range.end..signed]);
    let said = cms::read(&bytes, ours, &digest.finalize().into())?;
    let certificate = ours.get(said.certificate)?.id();
    if !said.holds || covered > pdf.len() {
        return Some(Verdict::Altered { certificate });
    }
    Some(Verdict::Signed(Seal { certificate, at: said.at, covered, appended: pdf.len() - covered }))
}

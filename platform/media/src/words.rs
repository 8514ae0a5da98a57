//! The words of a PDF by its pages, for full text (CRS-2; docs/adr/0031-words-of-pdf.md).
//!
//! pdftotext reads the file as a child process: in a folder of its own, fenced off from network and data where the
//! system allows it, with limits of memory, computing time, time and of what it may write. Nothing is kept here.

use crate::{
    Tools, Works,
    job::room,
    office::fenced_off,
    tool::{Group, last_lines},
};
use std::{path::Path, time::Duration};
use tokio::{fs, io::AsyncReadExt as _};
use xingtan_clock::Uuid;
use xingtan_jobs::{JobError, JobRun};
use xingtan_storage::file;

/// The largest PDF that is read, in bytes.
const MOST: u64 = 512 << 20;
/// Pages that are read.
pub const MOST_PAGES: usize = 2_000;
/// Bytes of text that are read: Chinese books have less than two.
const MOST_TEXT: u64 = 16 << 20;
/// Address space in KiB, seconds of computing, blocks of 512 bytes.
const LIMITS: [u64; 3] = [1 << 20, 60, (MOST_TEXT / 512) + 1];
/// It may take so long.
const TIME: Duration = Duration::from_secs(120);

/// Why nothing is known of the words of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wordless {
    /// The file is gone.
    Gone,
    /// It is larger than what is read.
    TooLarge,
    /// It is no PDF that can be read, or is locked by a password.
    Unreadable,
    /// Reading it took too long or too much.
    Hung,
    /// pdftotext is not installed.
    NoProgram,
}

impl Wordless {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Wordless::Gone => "gone",
            Wordless::TooLarge => "too-large",
            Wordless::Unreadable => "unreadable",
            Wordless::Hung => "hung",
            Wordless::NoProgram => "no-program",
        }
    }
}

/// The text of each page, pages without any among them; at most [`MOST_PAGES`]. A scanned document has none.
///
/// # Errors
/// Those of the job, which should be tried again.
pub async fn of_pdf(
    works: &Works,
    run: &JobRun,
    file_id: Uuid,
) -> Result<Result<Vec<String>, Wordless>, JobError> {
    let row = run.db.read(move |tx| file::find(tx, file_id)).await?;
    let Some(row) = row else { return Ok(Err(Wordless::Gone)) };
    let size = row.size.max(0) as u64;
    if size > MOST {
        return Ok(Err(Wordless::TooLarge));
    }
    if !room(&works.tools.work, size + MOST_TEXT) {
        return Err(JobError::Again("the disk is full".to_owned()));
    }
    let again = |error: std::io::Error| JobError::Again(error.to_string());
    let folder = works.tools.work.join(format!("words-{file_id}-{}", run.fence()));
    fs::create_dir_all(&folder).await.map_err(again)?;
    let read = async {
        let mut bytes = match works.store.open(&row).await {
            Ok(bytes) => bytes,
            Err(xingtan_storage::StoreError::Missing) => return Ok(Err(Wordless::Gone)),
            Err(error) => return Err(JobError::Again(error.to_string())),
        };
        let mut copy = fs::File::create(folder.join("source.pdf")).await.map_err(again)?;
        loop {
            match futures_util::TryStreamExt::try_next(&mut bytes).await {
                Ok(Some(piece)) => {
                    run.go_on()?;
                    tokio::io::AsyncWriteExt::write_all(&mut copy, &piece).await.map_err(again)?;
                }
                Ok(None) => break,
                Err(error) => return Err(JobError::Again(error.to_string())),
            }
        }
        copy.sync_all().await.map_err(again)?;
        Ok(extract(&works.tools, &folder).await)
    }
    .await;
    if let Err(error) = fs::remove_dir_all(&folder).await {
        tracing::warn!(%error, "a work folder stays until the next start");
    }
    read
}

/// Reads `source.pdf` in a folder.
async fn extract(tools: &Tools, folder: &Path) -> Result<Vec<String>, Wordless> {
    let folder = &fs::canonicalize(folder).await.map_err(|_| Wordless::Gone)?;
    let fenced = tools.fenceable().await;
    let mut command = fenced_off(folder, fenced.as_deref(), LIMITS);
    command.arg(&tools.pdftotext).args(["-q", "-enc", "UTF-8", "-eol", "unix", "-l"]);
    command.arg(MOST_PAGES.to_string()).args(["source.pdf", "words.txt"]);
    let mut child = Group::start(command).map_err(|_| Wordless::NoProgram)?;
    let complaints = tokio::spawn(last_lines(child.0.stderr.take()));
    let ended = tokio::time::timeout(TIME, child.0.wait()).await;
    child.end().await;
    let lines = complaints.await.unwrap_or_default();
    let fault = match ended {
        Err(_) => Wordless::Hung,
        Ok(Ok(status)) if status.success() => return pages(folder).await,
        Ok(Ok(status)) => match status.code() {
            Some(126 | 127) => Wordless::NoProgram,
            Some(1..=4 | 99) => Wordless::Unreadable,
            _ => Wordless::Hung,
        },
        Ok(Err(_)) => Wordless::Hung,
    };
    tracing::info!(?fault, lines = lines.join(" | "), "the words of a PDF are not known");
    Err(fault)
}

/// What pdftotext wrote: pages end with a form feed.
async fn pages(folder: &Path) -> Result<Vec<String>, Wordless> {
    let written = fs::File::open(folder.join("words.txt")).await.map_err(|_| Wordless::Unreadable)?;
    let mut bytes = Vec::new();
    written.take(MOST_TEXT).read_to_end(&mut bytes).await.map_err(|_| Wordless::Unreadable)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut pages: Vec<String> = text.split('\u{c}').map(tidy).collect();
    // What follows the last page is nothing.
    pages.pop();
    pages.truncate(MOST_PAGES);
    Ok(pages)
}

/// The text of a page in one line for each paragraph: a line of print that does not end a sentence goes on in the next,
/// without a space between Chinese signs. Signs that say nothing to readers go.
fn tidy(page: &str) -> String {
    let mut out = String::new();
    for line in page.lines().map(str::trim) {
        if line.is_empty() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            continue;
        }
        if let Some(last) = out.chars().last().filter(|c| *c != '\n')
            && last.is_ascii()
        {
            out.push(' ');
        }
        out.extend(line.chars().filter(|c| !c.is_control()));
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn lines_of_print_become_paragraphs() {
        assert_eq!(tidy("安全生产，\n人人有责。\n\n第二段\n"), "安全生产，人人有责。\n第二段");
        assert_eq!(tidy("the fire\npump"), "the fire pump");
    }
}

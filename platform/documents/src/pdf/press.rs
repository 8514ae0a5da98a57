//! The child process that sets documents: how it is called, and what it may cost.

use super::{MOST, Sheet};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    sync::Semaphore,
    time::timeout,
};
use xingtan_i18n::Msg;

/// The program's hidden command that reads a description from standard input and writes a PDF to standard output.
pub const COMMAND: &str = "typeset";

/// What the child's exit status says.
pub mod exit {
    /// No Chinese font was found.
    pub const FONTS: u8 = 3;
    /// The description cannot be read or set.
    pub const UNSET: u8 = 4;
}

/// So many children at once; others wait.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const TURN: Duration = Duration::from_secs(20);
/// How long a child may take.
const TIME: Duration = Duration::from_secs(30);
/// The largest file that is taken back.
const LARGEST: u64 = 64 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
static CHILDREN: Semaphore = Semaphore::const_new(AT_ONCE);

/// Says that this very program knows [`COMMAND`]; the program does so once at its start. Other programs, such as
/// those of tests, do not, and are never called by mistake.
pub fn calls_itself() {
    // The running file, also after an upgrade has put another one in its place.
    let running = Path::new("/proc/self/exe");
    let program = if running.exists() { Some(running.to_owned()) } else { std::env::current_exe().ok() };
    if let Some(program) = program {
        let _first = PROGRAM.set(program);
    }
}

/// Sets a document by this program's own child process.
///
/// # Errors
/// See [`Untypeset`]; nothing has been changed then.
pub async fn typeset(sheet: impl Into<Sheet<'_>>) -> Result<Vec<u8>, Untypeset> {
    let program = PROGRAM.get().ok_or_else(|| Untypeset::Failed("no program to call".to_owned()))?;
    Press { program: program.clone(), time: TIME }.typeset(sheet).await
}

/// A program that sets documents, and how long it may take.
#[derive(Clone, Debug)]
pub struct Press {
    /// The program that knows [`COMMAND`].
    pub program: PathBuf,
    /// How long it may take for one document.
    pub time: Duration,
}

impl Press {
    /// Sets a document.
    ///
    /// # Errors
    /// See [`Untypeset`].
    pub async fn typeset(&self, sheet: impl Into<Sheet<'_>>) -> Result<Vec<u8>, Untypeset> {
        let input =
            serde_json::to_vec(&sheet.into()).map_err(|error| Untypeset::Failed(error.to_string()))?;
        if input.len() > MOST {
            return Err(Untypeset::TooLarge);
        }
        let turn = timeout(TURN, CHILDREN.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Untypeset::Busy) };
        // When the time is over or the visitor has gone, the child is dropped and thereby killed.
        timeout(self.time, self.call(input)).await.unwrap_or(Err(Untypeset::TooSlow))
    }

    async fn call(&self, input: Vec<u8>) -> Result<Vec<u8>, Untypeset> {
        let failed = |error: std::io::Error| Untypeset::Failed(error.to_string());
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let (Some(mut to), Some(from), Some(told)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Untypeset::Failed("no pipes".to_owned()));
        };
        let write = async move {
            // A child that gave up early does not read on; its exit status tells why.
            let _gone = to.write_all(&input).await;
            drop(to);
        };
        let (mut file, mut words) = (Vec::new(), Vec::new());
        let (mut from, mut told) = (from.take(LARGEST + 1), told.take(4096));
        let ((), read, _) = tokio::join!(write, from.read_to_end(&mut file), told.read_to_end(&mut words));
        read.map_err(failed)?;
        if file.len() as u64 > LARGEST {
            return Err(Untypeset::TooLarge);
        }
        let status = child.wait().await.map_err(failed)?;
        match status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(0) if file.starts_with(b"%PDF-") => Ok(file),
            Some(exit::FONTS) => Err(Untypeset::Fonts),
            _ => {
                let words = String::from_utf8_lossy(&words);
                Err(Untypeset::Failed(format!("{status}: {}", words.trim())))
            }
        }
    }
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untypeset {
    /// No Chinese font is installed.
    Fonts,
    /// Too many documents are being set; this one got no turn.
    Busy,
    /// It took longer than allowed.
    TooSlow,
    /// Description or file are larger than allowed.
    TooLarge,
    /// The child failed; its words are for the log, not for people.
    Failed(String),
}

impl Untypeset {
    /// What happened, why, and what to do.
    pub fn msg(&self) -> Msg {
        Msg::new(match self {
            Untypeset::Fonts => "documents-pdf-fonts",
            Untypeset::Busy => "documents-pdf-busy",
            Untypeset::TooSlow | Untypeset::TooLarge => "documents-pdf-too-large",
            Untypeset::Failed(_) => "documents-pdf-failed",
        })
    }
}

impl std::fmt::Display for Untypeset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Untypeset::Failed(words) => write!(f, "typesetting failed: {words}"),
            other => write!(f, "typesetting: {other:?}"),
        }
    }
}

impl std::error::Error for Untypeset {}

#[cfg(test)]
mod tests {
    use super::{
        super::{Document, PdfColumn},
        *,
    };
    use xingtan_clock::{Timestamp, Zone};
    use xingtan_i18n::{Kind, Lang, Texts};

    fn document() -> Document {
        let texts = Texts::build(&[xingtan_i18n::texts(), crate::texts()].concat());
        let l = texts.locale(Lang::ZhCn, Kind::Academy, Zone::default());
        Document::new(&l, "i", "t", Timestamp::from_seconds(1_790_000_000))
    }

    fn press(program: &str, time: Duration) -> Press {
        Press { program: program.into(), time }
    }

    #[tokio::test]
    async fn a_test_never_calls_itself() {
        assert!(matches!(typeset(&document()).await, Err(Untypeset::Failed(_))));
    }

    #[tokio::test]
    async fn a_program_that_is_missing_or_fails_is_told_apart_from_a_file() {
        let time = Duration::from_secs(10);
        for program in ["/nonexistent", "/bin/false", "/bin/true"] {
            let outcome = press(program, time).typeset(&document()).await;
            assert!(matches!(outcome, Err(Untypeset::Failed(_))), "{program}: {outcome:?}");
        }
    }

    #[tokio::test]
    async fn a_program_that_takes_too_long_is_ended() {
        let folder = std::env::temp_dir().join(format!("press-{}", std::process::id()));
        std::fs::write(&folder, "#!/bin/sh\nexec /bin/sleep 600\n").unwrap();
        std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let outcome = press(&folder.to_string_lossy(), Duration::from_millis(300)).typeset(&document()).await;
        std::fs::remove_file(&folder).unwrap();
        assert_eq!(outcome, Err(Untypeset::TooSlow));
    }

    #[test]
    fn rows_of_a_table_have_as_many_cells_as_columns() {
        let columns = vec![PdfColumn::words("a", 1), PdfColumn::figures("b", 1)];
        let rows = vec![vec!["1".into()], vec!["1".into(), "2".into(), "3".into()]];
        let document = document().table(columns, rows, vec!["x".into()]);
        let super::super::Block::Table { rows, foot, .. } = &document.blocks[0] else { panic!("no table") };
        assert!(rows.iter().chain([foot]).all(|row| row.len() == 2));
    }
}

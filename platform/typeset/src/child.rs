//! The child process: its limits, what it reads and what it writes.

use crate::{
    fonts::Fonts,
    set::{read, set},
};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::{
    io::{self, Read as _, Write as _},
    process::ExitCode,
};
use xingtan_documents::pdf::{MOST, Sheet, exit};

/// Address space in bytes: fonts take about 40 MB, a statement of a thousand rows some 100 MB.
const MEMORY: u64 = 2 << 30;
/// Seconds of computing.
const SECONDS: u64 = 60;

/// Reads a description from standard input and writes the PDF to standard output; what is wrong goes to standard
/// error, and the exit status says which ([`exit`]).
pub fn child() -> ExitCode {
    if let Err(error) = limit(&[(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)]) {
        return failed(exit::UNSET, &error);
    }
    let sheet = match given() {
        Ok(sheet) => sheet,
        Err(error) => return failed(exit::UNSET, &*error),
    };
    let Some(fonts) = Fonts::of_the_system(matches!(sheet, Sheet::Certificate(_))) else {
        return failed(exit::FONTS, &"no Chinese font was found");
    };
    // From here on no file and no socket can be opened any more: the fonts were the last.
    if let Err(error) = limit(&[(Resource::Nofile, 0)]) {
        return failed(exit::UNSET, &error);
    }
    match work(&sheet, fonts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(exit::UNSET, &*error),
    }
}

fn given() -> Result<Sheet<'static>, Box<dyn std::error::Error>> {
    let mut description = Vec::new();
    io::stdin().lock().take(MOST as u64 + 1).read_to_end(&mut description)?;
    if description.len() > MOST {
        return Err("the description is too large".into());
    }
    Ok(read(&description)?)
}

fn work(sheet: &Sheet<'_>, fonts: Fonts) -> Result<(), Box<dyn std::error::Error>> {
    let file = set(sheet, fonts)?;
    let mut out = io::stdout().lock();
    out.write_all(&file)?;
    Ok(out.flush()?)
}

fn limit(limits: &[(Resource, u64)]) -> io::Result<()> {
    for (resource, most) in limits {
        setrlimit(*resource, Rlimit { current: Some(*most), maximum: Some(*most) })?;
    }
    Ok(())
}

fn failed(status: u8, error: &dyn std::fmt::Display) -> ExitCode {
    let _closed = writeln!(io::stderr(), "{error}");
    ExitCode::from(status)
}

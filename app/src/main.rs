//! The program `xingtan`: command line, configuration, wiring, an orderly end (all in the library beside it).

use std::process::ExitCode;

fn main() -> ExitCode {
    xingtan::main()
}

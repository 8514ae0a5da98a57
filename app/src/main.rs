//! The program `xingtan`: command line, configuration, wiring, an orderly end (all in the library beside it).

use std::process::ExitCode;

/// Pages are built of many short texts on several threads: the C library's allocator took a fifth of their CPU time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xingtan::main()
}

//! The program `xingtan`: command line, configuration, wiring, an orderly end (all in the library beside it).

use std::process::ExitCode;

/// Pages are built of many short texts on several threads: the C library's allocator took a fifth of their CPU time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The allocator asks for pages of 2 MB, of which an idle program keeps 22 MB half empty; they make no page of the
    // site faster. Where the kernel knows no such switch, nothing is lost.
    let _kernel_may_refuse = rustix::thread::disable_transparent_huge_pages(true);
    xingtan::main()
}

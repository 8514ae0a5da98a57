//! The program `xingtan`: command line, configuration, wiring, an orderly end.

mod api;
mod cli;
mod command;
mod config;
mod demo;
mod first_run;
mod health;
mod logging;
mod mail;
mod pages;
mod router;
mod running;
mod serve;
mod wiring;

use clap::Parser as _;
use cli::{Cli, Command};
use std::process::ExitCode;

/// Pages are built of many short texts on several threads: the C library's allocator took a fifth of their CPU time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // The child that sets documents needs neither runtime nor data, and starts in milliseconds.
    if matches!(cli.command, Command::Typeset) {
        return xingtan_typeset::child();
    }
    xingtan_documents::pdf::calls_itself();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return command::failed(&error),
    };
    // One provider of cryptography for all TLS of the process; it fails only when another one is in place.
    let _in_place = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match runtime.block_on(command::run(cli)) {
        Ok(code) => code,
        Err(error) => command::failed(&*error),
    }
}

//! The program `xingtan`: command line, configuration, wiring, an orderly end.

use xingtan::{cli, command};

use clap::Parser as _;
use cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
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

//! The program `xingtan` as a library, so that tests can ask its router without a listener; `main.rs` runs it.

mod api;
pub mod cli;
pub mod command;
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

pub use config::{Config, ConfigError, Given, LogFormat};
pub use demo::{PASSWORD as DEMO_PASSWORD, Progress, fill as fill_demo};
pub use router::router;
pub use running::Running;
pub use wiring::permissions;

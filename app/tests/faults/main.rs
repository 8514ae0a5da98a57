//! Faults, with the program as it is run: killed, without room, locked out, told to stop, started wrongly. Every
//! test has an installation of its own, a free port of the loopback address, and ends only what it has started.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod backup;
mod disk;
mod end;
mod forms;
mod gone;
mod http;
mod kill;
mod load;
mod locked;
mod mail;
mod nodes;
mod reports;
mod site;
mod start;
mod tls;
mod trail;
mod upgrade;

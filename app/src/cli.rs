//! The command line (DESIGN, fixed points).

use crate::config::Given;
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// Kinds of institutions, as the fixed points spell them.
const KINDS: [&str; 3] = ["school", "academy", "training"];

/// Xingtan, an online learning platform that carries out the institution's regulation.
#[derive(Debug, Parser)]
#[command(name = "xingtan", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data lies; the same for every command.
#[derive(Clone, Debug, Args)]
pub struct Where {
    /// Data folder [default: ./data]
    #[arg(long, global = true)]
    pub data: Option<PathBuf>,
    /// postgres://… [default: SQLite in the data folder]
    #[arg(long, global = true)]
    pub database: Option<String>,
    /// Configuration file (TOML)
    #[arg(long, global = true, env = "XINGTAN_CONFIG")]
    pub config: Option<PathBuf>,
}

impl Where {
    /// As the configuration takes it.
    pub fn given(&self, listen: Option<SocketAddr>) -> Given {
        Given {
            data: self.data.clone(),
            listen,
            database: self.database.clone(),
            config: self.config.clone(),
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and API until told to stop
    Serve {
        /// Address and port [default: 127.0.0.1:8080]
        #[arg(long)]
        listen: Option<SocketAddr>,
        #[command(flatten)]
        at: Where,
    },
    /// Set up an institution on an empty data folder
    Init {
        /// Kind of the institution
        #[arg(long, value_parser = KINDS)]
        kind: String,
        /// User name of the first administrator
        #[arg(long)]
        admin: String,
        /// Name of the institution
        #[arg(long)]
        name: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Fill an empty data folder with a demo institution
    Demo {
        /// Kind of the institution
        #[arg(long, default_value = "academy", value_parser = KINDS)]
        kind: String,
        /// How many generated learners besides the demo people
        #[arg(long, default_value_t = 100)]
        learners: u64,
        /// Make so many progress records, for load tests, spread over the learners beyond the first hundred
        #[arg(long)]
        records: Option<u64>,
        /// The same seed makes the same institution
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// A folder with the films of the role courses, as scripts/demo-media makes it
        #[arg(long)]
        media: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Import people from an Excel or CSV file
    Import {
        /// What to import
        #[arg(value_parser = ["people"])]
        what: String,
        /// The file
        file: PathBuf,
        /// User name of the person in whose name it is done
        #[arg(long)]
        user: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Write a backup to a folder
    Backup {
        /// Where the file is written
        folder: PathBuf,
        /// How many backups to keep there, the new one among them
        #[arg(long)]
        keep: Option<usize>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Restore a backup into an empty data folder
    Restore {
        /// The backup file
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Look whether everything is in order
    Doctor {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Make the index of words anew, from which courses are found
    Reindex {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// The regulation
    Policy {
        #[command(subcommand)]
        what: PolicyCommand,
    },
    /// The audit trail
    Audit {
        #[command(subcommand)]
        what: AuditCommand,
    },
    /// Tokens for programs
    Token {
        #[command(subcommand)]
        what: TokenCommand,
    },
    /// Set somebody's password, for whoever owns the machine; from XINGTAN_ADMIN_PASSWORD or asked for
    ResetPassword {
        /// Whose password
        #[arg(long)]
        user: String,
        /// End a second factor that was lost, too; with it go passkeys
        #[arg(long)]
        clear_second_factor: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
    /// Set a document: its description from standard input, the PDF to standard output; the program calls this
    /// itself
    #[command(hide = true)]
    Typeset,
}

/// `xingtan policy …`
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Say whom a version would have affected over past months; changes nothing
    Replay {
        /// Number or id of the version
        #[arg(long)]
        version: String,
        /// Id of the regulation, where several have a version of this number
        #[arg(long)]
        regulation: Option<String>,
        /// The first month, such as 2026-01
        #[arg(long)]
        from: String,
        /// The last month
        #[arg(long)]
        to: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
}

/// `xingtan audit …`
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check the chain from its first entry to its last
    Verify {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
}

/// `xingtan token …`
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token; key and secret are printed once
    Create {
        /// Whose token it is
        #[arg(long)]
        user: String,
        /// What it may do: a permission, a family such as `people`, or `all`
        #[arg(long, required = true, num_args = 1..)]
        scope: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Where,
    },
}

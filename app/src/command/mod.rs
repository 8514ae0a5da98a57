//! What the commands do (DESIGN, fixed points). Results go to standard output, remarks and bars to standard error;
//! exit status 0 all is well, 1 it is not, 2 it was asked for wrongly.

mod audit;
pub mod backup;
pub mod doctor;
mod fill;
mod import;
mod init;
mod policy;
pub mod reindex;
mod reset_password;
mod token;
pub mod words;

use crate::{
    cli::{AuditCommand, Cli, Command, PolicyCommand, TokenCommand, Where},
    config::{Config, ConfigError},
    demo::Size as DemoSize,
    logging, serve,
};
use std::{error::Error, net::SocketAddr, process::ExitCode};
use words::{LateWords, Misused, Words};

/// Carries a command out.
pub async fn run(cli: Cli) -> Result<ExitCode, Box<dyn Error>> {
    match carry_out(cli.command).await {
        Err(error) if error.is::<ConfigError>() || error.is::<Misused>() => {
            say(&*error);
            Ok(ExitCode::from(2))
        }
        outcome => outcome,
    }
}

async fn carry_out(command: Command) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        Command::Serve { listen, at } => {
            let config = read(&at, listen)?;
            logging::start(&config);
            serve::serve(config, &LateWords::new(Words::of_environment)).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Init { kind, admin, name, json, at } => {
            let (config, words) = quiet(&at)?;
            init::init(&config, &kind, &admin, name, json, &words).await
        }
        Command::Demo { kind, learners, records, seed, media, json, at } => {
            let (config, words) = quiet(&at)?;
            let size = DemoSize { learners, records };
            fill::demo(&config, &kind, (size, seed, media.as_deref()), json, &words).await
        }
        Command::Import { what: _, file, user, json, at } => {
            let (config, words) = quiet(&at)?;
            import::people(&config, &file, &user, json, &words).await
        }
        Command::Backup { folder, keep, json, at } => {
            let (config, words) = quiet(&at)?;
            backup::make(&config, folder, keep, json, &words).await
        }
        Command::Restore { file, json, at } => {
            let (config, words) = quiet(&at)?;
            backup::take_back(&config, file, json, &words).await
        }
        Command::Doctor { json, at } => {
            let (config, words) = quiet(&at)?;
            doctor::doctor(&config, json, &words).await
        }
        Command::Reindex { json, at } => {
            let (config, words) = quiet(&at)?;
            reindex::reindex(&config, json, &words).await
        }
        Command::Policy { what: PolicyCommand::Replay { version, regulation, from, to, json, at } } => {
            let (config, words) = quiet(&at)?;
            let asked = policy::Asked { version, regulation, from, to };
            policy::replay(&config, &asked, json, &words).await
        }
        Command::Audit { what: AuditCommand::Verify { json, at } } => {
            let (config, words) = quiet(&at)?;
            audit::verify(&config, json, &words).await
        }
        Command::Token { what: TokenCommand::Create { user, scope, json, at } } => {
            let (config, words) = quiet(&at)?;
            token::create(&config, &user, &scope, json, &words).await
        }
        Command::ResetPassword { user, clear_second_factor, json, at } => {
            let (config, words) = quiet(&at)?;
            reset_password::reset(&config, &user, clear_second_factor, json, &words).await
        }
        // `main` answers it before the runtime starts.
        Command::Typeset => Ok(xingtan_typeset::child()),
    }
}

/// Says on standard error what went wrong.
pub fn failed(error: &dyn Error) -> ExitCode {
    say(error);
    ExitCode::FAILURE
}

#[expect(clippy::print_stderr, reason = "the last words of a command")]
fn say(error: &dyn Error) {
    eprintln!("xingtan: {error}");
}

fn read(at: &Where, listen: Option<SocketAddr>) -> Result<Config, ConfigError> {
    // Variables of others may be no text at all.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Config::read(at.given(listen), variables)
}

/// The configuration for a command that ends; its log tells only of trouble, unless more was asked for.
fn quiet(at: &Where) -> Result<(Config, Words), ConfigError> {
    let config = read(at, None)?;
    let mut log = config.clone();
    if log.log == Config::default().log {
        log.log = "warn".to_owned();
    }
    logging::start(&log);
    Ok((config, Words::of_environment()))
}

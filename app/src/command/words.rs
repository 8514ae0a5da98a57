//! What commands say, in the language of the terminal.

use crate::wiring;
use serde::Serialize;
use std::{
    error::Error,
    fmt,
    io::{self, IsTerminal as _},
};
use xingtan_clock::Zone;
use xingtan_i18n::{Kind, Lang, Locale, Msg, Texts};

/// Texts for the terminal.
pub struct Words {
    /// The language.
    pub l: Locale,
}

/// Words that are read when they are first needed: a program that starts well needs none.
pub type LateWords = std::cell::LazyCell<Words>;

/// An error that already speaks the operator's language.
#[derive(Debug)]
pub struct Told(pub String);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Error for Told {}

/// A command that was asked for wrongly, in the operator's language: it ends with 2 (DESIGN, fixed points).
#[derive(Debug)]
pub struct Misused(pub String);

impl fmt::Display for Misused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Error for Misused {}

impl Words {
    /// Chinese where the environment says so, else English: a terminal without a language often cannot show Chinese.
    pub fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        let chinese = set.is_some_and(|value| value.to_lowercase().starts_with("zh"));
        let lang = if chinese { Lang::ZhCn } else { Lang::En };
        Words { l: Texts::build(&wiring::texts()).locale(lang, Kind::Academy, Zone::default()) }
    }

    /// An error in words.
    pub fn told(&self, msg: &Msg) -> Told {
        Told(self.l.msg(msg))
    }

    /// What was asked for wrongly, in words.
    pub fn misused(&self, msg: &Msg) -> Misused {
        Misused(self.l.msg(msg))
    }

    /// A result, for people.
    #[expect(clippy::print_stdout, reason = "the answer of a command")]
    pub fn line(&self, text: &str) {
        println!("{text}");
    }

    /// A result, for programs.
    #[expect(clippy::print_stdout, reason = "the answer of a command")]
    pub fn json(&self, value: &impl Serialize) {
        println!("{}", serde_json::to_string(value).unwrap_or_default());
    }

    /// A remark beside the result.
    #[expect(clippy::print_stderr, reason = "a remark of a command")]
    pub fn aside(&self, text: &str) {
        eprintln!("{text}");
    }

    /// A new password: of `XINGTAN_ADMIN_PASSWORD`, or asked for twice at the terminal; `ask` is the key of the question.
    ///
    /// # Errors
    /// Where there is neither, in words.
    pub fn new_password(&self, ask: &str) -> Result<String, Box<dyn Error>> {
        if let Ok(given) = std::env::var("XINGTAN_ADMIN_PASSWORD") {
            return Ok(given);
        }
        if !io::stdin().is_terminal() {
            return Err(self.told(&Msg::new("app-init-no-password")).into());
        }
        loop {
            let first = self.ask(ask)?;
            if self.ask("app-init-ask-again")? == first {
                return Ok(first);
            }
            self.aside(&self.l.t("app-password-differs"));
        }
    }

    /// Asks for something secret at the terminal.
    pub fn ask(&self, key: &str) -> io::Result<String> {
        rpassword::prompt_password(self.l.t(key))
    }
}

//! From key and values to the words of a mail.

use crate::outbox::Queued;
use minijinja::{Environment, context};
use std::{fmt, sync::OnceLock};
use xingtan_i18n::{Arg, Locale, Msg};

/// A mail, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// A template could not be filled: a mistake in the template.
#[derive(Debug)]
pub struct LetterError(minijinja::Error);

impl fmt::Display for LetterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mail template: {}", self.0)
    }
}
impl std::error::Error for LetterError {}

impl Letter {
    /// Writes a mail in the language of `locale`. `base` is the site's address without a last slash, before paths.
    pub(crate) fn write(
        mail: &Queued,
        duty: bool,
        locale: &Locale,
        institution: &str,
        base: &str,
    ) -> Result<Self, LetterError> {
        let title = title(&mail.message, locale);
        let greeting = match mail.name.trim() {
            "" => locale.t("notify-mail-greeting-nameless"),
            name => locale.t1("notify-mail-greeting", "name", name),
        };
        let automatic = match institution {
            "" => locale.t("notify-mail-automatic-nameless"),
            name => locale.t1("notify-mail-automatic", "institution", name),
        };
        let why = locale.t(if duty { "notify-mail-why-duty" } else { "notify-mail-why-optional" });
        let link = mail.link.as_ref().map(|path| format!("{base}{path}"));
        let context = context! {
            lang => locale.lang().tag(),
            paragraphs => paragraphs(&mail.message, locale),
            open => locale.t("notify-mail-open"),
            title => title.as_str(),
            greeting,
            automatic,
            why,
            link,
        };
        let fill = |name| templates().get_template(name)?.render(&context);
        Ok(Letter {
            text: fill("mail.txt").map_err(LetterError)?,
            html: fill("mail.html").map_err(LetterError)?,
            // A line break in a value must not end the header.
            subject: title.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    }
}

/// Templates are HTML-escaped by the ending of their names.
fn templates() -> &'static Environment<'static> {
    static TEMPLATES: OnceLock<Environment<'static>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let mut environment = Environment::new();
        for (name, source) in [
            ("mail.txt", include_str!("../templates/mail.txt")),
            ("mail.html", include_str!("../templates/mail.html")),
        ] {
            // A template that cannot be read is missing later and errs there; a test renders both.
            if let Err(error) = environment.add_template(name, source) {
                tracing::error!(%error, name, "a mail template cannot be read");
            }
        }
        environment
    })
}

/// The sentence of a kept message.
pub(crate) fn title(message: &str, locale: &Locale) -> String {
    read(message).map_or_else(String::new, |msg| locale.msg(&msg))
}

/// The text below the sentence: key with `-text`, the same values, split at empty lines.
pub(crate) fn paragraphs(message: &str, locale: &Locale) -> Vec<String> {
    let Some(msg) = read(message) else { return Vec::new() };
    let key = format!("{}-text", msg.key());
    if !locale.has(&key) {
        return Vec::new();
    }
    let values: Vec<(&str, &dyn Arg)> = msg.args().map(|(name, value)| (name, value as &dyn Arg)).collect();
    let text = locale.tn(&key, &values);
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

fn read(message: &str) -> Option<Msg> {
    serde_json::from_str(message).ok()
}

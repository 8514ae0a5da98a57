//! What the form of a template says.

use super::store::Template;
use crate::certificate::{rules, words::Names};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_web::{Form, Text};

/// The longest text of a certificate in characters.
pub const LONGEST: usize = 1_500;
/// The longest validity in months.
pub const MOST_MONTHS: i64 = 600;

/// A form with the words that a new template begins with.
pub fn fresh(id: Uuid, l: &Locale, institution: &str) -> Form {
    Form::fresh(id)
        .with("language", l.lang().tag())
        .with("layout", "landscape")
        .with("heading", l.t("learning-template-heading-example"))
        .with("body", l.t("learning-template-body-example"))
        .with("issuer", institution)
        .with("prefix", "XT")
        .with("months", 0)
}

/// A form that shows a template.
pub fn of(id: Uuid, it: &Template) -> Form {
    Form::fresh(id)
        .with("name", &it.name)
        .with("language", &it.language)
        .with("layout", if it.portrait { "portrait" } else { "landscape" })
        .with("heading", &it.heading)
        .with("body", &it.body)
        .with("issuer", &it.issuer)
        .with("signer", &it.signer)
        .with("prefix", &it.prefix)
        .with("months", it.months)
        .with("version", it.version)
}

/// Reads a form; what is wrong stands beside its fields. Pictures are the caller's part.
pub fn read(form: &mut Form, names: &Names, id: Uuid, now: Timestamp) -> Template {
    let name = form.text("name", Text::required(80));
    let language: Option<Lang> = form.choice("language");
    let layout = form.value("layout").to_owned();
    if !matches!(layout.as_str(), "landscape" | "portrait") {
        form.refuse("layout", Msg::new("web-form-choice"));
    }
    let heading = form.text("heading", Text::required(60));
    let body = form.text("body", Text::required(LONGEST).lines());
    for (field, text) in [("heading", &heading), ("body", &body)] {
        if let Some(unknown) = names.unknown(text).into_iter().next() {
            form.refuse(field, Msg::new("learning-template-unknown").with("name", unknown));
        }
    }
    let issuer = form.text("issuer", Text::required(80));
    let signer = form.text("signer", Text::optional(80));
    let prefix = form.text("prefix", Text::required(12)).to_ascii_uppercase();
    if form.error("prefix").is_none() && !rules::is_prefix(&prefix) {
        form.refuse("prefix", Msg::new("learning-template-prefix-wrong"));
    }
    let months = form.int("months", 0..=MOST_MONTHS);
    Template {
        id,
        name,
        language: language.unwrap_or(Lang::ZhCn).tag().to_owned(),
        portrait: layout == "portrait",
        heading,
        body,
        issuer,
        signer,
        prefix,
        months,
        picture_file: None,
        seal_file: None,
        updated_at: now,
        version: 1,
    }
}

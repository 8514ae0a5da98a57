//! A certificate in words, as page and PDF show it.

use super::{
    rules,
    store::Certificate,
    words::{Names, Place},
};
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::{Lang, Locale};
use xingtan_web::App;

/// What a certificate says, all places filled, in its own language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Tag of its language for HTML.
    pub lang: &'static str,
    /// The heading.
    pub heading: String,
    /// The text.
    pub body: String,
    /// "No. …".
    pub number: String,
    /// Who issues it.
    pub issuer: String,
    /// Who signs it; may be empty.
    pub signer: String,
    /// The day of issue and, if there is one, the last day on which it holds.
    pub dates: Vec<String>,
    /// How it is checked: a sentence, the code.
    pub check: [String; 2],
    /// Whether it stands upright.
    pub portrait: bool,
}

/// The language of a certificate.
pub fn lang(it: &Certificate) -> Lang {
    it.language.parse().unwrap_or(Lang::ZhCn)
}

/// What the places of a text are called.
pub fn names(app: &App) -> Names {
    Names::of(&[app.locale(Lang::ZhCn), app.locale(Lang::En)])
}

/// The last day of what ends at a moment.
pub fn last_day(l: &Locale, end: Timestamp) -> String {
    l.date(end - Span::of_seconds(1))
}

impl Shown {
    /// A certificate with its words filled.
    pub fn of(app: &App, it: &Certificate) -> Shown {
        let l = app.locale(lang(it));
        let names = names(app);
        let until = it.expires_at.map(|end| last_day(&l, end));
        let fact = |place: Place| match place {
            Place::Name => it.person_name.clone(),
            Place::Unit => it.unit_name.clone(),
            Place::StaffNumber => it.person_number.clone(),
            Place::Course => it.course_title.clone(),
            Place::CompletedOn => l.date(it.completed_at),
            Place::Hours => l.span(it.hours_seconds),
            Place::Credits => l.credits(it.credits),
            Place::Number => it.number.clone(),
            Place::IssuedOn => l.date(it.issued_at),
            Place::ValidUntil => until.clone().unwrap_or_else(|| l.t("learning-certificate-endless")),
        };
        let mut dates = vec![l.date(it.issued_at)];
        dates.extend(until.as_ref().map(|day| l.t1("learning-certificate-until", "day", day)));
        Shown {
            lang: lang(it).tag(),
            heading: names.fill(&it.heading, fact),
            body: names.fill(&it.body, fact),
            number: l.t1("learning-certificate-no", "number", &it.number),
            issuer: it.issuer.clone(),
            signer: it.signer.clone(),
            dates,
            check: [l.t("learning-certificate-check"), rules::shown(&it.code)],
            portrait: it.portrait,
        }
    }
}

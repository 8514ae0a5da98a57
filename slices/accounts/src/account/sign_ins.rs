//! `/account/sign-ins`: one's own log of sign-ins.

use crate::session::{
    device,
    log::{Outcome, TryRow, own_tries},
    place::Places,
    rules::Unusual,
};
use askama::Template;
use axum::response::Response;
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, Sort, html};

const SORTS: &[Sort] = &[Sort { name: "at", column: "s.at" }];

/// A try in words.
pub struct Line {
    /// When.
    pub at: String,
    /// Tone of the badge.
    pub tone: &'static str,
    /// How it ended.
    pub outcome: String,
    /// On which device.
    pub device: String,
    /// From where.
    pub ip: String,
    /// What was unusual.
    pub unusual: Vec<String>,
}

impl Line {
    /// Of a row of the log.
    pub fn of(row: &TryRow, l: &Locale, places: &Places) -> Line {
        let outcome = Outcome::of(&row.outcome);
        let unusual = Unusual::read(row.unusual.as_deref());
        Line {
            at: l.date_time(row.at),
            tone: outcome.map_or("", Outcome::tone),
            outcome: outcome.map_or_else(|| row.outcome.clone(), |outcome| l.t(&outcome.key())),
            device: device::named(&row.agent),
            ip: places.told(&row.ip),
            unusual: unusual.into_iter().map(|kind| l.t(&kind.key())).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "account/sign_ins.html")]
struct SignInsPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    days: i64,
}

/// GET.
pub async fn page(who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, "/account/sign-ins", SORTS, &[], 50).or_descending();
    let (person, asked) = (who.actor.person, list.clone());
    let found = who.app.db().read(move |tx| own_tries(tx, &asked, person)).await?;
    let places = Places::of(who.app.settings());
    let page = SignInsPage {
        page: Page::new(&who, who.l.t("accounts-sign-ins-title"))
            .crumb("/account", who.l.t("accounts-account-title")),
        list: found.listed(&list),
        lines: found.rows.iter().map(|row| Line::of(row, &who.l, &places)).collect(),
        days: who.app.settings().int(&crate::parameters::KEEP_DAYS),
    };
    html(&page)
}

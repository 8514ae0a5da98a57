//! User agreement and privacy notice: their texts, who accepted which version when, withdrawal (GOV-10, GOV-12).

mod page;
pub mod store;

use axum::{Router, routing::get};
use xingtan_i18n::Locale;
use xingtan_web::App;

/// An agreement in its present version. When the text in the Fluent files changes in substance, the version rises
/// and everybody is asked anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The word kept in the database; begins the Fluent keys of its paragraphs: `accounts-terms-1`.
    pub code: &'static str,
    /// The present version.
    pub version: i64,
    /// Where it can be read without signing in.
    pub href: &'static str,
}

/// 用户协议.
pub const TERMS: Agreement = Agreement { code: "terms", version: 1, href: "/terms" };
/// 个人信息保护说明.
pub const PRIVACY: Agreement = Agreement { code: "privacy", version: 1, href: "/privacy" };

/// All agreements.
pub const ALL: [Agreement; 2] = [TERMS, PRIVACY];
/// How many there are to accept.
pub const COUNT: i64 = 2;

/// A headed paragraph.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Heading.
    pub title: String,
    /// Text.
    pub text: String,
}

impl Agreement {
    /// The Fluent key of its name.
    pub fn key(&self) -> String {
        format!("accounts-{}", self.code)
    }

    /// Its clauses, as many as the Fluent file numbers.
    pub fn clauses(&self, l: &Locale, institution: &str) -> Vec<Clause> {
        let key = |n: usize| format!("accounts-{}-{n}", self.code);
        let numbers = (1..100).take_while(|n| l.has(&key(*n)));
        numbers
            .map(|n| Clause {
                title: l.t(&format!("{}-title", key(n))),
                text: l.t1(&key(n), "institution", institution),
            })
            .collect()
    }
}

/// The addresses of agreements and consents.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/terms", get(page::terms))
        .route("/privacy", get(page::privacy))
        .route("/account/consents", get(page::own).post(page::accept))
        .route("/account/consents/withdraw", axum::routing::post(page::withdraw))
}

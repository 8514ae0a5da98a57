//! `/compliance`: every article in force and where it stands.

use super::{
    ToldFacts,
    overview::{Line, overview},
    rules::Standing,
};
use crate::regulation::{
    OVERSEE,
    store::{Regulation, Version},
};
use askama::Template;
use axum::{Extension, extract::State, response::Response};
use xingtan_clock::Timestamp;
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// The address.
pub const HREF: &str = "/compliance";

#[derive(Template)]
#[template(path = "compliance/page.html")]
struct CompliancePage {
    page: Page,
    regulations: Vec<(Regulation, Version)>,
    lines: Vec<Line>,
    judged: Option<Timestamp>,
    counts: Vec<(Standing, usize)>,
}

/// `GET /compliance`.
pub async fn page(
    State(app): State<App>,
    Extension(told): Extension<ToldFacts>,
    who: SignedIn,
) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    let (l, now) = (who.l.clone(), who.now);
    let all = app.db().read(move |tx| overview(tx, &l, told, now)).await?;
    let count = |standing: Standing| all.lines.iter().filter(|it| it.standing == standing).count();
    html(&CompliancePage {
        page: Page::new(&who, who.l.t("governance-compliance")),
        counts: Standing::ALL.iter().map(|it| (*it, count(*it))).collect(),
        regulations: all.regulations,
        lines: all.lines,
        judged: all.judged,
    })
}

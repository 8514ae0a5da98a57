//! `/security`: what is unusual, who is locked out, who is signed in, whose roles changed.

use super::{SESSIONS, SIGN_INS, store};
use crate::{
    account::Line,
    session::log::{TryRow, Wanted},
};
use askama::Template;
use axum::response::Response;
use xingtan_auth::Role;
use xingtan_clock::Span;
use xingtan_db::Error;
use xingtan_web::{Fault, Page, SignedIn, html};

/// The page looks back so far.
const BACK: Span = Span::of_days(7);
/// A block shows so many rows; its link shows all.
const ROWS: i64 = 10;

struct Unusual {
    name: String,
    user: String,
    line: Line,
}

struct Locked {
    name: String,
    user_name: String,
    unit: String,
    failures: i64,
    until: String,
}

struct Change {
    name: String,
    role: String,
    node: String,
    granted: bool,
    at: String,
    by: String,
}

#[derive(Template)]
#[template(path = "start/security.html")]
struct SecurityPage {
    page: Page,
    unusual: Vec<Unusual>,
    unusual_total: i64,
    locked: Vec<Locked>,
    sessions: i64,
    changes: Vec<Change>,
}

/// GET: five statements, whatever there is to show.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    who.must(SIGN_INS)?;
    let (scope, now) = (who.actor.scope(SIGN_INS), who.now);
    let sessions_of = who.actor.scope(SESSIONS);
    let read = who.app.db().read(move |tx| {
        let wanted =
            Wanted { scope: scope.clone(), unusual: true, from: Some(now - BACK), ..Wanted::default() };
        let select = wanted.select();
        let total = select.count(tx)?;
        let unusual: Vec<TryRow> = select.rows(tx, &format!("ORDER BY s.at DESC, s.id DESC LIMIT {ROWS}"))?;
        let locked = store::locked(tx, &scope, now, 50)?;
        let sessions = store::sessions(&sessions_of, "", false, now).count(tx)?;
        let changes = store::role_changes(tx, &scope, now - BACK, 50)?;
        Ok::<_, Error>((unusual, total, locked, sessions, changes))
    });
    let (unusual, unusual_total, locked, sessions, changes) = read.await?;
    let (l, places) = (&who.l, crate::session::place::Places::of(who.app.settings()));
    let page = SecurityPage {
        page: Page::new(&who, l.t("accounts-security-title")),
        unusual: unusual
            .iter()
            .map(|row| Unusual {
                name: row.name.clone().unwrap_or_default(),
                user: row.user_key.clone(),
                line: Line::of(row, l, &places),
            })
            .collect(),
        unusual_total,
        locked: locked
            .into_iter()
            .map(|row| Locked {
                name: row.name,
                user_name: row.user_name,
                unit: row.unit_name,
                failures: row.failures,
                until: l.date_time(row.locked_until),
            })
            .collect(),
        sessions,
        changes: changes
            .into_iter()
            .map(|row| Change {
                name: row.name,
                role: row.role.parse::<Role>().map_or(row.role, |role| l.t(&role.key())),
                node: row.node_name,
                granted: row.ended_at.is_none(),
                at: l.date_time(row.ended_at.unwrap_or(row.granted_at)),
                by: if row.ended_at.is_some() { row.ended_name } else { row.granted_name }
                    .unwrap_or_else(|| l.t("accounts-by-program")),
            })
            .collect(),
    };
    html(&page)
}

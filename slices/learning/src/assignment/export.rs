//! The list of assignments as a file, with the page's numbers.

use super::{
    READ,
    page::{narrow, titled},
    store::{self, Assignment, Counts},
};
use crate::export;
use axum::response::Response;
use xingtan_clock::{Span, Uuid};
use xingtan_documents::Cell;
use xingtan_web::{Fault, List, SignedIn};

const HEADINGS: &[&str] = &[
    "learning-head-course",
    "learning-head-assigned",
    "learning-head-due",
    "learning-head-state",
    "learning-head-reached",
    "learning-state-done",
    "learning-state-overdue",
];

/// The addresses of the list as Excel and as CSV.
pub fn hrefs(list: &List) -> (String, String) {
    (list.href("as", "xlsx"), list.href("as", "csv"))
}

/// All rows the list asks for.
///
/// # Errors
/// Those of the database and of writing the file.
pub async fn list(who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let (scope, now) = (who.actor.scope(READ), who.now);
    let rows: Vec<(Assignment, Counts)> = who
        .app
        .db()
        .read(move |tx| {
            let mut found = Vec::new();
            let mut rest = Some(list.from_start());
            while let Some(list) = rest.take().filter(|_| found.len() < crate::enrolment::list::MOST) {
                let select = store::select().within("a.node_path", &scope);
                let select = titled(narrow(select, list.filter("state"), now), &list.query);
                let mut some: Vec<Assignment> = Vec::new();
                rest = list.chunk(tx, select, 500, &mut some)?;
                let ids: Vec<Uuid> = some.iter().map(|it| it.id).collect();
                let counts = store::counts(tx, &ids, now)?;
                found.extend(some.into_iter().map(|it| {
                    let count = counts.get(&it.id).copied().unwrap_or_default();
                    (it, count)
                }));
            }
            Ok::<_, Fault>(found)
        })
        .await?;
    let zone = who.l.zone();
    let cells = |(it, counts): &(Assignment, Counts)| {
        vec![
            Cell::text(&it.title),
            Cell::moment(it.created_at, zone),
            // The last second that counts: 24:00 has no date of its own in a cell.
            Cell::moment(it.due_at - Span::of_seconds(1), zone),
            Cell::text(who.l.t(it.state(&now).key())),
            Cell::Number(counts.reached),
            Cell::Number(counts.done),
            Cell::Number(counts.overdue),
        ]
    };
    let rows: Vec<_> = rows.iter().map(cells).collect();
    export::answer(who, format, &who.l.t("learning-assignments"), HEADINGS, &rows)
}

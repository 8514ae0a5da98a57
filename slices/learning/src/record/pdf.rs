//! The own record on paper: what a year brought, and all that was studied, with name, unit and sums (LRN-6, INS-2).

use super::page::Ledger;
use crate::{credit::store::Sums, enrolment::list::Line};
use axum::response::Response;
use xingtan_accounts::api as accounts;
use xingtan_clock::Timestamp;
use xingtan_documents::pdf::{Document, PdfColumn};
use xingtan_web::{App, Fault, SignedIn, brand::letterhead, download::download, typeset};

/// Who it is about, as the heads of both documents say.
async fn about(app: &App, who: &SignedIn) -> Result<Vec<(String, String)>, Fault> {
    let person = who.actor.person;
    let found = app.db().read(move |tx| accounts::person(tx, person)).await?.ok_or(Fault::NotFound)?;
    let number = found.staff_number.unwrap_or(found.user_name);
    let facts = [("name", found.name), ("number", number), ("unit", found.unit_name)];
    Ok(facts.map(|(head, value)| (who.l.t(&format!("learning-head-{head}")), value)).into())
}

async fn answer(who: &SignedIn, document: Document) -> Result<Response, Fault> {
    let name = format!("{}-{}.pdf", document.title, who.l.zone().date(who.now));
    Ok(download(&name, "application/pdf", typeset(&document).await?))
}

fn kind(who: &SignedIn, required: bool) -> String {
    who.l.t(if required { "learning-required" } else { "learning-elective" })
}

/// A day as narrow columns hold it.
fn day(who: &SignedIn, at: Timestamp) -> String {
    who.l.zone().date(at).to_string()
}

/// The statement of training hours and credits of a year: every booking with its day, and the sums.
pub async fn statement(app: &App, who: &SignedIn, found: Ledger) -> Result<Response, Fault> {
    let l = &who.l;
    let title = l.t1("learning-statement-title", "year", found.year.to_string());
    let mut document = letterhead(app, l, title, who.now).await.facts(about(app, who).await?);
    let held = found.offline_sum();
    let offline: Vec<Vec<String>> = found
        .offline
        .iter()
        .rev()
        .map(|it| vec![it.topic.clone(), it.day.to_string(), it.by.clone(), l.span(it.seconds)])
        .collect();
    document = if found.rows.is_empty() {
        document.text(l.t("learning-record-empty"))
    } else {
        let columns = vec![
            PdfColumn::words(l.t("learning-head-course"), 9),
            PdfColumn::words(l.t("learning-head-date"), 4),
            PdfColumn::words(l.t("learning-kind"), 3),
            PdfColumn::figures(l.t("learning-credits-name"), 3),
            PdfColumn::figures(l.t("learning-hours-name"), 4),
        ];
        let sums = found.sums;
        let rows = found.rows.into_iter().rev().map(|(it, course)| {
            let course = match it.reason {
                Some(reason) => format!("{course}\n{reason}"),
                None => course,
            };
            vec![
                course,
                day(who, it.at),
                kind(who, it.required),
                l.credits(it.credits),
                l.span(it.hours_seconds),
            ]
        });
        document.table(columns, rows.collect(), sum_line(who, 3, &sums))
    };
    if !offline.is_empty() {
        let columns = vec![
            PdfColumn::words(l.t("learning-record-offline"), 9),
            PdfColumn::words(l.t("learning-head-date"), 4),
            PdfColumn::words(l.t("learning-record-entered"), 5),
            PdfColumn::figures(l.t("learning-record-offline-hours"), 4),
        ];
        let sum = vec![l.t("learning-statement-sum"), String::new(), String::new(), l.span(held)];
        document = document.table(columns, offline, sum);
    }
    answer(who, document.text(l.t("learning-statement-source"))).await
}

/// The learner file: all that was studied, with dates, duration and result.
pub async fn file(app: &App, who: &SignedIn, lines: &[Line], sums: &Sums) -> Result<Response, Fault> {
    let l = &who.l;
    let mut facts = about(app, who).await?;
    facts.push((l.t("learning-credits-name"), l.credits(sums.credits)));
    facts.push((l.t("learning-hours-name"), l.span(sums.hours_seconds)));
    let mut document = letterhead(app, l, l.t("learning-file"), who.now).await.facts(facts);
    document = if lines.is_empty() {
        document.text(l.t("learning-enrolments-empty"))
    } else {
        let columns = vec![
            PdfColumn::words(l.t("learning-head-course"), 8),
            PdfColumn::words(l.t("learning-kind"), 3),
            PdfColumn::words(l.t("learning-head-enrolled"), 4),
            PdfColumn::words(l.t("learning-completed-at"), 4),
            PdfColumn::words(l.t("learning-head-state"), 3),
            PdfColumn::figures(l.t("learning-study-time"), 4),
        ];
        let row = |it: &Line| {
            let completed = it.e.completed_at.map_or_else(|| "—".to_owned(), |at| day(who, at));
            let state = l.t(it.state.key());
            let (begun, studied) = (day(who, it.e.enrolled_at), l.span(it.e.study_seconds));
            vec![it.course.clone(), kind(who, it.e.required), begun, completed, state, studied]
        };
        document.table(columns, lines.iter().map(row).collect(), Vec::new())
    };
    answer(who, document.text(l.t("learning-statement-source"))).await
}

/// The last line: "total" before the sums of credits and hours.
fn sum_line(who: &SignedIn, before: usize, sums: &Sums) -> Vec<String> {
    let mut line = vec![String::new(); before];
    line[0] = who.l.t("learning-statement-sum");
    line.extend([who.l.credits(sums.credits), who.l.span(sums.hours_seconds)]);
    line
}

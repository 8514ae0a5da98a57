//! The compliance page for an inspection: Excel, CSV, PDF.

use super::{
    ToldFacts,
    overview::{Line, Overview, overview},
    rules::Standing,
};
use crate::regulation::OVERSEE;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_clock::Uuid;
use xingtan_documents::{
    Cell,
    pdf::{Document, PdfColumn},
};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, SignedIn, brand::letterhead, download::download, export::answer, typeset};

const HEADINGS: &[&str] = &[
    "governance-head-regulation",
    "governance-head-article",
    "governance-head-title",
    "governance-head-state",
    "governance-head-rule",
    "governance-head-by-hand",
    "governance-head-fired",
    "governance-head-open",
    "governance-head-proofs",
];

/// `GET /compliance/export/{format}`: `xlsx`, `csv` or `pdf`.
pub async fn export(
    State(app): State<App>,
    Extension(told): Extension<ToldFacts>,
    who: SignedIn,
    Path(format): Path<String>,
) -> Result<Response, Fault> {
    who.must_whole(OVERSEE)?;
    let (l, now) = (who.l.clone(), who.now);
    let all = app.db().read(move |tx| overview(tx, &l, told, now)).await?;
    match format.as_str() {
        "pdf" => paper(&app, &who, &all).await,
        "csv" | "xlsx" => {
            let titles: HashMap<Uuid, String> = titles(&who.l, &all);
            let rows: Vec<_> = all.lines.iter().map(|line| cells(&who.l, &titles, line)).collect();
            answer(&who, &format, &who.l.t("governance-compliance"), HEADINGS, &rows)
        }
        _ => Err(Fault::NotFound),
    }
}

fn titles(l: &Locale, all: &Overview) -> HashMap<Uuid, String> {
    let title = |title: &str, number: i64| l.t2("governance-version-of", "title", title, "number", number);
    all.regulations.iter().map(|(it, version)| (it.id, title(&it.title, version.number))).collect()
}

/// How often an article's rules decided, and what of it waits; none where they decide nothing about people.
fn sums(line: &Line) -> Option<(i64, i64)> {
    line.clauses.iter().filter_map(|it| it.count).reduce(|a, b| (a.0 + b.0, a.1 + b.1))
}

fn says(line: &Line) -> String {
    line.clauses.iter().map(|it| it.says.as_str()).collect::<Vec<_>>().join("\n")
}

fn state(l: &Locale, standing: Standing) -> String {
    l.t(&format!("governance-standing-{}", standing.code()))
}

fn cells(l: &Locale, titles: &HashMap<Uuid, String>, line: &Line) -> Vec<Cell> {
    let sums = sums(line);
    let figure = |of: Option<i64>| Cell::text(of.map(|it| it.to_string()).unwrap_or_default());
    vec![
        Cell::text(titles.get(&line.regulation).cloned().unwrap_or_default()),
        Cell::text(&line.cited),
        Cell::text(&line.title),
        Cell::text(state(l, line.standing)),
        Cell::text(says(line)),
        Cell::text(line.by_hand.clone().unwrap_or_default()),
        figure(sums.map(|it| it.0)),
        figure(sums.map(|it| it.1)),
        Cell::text(line.proofs.join("\n")),
    ]
}

/// On paper: for each regulation its articles, where they stand, by what, how often.
async fn paper(app: &App, who: &SignedIn, all: &Overview) -> Result<Response, Fault> {
    let l = &who.l;
    let title = l.t("governance-compliance");
    let counted = Standing::ALL.iter().map(|standing| {
        let count = all.lines.iter().filter(|it| it.standing == *standing).count();
        (state(l, *standing), count.to_string())
    });
    let mut facts: Vec<(String, String)> = counted.collect();
    facts.push(match all.judged {
        Some(at) => (l.t("governance-compliance-as-of"), l.date_time(at)),
        None => (l.t("governance-compliance-as-of"), l.t("governance-compliance-never")),
    });
    let mut document: Document =
        letterhead(app, l, title.clone(), who.now).await.facts(facts).text(l.t("governance-compliance-line"));
    let titles = titles(l, all);
    for (regulation, version) in &all.regulations {
        let columns = vec![
            PdfColumn::words(l.t("governance-head-article"), 5),
            PdfColumn::words(l.t("governance-head-rule"), 10),
            PdfColumn::words(l.t("governance-head-state"), 3),
            PdfColumn::figures(l.t("governance-head-fired"), 2),
            PdfColumn::figures(l.t("governance-head-open"), 2),
        ];
        let row = |line: &Line| {
            let by = line.by_hand.as_ref().map(|by| l.t1("governance-by-hand", "who", by));
            let rule: Vec<String> = [says(line)].into_iter().chain(by).filter(|it| !it.is_empty()).collect();
            let figure = |of: Option<i64>| of.map_or_else(|| "—".to_owned(), |it| it.to_string());
            let sums = sums(line);
            vec![
                format!("{} {}", line.cited, line.title),
                rule.join("\n"),
                state(l, line.standing),
                figure(sums.map(|it| it.0)),
                figure(sums.map(|it| it.1)),
            ]
        };
        let rows = all.lines.iter().filter(|it| it.version == version.id).map(row).collect();
        let heading = titles.get(&regulation.id).cloned().unwrap_or_default();
        document = document.heading(heading).table(columns, rows, Vec::new());
    }
    let name = format!("{title}-{}.pdf", l.zone().date(who.now));
    Ok(download(&name, "application/pdf", typeset(&document).await?))
}

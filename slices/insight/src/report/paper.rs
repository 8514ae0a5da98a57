//! A report on paper, in the reader's language: its figures, those who are behind, and who has opened it (LRN-5).

use super::{
    READ, RECEIPTS,
    page::{self, HERE, cited, hours, month},
    store::{self, LAGGARD_SORTS, Laggard, Receipt, Report},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_documents::pdf::{Document, PdfColumn};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, SignedIn, brand::letterhead, download::download, typeset};

/// Most people who are behind that a paper lists; the files take all of them along.
const MOST: usize = 1_000;

/// `GET /monthly-reports/ID/export/{format}`: the report as `pdf`, or those who are behind as `xlsx` or `csv`. Taking it
/// along does not count as opening it.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path((id, format)): Path<(Uuid, String)>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(READ)?;
    let actor = who.actor.clone();
    let read = app.db().read(move |tx| {
        let it = store::one(tx, id)?.filter(|it| actor.may_at(READ, &it.unit_path)).ok_or(Fault::NotFound)?;
        let listed =
            store::laggards(id, "", "").rows(tx, &format!("ORDER BY g.name_key, g.id LIMIT {MOST}"))?;
        let receipts =
            if actor.may_at(RECEIPTS, &it.unit_path) { store::receipts(tx, id)? } else { Vec::new() };
        Ok::<_, Fault>((it, listed, receipts))
    });
    let (it, laggards, receipts): (Report, Vec<Laggard>, Vec<Receipt>) = read.await?;
    let title = who.l.t2("insight-report-title", "unit", &it.unit, "month", month(&who.l, &it.month));
    match format.as_str() {
        "pdf" => {
            let head = letterhead(&app, &who.l, title.clone(), who.now).await;
            let document = document(head, &who.l, &it, &laggards, &receipts);
            Ok(download(&format!("{title}.pdf"), "application/pdf", typeset(&document).await?))
        }
        "csv" | "xlsx" => {
            let list = List::read(&form, format!("{HERE}/{id}"), LAGGARD_SORTS, &["why"], 50).or_descending();
            page::laggards_file(&who, &format, &title, id, list).await
        }
        _ => Err(Fault::NotFound),
    }
}

/// What stands on the paper, below the head.
pub(super) fn document(
    head: Document,
    l: &Locale,
    it: &Report,
    laggards: &[Laggard],
    receipts: &[Receipt],
) -> Document {
    let figures = [
        ("insight-report-people", it.people),
        ("insight-report-open", it.required_open),
        ("insight-report-done", it.required_done),
        ("insight-report-overdue", it.required_overdue),
        ("insight-report-below", it.below_minimum),
        ("insight-report-laggards", it.laggards),
        ("insight-report-warnings", it.warnings),
        ("insight-report-suspensions", it.suspensions),
    ];
    let mut facts: Vec<(String, String)> =
        figures.into_iter().map(|(key, figure)| (l.t(key), l.number(figure))).collect();
    facts.extend([
        (l.t("insight-report-credits"), l.credits(it.credits)),
        (l.t("insight-report-online"), l.credits(hours(it.online_seconds))),
        (l.t("insight-report-offline"), l.credits(hours(it.offline_seconds))),
    ]);
    let made = it.made_at.map(|at| l.date_time(at)).unwrap_or_default();
    let mut paper = head
        .text(l.t("insight-report-line"))
        .facts(facts)
        .text(l.t("insight-report-how"))
        .text(l.t2("insight-report-made", "cited", cited(l, it), "at", made))
        .heading(l.t("insight-laggards"));
    if laggards.is_empty() {
        paper = paper.text(l.t("insight-laggards-none"));
    } else {
        let columns = vec![
            PdfColumn::words(l.t("insight-laggard-name"), 4),
            PdfColumn::words(l.t("insight-report-unit"), 6),
            PdfColumn::figures(l.t("insight-report-overdue"), 2),
            PdfColumn::figures(l.t("insight-report-open"), 2),
            PdfColumn::figures(l.t("insight-report-done"), 2),
            PdfColumn::words(l.t("insight-laggard-below"), 3),
        ];
        let row = |own: &Laggard| {
            let below = if own.below_minimum { l.t("insight-laggard-is-below") } else { String::new() };
            let figures = [own.overdue, own.open, own.done].map(|figure| l.number(figure));
            let [overdue, open, done] = figures;
            vec![own.name.clone(), own.unit.clone(), overdue, open, done, below]
        };
        paper = paper.table(columns, laggards.iter().map(row).collect(), Vec::new());
        let more = it.laggards - laggards.len() as i64;
        if more > 0 {
            paper = paper.text(l.t1("insight-laggards-more", "count", more));
        }
    }
    if receipts.is_empty() {
        return paper;
    }
    let columns = vec![
        PdfColumn::words(l.t("insight-laggard-name"), 4),
        PdfColumn::words(l.t("insight-receipt-as"), 4),
        PdfColumn::words(l.t("insight-told-at"), 5),
        PdfColumn::words(l.t("insight-opened-at"), 5),
    ];
    let row = |own: &Receipt| {
        let opened = own.opened_at.map_or_else(|| l.t("insight-report-unopened"), |at| l.date_time(at));
        vec![
            own.name.clone(),
            l.t(&format!("insight-receipt-{}", own.as_role)),
            own.told_at.map(|at| l.date_time(at)).unwrap_or_default(),
            opened,
        ]
    };
    paper.heading(l.t("insight-receipts")).table(columns, receipts.iter().map(row).collect(), Vec::new())
}

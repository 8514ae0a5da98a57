//! The figures of a year as a page, and as a file.

use super::{
    EXPORT,
    store::{Figures, figures},
};
use crate::{
    file::table,
    period::{Length, Period, words},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api::{self as accounts, PEOPLE_SORTS, PeopleFilter, Person};
use xingtan_audit::Entry;
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

/// Where the figures are.
pub const HERE: &str = "/appraisal";
/// So many years are offered.
const YEARS: usize = 5;

struct Line {
    name: String,
    unit: String,
    met: String,
    credits: String,
    hours: String,
    ranks: String,
    commendations: i64,
    measures: String,
}

fn line(l: &Locale, it: &Figures) -> Line {
    let rank = |(period, rank): &(Period, i64)| {
        l.t2("honours-appraisal-rank", "period", l.msg(&words(*period)), "rank", rank)
    };
    let measure = |(code, count): (&String, &i64)| {
        l.t2(
            "honours-appraisal-measure",
            "measure",
            l.t(&format!("governance-measure-{code}")),
            "count",
            count,
        )
    };
    let join = |texts: Vec<String>| texts.join(&l.t("honours-and"));
    Line {
        name: it.person.name.clone(),
        unit: it.unit.clone(),
        met: match (it.months_judged, it.months_missed.is_empty()) {
            (0, _) => l.t("honours-appraisal-unjudged"),
            (judged, true) => l.t1("honours-appraisal-met", "judged", judged),
            (judged, false) => {
                l.t2("honours-appraisal-missed", "judged", judged, "missed", join(it.months_missed.clone()))
            }
        },
        credits: l.credits(it.credits),
        hours: l.minutes(it.hours_seconds),
        ranks: join(it.ranks.iter().map(rank).collect()),
        commendations: it.commendations,
        measures: join(it.measures.iter().map(measure).collect()),
    }
}

/// The year asked for; without one, or where it cannot be read, the running one.
fn year(who: &SignedIn, list: &List) -> Period {
    let running = Period::of(Length::Year, who.l.zone().date(who.now));
    list.filter("year").parse().ok().filter(|it: &Period| it.length == Length::Year).unwrap_or(running)
}

fn filter(who: &SignedIn, list: &List) -> PeopleFilter {
    PeopleFilter {
        scope: who.actor.scope(EXPORT),
        query: list.query.clone(),
        unit_path: None,
        position: None,
        cohort: None,
        absent: false,
        shown: None,
    }
}

#[derive(Template)]
#[template(path = "appraisal/page.html")]
struct FiguresPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    year: String,
    years: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /appraisal`.
pub async fn page(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(EXPORT)?;
    let list = List::read(&form, HERE, PEOPLE_SORTS, &["year"], 50);
    let (own, filter, asked) = (year(&who, &list), filter(&who, &list), list.clone());
    let (zone, now) = (who.l.zone().clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let mut found = accounts::people_list(tx, &asked, &filter)?;
        let people = std::mem::take(&mut found.rows);
        Ok::<_, Fault>((figures(tx, people, own, &zone, now)?, found))
    });
    let (rows, found) = read.await?;
    let running = Period::of(Length::Year, who.l.zone().date(who.now));
    let years = std::iter::successors(Some(running), |it| Some(it.before())).take(YEARS);
    let export = |format: &str| list.href("", "").replacen(HERE, &format!("{HERE}/{format}"), 1);
    html(&FiguresPage {
        page: Page::new(&who, who.l.t("honours-appraisal")),
        lines: rows.iter().map(|it| line(&who.l, it)).collect(),
        year: own.to_string(),
        years: years.map(|it| (it.to_string(), who.l.msg(&words(it)))).collect(),
        exports: (export("xlsx"), export("csv")),
        list: found.listed(&list),
    })
}

/// `GET /appraisal/{format}`: everybody of the list as a file; the trail says who took it along.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(EXPORT)?;
    if !["xlsx", "csv"].contains(&format.as_str()) {
        return Err(Fault::NotFound);
    }
    let list = List::read(&form, HERE, PEOPLE_SORTS, &["year"], 50);
    let own = year(&who, &list);
    let keys = [
        "name",
        "user",
        "unit",
        "met",
        "judged",
        "missed",
        "credits",
        "hours",
        "ranks",
        "commendations",
        "measures",
    ];
    let title = format!("{} {own}", who.l.t("honours-appraisal"));
    let asked = Form::default().with("as", &format);
    let mut file = table(&who, &asked, &title, "honours-appraisal-column", &keys)?;
    let (mut rest, mut people) = (Some(list.from_start()), 0_i64);
    while let Some(list) = rest.take() {
        let (filter, zone, now) = (filter(&who, &list), who.l.zone().clone(), who.now);
        let read = app.db().read(move |tx| {
            let mut some: Vec<Person> = Vec::new();
            let next = accounts::people_chunk(tx, &list, &filter, 500, &mut some)?;
            Ok::<_, Fault>((figures(tx, some, own, &zone, now)?, next))
        });
        let (rows, next) = read.await?;
        people += rows.len() as i64;
        for it in &rows {
            let shown = line(&who.l, it);
            file.row(&[
                Cell::text(shown.name),
                Cell::text(it.person.user_name.clone()),
                Cell::text(shown.unit),
                Cell::Number(it.months_judged - it.months_missed.len() as i64),
                Cell::Number(it.months_judged),
                Cell::text(it.months_missed.join(" ")),
                Cell::Hundredths(it.credits),
                Cell::text(shown.hours),
                Cell::text(shown.ranks),
                Cell::Number(it.commendations),
                Cell::text(shown.measures),
            ])?;
        }
        rest = next;
    }
    let entry = Entry::new(app.id(), who.now, "honours.appraisal-exported", &who.who())
        .on("appraisal", who.actor.person, own.to_string())
        .within(&who.actor.unit_path)
        .detail(&serde_json::json!({ "year": own.to_string(), "people": people, "format": format }));
    app.db().write(move |tx| xingtan_audit::record(tx, &entry)).await?;
    file.answer()
}

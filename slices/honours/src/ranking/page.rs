//! What people see of rankings: how the running period stands, what is frozen, and one ranking as it is published.

use super::{
    gather::{self, Order},
    interim::{self, Interim, SoFar},
    store::{self, Erratum, Place, Ranking, SORTS},
};
use crate::{
    file::table,
    period::{Length, Period, words},
    prize,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_documents::Cell;
use xingtan_governance::api::{self as governance, Rule, ranking::rank_among};
use xingtan_i18n::{Locale, Msg};
use xingtan_learning::api as learning;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export::hrefs_of, html};

/// Where rankings are.
pub const HERE: &str = "/rankings";

/// What one's own place is.
pub(super) enum Own {
    /// Among those shown.
    Shown,
    /// No credits yet.
    None,
    /// The required courses of a month were not met.
    Missed,
    /// The rule does not concern one.
    NotConcerned,
    /// Below those shown: rank, credits, and how many are missing to the last place.
    Below { rank: i64, credits: i64, missing: i64 },
}

struct Running {
    title: String,
    cited: String,
    href: String,
    says: String,
    as_of: String,
    places: Vec<SoFar>,
    more: i64,
    own: Own,
}

struct Row {
    id: Uuid,
    period: String,
    cited: String,
    eligible: i64,
    frozen: String,
}

#[derive(Template)]
#[template(path = "ranking/list.html")]
struct ListPage {
    page: Page,
    me: Uuid,
    my_name: String,
    lengths: Vec<(String, String, bool)>,
    length: Length,
    running: Vec<Running>,
    bound: bool,
    list: Listed,
    rows: Vec<Row>,
    exports: (String, String),
}

/// `GET /rankings`.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> std::result::Result<Response, Fault> {
    let list = List::read(&form, HERE, SORTS, &["span"], 20).or_descending();
    if form.has("as") {
        return list_file(&who, &form, list).await;
    }
    let length: Length = list.filter("span").parse().unwrap_or(Length::Month);
    let (asked, me, unit, now) = (list.clone(), who.actor.person, who.actor.unit_path.clone(), who.now);
    let (zone, l) = (who.l.zone().clone(), who.l.clone());
    let roles: Vec<_> = who.actor.grants.iter().map(|grant| grant.role).collect();
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Ranking>(tx, store::select(&asked.query, length.code()))?;
        let rules = governance::rules_in_force(tx, length.rule(), now)?;
        let mut running = Vec::new();
        for it in interim::standing(tx, length)? {
            let Some(rule) = rules.iter().find(|rule| rule.control == it.control) else { continue };
            // What was worked out before the period changed is the former one's.
            if it.period != Period::of(length, zone.date(now)) {
                continue;
            }
            let own = own_place(tx, me, (&unit, &roles), &it, rule, &zone, now)?;
            let cited = rule.cited(tx)?;
            running.push(Running {
                title: l.msg(&words(it.period)),
                cited: l.msg(&cited.msg()),
                href: format!("/regulations/{}", cited.regulation_id),
                says: l.msg(&cited.says()),
                as_of: l.date_time(it.as_of),
                more: it.eligible.min(rank_count(&it)) - it.places.len() as i64,
                places: it.places,
                own,
            });
        }
        Ok::<_, Fault>((found, running, !rules.is_empty()))
    });
    let (found, running, bound) = read.await?;
    let lengths = Length::ALL.iter().map(|it| {
        let href = format!("{HERE}?span={}", it.code());
        (href, who.l.t(&format!("honours-span-{}", it.code())), *it == length)
    });
    html(&ListPage {
        page: Page::new(&who, who.l.t("honours-rankings")),
        me,
        my_name: who.actor.name.clone(),
        lengths: lengths.collect(),
        length,
        running,
        bound,
        rows: found.rows.iter().map(|it| row(&who.l, it)).collect(),
        exports: hrefs_of(HERE, &list, &["span"]),
        list: found.listed(&list),
    })
}

/// How many people have the rank of the last place shown, or a better one.
fn rank_count(it: &Interim) -> i64 {
    let Some(last) = it.places.last() else { return 0 };
    it.steps.iter().filter(|(credits, _)| *credits >= last.credits).map(|(_, count)| count).sum()
}

/// The place of somebody of a unit with these roles.
pub(super) fn own_place(
    tx: &mut Tx<'_>,
    me: Uuid,
    (unit_path, roles): (&str, &[Role]),
    it: &Interim,
    rule: &Rule,
    zone: &Zone,
    now: Timestamp,
) -> Result<Own> {
    match it.period.bounds(zone) {
        Some(span) if rule.concerns(unit_path, roles) => {
            let months = it.period.months();
            own(tx, me, it, &Order { rule: rule.clone(), months, span, as_of: now })
        }
        _ => Ok(Own::NotConcerned),
    }
}

fn own(tx: &mut Tx<'_>, me: Uuid, it: &Interim, order: &Order) -> Result<Own> {
    if it.places.iter().any(|own| own.person == me) {
        return Ok(Own::Shown);
    }
    let bookings = learning::standing_bookings(tx, &[me], order.span, order.as_of)?;
    let credits: i64 = bookings.iter().map(|it| it.credits).sum();
    if credits <= 0 {
        return Ok(Own::None);
    }
    if gather::missed(tx, order, &[me])?.contains(&me) {
        return Ok(Own::Missed);
    }
    let missing = it.places.last().map_or(0, |last| (last.credits - credits).max(0));
    Ok(Own::Below { rank: rank_among(&it.steps, credits), credits, missing })
}

fn row(l: &Locale, it: &Ranking) -> Row {
    Row {
        id: it.id,
        period: it.period.parse().map_or_else(|_| it.period.clone(), |own| l.msg(&words(own))),
        cited: cited(l, it),
        eligible: it.eligible,
        frozen: it.frozen_at.map(|at| l.date(at)).unwrap_or_default(),
    }
}

/// Regulation, version and article as they were.
fn cited(l: &Locale, it: &Ranking) -> String {
    let msg = Msg::new("governance-cited")
        .with("regulation", it.regulation.as_str())
        .with("version", it.regulation_version)
        .with("number", it.article.as_str());
    l.msg(&msg)
}

async fn list_file(who: &SignedIn, form: &Form, list: List) -> std::result::Result<Response, Fault> {
    let keys = ["period", "cited", "people", "eligible", "frozen", "sha256"];
    let mut file = table(who, form, &who.l.t("honours-rankings"), "honours-column", &keys)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Ranking> = Vec::new();
            let span = list.filter("span").to_owned();
            let next = list.chunk(tx, store::select(&list.query, &span), 500, &mut rows)?;
            Ok::<_, Fault>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            let shown = row(&who.l, &it);
            file.row(&[
                Cell::text(shown.period),
                Cell::text(shown.cited),
                Cell::Number(it.people),
                Cell::Number(it.eligible),
                Cell::text(shown.frozen),
                Cell::text(it.sha256.unwrap_or_default()),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

/// A ranking with all that belongs to it.
pub struct Whole {
    /// The ranking.
    pub ranking: Ranking,
    /// Its places.
    pub places: Vec<Place>,
    /// What corrections mean for them, by place.
    pub errata: HashMap<Uuid, Vec<Erratum>>,
}

/// A frozen ranking with all that belongs to it.
///
/// # Errors
/// Those of the database.
pub fn whole(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Whole>> {
    let Some(ranking) = store::frozen(tx, id)? else { return Ok(None) };
    Ok(Some(Whole { places: store::places(tx, id)?, errata: store::errata(tx, id)?, ranking }))
}

struct Line {
    place: Place,
    mine: bool,
    notes: Vec<String>,
    prizes: Vec<String>,
}

#[derive(Template)]
#[template(path = "ranking/one.html")]
struct OnePage {
    page: Page,
    it: Ranking,
    frozen: String,
    cited: String,
    says_gate: String,
    says_reward: String,
    lines: Vec<Line>,
    corrected: bool,
    may_prize: bool,
    exports: (String, String),
}

/// `GET /rankings/ID`: a frozen ranking as it is published.
pub async fn one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let may_prize = who.actor.may(prize::REGISTER);
    let read = who.app.db().read(move |tx| {
        let found = whole(tx, id)?.ok_or(Fault::NotFound)?;
        let prizes = if may_prize { prize::store::of_ranking(tx, id)? } else { HashMap::new() };
        Ok::<_, Fault>((found, prizes))
    });
    let (Whole { ranking, places, errata }, prizes) = read.await?;
    let l = &who.l;
    let notes = |place: &Place| -> Vec<String> {
        errata.get(&place.id).into_iter().flatten().map(|it| l.msg(&noted(l, it))).collect()
    };
    let title = ranking.period.parse().map_or_else(|_| ranking.period.clone(), |own| l.msg(&words(own)));
    let title = l.t1("honours-ranking-title", "period", title);
    if form.has("as") {
        let keys = ["rank", "name", "unit", "credits", "hours", "bookings", "sha256", "erratum"];
        let mut file = table(&who, &form, &title, "honours-column", &keys)?;
        for it in &places {
            file.row(&[
                Cell::Number(it.rank),
                Cell::text(it.name.clone()),
                Cell::text(it.unit.clone()),
                Cell::Hundredths(it.credits),
                Cell::text(l.minutes(it.hours_seconds)),
                Cell::Number(it.bookings),
                Cell::text(it.bookings_sha256.clone()),
                Cell::text(notes(it).join(" ")),
            ])?;
        }
        return file.answer();
    }
    let base = format!("{HERE}/{id}");
    html(&OnePage {
        page: Page::new(&who, title).crumb(HERE, l.t("honours-rankings")),
        frozen: on(l, ranking.frozen_at),
        cited: cited(l, &ranking),
        says_gate: l.t(&format!("governance-choice-{}", ranking.gate)),
        says_reward: l.t(&format!("governance-choice-{}", ranking.reward)),
        corrected: !errata.is_empty(),
        lines: places
            .into_iter()
            .map(|place| Line {
                mine: place.person_id == who.actor.person,
                notes: notes(&place),
                prizes: prizes.get(&place.id).cloned().unwrap_or_default(),
                place,
            })
            .collect(),
        may_prize,
        exports: (format!("{base}?as=xlsx"), format!("{base}?as=csv")),
        it: ranking,
    })
}

/// An erratum in words.
fn noted(l: &Locale, it: &Erratum) -> Msg {
    Msg::new(if it.met { "honours-erratum-credits" } else { "honours-erratum-missed" })
        .with("credits", l.credits(it.credits))
        .with("on", l.date(it.noted_at))
}

/// The moment in words where there is one.
#[must_use]
pub fn on(l: &Locale, at: Option<Timestamp>) -> String {
    at.map(|at| l.date_time(at)).unwrap_or_default()
}

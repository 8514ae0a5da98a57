//! A person's month, and the page of their feed.

use super::{DateKind, DateTellers, Dated, DatesAsked, When, change, rules, store};
use askama::Template;
use axum::{Extension, extract::State, response::Response};
use xingtan_calendar::Why;
use xingtan_clock::{Date, Timestamp};
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// The address of the month.
pub const HREF: &str = "/dates";
/// The address of the feed's page.
pub const FEED: &str = "/dates/feed";

struct Cell {
    day: Date,
    /// `holiday`, `workday`, `works` or `rest`.
    state: &'static str,
    /// What a reader is told of the day.
    words: String,
    /// How many dates it has.
    count: usize,
    today: bool,
}

struct Line {
    time: String,
    kind: String,
    tone: &'static str,
    title: String,
    href: String,
    done: bool,
}

struct Day {
    day: Date,
    name: String,
    weekday: String,
    /// What the institution's calendar says of it; empty for ordinary days.
    named: String,
    today: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "dates/month.html")]
struct MonthPage {
    page: Page,
    name: String,
    previous: Option<String>,
    next: Option<String>,
    /// The present month, where another is shown.
    present: Option<String>,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Option<Cell>>>,
    days: Vec<Day>,
}

/// `GET /dates?month=2026-11`.
pub async fn month(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<DateTellers>>,
    form: Form,
) -> Result<Response, Fault> {
    let (above, l) = (above.map(|it| it.0).unwrap_or_default(), &who.l);
    let today = l.zone().date(who.now);
    let first = rules::month(form.value("month"), today);
    let asked = DatesAsked {
        person: who.actor.person,
        unit_path: who.actor.unit_path.clone(),
        from: first,
        to: first.last_of_month(),
        zone: l.zone().clone(),
        now: who.now,
    };
    let calendars = app.calendars().clone();
    let read = app.db().read(move |tx| {
        let calendar = calendars.load(tx, &asked.zone)?;
        Ok::<_, Fault>((above.all(tx, &asked)?, calendar))
    });
    let (all, calendar) = read.await?;
    let roster = calendar.roster_of(&who.actor.unit_path);
    let told = |day: Date| match roster.day(day).why {
        Why::Holiday(named) => ("holiday", named.name.clone()),
        Why::Swapped(named) => ("workday", named.name.clone()),
        _ if roster.day(day).works => ("works", String::new()),
        _ => ("rest", String::new()),
    };
    let count = |day: Date| all.iter().filter(|it| rules::day(&it.when, l.zone()) == day).count();
    let cell = |day: Date| {
        let (state, words) = told(day);
        Cell { day, state, words, count: count(day), today: day == today }
    };
    let weeks =
        rules::grid(first).into_iter().map(|week| week.into_iter().map(|day| day.map(cell)).collect());
    let mut days: Vec<Day> = Vec::new();
    for it in &all {
        let day = rules::day(&it.when, l.zone());
        if days.last().is_none_or(|last| last.day != day) {
            days.push(Day {
                day,
                name: l.day(day),
                weekday: l.weekday(day),
                named: told(day).1,
                today: day == today,
                lines: Vec::new(),
            });
        }
        if let Some(last) = days.last_mut() {
            last.lines.push(line(l, it, who.now));
        }
    }
    let to = |month: Date| format!("{HREF}?month={}", rules::written(month));
    let near = |month: Option<Date>| month.filter(|it| (2000..=2100).contains(&it.year())).map(to);
    html(&MonthPage {
        page: Page::new(&who, l.t("learning-dates")),
        name: l.month(first),
        previous: near(first.yesterday().ok()),
        next: near(first.last_of_month().tomorrow().ok()),
        present: (first != today.first_of_month()).then(|| HREF.to_owned()),
        weekdays: (1..=7).map(|n| l.t(&format!("calendar-weekday-{n}"))).collect(),
        weeks: weeks.collect(),
        days,
    })
}

fn line(l: &Locale, it: &Dated, now: Timestamp) -> Line {
    let over = match it.when {
        When::At(at) => at <= now,
        When::On(day) => l.zone().end_of(day) <= now,
    };
    let (tone, label) = match it.kind {
        DateKind::Training => ("", it.kind.label()),
        _ if it.done => ("pine", "learning-date-done"),
        DateKind::Due if over => ("cinnabar", "learning-date-overdue"),
        DateKind::Due | DateKind::Choice | DateKind::Expires | DateKind::Check if !over => {
            ("ochre", it.kind.label())
        }
        _ => ("", it.kind.label()),
    };
    Line {
        time: match it.when {
            When::At(at) => l.time(at),
            When::On(_) => l.t("learning-dates-day"),
        },
        kind: l.t(label),
        tone,
        title: it.title.clone(),
        href: it.href.clone(),
        done: it.done,
    }
}

#[derive(Template)]
#[template(path = "dates/feed.html")]
struct FeedPage {
    page: Page,
    form: Form,
    address: Option<String>,
    made: String,
    read: String,
}

/// `GET /dates/feed`.
pub async fn feed(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    show_feed(&who, Form::fresh(app.id())).await
}

pub(super) async fn show_feed(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let feed = who.app.db().read(move |tx| Ok::<_, Fault>(store::of(tx, person)?)).await?;
    let l = &who.l;
    let view = FeedPage {
        page: Page::new(who, l.t("learning-feed")).crumb(HREF, l.t("learning-dates")),
        address: feed
            .as_ref()
            .map(|it| format!("{}{}", who.visit.origin, change::href(who.app.keys(), it.id))),
        made: feed.as_ref().map(|it| l.date_time(it.made_at)).unwrap_or_default(),
        read: feed.and_then(|it| it.read_at).map(|at| l.date_time(at)).unwrap_or_default(),
        form: form.clone(),
    };
    shown(&form, &view)
}

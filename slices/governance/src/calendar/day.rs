//! `/calendar/days/DATE`: what a date is, by name.

use super::{
    MANAGE, about,
    page::{YEARS, calendar},
    stale,
};
use crate::saving::{Deed, Stop, save as save_once, shown};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_calendar::{DayKind, NamedDay, shipped};
use xingtan_clock::{Date, Weekday};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "calendar/day.html")]
struct DayPage {
    page: Page,
    form: Form,
    date: Date,
    back: String,
    kinds: Vec<(String, String)>,
    weekdays: Vec<(String, String)>,
    /// What the program brings along for the date, in words.
    shipped: Option<String>,
}

fn date_of(text: &str) -> Result<Date, Fault> {
    text.parse::<Date>().ok().filter(|date| YEARS.contains(&date.year())).ok_or(Fault::NotFound)
}

/// `GET /calendar/days/DATE`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path(date): Path<String>,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let date = date_of(&date)?;
    let calendar = calendar(&app).await?;
    let version = app.db().read(xingtan_calendar::version).await?;
    let kept = calendar.named_in(date.year()).find(|(on, _)| *on == date).map(|(_, day)| day.clone());
    let form = Form::fresh(app.id()).with("version", version);
    let form = match kept {
        Some(day) => form
            .with("kind", day.kind.code())
            .with("name", &day.name)
            .with("source", &day.source)
            .with("like", day.like.map(|like| like.to_monday_one_offset().to_string()).unwrap_or_default()),
        None => form.with("kind", DayKind::Holiday.code()),
    };
    show(&who, date, form)
}

fn show(who: &SignedIn, date: Date, form: Form) -> Result<Response, Fault> {
    let l = &who.l;
    let weekday = l.t(&format!("calendar-weekday-{}", date.weekday().to_monday_one_offset()));
    let kind = |code: &str| (code.to_owned(), l.t(&format!("governance-calendar-kind-{code}")));
    let mut kinds: Vec<(String, String)> = DayKind::ALL.iter().map(|it| kind(it.code())).collect();
    let words = |day: &NamedDay| {
        let kind = l.t(&format!("governance-calendar-kind-{}", day.kind.code()));
        l.t3("governance-calendar-shipped", "kind", kind, "name", &day.name, "source", &day.source)
    };
    let brought = shipped().get(&date).map(words);
    kinds.push(("none".to_owned(), l.t("governance-calendar-kind-none")));
    let back = format!("/calendar?year={}", date.year());
    let view = DayPage {
        page: Page::new(who, format!("{} {weekday}", l.day(date)))
            .crumb(back.clone(), l.t("governance-calendar-title")),
        weekdays: (1..=7).map(|n| (n.to_string(), l.t(&format!("calendar-weekday-{n}")))).collect(),
        shipped: brought,
        form: form.clone(),
        date,
        back,
        kinds,
    };
    shown(&form, &view)
}

/// `POST /calendar/days/DATE`: keeps the day, or forgets what was kept of it.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(date): Path<String>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let date = date_of(&date)?;
    let seen = form.int("version", 0..=i64::MAX);
    let kind = match form.value("kind") {
        "none" => None,
        code => Some(DayKind::of_code(code)),
    };
    if kind == Some(None) {
        form.refuse("kind", Msg::new("web-form-choice"));
    }
    let named = matches!(kind, Some(Some(DayKind::Holiday | DayKind::Workday)));
    let name = form.text("name", if named { Text::required(40) } else { Text::optional(40) });
    let source = form.text("source", if named { Text::required(120) } else { Text::optional(120) });
    let like = match (kind, form.value("like").parse::<i8>()) {
        (Some(Some(DayKind::Workday)), Ok(n)) => Weekday::from_monday_one_offset(n).ok(),
        _ => None,
    };
    if form.ok() {
        let day = kind.flatten().map(|kind| NamedDay { kind, name, source, like });
        let (deed, calendars, zone) =
            (Deed::of(&who), app.calendars().clone(), app.institution().zone.clone());
        let to = format!("/calendar?year={}", date.year());
        let told = Msg::new("governance-calendar-day-saved").with("date", who.l.day(date));
        let done = save_once(&who, &mut form, &to, told, move |tx| {
            if xingtan_calendar::version(tx)? != seen {
                return Err(stale());
            }
            let before = calendars.load(tx, &zone)?.named(date).map(summary);
            let stamp = deed.ids.next();
            match &day {
                Some(day) => xingtan_calendar::put_day(tx, date, day, stamp, Some(deed.person), deed.now)?,
                None => {
                    xingtan_calendar::forget_day(tx, date, stamp)?;
                }
            }
            let entry = deed.entry("governance.calendar-day", about(&date.to_string()));
            Ok::<_, Stop>(xingtan_audit::record(tx, &entry.change(&before, &day.as_ref().map(summary)))?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show(&who, date, form)
}

/// A day as the trail keeps it.
fn summary(day: &NamedDay) -> String {
    format!("{} {} ({})", day.kind.code(), day.name, day.source)
}

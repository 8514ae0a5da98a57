//! `/calendar/TOKEN.ics`: a person's dates for calendar programs, which sign in nowhere.

use super::{DateTellers, Dated, DatesAsked, When, change::read, store};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::header;
use icalendar::{Calendar, Component as _, Event, Property};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Visit};

/// Days before today, and after it, that a feed holds.
pub(super) const BEFORE: i64 = 60;
pub(super) const AFTER: i64 = 400;
/// A reading is noted again only after so long.
const NOTED: Span = Span::of_hours(1);
/// How often programs should ask, as RFC 7986 (section 5.7) writes it.
const OFTEN: &str = "PT4H";

/// `GET /calendar/TOKEN.ics`.
pub async fn feed(
    State(app): State<App>,
    visit: Visit,
    above: Option<Extension<DateTellers>>,
    Path(file): Path<String>,
) -> Result<Response, Fault> {
    let id = read(app.keys(), &file).ok_or(Fault::NotFound)?;
    let (above, now, zone) = (above.map(|it| it.0).unwrap_or_default(), visit.now, visit.l.zone().clone());
    let found = app.db().read(move |tx| {
        let Some(feed) = store::get(tx, id)? else { return Ok(None) };
        let active = accounts::account(tx, feed.person_id)?
            .is_some_and(|it| !it.left && it.in_force(now) == accounts::State::Active);
        let Some(person) = accounts::person(tx, feed.person_id)?.filter(|_| active) else { return Ok(None) };
        let lang = accounts::recipients(tx, &[person.id])?.first().map(|it| it.lang).unwrap_or_default();
        let asked = DatesAsked {
            person: person.id,
            unit_path: person.unit_path,
            from: zone.date(zone.days_after(now, -BEFORE)),
            to: zone.date(zone.days_after(now, AFTER)),
            zone,
            now,
        };
        Ok::<_, Fault>(Some((above.all(tx, &asked)?, feed, lang)))
    });
    let (all, feed, lang) = found.await?.ok_or(Fault::NotFound)?;
    if feed.read_at.is_none_or(|at| at + NOTED <= now) {
        app.db().write(move |tx| store::read(tx, id, now)).await?;
    }
    let text = written(&all, &app.locale(lang), &visit.origin, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    Ok((headers, text).into_response())
}

/// Dates as RFC 5545 writes them. `origin` is what addresses begin with.
pub(super) fn written(all: &[Dated], l: &Locale, origin: &str, now: Timestamp) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Xingtan//Xingtan//ZH"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.append_property(("X-WR-CALNAME", &*l.t("learning-dates")));
    calendar.append_property(("X-WR-TIMEZONE", l.zone().name()));
    calendar
        .append_property(Property::new("REFRESH-INTERVAL", OFTEN).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(("X-PUBLISHED-TTL", OFTEN));
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    for it in all {
        let mut event = Event::new();
        event.uid(&format!("{}@{}", it.uid, if host.is_empty() { "xingtan" } else { host }));
        event.add_property("DTSTAMP", utc(now));
        event.summary(&summary(it, l));
        event.add_property("TRANSP", "TRANSPARENT");
        if !origin.is_empty() {
            event.url(&format!("{origin}{}", it.href));
        }
        match it.when {
            When::At(at) => event.add_property("DTSTART", utc(at)),
            When::On(day) => event.append_property(
                Property::new("DTSTART", day.strftime("%Y%m%d").to_string())
                    .add_parameter("VALUE", "DATE")
                    .done(),
            ),
        };
        calendar.push(event.done());
    }
    folded(&calendar.to_string())
}

/// Lines of at most 75 octets (RFC 5545, section 3.1): the crate counts the space of a line that goes on as none.
fn folded(text: &str) -> String {
    const MOST: usize = 75;
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let mut used = 0;
        for sign in line.chars() {
            let width = if matches!(sign, '\r' | '\n') { 0 } else { sign.len_utf8() };
            if used + width > MOST {
                out.push_str("\r\n ");
                used = 1;
            }
            used += width;
            out.push(sign);
        }
    }
    out
}

fn summary(it: &Dated, l: &Locale) -> String {
    // What would break a line or hide what follows stays out.
    let title: String = it.title.chars().filter(|c| !c.is_control()).collect();
    let words = l.t2("learning-dates-summary", "kind", l.t(it.kind.label()), "title", title);
    if it.done { l.t1("learning-dates-done", "words", words) } else { words }
}

fn utc(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}

//! `/calendar/hours`: the anchor of big weeks, and the institution's working hours.

use super::{MANAGE, about, stale};
use crate::saving::{Deed, Stop, save as save_once, shown};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_calendar::{Rule, hours_words, read_hours};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "calendar/hours.html")]
struct HoursPage {
    page: Page,
    form: Form,
}

/// The most characters of a list of hours.
pub(super) const HOURS: usize = 2_000;

/// `GET /calendar/hours`.
pub async fn edit(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let rule = app.db().read(xingtan_calendar::rule).await?;
    let form = Form::fresh(app.id())
        .with("version", rule.version)
        .with("anchor", rule.anchor)
        .with("hours", hours_words(&who.l, &rule.hours, "\n"));
    show(&who, form)
}

fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let view = HoursPage {
        page: Page::new(who, who.l.t("governance-calendar-hours"))
            .crumb("/calendar", who.l.t("governance-calendar-title")),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// `POST /calendar/hours`.
pub async fn save(State(_): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let seen = form.int("version", 0..=i64::MAX);
    let anchor = form.date("anchor");
    let text = form.text("hours", Text::required(HOURS).lines());
    let hours = read_hours(&text).map_err(|fault| form.refuse("hours", fault.msg())).ok();
    if let (true, Some(anchor), Some(hours)) = (form.ok(), anchor, hours) {
        let back = i64::from(anchor.weekday().to_monday_zero_offset());
        let monday = (0..back).fold(anchor, |date, _| date.yesterday().unwrap_or(date));
        let rule = Rule { anchor: monday, hours, version: seen };
        let deed = Deed::of(&who);
        let told = Msg::new("governance-calendar-hours-saved");
        let done = save_once(&who, &mut form, "/calendar", told, move |tx| {
            let before = xingtan_calendar::rule(tx)?;
            if !xingtan_calendar::set_rule(tx, &rule, seen, deed.ids.next())? {
                return Err(stale());
            }
            let entry = deed.entry("governance.calendar-hours", about(&rule.anchor.to_string()));
            Ok::<_, Stop>(xingtan_audit::record(tx, &entry.change(&summary(&before), &summary(&rule)))?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show(&who, form)
}

fn summary(rule: &Rule) -> String {
    format!("{} {}", rule.anchor, serde_json::to_string(&rule.hours).unwrap_or_default())
}

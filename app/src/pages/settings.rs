//! `/system/settings`: the institution, how long things are kept, how large they may be, how often one may ask.

use super::{
    SYSTEM_MANAGE, SYSTEM_READ,
    parameters::{EVALUATION, HISTORY, KEPT, LIBRARY, LIMITS, MINORS, REVIEW, SHARE, SIZES, STUDY},
    site::{by, must_whole, once},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use serde_json::json;
use xingtan_audit::Entry;
use xingtan_catalog::api::{DEPARTMENT, LISTS_NEEDED};
use xingtan_clock::{Uuid, Zone};
use xingtan_db::Tx;
use xingtan_i18n::{Kind, Lang, Msg};
use xingtan_learning::api::{CONTACT, MINORS as WHOM};
use xingtan_settings::{Institution, Setting, Shape};
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text, html};

/// Zones that are offered; any other of the IANA list can be typed.
const ZONES: [&str; 6] =
    ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore"];

#[derive(Template)]
#[template(path = "system/settings.html")]
struct SettingsPage {
    page: Page,
    form: Form,
    kinds: Vec<(String, String)>,
    langs: Vec<(String, String)>,
    zones: [&'static str; 6],
    kept: Vec<Number>,
    sizes: Vec<Number>,
    limits: Vec<Number>,
    study: Vec<Number>,
    minors: Vec<Number>,
    whom: Choice,
    contact: Choice,
    review: Vec<Number>,
    evaluation: Vec<Number>,
    reviewed: Vec<Choice>,
    library: Vec<Number>,
    changes: bool,
}

/// A parameter that is a number.
struct Number {
    name: String,
    label: String,
    hint: String,
    /// The regulation prescribes the value.
    bound: bool,
}

/// A parameter that is chosen; prescribed by the regulation it has one choice alone.
struct Choice {
    name: String,
    label: String,
    hint: String,
    choices: Vec<(String, String)>,
}

/// The parameters of the page that are chosen.
const CHOSEN: [&Setting; 4] = [&WHOM, &CONTACT, &DEPARTMENT, &LISTS_NEEDED];

/// The form's field of a setting.
fn field(setting: &Setting) -> String {
    setting.key.replace('.', "-")
}

/// `GET /system/settings`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let (institution, version) =
        app.db().read(xingtan_settings::institution).await?.ok_or(Fault::NotFound)?;
    let mut form = Form::fresh(app.id())
        .with("name", &institution.name)
        .with("kind", institution.kind)
        .with("lang", institution.lang.tag())
        .with("zone", institution.zone.name())
        .with("version", version);
    for setting in numbers().chain(CHOSEN) {
        form = form.with(&field(setting), app.settings().text(setting));
    }
    show(&app, &who, form)
}

fn show(app: &App, who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let number = |setting: &Setting, hint: &str| {
        let (min, max) = bounds(setting);
        let bound = app.settings().bound(setting);
        Number {
            name: field(setting),
            label: who.l.t(&setting.label()),
            hint: match &bound {
                Some(by) => who.l.msg(&by.msg()),
                None => who.l.t2(hint, "min", min, "max", max),
            },
            bound: bound.is_some(),
        }
    };
    let choice = |setting: &Setting| {
        let bound = app.settings().bound(setting);
        let open = |code: &&&str| bound.as_ref().is_none_or(|by| by.value == **code);
        let worded = |code: &&str| ((*code).to_owned(), who.l.t(&format!("{}-{code}", setting.label())));
        Choice {
            name: field(setting),
            label: who.l.t(&setting.label()),
            hint: bound.as_ref().map_or_else(|| who.l.t(&setting.hint()), |by| who.l.msg(&by.msg())),
            choices: choices(setting).iter().filter(open).map(worded).collect(),
        }
    };
    let page = html(&SettingsPage {
        page: Page::new(who, who.l.t("app-settings-title")).crumb("/system", who.l.t("app-system-title")),
        kinds: [Kind::School, Kind::Academy, Kind::Training]
            .map(|kind| (kind.to_string(), who.l.t(&format!("i18n-kind-{kind}"))))
            .to_vec(),
        langs: [Lang::ZhCn, Lang::En]
            .map(|lang| (lang.tag().to_owned(), who.l.t(&format!("i18n-lang-{}", lang.tag()))))
            .to_vec(),
        zones: ZONES,
        kept: KEPT
            .iter()
            .map(|setting| number(setting, "app-settings-days"))
            .chain(HISTORY.iter().map(|setting| number(setting, &format!("{}-hint", setting.label()))))
            .collect(),
        sizes: SIZES.iter().map(|setting| number(setting, "app-settings-mib")).collect(),
        limits: LIMITS
            .iter()
            .map(|setting| number(setting, "app-settings-per-minute"))
            .chain([number(&SHARE, "app-settings-megabits")])
            .collect(),
        study: STUDY.iter().map(|setting| number(setting, &format!("{}-hint", setting.label()))).collect(),
        minors: MINORS.iter().map(|setting| number(setting, "app-settings-from-to")).collect(),
        whom: choice(&WHOM),
        contact: choice(&CONTACT),
        review: REVIEW.iter().map(|setting| number(setting, "app-settings-hours")).collect(),
        evaluation: EVALUATION
            .iter()
            .map(|setting| number(setting, &format!("{}-hint", setting.label())))
            .collect(),
        library: LIBRARY.iter().map(|setting| number(setting, "app-settings-from-to")).collect(),
        reviewed: [&DEPARTMENT, &LISTS_NEEDED].map(choice).into(),
        changes: form.has("kind") && form.value("kind") != app.institution().kind.to_string(),
        form,
    })?;
    Ok((status, page).into_response())
}

/// The parameters of the page that are numbers.
fn numbers() -> impl Iterator<Item = &'static Setting> {
    STUDY
        .into_iter()
        .chain(MINORS)
        .chain(REVIEW)
        .chain(EVALUATION)
        .chain(LIBRARY)
        .chain(KEPT)
        .chain(HISTORY)
        .chain(SIZES)
        .chain(LIMITS)
        .chain([&SHARE])
}

fn choices(setting: &Setting) -> &'static [&'static str] {
    match setting.shape {
        Shape::Choice(codes) => codes,
        _ => &[],
    }
}

fn bounds(setting: &Setting) -> (i64, i64) {
    match setting.shape {
        Shape::Int { min, max, .. } => (min, max),
        _ => (0, 0),
    }
}

/// `POST /system/settings`.
pub async fn save(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let before = app.db().read(xingtan_settings::institution).await?.ok_or(Fault::NotFound)?.0;
    let after = Institution {
        name: form.text("name", Text::required(60)),
        kind: form.choice::<Kind>("kind").unwrap_or(before.kind),
        lang: form.choice::<Lang>("lang").unwrap_or(before.lang),
        zone: zone(&mut form).unwrap_or_else(|| before.zone.clone()),
        ..before.clone()
    };
    let version = form.int("version", 0..=i64::MAX);
    if after.kind != before.kind && !form.ticked("confirm") {
        form.refuse("confirm", Msg::new("app-settings-kind-confirm"));
    }
    let mut values = Vec::new();
    for setting in numbers().chain(CHOSEN) {
        match app.settings().check(setting, form.value(&field(setting))) {
            Ok(value) => values.push((app.id(), *setting, app.settings().text(setting), value)),
            Err(wrong) => form.refuse(&field(setting), wrong.msg()),
        }
    }
    if !form.ok() {
        return show(&app, &who, form);
    }
    let change = Change { before, after, values, version, person: who.actor.person };
    let (now, entry, by) = (who.now, app.id(), by(&who));
    let saved = once(&who, &form, "/system/settings", move |tx| {
        let Some((before, after)) = change.keep(tx, now)? else { return Ok(false) };
        if before != after {
            let entry = Entry::new(entry, now, "app.settings-changed", &by);
            xingtan_audit::record(
                tx,
                &entry.on("institution", None, change.after.name.as_str()).change(&before, &after),
            )?;
        }
        Ok(true)
    });
    if saved.await? == Some(false) {
        form.refuse("", Msg::new("web-fault-stale"));
        return show(&app, &who, form);
    }
    app.settings().refresh().await?;
    Ok(who.go("/system/settings", "pine", &Msg::new("app-settings-saved")))
}

fn zone(form: &mut Form) -> Option<Zone> {
    let name = form.text("zone", Text::required(60));
    let zone = Zone::named(&name).ok();
    if zone.is_none() {
        form.refuse("zone", Msg::new("app-settings-zone-unknown"));
    }
    zone
}

/// A change of the institution and its parameters.
struct Change {
    before: Institution,
    after: Institution,
    values: Vec<(Uuid, Setting, String, String)>,
    version: i64,
    person: Uuid,
}

type Values = serde_json::Map<String, serde_json::Value>;

impl Change {
    /// Keeps it; the values before and after where they differ, none where somebody else changed them meanwhile.
    fn keep(
        &self,
        tx: &mut Tx<'_>,
        now: xingtan_clock::Timestamp,
    ) -> xingtan_db::Result<Option<(Values, Values)>> {
        if !xingtan_settings::update_institution(tx, &self.after, self.version)? {
            return Ok(None);
        }
        let texts = |of: &Institution| {
            [
                ("name", of.name.clone()),
                ("kind", of.kind.to_string()),
                ("lang", of.lang.tag().to_owned()),
                ("zone", of.zone.name().to_owned()),
            ]
        };
        let (mut before, mut after) = (Values::new(), Values::new());
        for ((name, was), (_, is)) in texts(&self.before).into_iter().zip(texts(&self.after)) {
            if was != is {
                before.insert(name.to_owned(), json!(was));
                after.insert(name.to_owned(), json!(is));
            }
        }
        for (id, setting, was, is) in &self.values {
            // Checked before; what is wrong would change nothing.
            let _checked = xingtan_settings::set(tx, *id, setting, is, Some(self.person), now)?;
            if was != is {
                before.insert(setting.key.to_owned(), json!(was));
                after.insert(setting.key.to_owned(), json!(is));
            }
        }
        Ok(Some((before, after)))
    }
}

//! `/security/policy`: passwords, lockout, sessions (ACC-7), and what was changed when by whom.

use super::POLICY;
use crate::{
    parameters,
    people::saving::{Saved, prepare, save, shown},
    person::store::names,
    session::place::Places,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::{Map, Value};
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_settings::{Bound, Setting, Shape, changes};
use xingtan_web::{Fault, Form, Page, SignedIn};

const HERE: &str = "/security/policy";

/// How a parameter is asked for.
struct Field {
    name: &'static str,
    label: String,
    hint: String,
    number: bool,
    lines: bool,
    /// The regulation prescribes the value.
    bound: Option<Bound>,
}

struct Group {
    name: &'static str,
    title: String,
    hint: String,
    fields: Vec<Field>,
}

struct Past {
    at: String,
    what: String,
    before: String,
    after: String,
    by: String,
}

#[derive(Template)]
#[template(path = "start/policy.html")]
struct PolicyPage {
    page: Page,
    f: Form,
    groups: Vec<Group>,
    past: Vec<Past>,
}

/// GET.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    who.must(POLICY)?;
    let settings = who.app.settings();
    let mut form = Form::fresh(who.app.id());
    for setting in all() {
        let value = settings.text(setting);
        let ticked = matches!(setting.shape, Shape::Bool) && value == "true";
        form = form.with(setting.key, if ticked { "yes" } else { &value });
    }
    show(&who, form).await
}

fn all() -> Vec<&'static Setting> {
    parameters::groups().into_iter().flat_map(|(_, settings)| settings).collect()
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let l = &who.l;
    let read = who.app.db().read(|tx| {
        let changes = changes(tx, "accounts.", 50)?;
        let by: Vec<_> = changes.iter().filter_map(|change| change.by_person).collect();
        let names = names(tx, &by)?;
        Ok::<_, Error>((changes, names))
    });
    let (changes, names) = read.await?;
    let groups = parameters::groups().into_iter().map(|(name, settings)| Group {
        name,
        title: l.t(&format!("accounts-policy-{name}")),
        hint: l.t(&format!("accounts-policy-{name}-hint")),
        fields: settings.into_iter().map(|setting| field(who, setting)).collect(),
    });
    let value = |value: Option<String>| value.unwrap_or_else(|| l.t("accounts-policy-default"));
    let past = changes.into_iter().map(|change| Past {
        at: l.date_time(change.at),
        what: l.t(&format!("setting-{}", change.key.replace('.', "-"))),
        before: value(change.value_before),
        after: value(change.value_after),
        by: change
            .by_person
            .and_then(|id| names.get(&id).cloned())
            .unwrap_or_else(|| l.t("accounts-by-program")),
    });
    let page = PolicyPage {
        page: Page::new(who, l.t("accounts-policy-title")).crumb("/security", l.t("accounts-security-title")),
        groups: groups.collect(),
        past: past.collect(),
        f: form.clone().in_language(l),
    };
    shown(&form, &page)
}

fn field(who: &SignedIn, setting: &'static Setting) -> Field {
    let l = &who.l;
    let bound = who.app.settings().bound(setting);
    let hint = match setting.shape {
        _ if bound.is_some() => bound.as_ref().map(|by| l.msg(&by.msg())).unwrap_or_default(),
        Shape::Int { min, max, unit } => {
            l.tn("accounts-policy-range", &[("min", &min), ("max", &max), ("unit", &l.t(unit))])
        }
        Shape::Text(_) => l.t(&format!("{}-hint", setting.label())),
        _ => String::new(),
    };
    Field {
        name: setting.key,
        label: l.t(&setting.label()),
        hint,
        number: matches!(setting.shape, Shape::Int { .. }),
        lines: matches!(setting.shape, Shape::Text(_)),
        bound,
    }
}

/// POST: what was changed is kept in one unit.
pub async fn save_all(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(POLICY)?;
    let settings = who.app.settings().clone();
    let mut changed: Vec<(&'static Setting, String, String)> = Vec::new();
    for setting in all() {
        let before = settings.text(setting);
        let typed = form.value(setting.key).replace("\r\n", "\n");
        if *setting == parameters::NETWORKS
            && let Err((line, wrong)) = Places::read(&typed)
        {
            form.refuse(setting.key, wrong.msg(line));
            continue;
        }
        match settings.check(setting, &typed) {
            Ok(value) if value != before => changed.push((setting, before, value)),
            Ok(_) => {}
            Err(wrong) => form.refuse(setting.key, wrong.msg()),
        }
    }
    if !form.ok() {
        return show(&who, form).await;
    }
    if changed.is_empty() {
        return Ok(who.go(HERE, "slate", &Msg::new("accounts-policy-same")));
    }
    let (prepared, by) = (prepare(&who, changed.len() + 1), who.actor.person);
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        let (mut was, mut is) = (Map::new(), Map::new());
        for (setting, before, after) in &changed {
            // The value was checked above; a refusal here could only be a later, stricter version's.
            if xingtan_settings::set(tx, deed.id()?, setting, after, Some(by), deed.now())?.is_ok() {
                was.insert(setting.key.to_owned(), Value::String(before.clone()));
                is.insert(setting.key.to_owned(), Value::String(after.clone()));
            }
        }
        xingtan_audit::record(
            tx,
            &deed.entry("accounts.policy-changed")?.on("settings", None, "").change(&was, &is),
        )?;
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(()) => {
            who.app.settings().refresh().await?;
            Ok(who.go(HERE, "pine", &Msg::new("accounts-policy-saved")))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, form).await,
    }
}

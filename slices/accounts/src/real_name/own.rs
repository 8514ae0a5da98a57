//! `/account/real-name`: what one stated oneself, where it stands, and stating it anew.

use super::{
    OWN,
    change::{self, ERASE_IDS, STATE_IDS, Stated},
    rules::{self, Document, State as Stand},
    store::{self, RealName, Step},
};
use crate::{
    people::saving::{Saved, prepare, save, shown},
    person::{check, new::read, store as people},
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{Fault, Form, Page, SignedIn};

/// A step of the history in words.
#[derive(Clone, Debug)]
pub struct Line {
    /// What happened.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Who and when.
    pub by: String,
}

impl Line {
    /// A step in words; `by` names who did it.
    pub fn of(l: &Locale, step: &Step, by: Option<&String>) -> Line {
        let document = l.t(&format!("accounts-real-name-document-{}", step.document));
        let by = by.cloned().unwrap_or_else(|| l.t("accounts-real-name-by-program"));
        Line {
            what: l.t1(&format!("accounts-real-name-step-{}", step.act), "document", document),
            reason: step.reason.clone(),
            by: l.t2("accounts-imports-line", "name", by, "at", step.at),
        }
    }
}

#[derive(Template)]
#[template(path = "real_name/own.html")]
struct OwnPage {
    page: Page,
    form: Form,
    kept: Option<RealName>,
    state: Option<Stand>,
    document: String,
    documents: Vec<(String, String)>,
    lines: Vec<Line>,
    purposes: Vec<String>,
}

/// `GET /account/real-name`.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    show(&who, Form::fresh(who.app.id())).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        let (kept, steps) = (store::of(tx, person)?, store::steps(tx, person)?);
        let by: Vec<_> = steps.iter().filter_map(|step| step.by_person).collect();
        Ok::<_, Fault>((kept, people::names(tx, &by)?, steps))
    });
    let (kept, names, steps) = read.await?;
    let l = &who.l;
    let institution = who.app.institution().name.clone();
    let purposes = ["what", "why", "who", "how-long", "rights"]
        .map(|it| l.t1(&format!("accounts-real-name-told-{it}"), "institution", institution.as_str()));
    let line = |step: &Step| Line::of(l, step, step.by_person.and_then(|id| names.get(&id)));
    let view = OwnPage {
        page: Page::new(who, l.t("accounts-real-name-title"))
            .crumb("/account", l.t("accounts-account-title")),
        state: kept.as_ref().map(RealName::state),
        document: kept.as_ref().map_or_else(String::new, |it| document(l, &it.document)),
        documents: Document::ALL.map(|it| (it.code().to_owned(), l.t(&it.key()))).to_vec(),
        lines: steps.iter().map(line).collect(),
        purposes: purposes.to_vec(),
        kept,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The name of a kept kind of document.
pub fn document(l: &Locale, code: &str) -> String {
    let key = format!("accounts-real-name-document-{code}");
    if l.has(&key) { l.t(&key) } else { code.to_owned() }
}

/// Reads what a form or a body states and seals it; what is wrong stands beside the fields.
pub fn stated(who: &SignedIn, form: &mut Form) -> Option<Stated> {
    let document = form.choice::<Document>("document");
    let name = read(form, "name", check::name);
    let typed = form.value("number").to_owned();
    let today = who.l.zone().date(who.now);
    let number = match document {
        _ if typed.trim().is_empty() => Err(Msg::new("web-form-required")),
        Some(document) => rules::number(document, &typed, today).map_err(rules::Wrong::msg),
        // Without a kind nothing can be said of the number yet.
        None => return None,
    };
    if !form.ticked("consent") {
        form.refuse("consent", Msg::new("accounts-real-name-consent-needed"));
    }
    match number {
        Ok(number) if form.ok() => {
            Some(Stated::of(who.app.keys(), who.actor.person, document?, &name, &number))
        }
        Ok(_) => None,
        Err(msg) => {
            form.refuse("number", msg);
            None
        }
    }
}

/// `POST /account/real-name`: states name and document; what was stated before gives way to it.
pub async fn state(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let Some(new) = stated(&who, &mut form) else { return show(&who, form).await };
    let (person, act) = (who.actor.person, prepare(&who, STATE_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let person = people::person(tx, person)?.ok_or(Fault::NotFound)?;
        Ok(change::state(tx, &act.begin(), &person, &new)?)
    };
    match save(&who, &mut form, OWN, unit).await? {
        Saved::Done(true) => Ok(who.go(OWN, "pine", &Msg::new("accounts-real-name-kept"))),
        Saved::Done(false) => Ok(who.go(OWN, "slate", &Msg::new("accounts-real-name-as-before"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, form).await,
    }
}

/// `POST /account/real-name/withdraw`: name and number are forgotten; what was done stays in the history.
pub async fn withdraw(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let (person, act) = (who.actor.person, prepare(&who, ERASE_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let person = people::person(tx, person)?.ok_or(Fault::NotFound)?;
        Ok(change::erase(tx, &act.begin(), &person, "withdrawn")?)
    };
    save(&who, &mut form, OWN, unit).await?;
    Ok(who.go(OWN, "ochre", &Msg::new("accounts-real-name-withdrawn")))
}

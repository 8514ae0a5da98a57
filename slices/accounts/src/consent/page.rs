//! `/terms`, `/privacy` for everybody; `/account/consents` for what one agreed to.

use super::{ALL, Agreement, Clause, PRIVACY, TERMS, store};
use crate::{
    people::saving::{Saved, prepare, save, shown},
    session::at_door,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, Standing, Visit, html};

#[derive(Template)]
#[template(path = "consent/agreement.html")]
struct AgreementPage {
    page: Page,
    version: i64,
    clauses: Vec<Clause>,
}

/// GET `/terms`.
pub async fn terms(visit: Visit) -> Result<Response, Fault> {
    agreement(&visit, &TERMS)
}

/// GET `/privacy`.
pub async fn privacy(visit: Visit) -> Result<Response, Fault> {
    agreement(&visit, &PRIVACY)
}

fn agreement(visit: &Visit, agreement: &Agreement) -> Result<Response, Fault> {
    let clauses = agreement.clauses(&visit.l, &visit.app.institution().name);
    let page = Page::new(visit, visit.l.t(&agreement.key()));
    html(&AgreementPage { page, version: agreement.version, clauses })
}

struct Shown {
    code: &'static str,
    href: &'static str,
    title: String,
    version: i64,
    accepted: Option<String>,
}

struct Past {
    title: String,
    version: i64,
    at: String,
    withdrawn: Option<String>,
}

#[derive(Template)]
#[template(path = "consent/own.html")]
struct OwnPage {
    page: Page,
    f: Form,
    agreements: Vec<Shown>,
    past: Vec<Past>,
    open: bool,
    demo: bool,
}

#[derive(Template)]
#[template(path = "consent/at_door.html")]
struct DoorPage {
    page: Page,
    f: Form,
    agreements: Vec<Shown>,
    clauses: Vec<(String, Vec<Clause>)>,
}

/// GET `/account/consents`.
pub async fn own(visit: Visit) -> Result<Response, Fault> {
    let who = at_door(visit, &[Standing::ConsentPending])?;
    let form = Form::fresh(who.app.id());
    show(&who, form).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let consents = who.app.db().read(move |tx| store::of(tx, person)).await?;
    let l = &who.l;
    let accepted = |agreement: &Agreement| {
        let mut fits = consents.iter().filter(|one| {
            one.agreement == agreement.code && one.version == agreement.version && one.withdrawn_at.is_none()
        });
        fits.next().map(|one| l.date_time(one.at))
    };
    let agreements: Vec<Shown> = ALL
        .iter()
        .map(|agreement| Shown {
            code: agreement.code,
            href: agreement.href,
            title: l.t(&agreement.key()),
            version: agreement.version,
            accepted: accepted(agreement),
        })
        .collect();
    let pending = who.identity.as_ref().is_some_and(|identity| identity.standing == Standing::ConsentPending);
    let page = Page::new(who, l.t("accounts-consents-title"));
    let f = form.clone().in_language(l);
    if pending {
        let name = &who.app.institution().name;
        let clauses = ALL.iter().map(|one| (l.t(&one.key()), one.clauses(l, name))).collect();
        return shown(&form, &DoorPage { page, f, agreements, clauses });
    }
    let past = consents.iter().map(|one| Past {
        title: l.t(&format!("accounts-{}", one.agreement)),
        version: one.version,
        at: l.date_time(one.at),
        withdrawn: one.withdrawn_at.map(|at| l.date_time(at)),
    });
    let own = OwnPage {
        page: page.crumb("/account", l.t("accounts-account-title")),
        f,
        open: agreements.iter().any(|one| one.accepted.is_none()),
        demo: who.app.institution().demo,
        past: past.collect(),
        agreements,
    };
    shown(&form, &own)
}

/// POST `/account/consents`: every agreement is ticked by hand; none is taken for granted.
pub async fn accept(visit: Visit, mut form: Form) -> Result<Response, Fault> {
    let who = at_door(visit, &[Standing::ConsentPending])?;
    for agreement in ALL {
        if !form.ticked(agreement.code) {
            form.refuse(agreement.code, Msg::new("accounts-consents-tick"));
        }
    }
    if !form.ok() {
        return show(&who, form).await;
    }
    let prepared = prepare(&who, 1);
    let (person, name, path) = (who.actor.person, who.actor.name.clone(), who.actor.unit_path.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        for agreement in ALL {
            store::give(tx, person, &agreement, deed.now())?;
        }
        let versions = json!({ "terms": TERMS.version, "privacy": PRIVACY.version });
        let entry = deed.entry("accounts.consent-given")?.on("person", person, name.as_str());
        xingtan_audit::record(tx, &entry.within(path.as_str()).after(&versions))?;
        Ok(())
    };
    let pending = who.identity.as_ref().is_some_and(|identity| identity.standing == Standing::ConsentPending);
    let to = if pending { "/" } else { "/account/consents" };
    match save(&who, &mut form, to, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go(to, "pine", &Msg::new("accounts-consents-done"))),
    }
}

/// POST `/account/consents/withdraw`: from then on the account leads to the agreements and nowhere else.
pub async fn withdraw(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let prepared = prepare(&who, 1);
    let (person, name, path) = (who.actor.person, who.actor.name.clone(), who.actor.unit_path.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        if store::withdraw(tx, person, deed.now())? > 0 {
            let entry = deed.entry("accounts.consent-withdrawn")?.on("person", person, name.as_str());
            xingtan_audit::record(tx, &entry.within(path.as_str()))?;
        }
        Ok(())
    };
    match save(&who, &mut form, "/account/consents", unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go("/account/consents", "ochre", &Msg::new("accounts-consents-withdrawn"))),
    }
}

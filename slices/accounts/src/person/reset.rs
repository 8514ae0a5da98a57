//! `/people/ID/reset`: a new first password (ACC-5).

use super::{
    RESET, change, reach,
    store::{self, Person},
};
use crate::{
    grant::rules::Power,
    officer::{self, Asked},
    people::saving::{Saved, Stop, prepare, save, shown},
    slip::{Delivery, Initial},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn};

#[derive(Template)]
#[template(path = "person/reset.html")]
struct ResetPage {
    page: Page,
    person: Person,
    mail: Option<String>,
    form: Form,
    deliveries: Vec<(String, String)>,
    /// Whether another of the three has to agree.
    consent: bool,
}

/// `GET /people/ID/reset`.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id()).with("delivery", "slip")).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let (person, consent) = reach::asked_about(tx, &signed, RESET, Power::Keep, id)?;
        Ok::<_, Fault>((store::mail(tx, id)?, person, consent))
    });
    let (mail, person, consent) = read.await?;
    let delivery = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-delivery-{code}")));
    let view = ResetPage {
        page: Page::new(who, who.l.t1("accounts-reset-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        deliveries: match mail {
            Some(_) => vec![delivery("slip"), delivery("mail")],
            None => vec![delivery("slip")],
        },
        mail,
        consent,
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

/// `POST /people/ID/reset`: a new first password, on a slip or by mail.
pub async fn reset(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    if reach::needs_consent(&who, id).await? {
        return match officer::ask(&who, &mut form, id, Asked::Reset).await? {
            Some(answer) => Ok(answer),
            None => show(&who, id, form).await,
        };
    }
    let delivery = if form.value("delivery") == "mail" { Delivery::Mail } else { Delivery::Slip };
    let (batch, initial) = (app.id(), Initial::generate(app.keys(), id, delivery, who.now));
    let to = match delivery {
        Delivery::Mail => format!("/people/{id}"),
        Delivery::Slip => format!("/people/slips/{batch}"),
    };
    let (signed, act, lang) = (who.clone(), prepare(&who, change::RESET_IDS), app.institution().lang);
    let saved = save(&who, &mut form, &to, move |tx| {
        let person = reach::acted_on(tx, &signed, RESET, id)?;
        if delivery == Delivery::Mail && store::mail(tx, id)?.is_none() {
            return Err(Stop::Field("delivery", Msg::new("accounts-people-mail-needed")));
        }
        change::reset(tx, &act.begin(), &person, &initial, batch, lang)?;
        Ok(person.name)
    });
    match saved.await? {
        Saved::Done(name) => {
            let msg = if delivery == Delivery::Mail {
                "accounts-reset-done-mail"
            } else {
                "accounts-reset-done-slip"
            };
            Ok(who.go(&to, "pine", &Msg::new(msg).with("name", name)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, id, form).await,
    }
}

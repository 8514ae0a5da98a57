//! `/people/ID/second-factor`: the end of a second factor that its owner lost (ACC-7).

use super::{SECOND_FACTOR, change, reach, store::Person};
use crate::{
    credential::store as credentials,
    grant::rules::Power,
    officer::{self, Asked},
    people::saving::{Saved, Stop, prepare, save, shown},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "person/second_factor.html")]
struct EndPage {
    page: Page,
    person: Person,
    form: Form,
    /// Since when there is an authenticator.
    since: Option<String>,
    passkeys: i64,
    /// Whether another of the three has to agree.
    consent: bool,
}

/// `GET /people/ID/second-factor`.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id())).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let (person, consent) = reach::asked_about(tx, &signed, SECOND_FACTOR, Power::Guard, id)?;
        let known = credentials::of(tx, id)?;
        let has = known.map_or((None, 0), |known| (known.totp_since, known.passkeys));
        Ok::<_, Fault>((has, person, consent))
    });
    let ((since, passkeys), person, consent) = read.await?;
    let view = EndPage {
        page: Page::new(who, who.l.t1("accounts-second-factor-end-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        since: since.map(|at| who.l.date_time(at)),
        passkeys,
        consent,
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

/// `POST /people/ID/second-factor`: with a reason; the owner is told.
pub async fn end(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    if reach::needs_consent(&who, id).await? {
        return match officer::ask(&who, &mut form, id, Asked::SecondFactor).await? {
            Some(answer) => Ok(answer),
            None => show(&who, id, form).await,
        };
    }
    who.must(SECOND_FACTOR)?;
    let reason = form.text("reason", Text::required(500));
    if !form.ok() {
        return show(&who, id, form).await;
    }
    let to = format!("/people/{id}");
    let (signed, act, lang) = (who.clone(), prepare(&who, change::GUARD_IDS), who.app.institution().lang);
    let saved = save(&who, &mut form, &to, move |tx| {
        let person = reach::acted_on_with(tx, &signed, SECOND_FACTOR, Power::Guard, id)?;
        let done = change::second_factor_off(tx, &act.begin(), &person, &reason, lang)?;
        done.map(|()| person.name).map_err(|msg| Stop::Field("", msg))
    });
    match saved.await? {
        Saved::Done(name) => {
            Ok(who.go(&to, "pine", &Msg::new("accounts-second-factor-end-done").with("name", name)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, id, form).await,
    }
}

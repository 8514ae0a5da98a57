//! `/people/ID/state` and `/people/ID/reset`: taking an account out of use and back, and a new first password
//! (ACC-5).

use super::{
    END, RESET, STATE,
    change::{self, Reason},
    reach,
    rules::{Act, State as AccountState},
    seats,
    store::{self, Person},
};
use crate::{
    people::saving::{Saved, Stop, prepare, save, save_keyed, shown},
    slip::{Delivery, Initial},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Permission;
use xingtan_clock::{Date, Uuid};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

/// The acts of the form, in order.
const ACTS: [&str; 6] = ["suspend", "freeze", "leave", "restore", "revoke", "close"];

/// What an act needs; reopening what was revoked is the centre's alone.
fn needed(act: &str, state: AccountState) -> Option<Permission> {
    match act {
        "suspend" | "freeze" | "leave" => Some(STATE),
        "restore" if state == AccountState::Revoked => Some(END),
        "restore" => Some(STATE),
        "revoke" | "close" => Some(END),
        _ => None,
    }
}

/// Whether an act makes sense for a state.
fn fits(act: &str, state: AccountState, left: bool) -> bool {
    use AccountState as S;
    match act {
        "suspend" => matches!(state, S::Active | S::Suspended),
        "freeze" => matches!(state, S::Active | S::Suspended),
        "leave" => !left && state != S::Closed,
        "restore" => !matches!(state, S::Active | S::Closed),
        "revoke" => !matches!(state, S::Revoked | S::Closed),
        "close" => state != S::Closed,
        _ => false,
    }
}

#[derive(Template)]
#[template(path = "person/state.html")]
struct StatePage {
    page: Page,
    person: Person,
    state: String,
    form: Form,
    acts: Vec<(String, String)>,
    tomorrow: String,
}

/// `GET /people/ID/state`: what may be done, `?do=` chosen.
pub async fn page(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    asked: Form,
) -> Result<Response, Fault> {
    let form = Form::fresh(app.id()).with("do", asked.value("do"));
    show(&who, id, form).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let person = match reach::acted_on(tx, &signed, STATE, id) {
            Err(Fault::NotFound) => reach::acted_on(tx, &signed, END, id)?,
            other => other?,
        };
        let account = store::account(tx, id)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((person, account))
    });
    let (person, account) = read.await?;
    let state = account.in_force(who.now);
    let may = |act: &&&str| {
        let allowed =
            needed(act, state).is_some_and(|permission| who.actor.may_at(permission, &person.unit_path));
        allowed && fits(act, state, account.left)
    };
    let acts = ACTS.iter().filter(may);
    let tomorrow = who.l.zone().date(who.now).tomorrow().unwrap_or(Date::MAX);
    let view = StatePage {
        page: Page::new(who, who.l.t1("accounts-state-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        acts: acts.map(|act| ((*act).to_owned(), who.l.t(&format!("accounts-state-do-{act}")))).collect(),
        state: who.l.t(&state.key()),
        tomorrow: tomorrow.to_string(),
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

fn act(form: &mut Form, who: &SignedIn) -> Option<Act> {
    let act = match form.value("do") {
        "suspend" => match form.date("until") {
            Some(day) => Act::Suspend(who.l.zone().end_of(day)),
            None => {
                form.refuse("until", Msg::new("accounts-state-until-needed"));
                return None;
            }
        },
        "freeze" => Act::Freeze,
        "leave" => Act::Leave,
        "restore" => Act::Restore,
        "revoke" => Act::Revoke,
        "close" => Act::Close,
        _ => {
            form.refuse("do", Msg::new("web-form-choose"));
            return None;
        }
    };
    Some(act)
}

/// `POST /people/ID/state`.
pub async fn change(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let act = act(&mut form, &who);
    let reason =
        Reason { text: form.text("reason", Text::required(500)), article: form.optional("article", 120) };
    let to = format!("/people/{id}");
    if let Some(act) = act.filter(|_| form.ok()) {
        let (signed, prepared) = (who.clone(), prepare(&who, change::STATE_IDS));
        let lang = who.app.institution().lang;
        let saved = save_keyed(&who, &mut form, &to, Some(seats::QUEUE), move |tx| {
            let account = store::account(tx, id)?.ok_or(Fault::NotFound)?;
            let needed = needed(act.code(), account.in_force(signed.now)).ok_or(Fault::NotFound)?;
            let person = reach::acted_on(tx, &signed, needed, id)?;
            let done = change::set_state(tx, &prepared.begin(), &person, act, &reason, lang)?;
            done.map(|_| person.name).map_err(|not| {
                let field = if matches!(act, Act::Suspend(_)) { "until" } else { "do" };
                Stop::Field(field, not.msg())
            })
        });
        match saved.await? {
            Saved::Done(name) => {
                let key = format!("accounts-state-done-{}", act.code());
                return Ok(who.go(&to, "pine", &Msg::of(key).with("name", name)));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    show(&who, id, form).await
}

#[derive(Template)]
#[template(path = "person/reset.html")]
struct ResetPage {
    page: Page,
    person: Person,
    mail: Option<String>,
    form: Form,
    deliveries: Vec<(String, String)>,
}

/// `GET /people/ID/reset`.
pub async fn reset_page(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    show_reset(&who, id, Form::fresh(app.id()).with("delivery", "slip")).await
}

async fn show_reset(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let person = reach::acted_on(tx, &signed, RESET, id)?;
        Ok::<_, Fault>((store::mail(tx, id)?, person))
    });
    let (mail, person) = read.await?;
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
        Saved::Wrong => show_reset(&who, id, form).await,
    }
}

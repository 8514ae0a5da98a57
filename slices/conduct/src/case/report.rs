//! Reporting: anybody who is signed in, about anything in this program (GOV-7).

use super::{
    QUEUE,
    act::Act,
    action::{WORDS, is_address},
    change::{self, NewReport},
    page::{kind, kinds},
    rules::Kind,
    store::{self, Case},
};
use askama::Template;
use axum::response::Response;
use xingtan_accounts::api as accounts;
use xingtan_db::Tx;
use xingtan_governance::saving::{Stop, save, shown};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "case/report.html")]
struct NewPage {
    page: Page,
    form: Form,
    kinds: Vec<(String, String)>,
    own: Vec<(String, String, Case)>,
}

/// `GET /reports-of-content/new?about=ADDRESS&user=NAME`: a form, and what one has reported.
pub async fn new(who: SignedIn, asked: Form) -> Result<Response, Fault> {
    let about = Some(asked.value("about")).filter(|about| is_address(about)).unwrap_or_default();
    let user: String = asked.value("user").chars().take(100).collect();
    let form = Form::fresh(who.app.id()).with("about", about).with("user", user);
    show(&who, form).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let own = who.app.db().read(move |tx| store::reported_by(tx, person)).await.map_err(Fault::from)?;
    let l = &who.l;
    // Whoever reports learns that it was looked at, not what became of somebody else.
    let stands = |it: &Case| match it.state() {
        super::rules::State::Reported => l.t("conduct-reported-waits"),
        state if state.is_settled() => l.t("conduct-reported-done"),
        _ => l.t("conduct-reported-runs"),
    };
    let view = NewPage {
        page: Page::new(who, l.t("conduct-report")),
        kinds: kinds(l),
        own: own.into_iter().map(|it| (kind(l, &it.kind), stands(&it), it)).collect(),
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

/// `POST /reports-of-content`.
pub async fn create(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let kind = form.choice::<Kind>("kind");
    let words = form.text("words", Text::required(WORDS).lines());
    let about = form.text("about", Text::optional(500));
    let user = form.text("user", Text::optional(100));
    if !about.is_empty() && !is_address(&about) {
        form.refuse("about", Msg::new("conduct-address"));
    }
    if let (true, Some(kind)) = (form.ok(), kind) {
        let (id, act, actor) = (who.app.id(), Act::of(&who), who.actor.clone());
        let unit = move |tx: &mut Tx<'_>| {
            let person = named(tx, &user, act.deed.person)?;
            let (about, words, called) = (about.clone(), words.clone(), user.clone());
            let new = NewReport { kind, about, words, person, called, suspicion: None };
            change::report(tx, id, &new, &actor.unit_path, &act).map(drop)
        };
        let (to, told) = (format!("{QUEUE}/new"), Msg::new("conduct-report-sent"));
        if let Some(answer) = save(&who, &mut form, &to, told, unit).await? {
            return Ok(answer);
        }
    }
    show(&who, form).await
}

/// The person of a user name, where one was given. Whoever reports may not know more of the organisation than before:
/// a name that nobody has is not told from one that somebody has.
pub(super) fn named(
    tx: &mut Tx<'_>,
    user: &str,
    reporter: xingtan_clock::Uuid,
) -> Result<Option<accounts::Person>, Stop> {
    if user.is_empty() {
        return Ok(None);
    }
    let person = accounts::person_by_user(tx, user)?;
    if person.as_ref().is_some_and(|it| it.id == reporter) {
        return Err(Stop::Field("user", Msg::new("conduct-report-oneself")));
    }
    Ok(person)
}

//! What the forms of a case do.

use super::{
    DECIDE, INVESTIGATE, READ,
    act::Act,
    change::{self, Answer, Verdict},
    evidence::{self, NewEvidence},
    page::show_one,
    rules::Outcome,
};
use crate::referral::change as referrals;
use axum::{extract::Path, response::Response};
use xingtan_accounts::api::Citing;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::{api as governance, saving::save};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

/// The longest text of a form.
pub(super) const WORDS: usize = 4_000;
/// The longest reason.
pub(super) const REASON: usize = 500;

fn here(id: Uuid) -> String {
    format!("/cases/{id}")
}

/// `POST /cases/ID/investigation`: takes it up.
pub async fn take(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let user = form.text("user", Text::optional(100));
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::take(tx, id, &actor, &user, &act);
        if let Some(answer) = save(&who, &mut form, &here(id), Msg::new("conduct-taken"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// `POST /cases/ID/notes`.
pub async fn note(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let words = form.text("note", Text::required(WORDS).lines());
    let user = form.text("user", Text::optional(100));
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::note(tx, id, &actor, &words, &user, &act);
        if let Some(answer) = save(&who, &mut form, &here(id), Msg::new("conduct-noted"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// `POST /cases/ID/records`: an address in this program becomes evidence.
pub async fn record(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let name = form.text("record_name", Text::required(200));
    let href = form.text("record_href", Text::required(500));
    if !href.is_empty() && !is_address(&href) {
        form.refuse("record_href", Msg::new("conduct-address"));
    }
    let note = form.text("record_note", Text::optional(REASON).lines());
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let new = NewEvidence::Record { name, href };
        let unit = move |tx: &mut Tx<'_>| evidence::add_evidence(tx, id, &actor, &new, &note, &act);
        if let Some(answer) =
            save(&who, &mut form, &here(id), Msg::new("conduct-evidence-added"), unit).await?
        {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// Whether a text is an address within this program.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.chars().all(|c| !c.is_control() && !c.is_whitespace())
}

/// `POST /cases/ID/hearing`.
pub async fn hear(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let until = form.date("until");
    if let (true, Some(until)) = (form.ok(), until) {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let until = act.zone.end_of(until);
        let unit = move |tx: &mut Tx<'_>| change::hear(tx, id, &actor, until, &act);
        if let Some(answer) =
            save(&who, &mut form, &here(id), Msg::new("conduct-hearing-opened"), unit).await?
        {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// The verdict of a form; the article by the ids of those in force.
async fn verdict(who: &SignedIn, form: &mut Form, reason: &str) -> Result<Option<Verdict>, Fault> {
    let outcome = form.choice::<Outcome>("outcome");
    let days = match form.value("days") {
        "" => None,
        _ => Some(form.int("days", 1..=super::rules::LONGEST_TERM)),
    };
    let by_hand = form.optional("by_hand", 200);
    let article = form.optional_id("article");
    let reason = form.text(reason, Text::required(REASON).lines());
    let now = who.now;
    let articles =
        who.app.db().read(move |tx| governance::articles_in_force(tx, now)).await.map_err(Fault::from)?;
    let citing = match article {
        None => Citing::Nothing,
        Some(id) => match articles.into_iter().find(|it| it.id == id) {
            Some(it) => Citing::Article { regulation: it.regulation, version: it.version, number: it.number },
            None => {
                form.refuse("article", Msg::new("conduct-article-gone"));
                Citing::Nothing
            }
        },
    };
    let Some(outcome) = outcome.filter(|_| form.ok()) else { return Ok(None) };
    Ok(Some(Verdict { outcome, days, by_hand, citing, reason }))
}

/// `POST /cases/ID/decision`.
pub async fn decide(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    if let Some(verdict) = verdict(&who, &mut form, "reason").await? {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::decide(tx, id, &actor, &verdict, &act);
        if let Some(answer) = save(&who, &mut form, &here(id), Msg::new("conduct-decided"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// `POST /cases/ID/appeal`: upholds, changes or overturns what was decided.
pub async fn appeal(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let said = match form.value("verdict") {
        "changed" => verdict(&who, &mut form, "appeal_reason").await?.map(Answer::Changed),
        "upheld" | "overturned" => {
            let overturned = form.value("verdict") == "overturned";
            let reason = form.text("appeal_reason", Text::required(REASON).lines());
            let said = if overturned { Answer::Overturned(reason) } else { Answer::Upheld(reason) };
            form.ok().then_some(said)
        }
        _ => {
            form.refuse("verdict", Msg::new("web-form-choice"));
            None
        }
    };
    if let Some(said) = said {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::decide_appeal(tx, id, &actor, &said, &act);
        if let Some(answer) =
            save(&who, &mut form, &here(id), Msg::new("conduct-appeal-decided"), unit).await?
        {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// `POST /cases/ID/recusal`: says that one is not to act in it.
pub async fn recuse(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let reason = form.text("recusal", Text::required(REASON).lines());
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::recuse(tx, id, &actor, &reason, &act);
        if let Some(answer) = save(&who, &mut form, &here(id), Msg::new("conduct-recused"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

/// `POST /cases/ID/closure`.
pub async fn close(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let (actor, act) = (who.actor.clone(), Act::of(&who));
    let unit = move |tx: &mut Tx<'_>| change::close(tx, id, &actor, &act);
    match save(&who, &mut form, &here(id), Msg::new("conduct-closed"), unit).await? {
        Some(answer) => Ok(answer),
        None => show_one(&who, id, form).await,
    }
}

/// `POST /cases/ID/referral`: sends it to whoever audits.
pub async fn refer(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let reason = form.text("referral", Text::required(REASON).lines());
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let unit = move |tx: &mut Tx<'_>| referrals::refer(tx, id, &actor, &reason, &act);
        if let Some(answer) = save(&who, &mut form, &here(id), Msg::new("conduct-referred"), unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, form).await
}

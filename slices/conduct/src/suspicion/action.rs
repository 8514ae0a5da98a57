//! What the forms of suspicions do.

use super::{
    HREF, SUSPICIONS,
    change::{self, Answer},
    job, page,
};
use crate::case::act::Act;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::saving::save;
use xingtan_i18n::{Lang, Msg};
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// `POST /security/sharing/search`: looks now.
pub async fn search(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(SUSPICIONS)?;
    let (id, by, now) = (who.app.id(), who.actor.person, who.now);
    let unit = move |tx: &mut Tx<'_>| Ok(job::order(tx, id, by, now)?);
    match save(&who, &mut form, HREF, Msg::new("conduct-suspicion-looking"), unit).await? {
        Some(answer) => Ok(answer),
        None => Err(Fault::Broken),
    }
}

/// `POST /security/sharing/ID`: asks the person, opens a case, or says why it is harmless.
pub async fn answer(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(SUSPICIONS)?;
    let answer = form.choice::<Answer>("verdict");
    let words = form.text("words", rule(answer).lines());
    if let (true, Some(answer)) = (form.ok(), answer) {
        let (actor, act, case) = (who.actor.clone(), Act::of(&who), who.app.id());
        let (told, name) = case_words(&who.app, act.lang);
        let unit = move |tx: &mut Tx<'_>| {
            change::answer(tx, id, &actor, (answer, &words), (case, &told, &name), &act)
        };
        let to = format!("{HREF}/{id}");
        let said = Msg::new(match answer {
            Answer::Ask => "conduct-suspicion-was-asked",
            Answer::Case => "conduct-suspicion-was-case",
            Answer::Harmless => "conduct-suspicion-was-harmless",
        });
        if let Some(answer) = save(&who, &mut form, &to, said, unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// Why something is harmless, and what one asks, is said.
pub(super) fn rule(answer: Option<Answer>) -> Text {
    if answer == Some(Answer::Case) { Text::optional(500) } else { Text::required(500) }
}

/// What a case that is opened says of itself, and what its evidence is called: it speaks the institution's language.
pub(super) fn case_words(app: &App, lang: Lang) -> (String, String) {
    let l = app.locale(lang);
    (l.t("conduct-suspicion-words"), l.t("conduct-suspicion-evidence"))
}

/// `POST /account/sharing/ID`: the owner of the account replies.
pub async fn reply(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let words = form.text("reply", Text::required(1_000).lines());
    if form.ok() {
        let act = Act::of(&who);
        let unit = move |tx: &mut Tx<'_>| change::reply(tx, id, &words, &act);
        let to = format!("/account/sharing/{id}");
        if let Some(answer) =
            save(&who, &mut form, &to, Msg::new("conduct-suspicion-was-replied"), unit).await?
        {
            return Ok(answer);
        }
    }
    page::show_asked(&who, id, form).await
}

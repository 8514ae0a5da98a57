//! What the forms of referrals do.

use super::{ANSWER, HREF, change, page};
use crate::case::act::Act;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::saving::save;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

/// `POST /referrals/ID`: accepts it, or sends it back.
pub async fn answer(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(ANSWER)?;
    let accepts = match form.value("verdict") {
        "accept" => true,
        "return" => false,
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            false
        }
    };
    // Whoever sends back says why.
    let rule = if accepts { Text::optional(500) } else { Text::required(500) };
    let words = form.text("answer", rule.lines());
    if form.ok() {
        let (actor, act) = (who.actor.clone(), Act::of(&who));
        let told =
            Msg::new(if accepts { "conduct-referral-was-accepted" } else { "conduct-referral-was-returned" });
        let unit = move |tx: &mut Tx<'_>| change::answer(tx, id, &actor, accepts, &words, &act);
        if let Some(answer) = save(&who, &mut form, HREF, told, unit).await? {
            return Ok(answer);
        }
    }
    page::show(&who, form).await
}

//! What page and API do with a submission, as one.

use super::{
    change,
    lists::{CHECKS, Marks},
    rules::{Decide, Judgement, Stage},
    store::{self, Remark, Review},
};
use crate::{
    Act,
    course::store as courses,
    notices,
    permissions::{REVIEWS_DECIDE, REVIEWS_READ},
    states::ReviewState,
    version::store::Version,
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Text};

/// A remark of a reviewer.
pub(crate) const REMARK: Text = Text::required(2000).lines();

/// Where in a lesson a remark points.
pub(crate) const PLACE: Text = Text::optional(60);
/// What is wrong with an item of a check list.
const FINDING: Text = Text::optional(500);

/// The form's field of what is wrong with an item.
pub(crate) fn finding_field(check: &str) -> String {
    format!("finding_{check}")
}

/// Reads the marks of check lists: ticks as `checks`, what is wrong as `finding_…`.
pub(crate) fn marks(form: &mut Form) -> Marks {
    let findings: Vec<(&str, String)> =
        CHECKS.iter().map(|check| (*check, form.text(&finding_field(check), FINDING))).collect();
    let ticked = form.values("checks").iter().map(String::as_str);
    Marks::of(ticked, findings.iter().map(|(check, words)| (*check, words.as_str())))
}

/// A submission that the actor may judge; elsewhere it does not exist for them.
pub(crate) fn judged(tx: &mut Tx<'_>, act: &Act, id: Uuid) -> Result<Review, Fault> {
    let review = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    if !act.actor.may_at(REVIEWS_READ, &review.unit_path) {
        return Err(Fault::NotFound);
    }
    if act.actor.may_at(REVIEWS_DECIDE, &review.unit_path) { Ok(review) } else { Err(Fault::forbidden()) }
}

/// Reads a judgement: `verdict` and `reason`.
pub(crate) fn read(form: &mut Form) -> Option<Judgement> {
    let reason = form.text("reason", Text::optional(2000).lines());
    match form.value("verdict") {
        "approve" => Some(Judgement::Approve),
        "return" => Some(Judgement::Return { reason }),
        _ => {
            form.refuse("verdict", Msg::new("web-form-choose"));
            None
        }
    }
}

/// Judges a submission and tells those whom it concerns; anything but [`Decide::Go`] changed nothing.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    judgement: &Judgement,
    marks: &Marks,
    act: &Act,
) -> Result<Decide, Fault> {
    let review = judged(tx, act, id)?;
    let verdict = change::decide(tx, &review, judgement, marks, act)?;
    if verdict == Decide::Go {
        let course = courses::get(tx, review.course_id)?.ok_or(Fault::NotFound)?;
        match judgement {
            Judgement::Approve if review.stage == Stage::Department => {
                notices::submitted(tx, &course, act)?;
            }
            Judgement::Approve => notices::approved(tx, &course, act)?,
            Judgement::Return { .. } => notices::returned(tx, &course, act)?,
        }
    }
    Ok(verdict)
}

/// What is wrong with a judgement, by field; none where it was carried out.
///
/// # Errors
/// [`Fault::Conflict`] where the person or the state of the submission stands against it.
pub(crate) fn refusal(verdict: &Decide) -> Result<Option<(&'static str, Msg)>, Fault> {
    match verdict {
        Decide::Go => Ok(None),
        Decide::NotOpen => Err(Fault::Conflict(Msg::new("catalog-fault-decided"))),
        Decide::OwnWork => Err(Fault::Conflict(Msg::new("catalog-review-own-work"))),
        Decide::OwnReview => Err(Fault::Conflict(Msg::new("catalog-review-own-review"))),
        Decide::NotTheirs(stage) => {
            Err(Fault::Conflict(Msg::of(format!("catalog-review-not-theirs-{}", stage.code()))))
        }
        Decide::Unchecked(open) => Ok(Some(("checks", named("catalog-fault-unchecked", open)))),
        Decide::Findings(wrong) => Ok(Some(("checks", named("catalog-fault-findings", wrong)))),
        Decide::NoReason => Ok(Some(("reason", Msg::new("catalog-fault-no-reason")))),
    }
}

/// A sentence about items: how many, and the first by its words.
fn named(key: &'static str, items: &[&str]) -> Msg {
    let first = items.first().map_or_else(String::new, |check| format!("catalog-check-{check}"));
    Msg::new(key).with("count", items.len()).with("first", Msg::of(first))
}

/// Why a version came back, where it was not submitted since: the reviewer's reason, or what the centre remarked.
pub(crate) fn because(version: &Version, review: Option<&Review>, remarks: &[Remark]) -> Option<String> {
    version.returned_at?;
    let returned = review.filter(|review| review.state == ReviewState::Returned);
    let last = || remarks.last().map(|it| it.body.clone());
    returned.and_then(|review| review.reason.clone()).or_else(last)
}

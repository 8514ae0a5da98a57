//! What becomes of a suspicion: each function is a unit of work.

use super::{
    SUSPICIONS, notices,
    store::{self, Suspicion},
};
use crate::{
    case::{
        act::Act,
        change::{NewReport, report},
        evidence::attach,
        rules::Kind,
    },
    words::words,
};
use serde_json::json;
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::saving::Stop;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

words! {
    /// What becomes of a suspicion.
    Answer {
        /// 询问本人.
        Ask = "ask",
        /// 立案.
        Case = "case",
        /// 无问题.
        Harmless = "harmless",
    }
}

/// The suspicion, where this actor may see it: in their subtree, and not about themselves.
pub fn readable(it: &Suspicion, actor: &Actor) -> bool {
    it.person_id != actor.person && actor.may_at(SUSPICIONS, &it.unit_path)
}

/// Says what becomes of a suspicion. `told`: what a case about it says.
///
/// # Errors
/// [`Stop::Field`] where it was settled before.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    (answer, words): (Answer, &str),
    (case, told, name): (Uuid, &str, &str),
    act: &Act,
) -> Result<(), Stop> {
    let it = store::get(tx, id)?.filter(|it| readable(it, actor)).ok_or(Fault::NotFound)?;
    let state = if answer == Answer::Ask { "asked" } else { answer.code() };
    let opened = (answer == Answer::Case).then_some(case);
    let by = (actor.person, actor.name.as_str());
    if !store::answer(tx, id, (state, words), opened, by, act.deed.now)? {
        return Err(Stop::Field("", Msg::new("conduct-suspicion-over")));
    }
    let now = Suspicion { state: state.to_owned(), answer: words.to_owned(), ..it };
    match answer {
        Answer::Ask => notices::asked(tx, &now, act)?,
        Answer::Harmless => {}
        Answer::Case => {
            let person = accounts::person(tx, now.person_id)?.ok_or(Fault::NotFound)?;
            let words = format!("{told}\n{words}").trim().to_owned();
            let new = NewReport {
                kind: Kind::AccountSharing,
                about: format!("/security/sharing/{id}"),
                words,
                person: Some(person),
                called: String::new(),
                suspicion: Some(id),
            };
            let opened = report(tx, case, &new, &actor.unit_path, act)?;
            attach(tx, &opened, &now, name, act)?;
        }
    }
    record(tx, &now, "conduct.suspicion-answered", words, act)
}

/// The owner of the account says how it came.
///
/// # Errors
/// [`Stop::Field`] where nobody asks, or it was said before.
pub fn reply(tx: &mut Tx<'_>, id: Uuid, words: &str, act: &Act) -> Result<(), Stop> {
    let it = store::get(tx, id)?.filter(|it| it.person_id == act.deed.person).ok_or(Fault::NotFound)?;
    if !store::reply(tx, id, words, act.deed.now)? {
        return Err(Stop::Field("reply", Msg::new("conduct-suspicion-replied")));
    }
    record(tx, &it, "conduct.suspicion-replied", words, act)
}

fn record(tx: &mut Tx<'_>, it: &Suspicion, action: &'static str, words: &str, act: &Act) -> Result<(), Stop> {
    let entry = act.deed.entry(action, ("person", it.person_id, &it.person_name)).within(&it.unit_path);
    let detail = json!({ "suspicion": it.id, "state": it.state, "words": words });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}

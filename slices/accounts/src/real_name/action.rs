//! Verifying and rejecting: one, or several of which nothing was found.

use super::{
    DECIDE, HERE,
    change::{self, DECIDE_IDS, Said},
    list::{Findings, same_of},
    page,
    rules::{State as Stand, Verdict},
    store,
};
use crate::people::saving::{Saved, Stop, prepare, save};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

/// Longest reason.
pub const REASON: usize = 500;

/// `POST /real-names/ID/decision`: fields `verdict`, `reason`, `version`.
pub async fn decide(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let verdict = form.choice::<Verdict>("verdict");
    let (reason, seen) =
        (form.text("reason", Text::optional(REASON).lines()), form.int("version", 0..=i64::MAX));
    let to = format!("{HERE}/{id}");
    if let Some(verdict) = verdict.filter(|_| form.ok()) {
        let (signed, act, said) = (who.clone(), prepare(&who, DECIDE_IDS), Said { verdict, reason, seen });
        let unit = move |tx: &mut Tx<'_>| change::decide(tx, &signed, &act.begin(), id, &said);
        match save(&who, &mut form, &to, unit).await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-real-name-decided"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, form).await
}

/// Most statements of one choice: one unit of work carries them.
const MOST: usize = 50;

/// `POST /real-names/verification`: verifies the chosen ones of which nothing was found and that still stand as they
/// were shown (`person` is `ID.VERSION`). The others are left as they are, and counted.
pub async fn verify_many(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let chosen: Vec<Option<(Uuid, i64)>> = form.values("person").iter().map(|it| read(it)).collect();
    let count = chosen.len();
    let mut chosen: Vec<(Uuid, i64)> = chosen.into_iter().flatten().collect();
    if chosen.len() < count {
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    }
    chosen.sort_unstable();
    chosen.dedup_by_key(|(id, _)| *id);
    let there = "/real-names?state=pending";
    if chosen.is_empty() || chosen.len() > MOST {
        return Ok(who.go(there, "ochre", &Msg::new("accounts-people-none-chosen").with("most", MOST)));
    }
    let (signed, act) = (who.clone(), prepare(&who, DECIDE_IDS * chosen.len()));
    let unit = move |tx: &mut Tx<'_>| {
        let deed = act.begin();
        let mut rows = Vec::new();
        for (id, version) in &chosen {
            let row = store::of(tx, *id)?.filter(|it| signed.actor.may_at(DECIDE, &it.unit_path));
            // What is not one's own to know does not exist: then nothing of the form is carried out.
            rows.push((row.ok_or(Fault::NotFound)?, *version));
        }
        let all: Vec<_> = rows.iter().map(|(row, _)| row.clone()).collect();
        let same = same_of(tx, &all)?;
        let mut done = 0_usize;
        for (row, version) in &rows {
            let fits = row.state() == Stand::Pending
                && row.version == *version
                && row.person_id != signed.actor.person
                && Findings::of(signed.app.keys(), row, &same).is_none();
            if fits {
                let said = Said { verdict: Verdict::Verify, reason: String::new(), seen: *version };
                change::decide(tx, &signed, &deed, row.person_id, &said)?;
                done += 1;
            }
        }
        Ok::<_, Stop>((done, rows.len() - done))
    };
    match save(&who, &mut form, there, unit).await? {
        Saved::Done((done, left)) => {
            let key = if left == 0 { "accounts-real-name-many" } else { "accounts-real-name-many-left" };
            let msg = Msg::new(key).with("done", done).with("left", left);
            Ok(who.go(there, if left == 0 { "pine" } else { "ochre" }, &msg))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(who.go(there, "ochre", &Msg::new("accounts-real-name-stale"))),
    }
}

fn read(text: &str) -> Option<(Uuid, i64)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

//! `/people/ID/state`: taking an account out of use and back, and lifting a lock (ACC-5).

use super::{
    END, Prepared, STATE,
    change::{self, Reason},
    citing::Citing,
    history, reach,
    rules::{Account, Act, Shown, State as AccountState},
    seats,
    store::{self, Person},
};
use crate::{
    credential::store as credentials,
    grant::rules::Power,
    officer::{self, Asked},
    people::saving::{Saved, Stop, prepare, save_keyed, shown},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Permission;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

/// The acts of the form, in order.
const ACTS: [&str; 7] = ["unlock", "suspend", "freeze", "leave", "restore", "revoke", "close"];

/// The acts that one of the three administrators may ask for about another.
const ASKED: [&str; 5] = ["unlock", "suspend", "freeze", "leave", "restore"];

/// What an act needs, and whether the security administrator does it, too. Reopening what was revoked is the
/// centre's alone; who leaves and comes back is no question of security.
pub fn needed(act: &str, account: Account, now: Timestamp) -> Option<(Permission, Power)> {
    match act {
        "suspend" | "freeze" | "unlock" => Some((STATE, Power::Guard)),
        "leave" => Some((STATE, Power::Keep)),
        "restore" if account.in_force(now) == AccountState::Revoked => Some((END, Power::Keep)),
        "restore" if account.left => Some((STATE, Power::Keep)),
        "restore" => Some((STATE, Power::Guard)),
        "revoke" | "close" => Some((END, Power::Keep)),
        _ => None,
    }
}

/// Whether an act makes sense for what an account is shown as.
fn fits(act: &str, shown: Shown, left: bool) -> bool {
    use Shown as S;
    let in_use = matches!(shown, S::Active | S::MustChange | S::Locked);
    match act {
        "unlock" => shown == S::Locked,
        "suspend" | "freeze" => in_use || shown == S::Suspended,
        "leave" => !left && shown != S::Closed,
        "restore" => !in_use && shown != S::Closed,
        "revoke" => !matches!(shown, S::Revoked | S::Closed),
        "close" => shown != S::Closed,
        _ => false,
    }
}

/// Whether an act takes access away by a person's hand, and so names an article.
pub fn cites(act: &str) -> bool {
    matches!(act, "suspend" | "freeze" | "leave" | "revoke" | "close")
}

#[derive(Template)]
#[template(path = "person/state.html")]
struct StatePage {
    page: Page,
    person: Person,
    state: String,
    form: Form,
    acts: Vec<(String, String)>,
    bases: Vec<(String, String)>,
    cites: bool,
    suspends: bool,
    tomorrow: String,
    /// Whether another of the three has to agree.
    consent: bool,
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

/// What stands in the way of each power; the person where one of them is free.
struct Free {
    person: Person,
    consent: bool,
    keep: bool,
    guard: bool,
}

fn free(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Free, Fault> {
    if officer::asks_for(tx, who, id)? {
        let person = store::person(tx, id)?.ok_or(Fault::NotFound)?;
        return Ok(Free { person, consent: true, keep: true, guard: true });
    }
    let person = match reach::seen(tx, who, STATE, id) {
        Err(Fault::NotFound) => reach::seen(tx, who, END, id)?,
        other => other?,
    };
    let keep = reach::hindrance(tx, who, &person, Power::Keep)?;
    let guard = reach::hindrance(tx, who, &person, Power::Guard)?;
    match (keep, guard) {
        (Some(_), Some(msg)) => Err(Fault::Forbidden(msg)),
        (keep, guard) => Ok(Free { person, consent: false, keep: keep.is_none(), guard: guard.is_none() }),
    }
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let free = free(tx, &signed, id)?;
        let account = store::account(tx, id)?.ok_or(Fault::NotFound)?;
        let known = credentials::of(tx, id)?;
        let form = match form.has("basis") {
            true => form.clone(),
            false => Citing::prefill(tx, signed.actor.person, form.clone())?,
        };
        Ok::<_, Fault>((free, account, known, form))
    });
    let (free, account, known, form) = read.await?;
    let shown_as = known.map_or(Shown::Active, |known| history::shown(&known, who.now));
    let path = free.person.unit_path.clone();
    let may = |act: &&&str| {
        let allowed = match needed(act, account, who.now) {
            _ if free.consent => ASKED.contains(act),
            Some((permission, power)) => {
                let reached = if power == Power::Guard { free.guard } else { free.keep };
                reached && who.actor.may_at(permission, &path)
            }
            None => false,
        };
        allowed && fits(act, shown_as, account.left)
    };
    let acts: Vec<&&str> = ACTS.iter().filter(may).collect();
    let tomorrow = who.l.zone().date(who.now).tomorrow().unwrap_or(Date::MAX);
    let person = free.person;
    let view = StatePage {
        page: Page::new(who, who.l.t1("accounts-state-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        suspends: acts.iter().any(|act| **act == "suspend"),
        cites: acts.iter().any(|act| cites(act)),
        acts: acts
            .iter()
            .map(|act| ((**act).to_owned(), who.l.t(&format!("accounts-state-do-{act}"))))
            .collect(),
        bases: bases(who),
        state: who.l.t(&shown_as.key()),
        tomorrow: tomorrow.to_string(),
        form: form.clone(),
        consent: free.consent,
        person,
    };
    shown(&form, &view)
}

/// The choices of `basis`.
pub fn bases(who: &SignedIn) -> Vec<(String, String)> {
    let basis = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-citing-basis-{code}")));
    vec![basis("article"), basis("none")]
}

/// What the form asks for; none: an unlock, or something is wrong.
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
        "unlock" => return None,
        _ => {
            form.refuse("do", Msg::new("web-form-choose"));
            return None;
        }
    };
    Some(act)
}

/// Reads a form: what is to be done, none for an unlock, and why. What is wrong stands beside the fields.
pub fn read(form: &mut Form, who: &SignedIn) -> (Option<Act>, Reason) {
    let act = act(form, who);
    let citing = match act {
        Some(act) if cites(act.code()) => Citing::read(form),
        _ => Citing::Nothing,
    };
    (act, Reason { text: form.text("reason", Text::required(500)), citing })
}

/// What another of the three is asked for, where it is about one of them.
///
/// # Errors
/// [`Fault::NotFound`] where the act cannot be asked for.
pub fn asked(act: Option<Act>, citing: Citing) -> Result<Asked, Fault> {
    match act {
        None => Ok(Asked::Unlock),
        Some(act) if !ASKED.contains(&act.code()) => Err(Fault::NotFound),
        Some(act) => Ok(Asked::State {
            code: act.code().to_owned(),
            until: if let Act::Suspend(until) = act { Some(until) } else { None },
            citing,
        }),
    }
}

/// Carries an act out, none for an unlock, by the rules of form and API; answers the person's name. Takes
/// [`change::STATE_IDS`] ids and a turn among the writes of [`seats::QUEUE`].
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn carried_out(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    prepared: &Prepared,
    id: Uuid,
    act: Option<Act>,
    reason: &Reason,
) -> Result<String, Stop> {
    let (code, lang) = (act.map_or("unlock", Act::code), who.app.institution().lang);
    let account = store::account(tx, id)?.ok_or(Fault::NotFound)?;
    let (permission, power) = needed(code, account, who.now).ok_or(Fault::NotFound)?;
    let person = reach::acted_on_with(tx, who, permission, power, id)?;
    let Some(act) = act else {
        let done = change::unlock(tx, &prepared.begin(), &person, &reason.text, lang)?;
        return done.map(|()| person.name).map_err(|msg| Stop::Field("do", msg));
    };
    let done = change::set_state(tx, &prepared.begin(), &person, act, reason, lang)?;
    done.map(|_| person.name).map_err(|not| {
        let field = if matches!(act, Act::Suspend(_)) { "until" } else { "do" };
        Stop::Field(field, not.msg())
    })
}

/// `POST /people/ID/state`.
pub async fn change(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (act, reason) = read(&mut form, &who);
    let to = format!("/people/{id}");
    if !form.ok() {
        return show(&who, id, form).await;
    }
    if reach::needs_consent(&who, id).await? {
        let asked = asked(act, reason.citing)?;
        return match officer::ask(&who, &mut form, id, asked).await? {
            Some(answer) => Ok(answer),
            None => show(&who, id, form).await,
        };
    }
    let code = act.map_or("unlock", Act::code);
    let (signed, prepared) = (who.clone(), prepare(&who, change::STATE_IDS));
    let unit = move |tx: &mut Tx<'_>| carried_out(tx, &signed, &prepared, id, act, &reason);
    let saved = save_keyed(&who, &mut form, &to, Some(seats::QUEUE), unit);
    match saved.await? {
        Saved::Done(name) => {
            let key = format!("accounts-state-done-{code}");
            Ok(who.go(&to, "pine", &Msg::of(key).with("name", name)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, id, form).await,
    }
}

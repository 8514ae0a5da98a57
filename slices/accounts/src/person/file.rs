//! `/people/ID`: the file of a person as far as accounts know it.

use super::{
    EDIT, END, MOVE, READ, RESET, REVEAL, SECOND_FACTOR, STATE, history, list::shown, reach, store::Person,
};
use crate::{
    body, cohort,
    grant::{self, rules::Power},
    officer,
    organisation::store as organisation,
    session::place::Places,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{App, Fault, Page, SignedIn, html};

row! {
    /// What the file shows beyond [`Person`].
    #[derive(Clone, Debug)]
    struct More {
        mail: Option<String>,
        mobile_masked: Option<String>,
        state: String,
        state_until: Option<Timestamp>,
        left_at: Option<Timestamp>,
        last_sign_in_at: Option<Timestamp>,
        created_at: Timestamp,
        created_by: Option<Uuid>,
        must_change: Option<bool>,
        locked_until: Option<Timestamp>,
        totp_since: Option<Timestamp>,
        passkeys: i64,
        initial_expires_at: Option<Timestamp>,
    }

    /// A try to sign in.
    #[derive(Clone, Debug)]
    struct SignInRow {
        at: Timestamp,
        ip: String,
        agent: String,
        outcome: String,
    }
}

fn more(tx: &mut Tx<'_>, id: Uuid) -> Result<More> {
    tx.one(
        "SELECT p.mail, p.mobile_masked, p.state, p.state_until, p.left_at, p.last_sign_in_at, p.created_at,
                p.created_by, c.must_change, c.locked_until, c.totp_since,
                (SELECT count(*) FROM accounts_passkey k WHERE k.person_id = p.id) AS passkeys,
                CASE WHEN c.initial_mac IS NULL THEN NULL ELSE c.initial_expires_at END AS initial_expires_at
         FROM accounts_person p LEFT JOIN accounts_credential c ON c.person_id = p.id
         WHERE p.id = $1",
        params![id],
    )
}

/// A change of state in words.
#[derive(Clone, Debug)]
pub struct StateLine {
    /// What led to it.
    pub act: String,
    /// What it was and is.
    pub what: String,
    /// Tone of the mark.
    pub tone: &'static str,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// By which article.
    pub article: Option<String>,
}

#[derive(Template)]
#[template(path = "person/file.html")]
struct FilePage {
    page: Page,
    person: Person,
    trail: String,
    badge: (&'static str, String, &'static str),
    note: Option<String>,
    more: More,
    opened_by: String,
    roles: Vec<(String, Uuid, String)>,
    cohorts: Vec<(Uuid, String)>,
    bodies: Vec<(Uuid, String, String)>,
    history: Vec<StateLine>,
    sign_ins: Vec<SignInRow>,
    places: Places,
    hindrance: Option<String>,
    may_edit: bool,
    may_state: bool,
    may_reset: bool,
    may_move: bool,
    may_reveal: bool,
    may_second_factor: bool,
    may_roles: bool,
    may_sign_ins: bool,
}

impl FilePage {
    fn outcome(&self, row: &SignInRow) -> String {
        let key = format!("accounts-outcome-{}", row.outcome);
        if self.page.l.has(&key) { self.page.l.t(&key) } else { row.outcome.clone() }
    }
}

struct Read {
    person: Person,
    more: More,
    trail: String,
    grants: Vec<grant::store::GrantRow>,
    cohorts: Vec<(Uuid, String)>,
    bodies: Vec<(Uuid, String, String)>,
    history: Vec<history::Row>,
    names: std::collections::HashMap<Uuid, String>,
    sign_ins: Vec<SignInRow>,
    hindrance: Option<xingtan_i18n::Msg>,
    guarded: bool,
    consent: bool,
}

fn read(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> std::result::Result<Read, Fault> {
    let person = reach::seen(tx, who, READ, id)?;
    let more = more(tx, id)?;
    let history = history::of(tx, id)?;
    let by: Vec<Uuid> = history.iter().filter_map(|row| row.by_person).chain(more.created_by).collect();
    let sign_ins = match may_sign_ins(who, &person) {
        true => tx.all(
            "SELECT at, ip, agent, outcome FROM accounts_sign_in WHERE person_id = $1
             ORDER BY at DESC, id DESC LIMIT 20",
            params![id],
        )?,
        false => Vec::new(),
    };
    let cohorts = tx.all(
        "SELECT c.id, c.name FROM accounts_cohort_member m JOIN accounts_cohort c ON c.id = m.cohort_id
         WHERE m.person_id = $1 AND c.deleted_at IS NULL ORDER BY c.name_key, c.id",
        params![id],
    )?;
    Ok(Read {
        trail: organisation::trails(tx, [person.unit_path.as_str()])?
            .remove(&person.unit_path)
            .unwrap_or_default(),
        grants: grant::store::grants_of(tx, id)?,
        bodies: body::store::of_person(tx, id)?,
        names: super::store::names(tx, &by)?,
        hindrance: reach::hindrance(tx, who, &person, Power::Keep)?,
        guarded: reach::hindrance(tx, who, &person, Power::Guard)?.is_none(),
        consent: officer::asks_for(tx, who, id)?,
        cohorts,
        history,
        sign_ins,
        more,
        person,
    })
}

/// Where somebody signed in from is for those who answer for accounts, not for everybody who may read names.
fn may_sign_ins(who: &SignedIn, person: &Person) -> bool {
    [RESET, STATE].iter().any(|permission| who.actor.may_at(*permission, &person.unit_path))
        || who.actor.has(Role::Audit)
}

/// `GET /people/ID`.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> std::result::Result<Response, Fault> {
    let signed = who.clone();
    let read = app.db().read(move |tx| read(tx, &signed, id)).await?;
    let (l, more, person) = (&who.l, &read.more, &read.person);
    let badge =
        shown(&more.state, more.state_until, more.must_change.unwrap_or(false), more.locked_until, who.now);
    let may = |permission| who.actor.may_at(permission, &person.unit_path);
    let free = read.hindrance.is_none();
    let name = |id: Option<Uuid>| match id {
        Some(id) => read.names.get(&id).cloned().unwrap_or_default(),
        None => l.t("accounts-people-by-program"),
    };
    let state = |code: &str| l.t(&format!("accounts-state-{code}"));
    let line = |row: &history::Row| StateLine {
        act: row.act.as_ref().map(|act| l.t(&format!("accounts-state-act-{act}"))).unwrap_or_default(),
        what: match row.until {
            Some(until) => l.tn(
                "accounts-state-line-until",
                &[("from", &state(&row.state_before)), ("to", &state(&row.state_after)), ("until", &until)],
            ),
            None => {
                l.t2("accounts-state-line", "from", state(&row.state_before), "to", state(&row.state_after))
            }
        },
        tone: if row.state_after == "active" { "pine" } else { "ochre" },
        at: row.at,
        by: name(row.by_person),
        reason: row.reason.clone(),
        article: row.citing().told(l),
    };
    let view = FilePage {
        page: Page::new(&who, person.name.clone()).crumb("/people", l.t("accounts-people-title")),
        badge: (badge.tone(), l.t(&badge.key()), badge.shape()),
        note: match (more.left_at, more.state_until, more.locked_until.filter(|until| *until > who.now)) {
            (Some(at), ..) => Some(l.t1("accounts-people-left-on", "day", l.date(at))),
            (None, Some(until), _) if until > who.now => Some(l.t1("accounts-people-until", "until", until)),
            (None, _, Some(until)) => Some(l.t1("accounts-people-locked-until", "until", until)),
            _ => None,
        },
        opened_by: name(more.created_by),
        roles: read
            .grants
            .iter()
            .map(|grant| (l.t(&format!("web-role-{}", grant.role)), grant.node_id, grant.node_name.clone()))
            .collect(),
        history: read.history.iter().map(line).collect(),
        hindrance: match read.consent {
            true => Some(l.t("accounts-officer-consent")),
            // The security administrator reaches what is theirs to do; the rest was never offered.
            false if read.guarded && may(STATE) => None,
            false => read.hindrance.as_ref().map(|msg| l.msg(msg)),
        },
        may_edit: read.consent || (free && may(EDIT)),
        may_state: read.consent || (free && (may(STATE) || may(END))) || (read.guarded && may(STATE)),
        may_reset: read.consent || (free && may(RESET)),
        may_move: read.consent || (free && may(MOVE)),
        may_second_factor: (more.totp_since.is_some() || more.passkeys > 0)
            && (read.consent || (read.guarded && may(SECOND_FACTOR))),
        may_reveal: may(REVEAL) && more.mobile_masked.is_some(),
        may_roles: may(grant::READ),
        may_sign_ins: may_sign_ins(&who, person),
        cohorts: if who.actor.may(cohort::READ) { read.cohorts } else { Vec::new() },
        bodies: if who.actor.may(body::READ) { read.bodies } else { Vec::new() },
        sign_ins: read.sign_ins,
        places: Places::of(app.settings()),
        trail: read.trail,
        more: read.more,
        person: read.person,
    };
    html(&view)
}

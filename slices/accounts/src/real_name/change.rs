//! What is stated, decided and forgotten: rule → rows → trail → notice, in the caller's unit of work.

use super::{
    DECIDE,
    rules::{self, Decided, Document, Facts, Number, State, Verdict},
    store::{self, New, NewStep, RealName, Sealed},
    verify,
};
use crate::{
    people::{notices, saving::Stop},
    person::{Deed, store::Person},
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::{Lang, Msg};
use xingtan_jobs::Job;
use xingtan_keys::{KeyRing, Mac, Place, mask_document};
use xingtan_web::{Fault, SignedIn};

/// The consent that is given with a statement, in its present version.
pub const CONSENT: i64 = 1;

const TABLE: &str = "accounts_real_name";
const NUMBER: &str = "accounts.real-name-number";
const NAME: &str = "accounts.real-name-name";
const BORN: &str = "accounts.real-name-born";

/// A statement, sealed before the unit of work: nothing of it is in clear.
#[derive(Clone)]
pub struct Stated {
    document: Document,
    name: (Vec<u8>, String),
    number: (Vec<u8>, String),
    numbers: Vec<String>,
    /// By all versions of the key, to tell whether it says the same as before.
    names: Vec<String>,
    born: Option<String>,
}

impl Stated {
    /// Seals what a person states.
    pub fn of(keys: &KeyRing, person: Uuid, document: Document, name: &str, number: &Number) -> Stated {
        // The kind of document belongs to the number: a passport is not the same as a card of equal signs.
        let text = format!("{} {}", kin(document), number.text);
        let macs = |purpose, data: &str| -> Vec<String> {
            keys.hmacs(purpose, data.as_bytes()).iter().map(Mac::to_string).collect()
        };
        Stated {
            document,
            name: (keys.seal(place(person, "name_sealed"), name.as_bytes()), rules::mask_name(name)),
            number: (
                keys.seal(place(person, "number_sealed"), number.text.as_bytes()),
                mask_document(&number.text),
            ),
            numbers: macs(NUMBER, &text),
            names: macs(NAME, &rules::comparable(name)),
            born: number.born.map(|day| keys.hmac(BORN, day.to_string().as_bytes()).to_string()),
        }
    }

    fn is(&self, kept: &RealName) -> bool {
        kept.document == self.document.code()
            && self.numbers.contains(&kept.number_mac)
            && self.names.contains(&kept.name_mac)
    }
}

/// All that follow GB 11643 share their numbers.
fn kin(document: Document) -> &'static str {
    match document {
        Document::Passport => "passport",
        Document::Resident | Document::Residence | Document::Foreigner => "card",
    }
}

fn place(row: Uuid, column: &'static str) -> Place<'static> {
    Place { table: TABLE, column, row }
}

/// The name and number that a person stated, in clear; none where the key that sealed them is gone.
pub fn opened(keys: &KeyRing, person: Uuid, sealed: &Sealed) -> Option<(String, String)> {
    let open = |column, bytes: &[u8]| match keys.unseal_text(place(person, column), bytes) {
        Ok(text) => Some(text.to_string()),
        Err(error) => {
            tracing::error!(%error, %person, column, "a stated name or number does not open");
            None
        }
    };
    Some((open("name_sealed", &sealed.name_sealed)?, open("number_sealed", &sealed.number_sealed)?))
}

/// Whether what was stated differs from what the account says: name, date of birth. Where the account has no date of
/// birth, none differs.
pub fn differs(keys: &KeyRing, it: &RealName) -> (bool, bool) {
    let is = |purpose, data: &str, mac: &str| {
        mac.parse::<Mac>().is_ok_and(|mac| keys.is_hmac(purpose, data.as_bytes(), &mac))
    };
    let name = !is(NAME, &rules::comparable(&it.name), &it.name_mac);
    let born = match (&it.born_on, &it.born_mac) {
        (Some(day), Some(mac)) => !is(BORN, day, mac),
        _ => false,
    };
    (name, born)
}

/// How many ids [`state`] takes: history, audit, a job.
pub const STATE_IDS: usize = 3;

/// Keeps what a person states of themselves; false where it says what it said before, which then stands as it stood.
///
/// # Errors
/// Those of the database.
pub fn state(tx: &mut Tx<'_>, deed: &Deed<'_>, person: &Person, new: &Stated) -> Result<bool> {
    let before = store::of(tx, person.id)?;
    let rejected = |it: &RealName| it.state() == State::Rejected;
    if before.as_ref().is_some_and(|it| new.is(it) && !rejected(it)) {
        return Ok(false);
    }
    let version = store::next_version(tx, person.id)?;
    let number = store::known_mac(tx, &new.numbers)?;
    let number = number.as_ref().or(new.numbers.first()).map_or("", String::as_str);
    store::keep(
        tx,
        &New {
            person: person.id,
            version,
            document: new.document.code(),
            name: (&new.name.0, &new.name.1),
            number: (&new.number.0, &new.number.1),
            macs: (number, new.names.first().map_or("", String::as_str), new.born.as_deref()),
            consent: CONSENT,
            at: deed.now(),
        },
    )?;
    let step = Became { version, act: "stated", document: new.document.code(), reason: "" };
    note(tx, deed, person.id, &step)?;
    let entry = deed.entry("accounts.real-name-stated")?.on("person", person.id, person.name.as_str());
    let detail = json!({ "kind": new.document.code(), "consent": CONSENT });
    xingtan_audit::record(tx, &entry.within(&person.unit_path).detail(&detail))?;
    let job = Job::new(deed.id()?, verify::VERIFY, deed.now()).by(deed.person());
    xingtan_jobs::enqueue(tx, &job.with(&verify::Asked { person: person.id, version })?)?;
    Ok(true)
}

struct Became<'a> {
    version: i64,
    act: &'static str,
    document: &'a str,
    reason: &'a str,
}

fn note(tx: &mut Tx<'_>, deed: &Deed<'_>, person: Uuid, it: &Became<'_>) -> Result<()> {
    store::step(
        tx,
        &NewStep {
            id: deed.id()?,
            person,
            version: it.version,
            act: it.act,
            document: it.document,
            reason: it.reason,
            by: deed.person(),
            at: deed.now(),
        },
    )
}

/// A decision.
#[derive(Clone, Debug)]
pub struct Said {
    /// What is decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The version that was looked at.
    pub seen: i64,
}

/// How many ids [`decide`] takes: history, audit, a notice.
pub const DECIDE_IDS: usize = 3;

/// Decides on what somebody stated, by the rules of page and API, and tells them.
///
/// # Errors
/// [`Fault::NotFound`] outside of where one decides; [`Stop::Field`] with what stands in the way.
pub fn decide(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    deed: &Deed<'_>,
    person: Uuid,
    said: &Said,
) -> std::result::Result<(), Stop> {
    let it = store::of(tx, person)?.filter(|it| who.actor.may_at(DECIDE, &it.unit_path));
    let it = it.ok_or(Fault::NotFound)?;
    let own = person == who.actor.person;
    let facts = Facts { state: it.state(), version: it.version, seen: said.seen, own, reason: &said.reason };
    let to = match rules::decide(facts, said.verdict) {
        Decided::To(to) => to,
        Decided::Own => return Err(Fault::Forbidden(Msg::new("accounts-real-name-own")).into()),
        Decided::Stale => return Err(Stop::Field("", Msg::new("accounts-real-name-stale"))),
        Decided::Already => return Err(Stop::Field("", Msg::new("accounts-real-name-already"))),
        Decided::Unreasoned => return Err(Stop::Field("reason", Msg::new("web-form-required"))),
    };
    carry(tx, deed, &it, to, &said.reason, who.app.institution().lang)
}

/// Keeps a decision, its place in history and trail, and tells whom it concerns.
pub(super) fn carry(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    it: &RealName,
    to: State,
    reason: &str,
    lang: Lang,
) -> std::result::Result<(), Stop> {
    let version = store::next_version(tx, it.person_id)?;
    let reason = if to == State::Rejected { reason.trim() } else { "" };
    let by = (deed.person(), deed.now());
    if !store::decide(tx, it.person_id, (it.version, version), to, reason, by)? {
        return Err(Stop::Field("", Msg::new("accounts-real-name-stale")));
    }
    note(tx, deed, it.person_id, &Became { version, act: to.code(), document: &it.document, reason })?;
    let action = match to {
        State::Verified => "accounts.real-name-verified",
        State::Rejected | State::Pending => "accounts.real-name-rejected",
    };
    let entry = deed.entry(action)?.on("person", it.person_id, it.name.as_str()).within(&it.unit_path);
    let entry = entry.change(&it.state, &to.code()).detail(&json!({ "reason": reason }));
    xingtan_audit::record(tx, &entry)?;
    let kind = match to {
        State::Verified => notices::REAL_NAME_VERIFIED,
        State::Rejected | State::Pending => notices::REAL_NAME_REJECTED,
    };
    notices::send(tx, deed, &[it.person_id], kind, lang, |notice| {
        notice.with("reason", reason).link("/account/real-name")
    })?;
    Ok(())
}

/// How many ids [`erase`] takes: history, audit.
pub const ERASE_IDS: usize = 2;

/// Forgets name and number of a person: `withdrawn` by the person, `erased` with the account. The history stays, which
/// holds neither. False where nothing was stated.
///
/// # Errors
/// Those of the database.
pub fn erase(tx: &mut Tx<'_>, deed: &Deed<'_>, person: &Person, act: &'static str) -> Result<bool> {
    let Some(it) = store::of(tx, person.id)? else { return Ok(false) };
    let version = store::next_version(tx, person.id)?;
    store::erase(tx, person.id)?;
    note(tx, deed, person.id, &Became { version, act, document: &it.document, reason: "" })?;
    let action = match act {
        "withdrawn" => "accounts.real-name-withdrawn",
        _ => "accounts.real-name-erased",
    };
    let entry = deed.entry(action)?.on("person", person.id, person.name.as_str());
    xingtan_audit::record(tx, &entry.within(&person.unit_path))?;
    Ok(true)
}

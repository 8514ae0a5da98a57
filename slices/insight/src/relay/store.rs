//! How relays are kept.

use super::rules::State;
use xingtan_accounts::api::{Person, Targets};
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A relay with the counts of its receipts.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Relay {
        /// Its id.
        pub id: Uuid,
        /// Code of an [`About`](super::rules::About).
        pub kind: String,
        /// What it is called.
        pub title: String,
        /// What it says, in Markdown.
        pub body: String,
        /// An address of this site; may be empty.
        pub link: String,
        /// The last day of what it is about; may be empty.
        pub until_day: String,
        /// Whether the addressees are asked to confirm it.
        pub confirm: bool,
        /// It is for people below this node.
        pub scope_path: String,
        /// What that node was called.
        pub scope_name: String,
        /// [`Targets`] as JSON.
        pub targets: String,
        /// Who sent it.
        pub sender_id: Uuid,
        /// The name of that person.
        pub sender_name: String,
        /// Code of a [`State`].
        pub state: String,
        /// When it was sent.
        pub sent_at: Timestamp,
        /// When those who had not answered were reminded last.
        pub reminded_at: Option<Timestamp>,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
        /// By whom.
        pub withdrawn_name: String,
        /// Why.
        pub reason: String,
        /// Counts its changes.
        pub version: i64,
        /// How many people were told.
        pub people: i64,
        /// How many of them have read it.
        pub read: i64,
        /// How many of them have confirmed it.
        pub confirmed: i64,
    }
}

impl Relay {
    /// Where it stands; a word of a later version of the program counts as withdrawn.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Withdrawn)
    }

    /// How many have not done what they are asked for: confirm it, or read it.
    pub fn open(&self) -> i64 {
        self.people - if self.confirm { self.confirmed } else { self.read }
    }

    /// For whom it is.
    pub fn targets(&self) -> Targets {
        serde_json::from_str(&self.targets).unwrap_or_default()
    }
}

row! {
    /// The receipt of an addressee.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Addressee {
        /// Its id.
        pub id: Uuid,
        /// Of which relay.
        pub relay_id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// The name then.
        pub name: String,
        /// Sorts names.
        pub name_key: String,
        /// The unit then.
        pub unit: String,
        /// When the person was told.
        pub told_at: Timestamp,
        /// When the person read it.
        pub read_at: Option<Timestamp>,
        /// When the person confirmed it.
        pub confirmed_at: Option<Timestamp>,
        /// When the person was reminded last.
        pub reminded_at: Option<Timestamp>,
    }
}

row! {
    /// A relay as its addressee sees it in a list.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Received {
        /// The receipt's id.
        pub id: Uuid,
        /// The relay.
        pub relay_id: Uuid,
        /// Code of an [`About`](super::rules::About).
        pub kind: String,
        /// What it is called.
        pub title: String,
        /// Who sent it.
        pub sender_name: String,
        /// The last day of what it is about; may be empty.
        pub until_day: String,
        /// Whether it is to be confirmed.
        pub confirm: bool,
        /// Code of a [`State`].
        pub state: String,
        /// When the person was told.
        pub told_at: Timestamp,
        /// When the person read it.
        pub read_at: Option<Timestamp>,
        /// When the person confirmed it.
        pub confirmed_at: Option<Timestamp>,
    }
}

/// The columns of [`Relay`], of a table named `r`.
const COLUMNS: &str = "r.id, r.kind, r.title, r.body, r.link, r.until_day, r.confirm, r.scope_path, r.scope_name,
         r.targets, r.sender_id, r.sender_name, r.state, r.sent_at, r.reminded_at, r.withdrawn_at, r.withdrawn_name,
         r.reason, r.version,
         (SELECT count(*) FROM insight_addressee a WHERE a.relay_id = r.id) AS people,
         (SELECT count(a.read_at) FROM insight_addressee a WHERE a.relay_id = r.id) AS read,
         (SELECT count(a.confirmed_at) FROM insight_addressee a WHERE a.relay_id = r.id) AS confirmed";
const ADDRESSEE: &str = "a.id, a.relay_id, a.person_id, a.name, a.name_key, a.unit, a.told_at, a.read_at,
         a.confirmed_at, a.reminded_at";
const RECEIVED: &str =
    "a.id, a.relay_id, r.kind, r.title, r.sender_name, r.until_day, r.confirm, r.state, a.told_at,
         a.read_at, a.confirmed_at";

/// How lists of relays are sorted.
pub const SORTS: &[Sort] = &[Sort { name: "sent", column: "r.sent_at" }];

impl Keyed for Relay {
    fn order(&self, _sort: &str) -> Order {
        self.sent_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of addressees are sorted.
pub const NAME_SORTS: &[Sort] = &[Sort { name: "name", column: "a.name_key" }];

impl Keyed for Addressee {
    fn order(&self, _sort: &str) -> Order {
        self.name_key.as_str().into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of one's own are sorted.
pub const RECEIVED_SORTS: &[Sort] = &[Sort { name: "told", column: "a.told_at" }];

impl Keyed for Received {
    fn order(&self, _sort: &str) -> Order {
        self.told_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// The relays of some subtrees, found by words; `kind` and `state` are empty for all.
pub fn select(scope: &Scope, query: &str, kind: &str, state: &str) -> Select {
    let mut select = Select::new(COLUMNS, "insight_relay r", "r.id")
        .within("r.scope_path", scope)
        .search("lower(r.title || ' ' || r.sender_name || ' ' || r.scope_name)", query);
    if !kind.is_empty() {
        select = select.when("r.kind = {}", kind);
    }
    match state {
        "" => select,
        "open" => select.always(
            "r.state = 'sent' AND EXISTS (SELECT 1 FROM insight_addressee a
                 WHERE a.relay_id = r.id
                   AND CASE WHEN r.confirm THEN a.confirmed_at ELSE a.read_at END IS NULL)",
        ),
        state => select.when("r.state = {}", state),
    }
}

/// A relay.
pub fn one(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Relay>> {
    let sql = format!("SELECT {COLUMNS} FROM insight_relay r WHERE r.id = $1");
    tx.opt(&sql, params![id])
}

/// Keeps a new one.
pub fn add(tx: &mut Tx<'_>, it: &Relay) -> Result<()> {
    tx.exec(
        "INSERT INTO insight_relay
             (id, kind, title, body, link, until_day, confirm, scope_path, scope_name, targets, sender_id, sender_name,
              state, sent_at, withdrawn_name, reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', 1)",
        params![
            it.id,
            it.kind,
            it.title,
            it.body,
            it.link,
            it.until_day,
            it.confirm,
            it.scope_path,
            it.scope_name,
            it.targets,
            it.sender_id,
            it.sender_name,
            it.state,
            it.sent_at
        ],
    )?;
    Ok(())
}

/// Adds people to whom it goes; those who were not among them before.
pub fn address(
    tx: &mut Tx<'_>,
    relay: Uuid,
    people: &[(Uuid, &Person, String)],
    now: Timestamp,
) -> Result<Vec<Uuid>> {
    let mut added = Vec::new();
    for (id, person, unit) in people {
        let count = tx.exec(
            "INSERT INTO insight_addressee (id, relay_id, person_id, name, name_key, unit_path, unit, told_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT DO NOTHING",
            params![*id, relay, person.id, person.name, person.name_key, person.unit_path, unit, now],
        )?;
        if count == 1 {
            added.push(person.id);
        }
    }
    Ok(added)
}

/// All of its addressees were told.
pub fn sent(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("UPDATE insight_relay SET state = 'sent' WHERE id = $1 AND state = 'sending'", params![id])?;
    Ok(())
}

/// The receipts of a relay, found by words of name and unit; `state` is `open`, `read`, `confirmed` or empty for all.
pub fn addressees(relay: &Relay, query: &str, state: &str) -> Select {
    let select = Select::new(ADDRESSEE, "insight_addressee a", "a.id")
        .when("a.relay_id = {}", relay.id)
        .search("lower(a.name || ' ' || a.name_key || ' ' || a.unit)", query);
    match state {
        "open" if relay.confirm => select.always("a.confirmed_at IS NULL"),
        "open" | "unread" => select.always("a.read_at IS NULL"),
        "read" => select.always("a.read_at IS NOT NULL"),
        "confirmed" => select.always("a.confirmed_at IS NOT NULL"),
        _ => select,
    }
}

/// The receipt of a person.
pub fn receipt(tx: &mut Tx<'_>, relay: Uuid, person: Uuid) -> Result<Option<Addressee>> {
    let sql =
        format!("SELECT {ADDRESSEE} FROM insight_addressee a WHERE a.relay_id = $1 AND a.person_id = $2");
    tx.opt(&sql, params![relay, person])
}

/// What was passed on to a person, found by words; `open` for what is still to be read or confirmed.
pub fn received(person: Uuid, query: &str, open: bool) -> Select {
    let select =
        Select::new(RECEIVED, "insight_addressee a JOIN insight_relay r ON r.id = a.relay_id", "a.id")
            .when("a.person_id = {}", person)
            .search("lower(r.title || ' ' || r.sender_name)", query);
    if !open {
        return select;
    }
    select.always(
        "r.state <> 'withdrawn' AND CASE WHEN r.confirm THEN a.confirmed_at ELSE a.read_at END IS NULL",
    )
}

/// Marks that an addressee read it; the first time counts.
pub fn read(tx: &mut Tx<'_>, relay: Uuid, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE insight_addressee SET read_at = $3 WHERE relay_id = $1 AND person_id = $2 AND read_at IS NULL",
        params![relay, person, now],
    )?;
    Ok(())
}

/// Marks that an addressee confirmed it, and so has read it; the first time counts.
pub fn confirm(tx: &mut Tx<'_>, relay: Uuid, person: Uuid, now: Timestamp) -> Result<()> {
    read(tx, relay, person, now)?;
    tx.exec(
        "UPDATE insight_addressee SET confirmed_at = $3
         WHERE relay_id = $1 AND person_id = $2 AND confirmed_at IS NULL",
        params![relay, person, now],
    )?;
    Ok(())
}

/// Notes that those who have not answered are reminded, where nobody changed it meanwhile.
pub fn remind(tx: &mut Tx<'_>, (id, version): (Uuid, i64), now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE insight_relay SET reminded_at = $3, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'sent'",
        params![id, version, now],
    )?;
    Ok(changed == 1)
}

/// Withdraws it, where nobody changed it meanwhile.
pub fn withdraw(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    name: &str,
    reason: &str,
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE insight_relay
         SET state = 'withdrawn', withdrawn_at = $3, withdrawn_name = $4, reason = $5, version = version + 1
         WHERE id = $1 AND version = $2 AND state <> 'withdrawn'",
        params![id, version, now, name, reason],
    )?;
    Ok(changed == 1)
}

/// The next addressees in the order of their ids: those who have not answered alone, or all.
pub fn next(
    tx: &mut Tx<'_>,
    relay: &Relay,
    open: bool,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<Addressee>> {
    addressees(relay, "", if open { "open" } else { "" })
        .when("a.id > {}", after.unwrap_or(Uuid::nil()))
        .rows(tx, &format!("ORDER BY a.id LIMIT {most}"))
}

/// Notes that some were reminded.
pub fn reminded(tx: &mut Tx<'_>, addressees: &[Addressee], now: Timestamp) -> Result<()> {
    for it in addressees {
        tx.exec("UPDATE insight_addressee SET reminded_at = $2 WHERE id = $1", params![it.id, now])?;
    }
    Ok(())
}

//! `/people`: who is here, in which state, and the list as a file.

use super::{BULK, EXPORT, OPEN, READ, lists, rules::Shown, store::seats_taken};
use crate::{
    grant,
    organisation::{page::options, store as organisation},
    position::store as position,
};
use askama::Template;
use axum::{extract::State, response::Response};
use std::collections::HashMap;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, row};
use xingtan_documents::Cell;
use xingtan_web::{
    App, Fault, Form, Kept, Keyed, List, ListPage, Listed, Order, Page, Select, SignedIn, Sort, export, html,
};

row! {
    /// A row of the list.
    #[derive(Clone, Debug)]
    pub struct Row {
        /// Who.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// Sorts by it.
        pub name_key: String,
        /// The user name.
        pub user_name: String,
        /// Path of the unit.
        pub unit_path: String,
        /// The position's name.
        pub position_name: Option<String>,
        /// 工号.
        pub staff_number: Option<String>,
        /// The mailbox.
        pub mail: Option<String>,
        /// The masked mobile number.
        pub mobile_masked: Option<String>,
        /// Code of the state.
        pub state: String,
        /// When a suspension ends.
        pub state_until: Option<Timestamp>,
        /// When the person left.
        pub left_at: Option<Timestamp>,
        /// When last signed in.
        pub last_sign_in_at: Option<Timestamp>,
        /// When the account was opened.
        pub created_at: Timestamp,
        /// Whether the password has to be changed.
        pub must_change: Option<bool>,
        /// Until when it is locked.
        pub locked_until: Option<Timestamp>,
    }
}

impl Keyed for Row {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "unit" => Order::Text(self.unit_path.clone()),
            "state" => Order::Text(self.state.clone()),
            "login" => Order::from(self.last_sign_in_at.unwrap_or(self.created_at)),
            _ => Order::Text(self.name_key.clone()),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

impl Row {
    /// What the badge says.
    pub fn shown(&self, now: Timestamp) -> Shown {
        shown(&self.state, self.state_until, self.must_change.unwrap_or(false), self.locked_until, now)
    }
}

/// What a page says of an account, from what is kept.
pub fn shown(
    state: &str,
    until: Option<Timestamp>,
    must_change: bool,
    locked_until: Option<Timestamp>,
    now: Timestamp,
) -> Shown {
    match state {
        "frozen" => Shown::Frozen,
        "closed" => Shown::Closed,
        "revoked" => Shown::Revoked,
        "suspended" if until.is_none_or(|until| until > now) => Shown::Suspended,
        _ if locked_until.is_some_and(|until| until > now) => Shown::Locked,
        _ if must_change => Shown::MustChange,
        _ => Shown::Active,
    }
}

const SORTS: &[Sort] = &[
    Sort { name: "name", column: "p.name_key" },
    Sort { name: "unit", column: "p.unit_path" },
    Sort { name: "state", column: "p.state" },
    Sort { name: "login", column: "COALESCE(p.last_sign_in_at, p.created_at)" },
];

const COLUMNS: &str = "p.id, p.name, p.name_key, p.user_name, p.unit_path, o.name AS position_name, p.staff_number,
    p.mail, p.mobile_masked, p.state, p.state_until, p.left_at, p.last_sign_in_at, p.created_at, c.must_change,
    c.locked_until";
const FROM: &str = "accounts_person p
    LEFT JOIN accounts_position o ON o.id = p.position_id
    LEFT JOIN accounts_credential c ON c.person_id = p.id";

/// The badge as SQL; `$1` is now. Kept in step with [`shown`] by a test.
const SHOWN: &str = "CASE
    WHEN p.state NOT IN ('active', 'suspended') THEN p.state
    WHEN p.state = 'suspended' AND (p.state_until IS NULL OR p.state_until > $1) THEN 'suspended'
    WHEN c.locked_until > $1 THEN 'locked'
    WHEN c.must_change THEN 'must-change'
    ELSE 'active' END";
const COUNTS: &str = "CASE
    WHEN p.state NOT IN ('active', 'suspended') THEN p.state
    WHEN p.state = 'suspended' AND (p.state_until IS NULL OR p.state_until > $1) THEN 'suspended'
    WHEN c.locked_until > $1 THEN 'locked'
    WHEN c.must_change THEN 'must-change'
    ELSE 'active' END AS shown, count(*)";

/// What narrows the list besides the words searched for.
pub const FILTERS: &[&str] = &["unit", "role", "position", "state", "login"];

/// How long one may stay away before the filter "long not seen" names one.
const AWAY: Span = Span::of_days(90);

/// The list as it was asked for, without the state: chips count each.
fn select(columns: &'static str, list: &List, scope: &Scope, unit: Option<String>, now: Timestamp) -> Select {
    // The first value is now, to which the badge refers.
    let mut select = Select::new(columns, FROM, "p.id")
        .when("p.created_at <= {}", now)
        .within("p.unit_path", scope)
        .search("p.search_keys", &list.query);
    if let Some(path) = unit {
        select = select.within("p.unit_path", &Scope::of(vec![path]));
    }
    if let Ok(role) = list.filter("role").parse::<Role>() {
        let holds = "EXISTS (SELECT 1 FROM accounts_grant g
                             WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role = {})";
        select = select.when(holds, role.code());
    }
    if let Ok(position) = list.filter("position").parse::<Uuid>() {
        select = select.when("p.position_id = {}", position);
    }
    match list.filter("login") {
        "never" => select.always("p.last_sign_in_at IS NULL"),
        "away" => select.when("p.last_sign_in_at < {}", now - AWAY),
        _ => select,
    }
}

fn in_state(select: Select, state: &str) -> Select {
    match Shown::of(state) {
        _ if state == "left" => select.always("p.left_at IS NOT NULL"),
        Some(shown) => select.always("p.left_at IS NULL").when(&format!("{SHOWN} = {{}}"), shown.code()),
        None => select.always("p.left_at IS NULL"),
    }
}

/// A row as the page shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The row.
    pub row: Row,
    /// The names from below the root to the unit.
    pub trail: String,
    /// Names of the roles.
    pub roles: String,
    /// The badge.
    pub shown: Shown,
    /// Words of the badge.
    pub state: String,
    /// When last signed in, in words.
    pub login: String,
}

#[derive(Template)]
#[template(path = "person/list.html")]
struct PeoplePage {
    page: Page,
    line: String,
    list: Listed,
    lines: Vec<Line>,
    chips: Vec<(String, String, bool, i64)>,
    as_of: Option<Timestamp>,
    units: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    positions: Vec<(String, String)>,
    logins: Vec<(String, String)>,
    exports: (String, String),
    may_open: bool,
    may_import: bool,
    may_export: bool,
    acts: Vec<(&'static str, String)>,
}

struct Read {
    page: ListPage<Row>,
    trails: HashMap<String, String>,
    roles: HashMap<Uuid, Vec<Role>>,
    units: Vec<(String, String, String)>,
    positions: Vec<position::Position>,
}

/// How many people there are, whatever state the list is narrowed to.
#[derive(Clone)]
struct Numbers {
    /// By the badge's code, of those who are present.
    counts: Vec<(String, i64)>,
    /// Who has left.
    left: i64,
    /// Seats taken and bought, where the scope has a quota.
    seats: Option<(i64, i64)>,
}

/// `GET /people`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "/people", SORTS, FILTERS, 50);
    if form.has("as") {
        return file(&who, list, form.value("as")).await;
    }
    let (scope, wanted, now) = (who.actor.scope(READ), list.clone(), who.now);
    let numbers = numbers(&app, &list, &scope).await?;
    let read = app.db().read(move |tx| read(tx, &wanted, &scope, now)).await?;
    let page = Page::new(&who, who.l.t("accounts-people-title"));
    let all: i64 = numbers.value.counts.iter().map(|(_, count)| count).sum();
    let narrowed: Vec<(&str, &str)> = [("q", list.query.as_str())]
        .into_iter()
        .chain(FILTERS.iter().map(|f| (*f, list.filter(f))))
        .collect();
    let role = |role: &Role| (role.code().to_owned(), who.l.t(&role.key()));
    let login = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-people-login-{code}")));
    html(&PeoplePage {
        line: match numbers.value.seats {
            Some((taken, quota)) => who
                .l
                .tn("accounts-people-line-seats", &[("people", &all), ("taken", &taken), ("quota", &quota)]),
            None => who.l.t1("accounts-people-line", "people", all),
        },
        chips: chips(&who, &list, &numbers.value, all),
        as_of: numbers.as_of,
        lines: read.page.rows.iter().map(|row| line(&who, row, &read.trails, &read.roles)).collect(),
        units: read.units.iter().map(|(_, id, name)| (id.clone(), name.clone())).collect(),
        roles: Role::ALL.iter().map(role).collect(),
        positions: read.positions.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
        logins: vec![login("never"), login("away")],
        exports: export::hrefs("/people", &narrowed),
        may_open: who.actor.may(OPEN),
        may_import: who.actor.may(super::IMPORT),
        may_export: who.actor.may(EXPORT),
        acts: BULK
            .iter()
            .filter(|(_, permission)| who.actor.may(*permission))
            .map(|(code, _)| (*code, who.l.t(&format!("accounts-bulk-{code}"))))
            .collect(),
        list: read.page.listed(&list),
        page,
    })
}

/// The path of the unit to which the list is narrowed.
fn unit_path(tx: &mut Tx<'_>, list: &List) -> Result<Option<String>> {
    Ok(match list.filter("unit").parse::<Uuid>() {
        // A unit that is gone or not one's own shows nobody.
        Ok(id) => Some(organisation::node(tx, id)?.map_or_else(|| "/0/".to_owned(), |node| node.path)),
        Err(_) => None,
    })
}

async fn numbers(app: &App, list: &List, scope: &Scope) -> Result<Kept<Numbers>> {
    let narrowed = FILTERS.iter().filter(|name| **name != "state").map(|name| list.filter(name));
    let narrowed: Vec<&str> = std::iter::once(list.query.as_str()).chain(narrowed).collect();
    let key = format!("accounts.people {narrowed:?} {}", scope.paths().join(" "));
    let (list, scope, now) = (list.clone(), scope.clone(), app.clock().now());
    let count = move |tx: &mut Tx<'_>| {
        let unit = unit_path(tx, &list)?;
        let present = select(COUNTS, &list, &scope, unit.clone(), now).always("p.left_at IS NULL");
        let counts: Vec<(String, i64)> = present.rows(tx, "GROUP BY 1")?;
        let left = select(COLUMNS, &list, &scope, unit, now).always("p.left_at IS NOT NULL").count(tx)?;
        let seats = match scope.paths() {
            [path] => match organisation::node_by_path(tx, path)?.and_then(|node| node.seat_quota) {
                Some(quota) => Some((seats_taken(tx, path)?, quota)),
                None => None,
            },
            _ => None,
        };
        let rows = counts.iter().map(|(_, count)| count).sum::<i64>() + left;
        Ok((Numbers { counts, left, seats }, rows))
    };
    app.figures(&key, count).await
}

fn read(tx: &mut Tx<'_>, list: &List, scope: &Scope, now: Timestamp) -> Result<Read, Fault> {
    let unit = unit_path(tx, list)?;
    let rows = in_state(select(COLUMNS, list, scope, unit, now), list.filter("state"));
    let page: ListPage<Row> = list.page(tx, rows)?;
    let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
    Ok(Read {
        trails: organisation::trails(tx, page.rows.iter().map(|row| row.unit_path.as_str()))?,
        roles: grant::store::roles_of(tx, &lists::distinct(&ids))?,
        units: options(tx, scope)?,
        positions: position::positions(tx)?,
        page,
    })
}

fn chips(who: &SignedIn, list: &List, numbers: &Numbers, all: i64) -> Vec<(String, String, bool, i64)> {
    let current = list.filter("state");
    let count =
        |code: &str| numbers.counts.iter().find(|(own, _)| own == code).map_or(0, |(_, count)| *count);
    let mut chips = vec![(list.href("state", ""), who.l.t("accounts-people-all"), current.is_empty(), all)];
    chips.extend(Shown::ALL.iter().map(|shown| {
        let code = shown.code();
        (list.href("state", code), who.l.t(&shown.key()), current == code, count(code))
    }));
    chips.push((
        list.href("state", "left"),
        who.l.t("accounts-people-left"),
        current == "left",
        numbers.left,
    ));
    chips.retain(|(_, _, current, count)| *current || *count > 0);
    chips
}

fn line(
    who: &SignedIn,
    row: &Row,
    trails: &HashMap<String, String>,
    roles: &HashMap<Uuid, Vec<Role>>,
) -> Line {
    let shown = row.shown(who.now);
    let l = &who.l;
    let names = roles.get(&row.id).into_iter().flatten().map(|role| l.t(&role.key()));
    Line {
        trail: trails.get(&row.unit_path).cloned().unwrap_or_default(),
        roles: names.collect::<Vec<_>>().join(l.t("accounts-people-and").as_str()),
        state: match (row.left_at, shown, row.state_until) {
            (Some(at), ..) => l.t1("accounts-people-left-on", "day", l.short_day(l.zone().date(at))),
            (None, Shown::Suspended, Some(until)) => {
                // A suspension ends at 24:00: the last day is the one before.
                let last = l.zone().date(until - Span::of_seconds(1));
                l.t1("accounts-people-suspended-until", "day", l.short_day(last))
            }
            _ => l.t(&shown.key()),
        },
        login: match row.last_sign_in_at {
            Some(at) if l.zone().date(at) == l.zone().date(who.now) => {
                l.t1("accounts-people-today", "time", l.time(at))
            }
            Some(at) => l.date(at),
            None => l.t("accounts-people-login-none"),
        },
        row: row.clone(),
        shown,
    }
}

/// Rows that one unit of work reads for a file.
const CHUNK: i64 = 1_000;

/// The list as a file, read in chunks; mobile numbers masked as on the page.
async fn file(who: &SignedIn, list: List, format: &str) -> Result<Response, Fault> {
    who.must(EXPORT)?;
    let headings = [
        "accounts-people-name",
        "accounts-people-user",
        "accounts-people-staff-number",
        "accounts-people-unit",
        "accounts-people-position",
        "accounts-people-role",
        "accounts-people-state",
        "accounts-people-mail",
        "accounts-people-mobile",
        "accounts-people-login",
        "accounts-people-opened",
    ];
    let mut file = export::file(who, format, &who.l.t("accounts-people-title"), &headings)?;
    let (scope, now) = (who.actor.scope(EXPORT), who.now);
    let mut next = Some(list.from_start());
    while let Some(list) = next {
        let (scope, from) = (scope.clone(), list.clone());
        let read = who.app.db().read(move |tx| {
            let unit = match from.filter("unit").parse::<Uuid>() {
                Ok(id) => {
                    Some(organisation::node(tx, id)?.map_or_else(|| "/0/".to_owned(), |node| node.path))
                }
                Err(_) => None,
            };
            let rows = in_state(select(COLUMNS, &from, &scope, unit, now), from.filter("state"));
            let mut take: Vec<Row> = Vec::new();
            let next = from.chunk(tx, rows, CHUNK, &mut take)?;
            let ids: Vec<Uuid> = take.iter().map(|row| row.id).collect();
            let trails = organisation::trails(tx, take.iter().map(|row| row.unit_path.as_str()))?;
            Ok::<_, Fault>((take, next, trails, grant::store::roles_of(tx, &ids)?))
        });
        let (rows, more, trails, roles) = read.await?;
        for row in &rows {
            let line = line(who, row, &trails, &roles);
            let moment = |at: Timestamp| Cell::moment(at, who.l.zone());
            file.row(&[
                line.row.name.into(),
                line.row.user_name.into(),
                line.row.staff_number.into(),
                line.trail.into(),
                line.row.position_name.into(),
                line.roles.into(),
                line.state.into(),
                line.row.mail.into(),
                line.row.mobile_masked.into(),
                line.row.last_sign_in_at.map_or(Cell::Empty, moment),
                moment(line.row.created_at),
            ])?;
        }
        next = more;
    }
    exported(who).await?;
    file.answer()
}

/// Taking people's data along leaves a trace.
async fn exported(who: &SignedIn) -> Result<(), Fault> {
    let act = crate::people::saving::prepare(who, 1);
    let written = who.app.db().write(move |tx| {
        let deed = act.begin();
        xingtan_audit::record(tx, &deed.entry("accounts.people-exported")?)
    });
    Ok(written.await?)
}

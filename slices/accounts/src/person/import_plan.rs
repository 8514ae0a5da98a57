//! A row of the people import on its own: columns, checks, and what is made before the unit of work.

use super::{Prepared, change, check, open::Mobile};
use crate::slip::{Credential, Delivery, Initial};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Ids, Uuid};
use xingtan_i18n::{Locale, Msg};
use xingtan_imports::{ImportColumn, Refusal, RunInfo, SourceRow};
use xingtan_keys::KeyRing;

/// The columns of the file.
pub const COLUMNS: &[ImportColumn] = &[
    ImportColumn::required("name"),
    ImportColumn::optional("user_name"),
    ImportColumn::optional("staff_number"),
    ImportColumn::required("unit"),
    ImportColumn::optional("position"),
    ImportColumn::optional("roles"),
    ImportColumn::optional("mail"),
    ImportColumn::optional("mobile").sensitive(),
    ImportColumn::optional("password").secret(),
];

/// What the import was told at the upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Positions that do not exist yet are made.
    #[serde(default)]
    pub create_positions: bool,
    /// People who belong to another unit are moved.
    #[serde(default)]
    pub transfer: bool,
    /// Generated passwords go by mail to whoever has a mailbox.
    #[serde(default)]
    pub by_mail: bool,
}

impl Options {
    /// Of a run; a text that cannot be read is the most careful choice.
    pub fn of(run: &RunInfo) -> Options {
        serde_json::from_str(&run.options).unwrap_or_default()
    }
}

/// What people call roles, in both languages.
#[derive(Clone, Debug, Default)]
pub struct RoleNames(HashMap<String, Role>);

impl RoleNames {
    /// The names of these languages, and the codes.
    pub fn of(languages: &[Locale]) -> RoleNames {
        let named =
            |l: &Locale| Role::ALL.iter().map(|role| (bare(&l.t(&role.key())), *role)).collect::<Vec<_>>();
        let mut names: HashMap<String, Role> = languages.iter().flat_map(named).collect();
        names.extend(Role::ALL.iter().map(|role| (role.code().to_owned(), *role)));
        RoleNames(names)
    }

    fn read(&self, text: &str) -> Result<Vec<Role>, Msg> {
        let mut roles = Vec::new();
        for word in text.split([',', ';', '/', '|', '\n', '\u{ff0c}', '\u{3001}', '\u{ff1b}']).map(str::trim)
        {
            match self.0.get(&bare(word)) {
                Some(role) if !roles.contains(role) => roles.push(*role),
                Some(_) => {}
                None if word.is_empty() => {}
                None => return Err(Msg::new("accounts-import-role-unknown").with("role", word)),
            }
        }
        Ok(roles)
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A row that may go in as far as it can be told alone.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Id of the person, should one be made.
    pub id: Uuid,
    /// The user name.
    pub user_name: String,
    /// The same in small letters.
    pub user_key: String,
    /// The name.
    pub name: String,
    /// 工号.
    pub staff_number: Option<String>,
    /// The unit as written.
    pub unit: String,
    /// The position's name.
    pub position: Option<String>,
    /// Roles for a new account: those of the file, or the learner's.
    pub roles: Vec<Role>,
    /// Whether the file names roles.
    pub names_roles: bool,
    /// The mailbox.
    pub mail: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// The same, sealed for a new account.
    pub mobile_sealed: Option<Mobile>,
    /// How a new account first signs in; none for somebody who is there already.
    pub credential: Option<Credential>,
    /// Id of the position, should one be made.
    pub position_id: Uuid,
    /// Id of its audit entry.
    pub position_entry: Uuid,
    ids: Prepared,
}

impl Plan {
    /// The act that writes this row.
    pub fn prepared(&self, _: &RunInfo) -> Prepared {
        self.ids.clone()
    }

    /// The roles that the file asks for; none where it has no such column.
    pub fn asked_roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().copied().filter(|_| self.names_roles)
    }
}

/// The user name of a row: the number stands in where there is none.
pub fn user_text(row: &SourceRow) -> &str {
    match row.get("user_name").trim() {
        "" => row.get("staff_number").trim(),
        user => user,
    }
}

/// Shortest password that a file may give.
const SHORTEST: usize = 8;
/// Longest.
const LONGEST: usize = 128;

/// Reads one row.
///
/// # Errors
/// With the column at fault and the reason.
pub fn plan(
    run: &RunInfo,
    there: &HashSet<String>,
    row: &SourceRow,
    names: &RoleNames,
    keys: &KeyRing,
    ids: &Ids,
) -> Result<Plan, Refusal> {
    let column = |key: &'static str| move |msg: Msg| Refusal::at(key, msg);
    if let Some(key) =
        row.imprecise.iter().find(|key| matches!(key.as_str(), "staff_number" | "mobile" | "user_name"))
    {
        return Err(Refusal::at(key, Msg::new("accounts-import-imprecise")));
    }
    let name = check::name(row.get("name")).map_err(column("name"))?;
    let user = user_text(row);
    if user.is_empty() {
        return Err(Refusal::at("user_name", Msg::new("accounts-import-no-user")));
    }
    let user_name = check::user_name(user).map_err(column("user_name"))?;
    if row.get("unit").is_empty() {
        return Err(Refusal::at("unit", Msg::new("accounts-import-no-unit")));
    }
    let position = match row.get("position").trim() {
        "" => None,
        name if name.chars().count() > check::NAME => {
            return Err(Refusal::at(
                "position",
                Msg::new("web-form-too-long").with("max", check::NAME).with("now", name.chars().count()),
            ));
        }
        name => Some(name.split_whitespace().collect::<Vec<_>>().join(" ")),
    };
    let given = names.read(row.get("roles")).map_err(column("roles"))?;
    let mail = check::mail(row.get("mail")).map_err(column("mail"))?;
    let mobile = check::mobile(row.get("mobile")).map_err(column("mobile"))?;
    let (id, user_key) = (ids.next(), user_name.to_lowercase());
    let new = !there.contains(&user_key);
    let credential = if new { Some(credential(run, row, id, mail.is_some(), keys)?) } else { None };
    let roles = if given.is_empty() { vec![Role::Learner] } else { given.clone() };
    let who = Who { person: Some(run.asked_by), name: run.asked_name.clone(), ..Who::program() };
    let most = change::transfer_ids(change::HANDOVER_MOST) + 3 + 2 * roles.len();
    let needed = if new { super::open::ids_needed(roles.len()) + 1 } else { most };
    Ok(Plan {
        mobile_sealed: mobile.as_ref().filter(|_| new).map(|number| super::new::sealed(keys, id, number)),
        staff_number: check::staff_number(row.get("staff_number")).map_err(column("staff_number"))?,
        unit: row.get("unit").to_owned(),
        names_roles: !given.is_empty(),
        position_id: ids.next(),
        position_entry: ids.next(),
        ids: Prepared::new(who, run.now, ids, needed),
        id,
        user_name,
        user_key,
        name,
        position,
        roles,
        mail,
        mobile,
        credential,
    })
}

fn credential(
    run: &RunInfo,
    row: &SourceRow,
    id: Uuid,
    has_mail: bool,
    keys: &KeyRing,
) -> Result<Credential, Refusal> {
    let given = row.get("password");
    if given.is_empty() {
        let mailed = Options::of(run).by_mail && has_mail;
        let delivery = if mailed { Delivery::Mail } else { Delivery::Slip };
        return Ok(Credential::Initial(Initial::generate(keys, id, delivery, run.now)));
    }
    let length = given.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let msg = Msg::new("accounts-import-password-length").with("min", SHORTEST).with("max", LONGEST);
        return Err(Refusal::at("password", msg));
    }
    match xingtan_auth::password::hash(given) {
        Some(hash) => Ok(Credential::Given(hash)),
        None => Err(Refusal::at("password", Msg::new("accounts-import-password-unhashed"))),
    }
}

/// Looks over the whole file: a person in two units, a user name or a number twice.
pub fn survey(rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
    let mut found: Vec<(usize, Refusal)> = Vec::new();
    let mut users: HashMap<String, usize> = HashMap::with_capacity(rows.len());
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let user = user_text(row).to_lowercase();
        if user.is_empty() {
            continue;
        }
        if let Some(first) = users.get(&user).copied() {
            let other = &rows[first];
            if other.get("unit") != row.get("unit") && other.get("name") == row.get("name") {
                // Nobody can tell which of the two units is right.
                let two = |number: i64| {
                    Refusal::at("unit", Msg::new("accounts-import-two-units").with("row", number))
                };
                found.push((first, two(row.number)));
                found.push((at, two(other.number)));
            } else {
                let msg = Msg::new("accounts-import-twice").with("row", other.number);
                found.push((at, Refusal::at("user_name", msg)));
            }
            continue;
        }
        users.insert(user, at);
        let number = row.get("staff_number");
        if number.is_empty() {
            continue;
        }
        match numbers.get(number) {
            Some(first) => {
                let msg = Msg::new("accounts-import-number-twice").with("row", rows[*first].number);
                found.push((at, Refusal::at("staff_number", msg)));
            }
            None => {
                numbers.insert(number, at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64, cells: &[(&str, &str)]) -> SourceRow {
        let cells = cells.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        SourceRow { number, cells, ..SourceRow::default() }
    }

    #[test]
    fn a_person_in_two_units_is_refused_in_both_rows() {
        let rows = [
            row(2, &[("name", "林书岚"), ("user_name", "lin"), ("unit", "A")]),
            row(3, &[("name", "曹山"), ("user_name", "cao"), ("unit", "A"), ("staff_number", "7")]),
            row(4, &[("name", "林书岚"), ("user_name", "LIN"), ("unit", "B")]),
            row(5, &[("name", "曹山"), ("user_name", "cao"), ("unit", "A")]),
            row(6, &[("name", "温以安"), ("user_name", "wen"), ("unit", "A"), ("staff_number", "7")]),
            row(7, &[("name", "陈"), ("staff_number", "9"), ("unit", "A")]),
            row(8, &[("name", "陈"), ("user_name", "9"), ("unit", "A")]),
        ];
        let found = survey(&rows);
        let said: Vec<(i64, &str)> =
            found.iter().map(|(at, refusal)| (rows[*at].number, refusal.reason.key())).collect();
        assert_eq!(
            said,
            [
                (2, "accounts-import-two-units"),
                (4, "accounts-import-two-units"),
                (5, "accounts-import-twice"),
                (6, "accounts-import-number-twice"),
                (8, "accounts-import-twice"),
            ]
        );
    }

    #[test]
    fn roles_are_read_in_any_words_that_the_program_knows() {
        let names = RoleNames::of(&[]);
        assert_eq!(names.read("learner、teacher, LEARNER"), Ok(vec![Role::Learner, Role::Teacher]));
        assert_eq!(names.read(""), Ok(vec![]));
        assert!(names.read("emperor").is_err());
    }
}

//! A row of the people import on its own: columns, checks, and what is made before the unit of work.

use super::{Prepared, change, check, open::Mobile};
use crate::{
    credential::change as password,
    parameters,
    slip::{Credential, Delivery, Initial},
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Ids, Uuid};
use xingtan_i18n::{Locale, Msg};
use xingtan_imports::{ImportColumn, Refusal, RunInfo, SourceRow};
use xingtan_keys::KeyRing;
use xingtan_settings::Settings;
use xingtan_words::{Lists, refusal};

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

/// A row as far as it can be told alone.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is wrong with it; then nothing is written, and what could not be read is empty.
    pub faults: Vec<Refusal>,
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

/// What planning uses of the program.
#[derive(Clone, Copy, Debug)]
pub struct Means<'a> {
    /// What people call roles.
    pub names: &'a RoleNames,
    /// Secrets.
    pub keys: &'a KeyRing,
    /// Ids.
    pub ids: &'a Ids,
    /// Parameters in force: the policy of passwords.
    pub settings: &'a Settings,
    /// Sensitive words: no name holds one.
    pub lists: &'a Lists,
}

/// Values of a row, and what is wrong with them.
struct Reading<'a> {
    row: &'a SourceRow,
    faults: Vec<Refusal>,
}

impl Reading<'_> {
    /// The value of a check, or what stands for it while the fault is noted.
    fn take<T: Default>(&mut self, column: &str, checked: Result<T, Msg>) -> T {
        checked.unwrap_or_else(|msg| {
            self.refuse(column, msg);
            T::default()
        })
    }

    /// Notes a fault; one of a column is enough.
    fn refuse(&mut self, column: &str, msg: Msg) {
        if !self.faults.iter().any(|fault| fault.column.as_deref() == Some(column)) {
            self.faults.push(Refusal::at(column, msg));
        }
    }

    /// Refuses a name that holds a sensitive word (CRS-7).
    fn judge(&mut self, column: &str, name: &str, lists: &Lists) {
        if let Some(found) = lists.judge(name).heaviest() {
            self.refuse(column, refusal(found, name));
        }
    }

    fn position(&mut self) -> Option<String> {
        let name = self.row.get("position").split_whitespace().collect::<Vec<_>>().join(" ");
        let count = name.chars().count();
        if count > check::NAME {
            self.refuse(
                "position",
                Msg::new("web-form-too-long").with("max", check::NAME).with("now", count),
            );
        }
        Some(name).filter(|name| !name.is_empty() && count <= check::NAME)
    }

    fn user_name(&mut self) -> String {
        match user_text(self.row) {
            "" => {
                self.refuse("user_name", Msg::new("accounts-import-no-user"));
                String::new()
            }
            user => self.take("user_name", check::user_name(user)),
        }
    }
}

/// Reads one row; the plan holds all its faults.
pub fn plan(run: &RunInfo, there: &HashSet<String>, row: &SourceRow, means: Means<'_>) -> Plan {
    let Means { names, keys, ids, settings, lists } = means;
    let mut reading = Reading { row, faults: row.refusal.iter().cloned().collect() };
    for key in
        row.imprecise.iter().filter(|key| matches!(key.as_str(), "staff_number" | "mobile" | "user_name"))
    {
        reading.refuse(key, Msg::new("accounts-import-imprecise"));
    }
    let name = reading.take("name", check::name(row.get("name")));
    reading.judge("name", &name, lists);
    let user_name = reading.user_name();
    let unit = row.get("unit").trim().to_owned();
    if unit.is_empty() {
        reading.refuse("unit", Msg::new("accounts-import-no-unit"));
    }
    let position = reading.position();
    reading.judge("position", position.as_deref().unwrap_or_default(), lists);
    let given = reading.take("roles", names.read(row.get("roles")));
    let mail = reading.take("mail", check::mail(row.get("mail")));
    let mobile = reading.take("mobile", check::mobile(row.get("mobile")));
    let staff_number = reading.take("staff_number", check::staff_number(row.get("staff_number")));
    let (id, user_key) = (ids.next(), user_name.to_lowercase());
    let new = !there.contains(&user_key);
    let typed = Some(row.get("password")).filter(|typed| new && !typed.is_empty());
    if let Some(typed) = typed {
        let own = password::own_words(settings, &name, &user_name);
        let policy = parameters::policy(settings);
        if let Some(weak) = password::weak(typed, &policy, &[&user_name, &name], &own) {
            reading.refuse("password", weak);
        }
    }
    let roles = if given.is_empty() { vec![Role::Learner] } else { given.clone() };
    // What is only foretold, and what is refused, is not written: it needs no ids, no secrets, no hash.
    let written = !run.foretelling && reading.faults.is_empty();
    let credential = if new && written {
        match credential(run, typed, id, mail.is_some(), keys) {
            Ok(credential) => Some(credential),
            Err(msg) => {
                reading.refuse("password", msg);
                None
            }
        }
    } else {
        None
    };
    let who = Who { person: Some(run.asked_by), name: run.asked_name.clone(), ..Who::program() };
    let most = change::transfer_ids(change::HANDOVER_MOST) + 3 + 2 * roles.len();
    let needed = match (written, new) {
        (false, _) => 0,
        (true, true) => super::open::ids_needed(roles.len()) + 1,
        (true, false) => most,
    };
    Plan {
        faults: reading.faults,
        mobile_sealed: mobile
            .as_ref()
            .filter(|_| new && written)
            .map(|number| super::new::sealed(keys, id, number)),
        staff_number,
        unit,
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
    }
}

fn credential(
    run: &RunInfo,
    typed: Option<&str>,
    id: Uuid,
    has_mail: bool,
    keys: &KeyRing,
) -> Result<Credential, Msg> {
    let Some(typed) = typed else {
        let mailed = Options::of(run).by_mail && has_mail;
        let delivery = if mailed { Delivery::Mail } else { Delivery::Slip };
        return Ok(Credential::Initial(Initial::generate(keys, id, delivery, run.now)));
    };
    let hash = xingtan_auth::password::hash(typed);
    hash.map(Credential::Given).ok_or_else(|| Msg::new("accounts-import-password-unhashed"))
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

//! Reading the trail: by actor, action, subject, time, place, words.

use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam, Tx, params, row};

row! {
    /// An entry as pages show it. What was erased is none.
    #[derive(Clone, Debug)]
    pub struct Found {
        /// Its id.
        pub id: Uuid,
        /// When.
        pub at: Timestamp,
        /// Who; none for the program.
        pub actor: Option<Uuid>,
        /// The name at that time.
        pub actor_name: Option<String>,
        /// In which role.
        pub acting_role: String,
        /// What.
        pub action: String,
        /// To what kind of thing.
        pub subject_kind: String,
        /// To whom or what.
        pub subject: Option<Uuid>,
        /// The name at that time.
        pub subject_name: Option<String>,
        /// On which organisation node.
        pub node_path: Option<String>,
        /// `done` or `refused`.
        pub result: String,
        /// By which article: `regulation@version#number`.
        pub citing: Option<String>,
        /// What it was before, as JSON.
        pub value_before: Option<String>,
        /// What it was then, as JSON.
        pub value_after: Option<String>,
        /// Anything else, as JSON.
        pub detail: Option<String>,
        /// From which network address.
        pub address: Option<String>,
        /// With which device.
        pub device: Option<String>,
        /// By which erasure the actor's values went.
        pub actor_erased: Option<Uuid>,
        /// By which erasure the subject's values went.
        pub subject_erased: Option<Uuid>,
        /// Number in the chain; none while not yet sealed.
        pub sequence: Option<i64>,
    }
}

impl Found {
    /// The Fluent key of the action's name: `accounts-audit-person-frozen` for `accounts.person-frozen`.
    pub fn action_key(&self) -> String {
        match self.action.split_once('.') {
            Some((owner, rest)) => format!("{owner}-audit-{}", rest.replace('.', "-")),
            None => format!("audit-{}", self.action),
        }
    }

    /// Where a next page begins.
    pub fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// The row that ended a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its moment.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

/// Which entries to show. All that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Done by this person.
    pub actor: Option<Uuid>,
    /// Action that begins with this: a whole action, or a slice's name with its dot.
    pub action: Option<String>,
    /// Done to this person or thing.
    pub subject: Option<Uuid>,
    /// Done to this kind of thing.
    pub subject_kind: Option<String>,
    /// Only what was refused (true) or done (false).
    pub refused: Option<bool>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// Words in names, values and detail, in any case of letters.
    pub text: Option<String>,
    /// Only entries of these organisation nodes; none means all, also those of no node.
    pub scope: Option<Scope>,
}

const COLUMNS: &str = "e.id, e.at, e.actor, p.actor_name, e.acting_role, e.action, e.subject_kind, e.subject,
    p.subject_name, e.node_path, e.result, e.citing, p.value_before, p.value_after, p.detail, p.address, p.device,
    p.actor_erased, p.subject_erased, c.sequence
    FROM audit_entry e
    LEFT JOIN audit_payload p ON p.entry = e.id
    LEFT JOIN audit_chain c ON c.entry = e.id";

/// Up to `limit` entries, the newest first, after the entry that ended the page before.
///
/// # Errors
/// Those of the database.
pub fn search(tx: &mut Tx<'_>, filter: &Filter, after: Option<Position>, limit: i64) -> Result<Vec<Found>> {
    let result = filter.refused.map(|refused| if refused { "refused" } else { "done" });
    let pattern = filter.text.as_deref().map(pattern);
    let ranges = filter.scope.as_ref().map(Scope::ranges);

    let mut sql = Query::default();
    sql.all("e.actor = ?", &[filter.actor.as_ref().map(ToParam::to_param)]);
    sql.all("e.subject = ?", &[filter.subject.as_ref().map(ToParam::to_param)]);
    sql.all("e.subject_kind = ?", &[filter.subject_kind.as_ref().map(ToParam::to_param)]);
    sql.all("e.result = ?", &[result.as_ref().map(ToParam::to_param)]);
    sql.all("e.at >= ?", &[filter.from.as_ref().map(ToParam::to_param)]);
    sql.all("e.at < ?", &[filter.to.as_ref().map(ToParam::to_param)]);
    if let Some(action) = &filter.action {
        let action = Some(action.to_param());
        sql.all("substr(e.action, 1, length(?)) = ?", &[action, action]);
    }
    if let Some(pattern) = &pattern {
        let likes =
            ["p.actor_name", "p.subject_name", "p.value_before", "p.value_after", "p.detail", "p.address"]
                .map(|column| format!("lower({column}) LIKE ? ESCAPE '!'"))
                .join(" OR ");
        sql.all(&format!("({likes})"), &[Some(pattern.to_param()); 6]);
    }
    if let Some(ranges) = &ranges {
        sql.any("e.node_path >= ? AND e.node_path < ?", ranges);
    }
    if let Some(position) = &after {
        sql.all("(e.at, e.id) < (?, ?)", &[Some(position.at.to_param()), Some(position.id.to_param())]);
    }
    sql.given.push(limit.to_param());
    let text = format!(
        "SELECT {COLUMNS} WHERE TRUE{} ORDER BY e.at DESC, e.id DESC LIMIT ${}",
        sql.text,
        sql.given.len()
    );
    tx.all(&text, &sql.given)
}

/// One entry; none where there is no such entry.
///
/// # Errors
/// Those of the database.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Found>> {
    let text = format!("SELECT {COLUMNS} WHERE e.id = $1");
    tx.opt(&text, params![id])
}

/// Conditions put together, with their parameters.
#[derive(Default)]
struct Query<'a> {
    text: String,
    given: Vec<Param<'a>>,
}

impl<'a> Query<'a> {
    /// Adds a condition whose `?` stand for `values`; left out where one of them is none.
    fn all(&mut self, condition: &str, values: &[Option<Param<'a>>]) {
        if values.iter().all(Option::is_some) {
            self.text.push_str(" AND ");
            self.put(condition, values.iter().flatten().copied());
        }
    }

    /// Adds a condition that must hold for one of `ranges`; for no ranges nothing holds.
    fn any(&mut self, condition: &str, ranges: &'a [(String, String)]) {
        self.text.push_str(" AND (FALSE");
        for (low, high) in ranges {
            self.text.push_str(" OR ");
            self.put(condition, [low.to_param(), high.to_param()].into_iter());
        }
        self.text.push(')');
    }

    fn put(&mut self, condition: &str, mut values: impl Iterator<Item = Param<'a>>) {
        for (i, piece) in condition.split('?').enumerate() {
            if i > 0 {
                self.given.extend(values.next());
                self.text.push_str(&format!("${}", self.given.len()));
            }
            self.text.push_str(piece);
        }
    }
}

/// A LIKE pattern for words anywhere, with its signs taken literally.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

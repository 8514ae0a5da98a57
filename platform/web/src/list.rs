//! Lists: search, filter, sort and keyset paging over one SELECT.
//!
//! A list page costs two statements however long the list is: one for the rows, one for the count.

use crate::Form;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, FromRow, Param, Result, Tx};

/// How a list may be sorted.
#[derive(Clone, Copy, Debug)]
pub struct Sort {
    /// The name in the address (`?sort=name`, `?sort=-name`).
    pub name: &'static str,
    /// The SQL expression; it must never be NULL (`COALESCE` where it could be).
    pub column: &'static str,
}

/// The place of a row in its order: what a cursor holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// By text.
    Text(String),
    /// By number.
    Int(i64),
    /// By moment, in microseconds.
    Time(i64),
}

impl From<&str> for Order {
    fn from(text: &str) -> Self {
        Order::Text(text.to_owned())
    }
}
impl From<i64> for Order {
    fn from(n: i64) -> Self {
        Order::Int(n)
    }
}
impl From<Timestamp> for Order {
    fn from(at: Timestamp) -> Self {
        Order::Time(at.micros())
    }
}

/// A row that knows its place in each order of its list.
pub trait Keyed {
    /// The value of the sort column of this name.
    fn order(&self, sort: &str) -> Order;
    /// The id that breaks ties.
    fn id(&self) -> Uuid;
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    order: Order,
    id: Uuid,
    back: bool,
    /// Rows that stood before the row (back) or up to it (forward) when the address was made: only for the words
    /// "51 to 100 of 2,418".
    #[serde(default)]
    before: i64,
}

/// 9999-01-01T00:00:00Z in microseconds since 1970: later moments are no moments for both engines.
const LATEST: i64 = 253_370_764_800_000_000;

/// A moment written into an address as microseconds since 1970; none where no engine takes it.
pub fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|at| (0..LATEST).contains(at)).map(Timestamp::from_micros)
}

impl Cursor {
    /// Whether it holds only what an engine takes: an address can be written by hand.
    fn is_sound(&self) -> bool {
        let takes = match &self.order {
            Order::Text(text) => !text.contains('\0') && text.chars().count() <= 4000,
            Order::Int(_) => true,
            Order::Time(at) => (0..LATEST).contains(at),
        };
        takes && (0..1 << 40).contains(&self.before)
    }
}

/// Rows of a list are counted so far; beyond that the page says that there are more. One index answers it in
/// milliseconds, and a million rows cost no more than these.
pub const MOST_COUNTED: i64 = 100_000;

/// What a list page was asked for.
#[derive(Clone, Debug)]
pub struct List {
    base: Cow<'static, str>,
    /// What is searched for.
    pub query: String,
    filters: BTreeMap<&'static str, String>,
    sort: Sort,
    descending: bool,
    default: bool,
    cursor: Option<Cursor>,
    size: i64,
}

impl List {
    /// Reads what was asked for from the query. `sorts` must not be empty; the first is the default order.
    /// Unknown sorts and cursors are left aside, so an old bookmark still opens.
    pub fn read(
        form: &Form,
        base: impl Into<Cow<'static, str>>,
        sorts: &[Sort],
        filters: &[&'static str],
        size: i64,
    ) -> Self {
        let asked = form.value("sort");
        let (name, descending) = match asked.strip_prefix('-') {
            Some(name) => (name, true),
            None => (asked, false),
        };
        let found = sorts.iter().find(|sort| sort.name == name);
        let clean = |name: &str| form.value(name).trim().chars().take(200).collect::<String>();
        let kept = filters.iter().map(|name| (*name, clean(name))).filter(|(_, value)| !value.is_empty());
        List {
            base: base.into(),
            query: clean("q"),
            filters: kept.collect(),
            sort: found.copied().unwrap_or(sorts[0]),
            descending: found.is_some() && descending,
            default: found.is_none(),
            cursor: BASE64_URL_SAFE_NO_PAD
                .decode(form.value("at"))
                .ok()
                .and_then(|json| serde_json::from_slice(&json).ok())
                .filter(Cursor::is_sound),
            size: size.clamp(1, 500),
        }
    }

    /// The same list, sorted so unless the address says otherwise: newest first and the like.
    pub fn or_descending(mut self) -> Self {
        self.descending |= self.default;
        self
    }

    /// The value of a filter; empty when not asked for.
    pub fn filter(&self, name: &str) -> &str {
        self.filters.get(name).map_or("", String::as_str)
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.query.is_empty() || !self.filters.is_empty()
    }

    /// The address of this list without paging, with one parameter changed; an empty value leaves it out.
    pub fn href(&self, name: &str, value: &str) -> String {
        let sort = format!("{}{}", if self.descending { "-" } else { "" }, self.sort.name);
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if !self.query.is_empty() {
            pairs.push(("q", &self.query));
        }
        pairs.extend(self.filters.iter().map(|(name, value)| (*name, value.as_str())));
        if !self.default {
            pairs.push(("sort", &sort));
        }
        pairs.retain(|(own, _)| *own != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
        if pairs.is_empty() {
            return self.base.to_string();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{}?{query}", self.base)
    }

    /// The address that sorts by a column, turning the order round when it is already sorted so.
    pub fn sort_href(&self, name: &str) -> String {
        let turned = self.sort.name == name && !self.descending;
        self.href("sort", &format!("{}{name}", if turned { "-" } else { "" }))
    }

    /// `ascending`, `descending` or nothing, for `aria-sort`.
    pub fn sort_state(&self, name: &str) -> &'static str {
        match (self.sort.name == name, self.descending) {
            (false, _) => "",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }

    /// Reads one page: rows, count of all, and addresses of the neighbours.
    pub fn page<R: FromRow + Keyed>(&self, tx: &mut Tx<'_>, select: Select) -> Result<ListPage<R>> {
        let counted = select.count_to(tx, MOST_COUNTED + 1)?;
        let (total, beyond) = (counted.min(MOST_COUNTED), counted > MOST_COUNTED);
        let back = self.cursor.as_ref().is_some_and(|cursor| cursor.back);
        let whole = select.clone();
        let mut select = select;
        let descending = self.descending != back;
        if let Some(cursor) = &self.cursor {
            let sign = if descending { "<" } else { ">" };
            let value = match &cursor.order {
                Order::Text(text) => Value::Text(text.clone()),
                Order::Int(n) => Value::Int(*n),
                Order::Time(at) => Value::Time(Timestamp::from_micros(*at)),
            };
            let condition = format!("({}, {}) {sign} ({{}}, {{}})", self.sort.column, select.id);
            select = select.when_all(&condition, vec![value, Value::Id(cursor.id)]);
        }
        let way = if descending { "DESC" } else { "ASC" };
        let order =
            format!("ORDER BY {} {way}, {} {way} LIMIT {}", self.sort.column, select.id, self.size + 1);
        let read = match &self.cursor {
            None => select.rows(tx, &order),
            // Text in the place of a number is a statement that PostgreSQL refuses: such a cursor is left aside.
            Some(_) => match tx.savepoint(|tx| select.rows(tx, &order)) {
                Err(Error::Sql { .. } | Error::Decode(_)) => {
                    return self.clone().from_start().page(tx, whole);
                }
                read => read,
            },
        };
        let mut rows: Vec<R> = read?;
        let more = rows.len() as i64 > self.size;
        rows.truncate(self.size as usize);
        if back {
            rows.reverse();
        }
        let count = rows.len() as i64;
        let before = self.cursor.as_ref().map_or(0, |cursor| cursor.before);
        let first = if back { (before - count).max(0) } else { before } + 1;
        let cursor = |row: &R, back: bool| {
            let before = if back { first - 1 } else { first - 1 + count };
            let cursor = Cursor { order: row.order(self.sort.name), id: row.id(), back, before };
            let json = serde_json::to_vec(&cursor).unwrap_or_default();
            self.href("at", &BASE64_URL_SAFE_NO_PAD.encode(json))
        };
        let (has_next, has_previous) = if back { (true, more) } else { (more, self.cursor.is_some()) };
        Ok(ListPage {
            next: rows.last().filter(|_| has_next).map(|row| cursor(row, false)),
            previous: rows.first().filter(|_| has_previous).map(|row| cursor(row, true)),
            total,
            beyond,
            first: if beyond { first } else { first.min(total) },
            last: if beyond { first + count - 1 } else { (first + count - 1).min(total) },
            rows,
        })
    }

    /// Reads every row in chunks through `take`, for exports: `chunk` rows a unit of work, by the same order.
    /// Returns the list that continues, or none at the end.
    pub fn chunk<R: FromRow + Keyed>(
        &self,
        tx: &mut Tx<'_>,
        select: Select,
        chunk: i64,
        take: &mut Vec<R>,
    ) -> Result<Option<List>> {
        let mut list = self.clone();
        list.size = chunk;
        let mut select = select;
        let sign = if self.descending { "<" } else { ">" };
        if let Some(cursor) = &self.cursor {
            let value = match &cursor.order {
                Order::Text(text) => Value::Text(text.clone()),
                Order::Int(n) => Value::Int(*n),
                Order::Time(at) => Value::Time(Timestamp::from_micros(*at)),
            };
            let condition = format!("({}, {}) {sign} ({{}}, {{}})", self.sort.column, select.id);
            select = select.when_all(&condition, vec![value, Value::Id(cursor.id)]);
        }
        let way = if self.descending { "DESC" } else { "ASC" };
        let order = format!("ORDER BY {} {way}, {} {way} LIMIT {chunk}", self.sort.column, select.id);
        let rows: Vec<R> = select.rows(tx, &order)?;
        let more = rows.len() as i64 == chunk;
        if let Some(last) = rows.last() {
            list.cursor =
                Some(Cursor { order: last.order(self.sort.name), id: last.id(), back: false, before: 0 });
        }
        take.extend(rows);
        Ok(more.then_some(list))
    }

    /// The list from its beginning.
    pub fn from_start(mut self) -> Self {
        self.cursor = None;
        self
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct ListPage<R> {
    /// The rows shown.
    pub rows: Vec<R>,
    /// How many there are in all, counted up to [`MOST_COUNTED`].
    pub total: i64,
    /// Whether there are more than were counted.
    pub beyond: bool,
    /// Number of the first row shown, from 1; 0 when there are none.
    pub first: i64,
    /// Number of the last row shown.
    pub last: i64,
    /// Address of the page after.
    pub next: Option<String>,
    /// Address of the page before.
    pub previous: Option<String>,
}

/// A list as the templates of `table.html` take it: what was asked for, and what one page of it shows.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What is searched for.
    pub query: String,
    /// How many there are in all, counted up to [`MOST_COUNTED`].
    pub total: i64,
    /// Whether there are more than were counted.
    pub beyond: bool,
    /// Number of the first row shown.
    pub first: i64,
    /// Number of the last row shown.
    pub last: i64,
    /// Address of the page after.
    pub next: Option<String>,
    /// Address of the page before.
    pub previous: Option<String>,
    list: List,
}

impl Listed {
    /// The address that sorts by a column.
    pub fn sort_href(&self, name: &str) -> String {
        self.list.sort_href(name)
    }

    /// `ascending`, `descending` or nothing.
    pub fn sort_state(&self, name: &str) -> &'static str {
        self.list.sort_state(name)
    }

    /// The value of a filter.
    pub fn filter(&self, name: &str) -> &str {
        self.list.filter(name)
    }

    /// The address with one parameter changed; an empty value leaves it out.
    pub fn href(&self, name: &str, value: &str) -> String {
        self.list.href(name, value)
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        self.list.is_narrowed()
    }

    /// The sentence that says which rows are shown, and of how many.
    pub fn range_key(&self) -> &'static str {
        if self.beyond { "web-list-range-beyond" } else { "web-list-range" }
    }
}

impl<R> ListPage<R> {
    /// The page's surroundings for `table.html`.
    pub fn listed(&self, list: &List) -> Listed {
        Listed {
            query: list.query.clone(),
            total: self.total,
            beyond: self.beyond,
            first: self.first,
            last: self.last,
            next: self.next.clone(),
            previous: self.previous.clone(),
            list: list.clone(),
        }
    }
}

/// A bound value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Id.
    Id(Uuid),
    /// Moment.
    Time(Timestamp),
}

macro_rules! into_value {
    ($($from:ty => $value:expr),* $(,)?) => { $(impl From<$from> for Value {
        fn from(it: $from) -> Value { let make: fn($from) -> Value = $value; make(it) }
    })* };
}
into_value! {
    String => Value::Text, &str => |text| Value::Text(text.to_owned()), i64 => Value::Int, bool => Value::Bool,
    Uuid => Value::Id, Timestamp => Value::Time,
}

impl Value {
    fn param(&self) -> Param<'_> {
        match self {
            Value::Text(text) => Param::Text(text),
            Value::Int(n) => Param::Int(*n),
            Value::Bool(b) => Param::Bool(*b),
            Value::Id(id) => Param::Uuid(*id),
            Value::Time(at) => Param::Time(*at),
        }
    }
}

/// A SELECT that grows by conditions; every value is bound, none is written into the text.
#[derive(Clone, Debug)]
pub struct Select {
    columns: &'static str,
    from: &'static str,
    id: &'static str,
    conditions: Vec<String>,
    /// Conditions in other words for rows that are read in order, by their place among the conditions.
    in_order: Vec<(usize, String)>,
    values: Vec<Value>,
}

impl Select {
    /// `columns` as after SELECT, `from` as after FROM with its joins, `id` the tie-breaking id's column.
    pub fn new(columns: &'static str, from: &'static str, id: &'static str) -> Self {
        Select { columns, from, id, conditions: Vec::new(), in_order: Vec::new(), values: Vec::new() }
    }

    /// A condition; each `{}` in it stands for the next of `values`.
    pub fn when_all(mut self, condition: &str, values: Vec<Value>) -> Self {
        let mut text = String::new();
        let mut parts = condition.split("{}");
        text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.values.push(value);
            text.push_str(&format!("${}", self.values.len()));
            text.push_str(part);
        }
        self.conditions.push(text);
        self
    }

    /// A condition with one value.
    pub fn when(self, condition: &str, value: impl Into<Value>) -> Self {
        self.when_all(condition, vec![value.into()])
    }

    /// A condition without values.
    pub fn always(self, condition: &'static str) -> Self {
        self.when_all(condition, Vec::new())
    }

    /// Only rows whose organisation path lies in the scope; an empty scope shows nothing.
    ///
    /// A scope that holds the root narrows nothing. Then rows in order come from the index of that order: SQLite would
    /// read everybody by the index of paths and sort, only to show the first fifty.
    pub fn within(self, path_column: &'static str, scope: &Scope) -> Self {
        let ranges = scope.ranges();
        if ranges.is_empty() {
            return self.always("1 = 0");
        }
        let condition = |column: &str| {
            let one = |_| format!("({column} >= {{}} AND {column} < {{}})");
            format!("({})", ranges.iter().map(one).collect::<Vec<_>>().join(" OR "))
        };
        // A root's path has one step: `/1/`.
        let whole = scope.paths().iter().any(|path| path.split('/').filter(|it| !it.is_empty()).count() < 2);
        let (plain, unindexed) = (condition(path_column), condition(&format!("({path_column} || '')")));
        let values: Vec<Value> =
            ranges.into_iter().flat_map(|(low, high)| [Value::Text(low), Value::Text(high)]).collect();
        if !whole {
            return self.when_all(&plain, values);
        }
        let mut ordered = self.clone().when_all(&unindexed, values.clone());
        let mut select = self.when_all(&plain, values);
        select.in_order.extend(ordered.conditions.pop().map(|it| (select.conditions.len() - 1, it)));
        select
    }

    /// Only rows in which every word of the query occurs in the column, which holds lower-case text.
    pub fn search(mut self, column: &'static str, query: &str) -> Self {
        for word in query.to_lowercase().split_whitespace().take(8) {
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            self = self.when(&format!("{column} LIKE {{}} ESCAPE '\\'"), format!("%{escaped}%"));
        }
        self
    }

    fn text(&self, columns: &str, tail: &str) -> String {
        let mut sql = format!("SELECT {columns} FROM {}", self.from);
        let mut conditions: Vec<&str> = self.conditions.iter().map(String::as_str).collect();
        if tail.starts_with("ORDER BY") {
            self.in_order.iter().for_each(|(at, other)| conditions[*at] = other.as_str());
        }
        if !conditions.is_empty() {
            sql.push_str(" WHERE ");
            sql.push_str(&conditions.join(" AND "));
        }
        sql.push(' ');
        sql.push_str(tail);
        sql
    }

    /// How many rows there are.
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let values: Vec<Param<'_>> = self.values.iter().map(Value::param).collect();
        Ok(tx.one::<(i64,)>(&self.text("count(*)", ""), &values)?.0)
    }

    /// The same, counted no further than `most`: of a million rows nobody needs the number to the last.
    pub fn count_to(&self, tx: &mut Tx<'_>, most: i64) -> Result<i64> {
        let values: Vec<Param<'_>> = self.values.iter().map(Value::param).collect();
        let sql = format!("SELECT count(*) FROM ({}) counted", self.text("1", &format!("LIMIT {most}")));
        Ok(tx.one::<(i64,)>(&sql, &values)?.0)
    }

    /// The rows, with an order and a limit.
    pub fn rows<R: FromRow>(&self, tx: &mut Tx<'_>, tail: &str) -> Result<Vec<R>> {
        let values: Vec<Param<'_>> = self.values.iter().map(Value::param).collect();
        tx.all(&self.text(self.columns, tail), &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_number_their_values() {
        let select = Select::new("a", "t", "id")
            .when("a = {}", 1i64)
            .within("path", &Scope::of(vec!["/1/".into(), "/2/5/".into()]))
            .search("keys", "林 100%");
        assert_eq!(
            select.text("a", ""),
            "SELECT a FROM t WHERE a = $1 AND ((path >= $2 AND path < $3) OR (path >= $4 AND path < $5)) \
             AND keys LIKE $6 ESCAPE '\\' AND keys LIKE $7 ESCAPE '\\' "
        );
    }

    #[test]
    fn whoever_sees_everybody_reads_rows_in_the_order_of_their_index() {
        let select = Select::new("a", "t", "id").within("path", &Scope::of(vec!["/1/".into()]));
        assert_eq!(select.text("a", ""), "SELECT a FROM t WHERE ((path >= $1 AND path < $2)) ");
        assert_eq!(
            select.text("a", "ORDER BY a"),
            "SELECT a FROM t WHERE (((path || '') >= $1 AND (path || '') < $2)) ORDER BY a"
        );
        let part = Select::new("a", "t", "id").within("path", &Scope::of(vec!["/1/5/".into()]));
        assert_eq!(
            part.text("a", "ORDER BY a"),
            "SELECT a FROM t WHERE ((path >= $1 AND path < $2)) ORDER BY a"
        );
    }

    #[test]
    fn a_cursor_written_by_hand_is_left_aside_where_no_engine_takes_it() {
        const SORTS: &[Sort] = &[Sort { name: "name", column: "n" }];
        let read = |order: &str, before: i64| {
            let json =
                format!(r#"{{"order":{order},"id":"{}","back":false,"before":{before}}}"#, Uuid::nil());
            let form = Form::default().with("at", BASE64_URL_SAFE_NO_PAD.encode(json));
            List::read(&form, "/people", SORTS, &[], 50).cursor.is_some()
        };
        assert!(read(r#"{"Text":"lin"}"#, 50) && read(r#"{"Int":-1}"#, 0) && read(r#"{"Time":1}"#, 0));
        assert!(!read(r#"{"Text":"a\u0000"}"#, 0) && !read(r#"{"Time":9223372036854775807}"#, 0));
        assert!(!read(r#"{"Time":-9223372036854775808}"#, 0) && !read(r#"{"Int":1}"#, i64::MAX));
    }

    #[test]
    fn an_address_keeps_what_narrows_the_list() {
        const SORTS: &[Sort] = &[Sort { name: "name", column: "n" }, Sort { name: "state", column: "s" }];
        let form =
            Form::default().with("q", "林 书").with("state", "locked").with("sort", "-state").with("x", "1");
        let list = List::read(&form, "/people", SORTS, &["state"], 50);
        assert_eq!(list.href("state", ""), "/people?q=%E6%9E%97+%E4%B9%A6&sort=-state");
        assert_eq!(list.sort_state("state"), "descending");
        assert_eq!(list.sort_href("name"), "/people?q=%E6%9E%97+%E4%B9%A6&state=locked&sort=name");
    }

    /// As many rows as one asks for, made by the statement itself.
    #[tokio::test]
    async fn rows_are_counted_no_further_than_told() {
        const FROM: &str = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            SELECT i FROM n) rows_made";
        for db in xingtan_testkit::databases(&[]).await {
            let counts = db.read(|tx| {
                let select = Select::new("i", FROM, "i").when("i > {}", 100i64);
                Ok::<_, Error>((select.count(tx)?, select.count_to(tx, 150)?, select.count_to(tx, 1000)?))
            });
            assert_eq!(counts.await.unwrap(), (200, 150, 200));
        }
    }
}

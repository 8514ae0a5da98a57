//! Small helpers of lists: sets of ids in a statement.

use xingtan_accounts::api::{self as accounts, PEOPLE_SORTS, PeopleFilter, Person};
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_web::{Form, List, Select, Value};

/// Only rows whose column holds one of these ids; none shows nothing.
pub fn any_of(select: Select, column: &str, ids: &[Uuid]) -> Select {
    if ids.is_empty() {
        return select.always("1 = 0");
    }
    let condition = format!("{column} IN ({})", vec!["{}"; ids.len()].join(", "));
    select.when_all(&condition, ids.iter().copied().map(Value::Id).collect())
}

/// Most people whom a search may mean; a search that means more should be narrowed.
const MOST: i64 = 400;

/// The people of a scope whom a query means, by name, pinyin, user name or staff number: at most [`MOST`]. Those who
/// left are found too.
pub fn meant(tx: &mut Tx<'_>, scope: &Scope, query: &str) -> Result<Vec<Uuid>> {
    let filter = PeopleFilter {
        scope: scope.clone(),
        query: query.to_owned(),
        absent: true,
        ..PeopleFilter::default()
    };
    let list = List::read(&Form::default(), "", PEOPLE_SORTS, &[], MOST);
    let mut found: Vec<Person> = Vec::new();
    accounts::people_chunk(tx, &list, &filter, MOST, &mut found)?;
    Ok(found.into_iter().map(|person| person.id).collect())
}

/// Narrows a list by a query for people; an empty query narrows nothing.
pub fn searched(tx: &mut Tx<'_>, select: Select, column: &str, scope: &Scope, query: &str) -> Result<Select> {
    if query.is_empty() {
        return Ok(select);
    }
    let ids = meant(tx, scope, query)?;
    Ok(any_of(select, column, &ids))
}

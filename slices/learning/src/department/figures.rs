//! Figures of all required courses of a subtree, which may be the whole institution.

use crate::enrolment::list::Figures;
use xingtan_auth::Scope;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_web::{App, Kept, Select};

/// Figures of the required courses of a scope, or of one of them.
///
/// # Errors
/// Where they cannot be counted.
pub async fn required(app: &App, scope: &Scope, course: Option<Uuid>) -> Result<Kept<Figures>> {
    let key = format!("learning.required {course:?} {}", scope.paths().join(" "));
    let (scope, now) = (scope.clone(), app.clock().now());
    let count = move |tx: &mut Tx<'_>| {
        let it = count(tx, &scope, course, now)?;
        Ok((it, it.all))
    };
    app.figures(&key, count).await
}

/// One statement.
fn count(tx: &mut Tx<'_>, scope: &Scope, course: Option<Uuid>, now: Timestamp) -> Result<Figures> {
    let mut sql = "SELECT count(DISTINCT e.person_id) AS people, count(*) AS \"all\", count(e.completed_at) AS done,
               CAST(COALESCE(sum(CASE WHEN e.completed_at IS NULL AND e.due_at <= $1 THEN 1 ELSE 0 END), 0) AS bigint)
               AS overdue
         FROM learning_enrolment e
         WHERE e.withdrawn_at IS NULL AND e.required AND e.due_at IS NOT NULL"
        .to_owned();
    let ranges = scope.ranges();
    let mut values = vec![xingtan_db::Param::Time(now)];
    if let Some(course) = course {
        values.push(xingtan_db::Param::Uuid(course));
        sql.push_str(&format!(" AND e.course_id = ${}", values.len()));
    }
    let mut inside = Vec::new();
    for (low, high) in &ranges {
        values.extend([xingtan_db::Param::Text(low), xingtan_db::Param::Text(high)]);
        inside.push(format!("(e.unit_path >= ${} AND e.unit_path < ${})", values.len() - 1, values.len()));
    }
    let inside = if inside.is_empty() { "1 = 0".to_owned() } else { inside.join(" OR ") };
    sql.push_str(&format!(" AND ({inside})"));
    tx.one(&sql, &values)
}

/// The required courses of a scope with their titles, for the filter: id and title, by title.
///
/// # Errors
/// Where they cannot be read.
pub async fn courses(app: &App, scope: &Scope) -> Result<Vec<(String, String)>> {
    let key = format!("learning.required-courses {}", scope.paths().join(" "));
    let scope = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let select = Select::new("e.course_id, count(*)", "learning_enrolment e", "e.id")
            .always("e.required AND e.withdrawn_at IS NULL AND e.due_at IS NOT NULL")
            .within("e.unit_path", &scope);
        let counted: Vec<(Uuid, i64)> = select.rows(tx, "GROUP BY e.course_id LIMIT 500")?;
        let ids: Vec<Uuid> = counted.iter().map(|(id, _)| *id).collect();
        let mut found = catalog::courses(tx, &ids)?;
        found.sort_by(|a, b| a.title_key.cmp(&b.title_key));
        let named: Vec<_> = found.into_iter().map(|it| (it.id.to_string(), it.title)).collect();
        Ok((named, counted.iter().map(|(_, count)| count).sum()))
    };
    Ok(app.figures(&key, read).await?.value)
}

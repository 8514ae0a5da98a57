//! Whom an assignment reached, and how far each is.

use super::store::Assignment;
use crate::{
    enrolment::{
        list::{self, Line},
        state::narrow,
    },
    export, sets,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_web::{App, Fault, Form, List, Select, SignedIn};

/// The list's filters.
pub const FILTERS: &[&str] = &["state"];

/// The enrolments of the people whom an assignment reached, as the list asks for them.
pub fn select(
    tx: &mut Tx<'_>,
    it: &Assignment,
    list: &List,
    scope: &Scope,
    now: Timestamp,
) -> Result<Select> {
    let select = Select::new(
        crate::enrolment::store::COLUMNS,
        "learning_reach r JOIN learning_enrolment e ON e.person_id = r.person_id",
        "e.id",
    );
    let select = select
        .when("r.assignment_id = {}", it.id)
        .when("e.course_id = {}", it.course_id)
        .always("e.withdrawn_at IS NULL")
        .within("e.unit_path", scope);
    let select = narrow(select, list.filter("state"), now);
    sets::searched(tx, select, "e.person_id", scope, &list.query)
}

/// `GET /assignments/{id}/people/xlsx` and `/csv`: the list as a file.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path((id, format)): Path<(Uuid, String)>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    who.must(super::READ)?;
    let (scope, now) = (who.actor.scope(super::READ), who.now);
    let list = List::read(&form, "", list::BY_NAME, FILTERS, 50);
    let (title, lines) = app
        .db()
        .read(move |tx| {
            let it = super::page::readable(tx, &scope, id)?;
            let select = select(tx, &it, &list, &scope, now)?;
            let lines: Vec<Line> = list::all(tx, &list, &select, now)?;
            Ok::<_, Fault>((it.title, lines))
        })
        .await?;
    let rows: Vec<_> = lines.iter().map(|line| list::cells(&who.l, line)).collect();
    export::answer(&who, &format, &title, list::HEADINGS, &rows)
}

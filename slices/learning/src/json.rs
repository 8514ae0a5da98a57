//! What programs get of learning, below `/api/v1` (OPS-7).

use crate::{assignment, certificate, credit, dates, enrolment, handover, note, notification, study};
use axum::Extension;
use serde::{Deserialize, Serialize};
use utoipa_axum::routes;
use xingtan_accounts::api as accounts;
use xingtan_auth::Permission;
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{
    Fault, Select,
    json::{ApiRouter, Caller},
};

/// The addresses of this slice with their documentation.
pub fn routes(kinds: LessonKinds) -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(enrolment::json::list, enrolment::json::enrol))
        .routes(routes!(enrolment::json::one))
        .routes(routes!(study::json::lessons))
        .routes(routes!(study::json::attempts))
        .routes(routes!(study::json::attempt))
        .routes(routes!(credit::json::list))
        .routes(routes!(certificate::json::list))
        .routes(routes!(certificate::json::one))
        .routes(routes!(handover::json::list))
        .routes(routes!(assignment::json::list, assignment::json::assign))
        .routes(routes!(assignment::json::one))
        .routes(routes!(assignment::json::extend))
        .routes(routes!(assignment::json::end))
        .routes(routes!(note::json::list, note::json::add))
        .routes(routes!(note::json::one, note::json::save))
        .routes(routes!(note::json::remove))
        .routes(routes!(dates::json::list))
        .routes(routes!(notification::json::list))
        .routes(routes!(notification::json::read))
        .routes(routes!(notification::json::read_all))
        .layer(Extension(kinds))
}

/// Whose rows a list shows: one's own unless a person or a unit is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// Of this person.
    pub person: Option<Uuid>,
    /// Of this unit and those below it.
    pub unit: Option<Uuid>,
}

impl Whose {
    /// Narrows a list. Rows of others are shown where `permission` holds; `person_id` and `unit_path` are columns.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] where others are asked for without the permission, [`Fault::NotFound`] where the unit is
    /// not there.
    pub fn narrow(
        self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        permission: Permission,
        select: Select,
        (person_id, unit_path): (&str, &'static str),
    ) -> Result<Select, Fault> {
        let own = caller.actor.person;
        let mut select = match self.person {
            Some(person) => select.when(&format!("{person_id} = {{}}"), person),
            None if self.unit.is_none() => select.when(&format!("{person_id} = {{}}"), own),
            None => select,
        };
        if self.person.unwrap_or(own) != own || self.unit.is_some() {
            caller.must(permission)?;
            select = select.within(unit_path, &caller.actor.scope(permission));
        }
        if let Some(unit) = self.unit {
            let node = accounts::node(tx, unit)?.ok_or(Fault::NotFound)?;
            select = select.within(unit_path, &xingtan_auth::Scope::of(vec![node.path]));
        }
        Ok(select)
    }
}

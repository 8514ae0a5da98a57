//! `/offline-trainings/import`: the register from Excel or CSV, one row for each person or unit that took part (LRN-7).
//!
//! Rows of the same training and unit make one entry. What a row said is kept for ever, so a file that comes again
//! changes nothing, also after its entries were corrected or withdrawn.

mod known;
pub(super) mod page;
mod rules;
mod store;
#[cfg(test)]
mod tests;

use super::{
    KEEP,
    store::{Attendee, Training},
};
use known::Known;
use rules::{KindNames, Row};
use std::sync::Arc;
use xingtan_accounts::api::{ImportPart, ShownImport};
use xingtan_audit::{Entry, Who};
use xingtan_auth::Permissions;
use xingtan_clock::{Ids, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_i18n::Lang;
use xingtan_imports::{Chunk, Decision, ImportKind, Importer, Refusal, RunInfo, SourceRow};
use xingtan_jobs::JobKind;
use xingtan_settings::Settings;
use xingtan_web::App;

/// The import of offline training.
pub static KIND: ImportKind = ImportKind {
    name: "planning.offline-trainings",
    job: JobKind::new("planning.import-offline"),
    prefix: "planning-offline-import",
    columns: rules::COLUMNS,
    home: "/offline-trainings/import",
};

/// The same for the pages of imports.
pub const PART: ImportPart = ImportPart::of::<OfflineImport>(&KIND, KEEP);

/// Takes offline training in from a file.
#[derive(Clone)]
pub struct OfflineImport {
    ids: Ids,
    settings: Settings,
    permissions: Arc<Permissions>,
    names: KindNames,
}

impl OfflineImport {
    /// With the program's parts.
    pub fn new(app: &App) -> Self {
        OfflineImport {
            ids: app.ids().clone(),
            settings: app.settings().clone(),
            permissions: app.permissions().clone(),
            names: KindNames::of(&[app.locale(Lang::ZhCn), app.locale(Lang::En)]),
        }
    }
}

impl ShownImport for OfflineImport {
    fn of(app: &App) -> Self {
        OfflineImport::new(app)
    }
}

/// A row, read, with ids for what it may make.
#[derive(Clone, Debug)]
pub struct Plan {
    row: Row,
    id: Uuid,
    entry: Uuid,
}

/// What a row makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// A new entry of the register.
    Open {
        /// What a file says of it.
        import_key: String,
        /// What the row says.
        row_key: String,
        /// The unit of those who took part.
        unit_path: String,
        /// They.
        people: Vec<Attendee>,
    },
    /// One more who took part.
    Join {
        /// The entry.
        offline: Uuid,
        /// What the row says.
        row_key: String,
        /// Who.
        person: Attendee,
    },
}

impl Importer for OfflineImport {
    type Look = ();
    type Plan = Plan;
    type Known = Known;
    type Write = Write;

    fn kind(&self) -> &'static ImportKind {
        &KIND
    }

    fn survey(&self, rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
        rules::survey(rows)
    }

    fn look(&self, _: &mut Tx<'_>, _: &RunInfo, _: &[SourceRow]) -> Result<()> {
        Ok(())
    }

    fn plan(&self, run: &RunInfo, (): &(), row: &SourceRow) -> std::result::Result<Plan, Vec<Refusal>> {
        let today = self.settings.institution().zone.date(run.now);
        let row = rules::read(row, &self.names, today)?;
        Ok(Plan { row, id: self.ids.next(), entry: self.ids.next() })
    }

    fn known(&self, tx: &mut Tx<'_>, run: &RunInfo, chunk: &Chunk<Plan>) -> Result<Known> {
        let rows: Vec<&Row> =
            chunk.iter().filter_map(|(_, plan)| plan.as_ref().ok().map(|plan| &plan.row)).collect();
        known::read(tx, run, &self.permissions, &rows)
    }

    fn follow(&self, known: &mut Known, before: &Known) {
        known.follow(before);
    }

    fn decide(&self, _: &RunInfo, known: &mut Known, plan: &Plan) -> Decision<Write> {
        known.decide(plan.id, &plan.row)
    }

    fn write(&self, tx: &mut Tx<'_>, run: &RunInfo, _: &mut Known, plan: &Plan, write: Write) -> Result<()> {
        let who = Who { person: Some(run.asked_by), name: run.asked_name.clone(), ..Who::program() };
        match write {
            Write::Open { import_key, row_key, unit_path, people } => {
                let it = training(plan, run, unit_path, &people);
                super::store::add(tx, &it, &people)?;
                store::name(tx, it.id, &import_key)?;
                store::took(tx, &row_key, it.id)?;
                let entry = Entry::new(plan.entry, run.now, "planning.offline-kept", &who);
                let detail = serde_json::json!({
                    "day": it.day, "seconds": it.seconds, "people": it.people, "import": run.id,
                });
                let entry = entry.on("offline-training", it.id, &it.topic).within(&it.unit_path);
                xingtan_audit::record(tx, &entry.detail(&detail))
            }
            Write::Join { offline, row_key, person } => {
                if !store::join(tx, offline, &plan.row, &person)? {
                    // Somebody corrected or withdrew it since the chunk was looked at.
                    return Err(Error::NotFound);
                }
                store::took(tx, &row_key, offline)?;
                let entry = Entry::new(plan.entry, run.now, "planning.offline-joined", &who);
                let detail = serde_json::json!({
                    "day": plan.row.day, "seconds": plan.row.seconds, "person": person.person_id,
                    "import": run.id,
                });
                let entry = entry.on("offline-training", offline, &plan.row.topic).within(&person.unit_path);
                xingtan_audit::record(tx, &entry.detail(&detail))
            }
        }
    }
}

fn training(plan: &Plan, run: &RunInfo, unit_path: String, people: &[Attendee]) -> Training {
    let row = &plan.row;
    Training {
        id: plan.id,
        topic: row.topic.clone(),
        kind: row.kind.code().to_owned(),
        day: row.day.clone(),
        place: row.place.clone(),
        seconds: row.seconds,
        trainer: row.trainer.clone(),
        remarks: row.remarks.clone(),
        unit_path,
        people: people.len() as i64,
        kept_by: run.asked_by,
        kept_name: run.asked_name.clone(),
        kept_at: run.now,
        withdrawn_at: None,
        version: 1,
    }
}

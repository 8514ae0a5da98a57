//! Rights that end, by the clock; the settings of the library.

use crate::{index, removal::change, users::Users};
use xingtan_audit::Who;
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error;
use xingtan_governance::api::{Deed, Stop};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds, Schedule};
use xingtan_settings::{Default, Setting, Settings, Shape};
use xingtan_web::App;

/// From how many infringements on somebody may not share.
pub const INFRINGEMENTS: Setting = Setting {
    key: "library.infringements",
    shape: Shape::Int { min: 1, max: 20, unit: "settings-unit-times" },
    default: Default::Same("3"),
};
/// Within how many days they count.
pub const INFRINGEMENT_DAYS: Setting = Setting {
    key: "library.infringement-days",
    shape: Shape::Int { min: 1, max: 3650, unit: "settings-unit-days" },
    default: Default::Same("365"),
};
/// Within how many hours a complaint is to be decided.
pub const COMPLAINT_HOURS: Setting = Setting {
    key: "library.complaint-hours",
    shape: Shape::Int { min: 1, max: 720, unit: "settings-unit-hours" },
    default: Default::Same("72"),
};
/// How many days before the end of a right its owner is told.
pub const BEFORE: Setting = Setting {
    key: "library.ending-days",
    shape: Shape::Int { min: 1, max: 180, unit: "settings-unit-days" },
    default: Default::Same("14"),
};

/// Ends the sharing of what nobody has the right to share any more, and warns before.
pub const ENDING: JobKind = JobKind::new("library.ending");
/// Puts all items into the index of words anew.
pub const REINDEX: JobKind = JobKind::new("library.reindex");

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = &[Schedule { name: "library.ending", cron: "5 * * * *", kind: ENDING }];

/// Items of one unit of work.
const CHUNK: i64 = 10;

/// Adds the kinds of jobs.
pub fn jobs(app: &App, kinds: &mut Kinds, users: Users) {
    let settings = app.settings().clone();
    kinds.on(ENDING, move |run| ending(run, settings.clone(), users));
    kinds.on(REINDEX, |run| async move { Done::with(&index::index_all(&run).await?) });
}

/// Carries [`ENDING`] out. Each step finds what is left by itself, so that a run that was cut off is simply begun anew.
///
/// # Errors
/// As for any job.
pub async fn ending(run: JobRun, settings: Settings, users: Users) -> Result<Done, JobError> {
    let (mut ended, mut warned) = (0, 0);
    loop {
        let (now, ids) = (run.clock.now(), run.ids.clone());
        let before = now + Span::of_days(settings.int(&BEFORE));
        let step = run.step(move |tx, _| {
            let deed = Deed { person: Uuid::nil(), who: Who::program(), now, ids: ids.clone() };
            let over = change::expire(tx, now, CHUNK, users, &deed).map_err(broken)?;
            let soon = change::warn(tx, before, CHUNK, &deed).map_err(broken)?;
            Ok((over, soon))
        });
        let (over, soon) = step.await?;
        ended += over;
        warned += soon;
        if over + soon == 0 {
            return Done::with(&serde_json::json!({ "ended": ended, "warned": warned }));
        }
    }
}

fn broken(stop: Stop) -> Error {
    match stop {
        Stop::Db(error) => error,
        other => Error::Decode(format!("{other:?}")),
    }
}

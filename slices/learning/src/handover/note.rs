//! What is kept when somebody moves or leaves: called by whoever hears of it, before anything follows.

use super::{
    content, job,
    rules::Kind,
    store::{self, Handover},
};
use xingtan_accounts::api::{self as accounts, Moved, PERSON_LEFT, PERSON_MOVED};
use xingtan_clock::Zone;
use xingtan_db::Tx;
use xingtan_events::{Delivered, Failure, Moment};

/// Keeps what a person has, where the event tells that they moved or left.
///
/// # Errors
/// Where the payload cannot be read, and those of the database.
pub fn note(tx: &mut Tx<'_>, event: &Delivered, moment: &Moment) -> Result<(), Failure> {
    let kind = match event.kind.as_str() {
        PERSON_MOVED => Kind::Move,
        PERSON_LEFT => Kind::Leave,
        _ => return Ok(()),
    };
    let Some(person) = accounts::person(tx, event.subject)? else { return Ok(()) };
    let (from, to) = match kind {
        Kind::Move => {
            let moved: Moved = event.read()?;
            (moved.from_path, moved.to_path)
        }
        Kind::Leave => (person.unit_path.clone(), person.unit_path.clone()),
    };
    let names = accounts::trails(tx, [from.as_str(), to.as_str()])?;
    let name = |path: &str| names.get(path).cloned().unwrap_or_default();
    let zone = xingtan_settings::institution(tx)?.map_or_else(Zone::default, |(it, _)| it.zone);
    let content = content::gather(tx, person.id, &zone, event.at)?;
    let number = person.staff_number.clone().unwrap_or_else(|| person.user_name.clone());
    let it = Handover {
        id: moment.id(),
        person_id: person.id,
        person_number: number.clone(),
        kind: kind.code().to_owned(),
        from_name: name(&from),
        to_name: name(&to),
        unit_path: to.clone(),
        from_path: from,
        to_path: to,
        happened_at: event.at,
        told_at: None,
        content: serde_json::to_string(&content).unwrap_or_default(),
        person_name: person.name.clone(),
    };
    store::add(tx, &it, &format!("{} {} {number}", person.name, person.name_key).to_lowercase())?;
    Ok(job::later(tx, moment.id(), event.at, moment.at)?)
}

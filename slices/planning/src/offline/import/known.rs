//! What the database says of the rows of a chunk, and what becomes of each.

use super::{
    Write,
    rules::Row,
    store::{self, Open, Part},
};
use crate::offline::{KEEP, rules::MOST, store::Attendee};
use std::collections::{HashMap, HashSet, hash_map::Entry};
use xingtan_accounts::api::{self as accounts, Subject, Subjects, Targets};
use xingtan_auth::Permissions;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_imports::{Decision, Made, Refusal, RunInfo};

/// What is known.
pub struct Known {
    subjects: Subjects,
    /// Rows that were taken in, before or in this chunk.
    taken: HashSet<String>,
    /// The newest entry of each training and unit, with how many took part.
    open: HashMap<String, (Uuid, i64)>,
    parts: HashSet<(Uuid, String, String, String, i64)>,
    units: HashMap<Uuid, Vec<Attendee>>,
}

/// Whom a row is about.
enum About {
    Person(Attendee),
    Unit { id: Uuid, path: String, people: Vec<Attendee> },
}

/// Reads what is known of these rows; two statements for each unit that is named as a whole, the others for all rows.
///
/// # Errors
/// Those of the database.
pub fn read(tx: &mut Tx<'_>, run: &RunInfo, permissions: &Permissions, rows: &[&Row]) -> Result<Known> {
    let named: Vec<String> =
        rows.iter().filter(|row| !row.person.is_empty()).map(|row| row.person.clone()).collect();
    let subjects = accounts::subjects(tx, run, permissions, KEEP, &named)?;
    let mut known = Known {
        subjects,
        taken: HashSet::new(),
        open: HashMap::new(),
        parts: HashSet::new(),
        units: HashMap::new(),
    };
    for row in rows.iter().filter(|row| row.person.is_empty()) {
        let Ok(unit) = known.subjects.unit(&row.unit).map(|unit| unit.id) else { continue };
        if let Entry::Vacant(place) = known.units.entry(unit) {
            place.insert(people(tx, unit)?);
        }
    }
    let (mut row_keys, mut import_keys, mut persons) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match known.about(row) {
            Ok(About::Person(person)) => {
                row_keys.push(row.key(person.person_id));
                import_keys.push(import_key(row, &person.unit_path));
                persons.push(person.person_id);
            }
            Ok(About::Unit { id, .. }) => row_keys.push(row.key(id)),
            Err(_) => {}
        }
    }
    for keys in [&mut row_keys, &mut import_keys] {
        keys.sort_unstable();
        keys.dedup();
    }
    persons.sort_unstable();
    persons.dedup();
    known.taken = store::taken(tx, &row_keys)?;
    for Open { id, import_key, people } in store::open(tx, &import_keys)? {
        known.open.insert(import_key, (id, people));
    }
    let days = rows.iter().map(|row| row.day.as_str());
    if let (Some(from), Some(to)) = (days.clone().min(), days.max()) {
        known.parts = store::parts(tx, &persons, (from, to))?.into_iter().map(of_part).collect();
    }
    Ok(known)
}

/// The people of a unit who are there now; one more than an entry holds where there are too many.
fn people(tx: &mut Tx<'_>, unit: Uuid) -> Result<Vec<Attendee>> {
    let targets = Targets { nodes: vec![unit], ..Targets::default() };
    let ids = accounts::matching(tx, &targets, None, MOST as i64 + 1)?;
    let attendee = |it: accounts::Person| Attendee {
        person_id: it.id,
        person_name: it.name,
        user_name: it.user_name,
        unit_path: it.unit_path,
    };
    Ok(accounts::people(tx, &ids)?.into_iter().map(attendee).collect())
}

/// What a file says of a training of a unit.
fn import_key(row: &Row, unit_path: &str) -> String {
    format!("{}\u{1f}{unit_path}", row.training())
}

fn of_part(it: Part) -> (Uuid, String, String, String, i64) {
    (it.person_id, it.day, it.topic.to_lowercase(), it.place.to_lowercase(), it.seconds)
}

impl Known {
    fn about(&self, row: &Row) -> std::result::Result<About, Refusal> {
        let unit = || self.subjects.unit(&row.unit).map_err(|msg| Refusal::at("unit", msg));
        if row.person.is_empty() {
            let unit = unit()?;
            let people = self.units.get(&unit.id).cloned().unwrap_or_default();
            return Ok(About::Unit { id: unit.id, path: unit.path.clone(), people });
        }
        let person = self.subjects.person(&row.person).map_err(|msg| Refusal::at("person", msg))?;
        if !row.unit.is_empty() && !unit()?.holds(&person.unit_path) {
            let msg = Msg::new("planning-offline-import-other-unit").with("name", person.name.as_str());
            return Err(Refusal::at("unit", msg));
        }
        Ok(About::Person(attendee(person)))
    }

    /// What becomes of a row; notes what later rows must know of it. `id` is that of the entry, should one be made.
    pub fn decide(&mut self, id: Uuid, row: &Row) -> Decision<Write> {
        match self.about(row) {
            Err(fault) => Decision::Refuse(vec![fault]),
            Ok(About::Person(person)) => self.one(id, row, person),
            Ok(About::Unit { id: unit, path, people }) => self.all(row, unit, path, people),
        }
    }

    fn one(&mut self, id: Uuid, row: &Row, person: Attendee) -> Decision<Write> {
        let (row_key, import_key) = (row.key(person.person_id), import_key(row, &person.unit_path));
        let by_hand = (
            person.person_id,
            row.day.clone(),
            row.topic.to_lowercase(),
            row.place.to_lowercase(),
            row.seconds,
        );
        // Hours that were entered by hand do not count twice either.
        if self.taken.contains(&row_key) || self.parts.contains(&by_hand) {
            return Decision::Unchanged;
        }
        self.taken.insert(row_key.clone());
        self.parts.insert(by_hand);
        match self.open.get_mut(&import_key) {
            Some((offline, people)) if *people < MOST as i64 => {
                *people += 1;
                Decision::Write(Write::Join { offline: *offline, row_key, person }, Made::New)
            }
            _ => {
                self.open.insert(import_key.clone(), (id, 1));
                let unit_path = person.unit_path.clone();
                let write = Write::Open { import_key, row_key, unit_path, people: vec![person] };
                Decision::Write(write, Made::New)
            }
        }
    }

    fn all(&mut self, row: &Row, unit: Uuid, path: String, people: Vec<Attendee>) -> Decision<Write> {
        let row_key = row.key(unit);
        if self.taken.contains(&row_key) {
            return Decision::Unchanged;
        }
        if people.is_empty() {
            let msg = Msg::new("planning-offline-import-empty-unit");
            return Decision::Refuse(vec![Refusal::at("unit", msg)]);
        }
        if people.len() > MOST {
            let msg = Msg::new("planning-offline-import-large-unit").with("most", MOST);
            return Decision::Refuse(vec![Refusal::at("unit", msg)]);
        }
        self.taken.insert(row_key.clone());
        // Nobody joins the entry of a whole unit: its key names the unit itself.
        let import_key = format!("{}\u{1f}{unit}", row.training());
        Decision::Write(Write::Open { import_key, row_key, unit_path: path, people }, Made::New)
    }

    /// What rows before these would have written.
    pub fn follow(&mut self, before: &Known) {
        self.taken.extend(before.taken.iter().cloned());
        self.parts.extend(before.parts.iter().cloned());
        self.open.extend(before.open.iter().map(|(key, open)| (key.clone(), *open)));
    }
}

fn attendee(it: &Subject) -> Attendee {
    Attendee {
        person_id: it.id,
        person_name: it.name.clone(),
        user_name: it.user_name.clone(),
        unit_path: it.unit_path.clone(),
    }
}

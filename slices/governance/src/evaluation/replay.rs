//! 回放: who would have been affected by a version, beside what happened (GOV-1). Judged at every moment by what was
//! known then, not by today's facts. Reads only.

use super::ought::{Ruling, Subject, ought};
use crate::{
    decision::{rules::Cause, store as decisions},
    fact::{Fact, store as facts},
    kind::case::Month,
    regulation::{
        rulings,
        store::{self as regulations, Version},
    },
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Db, Error, Result, Tx};

/// People read at once.
const READ: i64 = 500;
/// Most causes that are listed by person; all are counted.
const LISTED: usize = 500;

/// What is replayed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The version.
    pub version: Uuid,
    /// From the first moment of a month.
    pub from: Timestamp,
    /// To the first moment after a month.
    pub to: Timestamp,
}

/// One control in a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The control.
    pub control: Uuid,
    /// Its kind.
    pub kind: String,
    /// The number of its article.
    pub article: String,
    /// The measure.
    pub measure: String,
    /// How often it would have fired.
    pub would: i64,
    /// How often it did under what was in force.
    pub did: i64,
    /// How often both.
    pub both: i64,
}

/// One cause of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The person.
    pub person: Uuid,
    /// The kind of the control.
    pub kind: String,
    /// The month or the case.
    pub period: String,
    /// When it would have been made.
    pub at: Timestamp,
    /// Whether it was withdrawn again by the end, because facts fell.
    pub withdrawn: bool,
    /// Whether it happened under what was in force, too.
    pub happened: bool,
}

/// What a replay found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// People of whom anything was known.
    pub people: i64,
    /// People who would have been affected.
    pub affected_people: i64,
    /// By control.
    pub lines: Vec<Line>,
    /// The first of the causes, by person.
    pub affected: Vec<Affected>,
    /// How many causes there are more.
    pub more: i64,
}

/// The moments at which something could change for a person: what became known or fell, and every end of a month.
fn moments(facts: &[Fact], zone: &Zone, from: Timestamp, to: Timestamp) -> BTreeSet<Timestamp> {
    let known =
        facts.iter().flat_map(|it| [Some(it.known_at), it.gone_at, Some(it.happened_at.max(it.known_at))]);
    let mut moments: BTreeSet<Timestamp> = known.flatten().filter(|at| *at >= from && *at < to).collect();
    let mut month = Month::at(zone, from);
    loop {
        let (_, end) = month.bounds(zone);
        let next = month.next();
        // The calendar ends somewhere: no further month, no further moment.
        if end > to || next.bounds(zone).1 <= end {
            return moments;
        }
        moments.insert(end);
        month = next;
    }
}

/// What would have been made of a person's facts: when first, and whether it still stood at the end.
pub fn over(
    rulings: &[Ruling],
    subject: &Subject<'_>,
    zone: &Zone,
    (from, to): (Timestamp, Timestamp),
) -> Made {
    let mut made = Made::new();
    for at in moments(subject.facts, zone, from, to) {
        let now = ought(rulings, subject, zone, at);
        for (cause, (_, _, stands)) in &mut made {
            *stands = now.contains_key(cause);
        }
        for (cause, it) in now {
            made.entry(cause).or_insert((it.control, at, true));
        }
    }
    made
}

/// A running replay.
pub struct Replay {
    db: Db,
    zone: Zone,
    asked: Asked,
    rulings: Arc<Vec<Ruling>>,
    /// By the key of the control.
    lines: Vec<(Uuid, Line)>,
    after: Uuid,
    found: Replayed,
}

impl Replay {
    /// Begins one.
    ///
    /// # Errors
    /// Those of the database; [`Error::NotFound`] where there is no such version.
    pub async fn begin(db: &Db, zone: &Zone, asked: Asked) -> std::result::Result<Replay, Error> {
        let (rulings, lines) = db
            .read(move |tx| {
                let version = regulations::version(tx, asked.version)?.ok_or(Error::NotFound)?;
                Ok::<_, Error>((rulings::as_if(tx, &version, asked.from, asked.to)?, lines(tx, &version)?))
            })
            .await?;
        Ok(Replay {
            db: db.clone(),
            zone: zone.clone(),
            asked,
            rulings: Arc::new(rulings),
            lines,
            after: Uuid::nil(),
            found: Replayed::default(),
        })
    }

    /// Looks at a few hundred people more; how many that are by now, none at the end.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn step(&mut self) -> std::result::Result<Option<i64>, Error> {
        let (rulings, zone, after, asked) = (self.rulings.clone(), self.zone.clone(), self.after, self.asked);
        let (persons, found) = self
            .db
            .read(move |tx| {
                let persons = facts::people(tx, after, READ)?;
                let found = chunk(tx, &rulings, &persons, &zone, asked)?;
                Ok::<_, Error>((persons, found))
            })
            .await?;
        let Some(last) = persons.last() else { return Ok(None) };
        self.after = *last;
        self.found.people += persons.len() as i64;
        for (person, mut made, did) in found {
            // What other regulations make of the same facts is not asked for.
            made.retain(|_, (control, ..)| self.lines.iter().any(|it| it.1.control == *control));
            self.count(person, made, &did);
        }
        Ok(Some(self.found.people))
    }

    fn count(&mut self, person: Uuid, made: Made, did: &BTreeSet<Cause>) {
        self.found.affected_people += i64::from(!made.is_empty());
        for (cause, (control, at, stands)) in made {
            let happened = did.contains(&cause);
            let Some((_, line)) = self.lines.iter_mut().find(|it| it.1.control == control) else { continue };
            line.would += 1;
            line.both += i64::from(happened);
            if self.found.affected.len() >= LISTED {
                self.found.more += 1;
                continue;
            }
            let (kind, period) = (line.kind.clone(), cause.period);
            self.found.affected.push(Affected { person, kind, period, at, withdrawn: !stands, happened });
        }
        for cause in did {
            if let Some((_, line)) = self.lines.iter_mut().find(|it| it.0 == cause.control) {
                line.did += 1;
            }
        }
    }

    /// What was found.
    pub fn end(mut self) -> Replayed {
        self.found.lines = self.lines.into_iter().map(|it| it.1).collect();
        self.found
    }
}

/// Replays a version over everybody.
///
/// # Errors
/// As for [`Replay::begin`].
pub async fn replay(db: &Db, zone: &Zone, asked: Asked) -> std::result::Result<Replayed, Error> {
    let mut replay = Replay::begin(db, zone, asked).await?;
    while replay.step().await?.is_some() {}
    Ok(replay.end())
}

/// The judged controls of a version with their keys.
fn lines(tx: &mut Tx<'_>, version: &Version) -> Result<Vec<(Uuid, Line)>> {
    use crate::kind::{self, params::Params};
    let numbers: HashMap<Uuid, String> =
        regulations::articles(tx, version.id)?.into_iter().map(|it| (it.id, it.number)).collect();
    let judged = regulations::controls(tx, version.id)?.into_iter().filter_map(|it| {
        let kind = kind::of(&it.kind)?;
        let measure = kind.sanction(&Params::kept(kind.params(), &it.params))?.measure;
        let line = Line {
            control: it.id,
            kind: it.kind,
            article: numbers.get(&it.article_id).cloned().unwrap_or_default(),
            measure: measure.code().to_owned(),
            ..Line::default()
        };
        Some((it.control_key, line))
    });
    Ok(judged.collect())
}

/// What would have been made of a person's facts: control, when first, and whether it still stood at the end.
type Made = BTreeMap<Cause, (Uuid, Timestamp, bool)>;
type Found = (Uuid, Made, BTreeSet<Cause>);

fn chunk(
    tx: &mut Tx<'_>,
    rulings: &[Ruling],
    persons: &[Uuid],
    zone: &Zone,
    asked: Asked,
) -> Result<Vec<Found>> {
    let known = facts::of(tx, persons)?;
    let pauses = accounts::pauses(tx, persons)?;
    let mut did = decisions::causes(tx, persons, asked.from, asked.to)?;
    let roles = match rulings.iter().any(|it| it.scope_role.is_some()) {
        true => accounts::roles_of(tx, persons)?,
        false => HashMap::new(),
    };
    let (mut all, none) = (Vec::new(), BTreeMap::new());
    for person in accounts::people(tx, persons)? {
        let subject = Subject {
            unit_path: &person.unit_path,
            roles: roles.get(&person.id).map_or(&[], Vec::as_slice),
            facts: known.get(&person.id).map_or(&[], Vec::as_slice),
            pauses: pauses.get(&person.id).map_or(&[], Vec::as_slice),
            kept: &none,
        };
        let made = over(rulings, &subject, zone, (asked.from, asked.to));
        let own = did.remove(&person.id).unwrap_or_default();
        if !made.is_empty() || !own.is_empty() {
            all.push((person.id, made, own));
        }
    }
    Ok(all)
}

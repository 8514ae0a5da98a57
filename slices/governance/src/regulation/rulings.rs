//! The controls of all versions that have governed, each with its span: what judging goes by.

use super::store::{self, Control, Version};
use crate::{
    evaluation::ought::Ruling,
    kind::{self, params::Params},
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// All that governs or has governed at `now`.
///
/// # Errors
/// Those of the database.
pub fn read(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Ruling>> {
    let (versions, controls) = (store::versions(tx)?, store::approved_controls(tx)?);
    Ok(of(&versions, controls, now))
}

/// What would govern if a version had been in force alone of its regulation since `from`: for a replay.
///
/// # Errors
/// Those of the database.
pub fn as_if(tx: &mut Tx<'_>, draft: &Version, from: Timestamp, now: Timestamp) -> Result<Vec<Ruling>> {
    let mut versions = store::versions(tx)?;
    versions.retain(|it| it.regulation_id != draft.regulation_id);
    let mut approved = draft.clone();
    approved.state = super::rules::State::Approved.code().to_owned();
    approved.in_force_from = Some(from);
    let mut controls = store::approved_controls(tx)?;
    controls.retain(|it| it.version_id != draft.id && versions.iter().any(|own| own.id == it.version_id));
    controls.extend(store::controls(tx, draft.id)?);
    versions.push(approved);
    Ok(of(&versions, controls, now))
}

fn of(versions: &[Version], controls: Vec<Control>, now: Timestamp) -> Vec<Ruling> {
    let mut spans: HashMap<Uuid, (Timestamp, Option<Timestamp>)> = HashMap::new();
    let mut regulations: HashMap<Uuid, Vec<&Version>> = HashMap::new();
    for it in versions.iter().filter(|it| it.state() == super::rules::State::Approved) {
        regulations.entry(it.regulation_id).or_default().push(it);
    }
    for own in regulations.values() {
        let days: Vec<(i64, Timestamp)> =
            own.iter().map(|it| (it.number, it.in_force_from.unwrap_or(it.drafted_at))).collect();
        for (it, span) in own.iter().zip(super::rules::spans(&days)) {
            spans.insert(it.id, span);
        }
    }
    let mut first: HashMap<Uuid, Timestamp> = HashMap::new();
    for it in &controls {
        if let Some((from, _)) = spans.get(&it.version_id) {
            first.entry(it.control_key).and_modify(|own| *own = (*own).min(*from)).or_insert(*from);
        }
    }
    controls
        .into_iter()
        .filter_map(|it| {
            let (from, to) = *spans.get(&it.version_id)?;
            let kind = kind::of(&it.kind)?;
            (from <= now && to != Some(from)).then(|| Ruling {
                id: it.id,
                key: it.control_key,
                kind,
                params: Params::kept(kind.params(), &it.params),
                scope_path: it.scope_path,
                scope_role: it.scope_role.and_then(|code| code.parse().ok()),
                first: first.get(&it.control_key).copied().unwrap_or(from),
                from,
                to,
            })
        })
        .collect()
}

//! One's own place in the running month, for the start page.

use super::{
    interim::standing,
    page::{HERE, Own, own_place},
};
use crate::period::{Length, Period};
use xingtan_auth::{Actor, Role};
use xingtan_clock::Timestamp;
use xingtan_db::{Result, Tx};
use xingtan_governance::api as governance;
use xingtan_i18n::Locale;
use xingtan_learning::api::TodayLine;

/// Where one stands in the ranking of the running month, where one is in force that concerns one: of several the
/// narrowest.
///
/// # Errors
/// Those of the database.
pub fn line(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp, l: &Locale) -> Result<Option<TodayLine>> {
    let rules = governance::rules_in_force(tx, Length::Month.rule(), now)?;
    if rules.is_empty() {
        return Ok(None);
    }
    let roles: Vec<Role> = actor.grants.iter().map(|grant| grant.role).collect();
    let (zone, mut all) = (l.zone(), standing(tx, Length::Month)?);
    all.retain(|it| it.period == Period::of(Length::Month, zone.date(now)));
    all.sort_by_key(|it| std::cmp::Reverse(it.scope_path.len()));
    for it in all {
        let Some(rule) = rules.iter().find(|rule| rule.control == it.control) else { continue };
        let place = own_place(tx, actor.person, (&actor.unit_path, &roles), &it, rule, zone, now)?;
        let text = match place {
            Own::NotConcerned => continue,
            Own::Shown => {
                let found = it.places.iter().find(|own| own.person == actor.person);
                l.t1("honours-today-rank", "rank", found.map_or(1, |own| own.rank))
            }
            Own::Below { rank, .. } => l.t1("honours-today-rank", "rank", rank),
            Own::None => l.t("honours-today-none"),
            Own::Missed => l.t("honours-today-missed"),
        };
        return Ok(Some(TodayLine { name: l.t("honours-today"), text, href: HERE }));
    }
    Ok(None)
}

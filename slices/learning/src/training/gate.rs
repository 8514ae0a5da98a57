//! Rights wait for a course: whoever has not passed it is known to the program without the role.

use super::{Training, all, rules::stands, store};
use std::sync::Arc;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_settings::Settings;
use xingtan_web::{Identify, Identity};

/// Sessions and tokens as another look-up knows them, without the roles whose course is missing.
pub struct Trained {
    inner: Arc<dyn Identify>,
    settings: Settings,
}

impl Trained {
    /// Around another look-up.
    pub fn new(inner: Arc<dyn Identify>, settings: Settings) -> Self {
        Trained { inner, settings }
    }

    fn trim(&self, tx: &mut Tx<'_>, found: Option<Identity>, now: Timestamp) -> Result<Option<Identity>> {
        let Some(mut identity) = found else { return Ok(None) };
        let zone = self.settings.institution().zone.clone();
        let shut = shut(tx, &all(&self.settings), &identity, |passed, training| {
            stands(passed, training.months, &zone, now).opens()
        })?;
        if !shut.is_empty() {
            let mut actor = (*identity.actor).clone();
            actor.grants.retain(|grant| !shut.contains(&grant.role));
            if shut.contains(&actor.acting) {
                actor.acting = actor.grants.first().map_or(Role::Learner, |grant| grant.role);
            }
            identity.actor = Arc::new(actor);
        }
        Ok(Some(identity))
    }
}

/// The roles of a person whose course does not open them. No statement for whoever has no such role.
fn shut(
    tx: &mut Tx<'_>,
    trainings: &[Training],
    identity: &Identity,
    opens: impl Fn(Option<Timestamp>, &Training) -> bool,
) -> Result<Vec<Role>> {
    let grants = &identity.actor.grants;
    let asked: Vec<(Role, &Training)> = trainings
        .iter()
        .filter(|it| it.gates)
        .filter_map(|it| Some((it.role.parse::<Role>().ok()?, it)))
        .filter(|(role, _)| super::GATED.contains(role) && grants.iter().any(|grant| grant.role == *role))
        .collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let courses: Vec<Uuid> = asked.iter().map(|(_, it)| it.course).collect();
    let passed = store::passed(tx, identity.actor.person, &courses)?;
    Ok(asked
        .into_iter()
        .filter(|(_, it)| !opens(passed.get(&it.course).copied(), it))
        .map(|(role, _)| role)
        .collect())
}

impl Identify for Trained {
    fn by_session(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Identity>> {
        let found = self.inner.by_session(tx, hash, now)?;
        self.trim(tx, found, now)
    }

    fn by_token(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Identity>> {
        let found = self.inner.by_token(tx, hash, now)?;
        self.trim(tx, found, now)
    }

    fn unread(&self, tx: &mut Tx<'_>, person: Uuid) -> Result<i64> {
        self.inner.unread(tx, person)
    }

    fn seen(&self, tx: &mut Tx<'_>, session: Uuid, now: Timestamp) -> Result<()> {
        self.inner.seen(tx, session, now)
    }

    fn is_set_up(&self, tx: &mut Tx<'_>) -> Result<bool> {
        self.inner.is_set_up(tx)
    }
}

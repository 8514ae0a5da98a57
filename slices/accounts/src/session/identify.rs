//! Whose a request is: [`Identify`] over sessions and tokens. Runs at every request, so it costs three statements:
//! the session with its person, the grants, the unread notices.

use super::{
    rules::{self, Doors},
    store,
};
use crate::{
    consent, parameters,
    person::rules::{Account, State},
    token,
};
use std::sync::Arc;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::Lang;
use xingtan_settings::Settings;
use xingtan_web::{Identify, Identity, Preferences, Standing};

/// The look-up of sessions and tokens for [`xingtan_web::Parts`].
#[derive(Clone, Debug)]
pub struct Sessions {
    permissions: Arc<Permissions>,
    settings: Settings,
}

impl Sessions {
    /// Over the program's permissions and parameters.
    pub fn new(permissions: Arc<Permissions>, settings: Settings) -> Self {
        Sessions { permissions, settings }
    }
}

row! {
    struct Seen {
        session: Uuid,
        seen_at: Timestamp,
        expires_at: Timestamp,
        lasting: bool,
        second_factor_pending: bool,
        proved_at: Timestamp,
        person: Uuid,
        user_name: String,
        name: String,
        unit: Uuid,
        unit_path: String,
        unit_name: String,
        state: String,
        state_until: Option<Timestamp>,
        left_at: Option<Timestamp>,
        acting_role: Option<String>,
        lang: Option<String>,
        theme: Option<String>,
        preferences: Option<String>,
        must_change: bool,
        changed_at: Option<Timestamp>,
        consents: i64,
    }

    struct Held {
        token: Uuid,
        scopes: String,
        expires_at: Option<Timestamp>,
        last_used_at: Option<Timestamp>,
        person: Uuid,
        user_name: String,
        name: String,
        unit: Uuid,
        unit_path: String,
        unit_name: String,
        state: String,
        state_until: Option<Timestamp>,
        left_at: Option<Timestamp>,
        acting_role: Option<String>,
        lang: Option<String>,
    }
}

/// What both ways know of a person.
struct Owner {
    person: Uuid,
    user_name: String,
    name: String,
    unit: Uuid,
    unit_path: String,
    unit_name: String,
    acting_role: Option<String>,
}

impl Sessions {
    fn actor(&self, tx: &mut Tx<'_>, owner: Owner) -> Result<Actor> {
        let grants = grants(tx, owner.person)?;
        let chosen = owner.acting_role.and_then(|code| code.parse::<Role>().ok());
        Ok(Actor {
            acting: acting(chosen, &grants),
            person: owner.person,
            user_name: owner.user_name,
            name: owner.name,
            unit: owner.unit,
            unit_name: owner.unit_name,
            unit_path: owner.unit_path,
            session: None,
            proved_at: Timestamp::from_seconds(0),
            grants,
            token_scopes: None,
            permissions: self.permissions.clone(),
        })
    }

    fn standing(&self, seen: &Seen, now: Timestamp) -> Standing {
        // People of a demo are fictitious: nobody is asked to agree, and no password grows old.
        let demo = self.settings.institution().demo;
        let rotation = self.settings.int(&parameters::ROTATION);
        let doors = Doors {
            second_factor_pending: seen.second_factor_pending,
            must_change: seen.must_change,
            changed_at: seen.changed_at,
            rotation: (rotation > 0 && !demo).then(|| Span::of_days(rotation)),
            consented: demo || seen.consents >= consent::COUNT,
        };
        rules::standing(&doors, now)
    }
}

/// The chosen role while it is held, else the first by precedence; who holds none is a learner without rights.
fn acting(chosen: Option<Role>, grants: &[Grant]) -> Role {
    let held = |role: &Role| grants.iter().any(|grant| grant.role == *role);
    chosen.filter(held).or_else(|| Role::ALL.iter().copied().find(held)).unwrap_or(Role::Learner)
}

fn grants(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Grant>> {
    let found: Vec<(String, Uuid, String)> = tx.all(
        "SELECT g.role, g.node_id, n.path
         FROM accounts_grant g JOIN accounts_node n ON n.id = g.node_id
         WHERE g.person_id = $1 AND g.ended_at IS NULL AND n.deleted_at IS NULL
         ORDER BY n.path, g.role",
        params![person],
    )?;
    // A role that this version does not know gives no rights.
    let known = found
        .into_iter()
        .filter_map(|(role, node, path)| Some(Grant { role: role.parse().ok()?, node, path }));
    Ok(known.collect())
}

fn in_use(state: &str, until: Option<Timestamp>, left: bool, now: Timestamp) -> bool {
    let account = Account { state: state.parse().unwrap_or(State::Frozen), until, left };
    account.in_force(now) == State::Active && !left
}

impl Identify for Sessions {
    fn by_session(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Identity>> {
        let found: Option<Seen> = tx.opt(
            "SELECT s.id AS session, s.seen_at, s.expires_at, s.lasting, s.second_factor_pending, s.proved_at,
                    p.id AS person, p.user_name, p.name, p.unit_id AS unit, p.unit_path, n.name AS unit_name,
                    p.state, p.state_until, p.left_at, p.acting_role, p.lang, p.theme, p.preferences,
                    c.must_change, c.changed_at,
                    (SELECT count(*) FROM accounts_consent k
                     WHERE k.person_id = p.id AND k.withdrawn_at IS NULL
                       AND ((k.agreement = 'terms' AND k.version = $2)
                            OR (k.agreement = 'privacy' AND k.version = $3))) AS consents
             FROM accounts_session s
             JOIN accounts_person p ON p.id = s.person_id
             JOIN accounts_node n ON n.id = p.unit_id
             JOIN accounts_credential c ON c.person_id = p.id
             WHERE s.hash = $1 AND s.ended_at IS NULL",
            params![hash, consent::TERMS.version, consent::PRIVACY.version],
        )?;
        let idle = Span::of_minutes(self.settings.int(&parameters::IDLE_MINUTES));
        let alive = |seen: &Seen| {
            rules::run_out(seen.seen_at, seen.expires_at, seen.lasting, idle, now).is_none()
                && in_use(&seen.state, seen.state_until, seen.left_at.is_some(), now)
        };
        let Some(seen) = found.filter(alive) else { return Ok(None) };
        let standing = self.standing(&seen, now);
        let owner = Owner {
            person: seen.person,
            user_name: seen.user_name,
            name: seen.name,
            unit: seen.unit,
            unit_path: seen.unit_path,
            unit_name: seen.unit_name,
            acting_role: seen.acting_role,
        };
        let mut actor = self.actor(tx, owner)?;
        actor.session = Some(seen.session);
        actor.proved_at = seen.proved_at;
        Ok(Some(Identity {
            unread: 0,
            actor: Arc::new(actor),
            standing,
            lang: lang(seen.lang),
            theme: seen.theme,
            preferences: seen.preferences.as_deref().map(Preferences::from_json).unwrap_or_default(),
            seen_at: seen.seen_at,
            token: None,
        }))
    }

    fn by_token(&self, tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Identity>> {
        let found: Option<Held> = tx.opt(
            "SELECT t.id AS token, t.scopes, t.expires_at, t.last_used_at,
                    p.id AS person, p.user_name, p.name, p.unit_id AS unit, p.unit_path, n.name AS unit_name,
                    p.state, p.state_until, p.left_at, p.acting_role, p.lang
             FROM accounts_token t
             JOIN accounts_person p ON p.id = t.person_id
             JOIN accounts_node n ON n.id = p.unit_id
             WHERE t.hash = $1 AND t.revoked_at IS NULL",
            params![hash],
        )?;
        let alive = |held: &Held| {
            held.expires_at.is_none_or(|at| at > now)
                && in_use(&held.state, held.state_until, held.left_at.is_some(), now)
        };
        let Some(held) = found.filter(alive) else { return Ok(None) };
        let owner = Owner {
            person: held.person,
            user_name: held.user_name,
            name: held.name,
            unit: held.unit,
            unit_path: held.unit_path,
            unit_name: held.unit_name,
            acting_role: held.acting_role,
        };
        let mut actor = self.actor(tx, owner)?;
        actor.token_scopes = Some(token::scopes(&held.scopes));
        Ok(Some(Identity {
            actor: Arc::new(actor),
            standing: Standing::Full,
            lang: lang(held.lang),
            theme: None,
            preferences: Preferences::default(),
            unread: 0,
            seen_at: held.last_used_at.unwrap_or(Timestamp::from_seconds(0)),
            token: Some(held.token),
        }))
    }

    fn unread(&self, tx: &mut Tx<'_>, person: Uuid) -> Result<i64> {
        xingtan_notify::unread(tx, person)
    }

    fn seen(&self, tx: &mut Tx<'_>, session: Uuid, now: Timestamp) -> Result<()> {
        store::seen(tx, session, now)?;
        token::store::used(tx, session, now)
    }

    fn is_set_up(&self, tx: &mut Tx<'_>) -> Result<bool> {
        crate::setup::is_set_up(tx)
    }
}

fn lang(tag: Option<String>) -> Option<Lang> {
    tag.and_then(|tag| tag.parse().ok())
}

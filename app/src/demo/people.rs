//! Units, positions and people of a demo institution.

use super::{
    Demo, PASSWORD,
    plan::{PersonPlan, Plan},
};
use std::{collections::HashMap, error::Error, sync::Arc};
use xingtan_accounts::api::{
    self as accounts, Credential, NewNode, NewPerson, Node, NodeKind, Prepared, ids_needed,
};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error as DbError;

/// Generated learners opened by one unit of work.
const CHUNK: u64 = 100;

/// The people of a demo.
pub struct People {
    /// Ids of named people by user name, with their names.
    pub named: HashMap<String, (Uuid, String)>,
    /// Generated learners, in order.
    pub learners: Vec<Uuid>,
    /// The root.
    pub root: Node,
    /// What further learners are called.
    pub cast: Cast,
    /// The one hash of everybody's password.
    pub hash: Arc<str>,
}

/// Opens everybody.
pub async fn fill(demo: &Demo<'_>) -> Result<People, Box<dyn Error>> {
    let (root, nodes, positions) = structure(demo).await?;
    // All demo people share one hash: argon2 for each of a million would take hours (DESIGN, rulings, "Passwords").
    let hash = tokio::task::spawn_blocking(|| xingtan_auth::password::hash(PASSWORD)).await?;
    let hash: Arc<str> = hash.ok_or("no randomness for hashing")?.into();
    let mut named = HashMap::new();
    for person in demo.plan.person.clone() {
        let unit = nodes.get(&person.unit).ok_or("demo data: a unit is missing")?.clone();
        let position = person.position.as_ref().and_then(|name| positions.get(name).copied());
        let id = demo.ids.next();
        open_named(demo, id, &person, unit, root.clone(), position, &hash).await?;
        named.insert(person.user, (id, person.name));
    }
    let cast = Cast::of(&demo.plan, demo.seed, &positions)?;
    let learners = generated(demo, &nodes, &cast, &hash).await?;
    Ok(People { named, learners, root, cast, hash })
}

async fn structure(
    demo: &Demo<'_>,
) -> Result<(Node, HashMap<String, Node>, HashMap<String, Uuid>), Box<dyn Error>> {
    let app = demo.running.app();
    let now = demo.now - Span::of_days(120);
    let new = NewNode {
        id: demo.ids.next(),
        parent: None,
        kind: NodeKind::root(app.institution().kind),
        name: demo.plan.name.clone(),
        code: Some(demo.plan.code.clone()),
        seat_quota: None,
    };
    let root = app.db().write(move |tx| accounts::add_node(tx, &new, now)).await?;
    let mut nodes: HashMap<String, Node> = HashMap::new();
    for plan in &demo.plan.node {
        let (above, name) = plan.at.rsplit_once('/').unwrap_or(("", &plan.at));
        let parent =
            if above.is_empty() { &root } else { nodes.get(above).ok_or("demo data: a unit is missing")? };
        let new = NewNode {
            id: demo.ids.next(),
            parent: Some(parent.id),
            kind: plan.kind.parse().map_err(|_| format!("demo data: kind {}", plan.kind))?,
            name: name.to_owned(),
            code: Some(plan.code.clone()),
            seat_quota: plan.seats,
        };
        let node = app.db().write(move |tx| accounts::add_node(tx, &new, now)).await?;
        nodes.insert(plan.at.clone(), node);
    }
    let mut positions = HashMap::new();
    for name in &demo.plan.positions {
        let (id, key, own) = (demo.ids.next(), xingtan_search::sort_key(name), name.clone());
        app.db().write(move |tx| accounts::add_position(tx, id, &own, &key, now)).await?;
        positions.insert(name.clone(), id);
    }
    Ok((root, nodes, positions))
}

async fn open_named(
    demo: &Demo<'_>,
    id: Uuid,
    person: &PersonPlan,
    unit: Node,
    root: Node,
    position: Option<Uuid>,
    hash: &Arc<str>,
) -> Result<(), Box<dyn Error>> {
    let mut roles = Vec::new();
    for role in &person.roles {
        roles.push(role.parse::<Role>().map_err(|_| format!("demo data: role {role}"))?);
    }
    let here = if person.everywhere { Vec::new() } else { roles.clone() };
    let new = NewPerson {
        id,
        user_name: person.user.clone(),
        name: person.name.clone(),
        position,
        staff_number: None,
        mail: Some(format!("{}@demo.invalid", person.user)),
        mobile: None,
        roles: here,
        credential: Credential::Kept(hash.to_string()),
    };
    let everywhere: Vec<(Uuid, Role)> = if person.everywhere {
        roles.iter().map(|role| (demo.ids.next(), *role)).collect()
    } else {
        Vec::new()
    };
    let now = demo.now - Span::of_days(100);
    let prepared = Prepared::new(Who::program(), now, &demo.ids, ids_needed(roles.len()));
    demo.running
        .app()
        .db()
        .write(move |tx| {
            accounts::open_person(tx, &prepared.begin(), &new, &unit)?;
            for (grant, role) in &everywhere {
                accounts::add_grant(tx, *grant, new.id, *role, root.id, now, None)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

async fn generated(
    demo: &Demo<'_>,
    nodes: &HashMap<String, Node>,
    cast: &Cast,
    hash: &Arc<str>,
) -> Result<Vec<Uuid>, Box<dyn Error>> {
    let units: Vec<Node> = demo.plan.learner_units.iter().filter_map(|at| nodes.get(at).cloned()).collect();
    let (mut all, mut begun) = (Vec::with_capacity(demo.learners as usize), 0);
    while begun < demo.learners {
        let upto = (begun + CHUNK).min(demo.learners);
        let mut batch = Vec::new();
        for n in begun..upto {
            let id = demo.ids.next();
            all.push(id);
            let new = NewPerson {
                id,
                user_name: user_name(n),
                name: cast.name(n),
                position: Some(cast.position(n)),
                staff_number: Some(staff_number(n)),
                mail: None,
                mobile: None,
                roles: vec![Role::Learner],
                credential: Credential::Kept(hash.to_string()),
            };
            let at = demo.now - Span::of_days(100) + Span::of_seconds((n % 86_400) as i64);
            let prepared = Prepared::new(Who::program(), at, &demo.ids, ids_needed(1));
            batch.push((prepared, new, units[(n % units.len() as u64) as usize].clone()));
        }
        demo.running
            .app()
            .db()
            .write(move |tx| {
                for (prepared, new, unit) in &batch {
                    accounts::open_person(tx, &prepared.begin(), new, unit)?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
        begun = upto;
        (demo.progress)("people", begun, demo.learners);
    }
    Ok(all)
}

/// The user name of a generated learner, counted from 0.
pub fn user_name(n: u64) -> String {
    format!("u{:06}", n + 1)
}

/// 工号 of a generated learner.
pub fn staff_number(n: u64) -> String {
    format!("D{:07}", n + 1)
}

/// What generated learners are called and what they do: the same for the same seed and number.
#[derive(Clone, Debug)]
pub struct Cast {
    seed: u64,
    family: Vec<char>,
    given: Vec<char>,
    posts: Vec<Uuid>,
}

impl Cast {
    fn of(plan: &Plan, seed: u64, positions: &HashMap<String, Uuid>) -> Result<Cast, Box<dyn Error>> {
        let names = super::plan::text("names.txt")?;
        let mut lines = names.lines();
        let mut signs = || -> Vec<char> { lines.next().unwrap_or_default().chars().collect() };
        let (family, given) = (signs(), signs());
        let mut posts: Vec<Uuid> =
            plan.positions.iter().filter_map(|name| positions.get(name).copied()).collect();
        // The last positions of the list are those of people who run things.
        posts.truncate(posts.len().saturating_sub(2).max(1));
        if family.is_empty() || given.is_empty() || posts.is_empty() {
            return Err("demo data: names.txt or the positions are empty".into());
        }
        Ok(Cast { seed, family, given, posts })
    }

    fn roll(&self, n: u64, salt: u64) -> u64 {
        mix(self.seed, n.wrapping_mul(8).wrapping_add(salt))
    }

    /// The name of the learner with this number.
    pub fn name(&self, n: u64) -> String {
        let pick = |from: &[char], salt: u64| from[(self.roll(n, salt) % from.len() as u64) as usize];
        let mut name: String = [pick(&self.family, 0), pick(&self.given, 1)].into_iter().collect();
        if !self.roll(n, 2).is_multiple_of(4) {
            name.push(pick(&self.given, 3));
        }
        name
    }

    /// The position.
    pub fn position(&self, n: u64) -> Uuid {
        self.posts[(self.roll(n, 4) % self.posts.len() as u64) as usize]
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same for the same seed, on every machine.
pub fn mix(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add(n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

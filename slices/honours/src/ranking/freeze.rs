//! The nightly job: freezes the periods that are over, tells the winners, and notes what corrections mean for what is
//! frozen. It may be broken off anywhere: what is unfinished is begun anew, what is frozen stays, nobody is told twice.

use super::{
    gather::{self, Order},
    notices,
    store::{self, Erratum, Place, Ranking},
};
use crate::period::{Length, Period};
use std::collections::{BTreeSet, HashMap};
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Span, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Result, Tx};
use xingtan_governance::api::{
    self as governance, Rule, carried_out,
    ranking::{GATE, GRACE, REWARD, TOP, rank},
};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_learning::api as learning;
use xingtan_settings::Settings;

/// Freezes.
pub const FREEZE: JobKind = JobKind::new("honours.freeze");
/// Every night at twenty to two: everybody was judged by then.
pub const NIGHTLY: Schedule = Schedule { name: "honours.freeze", cron: "40 1 * * *", kind: FREEZE };

/// Places of one unit of work.
pub(super) const CHUNK: usize = 100;
/// So far back errata are looked for.
const ERRATA: Span = Span::of_days(400);

/// A period of a rule that is over and not frozen.
#[derive(Clone, Debug)]
pub struct Due {
    /// Which.
    pub period: Period,
    /// What is to be gathered.
    pub order: Order,
}

impl Due {
    fn scope(&self) -> (String, String) {
        scope(&self.order.rule)
    }
}

/// Whom a rule concerns, as kept.
pub fn scope(rule: &Rule) -> (String, String) {
    (rule.scope_path.clone(), rule.scope_role.map(|role| role.code().to_owned()).unwrap_or_default())
}

/// Of several regulations that rank the same people the newest rule does.
pub fn newest_of_each_scope(rules: Vec<Rule>) -> Vec<Rule> {
    let mut own: Vec<Rule> = Vec::new();
    for rule in rules {
        own.retain(|it| scope(it) != scope(&rule));
        own.push(rule);
    }
    own
}

/// How many periods back are looked at: a job that did not run for weeks catches up.
const fn back(length: Length) -> usize {
    match length {
        Length::Month => 4,
        _ => 2,
    }
}

/// What is to be frozen now, and for which lengths something waits because not everybody was judged yet.
///
/// # Errors
/// Those of the database.
pub fn due(tx: &mut Tx<'_>, zone: &Zone, now: Timestamp) -> Result<(Vec<Due>, BTreeSet<Length>)> {
    let judged = governance::judged_as_of(tx)?;
    let (mut found, mut waits) = (Vec::new(), BTreeSet::new());
    for length in Length::ALL {
        let mut period = Period::of(length, zone.date(now));
        for _ in 0..back(length) {
            period = period.before();
            let Some(span) = period.bounds(zone) else { break };
            // The version that governed its last moment.
            let last = Timestamp::from_micros(span.1.micros() - 1);
            for rule in newest_of_each_scope(governance::rules_in_force(tx, length.rule(), last)?) {
                let (path, role) = scope(&rule);
                let over = span.1 + Span::of_days(rule.params.int(GRACE.name)) <= now;
                if !over || store::is_frozen(tx, (&path, &role), (length.code(), &period.to_string()))? {
                    continue;
                }
                if judged.is_none_or(|judged| judged < span.1) {
                    waits.insert(length);
                    continue;
                }
                let order = Order { rule, months: period.months(), span, as_of: now };
                found.push(Due { period, order });
            }
        }
    }
    Ok((found, waits))
}

/// Carries out [`FREEZE`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let zone = settings.institution().zone.clone();
    let (now, own) = (run.clock.now(), zone.clone());
    let (dues, waits) = run.db.read(move |tx| due(tx, &own, now)).await?;
    let frozen = dues.len();
    for it in dues {
        freeze(&run, it, &zone).await?;
    }
    loop {
        let ids = run.ids.clone();
        if run.step(move |tx, hold| Ok(tell(tx, &ids, hold.now())?)).await? == 0 {
            break;
        }
    }
    errata(&run, now).await?;
    run.step(move |tx, _| {
        for length in Length::ALL.into_iter().filter(|it| !waits.contains(it)) {
            carried_out(tx, length.rule(), now)?;
        }
        Ok(())
    })
    .await?;
    Done::with(&serde_json::json!({ "frozen": frozen }))
}

async fn freeze(run: &JobRun, due: Due, zone: &Zone) -> std::result::Result<(), JobError> {
    let mut ranking = None;
    for step in steps(&run.db, &run.ids, &due, zone).await? {
        let ids = run.ids.clone();
        ranking = run.step(move |tx, hold| Ok(carry(tx, ranking, &step, &ids, hold.now())?)).await?;
        if ranking.is_none() {
            break;
        }
    }
    Ok(())
}

/// A unit of work on the way to a frozen ranking.
#[derive(Clone, Debug)]
pub enum Step {
    /// It is begun, or begun anew.
    Begin(Box<Ranking>),
    /// Some of its places are kept.
    Put(Vec<Place>),
    /// It is frozen.
    Seal,
}

/// The steps to a frozen ranking, in order.
///
/// # Errors
/// Those of the database.
pub async fn steps(db: &Db, ids: &Ids, due: &Due, zone: &Zone) -> Result<Vec<Step>> {
    let all = gather::everybody(db, &due.order).await?;
    let (own, zone, id) = (due.clone(), zone.clone(), ids.next());
    let (people, eligible) =
        (all.iter().filter(|it| it.credits > 0).count(), all.iter().filter(|it| it.eligible()).count());
    let ranking = db.read(move |tx| head(tx, &own, &zone, id, (people as i64, eligible as i64))).await?;
    let mut steps = vec![Step::Begin(Box::new(ranking))];
    for some in rank(&all, due.order.rule.params.int(TOP.name)).chunks(CHUNK) {
        let (some, order, ids) = (some.to_vec(), due.order.clone(), ids.clone());
        steps.push(Step::Put(db.read(move |tx| gather::places(tx, &some, &order, &ids)).await?));
    }
    steps.push(Step::Seal);
    Ok(steps)
}

/// Carries a step out: the ranking that goes on; none where it is frozen.
///
/// # Errors
/// Those of the database.
pub fn carry(
    tx: &mut Tx<'_>,
    ranking: Option<Uuid>,
    step: &Step,
    ids: &Ids,
    now: Timestamp,
) -> Result<Option<Uuid>> {
    match (step, ranking) {
        (Step::Begin(it), _) => return store::begin(tx, it),
        (Step::Put(places), Some(id)) => store::put(tx, id, places)?,
        (Step::Seal, Some(id)) => {
            seal(tx, id, ids, now)?;
            return Ok(None);
        }
        (_, None) => {}
    }
    Ok(ranking)
}

/// The gate as it was: it does not say that everybody met the courses of months for which nothing asked for any.
fn gate(tx: &mut Tx<'_>, due: &Due, zone: &Zone) -> Result<&'static str> {
    if due.order.rule.params.text(GATE.name) == "gate-none" {
        return Ok("gate-none");
    }
    let months = gather::minimums(tx, &due.order.months, zone)?;
    Ok(if months.iter().all(|(_, rules)| !rules.is_empty()) { "gate-required" } else { "gate-part" })
}

/// The head of a ranking.
fn head(
    tx: &mut Tx<'_>,
    due: &Due,
    zone: &Zone,
    id: Uuid,
    (people, eligible): (i64, i64),
) -> Result<Ranking> {
    let (rule, cited) = (&due.order.rule, due.order.rule.cited(tx)?);
    let (scope_path, scope_role) = due.scope();
    Ok(Ranking {
        id,
        scope_path,
        scope_role,
        span: due.period.length.code().to_owned(),
        period: due.period.to_string(),
        from_at: due.order.span.0,
        to_at: due.order.span.1,
        control_id: rule.control,
        regulation: cited.regulation,
        regulation_version: cited.version,
        article: cited.number,
        top: rule.params.int(TOP.name),
        gate: gate(tx, due, zone)?.to_owned(),
        reward: rule.params.text(REWARD.name).to_owned(),
        state: "gathering".to_owned(),
        as_of: due.order.as_of,
        people,
        eligible,
        sha256: None,
        frozen_at: None,
    })
}

/// Freezes what is gathered, with its entry of the trail.
fn seal(tx: &mut Tx<'_>, id: Uuid, ids: &Ids, now: Timestamp) -> Result<bool> {
    let Some((it, sha256)) = store::seal(tx, id, now)? else { return Ok(false) };
    let entry = Entry::new(ids.next(), now, "honours.ranking-frozen", &Who::program())
        .on("ranking", id, &it.period)
        .within(&it.scope_path)
        .citing(&xingtan_audit::Article {
            regulation: it.regulation.clone(),
            version: it.regulation_version,
            number: it.article.clone(),
        })
        .detail(&serde_json::json!({ "sha256": sha256, "people": it.people, "eligible": it.eligible }));
    xingtan_audit::record(tx, &entry)?;
    Ok(true)
}

/// Tells some of the winners; how many.
///
/// # Errors
/// Those of the database.
pub fn tell(tx: &mut Tx<'_>, ids: &Ids, now: Timestamp) -> Result<usize> {
    let told = store::untold(tx, CHUNK as i64, now)?;
    notices::ranked(tx, &told, ids, now)?;
    Ok(told.len())
}

async fn errata(run: &JobRun, now: Timestamp) -> std::result::Result<(), JobError> {
    let since = now - ERRATA;
    let rankings = run.db.read(move |tx| store::frozen_since(tx, since)).await?;
    for it in rankings {
        let ids = run.ids.clone();
        run.step(move |tx, hold| Ok(note(tx, &it, &ids, hold.now())?)).await?;
    }
    Ok(())
}

/// Notes beside a frozen ranking what holds otherwise now; how many places that concerns. Noting twice notes once.
///
/// # Errors
/// Those of the database.
pub fn note(tx: &mut Tx<'_>, it: &Ranking, ids: &Ids, now: Timestamp) -> Result<usize> {
    let places = store::places(tx, it.id)?;
    let persons: Vec<Uuid> = places.iter().map(|it| it.person_id).collect();
    let months = it.period.parse::<Period>().map(Period::months).unwrap_or_default();
    let mut credits: HashMap<Uuid, i64> = HashMap::new();
    for own in learning::standing_bookings(tx, &persons, (it.from_at, it.to_at), now)? {
        *credits.entry(own.person_id).or_default() += own.credits;
    }
    let missed = match it.gate.as_str() {
        "gate-none" => BTreeSet::new(),
        _ => governance::standing_causes(tx, gather::MINIMUM, &persons)?,
    };
    let known = store::errata(tx, it.id)?;
    let mut noted = 0;
    for place in &places {
        let now_is = Erratum {
            place_id: place.id,
            credits: credits.get(&place.person_id).copied().unwrap_or(0),
            met: !months.iter().any(|month| missed.contains(&(place.person_id, month.clone()))),
            noted_at: now,
        };
        let last = known.get(&place.id).and_then(|own| own.last());
        let (was, met) = last.map_or((place.credits, true), |own| (own.credits, own.met));
        if (now_is.credits, now_is.met) != (was, met) {
            store::note(tx, ids.next(), &now_is)?;
            let entry = Entry::new(ids.next(), now, "honours.ranking-erratum", &Who::program())
                .on("ranking", it.id, &it.period)
                .within(&place.unit_path)
                .change(
                    &serde_json::json!({ "credits": was, "met": met }),
                    &serde_json::json!({ "credits": now_is.credits, "met": now_is.met }),
                );
            xingtan_audit::record(tx, &entry)?;
            noted += 1;
        }
    }
    Ok(noted)
}

//! The night's evaluation and a replay over half a year: 100,000 people, six months of facts, the rules of the academy
//! (issue 4, "Speed": at most 60 s and 300 MB; a replay within a minute).

use crate::measure::{cpu_time, title};
use std::{error::Error, sync::Arc, time::Instant};
use xingtan_accounts::api::{ManyLearner, NameKeys, testkit};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Options, Source, ToParam as _};
use xingtan_governance::{
    api::{FactKind, REQUIRED_DONE, REQUIRED_OPENED, TASK_MISSED},
    evaluation::{
        job::{EVERYBODY, House, everybody},
        replay::{Asked, replay},
    },
    kind,
    regulation::store::{self, Article, Control, Regulation, Version},
};
use xingtan_i18n::Lang;
use xingtan_jobs::{Job, Kinds, Schedules, Worker};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const PEOPLE: u64 = 100_000;
/// People kept in one unit of work.
const AT_ONCE: u64 = 500;
const MONTHS: u64 = 6;
/// One of so many people falls short each month, and misses tasks.
const FALLS_SHORT: u64 = 20;

const RULES: [&str; 6] = [
    "monthly-minimum",
    "missed-tasks",
    "cumulative-months",
    "probation",
    "account-sharing",
    "illegal-content",
];

/// Makes the institution on SQLite, judges everybody twice, replays, and prints.
pub async fn run() -> Result<()> {
    title("Judging by the regulation, SQLite, 100,000 people, six months");
    let folder = tempfile::tempdir()?;
    let source = Source::File(folder.path().join("bench.db"));
    let all = [
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_search::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
    ];
    let zone = Zone::default();
    let start = zone.start_of("2026-01-01".parse()?);
    let clock = Clock::System;
    let db = Db::open(source, Options::default()).await?;
    db.migrate(clock.now(), &all).await?;
    let ids = Ids::new(clock.clone());
    let version = make(&db, &ids, start).await?;
    for name in ["first night", "a night without news"] {
        let (began, cpu) = (Instant::now(), cpu_time());
        judge(&db, &clock, &ids).await?;
        let cpu = cpu_time().saturating_sub(cpu);
        println!(
            "  {name:<28} {:>6.1} s   CPU {:>6.1} s   resident {:>4} MB",
            began.elapsed().as_secs_f64(),
            cpu.as_secs_f64(),
            resident()
        );
    }
    let made: i64 = db.read(|tx| tx.one("SELECT count(*) FROM governance_decision", &[])).await?;
    let asked = Asked { version, from: start, to: zone.start_of("2026-07-01".parse()?) };
    let (began, cpu) = (Instant::now(), cpu_time());
    let found = replay(&db, &zone, asked).await?;
    println!(
        "  {:<28} {:>6.1} s   CPU {:>6.1} s   resident {:>4} MB   {} of {} people, {made} decisions made",
        "replay of six months",
        began.elapsed().as_secs_f64(),
        cpu_time().saturating_sub(cpu).as_secs_f64(),
        resident(),
        found.affected_people,
        found.people,
    );
    db.close().await;
    Ok(())
}

async fn judge(db: &Db, clock: &Clock, ids: &Ids) -> Result<()> {
    let mut kinds = Kinds::new();
    let settings = xingtan_settings::Settings::open(db.clone()).await?;
    kinds.on(EVERYBODY, move |run| everybody(run, House::of(&settings)));
    let worker = Worker::new(
        db.clone(),
        clock.clone(),
        ids.clone(),
        kinds,
        Schedules::new(Zone::default),
        Default::default(),
    );
    let (id, now) = (ids.next(), clock.now());
    db.write(move |tx| xingtan_jobs::enqueue(tx, &Job::new(id, EVERYBODY, now))).await?;
    worker.drain().await?;
    Ok(())
}

/// Megabytes that this process holds.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

struct Told {
    id: Uuid,
    kind: FactKind,
    person: Uuid,
    subject: Uuid,
    at: Timestamp,
}

/// The regulation, the people and their facts; the version.
async fn make(db: &Db, ids: &Ids, start: Timestamp) -> Result<Uuid> {
    let maker = ids.clone();
    let (unit, version) = db
        .write(move |tx| {
            let unit = testkit::node(tx, &maker, start, "A", None)?;
            Ok::<_, xingtan_db::Error>((unit, regulation(tx, &maker, start)?))
        })
        .await?;
    let path: Arc<str> = unit.path.as_str().into();
    for block in 0..PEOPLE / AT_ONCE {
        let (mut learners, mut told) = (Vec::new(), Vec::new());
        for number in block * AT_ONCE..(block + 1) * AT_ONCE {
            let (id, user) = (ids.next(), format!("p{number:06}"));
            learners.push(ManyLearner {
                id,
                keys: NameKeys::of(&user, &user, None),
                name: user.clone(),
                user_name: user,
                staff_number: number.to_string(),
                unit: unit.id,
                unit_path: path.clone(),
                position: None,
                grant: ids.next(),
                at: start,
            });
            facts(&mut told, ids, id, number, start);
        }
        db.write(move |tx| {
            xingtan_accounts::api::open_learners(tx, "", &learners)?;
            tx.insert_all(
                "governance_fact (id, kind, person_id, subject_id, label, happened_at, known_at, source)",
                &told,
                |it| {
                    [
                        it.id.to_param(),
                        it.kind.0.to_param(),
                        it.person.to_param(),
                        it.subject.to_param(),
                        "".to_param(),
                        it.at.to_param(),
                        it.at.to_param(),
                        "bench".to_param(),
                    ]
                },
            )
        })
        .await?;
    }
    Ok(version)
}

/// Two required courses each month, completed; whoever falls short completes one, and misses one to three tasks.
fn facts(told: &mut Vec<Told>, ids: &Ids, person: Uuid, number: u64, start: Timestamp) {
    let mut tell = |kind, subject, at| told.push(Told { id: ids.next(), kind, person, subject, at });
    for month in 0..MONTHS {
        let first = start + Span::of_days(i64::try_from(month).unwrap_or(0) * 30);
        let short = (number + month).is_multiple_of(FALLS_SHORT);
        for course in 0..2 {
            let subject = ids.next();
            tell(REQUIRED_OPENED, subject, first + Span::of_hours(9));
            if !(short && course == 0) {
                tell(REQUIRED_DONE, subject, first + Span::of_days(10));
            } else {
                for miss in 0..=i64::try_from(number % 3).unwrap_or(0) {
                    tell(TASK_MISSED, ids.next(), first + Span::of_days(20 + miss));
                }
            }
        }
    }
}

fn regulation(tx: &mut xingtan_db::Tx<'_>, ids: &Ids, start: Timestamp) -> xingtan_db::Result<Uuid> {
    let (regulation, id) = (ids.next(), ids.next());
    let it = Regulation {
        id: regulation,
        title: "bench".to_owned(),
        interpreted_by: "bench".to_owned(),
        created_at: start,
    };
    store::add_regulation(tx, &it, None)?;
    let version = Version {
        id,
        regulation_id: regulation,
        number: 1,
        lang: Lang::ZhCn.to_string(),
        note: String::new(),
        state: "draft".to_owned(),
        in_force_from: None,
        drafted_by: None,
        drafted_at: start,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    };
    store::add_version(tx, &version)?;
    for (place, code) in (1_i64..).zip(RULES) {
        let Some(kind) = kind::of(code) else { continue };
        let article = Article {
            id: ids.next(),
            version_id: id,
            place,
            number: place.to_string(),
            title: code.to_owned(),
            body: String::new(),
            by_hand: None,
        };
        store::add_article(tx, &article)?;
        let control = Control {
            id: ids.next(),
            control_key: ids.next(),
            version_id: id,
            article_id: article.id,
            kind: code.to_owned(),
            params: kind::params::Params::defaults(kind.params()).json(),
            scope_path: String::new(),
            scope_role: None,
        };
        store::add_control(tx, &control)?;
    }
    store::approve(tx, id, start, None, start)?;
    Ok(id)
}

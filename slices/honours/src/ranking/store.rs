//! How rankings are kept. What is frozen is never written again; what corrections mean for it stands beside it.

use sha2::{Digest as _, Sha256};
use std::{collections::HashMap, fmt::Write as _};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A ranking.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ranking {
        /// Its id.
        pub id: Uuid,
        /// Of the people below this node; empty: of everybody.
        pub scope_path: String,
        /// And only of those who hold this role; empty: of everybody.
        pub scope_role: String,
        /// Code of a [`Length`](crate::period::Length).
        pub span: String,
        /// A [`Period`](crate::period::Period).
        pub period: String,
        /// From when.
        pub from_at: Timestamp,
        /// The first moment after it.
        pub to_at: Timestamp,
        /// The control by which it is made.
        pub control_id: Uuid,
        /// The regulation's title.
        pub regulation: String,
        /// The number of its version.
        pub regulation_version: i64,
        /// The number of the article.
        pub article: String,
        /// How many places.
        pub top: i64,
        /// Choice of the rule: who is ranked.
        pub gate: String,
        /// Choice of the rule: what the best get.
        pub reward: String,
        /// `gathering` or `frozen`.
        pub state: String,
        /// As of when corrections are in it.
        pub as_of: Timestamp,
        /// People with credits.
        pub people: i64,
        /// Of them those who passed the gate.
        pub eligible: i64,
        /// Over its canonical lines, once it is frozen.
        pub sha256: Option<String>,
        /// When it was frozen.
        pub frozen_at: Option<Timestamp>,
    }
}

row! {
    /// A place of a ranking.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Place {
        /// Its id.
        pub id: Uuid,
        /// Of which ranking.
        pub ranking_id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The name then.
        pub name: String,
        /// Sorts names.
        pub name_key: String,
        /// The unit then.
        pub unit_path: String,
        /// What the unit was called.
        pub unit: String,
        /// From 1; equal credits share it.
        pub rank: i64,
        /// 学分, in hundredths.
        pub credits: i64,
        /// 学时, in seconds.
        pub hours_seconds: i64,
        /// Bookings on which they rest.
        pub bookings: i64,
        /// SHA-256 over their lines.
        pub bookings_sha256: String,
    }
}

row! {
    /// What a correction after freezing means for a place.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Erratum {
        /// Of which place.
        pub place_id: Uuid,
        /// The credits that stand now.
        pub credits: i64,
        /// Whether the required courses count as met now.
        pub met: bool,
        /// When it was noted.
        pub noted_at: Timestamp,
    }
}

/// The columns of [`Ranking`], of a table named `r`.
const COLUMNS: &str = "r.id, r.scope_path, r.scope_role, r.span, r.period, r.from_at, r.to_at, r.control_id,
         r.regulation, r.regulation_version, r.article, r.top, r.gate, r.reward, r.state, r.as_of, r.people,
         r.eligible, r.sha256, r.frozen_at";
const PLACE: &str =
    "p.id, p.ranking_id, p.person_id, p.name, p.name_key, p.unit_path, p.unit, p.rank, p.credits,
         p.hours_seconds, p.bookings, p.bookings_sha256";

/// How lists of rankings are sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "period", column: "r.to_at" },
    Sort { name: "frozen", column: "COALESCE(r.frozen_at, r.as_of)" },
];

impl Keyed for Ranking {
    fn order(&self, sort: &str) -> Order {
        if sort == "frozen" { self.frozen_at.unwrap_or(self.as_of).into() } else { self.to_at.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// The frozen ones, found by words of period and article; `span` is empty for all lengths.
pub fn select(query: &str, span: &str) -> Select {
    let select = Select::new(COLUMNS, "honours_ranking r", "r.id")
        .always("r.state = 'frozen'")
        .search("lower(r.period || ' ' || r.regulation || ' ' || r.article)", query);
    if span.is_empty() { select } else { select.when("r.span = {}", span) }
}

/// A frozen ranking.
pub fn frozen(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Ranking>> {
    let sql = format!("SELECT {COLUMNS} FROM honours_ranking r WHERE r.id = $1 AND r.state = 'frozen'");
    tx.opt(&sql, params![id])
}

/// Whether a period is frozen already for some scope.
pub fn is_frozen(
    tx: &mut Tx<'_>,
    (scope_path, scope_role): (&str, &str),
    (span, period): (&str, &str),
) -> Result<bool> {
    let found: Option<(Uuid,)> = tx.opt(
        "SELECT r.id FROM honours_ranking r
         WHERE r.scope_path = $1 AND r.scope_role = $2 AND r.span = $3 AND r.period = $4 AND r.state = 'frozen'",
        params![scope_path, scope_role, span, period],
    )?;
    Ok(found.is_some())
}

/// The rankings that were frozen after a moment, the oldest first.
pub fn frozen_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Ranking>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM honours_ranking r WHERE r.state = 'frozen' AND r.frozen_at >= $1 ORDER BY r.to_at, r.id"
    );
    tx.all(&sql, params![since])
}

/// Begins a ranking, or begins one anew that was broken off: its id; none where it is frozen already.
pub fn begin(tx: &mut Tx<'_>, it: &Ranking) -> Result<Option<Uuid>> {
    tx.exec(
        "INSERT INTO honours_ranking
             (id, scope_path, scope_role, span, period, from_at, to_at, control_id, regulation, regulation_version,
              article, top, gate, reward, state, as_of, people, eligible)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'gathering', $15, $16, $17)
         ON CONFLICT DO NOTHING",
        params![
            it.id,
            it.scope_path,
            it.scope_role,
            it.span,
            it.period,
            it.from_at,
            it.to_at,
            it.control_id,
            it.regulation,
            it.regulation_version,
            it.article,
            it.top,
            it.gate,
            it.reward,
            it.as_of,
            it.people,
            it.eligible
        ],
    )?;
    let (id, state): (Uuid, String) = tx.one(
        "SELECT r.id, r.state FROM honours_ranking r
         WHERE r.scope_path = $1 AND r.scope_role = $2 AND r.span = $3 AND r.period = $4",
        params![it.scope_path, it.scope_role, it.span, it.period],
    )?;
    if state == "frozen" {
        return Ok(None);
    }
    tx.exec("DELETE FROM honours_place WHERE ranking_id = $1", params![id])?;
    tx.exec(
        "UPDATE honours_ranking
         SET control_id = $2, regulation = $3, regulation_version = $4, article = $5, top = $6, gate = $7, reward = $8,
             as_of = $9, people = $10, eligible = $11
         WHERE id = $1",
        params![
            id,
            it.control_id,
            it.regulation,
            it.regulation_version,
            it.article,
            it.top,
            it.gate,
            it.reward,
            it.as_of,
            it.people,
            it.eligible
        ],
    )?;
    Ok(Some(id))
}

/// Keeps places of a ranking that is gathered; of one that is frozen nothing is written.
pub fn put(tx: &mut Tx<'_>, ranking: Uuid, places: &[Place]) -> Result<()> {
    for it in places {
        tx.exec(
            "INSERT INTO honours_place (id, ranking_id, person_id, name, name_key, unit_path, unit, rank, credits,
                    hours_seconds, bookings, bookings_sha256)
             SELECT $1, r.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
             FROM honours_ranking r WHERE r.id = $2 AND r.state = 'gathering'",
            params![
                it.id,
                ranking,
                it.person_id,
                it.name,
                it.name_key,
                it.unit_path,
                it.unit,
                it.rank,
                it.credits,
                it.hours_seconds,
                it.bookings,
                it.bookings_sha256
            ],
        )?;
    }
    Ok(())
}

/// The places of a ranking, the best first, then by name.
pub fn places(tx: &mut Tx<'_>, ranking: Uuid) -> Result<Vec<Place>> {
    let sql = format!(
        "SELECT {PLACE} FROM honours_place p WHERE p.ranking_id = $1 ORDER BY p.rank, p.name_key, p.id"
    );
    tx.all(&sql, params![ranking])
}

/// A place of a frozen ranking.
pub fn place(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Place>> {
    let sql = format!(
        "SELECT {PLACE} FROM honours_place p JOIN honours_ranking r ON r.id = p.ranking_id
         WHERE p.id = $1 AND r.state = 'frozen'"
    );
    tx.opt(&sql, params![id])
}

/// Freezes a gathered ranking: the SHA-256 over its canonical lines; none where it is frozen already.
pub fn seal(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<Option<(Ranking, String)>> {
    let sql = format!("SELECT {COLUMNS} FROM honours_ranking r WHERE r.id = $1 AND r.state = 'gathering'");
    let Some(ranking) = tx.opt::<Ranking>(&sql, params![id])? else { return Ok(None) };
    let sha256 = sha256(&ranking, &places(tx, id)?);
    tx.exec(
        "UPDATE honours_ranking SET state = 'frozen', sha256 = $2, frozen_at = $3 WHERE id = $1 AND state = 'gathering'",
        params![id, sha256, now],
    )?;
    Ok(Some((ranking, sha256)))
}

/// The SHA-256 over the canonical lines of a ranking: its head, then a line for each place in order of rank and person.
/// Whoever has the rows can work it out again.
pub fn sha256(ranking: &Ranking, places: &[Place]) -> String {
    let mut lines = format!(
        "{} {} {} {} {} {} {} {} {} {} {}\n",
        ranking.id,
        ranking.span,
        ranking.period,
        ranking.from_at.micros(),
        ranking.to_at.micros(),
        ranking.as_of.micros(),
        ranking.control_id,
        ranking.top,
        ranking.gate,
        ranking.people,
        ranking.eligible
    );
    let mut places: Vec<&Place> = places.iter().collect();
    places.sort_by_key(|it| (it.rank, it.person_id));
    for it in places {
        // Writing into a text cannot fail.
        let _ = writeln!(
            lines,
            "{} {} {} {} {} {}",
            it.rank, it.person_id, it.credits, it.hours_seconds, it.bookings, it.bookings_sha256
        );
    }
    hex(&lines)
}

/// The SHA-256 of a text, in hexadecimal.
pub fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Places whose people were not told yet, with the length and period of their rankings; they count as told from now on.
pub fn untold(tx: &mut Tx<'_>, most: i64, now: Timestamp) -> Result<Vec<(Place, String)>> {
    let sql = format!(
        "SELECT {PLACE} FROM honours_place p JOIN honours_ranking r ON r.id = p.ranking_id
         WHERE p.told_at IS NULL AND r.state = 'frozen' ORDER BY p.id LIMIT $1"
    );
    let found: Vec<Place> = tx.all(&sql, params![most])?;
    let mut told = Vec::new();
    for it in found {
        tx.exec("UPDATE honours_place SET told_at = $2 WHERE id = $1", params![it.id, now])?;
        let (period,): (String,) =
            tx.one("SELECT r.period FROM honours_ranking r WHERE r.id = $1", params![it.ranking_id])?;
        told.push((it, period));
    }
    Ok(told)
}

/// The errata of a ranking by place, the oldest first.
pub fn errata(tx: &mut Tx<'_>, ranking: Uuid) -> Result<HashMap<Uuid, Vec<Erratum>>> {
    let rows: Vec<Erratum> = tx.all(
        "SELECT e.place_id, e.credits, e.met, e.noted_at
         FROM honours_erratum e JOIN honours_place p ON p.id = e.place_id
         WHERE p.ranking_id = $1
         ORDER BY e.noted_at, e.id",
        params![ranking],
    )?;
    let mut found: HashMap<Uuid, Vec<Erratum>> = HashMap::new();
    for it in rows {
        found.entry(it.place_id).or_default().push(it);
    }
    Ok(found)
}

/// Notes what a correction means for a place.
pub fn note(tx: &mut Tx<'_>, id: Uuid, it: &Erratum) -> Result<()> {
    tx.exec(
        "INSERT INTO honours_erratum (id, place_id, credits, met, noted_at) VALUES ($1, $2, $3, $4, $5)",
        params![id, it.place_id, it.credits, it.met, it.noted_at],
    )?;
    Ok(())
}

row! {
    /// A rank that somebody had.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Had {
        /// Who.
        pub person_id: Uuid,
        /// In which ranking.
        pub ranking_id: Uuid,
        /// Of which period.
        pub period: String,
        /// Which.
        pub rank: i64,
    }
}

/// The ranks that some people had in frozen rankings of periods that end within a span of time, in order of period.
pub fn had(
    tx: &mut Tx<'_>,
    persons: &[Uuid],
    (from, to): (Timestamp, Timestamp),
) -> Result<HashMap<Uuid, Vec<Had>>> {
    let mut found: HashMap<Uuid, Vec<Had>> = HashMap::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT p.person_id, p.ranking_id, r.period, p.rank
             FROM honours_place p JOIN honours_ranking r ON r.id = p.ranking_id
             WHERE r.state = 'frozen' AND r.to_at > $1 AND r.to_at <= $2 AND p.person_id IN ({})
             ORDER BY r.to_at, r.period, r.id",
            list(3, some.len())
        );
        let mut given = vec![from.to_param(), to.to_param()];
        given.extend(some.iter().map(|id| id.to_param()));
        for it in tx.all::<Had>(&sql, &given)? {
            found.entry(it.person_id).or_default().push(it);
        }
    }
    Ok(found)
}

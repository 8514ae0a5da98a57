//! What a person sees of imports.

use super::{Imports, READ, seen};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_i18n::Locale;
use xingtan_imports::{Counts, Find, ImportKind, Mendable, NoFile, ReportRow, Run, RunState, Shown, label};
use xingtan_web::{App, Fault, Form, Page, SignedIn, download::download, export, html};

/// Runs on one page of the list.
const RUNS: i64 = 30;
/// Refused rows on one page of a report.
const ROWS: i64 = 100;
/// Rows of a preview.
const PREVIEW: usize = 10;

/// The ready filters.
const CHIPS: &[Option<RunState>] =
    &[None, Some(RunState::Waiting), Some(RunState::Running), Some(RunState::Done), Some(RunState::Broken)];

/// The list's address with those of the pairs that have a value.
fn address(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    if query.is_empty() { "/imports".to_owned() } else { format!("/imports?{query}") }
}

/// A run in the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The run.
    pub run: Run,
    /// What was imported.
    pub title: String,
    /// Where it stands.
    pub state: String,
    /// Tone of the badge.
    pub tone: &'static str,
}

fn line(imports: Imports, who: &SignedIn, run: Run) -> Line {
    let prefix = imports.kind(&run).map(|kind| kind.prefix).unwrap_or_default();
    let state = run.state();
    Line { title: who.l.t(&format!("{prefix}-title")), state: who.l.t(&state.key()), tone: state.tone(), run }
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    query: String,
    chosen: String,
    chips: Vec<(String, String, bool)>,
    exports: (String, String),
    next: Option<String>,
    first: bool,
}

/// `GET /imports`: the own ones, and those of the own subtree where one reads imports; the newest first.
pub async fn list(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    form: Form,
) -> Result<Response, Fault> {
    let person = who.actor.person;
    let ranges = Scope::of(who.actor.scope(READ).paths().to_vec()).ranges();
    let before = form
        .value("before")
        .split_once('_')
        .and_then(|(at, id)| Some((xingtan_web::moment(at)?, id.parse::<Uuid>().ok()?)));
    let query = form.value("q").trim().chars().take(80).collect::<String>();
    let taking = form.has("as");
    let limit = if taking { 1_000 } else { RUNS + 1 };
    let state = RunState::of(form.value("state")).filter(|state| *state != RunState::Receiving);
    let asked = query.clone();
    let read = app.db().read(move |tx| {
        let find = Find { person, paths: &ranges, state, query: &asked, kind: "" };
        xingtan_imports::find(tx, &find, before, limit)
    });
    let runs = read.await?;
    let more = !taking && runs.len() as i64 > RUNS;
    let last = runs.iter().take(RUNS as usize).next_back().map(|run| (run.asked_at, run.id));
    let shown = runs.into_iter().take(if taking { usize::MAX } else { RUNS as usize });
    let lines: Vec<Line> = shown.map(|run| line(imports, &who, run)).collect();
    let title = who.l.t("accounts-imports-title");
    if taking {
        let headings = [
            "accounts-imports-file",
            "accounts-imports-by",
            "accounts-imports-at",
            "accounts-imports-state",
            "accounts-imports-made",
            "accounts-imports-changed",
            "accounts-imports-unchanged",
            "accounts-imports-refused",
        ];
        let mut file = export::file(&who, form.value("as"), &title, &headings)?;
        for line in lines {
            file.row(&[
                line.run.file_name.into(),
                line.run.asked_name.into(),
                xingtan_documents::Cell::moment(line.run.asked_at, who.l.zone()),
                line.state.into(),
                line.run.made.into(),
                line.run.changed.into(),
                line.run.unchanged.into(),
                line.run.refused.into(),
            ])?;
        }
        return file.answer();
    }
    let chosen = state.map_or("", RunState::code);
    let chip = |state: &Option<RunState>| {
        let key = state.map_or_else(|| "accounts-people-all".to_owned(), RunState::key);
        let code = state.map_or("", RunState::code);
        (address(&[("q", &query), ("state", code)]), who.l.t(&key), code == chosen)
    };
    html(&ListPage {
        page: Page::new(&who, title),
        next: last.filter(|_| more).map(|(at, id)| {
            let before = format!("{}_{id}", at.micros());
            address(&[("q", &query), ("state", chosen), ("before", &before)])
        }),
        exports: export::hrefs("/imports", &[("q", &query), ("state", chosen)]),
        chips: CHIPS.iter().map(chip).collect(),
        first: before.is_none(),
        chosen: chosen.to_owned(),
        query,
        lines,
    })
}

/// A refused row in words.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The number that Excel shows.
    pub number: i64,
    /// What names the row.
    pub name: String,
    /// Column and value, reason and remedy of each fault.
    pub faults: Vec<(String, String)>,
}

fn refused(kind: &ImportKind, row: &ReportRow, l: &Locale) -> Refused {
    let at = |column: Option<&str>, value: &str| match column {
        Some(key) if value.is_empty() => label(kind, key, l),
        Some(key) => l.t2("accounts-imports-cell", "column", label(kind, key, l), "value", value),
        None => l.t("accounts-imports-whole-row"),
    };
    let faults = row.faults().into_iter();
    Refused {
        number: row.number,
        name: row.name.clone(),
        faults: faults.map(|it| (at(it.column.as_deref(), &it.value), l.msg(&it.reason))).collect(),
    }
}

/// What an option would mend, in words.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// The option.
    pub option: String,
    /// How many rows have no other fault, and what is about.
    pub line: String,
    /// What the button says; none where the rows would have to be uploaded anew.
    pub button: Option<String>,
}

/// Values of a remedy that are named; of more the number is told.
const NAMED: usize = 12;

/// By option: its values and how many rows they mend.
fn remedies(kind: &ImportKind, run: &Run, found: &[Mendable], l: &Locale) -> Vec<Remedy> {
    let mut options: Vec<&str> = found.iter().map(|it| it.option.as_str()).collect();
    options.sort_unstable();
    options.dedup();
    // Passwords of a file are not kept: its rows cannot be taken up after the run.
    let secret = run.columns().iter().any(|key| kind.column(key).is_some_and(|column| column.secret));
    let again = run.state() == RunState::Waiting || !secret;
    let remedy = |option: &str| {
        let of: Vec<&Mendable> = found.iter().filter(|it| it.option == option).collect();
        let rows: i64 = of.iter().map(|it| it.rows).sum();
        let mut names: Vec<&str> = of.iter().take(NAMED).map(|it| it.value.as_str()).collect();
        if of.len() > NAMED {
            names.push("…");
        }
        let told = |key: String| {
            let values = names.join(&l.t("accounts-imports-and"));
            l.tn(&key, &[("rows", &rows), ("count", &of.len()), ("values", &values)])
        };
        let key = format!("{}-remedy-{option}", kind.prefix);
        let button = again.then(|| told(format!("{key}-start")));
        Remedy { option: option.to_owned(), line: told(key), button }
    };
    options.into_iter().map(remedy).collect()
}

#[derive(Template)]
#[template(path = "imports/run.html")]
struct RunPage {
    page: Page,
    run: Run,
    what: String,
    line: String,
    home: Option<&'static str>,
    columns: Vec<String>,
    unknown: Vec<String>,
    foretold: Option<Counts>,
    remedies: Vec<Remedy>,
    preview: Vec<(Shown, bool)>,
    report: Vec<Refused>,
    next_report: Option<String>,
    links: Vec<(String, String)>,
    form: Form,
    state: Standing,
    own: bool,
}

/// How far a run is, for the page and for the part that is fetched again.
#[derive(Clone, Debug)]
struct Standing {
    state: RunState,
    percent: i64,
    text: String,
    tone: &'static str,
    /// Whether the part will not change any more.
    done: bool,
}

#[derive(Template)]
#[template(path = "imports/state.html")]
struct StatePart {
    page: Page,
    state: Standing,
}

impl RunPage {
    /// Whether it is being foretold behind the page.
    fn is_foretelling(&self) -> bool {
        self.foretold.is_none() && self.run.total > super::MANY
    }

    /// The heading of a cell of the preview; none for what stands outside all columns.
    fn heading(&self, at: &usize) -> &str {
        self.columns.get(*at).map_or("", String::as_str)
    }

    /// Rows that were refused, or will be.
    fn faulty(&self) -> i64 {
        let ahead = self.foretold.filter(|_| self.run.state() == RunState::Waiting);
        ahead.map_or(self.run.refused, |counts| counts.refused)
    }

    /// Rows that a start would take in.
    fn goes_in(&self) -> Option<i64> {
        self.foretold.map(|counts| counts.made + counts.changed)
    }
}

struct Read {
    run: Run,
    preview: Vec<Shown>,
    first: Vec<i64>,
    mendable: Vec<Mendable>,
    report: Vec<ReportRow>,
    broken: bool,
}

/// Whether a run stands still though it was started: its job was given up.
///
/// # Errors
/// Those of the database.
pub fn broken(tx: &mut xingtan_db::Tx<'_>, run: &Run) -> Result<bool, Fault> {
    let Some(job) = run.job_id.filter(|_| run.state() == RunState::Running) else { return Ok(false) };
    match xingtan_jobs::get(tx, job) {
        Ok(job) => Ok(matches!(job.state(), xingtan_jobs::State::Failed | xingtan_jobs::State::Cancelled)),
        // The job's row is kept shorter than the run's.
        Err(xingtan_db::Error::NotFound) => Ok(true),
        Err(other) => Err(other.into()),
    }
}

fn stand(who: &SignedIn, run: &Run, broken: bool) -> Standing {
    let state = if broken { RunState::Broken } else { run.state() };
    let counts: [(&str, &dyn xingtan_i18n::Arg); 6] = [
        ("done", &run.done),
        ("total", &run.total),
        ("made", &run.made),
        ("changed", &run.changed),
        ("unchanged", &run.unchanged),
        ("refused", &run.refused),
    ];
    Standing {
        text: who.l.tn(&format!("accounts-imports-text-{}", state.code()), &counts),
        tone: if state == RunState::Done && run.refused > 0 { "ochre" } else { state.tone() },
        percent: run.percent(),
        done: state != RunState::Running,
        state,
    }
}

/// `GET /imports/ID`: before the start a preview, while it runs its progress, afterwards its report.
pub async fn run(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let (signed, keys) = (who.clone(), app.keys().clone());
    let after = form.value("after").parse::<i64>().unwrap_or(0);
    let read = app.db().read(move |tx| {
        let run = seen(tx, &signed, id)?;
        let kind = imports.kind(&run)?;
        Ok::<_, Fault>(Read {
            preview: xingtan_imports::preview(tx, &keys, kind, &run, PREVIEW)?,
            first: xingtan_imports::report_rows(tx, &run, 0, PREVIEW as i64)?
                .iter()
                .map(|row| row.number)
                .collect(),
            mendable: xingtan_imports::mendable(tx, &run)?,
            report: xingtan_imports::report_rows(tx, &run, after, ROWS + 1)?,
            broken: broken(tx, &run)?,
            run,
        })
    });
    let Read { run, preview, first, mendable, mut report, broken } = read.await?;
    let (part, l) = (imports.part(&run)?, &who.l);
    let kind = part.kind;
    let more = report.len() as i64 > ROWS;
    report.truncate(ROWS as usize);
    let next = report.last().filter(|_| more).map(|row| format!("/imports/{id}?after={}#report", row.number));
    let view = RunPage {
        page: Page::new(&who, run.file_name.clone()).crumb("/imports", l.t("accounts-imports-title")),
        what: l.t(&format!("{}-title", kind.prefix)),
        line: l.t2("accounts-imports-line", "name", &run.asked_name, "at", run.asked_at),
        // Whoever only reads what others imported is not led to a page that refuses them.
        home: who.actor.may(part.permission).then_some(kind.home),
        columns: run.columns().iter().map(|key| label(kind, key, l)).collect(),
        unknown: run.unknown(),
        foretold: run.foretold(),
        remedies: remedies(kind, &run, &mendable, l),
        preview: preview
            .into_iter()
            .map(|row| {
                let refused = row.refusal.is_some() || first.contains(&row.number);
                (row, refused)
            })
            .collect(),
        report: report.iter().map(|row| refused(kind, row, l)).collect(),
        next_report: next,
        links: run.links().into_iter().map(|link| (link.href, l.msg(&link.label))).collect(),
        form: Form::fresh(app.id()),
        state: stand(&who, &run, broken),
        own: run.asked_by == who.actor.person,
        run,
    };
    html(&view)
}

/// `GET /imports/ID/state`: the part that the page fetches again while the import runs.
pub async fn state(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = app.db().read(move |tx| {
        let run = seen(tx, &signed, id)?;
        Ok::<_, Fault>((broken(tx, &run)?, run))
    });
    let (broken, run) = read.await?;
    html(&StatePart { state: stand(&who, &run, broken), page: Page::new(&who, run.file_name.clone()) })
}

/// `GET /imports/ID/errors.xlsx`: the refused rows, each with its reason, to be mended and uploaded again.
pub async fn errors(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let signed = who.clone();
    let run = app.db().read(move |tx| seen(tx, &signed, id)).await?;
    let made = xingtan_imports::faulty_rows(app.db(), app.keys(), imports.kind(&run)?, &run, &who.l).await;
    let bytes = made.map_err(|fault| match fault {
        NoFile::Db(error) => error.into(),
        NoFile::Unwritable(msg) => Fault::Conflict(msg),
    })?;
    let stem = run.file_name.rsplit_once('.').map_or(run.file_name.as_str(), |(stem, _)| stem);
    let name = format!("{}.xlsx", who.l.t1("accounts-imports-errors-name", "file", stem));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

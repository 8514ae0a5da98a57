//! `/audit/entries`: the trail, searched, read one by one, taken along (GOV-9).

mod words;

use super::{
    AUDIT_EXPORT, AUDIT_READ,
    site::{address, by, is_whole, place, read_place},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;
use words::Line;
use xingtan_audit::{Entry, Filter, Found, Position};
use xingtan_auth::Permission;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, export, html};

/// Entries on a page.
const SIZE: i64 = 50;
/// Entries read by one unit of an export.
const CHUNK: i64 = 500;
/// Entries of one export; more are taken along in several spans of time.
const MOST: usize = 50_000;

/// What a list was asked for, as typed.
#[derive(Clone, Debug, Default)]
struct Asked {
    text: String,
    user: String,
    action: String,
    result: String,
    from: String,
    to: String,
    subject: Option<Uuid>,
    unit: Option<Uuid>,
}

impl Asked {
    fn read(form: &Form) -> Self {
        let text = |name: &str| form.value(name).trim().chars().take(100).collect::<String>();
        Asked {
            text: text("q"),
            user: text("user"),
            action: text("action"),
            result: text("result"),
            from: text("from"),
            to: text("to"),
            subject: form.value("subject").parse().ok(),
            unit: form.value("unit").parse().ok(),
        }
    }

    fn is_narrowed(&self) -> bool {
        self.subject.is_some()
            || self.unit.is_some()
            || [&self.text, &self.user, &self.action, &self.result, &self.from, &self.to]
                .iter()
                .any(|t| !t.is_empty())
    }

    fn href(&self, path: &str, more: &[(&str, &str)]) -> String {
        let subject = self.subject.map(|id| id.to_string()).unwrap_or_default();
        let unit = self.unit.map(|id| id.to_string()).unwrap_or_default();
        let own = [
            ("q", self.text.as_str()),
            ("user", &self.user),
            ("action", &self.action),
            ("result", &self.result),
            ("from", &self.from),
            ("to", &self.to),
            ("subject", &subject),
            ("unit", &unit),
        ];
        address(path, &[&own[..], more].concat())
    }

    /// The filter; none where the user asked for does not exist.
    fn filter(&self, tx: &mut Tx<'_>, who: &Reader) -> xingtan_db::Result<Option<Filter>> {
        let mut filter = Filter {
            action: Some(self.action.clone()).filter(|action| !action.is_empty()),
            subject: self.subject,
            refused: match self.result.as_str() {
                "refused" => Some(true),
                "done" => Some(false),
                _ => None,
            },
            from: self.from.parse().ok().map(|day| who.l.zone().start_of(day)),
            to: self.to.parse().ok().map(|day| who.l.zone().end_of(day)),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            scope: who.scope.clone(),
            ..Filter::default()
        };
        if let Some(unit) = self.unit {
            // A unit that is gone or not one's own has no entries to show.
            let node = xingtan_accounts::api::node(tx, unit)?;
            let node = node.filter(|node| who.scope.as_ref().is_none_or(|scope| scope.covers(&node.path)));
            let Some(node) = node else { return Ok(None) };
            filter.scope = Some(xingtan_auth::Scope::of(vec![node.path]));
        }
        if !self.user.is_empty() {
            match xingtan_accounts::api::person_by_user(tx, &self.user)? {
                Some(person) => filter.actor = Some(person.id),
                None => return Ok(None),
            }
        }
        Ok(Some(filter))
    }
}

/// How far somebody may read.
#[derive(Clone)]
struct Reader {
    l: Locale,
    scope: Option<xingtan_auth::Scope>,
}

impl Reader {
    fn of(who: &SignedIn, permission: Permission) -> Result<Self, Fault> {
        who.must(permission)?;
        let scope = who.actor.scope(permission);
        Ok(Reader { l: who.l.clone(), scope: (!is_whole(&scope)).then_some(scope) })
    }
}

/// What an act is called.
fn action(l: &Locale, entry: &Found) -> String {
    let key = entry.action_key();
    if l.has(&key) { l.t(&key) } else { entry.action.clone() }
}

fn role(l: &Locale, entry: &Found) -> String {
    let key = format!("web-role-{}", entry.acting_role);
    if l.has(&key) { l.t(&key) } else { l.t(&format!("app-role-{}", entry.acting_role)) }
}

fn actor(l: &Locale, entry: &Found) -> String {
    match &entry.actor_name {
        Some(name) if !name.is_empty() => name.clone(),
        None if entry.actor_erased.is_some() => l.t("app-entry-erased"),
        _ => role(l, entry),
    }
}

fn subject(l: &Locale, entry: &Found) -> String {
    match &entry.subject_name {
        Some(name) => name.clone(),
        None if entry.subject_erased.is_some() => l.t("app-entry-erased"),
        None => String::new(),
    }
}

#[derive(Template)]
#[template(path = "audit/entries.html")]
struct EntriesPage {
    page: Page,
    asked: Asked,
    rows: Vec<Found>,
    results: Vec<(String, String)>,
    actions: Vec<(String, String)>,
    units: Vec<(String, String)>,
    narrowed: bool,
    next: Option<String>,
    first: Option<String>,
    xlsx: String,
    csv: String,
    may_export: bool,
}

impl EntriesPage {
    fn unit(&self) -> String {
        self.asked.unit.map(|id| id.to_string()).unwrap_or_default()
    }

    fn action(&self, entry: &Found) -> String {
        action(&self.page.l, entry)
    }

    fn actor(&self, entry: &Found) -> String {
        actor(&self.page.l, entry)
    }

    fn subject(&self, entry: &Found) -> String {
        subject(&self.page.l, entry)
    }
}

/// The units by which the reader may narrow the trail, with the names down to each.
fn units(tx: &mut Tx<'_>, reader: &Reader) -> xingtan_db::Result<Vec<(String, String)>> {
    use xingtan_accounts::api as accounts;
    let mut nodes = accounts::nodes(tx)?;
    nodes.retain(|node| reader.scope.as_ref().is_none_or(|scope| scope.covers(&node.path)));
    let trails = accounts::trails(tx, nodes.iter().map(|node| node.path.as_str()))?;
    let named = |node: &accounts::Node| {
        let trail = trails.get(&node.path).filter(|trail| !trail.is_empty());
        (node.id.to_string(), trail.unwrap_or(&node.name).clone())
    };
    Ok(nodes.iter().map(named).collect())
}

/// `GET /audit/entries`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let reader = Reader::of(&who, AUDIT_READ)?;
    let (asked, after) = (Asked::read(&form), read_place(form.value("after")));
    let wanted = asked.clone();
    let read = app.db().read(move |tx| {
        let units = units(tx, &reader)?;
        let Some(filter) = wanted.filter(tx, &reader)? else { return Ok((Vec::new(), units)) };
        let after = after.map(|(at, id)| Position { at, id });
        Ok((xingtan_audit::search(tx, &filter, after, SIZE + 1)?, units))
    });
    let (mut rows, units): (Vec<Found>, Vec<(String, String)>) =
        read.await.map_err(|error: xingtan_db::Error| Fault::from(error))?;
    let more = rows.len() as i64 > SIZE;
    rows.truncate(SIZE as usize);
    let next = rows.last().filter(|_| more).map(|row| place(row.at, row.id));
    html(&EntriesPage {
        page: Page::new(&who, who.l.t("app-entries-title")).crumb("/audit", who.l.t("app-audit-title")),
        results: ["done", "refused"]
            .map(|code| (code.to_owned(), who.l.t(&format!("app-entry-{code}"))))
            .to_vec(),
        actions: words::actions(&who.l),
        units,
        narrowed: asked.is_narrowed(),
        next: next.map(|after| asked.href("/audit/entries", &[("after", &after)])),
        first: after.map(|_| asked.href("/audit/entries", &[])),
        xlsx: asked.href("/audit/entries/export", &[("format", "xlsx")]),
        csv: asked.href("/audit/entries/export", &[("format", "csv")]),
        may_export: who.actor.may(AUDIT_EXPORT),
        asked,
        rows,
    })
}

/// `GET /audit/entries/export`: what the list shows, as a file; that it was taken along is an entry.
pub async fn export(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let reader = Reader::of(&who, AUDIT_EXPORT)?;
    let (asked, l) = (Asked::read(&form), who.l.clone());
    let headings = [
        "app-entry-number",
        "app-entry-at",
        "app-entry-actor",
        "app-entry-role",
        "app-entry-action",
        "app-entry-subject",
        "app-entry-result",
        "app-entry-before",
        "app-entry-after",
        "app-entry-detail",
        "app-entry-address",
        "app-entry-citing",
    ];
    let mut file = export::file(&who, form.value("format"), &l.t("app-entries-title"), &headings)?;
    let (mut after, mut count) = (None, 0);
    while count < MOST {
        let (wanted, reader) = (asked.clone(), reader.clone());
        let read = app.db().read(move |tx| {
            let Some(filter) = wanted.filter(tx, &reader)? else { return Ok(Vec::new()) };
            xingtan_audit::search(tx, &filter, after, CHUNK)
        });
        let rows: Vec<Found> = read.await.map_err(|error: xingtan_db::Error| Fault::from(error))?;
        let Some(last) = rows.last() else { break };
        after = Some(last.position());
        count += rows.len();
        rows.iter().try_for_each(|row| file.row(&cells(&l, row)))?;
        if (rows.len() as i64) < CHUNK {
            break;
        }
    }
    let (entry, now, by) = (app.id(), who.now, by(&who));
    let about = json!({ "entries": count, "filter": asked.href("", &[]) });
    app.db()
        .write(move |tx| {
            xingtan_audit::record(tx, &Entry::new(entry, now, "app.entries-exported", &by).detail(&about))
        })
        .await?;
    file.answer()
}

fn cells(l: &Locale, row: &Found) -> [Cell; 12] {
    [
        row.sequence.into(),
        Cell::moment(row.at, l.zone()),
        actor(l, row).into(),
        role(l, row).into(),
        action(l, row).into(),
        subject(l, row).into(),
        l.t(&format!("app-entry-{}", row.result)).into(),
        row.value_before.clone().into(),
        row.value_after.clone().into(),
        row.detail.clone().into(),
        row.address.clone().into(),
        row.citing.clone().into(),
    ]
}

#[derive(Template)]
#[template(path = "audit/entry.html")]
struct EntryPage {
    page: Page,
    entry: Found,
    actor: String,
    role: String,
    subject: String,
    unit: Option<String>,
    lines: Vec<Line>,
    detail: Vec<Line>,
}

/// `GET /audit/entries/ID`: one entry with what was before and after.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let reader = Reader::of(&who, AUDIT_READ)?;
    let read = app.db().read(move |tx| {
        let Some(entry) = xingtan_audit::get(tx, id)? else { return Ok(None) };
        let path = entry.node_path.clone().unwrap_or_default();
        if reader.scope.as_ref().is_some_and(|scope| !scope.covers(&path)) {
            return Ok(None);
        }
        let unit = xingtan_accounts::api::trails(tx, [path.as_str()])?.remove(&path);
        let texts = [entry.value_before.as_deref(), entry.value_after.as_deref(), entry.detail.as_deref()];
        let names = words::names(tx, &words::ids(&texts))?;
        Ok::<_, xingtan_db::Error>(Some((entry, unit, names)))
    });
    let (entry, unit, names) = read.await?.ok_or(Fault::NotFound)?;
    html(&EntryPage {
        page: Page::new(&who, action(&who.l, &entry))
            .crumb("/audit", who.l.t("app-audit-title"))
            .crumb("/audit/entries", who.l.t("app-entries-title")),
        actor: actor(&who.l, &entry),
        role: role(&who.l, &entry),
        subject: subject(&who.l, &entry),
        lines: words::lines(&who.l, &names, entry.value_before.as_deref(), entry.value_after.as_deref()),
        detail: words::lines(&who.l, &names, None, entry.detail.as_deref()),
        unit,
        entry,
    })
}

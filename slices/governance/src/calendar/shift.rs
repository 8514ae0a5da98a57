//! `/calendar/shifts`: hours by a name, and the units that work by them.

use super::{MANAGE, about, rule::HOURS, stale};
use crate::saving::{Deed, Stop, save as save_once, shown};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashSet;
use xingtan_accounts::api::{self as accounts, Node};
use xingtan_calendar::{ShiftRow, Slot, hours_words, read_hours};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

const HREF: &str = "/calendar/shifts";

#[derive(Template)]
#[template(path = "calendar/shifts.html")]
struct ListPage {
    page: Page,
    form: Form,
    rows: Vec<(Uuid, String, Vec<String>, String)>,
}

#[derive(Template)]
#[template(path = "calendar/shift.html")]
struct OnePage {
    page: Page,
    form: Form,
    id: Uuid,
    units: Vec<(String, String)>,
}

/// `GET /calendar/shifts`.
pub async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show_list(&who, Form::fresh(app.id()).with("keeps", "yes")).await
}

async fn show_list(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let read = who.app.db().read(|tx| {
        let units: std::collections::HashMap<i64, String> =
            units(tx)?.into_iter().map(|node| (node.number, node.name)).collect();
        let used = xingtan_calendar::shift_units(tx)?;
        let named = |id: Uuid| -> Vec<String> {
            let own = used.iter().filter(|(_, shift)| *shift == id);
            own.filter_map(|(unit, _)| units.get(unit).cloned()).collect()
        };
        Ok::<_, Fault>(
            xingtan_calendar::shifts(tx)?
                .into_iter()
                .map(|row| (row.id, row.name.clone(), row.slots(), named(row.id)))
                .collect::<Vec<_>>(),
        )
    });
    let between = who.l.t("governance-calendar-between");
    let row = |(id, name, slots, units): (Uuid, String, Vec<Slot>, Vec<String>)| {
        let hours = hours_words(&who.l, &slots, "\n").lines().map(str::to_owned).collect();
        (id, name, hours, units.join(&between))
    };
    let view = ListPage {
        rows: read.await?.into_iter().map(row).collect(),
        page: Page::new(who, who.l.t("governance-calendar-shifts"))
            .crumb("/calendar", who.l.t("governance-calendar-title")),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The units of the institution, in the order of the tree.
fn units(tx: &mut Tx<'_>) -> Result<Vec<Node>, Error> {
    match accounts::root(tx)? {
        Some(root) => accounts::subtree(tx, &root.path),
        None => Ok(Vec::new()),
    }
}

struct Given {
    name: String,
    hours: Option<Vec<Slot>>,
    keeps: bool,
}

fn given(form: &mut Form) -> Given {
    let name = form.text("name", Text::required(40));
    let text = form.text("hours", Text::required(HOURS).lines());
    let hours = read_hours(&text).map_err(|fault| form.refuse("hours", fault.msg())).ok();
    Given { name, hours, keeps: form.ticked("keeps") }
}

fn taken(error: Error) -> Stop {
    match error {
        Error::Unique(_) => Stop::Field("name", Msg::new("governance-calendar-shift-taken")),
        other => Stop::Db(other),
    }
}

/// `POST /calendar/shifts`: a new one.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let Given { name, hours, keeps } = given(&mut form);
    if let (true, Some(hours)) = (form.ok(), hours) {
        let (id, deed) = (app.id(), Deed::of(&who));
        let to = format!("{HREF}/{id}");
        let told = Msg::new("governance-calendar-shift-added").with("name", name.clone());
        let done = save_once(&who, &mut form, &to, told, move |tx| {
            xingtan_calendar::add_shift(tx, id, &name, &hours, keeps, deed.ids.next()).map_err(taken)?;
            let after = (&hours, keeps);
            let entry = deed.entry("governance.calendar-shift", about(&name)).after(&after);
            Ok(xingtan_audit::record(tx, &entry)?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show_list(&who, form).await
}

/// `GET /calendar/shifts/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let row = find(&app, id).await?;
    let used = app.db().read(xingtan_calendar::shift_units).await?;
    let mut form = Form::fresh(app.id())
        .with("version", row.version)
        .with("name", &row.name)
        .with("hours", hours_words(&who.l, &row.slots(), "\n"));
    if row.keeps_holidays {
        form = form.with("keeps", "yes");
    }
    for (unit, _) in used.iter().filter(|(_, shift)| *shift == id) {
        form = form.with("units", unit);
    }
    show_one(&who, row, form).await
}

async fn find(app: &App, id: Uuid) -> Result<ShiftRow, Fault> {
    let all = app.db().read(xingtan_calendar::shifts).await?;
    all.into_iter().find(|row| row.id == id).ok_or(Fault::NotFound)
}

async fn show_one(who: &SignedIn, row: ShiftRow, form: Form) -> Result<Response, Fault> {
    let nodes = who.app.db().read(units).await?;
    let option =
        |node: &Node| (node.number.to_string(), format!("{}{}", "　".repeat(node.depth()), node.name));
    let view = OnePage {
        page: Page::new(who, row.name.clone())
            .crumb("/calendar", who.l.t("governance-calendar-title"))
            .crumb(HREF, who.l.t("governance-calendar-shifts")),
        units: nodes.iter().map(option).collect(),
        form: form.clone(),
        id: row.id,
    };
    shown(&form, &view)
}

/// `POST /calendar/shifts/ID`.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let row = find(&app, id).await?;
    let seen = form.int("version", 1..=i64::MAX);
    let asked: HashSet<i64> = form.values("units").iter().filter_map(|n| n.parse().ok()).collect();
    let Given { name, hours, keeps } = given(&mut form);
    if let (true, Some(hours)) = (form.ok(), hours) {
        let deed = Deed::of(&who);
        let changed = ShiftRow { name, keeps_holidays: keeps, version: seen, ..row.clone() };
        let told = Msg::new("governance-calendar-shift-saved").with("name", changed.name.clone());
        let done = save_once(&who, &mut form, HREF, told, move |tx| {
            let own: Vec<i64> =
                units(tx)?.iter().map(|node| node.number).filter(|number| asked.contains(number)).collect();
            let stamp = deed.ids.next();
            if !xingtan_calendar::update_shift(tx, &changed, &hours, stamp).map_err(taken)? {
                return Err(stale());
            }
            xingtan_calendar::put_units(tx, id, &own, stamp)?;
            let entry = deed.entry("governance.calendar-shift", about(&changed.name));
            let after = (&hours, changed.keeps_holidays, &own);
            Ok(xingtan_audit::record(tx, &entry.after(&after))?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show_one(&who, row, form).await
}

/// `POST /calendar/shifts/ID/deletion`: its units work by the institution's hours again.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let row = find(&app, id).await?;
    let (deed, name) = (Deed::of(&who), row.name.clone());
    let told = Msg::new("governance-calendar-shift-removed").with("name", name.clone());
    let done = save_once(&who, &mut form, HREF, told, move |tx| {
        if !xingtan_calendar::remove_shift(tx, id, deed.ids.next())? {
            return Err(Fault::NotFound.into());
        }
        let entry = deed.entry("governance.calendar-shift-removed", about(&name));
        Ok(xingtan_audit::record(tx, &entry)?)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => show_one(&who, row, form).await,
    }
}

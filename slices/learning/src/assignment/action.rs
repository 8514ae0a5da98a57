//! What the forms of assignments do.

use super::{
    WRITE, job,
    page::{self, Choices, choices, readable},
    store::{self, Assignment},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_audit::Entry;
use xingtan_auth::Scope;
use xingtan_catalog::{
    Act,
    api::{self as catalog, CourseState},
};
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::Tx;
use xingtan_i18n::{Msg, Until};
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text};

/// Most people who can be named one by one.
const NAMED: usize = 200;

/// What the form of a new assignment says.
#[derive(Clone, Debug)]
struct Wanted {
    course: Uuid,
    scope: String,
    targets: Targets,
    persons: Vec<String>,
    opens_at: Timestamp,
    due_at: Timestamp,
    note: String,
}

fn read(form: &mut Form, zone: &Zone, now: Timestamp) -> Wanted {
    let course = form.id("course").unwrap_or_default();
    let opens_at = form.date("opens").map_or(now, |day| zone.start_of(day).max(now));
    let due = form.date("due");
    if due.is_none() && form.error("due").is_none() {
        form.refuse("due", Msg::new("web-form-required"));
    }
    let due_at = due.map_or(now, |day| zone.end_of(day));
    if due.is_some() && (due_at <= now || due_at <= opens_at) {
        form.refuse("due", Msg::new("learning-assignment-due-early"));
    }
    let persons: Vec<String> = form
        .text("persons", Text::optional(8_000).lines())
        .split([',', '，', '、', ';', '；', ' ', '\n', '\t'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if persons.len() > NAMED {
        form.refuse("persons", Msg::new("learning-assignment-many").with("max", NAMED as i64));
    }
    let targets = Targets {
        positions: form.ids("positions"),
        nodes: form.ids("nodes"),
        cohorts: form.ids("cohorts"),
        persons: Vec::new(),
    };
    if targets.is_empty() && persons.is_empty() {
        form.refuse("", Msg::new("learning-assignment-nobody"));
    }
    let scope = form.text("scope", Text::required(400));
    let note = form.text("note", Text::optional(500).lines());
    Wanted { course, scope, targets, persons, opens_at, due_at, note }
}

/// What a form means once the database was asked: targets with the named people, the course, how many are meant, and
/// what is wrong, with the field.
struct Checked {
    targets: Targets,
    title: String,
    count: i64,
    wrong: Vec<(&'static str, Msg)>,
}

fn check(tx: &mut Tx<'_>, scope: &Scope, choices: &Choices, wanted: &Wanted) -> xingtan_db::Result<Checked> {
    let mut wrong = Vec::new();
    let offered = |ids: &[Uuid], of: &[(String, String)]| {
        ids.iter().all(|id| of.iter().any(|(own, _)| *own == id.to_string()))
    };
    for (field, ids, of) in [
        ("nodes", &wanted.targets.nodes, &choices.nodes),
        ("cohorts", &wanted.targets.cohorts, &choices.cohorts),
    ] {
        if !offered(ids, of) {
            wrong.push((field, Msg::new("web-form-choice")));
        }
    }
    let mut targets = wanted.targets.clone();
    for name in wanted.persons.iter().take(NAMED) {
        match accounts::person_by_user(tx, name)?.filter(|it| scope.covers(&it.unit_path)) {
            Some(person) => targets.persons.push(person.id),
            None => wrong.push(("persons", Msg::new("learning-assignment-unknown").with("name", name))),
        }
    }
    if !scope.covers(&wanted.scope) {
        wrong.push(("scope", Msg::new("web-form-choice")));
    }
    let course = catalog::course(tx, wanted.course)?.filter(|it| it.state == CourseState::Published);
    if course.is_none() {
        wrong.push(("course", Msg::new("web-form-choice")));
    }
    let count = if wrong.is_empty() { count(tx, &targets, &wanted.scope)? } else { 0 };
    if wrong.is_empty() && count == 0 {
        wrong.push(("", Msg::new("learning-assignment-empty")));
    }
    Ok(Checked { targets, title: course.map(|it| it.title).unwrap_or_default(), count, wrong })
}

/// How many present people are meant now.
fn count(tx: &mut Tx<'_>, targets: &Targets, scope: &str) -> xingtan_db::Result<i64> {
    let (mut count, mut after) = (0, None);
    loop {
        let some = accounts::matching(tx, targets, after, 2_000)?;
        let people = accounts::people(tx, &some)?;
        count += people.iter().filter(|it| it.unit_path.starts_with(scope)).count() as i64;
        after = some.last().copied();
        if some.len() < 2_000 {
            return Ok(count);
        }
    }
}

/// `POST /assignments`: with `step=save` assigns, otherwise shows how many people are meant.
pub async fn create(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let wanted = read(&mut form, who.l.zone(), who.now);
    let (scope, asked, ok) = (who.actor.scope(WRITE), wanted.clone(), form.ok());
    let (choices, checked) = app
        .db()
        .read(move |tx| {
            let choices = choices(tx, &scope)?;
            let checked = if ok { Some(check(tx, &scope, &choices, &asked)?) } else { None };
            Ok::<_, Fault>((choices, checked))
        })
        .await?;
    for (name, msg) in checked.iter().flat_map(|it| it.wrong.iter()) {
        form.refuse(name, msg.clone());
    }
    match checked {
        Some(checked) if form.ok() && form.is("step", "save") => save(&who, &form, wanted, checked).await,
        checked => {
            let count = checked.filter(|_| form.ok()).map(|it| it.count);
            page::shown(&who, form, choices, count)
        }
    }
}

async fn save(who: &SignedIn, form: &Form, wanted: Wanted, checked: Checked) -> Result<Response, Fault> {
    let (act, key, job) = (Act::of(who), form.key(), who.app.id());
    let it = Assignment {
        id: who.app.id(),
        course_id: wanted.course,
        title: checked.title,
        node_path: wanted.scope,
        opens_at: wanted.opens_at,
        due_at: wanted.due_at,
        note: wanted.note,
        created_by: act.person,
        created_at: act.at,
        ended_at: None,
        version: 1,
    };
    let (to, targets) = (format!("/assignments/{}", it.id), checked.targets);
    let location = to.clone();
    let once = who
        .app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &location, act.at)?;
            if once == Once::First {
                create_assignment(tx, &it, &targets, job, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    who.app.ring();
    Ok(match once {
        Once::Before(to) => Redirect::to(&to).into_response(),
        Once::First => {
            who.go(&to, "pine", &Msg::new("learning-assignment-made").with("count", checked.count))
        }
    })
}

/// Keeps an assignment and orders the job that carries it to the people it means.
///
/// # Errors
/// Those of the database.
pub fn create_assignment(
    tx: &mut Tx<'_>,
    it: &Assignment,
    targets: &Targets,
    job: Uuid,
    act: &Act,
) -> xingtan_db::Result<()> {
    store::add(tx, it, targets)?;
    let entry = Entry::new(act.ids.next(), act.at, "learning.assigned", &act.who)
        .on("assignment", it.id, it.title.clone())
        .within(&it.node_path);
    xingtan_audit::record(tx, &entry)?;
    job::expand_later(tx, job, it.id, act.person, act.at)
}

/// Why a deadline cannot be moved to there, with the field.
pub fn too_early(it: &Assignment, due_at: Timestamp) -> Option<(&'static str, Msg)> {
    (due_at <= it.due_at).then(|| ("due", Msg::new("learning-assignment-not-later")))
}

/// Moves the deadline of an assignment and orders the job that carries it on; answers whether nobody changed it since
/// the count `seen`.
///
/// # Errors
/// Those of the database.
pub fn extend_to(
    tx: &mut Tx<'_>,
    it: &Assignment,
    seen: i64,
    due_at: Timestamp,
    job: Uuid,
    act: &Act,
) -> xingtan_db::Result<bool> {
    if !store::extend(tx, it.id, seen, due_at)? {
        return Ok(false);
    }
    let entry = Entry::new(act.ids.next(), act.at, "learning.assignment-extended", &act.who)
        .on("assignment", it.id, it.title.clone())
        .within(&it.node_path);
    let dates = |due: Timestamp| serde_json::json!({ "due_at": due.to_string() });
    xingtan_audit::record(tx, &entry.change(&dates(it.due_at), &dates(due_at)))?;
    job::expand_later(tx, job, it.id, act.person, act.at)?;
    Ok(true)
}

/// Ends an assignment and orders the job that carries it on; one that has ended stays so. Answers whether it has ended
/// and nobody changed it since the count `seen`.
///
/// # Errors
/// Those of the database.
pub fn end_now(
    tx: &mut Tx<'_>,
    it: &Assignment,
    seen: i64,
    job: Uuid,
    act: &Act,
) -> xingtan_db::Result<bool> {
    if !store::end(tx, it.id, seen, act.person, act.at)? {
        return Ok(it.ended_at.is_some());
    }
    let entry = Entry::new(act.ids.next(), act.at, "learning.assignment-ended", &act.who)
        .on("assignment", it.id, it.title.clone())
        .within(&it.node_path);
    xingtan_audit::record(tx, &entry)?;
    job::expand_later(tx, job, it.id, act.person, act.at)?;
    Ok(true)
}

/// `POST /assignments/{id}/deadline`: a later deadline.
pub async fn extend(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let seen = form.int("version", 1..=i64::MAX);
    let due = form.date("due");
    if due.is_none() && form.error("due").is_none() {
        form.refuse("due", Msg::new("web-form-required"));
    }
    let to = format!("/assignments/{id}");
    let Some(due_at) = due.map(|day| who.l.zone().end_of(day)).filter(|_| form.ok()) else {
        return page::show(&who, id, &Form::default(), Some(form)).await;
    };
    let (scope, act, key, job, location) =
        (who.actor.scope(WRITE), Act::of(&who), form.key(), app.id(), to.clone());
    let done = app
        .db()
        .write(move |tx| {
            let it = readable(tx, &scope, id)?;
            if let Some(refusal) = too_early(&it, due_at) {
                return Ok::<_, Fault>(Some(refusal));
            }
            if FormKey::enter(key, tx, Some(act.person), &location, act.at)? != Once::First {
                return Ok(None);
            }
            if !extend_to(tx, &it, seen, due_at, job, &act)? {
                return Ok(Some(("", Msg::new("web-fault-stale"))));
            }
            Ok(None)
        })
        .await?;
    if let Some((name, msg)) = done {
        form.refuse(name, msg);
        return page::show(&who, id, &Form::default(), Some(form)).await;
    }
    app.ring();
    Ok(who.go(&to, "pine", &Msg::new("learning-assignment-extended").with("due", Until(due_at))))
}

/// `POST /assignments/{id}/end`: it reaches nobody any more; what was begun stays as an elective.
pub async fn end(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let seen = form.int("version", 1..=i64::MAX);
    let to = format!("/assignments/{id}");
    let (scope, act, job) = (who.actor.scope(WRITE), Act::of(&who), app.id());
    let ended = app
        .db()
        .write(move |tx| {
            let it = readable(tx, &scope, id)?;
            Ok::<_, Fault>(end_now(tx, &it, seen, job, &act)?)
        })
        .await?;
    app.ring();
    Ok(match ended {
        true => who.go(&to, "pine", &Msg::new("learning-assignment-end-done")),
        false => who.go(&to, "ochre", &Msg::new("web-fault-stale")),
    })
}

//! `/setup`: three steps on one address; what was answered before travels in hidden fields, passwords excepted.

use super::{
    NewInstitution, code, create_institution, ids_needed, is_set_up,
    wizard::{self, Answers, OTHERS, Other, Step},
};
use crate::{
    consent::{self, Agreement},
    credential::{change, common, prove, store as credentials},
    person::{Prepared, open::NewPerson},
    session::{arrival::Arrival, enter},
    slip::{Credential, Delivery, Initial},
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{HeaderMap, StatusCode};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::{Kind, Msg};
use xingtan_settings::Institution;
use xingtan_web::{App, Fault, Form, Page, Visit, html};

struct StepLine {
    title: String,
    current: bool,
    done: bool,
}

struct OtherFields {
    user: String,
    name: String,
    legend: String,
    hint: String,
    required: bool,
}

#[derive(Template)]
#[template(path = "setup/wizard.html")]
struct WizardPage {
    page: Page,
    f: Form,
    step: &'static str,
    steps: Vec<StepLine>,
    kinds: Vec<(String, String)>,
    others: Vec<OtherFields>,
    carried: Vec<(String, String)>,
    rules: Vec<(String, String)>,
    remarks: Vec<String>,
    clauses: Vec<(String, Vec<crate::consent::Clause>)>,
}

/// Fields of the first two steps, carried on.
const CARRIED: [&str; 10] = [
    "code",
    "kind",
    "name",
    "zone",
    "center_user",
    "center_name",
    "security_user",
    "security_name",
    "audit_user",
    "audit_name",
];

fn show(visit: &Visit, f: Form, step: Step) -> Result<Response, Fault> {
    // The words are those of the kind that was chosen, before there is an institution of that kind.
    let kind = f.value("kind").parse::<Kind>().unwrap_or(Kind::Academy);
    let l = &visit.app.texts().locale(visit.l.lang(), kind, visit.l.zone().clone());
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let steps = Step::ALL.map(|one| StepLine {
        title: l.t(&format!("accounts-setup-step-{}", one.code())),
        current: one == step,
        done: one < step,
    });
    let own = |field: &str| match step {
        Step::Institution => true,
        Step::Others => OTHERS.iter().any(|(prefix, _)| field.starts_with(prefix)),
        Step::Own => false,
    };
    let carried = CARRIED.iter().filter(|name| !own(name) && f.has(name));
    let carried = carried.map(|name| ((*name).to_owned(), f.value(name).to_owned())).collect();
    let choice = |kind: Kind| (kind.to_string(), l.t(&format!("accounts-setup-kind-{kind}")));
    let others = OTHERS.map(|(prefix, role)| OtherFields {
        user: format!("{prefix}_user"),
        name: format!("{prefix}_name"),
        legend: l.t(&role.key()),
        hint: l.t(&format!("accounts-setup-{prefix}-hint")),
        required: role == Role::Centre,
    });
    let policy = wizard::policy();
    let name = f.value("name").to_owned();
    let clauses = |agreement: &Agreement| (l.t(&agreement.key()), agreement.clauses(l, &name));
    let mut layout = Page::new(visit, l.t("accounts-setup-title"));
    layout.l = l.clone();
    let page = WizardPage {
        clauses: if step == Step::Own { consent::ALL.iter().map(clauses).collect() } else { Vec::new() },
        page: layout,
        step: step.code(),
        steps: steps.into(),
        kinds: vec![choice(Kind::Academy), choice(Kind::School), choice(Kind::Training)],
        others: others.into(),
        carried,
        rules: change::rules(l, &policy),
        remarks: change::remarks(l, &policy),
        f: f.in_language(l),
    };
    Ok((status, html(&page)?).into_response())
}

async fn closed(app: &App) -> Result<bool, Fault> {
    Ok(app.db().read(is_set_up).await?)
}

/// GET: the first step, while nobody has an account; the link on the console brings the code along.
pub async fn page(visit: Visit, asked: Form) -> Result<Response, Fault> {
    if closed(&visit.app).await? {
        return Ok(Redirect::to("/").into_response());
    }
    let form = Form::default().with("kind", "academy").with("zone", "Asia/Shanghai");
    let code: String = asked.value("code").chars().take(20).collect();
    show(&visit, form.with("code", code), Step::Institution)
}

/// POST: checks the steps so far and goes on, back, or to the end.
pub async fn step(visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Fault> {
    if closed(&visit.app).await? {
        return Ok(visit.go("/sign-in", "slate", &Msg::new("accounts-setup-done-before")));
    }
    let step = Step::of(form.value("step"));
    if form.has("back") {
        let before = if step == Step::Own { Step::Others } else { Step::Institution };
        return show(&visit, form, before);
    }
    if !code::is_right(visit.app.keys(), form.value("code")) {
        form.refuse("code", Msg::new("accounts-setup-code-wrong"));
    }
    let answers = wizard::read(&mut form, step);
    let password = if step == Step::Own {
        {
            let own = common::about(&answers.own_name, &answers.user_name, &answers.name, "");
            change::read(&mut form, &wizard::policy(), &wizard::about(&answers), &own)
        }
    } else {
        String::new()
    };
    form.forget(&["password", "again"]);
    if !form.ok() {
        let to = wizard::faulty(&form, step);
        return show(&visit, form, to);
    }
    match step.next() {
        Some(next) => show(&visit, form, next),
        None => finish(&visit, &headers, answers, &password).await,
    }
}

/// Sets up, lets the administrator in and leads to the slips of the others.
async fn finish(
    visit: &Visit,
    headers: &HeaderMap,
    answers: Answers,
    password: &str,
) -> Result<Response, Fault> {
    let app = &visit.app;
    let hash = prove::hash(password).await?;
    let new = institution(visit, &answers, hash);
    let others: Vec<Uuid> = new.people.iter().skip(1).map(|person| person.id).collect();
    let slips: Vec<Uuid> = others.iter().map(|_| app.id()).collect();
    let admin = new.people[0].id;
    let who = Who {
        person: Some(admin),
        name: answers.own_name.clone(),
        role: Role::Admin.code().to_owned(),
        address: Some(visit.ip.to_string()),
        device: Some(visit.agent.clone()),
    };
    let prepared = Prepared::new(who, visit.now, app.ids(), ids_needed(&new));
    let (arrival, secrets) = Arrival::of(visit, headers, &answers.user_name, false);
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        create_institution(tx, &deed, &new)?;
        for (person, slip) in others.iter().zip(&slips) {
            super::slips::add(tx, *slip, admin, *person, deed.now())?;
        }
        for agreement in consent::ALL {
            consent::store::give(tx, admin, &agreement, deed.now())?;
        }
        let deed = arrival.prepared.begin();
        let known = credentials::of(tx, admin)?.ok_or(Error::NotFound)?;
        enter::let_in(tx, &arrival, &deed, &known)
    };
    match app.db().write(unit).await {
        Ok(_) => {}
        // A second visitor was faster.
        Err(Error::Conflict | Error::Unique(_)) if closed(app).await? => {
            return Ok(visit.go("/sign-in", "slate", &Msg::new("accounts-setup-done-before")));
        }
        Err(error) => return Err(error.into()),
    }
    app.settings().refresh().await?;
    app.ring();
    Ok(secrets.give(app, false, Redirect::to("/setup/done").into_response()))
}

fn institution(visit: &Visit, answers: &Answers, hash: String) -> NewInstitution {
    let app = &visit.app;
    let person = |id: Uuid, user_name: &str, name: &str, role: Role, credential: Credential| NewPerson {
        id,
        user_name: user_name.to_owned(),
        name: name.to_owned(),
        position: None,
        staff_number: None,
        mail: None,
        mobile: None,
        roles: vec![role],
        credential,
    };
    let mut people =
        vec![person(app.id(), &answers.user_name, &answers.own_name, Role::Admin, Credential::Kept(hash))];
    people.extend(answers.others.iter().map(|Other { role, user_name, name }| {
        let id = app.id();
        let initial = Initial::generate(app.keys(), id, Delivery::Slip, visit.now);
        person(id, user_name, name, *role, Credential::Initial(initial))
    }));
    NewInstitution {
        institution: Institution {
            name: answers.name.clone(),
            kind: answers.kind,
            zone: answers.zone.clone(),
            lang: visit.l.lang(),
            demo: false,
            created_at: None,
        },
        root: app.id(),
        people,
    }
}

//! `/people/new`: opening one account (ACC-1).

use super::{
    OPEN, change, check,
    open::{self, Mobile, NewPerson},
    reach::{self, Offers},
    seats,
    store::person_by_user,
};
use crate::{
    grant,
    opening::rules,
    parameters,
    people::saving::{Saved, Stop, prepare, save_keyed, shown},
    position::store as position,
    slip::{Credential, Delivery, Initial},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx, params};
use xingtan_i18n::Msg;
use xingtan_keys::{KeyRing, Place, mask_mobile};
use xingtan_web::{App, Fault, Form, Page, SignedIn};

#[derive(Template)]
#[template(path = "person/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    offers: Offers,
    roles: Vec<(String, String)>,
    deliveries: Vec<(String, String)>,
}

/// `GET /people/new`.
pub async fn page(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(OPEN)?;
    if !rules::opens_somewhere(&who.actor.grants, app.settings().bool(&parameters::DIRECT)) {
        return Ok(Redirect::to("/people/openings/new").into_response());
    }
    let form = Form::fresh(app.id())
        .with("roles", Role::Learner.code())
        .with("delivery", "slip")
        .with("unit", asked.value("unit"));
    show(&who, form).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let offers = who.app.db().read(move |tx| reach::offers(tx, &signed, OPEN)).await?;
    let delivery = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-delivery-{code}")));
    let view = NewPage {
        page: Page::new(who, who.l.t("accounts-people-open"))
            .crumb("/people", who.l.t("accounts-people-title")),
        roles: roles(who),
        deliveries: vec![delivery("slip"), delivery("mail")],
        offers,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The roles that the visitor may give somewhere.
fn roles(who: &SignedIn) -> Vec<(String, String)> {
    let may = |role: &&Role| {
        who.actor.grants.iter().any(|grant| grant::rules::grantable(grant.role).contains(role))
    };
    Role::ALL.iter().rev().filter(may).map(|role| (role.code().to_owned(), who.l.t(&role.key()))).collect()
}

/// Reads a field by a check, and notes what is wrong beside it.
pub fn read<T: Default>(form: &mut Form, name: &str, check: impl Fn(&str) -> Result<T, Msg>) -> T {
    let typed = form.value(name).to_owned();
    check(&typed).unwrap_or_else(|msg| {
        form.refuse(name, msg);
        T::default()
    })
}

/// Seals a mobile number for a person's row.
pub fn sealed(keys: &KeyRing, person: Uuid, number: &str) -> Mobile {
    let place = Place { table: "accounts_person", column: "mobile_sealed", row: person };
    Mobile { sealed: keys.seal(place, number.as_bytes()), masked: mask_mobile(number) }
}

/// What the form asks for.
struct Asked {
    new: NewPerson,
    unit: Uuid,
    initial: Initial,
    batch: Uuid,
}

fn parse(who: &SignedIn, form: &mut Form) -> Asked {
    let id = who.app.id();
    let delivery = if form.value("delivery") == "mail" { Delivery::Mail } else { Delivery::Slip };
    let mail = read(form, "mail", check::mail);
    if delivery == Delivery::Mail && mail.is_none() {
        form.refuse("mail", Msg::new("accounts-people-mail-needed"));
    }
    let roles: Vec<Option<Role>> = form.values("roles").iter().map(|code| code.parse().ok()).collect();
    if roles.iter().any(Option::is_none) {
        form.refuse("roles", Msg::new("web-form-choice"));
    }
    let initial = Initial::generate(who.app.keys(), id, delivery, who.now);
    let mobile = read(form, "mobile", check::mobile);
    let new = NewPerson {
        id,
        user_name: read(form, "user_name", check::user_name),
        name: read(form, "name", check::name),
        position: form.optional_id("position"),
        staff_number: read(form, "staff_number", check::staff_number),
        mail,
        mobile: mobile.map(|number| sealed(who.app.keys(), id, &number)),
        roles: roles.into_iter().flatten().collect(),
        credential: Credential::Initial(initial.clone()),
    };
    Asked { new, unit: form.id("unit").unwrap_or_default(), initial, batch: who.app.id() }
}

/// `POST /people`: opens the account; the password goes on a slip or by mail.
pub async fn open(State(_): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(OPEN)?;
    let asked = parse(&who, &mut form);
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    let mailed = asked.initial.mailed().is_some();
    let to = match mailed {
        true => format!("/people/{}", asked.new.id),
        false => format!("/people/slips/{}", asked.batch),
    };
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, open::ids_needed(asked.new.roles.len()) + 1));
        let name = asked.new.name.clone();
        let saved =
            save_keyed(&who, &mut form, &to, Some(seats::QUEUE), move |tx| opened(tx, &signed, &act, &asked));
        match saved.await? {
            Saved::Done(()) => {
                let msg = if mailed { "accounts-people-opened-mail" } else { "accounts-people-opened-slip" };
                return Ok(who.go(&to, "pine", &Msg::new(msg).with("name", name)));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    show(&who, form).await
}

fn opened(tx: &mut Tx<'_>, who: &SignedIn, act: &super::Prepared, asked: &Asked) -> Result<(), Stop> {
    let (deed, new) = (act.begin(), &asked.new);
    let wrong_unit = |_| Stop::Field("unit", Msg::new("web-form-choice"));
    let unit = reach::unit(tx, who, OPEN, asked.unit).map_err(wrong_unit)?;
    let direct = who.app.settings().bool(&parameters::DIRECT);
    if !rules::opens_alone(&who.actor.grants, &unit.path, direct) {
        return Err(Stop::Fault(Fault::Forbidden(Msg::new("accounts-people-open-asks"))));
    }
    if let Some(id) = new.position
        && position::position(tx, id)?.is_none()
    {
        return Err(Stop::Field("position", Msg::new("web-form-choice")));
    }
    may_have(who, &new.roles, &unit.path).map_err(|msg| Stop::Field("roles", msg))?;
    free(tx, &new.user_name, new.staff_number.as_deref(), None)?;
    if let Some(full) = seats::lacking(tx, &unit.path, 1)? {
        return Err(Stop::Field("unit", full));
    }
    open::open(tx, &deed, new, &unit).map_err(|error| match error {
        Error::Unique(_) => Stop::Field("user_name", Msg::new("accounts-people-user-taken")),
        other => Stop::Db(other),
    })?;
    let lang = who.app.institution().lang;
    change::deliver(tx, &deed, new.id, &new.user_name, &asked.initial, asked.batch, lang)?;
    Ok(())
}

/// Whether the visitor may give these roles on a unit, and they go with one another.
pub fn may_have(who: &SignedIn, roles: &[Role], path: &str) -> Result<(), Msg> {
    for role in roles {
        if role.is_administrator() {
            return Err(grant::rules::Refuse::Officer.msg());
        }
        if !grant::rules::may_give(&who.actor.grants, *role, path) {
            return Err(Msg::new("accounts-people-role-not-yours").with("role", Msg::of(role.key())));
        }
        if let Some(other) = roles.iter().find(|other| !other.goes_with(*role)) {
            return Err(grant::rules::Refuse::Excluded(*other).msg());
        }
    }
    Ok(())
}

/// Whether user name and staff number are free; `own` may hold the number itself.
pub fn free(
    tx: &mut Tx<'_>,
    user_name: &str,
    staff_number: Option<&str>,
    own: Option<Uuid>,
) -> Result<(), Stop> {
    if own.is_none() && person_by_user(tx, user_name)?.is_some() {
        return Err(Stop::Field("user_name", Msg::new("accounts-people-user-taken")));
    }
    let holder: Option<Uuid> = match staff_number {
        Some(number) => tx.opt(
            "SELECT id FROM accounts_person WHERE staff_number = $1 AND left_at IS NULL",
            params![number],
        )?,
        None => None,
    };
    match holder.filter(|holder| Some(*holder) != own) {
        Some(_) => Err(Stop::Field("staff_number", Msg::new("accounts-people-number-taken"))),
        None => Ok(()),
    }
}

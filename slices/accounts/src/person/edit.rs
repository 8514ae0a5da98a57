//! `/people/ID/edit`: name, position, numbers, mailbox; two administrators at once are told of one another.

use super::{
    EDIT, Prepared,
    change::{self, BornEdit, Edit, MobileEdit},
    check,
    new::{free, read, sealed},
    reach::{self, Offers},
    store::Person,
};
use crate::{
    grant::rules::Power,
    officer::{self, Asked},
    people::saving::{Saved, Stop, prepare, save as carry_out, shown},
    position::store as position,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx, params, row};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, Page, SignedIn};

row! {
    /// What the form shows beyond [`Person`].
    #[derive(Clone, Debug)]
    struct More {
        mail: Option<String>,
        mobile_masked: Option<String>,
        born_on: Option<String>,
        version: i64,
    }
}

fn more(tx: &mut Tx<'_>, id: Uuid) -> xingtan_db::Result<More> {
    tx.one("SELECT mail, mobile_masked, born_on, version FROM accounts_person WHERE id = $1", params![id])
}

#[derive(Template)]
#[template(path = "person/edit.html")]
struct EditPage {
    page: Page,
    person: Person,
    mobile: String,
    form: Form,
    /// The version that is kept now: saving again is then deliberate.
    version: i64,
    offers: Offers,
    /// Whether another of the three has to agree.
    consent: bool,
    /// Label, what is kept now, what was typed: of the fields that differ, where somebody else was quicker.
    meanwhile: Vec<(String, String, String)>,
}

/// `GET /people/ID/edit`.
pub async fn page(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, None).await
}

async fn show(who: &SignedIn, id: Uuid, sent: Option<Form>) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let (person, consent) = reach::asked_about(tx, &signed, EDIT, Power::Keep, id)?;
        Ok::<_, Fault>((more(tx, id)?, reach::offers(tx, &signed, EDIT)?, person, consent))
    });
    let (more, offers, person, consent) = read.await?;
    let now = [
        ("name", "accounts-people-name", person.name.clone()),
        (
            "position",
            "accounts-people-position",
            person.position_id.map(|id| id.to_string()).unwrap_or_default(),
        ),
        ("staff_number", "accounts-people-staff-number", person.staff_number.clone().unwrap_or_default()),
        ("mail", "accounts-people-mail", more.mail.clone().unwrap_or_default()),
        ("born_on", "accounts-people-born", more.born_on.clone().unwrap_or_default()),
    ];
    let stale = sent.as_ref().is_some_and(|form| form.value("version") != more.version.to_string());
    let named = |name: &str, value: &str| match name {
        "position" => {
            offers.positions.iter().find(|(id, _)| id == value).map_or("—", |(_, words)| words).to_owned()
        }
        _ if value.is_empty() => "—".to_owned(),
        _ => value.to_owned(),
    };
    let meanwhile = match &sent {
        Some(form) if stale => now
            .iter()
            .filter(|(name, _, value)| form.value(name).trim() != value)
            .map(|(name, label, value)| (who.l.t(label), named(name, value), named(name, form.value(name))))
            .collect(),
        _ => Vec::new(),
    };
    let fresh =
        || now.iter().fold(Form::fresh(who.app.id()), |form, (name, _, value)| form.with(name, value));
    let form = match sent {
        Some(form) => form,
        None => fresh(),
    };
    let view = EditPage {
        page: Page::new(who, who.l.t1("accounts-people-edit-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        mobile: more.mobile_masked.unwrap_or_default(),
        form: form.clone(),
        version: more.version,
        offers,
        consent,
        meanwhile,
        person,
    };
    shown(&form, &view)
}

/// How many ids of a deed [`edited`] takes.
pub const IDS: usize = 3;

/// Carries an edit out on a person whom one reaches, by the rules of form and API. Without a version whatever is kept
/// now is changed.
///
/// # Errors
/// [`Stop`], with the field that is wrong.
pub fn edited(
    tx: &mut Tx<'_>,
    act: &Prepared,
    person: &Person,
    edit: &Edit,
    version: Option<i64>,
) -> Result<(), Stop> {
    if let Some(position) = edit.position
        && Some(position) != person.position_id
        && position::position(tx, position)?.is_none()
    {
        return Err(Stop::Field("position", Msg::new("web-form-choice")));
    }
    free(tx, &person.user_name, edit.staff_number.as_deref(), Some(person.id))?;
    match change::edit(tx, &act.begin(), person, edit, version) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Stop::Field("", Msg::new("accounts-people-stale"))),
        Err(Error::Unique(_)) => Err(Stop::Field("staff_number", Msg::new("accounts-people-number-taken"))),
        Err(other) => Err(Stop::Db(other)),
    }
}

/// `POST /people/ID`.
pub async fn save(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let consent = reach::needs_consent(&who, id).await?;
    if !consent {
        who.must(EDIT)?;
    }
    let typed = read(&mut form, "mobile", check::mobile);
    let today = who.l.zone().date(who.now);
    let edit = Edit {
        born: BornEdit::Set(read(&mut form, "born_on", |text| check::born(text, today))),
        name: read(&mut form, "name", check::name),
        position: form.optional_id("position"),
        staff_number: read(&mut form, "staff_number", check::staff_number),
        mail: read(&mut form, "mail", check::mail),
        mobile: match typed {
            Some(number) => MobileEdit::Set(sealed(who.app.keys(), id, &number)),
            None if form.ticked("mobile_remove") => MobileEdit::Remove,
            None => MobileEdit::Keep,
        },
    };
    let version = form.int("version", 0..=i64::MAX);
    let to = format!("/people/{id}");
    let before = who
        .app
        .db()
        .read(move |tx| super::store::person(tx, id))
        .await?
        .map(|it| it.name)
        .unwrap_or_default();
    xingtan_words::screen_names(&who, &mut form, &[("name", &before)]).await?;
    if consent && form.ok() {
        return match officer::ask(&who, &mut form, id, Asked::from(&edit)).await? {
            Some(answer) => Ok(answer),
            None => show(&who, id, Some(form)).await,
        };
    }
    if form.ok() {
        let (signed, act) = (who.clone(), prepare(&who, IDS));
        let saved = carry_out(&who, &mut form, &to, move |tx| {
            let person = reach::acted_on(tx, &signed, EDIT, id)?;
            edited(tx, &act, &person, &edit, Some(version))
        });
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-people-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    show(&who, id, Some(form)).await
}

//! `/certificates/issue`: certificates for all who completed a course before it brought any.

use super::{WRITE, job, list, store, template::store as templates};
use askama::Template;
use axum::{
    extract::State as Of,
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_audit::Entry;
use xingtan_auth::Scope;
use xingtan_catalog::{Act, api as catalog};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, List, Once, Page, SignedIn, html};

/// What may be chosen: courses and templates.
struct Choices {
    courses: Vec<(String, String)>,
    templates: Vec<(String, String)>,
}

fn choices(tx: &mut Tx<'_>) -> xingtan_db::Result<Choices> {
    let all = List::read(&Form::default().with("sort", "title"), "", catalog::SORTS, &[], 500);
    let courses = catalog::published_courses(tx, &all)?.rows;
    Ok(Choices {
        courses: courses.into_iter().map(|it| (it.id.to_string(), it.title)).collect(),
        templates: templates::choices(tx)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    })
}

#[derive(Template)]
#[template(path = "certificate/issue.html")]
struct IssuePage {
    page: Page,
    form: Form,
    choices: Choices,
    count: Option<i64>,
}

fn shown(who: &SignedIn, form: Form, choices: Choices, count: Option<i64>) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&IssuePage {
        page: Page::new(who, who.l.t("learning-certificate-issue"))
            .crumb(list::HREF, who.l.t("learning-certificates-issued")),
        form: form.in_language(&who.l),
        choices,
        count,
    })?;
    Ok((status, page).into_response())
}

/// `GET /certificates/issue`, with `?course=ID` that course and the template it brings chosen.
pub async fn form(Of(app): Of<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let course: Option<Uuid> = asked.value("course").parse().ok();
    let (choices, own) = app
        .db()
        .read(move |tx| {
            let own = course.map(|course| templates::of_course(tx, course)).transpose()?.flatten();
            Ok::<_, Fault>((choices(tx)?, own))
        })
        .await?;
    let template = own.map(|it| it.id.to_string()).unwrap_or_default();
    let form = Form::fresh(app.id()).with("course", asked.value("course")).with("template", template);
    shown(&who, form, choices, None)
}

struct Checked {
    wrong: Vec<(&'static str, Msg)>,
    title: String,
    count: i64,
}

fn check(tx: &mut Tx<'_>, course: Uuid, template: Uuid, scope: &Scope) -> xingtan_db::Result<Checked> {
    let mut wrong = Vec::new();
    let found = catalog::course(tx, course)?;
    if found.is_none() {
        wrong.push(("course", Msg::new("web-form-choice")));
    }
    if templates::get(tx, template)?.is_none() {
        wrong.push(("template", Msg::new("web-form-choice")));
    }
    let count = if wrong.is_empty() { store::count_without(tx, course, scope)? } else { 0 };
    if wrong.is_empty() && count == 0 {
        wrong.push(("", Msg::new("learning-certificate-nobody")));
    }
    Ok(Checked { wrong, title: found.map(|it| it.title).unwrap_or_default(), count })
}

/// `POST /certificates/issue`: with `step=save` orders them, otherwise shows how many people are meant.
pub async fn order(Of(app): Of<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let course = form.id("course").unwrap_or_default();
    let template = form.id("template").unwrap_or_default();
    let (scope, ok) = (who.actor.scope(WRITE), form.ok());
    let (choices, checked) = app
        .db()
        .read(move |tx| {
            let checked = if ok { Some(check(tx, course, template, &scope)?) } else { None };
            Ok::<_, Fault>((choices(tx)?, checked))
        })
        .await?;
    for (name, msg) in checked.iter().flat_map(|it| it.wrong.iter()) {
        form.refuse(name, msg.clone());
    }
    let count = checked.as_ref().filter(|_| form.ok()).map(|it| it.count);
    let Some(checked) = checked.filter(|_| form.ok() && form.is("step", "save")) else {
        return shown(&who, form, choices, count);
    };
    let (act, key, id, scope) = (Act::of(&who), form.key(), app.id(), who.actor.scope(WRITE));
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), list::HREF, act.at)?;
            if once == Once::First {
                let ordered = job::Order {
                    course,
                    template,
                    by: act.person,
                    by_name: act.name.clone(),
                    paths: scope.paths().to_vec(),
                };
                job::later(tx, id, &ordered, act.at)?;
                let entry = Entry::new(act.ids.next(), act.at, "learning.certificates-ordered", &act.who)
                    .on("course", course, checked.title.clone())
                    .detail(&serde_json::json!({ "count": checked.count }));
                xingtan_audit::record(tx, &entry)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    app.ring();
    Ok(match once {
        Once::Before(to) => Redirect::to(&to).into_response(),
        Once::First => {
            let said = Msg::new("learning-certificates-ordered").with("count", checked.count);
            who.go(list::HREF, "pine", &said)
        }
    })
}

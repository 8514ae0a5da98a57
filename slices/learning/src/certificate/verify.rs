//! `/verify`: anybody checks a certificate by its code (LRN-11).
//!
//! Whoever holds a code was shown the certificate; so the page says what stands on it, and whether it holds. Why one
//! was withdrawn stays with the institution.

use super::{
    rules::{self, State},
    shown::Shown,
    store,
};
use askama::Template;
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_web::{App, Fault, Form, Page, Visit, html};

/// What is known of a certificate.
struct Known {
    shown: Shown,
    it: store::Certificate,
    state: State,
}

#[derive(Template)]
#[template(path = "certificate/verify.html")]
struct VerifyPage {
    page: Page,
    form: Form,
    code: String,
    asked: bool,
    known: Option<Known>,
}

fn answer(visit: &Visit, form: Form, code: Option<&str>, known: Option<Known>) -> Result<Response, Fault> {
    let asked = code.is_some() || !form.ok();
    let status = match (&known, asked) {
        (None, true) => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let page = html(&VerifyPage {
        page: Page::new(visit, visit.l.t("learning-verify")),
        form: form.in_language(&visit.l),
        code: code.map(rules::shown).unwrap_or_default(),
        asked,
        known,
    })?;
    Ok((status, page).into_response())
}

/// `GET /verify`: asks for a code; with `?code=` leads to it.
pub async fn form(visit: Visit, form: Form) -> Result<Response, Fault> {
    let typed = form.value("code").trim().to_owned();
    match rules::read_code(&typed) {
        Some(code) => Ok(Redirect::to(&format!("/verify/{code}")).into_response()),
        None if typed.is_empty() => answer(&visit, form, None, None),
        None => {
            let mut form = form;
            form.refuse("code", xingtan_i18n::Msg::new("learning-verify-no-code"));
            answer(&visit, form, None, None)
        }
    }
}

/// `GET /verify/{code}`: whether such a certificate was issued, and whether it holds.
pub async fn one(Of(app): Of<App>, visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let Some(code) = rules::read_code(&code) else {
        let mut form = Form::default().with("code", code.chars().take(60).collect::<String>());
        form.refuse("code", xingtan_i18n::Msg::new("learning-verify-no-code"));
        return answer(&visit, form, None, None);
    };
    let asked = code.clone();
    let found = app.db().read(move |tx| store::by_code(tx, &asked)).await?;
    let known = found.map(|it| Known { shown: Shown::of(&app, &it), state: it.state(&visit.now), it });
    answer(&visit, Form::default(), Some(&code), known)
}

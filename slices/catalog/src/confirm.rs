//! The page that asks once before something is lost, and names it.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use xingtan_web::{Fault, Form, Page, html};

/// What is asked.
pub(crate) struct Question {
    /// What happens and what is lost, as a sentence.
    pub text: String,
    /// Where the form goes.
    pub action: String,
    /// The button's words.
    pub label: String,
    /// Words over the field for a reason; none where no reason is asked for.
    pub reason: Option<String>,
    /// Where one goes instead.
    pub back: String,
    /// Whether something is lost.
    pub danger: bool,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmTemplate {
    page: Page,
    f: Form,
    question: Question,
}

/// Shows the question; with the status of a refused form when the form has errors.
pub(crate) fn ask(page: Page, f: Form, question: Question) -> Result<Response, Fault> {
    let ok = f.ok();
    let response = html(&ConfirmTemplate { page, f, question })?;
    Ok(if ok { response } else { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() })
}

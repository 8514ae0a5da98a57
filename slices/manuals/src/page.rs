//! `/help`: the manual of one's role first, then the others; `/help/ROLE`: any of them.

use crate::manual::{self, EVERYONE, Manual};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_markdown::Heading;
use xingtan_web::{Fault, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "manual/page.html")]
struct ManualPage {
    page: Page,
    html: String,
    tasks: Vec<Heading>,
    others: Vec<Other>,
}

/// A manual in the list.
struct Other {
    href: String,
    title: String,
    current: bool,
}

/// `GET /help`: how to do what the acting role does.
pub async fn own(who: SignedIn) -> Result<Response, Fault> {
    shown(&who, manual::of_role(who.actor.acting).ok_or(Fault::NotFound)?)
}

/// `GET /help/{role}`: how to do what another role does; nobody's manual is a secret.
pub async fn one(who: SignedIn, Path(code): Path<String>) -> Result<Response, Fault> {
    shown(&who, manual::of(&code).ok_or(Fault::NotFound)?)
}

fn shown(who: &SignedIn, manual: &'static Manual) -> Result<Response, Fault> {
    let l = &who.l;
    let found = manual.shown(l);
    let mut all: Vec<&Manual> = manual::manuals().iter().collect();
    // One's own first, then what everybody needs, then the others.
    let own = manual::of_role(who.actor.acting).map(|it| it.code);
    all.sort_by_key(|it| if Some(it.code) == own { 0 } else { 1 + u8::from(it.code != EVERYONE) });
    let other = |it: &Manual| Other {
        href: format!("/help/{}", it.code),
        title: l.t(&it.title_key()),
        current: it.code == manual.code,
    };
    let title = l.t1("manuals-of", "role", l.t(&manual.title_key()));
    html(&ManualPage {
        page: Page::new(who, title),
        html: found.html,
        tasks: found.tasks,
        others: all.into_iter().map(other).collect(),
    })
}

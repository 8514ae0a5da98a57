//! The links of an item.

use super::{
    change::{managed, token},
    rules::{Open, open},
    store::{self, Link},
};
use crate::item::{rules::State as Stands, store::Item};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_governance::api::shown;
use xingtan_web::{App, Fault, Form, Page, SignedIn};

struct Line {
    it: Link,
    /// Where the partner finds it; empty where it does not open any more.
    address: String,
    ends: String,
    made: String,
    tone: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage {
    page: Page,
    it: Item,
    lines: Vec<Line>,
    may_add: bool,
    form: Form,
}

/// `GET /library/ID/links`.
pub async fn list(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id()).with("days", 30).with("openings", 20);
    show(&who, id, form).await
}

pub(super) async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = managed(tx, id, &actor)?;
        Ok::<_, Fault>((it, store::of_item(tx, id)?))
    });
    let (it, links) = read.await?;
    let shared = it.state() == Stands::Shared;
    let line = |link: Link| {
        let (tone, key) = match open(link.facts(shared), false, who.now) {
            Open::Opens => ("pine", "library-link-opens"),
            Open::Revoked => ("cinnabar", "library-link-is-revoked"),
            Open::Ended => ("", "library-link-ended"),
            Open::UsedUp => ("", "library-link-is-used-up"),
            Open::NotShared => ("ochre", "library-link-waits"),
        };
        Line {
            address: if link.revoked_at.is_none() && link.ends_at > who.now {
                format!("/shared/{}", token(who.app.keys(), link.id))
            } else {
                String::new()
            },
            ends: who.l.date_time(link.ends_at),
            made: who.l.date_time(link.created_at),
            tone,
            state: who.l.t(key),
            it: link,
        }
    };
    let view = LinksPage {
        page: Page::new(who, who.l.t("library-links"))
            .crumb("/library", who.l.t("library-title"))
            .crumb(it.href(), it.title.clone()),
        lines: links.into_iter().map(line).collect(),
        may_add: shared,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

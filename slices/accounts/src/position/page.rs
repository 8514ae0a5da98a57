//! What a person sees of positions.

use super::{MANAGE, store};
use crate::{organisation, people::saving::shown};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, Page, SignedIn, export};

/// A position with how many present people hold it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The position.
    pub position: store::Position,
    /// Holders.
    pub count: i64,
}

#[derive(Template)]
#[template(path = "position/list.html")]
struct ListPage {
    page: Page,
    query: String,
    exports: (String, String),
    rows: Vec<Row>,
    total: usize,
    form: Form,
    may_manage: bool,
}

/// `GET /positions`: all positions, found by name, pinyin or initials; `?as=xlsx` or `csv` takes them along.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(organisation::READ)?;
    let query = form.value("q").trim().chars().take(80).collect::<String>();
    if form.has("as") {
        let mut file = export::file(
            &who,
            form.value("as"),
            &who.l.t("accounts-positions-title"),
            &["accounts-position-name", "accounts-position-count"],
        )?;
        for row in rows(&who, &query).await?.0 {
            file.row(&[row.position.name.into(), row.count.into()])?;
        }
        return file.answer();
    }
    show(&who, query, Form::fresh(who.app.id())).await
}

async fn rows(who: &SignedIn, query: &str) -> Result<(Vec<Row>, usize), Fault> {
    let read = who.app.db().read(|tx| Ok::<_, Fault>((store::positions(tx)?, store::counts(tx)?)));
    let (positions, counts) = read.await?;
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let total = positions.len();
    let fits = |position: &store::Position| {
        words.is_empty() || {
            let keys = xingtan_search::name_keys(&position.name).search_keys;
            words.iter().all(|word| keys.contains(word.as_str()))
        }
    };
    let row =
        |position: store::Position| Row { count: counts.get(&position.id).copied().unwrap_or(0), position };
    Ok((positions.into_iter().filter(fits).map(row).collect(), total))
}

/// The list with the form for a new position.
///
/// # Errors
/// Those of the database.
pub async fn show(who: &SignedIn, query: String, form: Form) -> Result<Response, Fault> {
    let (rows, total) = rows(who, &query).await?;
    let view = ListPage {
        page: Page::new(who, who.l.t("accounts-positions-title"))
            .crumb("/organisation", who.l.t("accounts-organisation-title")),
        may_manage: who.actor.may_whole(MANAGE),
        form: form.clone(),
        exports: export::hrefs("/positions", &[("q", &query)]),
        query,
        rows,
        total,
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "position/one.html")]
struct OnePage {
    page: Page,
    position: store::Position,
    holders: i64,
    form: Form,
    may_manage: bool,
}

/// `GET /positions/ID`.
pub async fn one(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must(organisation::READ)?;
    show_one(&who, id, None).await
}

/// The page of a position, with its form as it was filled in.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone.
pub async fn show_one(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let read = who.app.db().read(move |tx| {
        let position = store::position(tx, id)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((position, store::holders(tx, id)?))
    });
    let (position, holders) = read.await?;
    let form = form.unwrap_or_else(|| Form::fresh(who.app.id()).with("name", &position.name));
    let view = OnePage {
        page: Page::new(who, position.name.clone()).crumb("/positions", who.l.t("accounts-positions-title")),
        may_manage: who.actor.may_whole(MANAGE),
        form: form.clone(),
        position,
        holders,
    };
    shown(&form, &view)
}

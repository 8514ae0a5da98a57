//! The published courses, with where one stands in each.

use crate::enrolment::{state::State as Stands, store};
use askama::Template;
use axum::{extract::State, response::Response};
use std::collections::HashMap;
use xingtan_catalog::api::{self as catalog, Course};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct CataloguePage {
    page: Page,
    list: Listed,
    rows: Vec<(Course, Option<Stands>)>,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
}

impl CataloguePage {
    fn level(&self, course: &Course) -> String {
        let found = self.levels.iter().find(|(key, _)| *key == course.level);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    }
}

/// `GET /catalog`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, "/catalog", catalog::SORTS, &["category", "level"], 24).or_descending();
    let (person, now, asked) = (who.actor.person, who.now, list.clone());
    let (found, own, categories) = app
        .db()
        .read(move |tx| {
            let found = catalog::published_courses(tx, &asked)?;
            let own: HashMap<Uuid, Stands> = store::of_person(tx, person, crate::enrolment::own::MOST)?
                .into_iter()
                .map(|it| (it.course_id, Stands::of(&it, now)))
                .collect();
            Ok::<_, Fault>((found, own, catalog::category_choices(tx)?))
        })
        .await?;
    html(&CataloguePage {
        page: Page::new(&who, who.l.t("learning-catalog")),
        list: found.listed(&list),
        rows: found.rows.into_iter().map(|it| (it.clone(), own.get(&it.id).copied())).collect(),
        categories,
        levels: catalog::LEVELS.iter().map(|(key, name)| ((*key).to_owned(), who.l.t(name))).collect(),
    })
}

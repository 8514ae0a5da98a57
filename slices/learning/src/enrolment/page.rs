//! 我的课程: all one's courses.

use super::{
    own::{Own, own},
    state::State as Stands,
};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_clock::Timestamp;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// A ready filter with the number of courses it shows.
struct Chip {
    href: String,
    label: String,
    current: bool,
    count: usize,
}

#[derive(Template)]
#[template(path = "enrolment/list.html")]
struct ListPage {
    page: Page,
    query: String,
    chips: Vec<Chip>,
    rows: Vec<Own>,
    none_at_all: bool,
    now: Timestamp,
}

/// Whether a ready filter shows a course.
type Fits = fn(&Own) -> bool;

/// The ready filters: word and which courses it shows.
const CHIPS: &[(&str, Fits)] = &[
    ("", |_| true),
    ("required", |it| it.e.required),
    ("open", |it| it.state != Stands::Done),
    ("overdue", |it| it.state == Stands::Overdue),
    ("done", |it| it.state == Stands::Done),
    ("elective", |it| !it.e.required),
];

/// `GET /enrolments`: with `?show=WORD` one of the ready filters, with `?q=` titles that hold every word.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let (person, now) = (who.actor.person, who.now);
    let all = app.db().read(move |tx| own(tx, person, now)).await?;
    let show = if form.is("required", "yes") { "required" } else { form.value("show") };
    let query = form.value("q").trim().chars().take(80).collect::<String>();
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = CHIPS.iter().find(|(word, _)| *word == show).map_or(CHIPS[0].1, |(_, fits)| *fits);
    let titled = |it: &&Own| words.iter().all(|word| it.course.title.to_lowercase().contains(word.as_str()));
    let chips = CHIPS.iter().map(|(word, fits)| {
        let href =
            if word.is_empty() { "/enrolments".to_owned() } else { format!("/enrolments?show={word}") };
        let key = if word.is_empty() {
            "learning-filter-all".to_owned()
        } else {
            format!("learning-filter-{word}")
        };
        Chip {
            href,
            label: who.l.t(&key),
            current: *word == show,
            count: all.iter().filter(|it| fits(it)).count(),
        }
    });
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-enrolments")),
        chips: chips.collect(),
        rows: all.iter().filter(|it| fits(it)).filter(titled).cloned().collect(),
        none_at_all: all.is_empty(),
        query,
        now,
    })
}

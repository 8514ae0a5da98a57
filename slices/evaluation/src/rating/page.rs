//! What people see of ratings.

use super::{
    change::{self, Seen},
    rules::{self, MARKS, May, Terms},
    store::{self, Rating, SORTS, Sums},
};
use crate::file::table;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export::hrefs_of};

/// The filters of the list.
const FILTERS: [&str; 2] = ["stars", "which"];

/// Where the ratings of a course are.
pub fn here(course: Uuid) -> String {
    format!("/courses/{course}/ratings")
}

/// A rating as the list shows it.
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) stars: String,
    pub(crate) marks: String,
    /// What was written, or that it is hidden.
    pub(crate) comment: String,
    pub(crate) hidden: bool,
    /// When, to the month: a day would tell who it was.
    pub(crate) month: String,
    pub(crate) answer: String,
    /// Who rated, for those who guard ratings; empty for others.
    pub(crate) name: String,
}

/// A rating in words; with the name for those who guard ratings.
pub(crate) fn line(l: &Locale, it: &Rating, guards: bool) -> Line {
    let hidden = it.hidden_at.is_some();
    Line {
        id: it.id,
        stars: l.t1("evaluation-stars", "stars", l.credits(it.stars)),
        marks: marks(l, it.content * 100, it.teaching * 100, it.usefulness * 100),
        comment: match (hidden, guards) {
            (true, false) => l.t("evaluation-comment-is-hidden"),
            _ => it.comment.clone(),
        },
        hidden,
        month: l.month(l.zone().date(it.month_at)),
        answer: it.answer.clone().unwrap_or_default(),
        name: if guards { it.person_name.clone() } else { String::new() },
    }
}

/// Marks in words, given in hundredths.
fn marks(l: &Locale, content: i64, teaching: i64, usefulness: i64) -> String {
    l.t3(
        "evaluation-marks",
        "content",
        l.credits(content),
        "teaching",
        l.credits(teaching),
        "usefulness",
        l.credits(usefulness),
    )
}

/// Ratings in sum, in words: the mean with their number, and the means of the marks. Nothing without a rating.
pub(crate) fn summary(l: &Locale, sums: Sums) -> Vec<String> {
    let mean = |sum: i64| rules::mean(sum, sums.count).unwrap_or_default();
    if sums.count == 0 {
        return Vec::new();
    }
    vec![
        l.t2("evaluation-mean", "stars", l.credits(mean(sums.stars)), "count", sums.count),
        marks(l, mean(sums.content * 100), mean(sums.teaching * 100), mean(sums.usefulness * 100)),
    ]
}

/// Whether one may rate, in words; none where one may.
pub(crate) fn why_not(l: &Locale, may: May, terms: Terms) -> Option<String> {
    match may {
        May::Rate | May::Change { .. } => None,
        May::NotTaken => Some(l.t("evaluation-may-not-taken")),
        May::TooLittle { needed } => Some(l.t1("evaluation-may-too-little", "needed", needed)),
        May::Over { .. } => Some(l.t1("evaluation-may-over", "days", terms.days)),
    }
}

fn all_stars(l: &Locale) -> Vec<(String, String)> {
    MARKS.rev().map(|it| (it.to_string(), l.t1("evaluation-stars", "stars", it))).collect()
}

fn which(l: &Locale) -> Vec<(String, String)> {
    ["comment", "unanswered", "hidden"]
        .map(|it| (it.to_owned(), l.t(&format!("evaluation-which-{it}"))))
        .into()
}

#[derive(Template)]
#[template(path = "rating/list.html")]
struct ListPage {
    page: Page,
    form: Form,
    base: String,
    summary: Vec<String>,
    /// Why nothing is shown yet.
    few: Option<String>,
    /// Why one may not rate.
    why_not: Option<String>,
    /// Until when one may change what one rated.
    until: Option<String>,
    own: bool,
    stands: bool,
    acts: bool,
    guards: bool,
    choices: Vec<(String, String)>,
    stars: Vec<(String, String)>,
    which: Vec<(String, String)>,
    list: Listed,
    lines: Vec<Line>,
    exports: (String, String),
}

/// `GET /courses/{course}/ratings`.
pub async fn list(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    asked: Form,
) -> Result<Response, Fault> {
    if asked.has("as") {
        return file(&who, course, &asked).await;
    }
    show(&who, course, &asked, Form::fresh(app.id()), false).await
}

/// The list with the form; `sent`: the form is shown again as it was sent.
pub(super) async fn show(
    who: &SignedIn,
    course: Uuid,
    asked: &Form,
    form: Form,
    sent: bool,
) -> Result<Response, Fault> {
    let terms = Terms::of(who.app.settings());
    let list = List::read(asked, here(course), SORTS, &FILTERS, 20).or_descending();
    let (actor, wanted) = (who.actor.clone(), list.clone());
    let read = who.app.db().read(move |tx| {
        let seen = change::seen(tx, &actor, course)?;
        let own = match &seen.enrolment {
            Some(it) => store::own(tx, actor.person, course, it.version_id)?,
            None => None,
        };
        let found = wanted.page::<Rating>(tx, select(&seen, terms, &wanted))?;
        Ok::<_, Fault>((seen, own, found))
    });
    let (seen, own, found) = read.await?;
    let l = &who.l;
    let may = rules::may(seen.taken(), own.as_ref().map(|it| it.rated_at), terms, who.now);
    let is_shown = seen.shown(terms);
    let form = match &own {
        Some(it) if !sent => form
            .with("content", it.content)
            .with("teaching", it.teaching)
            .with("usefulness", it.usefulness)
            .with("comment", &it.comment),
        _ => form,
    };
    let view = ListPage {
        page: Page::new(who, l.t("evaluation-ratings"))
            .crumb(format!("/courses/{course}"), seen.course.title.clone()),
        base: here(course),
        summary: if is_shown { summary(l, seen.sums) } else { Vec::new() },
        few: (!is_shown).then(|| l.t1("evaluation-few", "least", terms.least)),
        why_not: why_not(l, may, terms),
        until: match may {
            May::Change { until } => Some(l.date_time(until)),
            _ => None,
        },
        own: own.is_some(),
        stands: own.as_ref().is_some_and(|it| it.withdrawn_at.is_none()),
        acts: seen.guards || (seen.teaches && is_shown),
        guards: seen.guards,
        choices: choices(l),
        stars: all_stars(l),
        which: which(l),
        lines: found.rows.iter().map(|it| line(l, it, seen.guards)).collect(),
        exports: hrefs_of(&here(course), &list, &FILTERS),
        list: found.listed(&list),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The marks to choose from, in words.
fn choices(l: &Locale) -> Vec<(String, String)> {
    MARKS.rev().map(|it| (it.to_string(), l.t(&format!("evaluation-mark-{it}")))).collect()
}

/// The ratings that are shown to the onlooker.
fn select(seen: &Seen, terms: Terms, list: &List) -> xingtan_web::Select {
    let select = store::select(seen.course.id, &list.query, list.filter("stars"), list.filter("which"));
    if seen.shown(terms) { select } else { select.always("1 = 0") }
}

/// The list as a file: as the onlooker sees it.
async fn file(who: &SignedIn, course: Uuid, asked: &Form) -> Result<Response, Fault> {
    let terms = Terms::of(who.app.settings());
    let list = List::read(asked, here(course), SORTS, &FILTERS, 20).or_descending();
    let keys = ["month", "stars", "content", "teaching", "usefulness", "comment", "answer", "name"];
    let mut file = table(who, asked, &who.l.t("evaluation-ratings"), &keys)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let actor = who.actor.clone();
        let read = who.app.db().read(move |tx| {
            let seen = change::seen(tx, &actor, course)?;
            let mut rows: Vec<Rating> = Vec::new();
            let next = list.chunk(tx, select(&seen, terms, &list), 1000, &mut rows)?;
            Ok::<_, Fault>((rows, next, seen.guards))
        });
        let (rows, next, guards) = read.await?;
        for it in rows {
            let shown = line(&who.l, &it, guards);
            file.row(&[
                Cell::text(shown.month),
                Cell::Hundredths(it.stars),
                Cell::Number(it.content),
                Cell::Number(it.teaching),
                Cell::Number(it.usefulness),
                Cell::text(shown.comment),
                Cell::text(shown.answer),
                Cell::text(shown.name),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "rating/withdrawal.html")]
struct WithdrawalPage {
    page: Page,
    form: Form,
    base: String,
    line: String,
}

/// `GET /courses/{course}/ratings/withdrawal`: asks once.
pub async fn ask_withdrawal(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
) -> Result<Response, Fault> {
    show_withdrawal(&who, course, Form::fresh(app.id())).await
}

pub(super) async fn show_withdrawal(who: &SignedIn, course: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let seen = who.app.db().read(move |tx| change::seen(tx, &actor, course)).await?;
    let terms = Terms::of(who.app.settings());
    let view = WithdrawalPage {
        page: Page::new(who, who.l.t("evaluation-withdraw"))
            .crumb(format!("/courses/{course}"), seen.course.title)
            .crumb(here(course), who.l.t("evaluation-ratings")),
        base: here(course),
        line: who.l.t1("evaluation-withdraw-line", "days", terms.days),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "rating/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    base: String,
    it: Rating,
    row: Line,
    hidden: String,
    answered: String,
    guards: bool,
    may_answer: bool,
    report: String,
}

/// `GET /courses/{course}/ratings/{rating}`: for those who guard or teach the course.
pub async fn one(
    State(app): State<App>,
    who: SignedIn,
    Path((course, id)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    show_one(&who, course, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, course: Uuid, id: Uuid, form: Form) -> Result<Response, Fault> {
    let (actor, terms) = (who.actor.clone(), Terms::of(who.app.settings()));
    let read = who.app.db().read(move |tx| {
        let seen = change::seen(tx, &actor, course)?;
        let acts = seen.guards || (seen.teaches && seen.shown(terms));
        let stands = |it: &Rating| it.withdrawn_at.is_none();
        let it = store::one(tx, course, id)?.filter(|it| acts && stands(it)).ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((seen, it))
    });
    let (seen, it) = read.await?;
    let l = &who.l;
    let answering = change::answering(&it, rules::are_shown(seen.sums.count, terms.least), who.actor.person);
    let view = OnePage {
        page: Page::new(who, l.t("evaluation-rating"))
            .crumb(format!("/courses/{course}"), seen.course.title.clone())
            .crumb(here(course), l.t("evaluation-ratings")),
        base: format!("{}/{id}", here(course)),
        row: line(l, &it, seen.guards),
        hidden: it.hidden_at.map(|at| l.date_time(at)).unwrap_or_default(),
        answered: it.answered_at.map(|at| l.date(at)).unwrap_or_default(),
        may_answer: seen.teaches && rules::answer(answering) == rules::Answer::Keep,
        report: format!("/reports-of-content/new?about={}/{id}", here(course)),
        guards: seen.guards,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

//! What was found, as the centre reads it and as the authors do; appeals.

use super::{
    MANAGE, READ,
    action::changed,
    change::{self, Verdict, readable},
    page::tabs,
};
use crate::saving::{Deed, save, shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_accounts::api as accounts;
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{Fault, Form, List, Listed, Page, Select, SignedIn, Text, export, html};
use xingtan_words::{
    Action, Place,
    store::{self, HIT_SORTS, Hit},
};

const FILTERS: &[&str] = &["place", "action", "appeal"];
/// Where an appeal may stand.
pub(super) const APPEALS: [&str; 4] = ["none", "asked", "upheld", "excepted"];
/// Why it is wrong; what is answered.
pub(super) const REASON: Text = Text::required(500).lines();

struct Line {
    it: Hit,
    place: String,
    action: String,
    tone: &'static str,
    appeal: String,
    appeal_tone: &'static str,
}

fn line(l: &Locale, it: Hit) -> Line {
    Line {
        place: l.t(&format!("words-place-{}", it.place)),
        action: l.t(&format!("words-action-{}", it.action)),
        tone: it.action.parse().map_or("", Action::tone),
        appeal: l.t(&format!("governance-words-appeal-{}", it.appeal)),
        appeal_tone: match it.appeal.as_str() {
            "asked" => "ochre",
            "excepted" => "pine",
            "upheld" => "slate",
            _ => "",
        },
        it,
    }
}

struct Filters {
    places: Vec<(String, String)>,
    actions: Vec<(String, String)>,
    appeals: Vec<(String, String)>,
}

fn filters(l: &Locale) -> Filters {
    let of = |prefix: &str, code: &str| (code.to_owned(), l.t(&format!("{prefix}-{code}")));
    Filters {
        places: Place::ALL.map(|it| of("words-place", it.code())).into(),
        actions: Action::ALL.map(|it| of("words-action", it.code())).into(),
        appeals: APPEALS.map(|it| of("governance-words-appeal", it)).into(),
    }
}

#[derive(Template)]
#[template(path = "words/hits.html")]
struct ListPage {
    page: Page,
    list: Listed,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    filters: Filters,
    exports: (String, String),
}

fn select(scope: &Scope, list: &List, comments: bool) -> Select {
    let narrowed = (list.filter("place"), list.filter("action"), list.filter("appeal"));
    store::select_hits(scope, &list.query, narrowed, comments)
}

/// `GET /words/hits`: those of the reader's units, the latest first.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "/words/hits", HIT_SORTS, FILTERS, 50).or_descending();
    let scope = who.actor.scope(READ);
    if form.has("as") {
        return file(&who, &form, list, scope).await;
    }
    let (of, comments) = (list.clone(), who.actor.may_whole(MANAGE));
    let found = who.app.db().read(move |tx| of.page::<Hit>(tx, select(&scope, &of, comments))).await?;
    let l = &who.l;
    html(&ListPage {
        page: Page::new(&who, l.t("governance-words-hits")).crumb("/words", l.t("governance-words")),
        tabs: tabs(&who, "/words/hits"),
        filters: filters(l),
        exports: export::hrefs_of("/words/hits", &list, FILTERS),
        list: found.listed(&list),
        lines: found.rows.into_iter().map(|it| line(l, it)).collect(),
    })
}

async fn file(who: &SignedIn, form: &Form, list: List, scope: Scope) -> Result<Response, Fault> {
    let l = &who.l;
    let keys = [
        "at", "who", "place", "word", "category", "action", "excerpt", "times", "appeal", "reason", "answer",
    ];
    let headings = keys.map(|key| Heading::new(l.t(&format!("governance-words-column-{key}")))).into();
    let mut file = export::headed(who, form.value("as"), &l.t("governance-words-hits"), headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let (scope, comments) = (scope.clone(), who.actor.may_whole(MANAGE));
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Hit> = Vec::new();
            let next = list.chunk(tx, select(&scope, &list, comments), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for row in rows {
            let Line { it, place, action, appeal, .. } = line(l, row);
            let texts = [
                l.date_time(it.at),
                it.person_name,
                place,
                it.word,
                it.category,
                action,
                it.excerpt,
                it.times.to_string(),
                appeal,
                it.reason,
                it.answer,
            ];
            file.row(&texts.map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "words/own.html")]
struct OwnPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    appeals: Vec<(String, String)>,
}

/// `GET /words/own`: what was found in one's own texts.
pub async fn own(who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, "/words/own", HIT_SORTS, &["appeal"], 50).or_descending();
    let (person, of) = (who.actor.person, list.clone());
    let read = who
        .app
        .db()
        .read(move |tx| of.page::<Hit>(tx, store::select_own(person, &of.query, of.filter("appeal"))));
    let found = read.await?;
    let l = &who.l;
    html(&OwnPage {
        page: Page::new(&who, l.t("governance-words-own")),
        appeals: filters(l).appeals,
        list: found.listed(&list),
        lines: found.rows.into_iter().map(|it| line(l, it)).collect(),
    })
}

#[derive(Template)]
#[template(path = "words/hit.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: Line,
    unit: String,
    may_appeal: bool,
    may_decide: bool,
}

/// `GET /words/hits/ID`: to its author, and to who reads those of the unit.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, None).await
}

async fn show(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = store::hit(tx, id)?.filter(|it| readable(it, &actor)).ok_or(Fault::NotFound)?;
        let mut units = accounts::trails(tx, [it.unit_path.as_str()])?;
        Ok::<_, Fault>((units.remove(&it.unit_path).unwrap_or_default(), it))
    });
    let (unit, it) = read.await?;
    let form = form.unwrap_or_else(|| Form::fresh(who.app.id()).with("phrase", &it.phrase));
    let (own, l) = (it.person_id == who.actor.person, &who.l);
    let page = Page::new(who, l.t("governance-words-hit"));
    let view = OnePage {
        page: if own {
            page.crumb("/words/own", l.t("governance-words-own"))
        } else {
            page.crumb("/words/hits", l.t("governance-words-hits"))
        },
        may_appeal: own && it.appeal == "none",
        may_decide: !own && it.appeal == "asked" && who.actor.may_whole(MANAGE),
        row: line(l, it),
        unit,
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

/// `POST /words/hits/ID/appeal`: its author says that it is wrong.
pub async fn appeal(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let reason = form.text("reason", REASON);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::appeal(tx, id, &reason, &actor, &deed);
        let to = format!("/words/hits/{id}");
        let told = Msg::new("governance-words-was-appealed");
        if let Some(answer) = save(&who, &mut form, &to, told, unit).await? {
            return Ok(answer);
        }
    }
    show(&who, id, Some(form)).await
}

/// Reads a decision: `verdict`, `phrase`, `answer`. Who upholds says why.
pub(super) fn read(form: &mut Form) -> Option<(Verdict, String)> {
    let verdict = match form.value("verdict") {
        "uphold" => Some(Verdict::Uphold),
        "except" => Some(Verdict::Except(form.text("phrase", super::exception::PHRASE))),
        _ => {
            form.refuse("verdict", Msg::new("web-form-choose"));
            None
        }
    };
    let rule = if matches!(verdict, Some(Verdict::Uphold)) { REASON } else { Text::optional(500).lines() };
    let answer = form.text("answer", rule);
    verdict.filter(|_| form.ok()).map(|verdict| (verdict, answer))
}

/// `POST /words/hits/ID/decision`.
pub async fn decide(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    if let Some((verdict, answer)) = read(&mut form) {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::decide(tx, id, (&verdict, &answer), &actor, &deed);
        let to = format!("/words/hits/{id}");
        if let Some(answer) = changed(&who, &mut form, &to, "governance-words-was-decided", unit).await? {
            return Ok(answer);
        }
    }
    show(&who, id, Some(form)).await
}

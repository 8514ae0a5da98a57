//! What people see of study permissions.

use super::{
    DECIDE,
    rules::State as Stands,
    store::{self, Asked, SORTS},
};
use crate::saving::shown;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Error;
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, export, html};

struct Line {
    id: Uuid,
    name: String,
    unit: String,
    when: String,
    reason: String,
    tone: &'static str,
    state: String,
    asked: String,
}

fn line(l: &Locale, it: &Asked, unit: Option<&String>) -> Line {
    Line {
        id: it.id,
        name: it.person_name.clone(),
        unit: unit.cloned().unwrap_or_default(),
        when: when(l, it.from_at, it.to_at),
        reason: it.reason.clone(),
        tone: it.state().tone(),
        state: l.t(&format!("governance-permission-{}", it.state)),
        asked: l.short_date_time(it.asked_at),
    }
}

/// 3月4日 16:30–18:00; both dates where they differ.
fn when(l: &Locale, from: Timestamp, to: Timestamp) -> String {
    let same = l.zone().date(from) == l.zone().date(to);
    format!("{}–{}", l.date_time(from), if same { l.time(to) } else { l.until(to) })
}

fn states(l: &Locale) -> Vec<(String, String)> {
    let state = |it: &Stands| (it.code().to_owned(), l.t(&format!("governance-permission-{}", it.code())));
    Stands::ALL.iter().map(state).collect()
}

#[derive(Template)]
#[template(path = "permission/own.html")]
struct OwnPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /study-permissions`: one's own requests, and a form for another.
pub async fn own(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    if asked.has("as") {
        let (list, person) =
            (List::read(&asked, "/study-permissions", SORTS, &["state"], 50), who.actor.person);
        let select = move |list: &List| store::select_own(person, &list.query, list.filter("state"));
        return file(&who, &asked, list.or_descending(), select).await;
    }
    let form = Form::fresh(app.id()).with("date", who.l.zone().date(who.now));
    show_own(&who, form, &asked).await
}

pub(super) async fn show_own(who: &SignedIn, form: Form, asked: &Form) -> Result<Response, Fault> {
    let list = List::read(asked, "/study-permissions", SORTS, &["state"], 50).or_descending();
    let (person, of) = (who.actor.person, list.clone());
    let read = who
        .app
        .db()
        .read(move |tx| of.page::<Asked>(tx, store::select_own(person, &of.query, of.filter("state"))));
    let found = read.await.map_err(Fault::from)?;
    let view = OwnPage {
        page: Page::new(who, who.l.t("governance-permissions-own")),
        lines: found.rows.iter().map(|it| line(&who.l, it, None)).collect(),
        states: states(&who.l),
        exports: exports("/study-permissions", &list),
        list: found.listed(&list),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "permission/requests.html")]
struct RequestsPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

const HERE: &str = "/study-permissions/requests";

/// `GET /study-permissions/requests`: what the units of the reader ask for.
pub async fn requests(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let list = List::read(&form, HERE, SORTS, &["state"], 50).or_descending();
    let scope = who.actor.scope(DECIDE);
    if form.has("as") {
        let select = move |list: &List| store::select(&scope, &list.query, list.filter("state"));
        return file(&who, &form, list, select).await;
    }
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Asked>(tx, store::select(&scope, &asked.query, asked.filter("state")))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    html(&RequestsPage {
        page: Page::new(&who, who.l.t("governance-permissions")),
        lines: found.rows.iter().map(|it| line(&who.l, it, units.get(&it.unit_path))).collect(),
        states: states(&who.l),
        exports: exports(HERE, &list),
        list: found.listed(&list),
    })
}

#[derive(Template)]
#[template(path = "permission/grant.html")]
struct GrantPage {
    page: Page,
    form: Form,
}

/// `GET /study-permissions/grant`: the contact gives one on their own accord.
pub async fn grant(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    show_grant(&who, Form::fresh(app.id()).with("date", who.l.zone().date(who.now)))
}

pub(super) fn show_grant(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let view = GrantPage {
        page: Page::new(who, who.l.t("governance-permission-give"))
            .crumb(HERE, who.l.t("governance-permissions")),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "permission/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: Line,
    it: Asked,
    may_decide: bool,
    may_withdraw: bool,
}

/// `GET /study-permissions/ID`: to who asked, and to who decides.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let readable = |it: &Asked| it.person_id == actor.person || actor.may_at(DECIDE, &it.unit_path);
        let it = store::one(tx, id)?.filter(readable).ok_or(Fault::NotFound)?;
        let units = accounts::trails(tx, [it.unit_path.as_str()])?;
        Ok::<_, Fault>((it, units))
    });
    let (it, units) = read.await?;
    let own = it.person_id == who.actor.person;
    let waits = it.state() == Stands::Asked;
    let view = OnePage {
        page: if own {
            Page::new(who, who.l.t("governance-permission"))
                .crumb("/study-permissions", who.l.t("governance-permissions-own"))
        } else {
            Page::new(who, who.l.t("governance-permission")).crumb(HERE, who.l.t("governance-permissions"))
        },
        row: line(&who.l, &it, units.get(&it.unit_path)),
        may_decide: waits && !own && it.to_at > who.now,
        may_withdraw: own && (waits || (it.state() == Stands::Granted && it.from_at > who.now)),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

fn exports(base: &str, list: &List) -> (String, String) {
    let href = |format: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", format);
        let narrowed = [("q", list.query.as_str()), ("state", list.filter("state"))];
        query.extend_pairs(narrowed.iter().filter(|(_, value)| !value.is_empty()));
        format!("{base}?{}", query.finish())
    };
    (href("xlsx"), href("csv"))
}

async fn file(
    who: &SignedIn,
    form: &Form,
    list: List,
    select: impl Fn(&List) -> Select + Send + Sync + Clone + 'static,
) -> Result<Response, Fault> {
    let l = &who.l;
    let keys = ["who", "from", "until", "reason", "state", "asked-at", "answer"];
    let headings = keys.map(|key| Heading::new(l.t(&format!("governance-permission-column-{key}")))).into();
    let mut file = export::headed(who, form.value("as"), &l.t("governance-permissions"), headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let select = select.clone();
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Asked> = Vec::new();
            let next = list.chunk(tx, select(&list), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            let state = l.t(&format!("governance-permission-{}", it.state));
            let texts = [
                it.person_name,
                l.date_time(it.from_at),
                l.date_time(it.to_at),
                it.reason,
                state,
                l.date_time(it.asked_at),
                it.answer,
            ];
            file.row(&texts.map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

//! What people see of commendations.

use super::{
    APPROVE, NOMINATE,
    change::may_withdraw,
    rules::{self, Decide, State as Stands, Whom},
    store::{self, Commendation, PUBLISHED_SORTS, SORTS},
};
use crate::{
    file::table,
    prize::{self, page::Line as PrizeLine},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, export::hrefs_of, html};

/// Where commendations are published.
pub const HERE: &str = "/commendations";
/// Where nominations of one's subtrees are.
pub const NOMINATIONS: &str = "/commendations/nominations";
/// The most units that the form offers.
const UNITS: usize = 500;

struct Line {
    id: Uuid,
    label: String,
    title: String,
    reason: String,
    kind: String,
    day: String,
    tone: &'static str,
    state: String,
}

fn line(l: &Locale, it: &Commendation) -> Line {
    Line {
        id: it.id,
        label: it.label.clone(),
        title: it.title.clone(),
        reason: it.reason.clone(),
        kind: l.t(&format!("honours-whom-{}", it.kind)),
        day: l.date(it.decided_at.unwrap_or(it.nominated_at)),
        tone: it.state().tone(),
        state: l.t(&format!("honours-commendation-{}", it.state())),
    }
}

fn whoms(l: &Locale) -> Vec<(String, String)> {
    Whom::ALL.iter().map(|it| (it.code().to_owned(), l.t(&format!("honours-whom-{}", it.code())))).collect()
}

fn states(l: &Locale) -> Vec<(String, String)> {
    let state = |it: &Stands| (it.code().to_owned(), l.t(&format!("honours-commendation-{it}")));
    Stands::ALL.iter().map(state).collect()
}

#[derive(Template)]
#[template(path = "commendation/list.html")]
struct ListPage {
    page: Page,
    base: &'static str,
    line: String,
    /// The name of the filter, its label and its choices.
    filter: (&'static str, String, Vec<(String, String)>),
    none: String,
    insider: bool,
    may_nominate: bool,
    list: Listed,
    lines: Vec<Line>,
    exports: (String, String),
}

/// `GET /commendations`: what is published, to everybody.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, HERE, PUBLISHED_SORTS, &["kind"], 50).or_descending();
    let select = |list: &List| store::published(&list.query, list.filter("kind"));
    if form.has("as") {
        return file(&who, &form, list, select).await;
    }
    let asked = list.clone();
    let read =
        who.app.db().read(move |tx| asked.page::<Commendation>(tx, select(&asked)).map_err(Fault::from));
    let found = read.await?;
    html(&ListPage {
        page: Page::new(&who, who.l.t("honours-commendations")),
        base: HERE,
        line: who.l.t("honours-commendations-line"),
        filter: ("kind", who.l.t("honours-column-kind"), whoms(&who.l)),
        none: who.l.t("honours-commendations-none"),
        insider: false,
        may_nominate: who.actor.may(NOMINATE),
        lines: found.rows.iter().map(|it| line(&who.l, it)).collect(),
        exports: hrefs_of(HERE, &list, &["kind"]),
        list: found.listed(&list),
    })
}

/// `GET /commendations/nominations`: all of one's subtrees, whatever became of them.
pub async fn nominations(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(NOMINATE)?;
    let list = List::read(&form, NOMINATIONS, SORTS, &["state"], 50).or_descending();
    let scope = who.actor.scope(NOMINATE);
    let select = move |list: &List| store::select(&scope, &list.query, list.filter("state"));
    if form.has("as") {
        return file(&who, &form, list, select).await;
    }
    let asked = list.clone();
    let read =
        who.app.db().read(move |tx| asked.page::<Commendation>(tx, select(&asked)).map_err(Fault::from));
    let found = read.await?;
    html(&ListPage {
        page: Page::new(&who, who.l.t("honours-nominations")),
        base: NOMINATIONS,
        line: who.l.t("honours-nominations-line"),
        filter: ("state", who.l.t("honours-column-state"), states(&who.l)),
        none: who.l.t("honours-nominations-none"),
        insider: true,
        may_nominate: true,
        lines: found.rows.iter().map(|it| line(&who.l, it)).collect(),
        exports: hrefs_of(NOMINATIONS, &list, &["state"]),
        list: found.listed(&list),
    })
}

async fn file(
    who: &SignedIn,
    form: &Form,
    list: List,
    select: impl Fn(&List) -> Select + Send + Sync + Clone + 'static,
) -> Result<Response, Fault> {
    let keys = ["kind", "label", "title", "reason", "article", "state", "nominated-by", "decided"];
    let mut file = table(who, form, &who.l.t("honours-commendations"), "honours-column", &keys)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let select = select.clone();
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Commendation> = Vec::new();
            let next = list.chunk(tx, select(&list), 1000, &mut rows)?;
            Ok::<_, Fault>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            let shown = line(&who.l, &it);
            let decided = it.decided_at.map(|at| who.l.date(at)).unwrap_or_default();
            let texts = [
                shown.kind,
                it.label,
                it.title,
                it.reason,
                it.article,
                shown.state,
                it.nominated_name,
                decided,
            ];
            file.row(&texts.map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "commendation/own.html")]
struct OwnPage {
    page: Page,
    lines: Vec<Line>,
    prizes: Vec<PrizeLine>,
}

/// `GET /commendations/own`: one's own commendations and prizes.
pub async fn own(State(_): State<App>, who: SignedIn) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        Ok::<_, Fault>((store::of_person(tx, person)?, prize::store::of_person(tx, person)?))
    });
    let (found, prizes) = read.await?;
    html(&OwnPage {
        page: Page::new(&who, who.l.t("honours-own")).crumb(HERE, who.l.t("honours-commendations")),
        lines: found.iter().map(|it| line(&who.l, it)).collect(),
        prizes: prizes.iter().map(|it| prize::page::line(&who.l, it)).collect(),
    })
}

#[derive(Template)]
#[template(path = "commendation/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    whoms: Vec<(String, String)>,
    units: Vec<(String, String)>,
}

/// `GET /commendations/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(NOMINATE)?;
    show_new(&who, Form::fresh(app.id()).with("kind", Whom::Person.code())).await
}

pub(super) async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let scope = who.actor.scope(NOMINATE);
    let read = who.app.db().read(move |tx| {
        let mut units = Vec::new();
        for path in scope.paths() {
            units.extend(accounts::subtree(tx, path)?);
        }
        units.truncate(UNITS);
        let names = accounts::trails(tx, units.iter().map(|it| it.path.as_str()))?;
        let named =
            |it: &accounts::Node| (it.id.to_string(), names.get(&it.path).cloned().unwrap_or_default());
        Ok::<_, Fault>(units.iter().map(named).collect::<Vec<_>>())
    });
    let units = read.await?;
    let view = NewPage {
        page: Page::new(who, who.l.t("honours-nominate")).crumb(NOMINATIONS, who.l.t("honours-nominations")),
        whoms: whoms(&who.l),
        units,
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "commendation/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Commendation,
    row: Line,
    unit: String,
    names: Vec<String>,
    nominated: String,
    decided: String,
    /// Whether the reader sees how it came about.
    insider: bool,
    may_decide: bool,
    may_withdraw: bool,
}

/// Who sees one: everybody what is published; otherwise who nominated, and who may nominate or decide there.
pub fn is_shown(it: &Commendation, actor: &Actor) -> bool {
    it.state() == Stands::Published || is_insider(it, actor)
}

fn is_insider(it: &Commendation, actor: &Actor) -> bool {
    it.nominated_by == actor.person
        || actor.may_at(NOMINATE, &it.unit_path)
        || actor.may_at(APPROVE, &it.unit_path)
}

/// `GET /commendations/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let found = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let commended = store::commended(tx, id)?;
        // Who is commended sees that it was withdrawn, too.
        let own = found.state() == Stands::Withdrawn && commended.iter().any(|(own, _)| *own == actor.person);
        if !own && !is_shown(&found, &actor) {
            return Err(Fault::NotFound);
        }
        let units = accounts::trails(tx, [found.unit_path.as_str()])?;
        Ok((found, commended, units))
    });
    let (it, commended, units) = read.await?;
    let ids: Vec<Uuid> = commended.iter().map(|(person, _)| *person).collect();
    let keep = rules::decide(it.state(), it.nominated_by, &ids, who.actor.person) == Decide::Keep;
    let insider = is_insider(&it, &who.actor);
    let page = Page::new(who, who.l.t("honours-commendation"));
    let view = OnePage {
        page: if insider {
            page.crumb(NOMINATIONS, who.l.t("honours-nominations"))
        } else {
            page.crumb(HERE, who.l.t("honours-commendations"))
        },
        row: line(&who.l, &it),
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        names: commended.into_iter().map(|(_, name)| name).collect(),
        nominated: who.l.date_time(it.nominated_at),
        decided: it.decided_at.map(|at| who.l.date_time(at)).unwrap_or_default(),
        insider,
        may_decide: keep && who.actor.may_at(APPROVE, &it.unit_path),
        may_withdraw: may_withdraw(&it, &who.actor),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

//! The queue, the list, and one case as those see it who work on it.

use super::{
    DECIDE, HREF, INVESTIGATE, QUEUE, READ,
    change::{self, readable},
    followed::{self, outcome},
    rules::{self, Kind, Outcome, Part, State as Stands},
    store::{self, Appeal, Case, Evidence, Narrow, Package, QUEUE_SORTS, Recusal, SORTS, Step},
};
use crate::referral::store::{self as referrals, Referral};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_documents::Cell;
use xingtan_governance::{
    api::{self as governance, ArticleInForce, Followed},
    saving::shown,
};
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form, List, Listed, Page, Select, SignedIn, export, html};

struct Line {
    it: Case,
    unit: String,
    kind: String,
    state: String,
    outcome: String,
    before: i64,
    late: bool,
}

#[derive(Template)]
#[template(path = "case/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    here: &'static str,
    is_queue: bool,
    line: String,
    none: String,
    lines: Vec<Line>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

pub(super) fn kinds(l: &Locale) -> Vec<(String, String)> {
    Kind::ALL.iter().map(|it| (it.code().to_owned(), kind(l, it.code()))).collect()
}

pub(super) fn kind(l: &Locale, code: &str) -> String {
    l.t(&format!("conduct-kind-{code}"))
}

/// `GET /reports-of-content`: what nobody has taken up yet, what is due first on top.
pub async fn queue(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(INVESTIGATE)?;
    let list = List::read(&form, QUEUE, QUEUE_SORTS, &["kind"], 50);
    show_list(&who, &form, list, true).await
}

/// `GET /cases`: the case files of one's subtree, the newest first.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HREF, SORTS, &["kind", "state"], 50).or_descending();
    show_list(&who, &form, list, false).await
}

fn selected(who: &SignedIn, list: &List, is_queue: bool) -> Select {
    let state = if is_queue { Stands::Reported.code() } else { list.filter("state") };
    let narrow =
        Narrow { query: list.query.clone(), state: state.to_owned(), kind: list.filter("kind").to_owned() };
    let permission = if is_queue { INVESTIGATE } else { READ };
    store::select(&who.actor.scope(permission), who.actor.person, &narrow)
}

async fn show_list(who: &SignedIn, form: &Form, list: List, is_queue: bool) -> Result<Response, Fault> {
    if form.has("as") {
        return file(who, form, list, is_queue).await;
    }
    let (of, select) = (list.clone(), selected(who, &list, is_queue));
    let read = who.app.db().read(move |tx| {
        let found = of.page::<Case>(tx, select.clone())?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        let people: Vec<Uuid> = found.rows.iter().filter_map(|it| it.person_id).collect();
        let before = followed::repeats(tx, &people)?;
        let measures = followed::of(tx, &found.rows)?;
        Ok::<_, Error>((found, units, before, measures))
    });
    let (found, units, before, measures) = read.await?;
    let of = |it: &Case| measures.get(&it.id).map_or(&[][..], Vec::as_slice);
    let l = &who.l;
    let lines = found.rows.iter().map(|it| Line {
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        kind: kind(l, &it.kind),
        state: l.t(&format!("conduct-state-{}", it.state)),
        outcome: outcome(l, it, of(it)),
        before: it.person_id.and_then(|id| before.get(&id)).copied().unwrap_or_default()
            - i64::from(stands(it, of(it))),
        late: it.state() == Stands::Reported && it.due_at <= who.now,
        it: it.clone(),
    });
    let here = if is_queue { QUEUE } else { HREF };
    let key = if is_queue { "conduct-queue" } else { "conduct-cases" };
    html(&ListPage {
        page: Page::new(who, l.t(key)),
        line: l.t(&format!("{key}-line")),
        none: l.t(&format!("{key}-none")),
        here,
        is_queue,
        lines: lines.collect(),
        kinds: kinds(l),
        states: Stands::ALL
            .iter()
            .map(|it| it.code())
            .chain([store::APPEALED])
            .map(|code| (code.to_owned(), l.t(&format!("conduct-state-{code}"))))
            .collect(),
        exports: exports(here, &list),
        list: found.listed(&list),
    })
}

/// Whether something was decided against somebody and stands.
fn stands(it: &Case, measures: &[Followed]) -> bool {
    it.outcome().is_some_and(|own| own != Outcome::Dismissed)
        && it.overturned_at.is_none()
        && !followed::is_refused(measures)
}

fn exports(base: &str, list: &List) -> (String, String) {
    let href = |format: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", format);
        let narrowed =
            [("q", list.query.as_str()), ("kind", list.filter("kind")), ("state", list.filter("state"))];
        query.extend_pairs(narrowed.iter().filter(|(_, value)| !value.is_empty()));
        format!("{base}?{}", query.finish())
    };
    (href("xlsx"), href("csv"))
}

const HEADINGS: [&str; 9] = [
    "conduct-column-number",
    "conduct-column-kind",
    "conduct-column-person",
    "conduct-column-unit",
    "conduct-column-reported",
    "conduct-column-due",
    "conduct-column-state",
    "conduct-column-outcome",
    "conduct-column-until",
];

async fn file(who: &SignedIn, form: &Form, list: List, is_queue: bool) -> Result<Response, Fault> {
    let l = &who.l;
    let name = l.t(if is_queue { "conduct-queue" } else { "conduct-cases" });
    let mut file = export::file(who, form.value("as"), &name, &HEADINGS)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let select = selected(who, &list, is_queue);
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Case> = Vec::new();
            let next = list.chunk(tx, select.clone(), 1000, &mut rows)?;
            let units = accounts::trails(tx, rows.iter().map(|it| it.unit_path.as_str()))?;
            let measures = followed::of(tx, &rows)?;
            Ok::<_, Error>((rows, units, measures, next))
        });
        let (rows, units, measures, next) = read.await?;
        for it in rows {
            let ends = it.ends_at.map(|at| l.until(at)).unwrap_or_default();
            let texts = [
                it.numbered(),
                kind(l, &it.kind),
                it.person_name.clone(),
                units.get(&it.unit_path).cloned().unwrap_or_default(),
                l.date_time(it.reported_at),
                l.date_time(it.due_at),
                l.t(&format!("conduct-state-{}", it.state)),
                outcome(l, &it, measures.get(&it.id).map_or(&[], Vec::as_slice)),
                ends,
            ];
            file.row(&texts.map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

/// What a page of one case reads.
struct Read {
    it: Case,
    unit: String,
    steps: Vec<Step>,
    evidence: Vec<Evidence>,
    packages: Vec<Package>,
    recusals: Vec<Recusal>,
    appeals: Vec<Appeal>,
    referrals: Vec<Referral>,
    measures: Vec<Followed>,
    articles: Vec<ArticleInForce>,
    facts: rules::Facts,
    parties: rules::Parties,
    before: i64,
    responsible: Option<xingtan_catalog::api::Responsible>,
}

/// What the reader may do now.
#[derive(Default)]
struct May {
    take: bool,
    investigate: bool,
    hear: bool,
    decide: bool,
    appeal: bool,
    close: bool,
    recuse: bool,
    refer: bool,
    seal: bool,
}

#[derive(Template)]
#[template(path = "case/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Case,
    unit: String,
    kind: String,
    state: String,
    outcome: String,
    steps: Vec<(String, Step)>,
    evidence: Vec<Evidence>,
    packages: Vec<Package>,
    recusals: Vec<Recusal>,
    appeals: Vec<Appeal>,
    referrals: Vec<Referral>,
    measures: Vec<(String, Followed)>,
    articles: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    changes: Vec<(String, String)>,
    may: May,
    barred: Option<String>,
    before: i64,
    /// Who answers for the course that the case is about (CRS-6).
    responsible: Vec<(String, String)>,
}

/// `GET /cases/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let tomorrow = who.l.zone().date(who.now + rules::SHORTEST_HEARING + rules::SHORTEST_HEARING);
    let form = Form::fresh(who.app.id()).with("until", tomorrow);
    show_one(&who, id, form).await
}

/// The page with what was typed.
pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let (actor, now) = (who.actor.clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let it = store::get(tx, id)?.filter(|it| readable(it, &actor)).ok_or(Fault::NotFound)?;
        let mut units = accounts::trails(tx, [it.unit_path.as_str()])?;
        let measures = followed::of(tx, [&it])?.remove(&id).unwrap_or_default();
        let before = match it.person_id {
            Some(person) => {
                let all = followed::repeats(tx, &[person])?.remove(&person).unwrap_or_default();
                all - i64::from(stands(&it, &measures))
            }
            None => 0,
        };
        Ok::<_, Fault>(Read {
            unit: units.remove(&it.unit_path).unwrap_or_default(),
            steps: store::steps(tx, id)?,
            evidence: store::evidence(tx, id)?,
            packages: store::packages(tx, id)?,
            recusals: store::recusals(tx, id)?,
            appeals: store::appeals(tx, id)?,
            referrals: referrals::of(tx, id)?,
            articles: governance::articles_in_force(tx, now)?,
            facts: change::known(tx, &it, now)?.0,
            parties: store::parties(tx, &it)?,
            before,
            measures,
            // Cases of before that was kept name who answers now.
            responsible: match store::responsible(tx, id)? {
                Some(then) => Some(then),
                None => xingtan_catalog::api::responsible_at(tx, &it.about)?,
            },
            it,
        })
    });
    let read = read.await?;
    let (may, barred) = may(who, &read);
    let l = &who.l;
    let named =
        |outcome: &Outcome| (outcome.code().to_owned(), l.t(&format!("conduct-outcome-{}", outcome.code())));
    let fits = |outcome: &&Outcome| {
        use rules::Unfit;
        !matches!(rules::decide(&read.facts, **outcome, who.now), Err(Unfit::Ruled | Unfit::NotRuled))
    };
    let changes = Outcome::ALL.iter().filter(|it| !matches!(it, Outcome::Dismissed | Outcome::Confirmed));
    let view = OnePage {
        page: Page::new(who, l.t1("conduct-case-title", "number", read.it.numbered()))
            .crumb(HREF, l.t("conduct-cases")),
        kind: kind(l, &read.it.kind),
        state: l.t(&format!("conduct-state-{}", read.it.state)),
        outcome: outcome(l, &read.it, &read.measures),
        measures: read.measures.into_iter().map(|own| (followed::said(l, &own, who.now), own)).collect(),
        outcomes: Outcome::ALL.iter().filter(fits).map(named).collect(),
        changes: changes.map(named).collect(),
        articles: read.articles.iter().map(|it| (it.id.to_string(), article(l, it))).collect(),
        steps: read.steps.into_iter().map(|step| (l.t(&format!("conduct-act-{}", step.act)), step)).collect(),
        unit: read.unit,
        evidence: read.evidence,
        packages: read.packages,
        recusals: read.recusals,
        appeals: read.appeals,
        referrals: read.referrals,
        before: read.before,
        responsible: read.responsible.map(|it| it.lines(l)).unwrap_or_default(),
        may,
        barred,
        form: form.clone().in_language(l),
        it: read.it,
    };
    shown(&form, &view)
}

fn article(l: &Locale, it: &ArticleInForce) -> String {
    let cited = l.t3(
        "governance-cited",
        "regulation",
        it.regulation.as_str(),
        "version",
        it.version,
        "number",
        it.number.as_str(),
    );
    format!("{cited} {}", it.title)
}

/// What the reader may do, and why not where a rule bars them.
fn may(who: &SignedIn, read: &Read) -> (May, Option<String>) {
    let it = &read.it;
    let (state, me) = (it.state(), who.actor.person);
    let holds = |permission| who.actor.may_at(permission, &it.unit_path);
    let (investigates, decides) = (holds(INVESTIGATE), holds(DECIDE));
    let open = read.appeals.iter().any(|own| own.state == "open");
    let part = match () {
        () if open => Part::DecideAppeal,
        () if decides && state == Stands::Hearing => Part::Decide,
        () => Part::Investigate,
    };
    let judged = |part| rules::may_act(&read.parties, part, me);
    let barred = judged(part).err().filter(|_| investigates || decides).map(|it| who.l.t(it.key()));
    let settled = state.is_settled();
    let mine = investigates && it.investigator_id == Some(me) && !settled;
    let acts = judged(Part::Investigate).is_ok();
    let may = May {
        take: investigates && acts && !settled && it.investigator_id.is_none(),
        investigate: mine && acts,
        hear: mine && acts && state == Stands::Investigating && it.person_id.is_some(),
        decide: decides
            && judged(Part::Decide).is_ok()
            && matches!(state, Stands::Investigating | Stands::Hearing),
        appeal: decides && open && judged(Part::DecideAppeal).is_ok(),
        close: decides && acts && state == Stands::Decided && !open,
        recuse: (investigates || decides) && acts && state != Stands::Closed,
        refer: investigates
            && acts
            && it.taken_at.is_some()
            && !read.referrals.iter().any(|own| own.state == "open"),
        seal: investigates && acts && it.taken_at.is_some(),
    };
    (may, barred)
}

//! `/real-names/ID`: one statement with what was found, for whoever decides.

use super::{
    DECIDE, HERE, READ,
    list::Findings,
    own::{Line, document},
    rules::{State as Stand, Verdict},
    store::{self, RealName, Step},
};
use crate::{organisation::store as organisation, people::saving::shown, person::store as people};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{Fault, Form, Page, SignedIn};

/// Somebody else with the same number, as far as the visitor may know them.
#[derive(Clone, Debug)]
pub struct Other {
    /// The person's page; none outside of one's subtree.
    pub href: Option<String>,
    /// The name, or that it is somebody elsewhere.
    pub name: String,
}

#[derive(Template)]
#[template(path = "real_name/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: RealName,
    trail: String,
    state: Stand,
    document: String,
    findings: Findings,
    others: Vec<Other>,
    lines: Vec<Line>,
    verdicts: Vec<(String, String)>,
    own: bool,
    may_decide: bool,
    may_reveal: bool,
}

/// A statement of the own subtree: elsewhere and not there are told apart by nothing.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn seen(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<RealName, Fault> {
    store::of(tx, id)?.filter(|it| who.actor.may_at(READ, &it.unit_path)).ok_or(Fault::NotFound)
}

/// `GET /real-names/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(who.app.id())).await
}

/// The page with the form of the decision as it was filled in.
///
/// # Errors
/// [`Fault::NotFound`] where it is not the visitor's to know.
pub async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let row = seen(tx, &signed, id)?;
        let steps = store::steps(tx, id)?;
        let by: Vec<Uuid> = steps.iter().filter_map(|step| step.by_person).collect();
        let trails = organisation::trails(tx, [row.unit_path.as_str()])?;
        Ok::<_, Fault>((people::names(tx, &by)?, store::same(tx, &[id])?, trails, steps, row))
    });
    let (names, same, trails, steps, row) = read.await?;
    let l = &who.l;
    let findings = Findings::of(who.app.keys(), &row, &same);
    let others = findings.same.iter().map(|it| match who.actor.may_at(READ, &it.other_path) {
        true => Other { href: Some(format!("{HERE}/{}", it.other_id)), name: it.other_name.clone() },
        false => Other { href: None, name: l.t("accounts-real-name-elsewhere") },
    });
    let (own, may) = (row.person_id == who.actor.person, who.actor.may_at(DECIDE, &row.unit_path));
    let state = row.state();
    let verdicts = match state {
        Stand::Pending => Verdict::ALL.to_vec(),
        Stand::Verified => vec![Verdict::Reject],
        Stand::Rejected => Vec::new(),
    };
    let verdict =
        |it: Verdict| (it.code().to_owned(), l.t(&format!("accounts-real-name-verdict-{}", it.code())));
    let line = |step: &Step| Line::of(l, step, step.by_person.and_then(|id| names.get(&id)));
    let view = OnePage {
        page: Page::new(who, row.name.clone()).crumb(HERE, l.t("accounts-real-names-title")),
        trail: trails.get(&row.unit_path).cloned().unwrap_or_default(),
        document: document(l, &row.document),
        others: others.collect(),
        lines: steps.iter().map(line).collect(),
        may_decide: may && !own && !verdicts.is_empty(),
        may_reveal: may && !own,
        verdicts: verdicts.into_iter().map(verdict).collect(),
        form: form.clone(),
        state,
        findings,
        own,
        row,
    };
    shown(&form, &view)
}

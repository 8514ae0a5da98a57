//! The list of referrals.

use super::{
    ANSWER, HREF,
    store::{self, Referral, SORTS},
};
use askama::Template;
use axum::response::Response;
use xingtan_accounts::api as accounts;
use xingtan_db::Error;
use xingtan_governance::saving::shown;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn};

struct Line {
    it: Referral,
    kind: String,
    unit: String,
    state: String,
}

#[derive(Template)]
#[template(path = "referral/list.html")]
struct ListPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
}

/// `GET /referrals`: those of one's subtree, the newest first.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(ANSWER)?;
    let fresh = Form::fresh(who.app.id());
    show_list(&who, &form, fresh).await
}

/// The list with what was typed.
pub(super) async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    show_list(who, &Form::default(), form).await
}

async fn show_list(who: &SignedIn, asked: &Form, form: Form) -> Result<Response, Fault> {
    let list = List::read(asked, HREF, SORTS, &["state"], 50).or_descending();
    let (scope, reader, of) = (who.actor.scope(ANSWER), who.actor.person, list.clone());
    let read = who.app.db().read(move |tx| {
        let select = store::select(&scope, reader, &of.query, of.filter("state"));
        let found = of.page::<Referral>(tx, select)?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    let l = &who.l;
    let state = |code: &str| l.t(&format!("conduct-referral-{code}"));
    let lines = found.rows.iter().map(|it| Line {
        kind: l.t(&format!("conduct-kind-{}", it.kind)),
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        state: state(&it.state),
        it: it.clone(),
    });
    let view = ListPage {
        page: Page::new(who, l.t("conduct-referrals")),
        lines: lines.collect(),
        states: ["open", "accepted", "returned"].map(|code| (code.to_owned(), state(code))).to_vec(),
        list: found.listed(&list),
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

//! The form of a rule bound to an article: made from the parameters of its kind.

use super::{
    super::{
        page::{Desk, HREF},
        shown,
        store::Control,
    },
    article::{article, removal},
    page::desk,
};
use crate::kind::{
    self, Kind,
    params::{Param, Params, Shape, Wrong},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_accounts::api::{self as accounts, Node};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Field of a parameter: names of their own, so that no parameter meets a field that every form has.
pub fn field(param: &str) -> String {
    format!("param-{param}")
}

/// One parameter as the form shows it.
struct Field {
    name: String,
    label: String,
    hint: String,
    /// Words of a choice; none for a number or text.
    choices: Vec<(String, String)>,
    number: bool,
}

#[derive(Template)]
#[template(path = "regulation/control.html")]
struct ControlPage {
    page: Page,
    form: Form,
    kind: &'static str,
    name: String,
    says: Option<String>,
    fields: Vec<Field>,
    nodes: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    own: Option<Uuid>,
    action: String,
    back: String,
}

#[derive(Template)]
#[template(path = "regulation/kinds.html")]
struct KindsPage {
    page: Page,
    kinds: Vec<(&'static str, String, String)>,
    href: String,
}

/// The parameters of a form.
///
/// # Errors
/// All that is wrong, each beside its parameter, contradictions included.
pub fn params(kind: &dyn Kind, form: &Form) -> Result<Params, Wrong> {
    let params = Params::read(kind.params(), |name| {
        let field = field(name);
        form.values(&field).first().map(String::as_str)
    })?;
    kind.check(&params)?;
    Ok(params)
}

/// `GET /regulations/{id}/versions/{version}/articles/{article}/controls/new`: the kinds to choose from; with `kind` the
/// form of one.
pub async fn new(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
    asked: Form,
) -> Result<Response, Fault> {
    let desk = desk(&who, (id, version)).await?;
    let it = article(&desk, own)?;
    let Some(kind) = kind::of(asked.value("kind")) else {
        let defaults = |kind: &&'static dyn Kind| {
            let says = kind::says(*kind, &Params::defaults(kind.params()));
            (kind.code(), who.l.t(&format!("governance-kind-{}", kind.code())), who.l.msg(&says))
        };
        return html(&KindsPage {
            page: Page::new(&who, who.l.t1("governance-control-new", "number", it.number.as_str()))
                .crumb(HREF, who.l.t("governance-regulations"))
                .crumb(desk.href(), desk.regulation.title.clone()),
            kinds: kind::ALL.iter().map(defaults).collect(),
            href: format!("{}/articles/{own}/controls/new", desk.href()),
        });
    };
    let mut form = Form::fresh(app.id()).with("kind", kind.code()).with("version", desk.version.version);
    for (name, value) in Params::defaults(kind.params()).all() {
        form = form.with(&field(name), value);
    }
    shown(&who, &desk, (own, None), form, StatusCode::OK).await
}

/// `GET /regulations/{id}/versions/{version}/articles/{article}/controls/{control}`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own, control)): Path<(Uuid, Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, (id, version)).await?;
    let it = self::control(&desk, own, control)?;
    let kind = kind::of(&it.kind).ok_or(Fault::NotFound)?;
    let path = it.scope_path.clone();
    let node = app.db().read(move |tx| accounts::node_by_path(tx, &path)).await?;
    let mut form = Form::fresh(app.id())
        .with("kind", kind.code())
        .with("scope", node.map(|it| it.id.to_string()).unwrap_or_default())
        .with("role", it.scope_role.as_deref().unwrap_or_default())
        .with("version", desk.version.version);
    for (name, value) in Params::kept(kind.params(), &it.params).all() {
        form = form.with(&field(name), value);
    }
    shown(&who, &desk, (own, Some(control)), form, StatusCode::OK).await
}

/// A control of an article.
///
/// # Errors
/// [`Fault::NotFound`] where it is not there.
pub fn control(desk: &Desk, article: Uuid, id: Uuid) -> Result<&Control, Fault> {
    desk.controls.iter().find(|it| it.id == id && it.article_id == article).ok_or(Fault::NotFound)
}

/// The form with what was typed, and the sentence that it makes where nothing is wrong.
///
/// # Errors
/// [`Fault::NotFound`] where article, control or kind is not there.
pub async fn shown(
    who: &SignedIn,
    desk: &Desk,
    (own, id): (Uuid, Option<Uuid>),
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let it = article(desk, own)?;
    let kind = kind::of(form.value("kind")).ok_or(Fault::NotFound)?;
    let nodes = who.app.db().read(accounts::nodes).await?;
    let indented = |node: &Node| {
        let depth = node.path.matches('/').count().saturating_sub(2);
        (node.id.to_string(), format!("{}{}", "\u{3000}".repeat(depth), node.name))
    };
    let (href, name) = (desk.href(), who.l.t(&format!("governance-kind-{}", kind.code())));
    let back = format!("{href}/articles/{own}");
    let page = html(&ControlPage {
        page: Page::new(who, name.clone())
            .crumb(HREF, who.l.t("governance-regulations"))
            .crumb(href, desk.regulation.title.clone())
            .crumb(back.clone(), who.l.t1("governance-article-number", "number", it.number.as_str())),
        kind: kind.code(),
        name,
        says: params(kind, &form).ok().map(|params| who.l.msg(&kind::says(kind, &params))),
        fields: kind.params().iter().map(|param| as_field(who, kind, param)).collect(),
        // The root is everywhere, which has a choice of its own.
        nodes: nodes.iter().filter(|it| it.parent_id.is_some()).map(indented).collect(),
        roles: Role::ALL.iter().map(|role| (role.code().to_owned(), who.l.t(&role.key()))).collect(),
        own: id,
        action: id.map_or_else(|| format!("{back}/controls"), |id| format!("{back}/controls/{id}")),
        form: form.in_language(&who.l),
        back,
    })?;
    Ok((status, page).into_response())
}

fn as_field(who: &SignedIn, kind: &dyn Kind, param: &Param) -> Field {
    let key = format!("governance-param-{}-{}", kind.code(), param.name);
    let (label, hint) = (who.l.t(&key), who.l.t(&format!("{key}-hint")));
    let (label, choices, number) = match param.shape {
        Shape::Count { unit, .. } => {
            (who.l.t2("governance-param-unit", "label", label, "unit", who.l.t(unit)), Vec::new(), true)
        }
        Shape::Choice(words) => {
            let word = |word: &&str| ((*word).to_owned(), who.l.t(&format!("governance-choice-{word}")));
            (label, words.iter().map(word).collect(), false)
        }
        Shape::Text(_) => (label, Vec::new(), false),
    };
    Field { name: field(param.name), label, hint, choices, number }
}

/// `GET /regulations/{id}/versions/{version}/articles/{article}/controls/{control}/deletion`.
pub async fn deletion(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own, control)): Path<(Uuid, Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, (id, version)).await?;
    let form = Form::fresh(app.id()).with("version", desk.version.version);
    shown_deletion(&who, &desk, (own, control), form, StatusCode::OK)
}

/// The question with what went wrong.
///
/// # Errors
/// [`Fault::NotFound`] where the control is not there.
pub fn shown_deletion(
    who: &SignedIn,
    desk: &Desk,
    (own, id): (Uuid, Uuid),
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let it = shown::control(&who.l, control(desk, own, id)?, &desk.trails);
    let what = who.l.t1("governance-control-remove", "name", it.name);
    removal(who, desk, (what, vec![it.says]), &format!("articles/{own}/controls/{id}"), form, status)
}

//! What people see of the library: the list with its folders, an item, its log.

use super::{
    change::{is_usable, kept, seen},
    preview::{self, Preview},
    rules::{Audience, Basis, Kind, State as Stands, Take, take},
    store::{self, Declaration, Item, Narrow, OPENING_SORTS, Opening, SORTS},
};
use crate::{
    folder::page as folders,
    index,
    mark::{MARKABLE, of_person},
    permissions::{JUDGE, MANAGE, USE},
    removal::store::{self as removals, Removal},
    users::{Named, Users},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_search::{Typed, synonyms};
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

/// Where the list is.
pub const HERE: &str = "/library";
/// What narrows it.
const FILTERS: &[&str] = &["folder", "kind", "tag", "basis", "state", "owner", "view"];

/// One item in the list.
pub struct Line {
    id: Uuid,
    title: String,
    icon: &'static str,
    kind: String,
    tags: Vec<String>,
    owner: String,
    tone: &'static str,
    state: String,
    changed: String,
    size: String,
    uses: i64,
}

/// The icon of a kind.
pub const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf | Kind::Office | Kind::Text => "file",
        Kind::Picture => "eye",
        Kind::Video => "play",
        Kind::Audio => "sound",
        Kind::Other => "down",
    }
}

/// The tone of a state.
pub const fn tone(state: Stands) -> &'static str {
    match state {
        Stands::Draft | Stands::Deleted => "",
        Stands::Shared => "pine",
        Stands::Expired => "ochre",
        Stands::Down => "cinnabar",
    }
}

fn line(l: &Locale, it: &Item, tags: Vec<String>) -> Line {
    Line {
        id: it.id,
        title: it.title.clone(),
        icon: icon(it.kind()),
        kind: l.t(&format!("library-kind-{}", it.kind().code())),
        tags,
        owner: it.owner_name.clone(),
        tone: tone(it.state()),
        state: l.t(&format!("library-state-{}", it.state().code())),
        changed: l.date(it.changed_at),
        size: l.bytes(it.file_size),
        uses: it.uses,
    }
}

fn worded(l: &Locale, prefix: &str, codes: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
    codes.map(|code| (code.to_owned(), l.t(&format!("{prefix}-{code}")))).collect()
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    grid: bool,
    folders: Vec<folders::Row>,
    folder: String,
    choices: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    bases: Vec<(String, String)>,
    states: Vec<(String, String)>,
    may_use: bool,
    may_manage: bool,
    may_judge: bool,
    form: Form,
}

/// What a list was asked to be narrowed to. The words are cut outside of the unit; what means the same is found, too.
pub(super) fn narrowing(
    list: &List,
    typed: Option<&Typed>,
    actor: &Actor,
    tx: &mut Tx<'_>,
) -> Result<Narrow, Fault> {
    let found = match typed {
        Some(typed) => {
            let query = typed.query(&synonyms::of_typed(tx, typed)?);
            Some(index::having(tx, &query, actor)?)
        }
        None => None,
    };
    let folder = list.filter("folder").parse::<Uuid>().ok();
    let owner = list.filter("owner");
    Ok(Narrow {
        found,
        folders: folder.map(|id| folders::below(tx, id)).transpose()?.unwrap_or_default(),
        kind: list.filter("kind").to_owned(),
        tag: list.filter("tag").to_owned(),
        basis: list.filter("basis").to_owned(),
        state: list.filter("state").to_owned(),
        mine: owner == "mine",
        owner: if owner == "mine" { String::new() } else { owner.to_owned() },
    })
}

/// `GET /library`.
pub async fn list(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    let list = List::read(&asked, HERE, SORTS, FILTERS, 48).or_descending();
    let typed = Some(Typed::new(&list.query)).filter(|_| !list.query.is_empty());
    let (actor, narrow) = (who.actor.clone(), list.clone());
    let read = app.db().read(move |tx| {
        let narrowed = narrowing(&narrow, typed.as_ref(), &actor, tx)?;
        let found = narrow.page::<Item>(tx, store::seen(&actor, &narrowed))?;
        let ids: Vec<Uuid> = found.rows.iter().map(|it| it.id).collect();
        let mut tags: HashMap<Uuid, Vec<String>> = HashMap::new();
        for (id, tag) in store::tags_of(tx, &ids)? {
            tags.entry(id).or_default().push(tag);
        }
        let (rows, choices) = (folders::rows(tx, &actor)?, folders::choices(tx, &actor)?);
        Ok::<_, Fault>((found, tags, rows, choices))
    });
    let (found, mut tags, rows, choices) = read.await?;
    let l = &who.l;
    let states = Stands::ALL.iter().filter(|it| **it != Stands::Deleted).map(|it| it.code());
    html(&ListPage {
        page: Page::new(&who, l.t("library-title")),
        lines: found.rows.iter().map(|it| line(l, it, tags.remove(&it.id).unwrap_or_default())).collect(),
        grid: list.filter("view") == "grid",
        folder: list.filter("folder").to_owned(),
        folders: rows,
        choices,
        kinds: worded(l, "library-kind", Kind::ALL.iter().map(|it| it.code())),
        bases: worded(l, "library-basis", Basis::ALL.iter().map(|it| it.code())),
        states: worded(l, "library-state", states),
        may_use: who.actor.may(USE),
        may_manage: who.actor.may(MANAGE),
        may_judge: who.actor.may_whole(JUDGE),
        form: Form::fresh(app.id()),
        list: found.listed(&list),
    })
}

/// A take-down in words.
struct Down {
    reason: String,
    by: String,
    at: String,
    infringing: bool,
    restored: String,
}

fn down(l: &Locale, it: &Removal) -> Down {
    let back = it.restored_at.map(|at| {
        let name = it.restored_name.clone().unwrap_or_default();
        let reason = it.restored_reason.clone().unwrap_or_default();
        l.t3("library-restored-line", "name", name, "at", at, "reason", reason)
    });
    Down {
        reason: it.reason.clone(),
        by: it.by_name.clone(),
        at: l.date_time(it.at),
        infringing: it.infringing,
        restored: back.unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "one.html")]
struct OnePage {
    page: Page,
    it: Item,
    form: Form,
    tags: Vec<String>,
    preview: Preview,
    kind: String,
    tone: &'static str,
    state: String,
    audience: String,
    size: String,
    created: String,
    unit: String,
    declaration: Vec<(String, String)>,
    downs: Vec<Down>,
    used: Vec<Named>,
    offers: Vec<(String, String)>,
    audiences: Vec<(String, String)>,
    take: bool,
    take_told: String,
    insider: bool,
    may_keep: bool,
    may_manage: bool,
    may_down: bool,
    may_restore: bool,
    is_shared: bool,
    is_down: bool,
}

/// `GET /library/ID`.
pub async fn one(
    State(app): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let answer = show_one(&who, id, users, Form::fresh(app.id())).await?;
    let actor = who.actor.clone();
    let count = move |tx: &mut Tx<'_>| match store::get(tx, id)? {
        Some(it) if it.owner_id != actor.person => store::looked(tx, id),
        _ => Ok(()),
    };
    app.db().write(count).await?;
    Ok(answer)
}

/// What a declaration says, in words.
fn declared(l: &Locale, it: &Declaration) -> Vec<(String, String)> {
    let ends = it.ends_at.map_or_else(|| l.t("library-unlimited"), |at| l.until(at));
    let facts = [
        ("basis", l.t(&format!("library-basis-{}", it.basis))),
        ("source", it.source.clone()),
        ("holder", it.holder.clone()),
        ("licence", it.licence.clone()),
        ("ends", ends),
        ("by", it.by_name.clone()),
        ("at", l.date_time(it.at)),
    ];
    let worded = facts.into_iter().filter(|(_, value)| !value.is_empty());
    worded.map(|(key, value)| (l.t(&format!("library-declaration-{key}")), value)).collect()
}

pub(crate) async fn show_one(who: &SignedIn, id: Uuid, users: Users, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = seen(tx, id, &actor)?;
        let insider =
            it.is_kept_by(&actor) || actor.may(USE) || actor.may_at(crate::permissions::READ, &it.unit_path);
        let tags = store::tags(tx, id)?;
        let declaration = store::declarations(tx, id)?.into_iter().next();
        let downs = if insider { removals::removals(tx, id)? } else { Vec::new() };
        let used = if insider { users.of(tx, id)? } else { Vec::new() };
        let words = of_person(tx, &actor)?;
        let units = accounts::trails(tx, [it.unit_path.as_str()])?;
        let found = preview::find(tx, &it)?;
        Ok::<_, Fault>((it, insider, tags, declaration, downs, used, words, units, found))
    });
    let (it, insider, tags, declaration, downs, used, words, mut units, found) = read.await?;
    let (l, actor) = (&who.l, &who.actor);
    let mark = it.watermark.then(|| words.to_string());
    let preview = preview::make(&who.app, l, &it, found, &it.href(), mark).await?;
    let markable = MARKABLE.contains(&it.media_type.as_str());
    let taking = take(it.kind(), it.download, it.watermark, markable, it.shown_file_id.is_some());
    let (manages, own) = (actor.may_at(MANAGE, &it.unit_path), it.owner_id == actor.person);
    let stands = it.state();
    let last_own = downs.first().is_some_and(|last| last.by_person == actor.person) && own;
    let usable = is_usable(&it, actor);
    let offers = users.0.iter().filter(|user| usable && actor.may(user.permission));
    let offers = offers.filter_map(|user| user.offer);
    let view = OnePage {
        page: Page::new(who, it.title.clone()).crumb(HERE, l.t("library-title")),
        tags,
        preview,
        kind: l.t(&format!("library-kind-{}", it.kind().code())),
        tone: tone(stands),
        state: l.t(&format!("library-state-{}", stands.code())),
        audience: l.t(&format!("library-audience-{}", it.audience().code())),
        size: l.bytes(it.file_size),
        created: l.date_time(it.created_at),
        unit: units.remove(&it.unit_path).unwrap_or_default(),
        declaration: declaration.map(|it| declared(l, &it)).unwrap_or_default(),
        downs: downs.iter().map(|it| down(l, it)).collect(),
        used,
        offers: offers.map(|(label, tail)| (l.t(label), format!("{}/{tail}", it.href()))).collect(),
        audiences: worded(l, "library-audience", Audience::ALL.iter().map(|it| it.code())),
        take: matches!(taking, Take::AsItIs | Take::Marked | Take::PdfMarked),
        take_told: match taking {
            Take::NotAllowed => l.t("library-no-download"),
            Take::Unmarkable => l.t("library-take-unmarkable"),
            Take::Marked => l.t("library-take-marked"),
            Take::PdfMarked => l.t("library-take-pdf"),
            Take::AsItIs => String::new(),
        },
        insider,
        may_keep: it.is_kept_by(actor),
        may_manage: manages,
        may_down: (manages || (own && actor.may(USE))) && stands != Stands::Down,
        may_restore: (manages || last_own) && stands == Stands::Down,
        is_shared: stands == Stands::Shared,
        is_down: stands == Stands::Down,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage {
    page: Page,
    it: Item,
    form: Form,
    folders: Vec<(String, String)>,
    bases: Vec<(String, String)>,
}

/// `GET /library/ID/edit`.
pub async fn edit(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_edit(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_edit(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = kept(tx, id, &actor)?;
        let (tags, last) = (store::tags(tx, id)?, store::declarations(tx, id)?.into_iter().next());
        Ok::<_, Fault>((it, tags, last, folders::choices(tx, &actor)?))
    });
    let (it, tags, last, folders) = read.await?;
    let zone = &who.app.institution().zone;
    // Two forms stand on the page: what was typed in one stays, the other shows what is kept.
    let with =
        |form: Form, name: &str, value: String| if form.has(name) { form } else { form.with(name, value) };
    let ticked = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
    let written = form.has("title");
    let mut form = with(form, "title", it.title.clone());
    form = with(form, "description", it.description.clone());
    form = with(form, "tags", tags.join(&who.l.t("library-tag-comma")));
    form = with(form, "folder", it.folder_id.map(|id| id.to_string()).unwrap_or_default());
    if !written {
        form = form.with("download", ticked(it.download)).with("watermark", ticked(it.watermark));
    }
    if let Some(last) = last {
        form = with(form, "basis", last.basis);
        form = with(form, "source", last.source);
        form = with(form, "holder", last.holder);
        form = with(form, "licence", last.licence);
        let day = last.ends_at.map(|at| zone.date(at - xingtan_clock::Span::of_seconds(1)).to_string());
        form = with(form, "valid_until", day.unwrap_or_default());
    }
    let view = EditPage {
        page: Page::new(who, who.l.t("library-edit"))
            .crumb(HERE, who.l.t("library-title"))
            .crumb(it.href(), it.title.clone()),
        folders,
        bases: worded(&who.l, "library-basis", Basis::ALL.iter().map(|it| it.code())),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

/// One line of the log.
struct Opened {
    what: String,
    name: String,
    at: String,
}

#[derive(Template)]
#[template(path = "openings.html")]
struct OpeningsPage {
    page: Page,
    base: String,
    list: Listed,
    lines: Vec<Opened>,
}

/// `GET /library/ID/openings`: who took it along, and what partners did.
pub async fn openings(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    asked: Form,
) -> Result<Response, Fault> {
    let base = format!("/library/{id}/openings");
    let list = List::read(&asked, base.clone(), OPENING_SORTS, &[], 50).or_descending();
    let (actor, narrow) = (who.actor.clone(), list.clone());
    let read = app.db().read(move |tx| {
        let it = kept(tx, id, &actor)?;
        let select = store::openings(id).search("lower(o.name)", &narrow.query);
        Ok::<_, Fault>((it, narrow.page::<Opening>(tx, select)?))
    });
    let (it, found) = read.await?;
    let line = |own: &Opening| Opened {
        what: who.l.t(&format!("library-opening-{}", own.what)),
        name: own.name.clone(),
        at: who.l.date_time(own.at),
    };
    html(&OpeningsPage {
        page: Page::new(&who, who.l.t("library-openings"))
            .crumb(HERE, who.l.t("library-title"))
            .crumb(it.href(), it.title),
        base,
        lines: found.rows.iter().map(line).collect(),
        list: found.listed(&list),
    })
}

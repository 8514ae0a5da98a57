//! What uploading, writing, declaring, sharing and removing change: each function is part of a unit of work.

use super::{
    rules::{self, Audience, Basis, Kind, Share, State},
    store::{self, Declaration, Item},
};
use crate::{
    folder::store as folders,
    index::{self, Cut},
    permissions::{MANAGE, USE},
    removal::store as removals,
    users::Users,
};
use xingtan_audit::record;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_events::{Event, publish};
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_media::{Kind as Played, State as Stands, office};
use xingtan_search::sort_key;
use xingtan_storage::{
    Stored,
    file::{self, Claimer},
};
use xingtan_web::Fault;

/// An item was shared. Subject: the item.
pub const SHARED: &str = "library.item-shared";
/// An item was taken down, or its right ended. Subject: the item.
pub const ENDED: &str = "library.item-ended";

/// The kind of claimer in storage.
const CLAIMER: &str = "library-item";

/// A file that becomes an item.
#[derive(Clone, Debug)]
pub struct New {
    /// The item's id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it is to lie.
    pub folder: Option<Uuid>,
    /// Whether it may be taken along.
    pub download: bool,
    /// Whether who looks stands on it.
    pub watermark: bool,
    /// Its bytes.
    pub stored: Stored,
    /// The file's name.
    pub name: String,
    /// Whether it carries macros.
    pub macros: bool,
    /// Its words for the index.
    pub cut: Cut,
}

/// Makes an item of a file: a draft.
///
/// # Errors
/// [`Stop::Field`] where the folder is not one that somebody may put things into.
pub fn upload(tx: &mut Tx<'_>, new: &New, actor: &Actor, deed: &Deed) -> Result<Item, Stop> {
    let unit_path = place(tx, new.folder, actor)?;
    let row = file::keep(tx, &new.stored, &new.name, Some(actor.person), deed.now)?;
    let kind = Kind::of(&row.media_type, row.active, &row.name);
    let it = Item {
        id: new.id,
        folder_id: new.folder,
        title: new.title.clone(),
        title_key: sort_key(&new.title),
        description: new.description.clone(),
        kind: kind.code().to_owned(),
        file_id: row.id,
        shown_file_id: None,
        file_name: row.name.clone(),
        file_size: row.size,
        media_type: row.media_type.clone(),
        macros: new.macros,
        owner_id: actor.person,
        owner_name: actor.name.clone(),
        unit_path,
        audience: Audience::Authors.code().to_owned(),
        download: new.download,
        watermark: new.watermark,
        state: State::Draft.code().to_owned(),
        basis: String::new(),
        ends_at: None,
        created_at: deed.now,
        changed_at: deed.now,
        previews: 0,
        downloads: 0,
        uses: 0,
        version: 1,
    };
    store::add(tx, &it)?;
    store::set_tags(tx, it.id, &new.tags)?;
    file::claim(tx, row.id, Claimer { kind: CLAIMER, id: it.id }, deed.now)?;
    match kind {
        Kind::Video | Kind::Audio => {
            if let Some(played) = Played::of_media_type(&row.media_type) {
                xingtan_media::order(tx, row.id, played, Some(actor.person), &deed.ids, deed.now)?;
            }
        }
        Kind::Office => {
            if let Some(ending) = office::ending(&row.media_type, &row.name) {
                let made = office::order(tx, row.id, ending, Some(actor.person), &deed.ids, deed.now)?;
                if let (Stands::Ready, Some(pdf)) = (made.state(), made.pdf_file_id) {
                    office_ready(tx, row.id, pdf, deed.now)?;
                }
            }
        }
        _ => {}
    }
    index::keep(tx, &it, &new.cut)?;
    note(tx, "library.uploaded", &it, "", deed)?;
    Ok(it)
}

/// An office document has become a PDF: an item of that file shows it from now on, and keeps it.
///
/// # Errors
/// Those of the database.
pub fn office_ready(tx: &mut Tx<'_>, file_id: Uuid, pdf: Uuid, at: Timestamp) -> xingtan_db::Result<()> {
    if let Some(item) = store::shows(tx, file_id, pdf)? {
        file::claim(tx, pdf, Claimer { kind: CLAIMER, id: item }, at)?;
    }
    Ok(())
}

/// The unit of what somebody puts into a folder; their own where there is none.
fn place(tx: &mut Tx<'_>, folder: Option<Uuid>, actor: &Actor) -> Result<String, Stop> {
    let Some(id) = folder else { return Ok(actor.unit_path.clone()) };
    let found = folders::get(tx, id)?.filter(|it| it.takes(actor));
    let it = found.ok_or(Stop::Field("folder", Msg::new("library-folder-not-there")))?;
    // In a folder of all a teacher still shares within their own unit; who manages there shares in the folder's.
    let own = actor.unit_path.starts_with(&it.unit_path) && !actor.may_at(MANAGE, &it.unit_path);
    Ok(if own { actor.unit_path.clone() } else { it.unit_path })
}

/// An item that somebody sees.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn seen(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Item, Fault> {
    store::get(tx, id)?.filter(|it| it.is_seen(actor)).ok_or(Fault::NotFound)
}

/// An item that somebody may change.
///
/// # Errors
/// [`Fault::NotFound`] where they do not see it, [`Fault::Forbidden`] where they only do that.
pub fn kept(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Item, Fault> {
    let it = seen(tx, id, actor)?;
    if it.is_kept_by(actor) { Ok(it) } else { Err(Fault::forbidden()) }
}

/// What is written about an item.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it lies.
    pub folder: Option<Uuid>,
    /// Whether it may be taken along.
    pub download: bool,
    /// Whether who looks stands on it.
    pub watermark: bool,
    /// Its words for the index.
    pub cut: Cut,
}

/// Saves what is written about an item, unless somebody changed it since `version`.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`] for others; [`Stop::Field`] with what is wrong.
pub fn edit(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    edit: &Edit,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = kept(tx, id, actor)?;
    let moved = edit.folder != it.folder_id;
    if moved {
        it.unit_path = match edit.folder {
            Some(_) => place(tx, edit.folder, actor)?,
            None => it.unit_path,
        };
    }
    edit.title.clone_into(&mut it.title);
    it.title_key = sort_key(&edit.title);
    edit.description.clone_into(&mut it.description);
    it.folder_id = edit.folder;
    it.download = edit.download;
    it.watermark = edit.watermark;
    save(tx, &mut it, version, deed)?;
    store::set_tags(tx, id, &edit.tags)?;
    index::keep(tx, &it, &edit.cut)?;
    note(tx, "library.changed", &it, "", deed)
}

fn save(tx: &mut Tx<'_>, it: &mut Item, version: i64, deed: &Deed) -> Result<(), Stop> {
    it.version = version;
    it.changed_at = deed.now;
    if store::save(tx, it)? {
        it.version += 1;
        return Ok(());
    }
    Err(Stop::Field("", Msg::new("web-fault-stale")))
}

/// Puts several items into a folder, and adds tags to them. Those that the actor may not change are left out; answers
/// how many were changed.
///
/// # Errors
/// [`Stop::Field`] where the folder is not one to put things into, or one would have too many tags.
pub fn many(
    tx: &mut Tx<'_>,
    ids: &[Uuid],
    folder: Option<Option<Uuid>>,
    more_tags: &[String],
    actor: &Actor,
    deed: &Deed,
) -> Result<usize, Stop> {
    let mut changed = 0;
    for id in ids {
        let Some(mut it) = store::get(tx, *id)?.filter(|it| it.is_kept_by(actor)) else { continue };
        if let Some(folder) = folder {
            if folder.is_some() {
                it.unit_path = place(tx, folder, actor)?;
            }
            it.folder_id = folder;
        }
        let version = it.version;
        save(tx, &mut it, version, deed)?;
        if more_tags.is_empty() {
            index::stand(tx, &it)?;
        } else {
            let mut tags = store::tags(tx, *id)?;
            tags.extend(more_tags.iter().cloned());
            let tags = rules::tags(&tags.join(",")).map_err(|_| {
                Stop::Field("tags", Msg::new("library-tags-many").with("most", rules::MOST_TAGS))
            })?;
            store::set_tags(tx, *id, &tags)?;
            // Titles and a few lines, cut within the unit: what they are is known only here.
            index::keep(tx, &it, &index::of(&it, &tags))?;
        }
        note(tx, "library.changed", &it, "", deed)?;
        changed += 1;
    }
    Ok(changed)
}

/// What somebody declares of the right to share.
#[derive(Clone, Debug)]
pub struct Declared {
    /// On what it rests.
    pub basis: Basis,
    /// Where it comes from.
    pub source: String,
    /// Who holds the rights.
    pub holder: String,
    /// Under which licence.
    pub licence: String,
    /// When the right ends.
    pub ends_at: Option<Timestamp>,
}

/// Declares the right to share an item; the latest declaration holds.
///
/// # Errors
/// As for [`edit`]; [`Stop::Field`] where the right has ended already.
pub fn declare(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    asked: &Declared,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = kept(tx, id, actor)?;
    if asked.ends_at.is_some_and(|at| at <= deed.now) {
        return Err(Stop::Field("valid_until", Msg::new("library-declaration-over")));
    }
    asked.basis.code().clone_into(&mut it.basis);
    it.ends_at = asked.ends_at;
    save(tx, &mut it, version, deed)?;
    store::declare(
        tx,
        &Declaration {
            id: deed.ids.next(),
            item_id: id,
            basis: asked.basis.code().to_owned(),
            source: asked.source.clone(),
            holder: asked.holder.clone(),
            licence: asked.licence.clone(),
            ends_at: asked.ends_at,
            by_person: actor.person,
            by_name: actor.name.clone(),
            at: deed.now,
        },
    )?;
    note(tx, "library.declared", &it, asked.basis.code(), deed)
}

/// Shares an item with an audience, or with another one.
///
/// # Errors
/// As for [`edit`]; [`Stop::Field`] with why it cannot be shared.
pub fn share(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    audience: Audience,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = kept(tx, id, actor)?;
    let blocked = [it.owner_id, actor.person];
    let facts = rules::Facts {
        state: it.state(),
        declared: !it.basis.is_empty(),
        ends_at: it.ends_at,
        blocked: removals::is_blocked(tx, &blocked)?,
        everywhere: actor.may_whole(MANAGE),
    };
    let refused = |name, key| Err(Stop::Field(name, Msg::new(key)));
    match rules::share(facts, audience, deed.now) {
        Share::Shared => {}
        Share::Undeclared => return refused("", "library-share-undeclared"),
        Share::Ended => return refused("", "library-share-ended"),
        Share::Blocked => return refused("", "library-share-blocked"),
        Share::Down => return refused("", "library-share-down"),
        Share::NotEverywhere => return refused("audience", "library-share-everywhere"),
    }
    it.state = State::Shared.code().to_owned();
    it.audience = audience.code().to_owned();
    save(tx, &mut it, version, deed)?;
    index::stand(tx, &it)?;
    let event = Event::new(deed.ids.next(), SHARED, 1, id, deed.now).by(actor.person);
    publish(tx, &event)?;
    note(tx, "library.shared", &it, audience.code(), deed)
}

/// Takes one's sharing back: a draft again. Where it is used it stays.
///
/// # Errors
/// As for [`edit`]; [`Stop::Field`] where it is not shared.
pub fn withdraw(tx: &mut Tx<'_>, (id, version): (Uuid, i64), actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let mut it = kept(tx, id, actor)?;
    if it.state() != State::Shared {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    it.state = State::Draft.code().to_owned();
    save(tx, &mut it, version, deed)?;
    index::stand(tx, &it)?;
    note(tx, "library.withdrawn", &it, "", deed)
}

/// Removes an item that is used nowhere; its file goes with it.
///
/// # Errors
/// As for [`edit`]; [`Stop::Field`] naming where it is used.
pub fn delete(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    users: Users,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = kept(tx, id, actor)?;
    if it.state() == State::Down && !actor.may_at(MANAGE, &it.unit_path) {
        // Whoever had something taken from them cannot take the evidence away.
        return Err(Fault::forbidden().into());
    }
    if !store::uses(tx, id)?.is_empty() {
        let named = users.of(tx, id)?;
        let places: Vec<String> = named.into_iter().map(|it| it.label).take(10).collect();
        return Err(Stop::Field(
            "",
            Msg::new("library-delete-used").with("count", it.uses).with("places", places.join("、")),
        ));
    }
    it.state = State::Deleted.code().to_owned();
    save(tx, &mut it, version, deed)?;
    for file_id in [Some(it.file_id), it.shown_file_id].into_iter().flatten() {
        file::release(tx, file_id, Claimer { kind: CLAIMER, id }, deed.now)?;
    }
    index::forget(tx, id)?;
    note(tx, "library.deleted", &it, "", deed)
}

/// Whether somebody may use an item in what they make.
pub fn is_usable(it: &Item, actor: &Actor) -> bool {
    let open = it.state() == State::Shared || (it.state() == State::Draft && it.owner_id == actor.person);
    actor.may(USE) && it.is_seen(actor) && open
}

/// An entry of the trail about an item.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    action: &'static str,
    it: &Item,
    detail: &str,
    deed: &Deed,
) -> Result<(), Stop> {
    let entry = deed.entry(action, ("library-item", it.id, &it.title)).within(&it.unit_path);
    let entry = if detail.is_empty() { entry } else { entry.detail(&detail) };
    Ok(record(tx, &entry)?)
}

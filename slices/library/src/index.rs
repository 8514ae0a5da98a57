//! What of the library is found by its words (CRS-8): titles, tags, descriptions, names of files. Who may see what the
//! list asks for itself.

use crate::item::store::{self, Item};
use xingtan_clock::Uuid;
use xingtan_i18n::Lang;
use xingtan_search::Document;
use xingtan_web::{App, Fault};

/// The kind of an item in the index; its id is the item's.
pub const ITEM: &str = "library-item";

/// Items that a search looks at, the best fits.
pub const MOST: i64 = 2_000;

/// The words of an item.
pub fn document(it: &Item, tags: &[String], lang: Lang) -> Document {
    words(it.id, (&it.title, &it.description), tags, &it.file_name, lang)
}

/// The same before there is an item.
pub fn words(
    id: Uuid,
    (title, description): (&str, &str),
    tags: &[String],
    file: &str,
    lang: Lang,
) -> Document {
    let title = format!("{title} {}", tags.join(" "));
    Document::new(ITEM, id, &title, &format!("{description}\n{file}"), lang)
}

/// Puts all items into the index anew, after a restore; answers how many.
///
/// # Errors
/// Those of the database.
pub async fn index_all(app: &App) -> Result<usize, Fault> {
    let (mut after, mut count, lang) = (Uuid::nil(), 0, app.institution().lang);
    loop {
        let found = app.db().read(move |tx| {
            let items = store::after(tx, after, 100)?;
            let ids: Vec<Uuid> = items.iter().map(|it| it.id).collect();
            let tags = store::tags_of(tx, &ids)?;
            Ok::<_, Fault>((items, tags))
        });
        let (items, tags) = found.await?;
        let Some(last) = items.last() else { return Ok(count) };
        after = last.id;
        let own = |id: Uuid| -> Vec<String> {
            tags.iter().filter(|(item, _)| *item == id).map(|(_, tag)| tag.clone()).collect()
        };
        let documents: Vec<Document> = items.iter().map(|it| document(it, &own(it.id), lang)).collect();
        count += documents.len();
        let keep = move |tx: &mut xingtan_db::Tx<'_>| {
            documents.iter().try_for_each(|it| xingtan_search::index(tx, it))
        };
        app.db().write(keep).await?;
    }
}

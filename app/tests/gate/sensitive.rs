//! Sensitive words of the institution, and hits near and far: their pages are asked as everybody.

use crate::{city::World, secrets};
use xingtan_accounts::api as accounts;
use xingtan_db::Error;
use xingtan_words::{
    Action, Place, Said, judge,
    store::{self, Hit, Phrase},
};

/// A category with a word, an exception, and a hit about `learner2`, near, and far.
pub async fn make(world: &World) -> Vec<(&'static str, &'static str, String)> {
    let app = world.running.app();
    let (now, ids) = (app.clock().now(), app.ids().clone());
    let write = app.db().write(move |tx| {
        let (category, word, phrase) = (ids.next(), ids.next(), ids.next());
        store::add_category(tx, category, "门禁试词", Action::Mask, now)?;
        store::add_entry(tx, word, category, ("门禁试词甲", false, ""), now)?;
        let it = Phrase {
            id: phrase,
            phrase: "这是门禁试词甲板".into(),
            note: String::new(),
            hit_id: None,
            added_by: category,
            added_name: "王心".into(),
            added_at: now,
        };
        store::add_phrase(tx, &it)?;
        store::touch(tx, ids.next(), 1, now)?;
        let mut found = vec![
            ("word", "any", word.to_string()),
            ("words-category", "any", category.to_string()),
            ("words-exception", "any", phrase.to_string()),
        ];
        for (place, user) in [("near", "learner2".to_owned()), ("far", secrets::user("learner"))] {
            let person = accounts::person_by_user(tx, &user)?.ok_or(Error::NotFound)?;
            let said = Said {
                place: Place::Need,
                subject: Some(ids.next()),
                person: person.id,
                name: &person.name,
                unit_path: &person.unit_path,
            };
            judge(tx, "门禁试词甲", &said, &ids, now)?;
            let own = store::select_own(person.id, "门禁试词甲", "none");
            let hits = own.rows::<Hit>(tx, "ORDER BY h.at DESC, h.id LIMIT 1")?;
            found.extend(hits.into_iter().map(|it| ("words-hit", place, it.id.to_string())));
        }
        Ok::<_, Error>(found)
    });
    write.await.unwrap()
}

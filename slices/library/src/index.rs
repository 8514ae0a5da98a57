//! What of the library is found by its words (CRS-2, CRS-8): titles, tags, descriptions, names of files. Who finds them
//! stands beside them in the index and changes in the unit that changes the item, so nothing that somebody may not see
//! is counted or suggested, and what is taken down is gone at once.

use crate::{
    item::{
        rules::{Audience, State},
        store::{self, Item},
    },
    permissions::{MANAGE, READ, USE},
};
use xingtan_auth::{Actor, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{JobError, JobRun};
use xingtan_search::{Ask, Circle, MOST_PASSAGES, Passage, Piece, Query, Reach, Standing, Thing, language};

/// The kind of an item in the index; its id is the item's.
pub const ITEM: &str = "library-item";
/// The form of an item in the index.
pub const FORM: &str = "library";

/// Passages that a search of the list looks at, the newest.
const MOST: i64 = 2_000;
/// Items that one unit puts into the index anew.
const CHUNK: i64 = 25;

/// Shared with those who learn in the unit and below it.
const LEARNERS: &str = "learners";
/// Shared with those who make courses in the unit and below it.
const AUTHORS: &str = "authors";
/// Not shared any more; what never was has no circle.
pub const ENDED: &str = "ended";

/// The words of an item, cut. Who finds them is said when they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut(Vec<Passage>);

/// Cuts the words of an item; outside of the unit that keeps them.
pub fn words(id: Uuid, (title, description): (&str, &str), tags: &[String], file: &str) -> Cut {
    let tags = tags.join(", ");
    let thing = Thing {
        kind: ITEM,
        id,
        subject: id,
        open: false,
        circle: "",
        path: String::new(),
        lang: language([title, description, &tags]),
        form: FORM.to_owned(),
        topic: None,
        level: String::new(),
        weight: 0,
        fresh_at: Timestamp::from_micros(0),
        title: title.to_owned(),
        above: String::new(),
    };
    let pieces = [
        Piece { place: String::new(), heading: tags.clone(), text: description.to_owned() },
        // Headings are cut short; whatever tags there are, all of them are found.
        Piece { place: String::new(), heading: String::new(), text: format!("{file}\n{tags}") },
    ];
    Cut(Passage::all(&thing, &pieces).0)
}

/// The words of an item that is there.
pub fn of(it: &Item, tags: &[String]) -> Cut {
    words(it.id, (&it.title, &it.description), tags, &it.file_name)
}

/// Puts the words of an item in the place of those before, for those who see it.
pub fn keep(tx: &mut Tx<'_>, it: &Item, cut: &Cut) -> Result<()> {
    forget(tx, it.id)?;
    xingtan_search::add(tx, &cut.0)?;
    xingtan_search::set_readers(tx, it.id, &[it.owner_id])?;
    stand(tx, it)
}

/// Other people see an item from now on; its words are the same. One statement.
pub fn stand(tx: &mut Tx<'_>, it: &Item) -> Result<()> {
    let (open, circle) = circle(it.state(), it.audience());
    let standing = Standing { open, circle, path: &it.unit_path, fresh_at: it.changed_at };
    xingtan_search::stand(tx, it.id, standing)
}

/// Takes the words of an item out.
pub fn forget(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    for open in [true, false] {
        xingtan_search::take_out(tx, id, open, MOST_PASSAGES as i64)?;
    }
    xingtan_search::set_readers(tx, id, &[])
}

/// Whether an item is open, and to whom.
const fn circle(state: State, audience: Audience) -> (bool, &'static str) {
    match (state, audience) {
        (State::Shared, Audience::Everybody) => (true, ""),
        (State::Shared, Audience::Learners) => (true, LEARNERS),
        (State::Shared, Audience::Authors) => (true, AUTHORS),
        (State::Expired | State::Down, _) => (false, ENDED),
        (State::Draft | State::Deleted, _) => (false, ""),
    }
}

/// What somebody finds: what they see, as `item::rules::sees` says it for one item.
pub fn reach(actor: &Actor) -> Reach {
    let charge = [MANAGE, READ, USE].iter().flat_map(|it| actor.scope(*it).paths().to_vec()).collect();
    let ranges = Scope::of(charge).ranges();
    let above = store::ways(&actor.unit_path);
    let authors = if actor.may(USE) { above.clone() } else { Vec::new() };
    Reach {
        kinds: vec![ITEM],
        open: true,
        circles: vec![
            Circle { key: LEARNERS, open: true, paths: above, ranges: ranges.clone() },
            Circle { key: AUTHORS, open: true, paths: authors, ranges },
            Circle { key: ENDED, open: false, paths: Vec::new(), ranges: actor.scope(READ).ranges() },
        ],
        ranges: actor.scope(MANAGE).ranges(),
        person: Some(actor.person),
    }
}

/// The items that have all words of a question, of those that somebody sees. One statement.
pub fn having(tx: &mut Tx<'_>, query: &Query, actor: &Actor) -> Result<Vec<Uuid>> {
    let ask = Ask { reach: vec![reach(actor)], ..Ask::default() };
    xingtan_search::having(tx, query, &ask, MOST)
}

/// Puts all items into the index anew, after a restore; answers how many.
///
/// # Errors
/// Those of the job.
pub async fn index_all(run: &JobRun) -> std::result::Result<usize, JobError> {
    let (mut after, mut count) = (Uuid::nil(), 0);
    loop {
        let found = run.db.read(move |tx| {
            let items = store::after(tx, after, CHUNK)?;
            let ids: Vec<Uuid> = items.iter().map(|it| it.id).collect();
            let tags = store::tags_of(tx, &ids)?;
            Ok::<_, xingtan_db::Error>((items, tags))
        });
        let (items, tags) = found.await?;
        let Some(last) = items.last() else { return Ok(count) };
        after = last.id;
        count += items.len();
        let own = |id: Uuid| -> Vec<String> {
            tags.iter().filter(|(item, _)| *item == id).map(|(_, tag)| tag.clone()).collect()
        };
        let cut: Vec<(Item, Cut)> = items.iter().map(|it| (it.clone(), of(it, &own(it.id)))).collect();
        run.step(move |tx, _| Ok(cut.iter().try_for_each(|(it, cut)| again(tx, it, cut))?)).await?;
    }
}

/// Puts an item into the index that was read before; where it has changed since, as it is now.
fn again(tx: &mut Tx<'_>, read: &Item, cut: &Cut) -> Result<()> {
    match store::get(tx, read.id)? {
        None => forget(tx, read.id),
        Some(it) if it.version == read.version => keep(tx, &it, cut),
        Some(it) => {
            let tags = store::tags(tx, it.id)?;
            keep(tx, &it, &of(&it, &tags))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::rules::{Viewer, sees};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_circle_is_found_by_those_who_see_the_item(
            state in proptest::sample::select(State::ALL), audience in proptest::sample::select(Audience::ALL),
            bits in 0_u8..64,
        ) {
            let bit = |n: u8| bits & (1 << n) != 0;
            let viewer = Viewer {
                own: bit(0), manages: bit(1), reads: bit(2), uses: bit(3), uses_there: bit(4), below: bit(5),
            };
            // As `reach` says it, for one item.
            let charge = viewer.manages || viewer.reads || viewer.uses_there;
            let found = match circle(state, audience) {
                (true, "") => true,
                (true, LEARNERS) => charge || viewer.below,
                (true, _) => charge || (viewer.below && viewer.uses),
                (false, ENDED) => viewer.manages || viewer.reads,
                (false, _) => viewer.manages,
            };
            let found = state != State::Deleted && (found || viewer.own);
            prop_assert_eq!(found, sees(state, audience, viewer));
        }
    }

    #[test]
    fn title_tags_description_and_file_name_are_cut() {
        let Cut(passages) = words(Uuid::nil(), ("消防图集", "灭火器"), &["应急".to_owned()], "fire.pdf");
        assert_eq!(passages.len(), 2);
        let Cut(passages) = words(Uuid::nil(), ("消防图集", ""), &[], "fire.pdf");
        assert_eq!(passages.len(), 1);
    }
}

//! Sensitive words: a handful of advertising phrases, an exception, and two hits of which one waits for the centre. No list
//! of words is part of the program.

use super::{Demo, people::People, planning::somebody};
use std::error::Error;
use xingtan_audit::Who;
use xingtan_auth::Actor;
use xingtan_clock::Span;
use xingtan_governance::{
    api::{Deed, Stop},
    words::change::{self, Words},
};
use xingtan_words::{Action, Place, Said, judge, store};

/// Category, what is done, words, whether pinyin counts.
const LISTS: [(&str, Action, &[&str], bool); 3] = [
    ("广告用语", Action::Block, &["稳赚不赔", "全网最低价", "加微信领红包"], false),
    ("代写代考", Action::Hold, &["代写论文", "包过保录"], true),
    ("不文明用语", Action::Mask, &["笨蛋"], false),
];

/// Fills the demo.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let [centre, teacher, learner] = [
        somebody(demo, people, "center").await?,
        somebody(demo, people, "teacher").await?,
        somebody(demo, people, "learner").await?,
    ];
    let (ids, now) = (demo.ids.clone(), demo.now);
    app.db()
        .write(move |tx| {
            let deed = |who: &Actor, hours: i64| Deed {
                person: who.person,
                who: Who { person: Some(who.person), name: who.name.clone(), ..Who::program() },
                now: now - Span::of_hours(hours),
                ids: ids.clone(),
            };
            let by_centre = deed(&centre, 24 * 30);
            for (name, action, words, pinyin) in LISTS {
                let category = ids.next();
                change::add_category(tx, category, name, action, &by_centre)?;
                let words = words.iter().map(|word| (*word).to_owned()).collect();
                change::add(tx, &Words { category, words, pinyin, note: String::new() }, &by_centre)?;
            }
            change::add_exception(
                tx,
                ("不是代写论文", "讲学术诚信时会用到"),
                None,
                &centre.name,
                &by_centre,
            )?;
            let said = [
                (
                    &learner,
                    Place::Need,
                    "想听听理财课：没有稳赚不赔的生意，怎么识别骗局？",
                    Some("课题就是教人不信这句话。"),
                ),
                (&teacher, Place::Name, "全网最低价分类", None),
            ];
            for (hours, (who, place, text, reason)) in said.into_iter().enumerate() {
                let deed = deed(who, 5 + hours as i64);
                let said = Said {
                    place,
                    subject: None,
                    person: who.person,
                    name: &who.name,
                    unit_path: &who.unit_path,
                };
                judge(tx, text, &said, &ids, deed.now)?;
                let Some(reason) = reason else { continue };
                let own = store::select_own(who.person, "", "none");
                for it in own.rows::<store::Hit>(tx, "ORDER BY h.at DESC, h.id LIMIT 1")? {
                    change::appeal(tx, it.id, reason, who, &deed)?;
                }
            }
            Ok::<_, Stop>(())
        })
        .await
        .map_err(|stop| format!("demo data: sensitive words: {stop:?}"))?;
    Ok(())
}

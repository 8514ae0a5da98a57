//! Two people open one form: the second to save is told, and keeps nothing of what the first has saved from being kept.

use crate::{
    ask::{self, Answer, By},
    city::{Asker, City, World},
};
use http::header;
use std::{fs, path::Path};
use xingtan_clock::Uuid;

/// A form that carries a version: who fills it in, the page it stands on, what it does, and the field that both change
/// with what they write.
struct Case {
    who: &'static str,
    page: String,
    does: String,
    field: &'static str,
    values: [String; 2],
}

/// A form as a browser would send it.
#[derive(Clone)]
struct Filled {
    does: String,
    takes_files: bool,
    fields: Vec<(String, String)>,
}

impl Filled {
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(own, _)| own == name)
    }

    /// With another value, and a key of its own as each opened page has one.
    fn with(&self, name: &str, value: &str) -> Vec<(String, String)> {
        let kept = self.fields.iter().filter(|(own, _)| own != name && own != "form_key").cloned();
        let key = Uuid::from_u128(rand_key());
        kept.chain([(name.to_owned(), value.to_owned()), ("form_key".to_owned(), key.to_string())]).collect()
    }
}

fn rand_key() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The value of an attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next().unwrap_or_default()))
}

fn plain(text: &str) -> String {
    let pairs =
        [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">")];
    let text = pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&#38;", "&").replace("&amp;", "&")
}

/// All forms of a page, filled in as they stand.
fn forms(page: &str) -> Vec<Filled> {
    let each = page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    each.filter_map(|form| {
        let does = attribute(form.split('>').next()?, "action")?;
        let (mut fields, mut select, mut first) = (Vec::new(), None, None);
        for part in form.split('<').skip(1) {
            let (tag, after) = part.split_once('>').unwrap_or((part, ""));
            let (name, value) = (attribute(tag, "name"), attribute(tag, "value"));
            let ticked = tag.contains(" checked") || tag.contains(" selected");
            match tag.split([' ', '/']).next().unwrap_or_default() {
                "input" if tag.contains("\"checkbox\"") || tag.contains("\"radio\"") => {
                    fields
                        .extend(name.filter(|_| ticked).map(|name| (name, value.unwrap_or("on".to_owned()))));
                }
                "input" => fields.extend(name.map(|name| (name, value.unwrap_or_default()))),
                "textarea" => {
                    let typed = plain(after.strip_prefix('\n').unwrap_or(after));
                    fields.extend(name.map(|name| (name, typed)));
                }
                "select" => (select, first) = (name, None),
                "option" if ticked => {
                    fields.extend(select.take().map(|name| (name, value.unwrap_or_default())));
                }
                "option" if first.is_none() => first = value,
                // Without a choice the first one counts.
                _ if tag.starts_with("/select") => fields.extend(select.take().zip(first.take())),
                _ => {}
            }
        }
        Some(Filled { does, takes_files: form.contains("multipart/form-data"), fields })
    })
    .collect()
}

async fn send(world: &World, asker: &Asker, form: &Filled, fields: &[(String, String)]) -> Answer {
    let (router, by) = (&world.router, asker.by(&form.does));
    match form.takes_files {
        true => ask::upload(router, &form.does, by, fields, ("", b"")).await,
        false => ask::post(router, &form.does, by, fields).await,
    }
}

async fn page(world: &World, asker: &Asker, uri: &str) -> String {
    let answer = ask::get(&world.router, uri, asker.by(uri)).await;
    assert_eq!(answer.status.as_u16(), 200, "{uri} as {}: {}", asker.name, answer.text());
    answer.text()
}

/// The second to save is refused, and in words that say so: at once, or on the page where one is led back to.
async fn refused(world: &World, asker: &Asker, what: &str, answer: &Answer) {
    let mut text = answer.text();
    if answer.status.is_redirection() {
        let flash = answer.header(header::SET_COOKIE).split(';').next().unwrap_or_default();
        assert!(!flash.is_empty(), "{what}: led away without a word");
        let cookies = format!("{}; {flash}", asker.cookie);
        text = ask::get(&world.router, answer.header(header::LOCATION), By::Cookie(&cookies)).await.text();
    } else {
        assert!([409, 422].contains(&answer.status.as_u16()), "{what}: {} {text}", answer.status);
    }
    let words = ["打开页面之后", "刚才有人改动", "别人改动"];
    assert!(words.iter().any(|words| text.contains(words)), "{what}: it is not said why: {text}");
}

/// How many rows there are, but for the keys of forms, of which those of long ago go away with each new one, and for
/// the history of lessons, where a text that came too late is set aside.
async fn kept(world: &World) -> Vec<(String, i64)> {
    let beside = ["web_submission", "catalog_revision"];
    world.rows().await.into_iter().filter(|(table, _)| !beside.contains(&table.as_str())).collect()
}

fn cases(city: &City) -> Vec<Case> {
    let id = |kind, place| city.objects.named(kind, place);
    let (node, person, course) = (id("node", "near"), id("person", "near"), id("course", "near"));
    let synonyms = id("synonyms", "any");
    let (category, assignment) = (id("category", "any"), id("assignment", "near"));
    let (template, planned) = (id("template", "any"), id("planned", "near"));
    let (regulation, version) = (id("regulation", "far"), id("regulation-version", "far"));
    let draft = format!("/regulations/{regulation}/versions/{version}");
    let (article, control) = (id("regulation-article", "far"), id("regulation-control", "far"));
    let case = |who, page: String, does: String, field, values: [&str; 2]| Case {
        who,
        page,
        does,
        field,
        values: values.map(str::to_owned),
    };
    let names = ["甲改的名字", "乙改的名字"];
    let edit = format!("/courses/{course}/edit");
    let (lesson, quiz, question) = (id("lesson", "near"), id("quiz", "near"), id("question", "near"));
    let (word, words) = (id("word", "any"), id("words-category", "any"));
    vec![
        // The note: a word that others write would be found.
        case("center", format!("/words/{word}"), format!("/words/{word}"), "note", names),
        case(
            "center",
            format!("/words/categories/{words}"),
            format!("/words/categories/{words}"),
            "name",
            names,
        ),
        case("center", format!("/people/{person}/edit"), format!("/people/{person}"), "name", names),
        case("center", format!("/organisation/{node}"), format!("/organisation/{node}"), "name", names),
        case(
            "center",
            format!("/courses/categories/{category}"),
            format!("/courses/categories/{category}"),
            "name",
            names,
        ),
        case(
            "center",
            format!("/search/synonyms/{synonyms}"),
            format!("/search/synonyms/{synonyms}"),
            "words",
            ["甲说\n甲话", "乙说\n乙话"],
        ),
        case("near-teacher", format!("{edit}/facts"), format!("{edit}/facts"), "title", names),
        case(
            "near-teacher",
            format!("{edit}/lessons/{lesson}"),
            format!("{edit}/lessons/{lesson}"),
            "title",
            names,
        ),
        case(
            "near-teacher",
            format!("{edit}/lessons/{quiz}/quiz"),
            format!("{edit}/lessons/{quiz}/quiz"),
            "attempts",
            ["4", "5"],
        ),
        case(
            "near-teacher",
            format!("{edit}/lessons/{quiz}/quiz/questions/{question}"),
            format!("{edit}/lessons/{quiz}/quiz/questions/{question}"),
            "body",
            names,
        ),
        case(
            "center",
            format!("/assignments/{assignment}"),
            format!("/assignments/{assignment}/deadline"),
            "due",
            ["2031-01-30", "2031-01-31"],
        ),
        case(
            "center",
            format!("/certificates/templates/{template}"),
            format!("/certificates/templates/{template}"),
            "name",
            names,
        ),
        case(
            "center",
            "/calendar/days/2026-10-01".to_owned(),
            "/calendar/days/2026-10-01".to_owned(),
            "name",
            names,
        ),
        case(
            "center",
            "/calendar/hours".to_owned(),
            "/calendar/hours".to_owned(),
            "hours",
            ["周一至周五 09:00–17:30", "周一至周五 09:30–17:30"],
        ),
        case("center", format!("{draft}/facts"), draft.clone(), "note", names),
        case(
            "center",
            format!("{draft}/articles/{article}"),
            format!("{draft}/articles/{article}"),
            "title",
            names,
        ),
        case(
            "center",
            format!("{draft}/articles/{article}/controls/{control}"),
            format!("{draft}/articles/{article}/controls/{control}"),
            "role",
            ["learner", "teacher"],
        ),
        case("center", format!("/plan/{planned}"), format!("/plan/{planned}"), "topic", names),
        case("admin", "/system/settings".to_owned(), "/system/settings".to_owned(), "name", names),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_saves_over_the_change_of_another_is_told_in_every_form() {
    let (city, world) = City::build(None).await;
    let asker = |name: &str| city.askers.iter().find(|asker| asker.name == name).unwrap();
    let own = note(&world, asker("learner")).await;
    for case in cases(&city).into_iter().chain([own]) {
        let who = asker(case.who);
        let before = page(&world, who, &case.page).await;
        let all = forms(&before);
        let form = all.iter().find(|form| form.does == case.does && form.has("version"));
        let form = form.unwrap_or_else(|| panic!("{} has no form {} with a version", case.page, case.does));
        let first = send(&world, who, form, &form.with(case.field, &case.values[0])).await;
        assert_eq!(first.status.as_u16(), 303, "{}: {}", case.does, first.text());
        let rows = kept(&world).await;
        let second = send(&world, who, form, &form.with(case.field, &case.values[1])).await;
        refused(&world, who, &case.does, &second).await;
        assert_eq!(kept(&world).await, rows, "{}: refused, and yet something was kept", case.does);
        let after = page(&world, who, &case.page).await;
        let kept = forms(&after).into_iter().find(|form| form.does == case.does).unwrap();
        if case.field != "due" {
            assert!(kept.fields.contains(&(case.field.to_owned(), case.values[0].clone())), "{}", case.does);
        }
        println!("{} refused an old version with {}", case.does, second.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_moves_or_deletes_what_another_changed_is_told() {
    let (city, world) = City::build(None).await;
    let asker = |name: &str| city.askers.iter().find(|asker| asker.name == name).unwrap();
    let centre = asker("center");
    let node = empty_node(&world, centre, &city.objects.named("node", "near")).await;
    // The node is renamed while somebody looks at the question whether it shall go.
    let address = format!("/organisation/{node}");
    let delete = forms(&page(&world, centre, &format!("{address}/delete")).await);
    let delete = delete.into_iter().find(|form| form.has("version")).unwrap();
    let edit = forms(&page(&world, centre, &address).await);
    let edit = edit.iter().find(|form| form.does == address).unwrap();
    let by = centre.by(&address);
    let saved = ask::post(&world.router, &address, by, &edit.with("name", "甲改的名字")).await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.text());
    let answer = ask::post(&world.router, &delete.does, by, &delete.with("", "")).await;
    refused(&world, centre, &delete.does, &answer).await;

    // The tree is arranged by two at once: by the list, and by the editor.
    let others = world.rows().await;
    let targets = page(&world, centre, &address).await;
    let place = forms(&targets).into_iter().find(|form| form.does.ends_with("/place")).unwrap();
    let select = targets.split("name=\"to\"").nth(1).unwrap().split("</select>").next().unwrap();
    let options: Vec<String> =
        select.split("<option").skip(1).filter_map(|tag| attribute(tag, "value")).collect();
    let to = options.iter().filter(|it| it.len() == 36 && **it != node);
    let mut moved = 0;
    for to in to {
        let answer = ask::post(&world.router, &place.does, by, &place.with("to", to)).await;
        match answer.status.as_u16() {
            303 => moved += 1,
            _ if moved > 0 => {
                refused(&world, centre, &place.does, &answer).await;
                break;
            }
            _ => {}
        }
    }
    assert_eq!(moved, 1, "one move went through, the next came too late");
    assert_ne!(world.rows().await, others, "the move stands in the trail");

    let course = city.objects.named("course", "near");
    let lesson = city.objects.named("lesson", "near");
    let teacher = asker("near-teacher");
    // Categories are moved one by one and carry no version.
    for (who, address, item) in [
        (centre, format!("/organisation/{}/arrangement", root(&world, centre).await), node.clone()),
        (teacher, format!("/courses/{course}/edit/order"), lesson),
    ] {
        let fields = [("item", &*item), ("parent", ""), ("position", "0"), ("version", "999999")];
        let fields: Vec<(String, String)> =
            fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let answer = ask::post(&world.router, &address, who.by(&address), &fields).await;
        refused(&world, who, &address, &answer).await;
    }

    // An assignment gets a later deadline while somebody is asked whether it shall end.
    let assignment = format!("/assignments/{}", city.objects.named("assignment", "near"));
    let end = forms(&page(&world, centre, &format!("{assignment}/end")).await);
    let end = end.into_iter().find(|form| form.has("version")).unwrap();
    let extend = forms(&page(&world, centre, &assignment).await);
    let extend = extend.into_iter().find(|form| form.does.ends_with("/deadline")).unwrap();
    let answer = ask::post(&world.router, &extend.does, by, &extend.with("due", "2031-01-31")).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    let answer = ask::post(&world.router, &end.does, by, &end.with("", "")).await;
    refused(&world, centre, &end.does, &answer).await;
}

/// A note that a learner has just written, open on two devices.
async fn note(world: &World, learner: &Asker) -> Case {
    let link = |page: &str, beginning: &str, part: &str| {
        let mut all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        all.find(|href| href.starts_with(beginning) && href.contains(part)).map(str::to_owned)
    };
    let mine = page(world, learner, "/enrolments").await;
    let course = link(&mine, "/courses/", "").unwrap();
    let course: String = course.split('/').take(3).collect::<Vec<_>>().join("/");
    let lesson = link(&page(world, learner, &course).await, &course, "/lessons/").unwrap();
    let beside = format!("{lesson}/notes");
    let fields = [("body".to_owned(), "先断电".to_owned())];
    let answer = ask::post(&world.router, &beside, learner.by(&beside), &fields).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    let note = link(&page(world, learner, "/notes").await, "/notes/", "-").unwrap();
    let values = ["甲改的字", "乙改的字"].map(str::to_owned);
    Case { who: "learner", page: note.clone(), does: note, field: "body", values }
}

/// A node below this one that nobody belongs to.
async fn empty_node(world: &World, centre: &Asker, above: &str) -> String {
    let address = format!("/organisation/{above}/children");
    let fields = [("child_name", "小组"), ("child_kind", "team"), ("child_code", "STALE-1")];
    let fields: Vec<(String, String)> =
        fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let answer = ask::post(&world.router, &address, centre.by(&address), &fields).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    let node = world.running.app().db().read(|tx| xingtan_accounts::api::node_by_code(tx, "STALE-1"));
    node.await.unwrap().unwrap().id.to_string()
}

async fn root(world: &World, centre: &Asker) -> String {
    let page = page(world, centre, "/organisation").await;
    let (_, rest) =
        page.split_once("/arrangement").map(|(before, _)| before.rsplit_once('/').unwrap()).unwrap();
    rest.to_owned()
}

#[test]
fn every_form_with_a_version_is_among_the_cases() {
    let mut found = Vec::new();
    for folder in ["../slices", "../platform", "."] {
        templates(Path::new(folder), &mut found);
    }
    // Seventeen forms that are saved, one of a place in the tree, two that end something; three trees that are arranged.
    // The text of subtitles and the chapters need a processed film: `slices/catalog/tests/media.rs` has their cases. The
    // city has no shifts: `platform/calendar/tests/store.rs` has theirs. Of the seven forms of a draft three are saved;
    // moving, taking away, submitting and deciding are asked in `slices/governance/tests/pages`; the answer to what an
    // inspection found in `slices/accounts/src/inspection/tests.rs`. Offline training asks for a reason with each
    // correction: `slices/planning/src/offline/tests.rs` has its case. Commendations are decided and withdrawn, prizes
    // handed over and confirmed by those who may alone: `slices/honours/src/commendation/tests.rs`. Relays are spoken of
    // again and withdrawn in `slices/insight/src/relay/tests.rs`. Real names are verified and rejected in
    // `slices/accounts/tests/people/real_names.rs`. Comments are hidden in `slices/evaluation/src/rating/tests.rs`, courses
    // confirmed and dated in `slices/evaluation/src/check/tests.rs`. Revisions are restored in
    // `slices/catalog/tests/authoring.rs`, the eleven forms of the library asked in `slices/library/tests/library`.
    found.sort();
    assert_eq!(found.len(), 57, "say in `cases` what a new form with a version is: {found:#?}");
}

fn templates(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("src") && !path.ends_with("tests") {
            templates(&path, found);
        } else if path.extension().is_some_and(|it| it == "html") {
            let text = fs::read_to_string(&path).unwrap();
            let marks = ["hidden(\"version\"", "name=\"version\"", "call bits::tree_editor(page"];
            let count: usize = marks.iter().map(|mark| text.matches(mark).count()).sum();
            found.extend((0..count).map(|n| format!("{} {n}", path.display())));
        }
    }
}

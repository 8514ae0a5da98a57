//! Items of the library in courses, on both engines: one file, noted uses, and what an item demands.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, PDF, Person, Slice, tables, texts};
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_catalog::api::{Finders, ITEMS, LESSON_USES, LessonKinds};
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, Stop};
use xingtan_library::api::{self as library, Audience, Basis, Declared, New, Users};
use xingtan_storage::Policy;
use xingtan_testkit::databases;

const USERS: Users = Users(&[LESSON_USES]);

fn actor(house: &House, who: &Person) -> Actor {
    Actor {
        person: who.id,
        user_name: "lin0001".into(),
        name: "林书岚".into(),
        unit: Uuid::nil(),
        unit_name: String::new(),
        unit_path: "/1/5/".into(),
        session: None,
        proved_at: house.clock.now(),
        acting: Role::Teacher,
        grants: vec![Grant { role: Role::Teacher, node: Uuid::nil(), path: "/1/5/".into() }],
        token_scopes: None,
        permissions: std::sync::Arc::new(Permissions::gather(&[xingtan_library::permissions()])),
    }
}

fn deed(house: &House, who: &Person) -> Deed {
    Deed { person: who.id, who: Who::program(), now: house.clock.now(), ids: house.ids.clone() }
}

/// An item that is shared.
async fn item(house: &House, who: &Person, name: &str, bytes: &[u8], watermark: bool) -> Uuid {
    let stored = house.app.storage().put(bytes, &Policy::any(1 << 20)).await.unwrap();
    let (id, actor, deed) = (house.ids.next(), actor(house, who), deed(house, who));
    let new = New {
        id,
        title: name.to_owned(),
        description: String::new(),
        tags: Vec::new(),
        folder: None,
        download: true,
        watermark,
        stored,
        name: name.to_owned(),
        macros: false,
        cut: library::words(id, (name, ""), &[], name),
    };
    let declared = Declared {
        basis: Basis::Own,
        source: String::new(),
        holder: String::new(),
        licence: String::new(),
        ends_at: None,
    };
    let unit = move |tx: &mut xingtan_db::Tx<'_>| {
        library::upload(tx, &new, &actor, &deed)?;
        library::declare(tx, (id, 1), &declared, &actor, &deed)?;
        library::share(tx, (id, 2), Audience::Authors, &actor, &deed)
    };
    house.app.db().write(unit).await.unwrap();
    id
}

#[tokio::test]
async fn an_item_becomes_a_lesson_with_the_same_file_and_is_kept_as_long_as_it_is_used() {
    for db in databases(&tables()).await {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()),
            permissions: vec![xingtan_catalog::permissions(), xingtan_library::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: [texts(), xingtan_library::texts()].concat(),
        };
        let house = House::new(db.handle(), slice).await;
        let teacher = house.person("林书岚", &[(Role::Teacher, "/1/5/")]);
        let other = house.person("周明", &[(Role::Learner, "/1/6/")]);
        let centre = house.person("王心", &[(Role::Centre, "/1/")]);
        house.post(&centre, "/courses/categories", &[("name", "安全")]).await.is(303);
        let list = house.get(&centre, "/courses/categories").await;
        let category = list.body.split("data-item=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [("title", "安全生产"), ("category", category.as_str()), ("outline", "outline")];
        let desk = house.post(&teacher, "/courses", &fields).await.to().to_owned();
        let course = desk.split('/').nth(2).unwrap().to_owned();

        let id = item(&house, &teacher, "手册.pdf", PDF, true).await;
        let there = format!("/library/{id}/course");
        house.get(&other, &there).await.is(403);
        let page = house.get(&teacher, &there).await.is(200).has("安全生产").has("手册.pdf");
        let (key, chosen) = (page.field("form_key"), [("course", course.as_str())]);
        house.post(&teacher, &there, &[]).await.is(422);
        let fields = [chosen[0], ("form_key", key.as_str())];
        let lesson = house.post(&teacher, &there, &fields).await.to().to_owned();
        house.post(&teacher, &there, &fields).await.is(303);
        house.get(&teacher, &lesson).await.is(200).has("手册.pdf");

        let it = house.app.db().read(move |tx| library::item(tx, id)).await.unwrap().unwrap();
        assert_eq!(it.uses, 1, "a double click uses it once");
        let (own, by) = (actor(&house, &teacher), deed(&house, &teacher));
        let remove = move |tx: &mut xingtan_db::Tx<'_>| library::delete(tx, (id, 3), USERS, &own, &by);
        let Err(Stop::Field(_, why)) = house.app.db().write(remove).await else { panic!("it is used") };
        assert!(format!("{why:?}").contains("安全生产"), "{why:?}");
        let own = actor(&house, &teacher);
        let words = house.app.db().read(move |tx| library::demanded(tx, it.file_id, &own)).await.unwrap();
        assert_eq!(words.unwrap().to_string(), "林书岚 0001");

        // This file has no page to bear a mark: whoever works on the course does not get it without one either.
        house.get(&teacher, &format!("{lesson}/file")).await.is(409);

        house.post(&teacher, &format!("{lesson}/deletion"), &[]).await.is(303);
        let it = house.app.db().read(move |tx| library::item(tx, id)).await.unwrap().unwrap();
        assert_eq!(it.uses, 1, "a lesson in the bin can be put back");

        let zip =
            item(&house, &teacher, "包.zip", &[b"PK\x05\x06".as_slice(), &[0; 18]].concat(), true).await;
        house.post(&teacher, &format!("/library/{zip}/course"), &chosen).await.is(422).has("要求加水印");
    }
}

#[tokio::test]
async fn an_item_is_found_by_those_who_see_it_and_by_nobody_once_it_is_gone() {
    for db in databases(&tables()).await {
        let routes = xingtan_catalog::routes(LessonKinds::standard());
        let slice = Slice {
            routes: routes.layer(axum::Extension(Finders(&[ITEMS]))),
            permissions: vec![xingtan_catalog::permissions(), xingtan_library::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: [texts(), xingtan_library::texts()].concat(),
        };
        let house = House::new(db.handle(), slice).await;
        let teacher = house.person("林书岚", &[(Role::Teacher, "/1/5/")]);
        let colleague = house.person("周明", &[(Role::Teacher, "/1/5/")]);
        let centre = house.person("王心", &[(Role::Centre, "/1/")]);
        let supervisor = house.person("冯督", &[(Role::Supervisor, "/1/")]);
        let learner = house.person("吴学", &[(Role::Learner, "/1/5/")]);
        let id = item(&house, &teacher, "灭火器图集.txt", "检查".as_bytes(), false).await;
        let href = format!("href=\"/library/{id}\"");
        let who = [&teacher, &colleague, &centre, &supervisor, &learner];
        let check = async |seen: [bool; 5], what: &str| {
            for (person, sees) in who.iter().zip(seen) {
                for path in ["/search?q=灭火器", "/search?q=灭火器&kind=library"] {
                    let body = house.get(person, path).await.is(200).body;
                    assert_eq!(body.contains(&href), sees, "{what}: {body}");
                }
                let told = house.get(person, "/search/suggestions?q=灭火").await.is(200).body;
                assert_eq!(told.contains("图集"), sees, "{what}: {told}");
            }
        };
        check([true, true, true, true, false], "for those who make courses").await;
        let (owner, made) = (actor(&house, &teacher), deed(&house, &teacher));
        let share =
            move |tx: &mut xingtan_db::Tx<'_>| library::share(tx, (id, 3), Audience::Learners, &owner, &made);
        house.app.db().write(share).await.unwrap();
        check([true; 5], "for those who learn there").await;
        let (owner, made) = (actor(&house, &teacher), deed(&house, &teacher));
        let gone = move |tx: &mut xingtan_db::Tx<'_>| library::delete(tx, (id, 4), USERS, &owner, &made);
        house.app.db().write(gone).await.unwrap();
        check([false; 5], "deleted").await;
    }
}

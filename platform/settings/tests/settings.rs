//! Parameters from declaration to what is in force, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use xingtan_clock::{Clock, Ids, Span, Uuid, Zone};
use xingtan_db::{Error, params};
use xingtan_i18n::{Kind, Lang};
use xingtan_settings::{
    Bound, Default, Feature, Institution, Setting, Settings, Shape, Wrong, bind, changes, create_institution,
    institution, reset, set, set_feature, set_seen, update_institution,
};
use xingtan_testkit::TestDb;

const DAYS: Setting = Setting {
    key: "x.days",
    shape: Shape::Int { min: 1, max: 30, unit: "settings-unit-days" },
    default: Default::ByKind { school: "3", academy: "7", training: "14" },
};
const OPEN: Setting = Setting { key: "x.open", shape: Shape::Bool, default: Default::Same("false") };
const LIST: Setting = Setting { key: "y.list", shape: Shape::Json(100), default: Default::Same("[]") };
const SHOP: Feature = Feature { key: "shop", on: &[Kind::Training] };

struct House {
    db: TestDb,
    settings: Settings,
    clock: Clock,
    ids: Ids,
    admin: Uuid,
}

async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for db in xingtan_testkit::databases(&[xingtan_settings::migrations()]).await {
        let clock = xingtan_testkit::clock();
        let ids = Ids::new(clock.clone());
        let settings = Settings::open(db.handle()).await.unwrap();
        houses.push(House { db, settings, admin: ids.next(), clock, ids });
    }
    houses
}

impl House {
    async fn found(&self, kind: Kind) {
        let now = self.clock.now();
        let institution = Institution { name: "杏坛学院".into(), kind, ..Institution::default() };
        self.db.write(move |tx| create_institution(tx, &institution, now)).await.unwrap();
        self.settings.refresh().await.unwrap();
    }

    async fn set(&self, setting: Setting, value: &'static str) -> Result<(), Wrong> {
        let (id, admin, now) = (self.ids.next(), Some(self.admin), self.clock.now());
        let wrong = self.db.write(move |tx| set(tx, id, &setting, value, admin, now)).await.unwrap();
        self.settings.refresh().await.unwrap();
        self.clock.turn(Span::of_seconds(1));
        wrong
    }
}

#[tokio::test]
async fn before_it_is_set_up_an_unnamed_academy_stands_for_the_institution() {
    for house in houses().await {
        let institution = house.settings.institution();
        assert_eq!((institution.kind, institution.created_at), (Kind::Academy, None), "{:?}", house.db);
        assert_eq!(house.settings.int(&DAYS), 7);
    }
}

#[tokio::test]
async fn the_institution_is_set_up_once_and_its_kind_brings_defaults_and_features() {
    for house in houses().await {
        house.found(Kind::Training).await;
        let now = house.clock.now();
        let again = house.db.write(move |tx| create_institution(tx, &Institution::default(), now)).await;
        assert!(matches!(again, Err(Error::Unique(_))), "{:?}: {again:?}", house.db);
        assert_eq!(house.settings.int(&DAYS), 14, "{:?}", house.db);
        assert!(house.settings.on(&SHOP));
        let school = Institution {
            name: "第一中学".into(),
            kind: Kind::School,
            zone: Zone::named("Europe/Berlin").unwrap(),
            lang: Lang::En,
            ..Institution::default()
        };
        let (_, version) = house.db.read(institution).await.unwrap().unwrap();
        let (mut late, early) = (school.clone(), school);
        assert!(house.db.write(move |tx| update_institution(tx, &early, version)).await.unwrap());
        late.name = "后来者".into();
        let kept = house.db.write(move |tx| update_institution(tx, &late, version)).await.unwrap();
        assert!(!kept, "a form shown before the last change changes nothing");
        house.settings.follow().await.unwrap();
        let now = house.settings.institution();
        assert_eq!((now.name.as_str(), now.zone.name(), now.lang), ("第一中学", "Europe/Berlin", Lang::En));
        assert_eq!(house.settings.int(&DAYS), 3, "{:?}", house.db);
        assert!(!house.settings.on(&SHOP));
    }
}

#[tokio::test]
async fn a_wrong_value_changes_nothing_and_a_right_one_is_in_force_at_once() {
    for house in houses().await {
        house.found(Kind::Academy).await;
        assert_eq!(house.set(DAYS, "31").await, Err(Wrong::Int { min: 1, max: 30 }), "{:?}", house.db);
        assert_eq!((house.settings.int(&DAYS), house.settings.is_set(&DAYS)), (7, false));
        assert_eq!(house.set(DAYS, " 30 ").await, Ok(()));
        assert_eq!((house.settings.int(&DAYS), house.settings.is_set(&DAYS)), (30, true), "{:?}", house.db);
        assert_eq!(house.set(OPEN, "on").await, Ok(()));
        assert!(house.settings.bool(&OPEN));
        assert_eq!(house.set(LIST, "[\"a\", \"b\"]").await, Ok(()));
        assert_eq!(house.settings.json::<Vec<String>>(&LIST).unwrap(), ["a", "b"]);
        assert_eq!(house.settings.json::<i64>(&LIST), None);
    }
}

#[tokio::test]
async fn every_change_leaves_who_when_before_and_after() {
    for house in houses().await {
        house.found(Kind::Academy).await;
        house.set(DAYS, "10").await.unwrap();
        house.set(DAYS, "10").await.unwrap();
        house.set(DAYS, "20").await.unwrap();
        house.set(LIST, "[1]").await.unwrap();
        let (id, admin, now) = (house.ids.next(), house.admin, house.clock.now());
        house.db.write(move |tx| reset(tx, id, &DAYS, Some(admin), now)).await.unwrap();
        house.settings.refresh().await.unwrap();
        assert_eq!(house.settings.int(&DAYS), 7, "{:?}", house.db);
        let rows = house.db.read(|tx| changes(tx, "x.", 10)).await.unwrap();
        let told: Vec<_> =
            rows.iter().map(|c| (c.value_before.as_deref(), c.value_after.as_deref())).collect();
        assert_eq!(
            told,
            [(Some("20"), None), (Some("10"), Some("20")), (None, Some("10"))],
            "{:?}",
            house.db
        );
        assert!(rows.iter().all(|change| change.by_person == Some(admin)));
    }
}

#[tokio::test]
async fn of_two_administrators_with_the_same_page_the_second_is_told() {
    for house in houses().await {
        house.found(Kind::Academy).await;
        let (ids, now) = ([house.ids.next(), house.ids.next()], house.clock.now());
        let save = |id: Uuid, value: &'static str| {
            house.db.write(move |tx| set_seen(tx, id, &DAYS, Kind::Academy, "7", value, None, now))
        };
        let (a, b) = tokio::join!(save(ids[0], "8"), save(ids[1], "9"));
        let outcomes = [a.unwrap(), b.unwrap()];
        assert!(
            outcomes.contains(&Ok(())) && outcomes.contains(&Err(Wrong::Stale)),
            "{:?}: {outcomes:?}",
            house.db
        );
    }
}

#[tokio::test]
async fn a_feature_follows_its_kind_until_somebody_decides() {
    for house in houses().await {
        house.found(Kind::School).await;
        for (decision, on) in [(Some(true), true), (Some(false), false), (None, false)] {
            let (id, now) = (house.ids.next(), house.clock.now());
            house.db.write(move |tx| set_feature(tx, id, &SHOP, decision, None, now)).await.unwrap();
            house.settings.refresh().await.unwrap();
            assert_eq!(house.settings.on(&SHOP), on, "{:?}: {decision:?}", house.db);
        }
    }
}

#[tokio::test]
async fn another_node_follows_and_a_value_outside_new_bounds_gives_way_to_the_default() {
    for house in houses().await {
        house.found(Kind::Academy).await;
        let other = Settings::open(house.db.again().await).await.unwrap();
        house.set(DAYS, "30").await.unwrap();
        assert_eq!(other.int(&DAYS), 7, "{:?}", house.db);
        other.follow().await.unwrap();
        assert_eq!(other.int(&DAYS), 30, "{:?}", house.db);
        let narrower = Setting { shape: Shape::Int { min: 1, max: 20, unit: "settings-unit-days" }, ..DAYS };
        assert_eq!(other.int(&narrower), 7);
        house
            .db
            .write(|tx| tx.exec("UPDATE settings_value SET value = 'many' WHERE key = 'x.days'", params![]))
            .await
            .unwrap();
        other.refresh().await.unwrap();
        assert_eq!(other.int(&DAYS), 7, "{:?}", house.db);
    }
}

#[test]
fn the_texts_are_complete() {
    let mut all = xingtan_i18n::texts();
    all.extend(xingtan_settings::texts());
    assert_eq!(xingtan_i18n::check(&all), Vec::<String>::new());
    let folder = std::path::Path::new("src");
    let texts = xingtan_i18n::Texts::build(&all);
    assert_eq!(xingtan_i18n::unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_the_regulation_prescribes_holds_before_what_anybody_set() {
    let by = |value: &str| Bound {
        key: DAYS.key.to_owned(),
        value: value.to_owned(),
        regulation: "管理办法".to_owned(),
        version: 2,
        number: "3.1".to_owned(),
        href: "/regulations/1".to_owned(),
    };
    for house in houses().await {
        house.found(Kind::Academy).await;
        house.set(DAYS, "20").await.unwrap();
        let (article, other) = (by("9"), by("30"));
        let bound = article.clone();
        let before = house.db.write(move |tx| bind(tx, std::slice::from_ref(&bound))).await.unwrap();
        assert_eq!(before, Some(Vec::new()));
        // Another node follows by the version.
        house.settings.follow().await.unwrap();
        assert_eq!((house.settings.int(&DAYS), house.settings.bound(&DAYS)), (9, Some(article.clone())));
        assert_eq!(house.settings.check(&DAYS, "20"), Err(Wrong::Bound(Box::new(article.clone()))));
        assert_eq!(house.settings.check(&DAYS, " 9 "), Ok("9".to_owned()));
        assert_eq!(house.set(DAYS, "21").await, Err(Wrong::Bound(Box::new(article.clone()))));
        assert_eq!(house.set(DAYS, "9").await, Ok(()));
        let bound = article.clone();
        assert_eq!(house.db.write(move |tx| bind(tx, std::slice::from_ref(&bound))).await.unwrap(), None);
        let before = house.db.write(move |tx| bind(tx, std::slice::from_ref(&other))).await.unwrap();
        assert_eq!(before, Some(vec![article]));
        let before = house.db.write(|tx| bind(tx, &[])).await.unwrap();
        assert_eq!(before.map(|it| it.len()), Some(1));
        house.settings.follow().await.unwrap();
        // What had been set before holds again.
        assert_eq!((house.settings.int(&DAYS), house.settings.bound(&DAYS)), (20, None));
    }
}

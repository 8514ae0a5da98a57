//! What other slices read.

use crate::city::{city, databases};
use xingtan_accounts::api::{self, Targets};
use xingtan_auth::{Role, Scope};
use xingtan_clock::Uuid;
use xingtan_db::Error;

#[tokio::test]
async fn people_and_nodes_are_read_as_they_were_made() {
    for db in databases().await {
        let city = city(&db).await;
        let (lin, lab, north, root) = (
            city.learner("Lin", &city.north_lab).await,
            city.north_lab.clone(),
            city.north.clone(),
            city.root.clone(),
        );
        db.read(move |tx| {
            let person = api::person(tx, lin)?.unwrap();
            assert_eq!((person.user_name.as_str(), person.unit_name.as_str()), ("Lin", "Lab"));
            assert_eq!(api::person_by_user(tx, " LIN ")?.unwrap().id, lin);
            assert_eq!(api::names(tx, &[lin, lin])?.len(), 1);
            assert_eq!(api::people(tx, &[lin, lin])?.len(), 1);
            assert_eq!(api::node_by_path(tx, &lab.path)?, Some(lab.clone()));
            let tree: Vec<String> = api::nodes(tx)?.into_iter().map(|node| node.name).collect();
            assert_eq!(tree, ["Group", "North", "Lab", "South", "Yard"]);
            let below: Vec<String> =
                api::subtree(tx, &north.path)?.into_iter().map(|node| node.name).collect();
            assert_eq!(below, ["North", "Lab"]);
            let way: Vec<String> = api::way(tx, &lab.path)?.into_iter().map(|node| node.name).collect();
            assert_eq!(way, ["Group", "North", "Lab"]);
            let trails = api::trails(tx, [lab.path.as_str(), root.path.as_str()])?;
            assert_eq!(trails[&lab.path], "North / Lab");
            assert_eq!(trails[&root.path], "Group");
            assert_eq!(api::count_people(tx, &Scope::of(vec![north.path.clone()]))?, 3);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn the_union_of_targets_counts_and_has_its_inverse() {
    for db in databases().await {
        let city = city(&db).await;
        let mut people = Vec::new();
        for n in 0..7 {
            let unit = if n < 4 { &city.north_lab } else { &city.south_yard };
            people.push(city.learner(&format!("u{n}"), unit).await);
        }
        let targets = Targets { nodes: vec![city.north.id], persons: vec![people[6]], ..Targets::default() };
        let (manager, contact) = (city.manager, city.contact);
        db.read(move |tx| {
            let (mut found, mut after) = (Vec::<Uuid>::new(), None);
            loop {
                let some = api::matching(tx, &targets, after, 2)?;
                after = some.last().copied();
                found.extend(&some);
                if some.len() < 2 {
                    break;
                }
            }
            let mut expected = vec![people[0], people[1], people[2], people[3], people[6], manager, contact];
            expected.sort();
            assert_eq!(found, expected);
            let all = [(people[0], targets.clone())];
            for person in &people {
                assert_eq!(!api::matches(tx, *person, &all)?.is_empty(), expected.contains(person));
            }
            assert_eq!(api::memberships_of(tx, &people)?.len(), 7);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn the_nearest_contacts_upward_are_found() {
    for db in databases().await {
        let city = city(&db).await;
        let (lab, yard, contact, manager, center) = (
            city.north_lab.path.clone(),
            city.south_yard.path.clone(),
            city.contact,
            city.manager,
            city.center,
        );
        db.read(move |tx| {
            assert_eq!(api::contacts_of(tx, &lab)?, [contact]);
            assert!(api::contacts_of(tx, &yard)?.is_empty());
            assert_eq!(api::holders(tx, Role::Manager, &lab)?, [manager]);
            assert!(api::holders(tx, Role::Manager, &yard)?.is_empty());
            assert_eq!(api::holders(tx, Role::Centre, &yard)?, [center]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    }
}

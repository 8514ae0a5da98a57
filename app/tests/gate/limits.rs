//! Whoever asks too often: refused by the whole program, told when to ask again, and nobody else with them.

use crate::{
    ask::{self, Answer, By},
    city::{self, City},
};
use http::header::RETRY_AFTER;

const FEW: usize = 5;

fn refused(what: &str, answer: &Answer) {
    assert_eq!(answer.status.as_u16(), 429, "{what}: {}", answer.text());
    let after: i64 = answer.header(RETRY_AFTER).parse().unwrap();
    assert!((1..=60).contains(&after), "{what}: again after {after} s");
    assert!(answer.text().contains(&format!("{after} 秒")), "{what}: {}", answer.text());
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_ask_again_and_nobody_else_is() {
    let (city, world) = City::build(None).await;
    let asker = |name: &str| city.askers.iter().find(|asker| asker.name == name).unwrap();
    city::limit(&world, FEW).await;
    let (centre, manager) = (asker("center"), asker("manager"));
    for (what, uri) in [("a call", "/api/v1/people"), ("an export", "/people?as=csv")] {
        for n in 0..FEW {
            let answer = ask::get(&world.router, uri, centre.by(uri)).await;
            assert_eq!(answer.status.as_u16(), 200, "{what} {n}: {}", answer.text());
        }
        refused(what, &ask::get(&world.router, uri, centre.by(uri)).await);
        let other = ask::get(&world.router, uri, manager.by(uri)).await;
        assert_eq!(other.status.as_u16(), 200, "{what} of somebody else");
    }
    // Pages are not counted.
    assert_eq!(ask::get(&world.router, "/people", centre.by("/people")).await.status.as_u16(), 200);
    // A refused upload keeps nothing.
    let file = ("x.csv", "姓名,用户名,单位\n林一,lin-x,本部\n".as_bytes());
    let by = By::Cookie(&centre.cookie);
    for _ in 0..FEW {
        assert_eq!(ask::upload(&world.router, "/people/import", by, &[], file).await.status.as_u16(), 303);
    }
    let rows = world.rows().await;
    refused("an upload", &ask::upload(&world.router, "/people/import", by, &[], file).await);
    assert_eq!(world.rows().await, rows);
}

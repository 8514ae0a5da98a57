//! ACC-2, ACC-10: roles on nodes, 三员分立, delegation within a subtree.

use crate::place::places;
use xingtan_clock::Uuid;

#[tokio::test]
async fn roles_are_given_within_the_own_subtree_below_the_own_power_and_never_to_oneself() {
    for place in places().await {
        let mut manager = place.town.signed_in("manager").await;
        let wen = format!("/people/{}/roles", place.wen);
        let (lab, north, root) =
            (place.lab.id.to_string(), place.north.id.to_string(), place.root.id.to_string());
        manager.get(&wen).await.is(200).has("学员").lacks("value=\"admin\"").lacks("青禾物流");
        manager.post(&wen, &[("role", "contact"), ("node", &lab)]).await.leads_to(&wen);
        manager.post(&wen, &[("role", "contact"), ("node", &lab)]).await.is(422).has("已经有这个角色");
        manager.post(&wen, &[("role", "contact"), ("node", &root)]).await.is(422);
        manager.post(&wen, &[("role", "manager"), ("node", &north)]).await.is(422).has("不低于您自己的角色");
        manager.post(&wen, &[("role", "manager"), ("node", &lab)]).await.leads_to(&wen);
        manager.post(&wen, &[("role", "admin"), ("node", &lab)]).await.is(422);
        manager.post(&wen, &[("role", "emperor"), ("node", &lab)]).await.is(422);
        let own = format!("/people/{}/roles", place.manager);
        manager.get(&own).await.is(200).has("不能给自己授予");
        manager.post(&own, &[("role", "contact"), ("node", &lab)]).await.is(422).has("不能给自己授予");
        // It holds at once, and ends at once.
        let mut new = place.town.signed_in("wen.yian").await;
        new.get("/people").await.is(200).has("罗亦可");
        let grants: Vec<(Uuid, String)> = place
            .town
            .rows(
                "SELECT g.id, g.role FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
                   WHERE p.user_key = 'wen.yian' AND g.ended_at IS NULL ORDER BY g.role",
            )
            .await;
        for (grant, role) in &grants {
            if role != "learner" {
                manager.post(&format!("{wen}/{grant}/end"), &[]).await.leads_to(&wen);
            }
        }
        new.get("/people").await.is(403);
        manager.get(&wen).await.is(200).has("以前的角色");
        manager.post(&format!("{wen}/{}/end", Uuid::nil()), &[]).await.is(404);
    }
}

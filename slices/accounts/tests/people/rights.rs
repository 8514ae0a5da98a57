//! Every mark of the table role × action works somewhere: whoever holds the role on the root is let in where the
//! permission counts. A right that leads nowhere is worse than none.

use crate::{
    place::{Place, person, places},
    town::Given,
};
use xingtan_auth::Role;
use xingtan_clock::Uuid;

/// Where a permission counts, and what has to stand on the page.
fn address(permission: &str, place: &Place, he: Uuid) -> (String, &'static str) {
    let (wen, lab) = (place.wen, place.lab.id);
    let at = |rest: &str| format!("/people/{wen}{rest}");
    match permission {
        "people.read" => ("/people".into(), "温以安"),
        "people.open" => ("/people/new".into(), ""),
        "people.import" => ("/people/import".into(), "name=\"file\""),
        "people.edit" => (at("/edit"), "name=\"staff_number\""),
        "people.state" => (at("/state"), "value=\"freeze\""),
        "people.end" => (at("/state"), "value=\"close\""),
        "people.reset" => (at("/reset"), "name=\"delivery\""),
        "people.second-factor" => (at("/second-factor"), "两步验证"),
        "people.move" => (at("/transfer"), "name=\"unit\""),
        "people.reveal" => (format!("/people/{he}/reveal"), "name=\"reason\""),
        "people.export" => ("/people?as=csv".into(), "温以安"),
        "roles.read" => (at("/roles"), "温以安"),
        "roles.give" => (at("/roles"), "name=\"role\""),
        "roles.end" => (at("/roles"), "/end"),
        "bodies.read" => ("/bodies".into(), ""),
        "bodies.manage" => ("/bodies/new".into(), "name=\"name\""),
        "cohorts.read" => ("/cohorts".into(), ""),
        "cohorts.manage" => ("/cohorts/new".into(), "name=\"name\""),
        "organisation.read" => ("/organisation".into(), ""),
        "organisation.manage" => (format!("/organisation/{lab}"), "/children"),
        "organisation.quota" => (format!("/organisation/{lab}"), "name=\"seat_quota\""),
        "organisation.access" => ("/organisation/access".into(), ""),
        "positions.manage" => ("/positions".into(), "name=\"name\""),
        "imports.read" => ("/imports".into(), ""),
        "real-names.read" => ("/real-names".into(), "温以安"),
        "real-names.decide" => (format!("/real-names/{wen}"), "name=\"verdict\""),
        "openings.ask" => ("/people/openings/new".into(), "name=\"user_name\""),
        "openings.decide" => ("/people/openings".into(), ""),
        "officers.ask" | "officers.decide" => ("/officers".into(), ""),
        "tickets.answer" | "tickets.reset" => ("/people/tickets".into(), ""),
        "accounts.inspect" | "accounts.inspect-answer" => ("/audit/accounts".into(), "账号检查"),
        "accounts.inspect-begin" => ("/audit/accounts".into(), "/audit/accounts/inspections"),
        "security.sign-ins" => ("/security/sign-ins".into(), ""),
        "security.sessions" => ("/security/sessions".into(), ""),
        "security.policy" => ("/security/policy".into(), ""),
        "security.reads" => ("/security/reads".into(), ""),
        other => panic!("say where {other} counts"),
    }
}

#[tokio::test]
async fn every_mark_of_role_by_action_works_somewhere() {
    // The addresses are the same on both databases.
    for place in places().await.into_iter().take(1) {
        let he = person(&place.town, "he.lanzhou", "贺兰舟", &place.lab, Role::Learner).await;
        let sql =
            "UPDATE accounts_person SET mobile_masked = '138****1234', mobile_sealed = NULL WHERE id = $1";
        place.town.run(sql, &[Given::Id(he)]).await;
        let number =
            [("document", "passport"), ("name", "温以安"), ("number", "E12345678"), ("consent", "yes")];
        place.town.signed_in("wen.yian").await.post("/account/real-name", &number).await.is(303);
        let rights = xingtan_accounts::permissions();
        let mut hollow = Vec::new();
        for role in Role::ALL {
            let user = format!("root-{role}");
            person(&place.town, &user, &user, &place.root, *role).await;
            let mut browser = place.town.signed_in(&user).await;
            for right in rights.iter().filter(|right| right.roles.contains(role)) {
                let (path, text) = address(right.permission.0, &place, he);
                let answer = browser.get(&path).await;
                let asks = right.permission.0 == "people.open" && answer.status == 303;
                if !asks && (answer.status != 200 || !answer.body.contains(text)) {
                    hollow.push(format!("{role}: {} at {path}: {}", right.permission.0, answer.status));
                }
            }
        }
        assert!(hollow.is_empty(), "{}", hollow.join("\n"));
    }
}

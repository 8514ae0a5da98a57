//! 三员分立 (ACC-10): nobody takes over one of the three administrators alone, or makes one.

use crate::place::{Place, location, person, places};
use xingtan_auth::Role;
use xingtan_clock::Uuid;

/// A place with all three.
async fn three() -> Vec<(Place, Uuid)> {
    let mut all = Vec::new();
    for place in places().await {
        let audit = person(&place.town, "audit", "季审之", &place.root, Role::Audit).await;
        all.push((place, audit));
    }
    all
}

const APPROVE: [(&str, &str); 2] = [("verdict", "approve"), ("step", "0")];

#[tokio::test]
async fn a_password_of_one_of_the_three_is_reset_by_two_who_get_a_half_each() {
    for (place, audit) in three().await {
        let mut admin = place.town.signed_in("admin").await;
        let mut security = place.town.signed_in("security").await;
        let mut theirs = place.town.signed_in("audit").await;
        let reset = format!("/people/{audit}/reset");
        admin.get(&format!("/people/{audit}")).await.is(200).has("这是三员之一的账号").has("/reset");
        admin.get(&reset).await.is(200).has("分成两半");
        admin.post(&reset, &[("delivery", "slip")]).await.is(422).has("请填写这一项");
        let form = [("delivery", "slip"), ("reason", "本人忘记密码")];
        let request = location(&admin.post(&reset, &form).await);
        assert!(request.starts_with("/officers/"), "{request}");
        admin.post(&reset, &form).await.is(422).has("已经提出");
        theirs.get("/audit-is-still-signed-in").await.is(404);
        let decision = format!("{request}/decision");
        // Neither who asked nor whom it concerns decides; both see it.
        admin.get(&request).await.is(200).has("Nsecurity").lacks("name=\"verdict\"");
        admin.post(&decision, &APPROVE).await.is(403).has("不由您决定");
        theirs.get(&request).await.is(200).lacks("name=\"verdict\"");
        theirs.post(&decision, &APPROVE).await.is(403).has("不由您决定");
        place.town.signed_in("center").await.get(&request).await.is(404);
        place.town.signed_in("center").await.post(&decision, &APPROVE).await.is(403);
        place.town.signed_in("lin").await.get("/officers").await.is(403);
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'accounts.officer-asked'";
        assert_eq!(place.town.rows::<(i64,)>(told).await, [(2,)]);

        let approved = security.post(&decision, &APPROVE).await.is(200);
        let second = approved.between("<dd class=\"secret\">", "</dd>");
        theirs.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        security.post(&format!("{request}/half"), &[]).await.is(404);
        admin.get(&request).await.is(200).has("显示我的一半").lacks("<dd class=\"secret\">");
        let shown = admin.post(&format!("{request}/half"), &[]).await.is(200);
        let first = shown.between("<dd class=\"secret\">", "</dd>");
        admin.post(&format!("{request}/half"), &[]).await.is(410);
        security.get(&request).await.is(200).lacks(&second);
        let slips: Vec<(i64,)> = place.town.rows("SELECT count(*) FROM accounts_slip").await;
        assert_eq!(slips, [(0,)], "nobody prints the whole of it");
        place.town.browser().sign_in("audit", &first).await.is(422);
        place.town.browser().sign_in("audit", &second).await.is(422);
        place.town.browser().sign_in("audit", &format!("{first}{second}")).await.is(303);
        let kinds: Vec<String> = place
            .town
            .rows(
                "SELECT DISTINCT kind FROM notify_notice WHERE kind IN
                   ('accounts.officer-decided', 'accounts.password-reset') ORDER BY kind",
            )
            .await;
        assert_eq!(kinds, ["accounts.officer-decided", "accounts.password-reset"]);
    }
}

#[tokio::test]
async fn nothing_else_about_one_of_the_three_happens_alone() {
    for (place, audit) in three().await {
        let mut admin = place.town.signed_in("admin").await;
        let mut security = place.town.signed_in("security").await;
        let mut center = place.town.signed_in("center").await;
        let at = format!("/people/{audit}");
        for page in ["/edit", "/reset", "/transfer"] {
            center.get(&format!("{at}{page}")).await.is(403).has("三员");
        }
        center.get(&format!("{at}/state")).await.is(403).has("三员");
        let kept = "SELECT mail, state, version FROM accounts_person WHERE user_key = 'audit'";
        let before: Vec<(Option<String>, String, i64)> = place.town.rows(kept).await;
        let edit =
            [("name", "季审之"), ("mail", "thief@example.com"), ("version", "1"), ("reason", "改邮箱")];
        let mail = location(&admin.post(&at, &edit).await);
        let freeze = [("do", "freeze"), ("reason", "停用"), ("basis", "none"), ("because", "核查")];
        let state = location(&security.post(&format!("{at}/state"), &freeze).await);
        let unit = place.lab.id.to_string();
        let moved = [("unit", unit.as_str()), ("reason", "调动")];
        let moved = location(&admin.post(&format!("{at}/transfer"), &moved).await);
        let factor = [("reason", "手机丢失")];
        let factor = location(&security.post(&format!("{at}/second-factor"), &factor).await);
        for request in [&mail, &state, &moved, &factor] {
            assert!(request.starts_with("/officers/"), "{request}");
        }
        assert_eq!(place.town.rows::<(Option<String>, String, i64)>(kept).await, before);
        let bulk = [("person", audit.to_string())];
        let bulk: Vec<(&str, &str)> = bulk.iter().map(|(a, b)| (*a, b.as_str())).collect();
        admin.post("/people/bulk/reset", &bulk).await.is(422).has("三员");
        // Refused, nothing happens; agreed to, it does.
        let no = [("verdict", "refuse"), ("reason", "不需要"), ("step", "0")];
        security.post(&format!("{mail}/decision"), &no).await.leads_to(&mail);
        assert_eq!(place.town.rows::<(Option<String>, String, i64)>(kept).await, before);
        admin.post(&format!("{state}/decision"), &APPROVE).await.leads_to(&state);
        let now = &place.town.rows::<(Option<String>, String, i64)>(kept).await[0];
        assert_eq!((now.0.as_deref(), now.1.as_str()), (None, "frozen"));
        admin.post(&format!("{factor}/decision"), &APPROVE).await.is(422).has("没有开启两步验证");
        admin.post(&format!("{moved}/withdraw"), &[]).await.leads_to(&moved);
        admin.get("/officers?state=open").await.is(200).has("停用两步验证").lacks("调到其他单位");
        // The office of a frozen account is not vacant: nobody fills it at once, and two do not answer for the third.
        let roles = format!("/people/{}/roles", place.wen);
        let root = place.root.id.to_string();
        let ask = [("role", "audit"), ("node", root.as_str()), ("reason", "接任")];
        let asked = location(&admin.post(&roles, &ask).await);
        assert!(asked.starts_with("/officers/"));
        let link = "SELECT count(*) FROM notify_mail WHERE kind = 'accounts.reset-link'";
        place
            .town
            .run("UPDATE accounts_person SET mail = 's@example.com' WHERE user_key = 'security'", &[])
            .await;
        place.town.browser().post("/sign-in/forgotten", &[("who", "security")]).await.is(303);
        assert_eq!(place.town.rows::<(i64,)>(link).await, [(0,)], "mails are the system administrator's way");
    }
}

#[tokio::test]
async fn the_three_roles_are_given_and_ended_by_two_and_never_meet_in_one_person() {
    for place in places().await {
        let root = place.root.id.to_string();
        let mut admin = place.town.signed_in("admin").await;
        let mut security = place.town.signed_in("security").await;
        let new = [
            ("name", "贺兰舟"),
            ("user_name", "he.lanzhou"),
            ("unit", root.as_str()),
            ("roles", "audit"),
            ("delivery", "slip"),
        ];
        admin.get("/people/new").await.is(200).lacks("value=\"audit\"");
        admin.post("/people", &new).await.is(422).has("不能由一个人授予");
        let wen = format!("/people/{}/roles", place.wen);
        let give = [("role", "audit"), ("node", root.as_str()), ("reason", "任命")];
        admin.post(&wen, &give[..2]).await.is(422).has("请填写这一项");
        let request = location(&admin.post(&wen, &give).await);
        let live = "SELECT count(*) FROM accounts_grant WHERE role = 'audit' AND ended_at IS NULL";
        assert_eq!(place.town.rows::<(i64,)>(live).await, [(0,)]);
        let mut other = place.town.signed_in("wen.yian").await;
        other.get(&request).await.is(200).has("任命");
        other.post(&format!("{request}/decision"), &APPROVE).await.is(403);
        security.post(&format!("{request}/decision"), &APPROVE).await.leads_to(&request);
        assert_eq!(place.town.rows::<(i64,)>(live).await, [(1,)]);
        other.get("/officers").await.is(200).has("温以安").has("Nadmin");
        // Whoever holds one of them gets no other one.
        let second = format!("/people/{}/roles", place.town.people["security"]);
        let more = [("role", "audit"), ("node", root.as_str()), ("reason", "x")];
        admin.post(&second, &more).await.is(422).has("三员分立");
        admin.post(&second, &[("role", "learner"), ("node", &root)]).await.leads_to(&second);
        // The last system administrator stays, whoever agrees.
        let grants: Vec<(Uuid, String)> = place
            .town
            .rows("SELECT id, role FROM accounts_grant WHERE role IN ('admin', 'audit') AND ended_at IS NULL")
            .await;
        let of = |role: &str| grants.iter().find(|(_, own)| own == role).unwrap().0;
        let first = format!("/people/{}/roles", place.town.people["admin"]);
        security.post(&format!("{first}/{}/end", of("admin")), &[]).await.leads_to(&first);
        security.get(&first).await.is(200).has("请写明理由");
        let why = [("reason", "轮换")];
        let end = location(&security.post(&format!("{first}/{}/end", of("admin")), &why).await);
        other.post(&format!("{end}/decision"), &APPROVE).await.is(422).has("最后一位系统管理员");
        let frozen = format!("/people/{}/state", place.town.people["admin"]);
        let freeze = [("do", "freeze"), ("reason", "停用"), ("basis", "none"), ("because", "核查")];
        let frozen = location(&security.post(&frozen, &freeze).await);
        other.post(&format!("{frozen}/decision"), &APPROVE).await.is(422).has("最后一位系统管理员");
        let end = location(&admin.post(&format!("{wen}/{}/end", of("audit")), &why).await);
        security.post(&format!("{end}/decision"), &APPROVE).await.leads_to(&end);
        assert_eq!(place.town.rows::<(i64,)>(live).await, [(0,)]);
    }
}

#[tokio::test]
async fn who_is_alone_fills_a_vacant_office_and_nothing_more() {
    for place in places().await {
        let root = place.root.id.to_string();
        place.town.run("DELETE FROM accounts_grant WHERE role = 'security'", &[]).await;
        let mut admin = place.town.signed_in("admin").await;
        let wen = format!("/people/{}/roles", place.wen);
        let give = |role: &'static str| [("role", role), ("node", root.as_str()), ("reason", "任命")];
        admin.post(&wen, &give("admin")).await.is(422).has("没有人可以同意");
        admin.post(&wen, &give("security")).await.leads_to(&wen);
        let cao = format!("/people/{}/roles", place.cao);
        let request = location(&admin.post(&cao, &give("audit")).await);
        assert!(request.starts_with("/officers/"), "now somebody has to agree");
        let reset = format!("/people/{}/reset", place.wen);
        let form = [("delivery", "slip"), ("reason", "x")];
        admin.post(&reset, &form).await.is(422).has("没有人可以同意");
    }
}

//! ACC-5: every state of an account has its place in the history, and the security administrator guards.

use crate::{
    place::{location, places},
    town::PASSWORD,
};
use xingtan_clock::Span;

type Row = (String, String, String, bool);

const ROWS: &str = "SELECT COALESCE(act, ''), state_before, state_after, by_person IS NULL FROM accounts_state_change ORDER BY at, id";

fn row(act: &str, before: &str, after: &str, program: bool) -> Row {
    (act.to_owned(), before.to_owned(), after.to_owned(), program)
}

#[tokio::test]
async fn locks_resets_and_first_changes_are_lines_of_the_history() {
    for place in places().await {
        let at = format!("/people/{}", place.wen);
        let lock = async || {
            for _ in 0..5 {
                place.town.browser().sign_in("wen.yian", "wrong").await.is(422);
            }
        };
        lock().await;
        let mut security = place.town.signed_in("security").await;
        security.get("/people?state=locked").await.is(200).has("温以安");
        security.get(&at).await.is(200).has("锁定").has("连续输错密码，自动锁定").has("《安全策略》第 2 版");
        security.get(&format!("{at}/state")).await.is(200).has("现在：锁定").has("解除锁定");
        let unlock = [("do", "unlock"), ("reason", "本人来电核实")];
        security.post(&format!("{at}/state"), &unlock).await.leads_to(&at);
        security.post(&format!("{at}/state"), &unlock).await.is(422).has("没有锁定");
        place.town.browser().sign_in("wen.yian", PASSWORD).await.leads_to("/");
        lock().await;
        place.town.turn(Span::of_minutes(16));
        place.town.browser().sign_in("wen.yian", PASSWORD).await.leads_to("/");
        lock().await;
        place.town.turn(Span::of_minutes(30));
        place.town.jobs().await;
        place.town.turn(Span::of_minutes(6));
        place.town.jobs().await;

        let mut manager = place.town.signed_in("manager").await;
        let slips = location(&manager.post(&format!("{at}/reset"), &[("delivery", "slip")]).await);
        let password = manager.post(&slips, &[]).await.is(200).between("<dd class=\"secret\">", "</dd>");
        manager.get(&format!("{at}/state")).await.is(200).has("现在：首登改密");
        let mut wen = place.town.browser();
        wen.sign_in("wen.yian", &password).await.is(303);
        let new = [("password", "walnut-Harbour-63"), ("again", "walnut-Harbour-63")];
        wen.post("/account/password", &new).await.is(303);
        let rows: Vec<Row> = place.town.rows(ROWS).await;
        let expected = [
            row("lock", "active", "locked", true),
            row("unlock", "locked", "active", false),
            row("lock", "active", "locked", true),
            row("lock-over", "locked", "active", true),
            row("lock", "active", "locked", true),
            row("lock-over", "locked", "active", true),
            row("reset", "active", "must-change", false),
            row("first-change", "must-change", "active", false),
        ];
        assert_eq!(rows, expected);
        let told: Vec<(i64,)> = place
            .town
            .rows("SELECT count(*) FROM notify_notice WHERE kind = 'accounts.password-reset'")
            .await;
        assert_eq!(told, [(1,)], "the person is told of the reset");
    }
}

#[tokio::test]
async fn the_security_administrator_suspends_and_restores_whoever_is_none_of_the_three() {
    for place in places().await {
        let mut security = place.town.signed_in("security").await;
        let basis =
            [("basis", "article"), ("regulation", "安全守则"), ("version", "1"), ("article", "第二条")];
        for person in [place.wen, place.manager, place.town.people["center"]] {
            let at = format!("/people/{person}");
            security.get(&at).await.is(200).has("/state").lacks("/edit\"").lacks("/reset\"");
            let state = format!("{at}/state");
            security
                .get(&state)
                .await
                .is(200)
                .has("value=\"freeze\"")
                .lacks("value=\"leave\"")
                .lacks("value=\"close\"");
            let mut freeze = vec![("do", "freeze"), ("reason", "异常登录")];
            freeze.extend(basis);
            security.post(&state, &freeze).await.leads_to(&at);
            security.post(&state, &[("do", "restore"), ("reason", "已核实")]).await.leads_to(&at);
            let mut leave = vec![("do", "leave"), ("reason", "x")];
            leave.extend(basis);
            security.post(&state, &leave).await.is(403);
        }
        security.get(&format!("/people/{}/state", place.town.people["security"])).await.is(403);
    }
}

#[tokio::test]
async fn a_lost_second_factor_is_ended_by_the_security_administrator_with_a_reason() {
    for place in places().await {
        place
            .town
            .run(
                "UPDATE accounts_credential SET totp_since = changed_at, totp_sealed = initial_sealed
                 WHERE person_id = (SELECT id FROM accounts_person WHERE user_key = 'wen.yian')",
                &[],
            )
            .await;
        let at = format!("/people/{}", place.wen);
        let mut manager = place.town.signed_in("manager").await;
        manager.get(&format!("{at}/second-factor")).await.is(404);
        let mut security = place.town.signed_in("security").await;
        security.get(&at).await.is(200).has("停用两步验证");
        let to = format!("{at}/second-factor");
        security.get(&to).await.is(200).has("手机和恢复码都丢失");
        security.post(&to, &[("reason", "")]).await.is(422).has("请填写这一项");
        security.post(&to, &[("reason", "当面核对工牌")]).await.leads_to(&at);
        security.get(&to).await.is(200).has("没有开启两步验证");
        let told: Vec<String> = place
            .town
            .rows("SELECT kind FROM notify_notice WHERE kind = 'accounts.second-factor-ended'")
            .await;
        assert_eq!(told.len(), 1);
    }
}

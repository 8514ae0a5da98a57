//! ACC-10: the tree, and who may do what in it.

use crate::place::{Place, person, places};
use xingtan_accounts::api;
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};

async fn version(place: &Place) -> String {
    let n: (i64,) = place.town.rows("SELECT CAST(sum(version) AS bigint) AS v FROM accounts_node").await[0];
    n.0.to_string()
}

async fn path(place: &Place, person: Uuid) -> String {
    place.town.read(move |tx| api::person(tx, person)).await.unwrap().unwrap().unit_path
}

#[tokio::test]
async fn a_unit_moves_with_its_people_and_never_below_itself() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let (north, lab, south) =
            (place.north.id.to_string(), place.lab.id.to_string(), place.south.id.to_string());
        center.get("/organisation").await.is(200).has("青禾装备").has("质量部").has("data-version");
        let now = version(&place).await;
        let form = [("item", north.as_str()), ("parent", lab.as_str()), ("position", "0"), ("version", &now)];
        let top = format!("/organisation/{}/arrangement", place.root.id);
        center.post(&top, &form).await.is(409).has("组织会成为一个圈");
        center
            .post(&top, &[("item", &lab), ("parent", &lab), ("position", "0"), ("version", &now)])
            .await
            .is(409);

        let form = [("item", lab.as_str()), ("parent", south.as_str()), ("position", "0"), ("version", &now)];
        center.headers = vec![("accept", "application/json".into())];
        let kept = center.post(&top, &form).await.is(200);
        assert_eq!(kept.body, format!("{{\"version\":{}}}", version(&place).await));
        assert!(path(&place, place.wen).await.starts_with(&place.south.path));
        center.post(&top, &form).await.is(409);
        center.headers.clear();

        // A second move by the form of the page; the contact's scope moved along.
        let form = [("to", north.as_str()), ("version", &version(&place).await)];
        center
            .post(&format!("/organisation/{lab}/place"), &form)
            .await
            .leads_to(&format!("/organisation/{lab}"));
        assert!(path(&place, place.wen).await.starts_with(&place.north.path));
        let moved: Vec<(String,)> =
            place.town.rows("SELECT kind FROM events_event WHERE kind = 'accounts.node-moved'").await;
        assert_eq!(moved.len(), 2);
    }
}

#[tokio::test]
async fn a_unit_is_deleted_when_empty_and_comes_back_from_the_bin() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let lab = format!("/organisation/{}", place.lab.id);
        center.get(&format!("{lab}/delete")).await.is(200).has("2 名人员");
        center.post(&format!("{lab}/delete"), &[("version", "1")]).await.leads_to(&format!("{lab}/delete"));
        let fields = [("child_name", "质检一组"), ("child_kind", "team"), ("child_code", "")];
        let key = center.get(&lab).await.is(200).between("children\">", "</form>");
        let key = key.split("form_key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let with_key: Vec<(&str, &str)> =
            fields.iter().copied().chain([("form_key", key.as_str())]).collect();
        center.post(&format!("{lab}/children"), &with_key).await.leads_to(&lab);
        center.post(&format!("{lab}/children"), &with_key).await.leads_to(&lab);
        let teams: Vec<(Uuid,)> =
            place.town.rows("SELECT id FROM accounts_node WHERE name = '质检一组'").await;
        assert_eq!(teams.len(), 1, "a double click adds one unit");
        let team = format!("/organisation/{}", teams[0].0);
        center.get(&format!("{team}/delete")).await.is(200).has("30 天内可以从回收站恢复");
        center.post(&format!("{team}/delete"), &[("version", "1")]).await.leads_to("/organisation");
        center.get(&team).await.is(404);
        center.get("/organisation/bin").await.is(200).has("质检一组").has("Ncenter");
        center.post(&format!("{team}/restore"), &[]).await.leads_to(&team);
        center.get(&team).await.is(200);
        let again: Vec<(i64,)> =
            place.town.rows("SELECT version FROM accounts_node WHERE name = '质检一组'").await;
        center
            .post(&format!("{team}/delete"), &[("version", &again[0].0.to_string())])
            .await
            .leads_to("/organisation");
        // The schedule is known to the database from its first look on.
        place.town.jobs().await;
        place.town.turn(Span::of_days(31));
        place.town.jobs().await;
        let left: Vec<(Uuid,)> =
            place.town.rows("SELECT id FROM accounts_node WHERE name = '质检一组'").await;
        assert_eq!(left, []);
    }
}

#[tokio::test]
async fn two_siblings_of_one_name_are_refused_and_those_from_before_stay() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let top = format!("/organisation/{}", place.root.id);
        let (north, south) =
            (format!("/organisation/{}", place.north.id), format!("/organisation/{}", place.south.id));
        let child =
            |name: &'static str| [("child_name", name), ("child_kind", "department"), ("child_code", "")];
        center.post(&format!("{top}/children"), &child("青禾 装备")).await.is(422).has("已经有「青禾 装备」");
        let form = |name: &'static str, version: &'static str| {
            [("name", name), ("kind", "subsidiary"), ("code", "WL"), ("seat_quota", ""), ("version", version)]
        };
        center.post(&south, &form("青禾装备", "1")).await.is(422).has("已经有「青禾装备」");
        // Below another unit the name is free; moving it beside its namesake is refused.
        center.post(&format!("{south}/children"), &child("质量部")).await.leads_to(&south);
        let lab: Vec<(Uuid,)> =
            place.town.rows("SELECT id FROM accounts_node WHERE name = '质量部' ORDER BY number DESC").await;
        let moved = format!("/organisation/{}", lab[0].0);
        let to = [("to", place.north.id.to_string()), ("version", version(&place).await)];
        let to: Vec<(&str, &str)> = to.iter().map(|(name, value)| (*name, value.as_str())).collect();
        center.post(&format!("{moved}/place"), &to).await.is(422).has("已经有「质量部」");
        // Namesakes from before go on working, and are told apart in words by nobody.
        place.town.run("UPDATE accounts_node SET name = '青禾装备' WHERE code = 'WL'", &[]).await;
        center.post(&south, &form("青禾装备", "1")).await.leads_to(&south);
        center.post(&south, &form("青禾运输", "2")).await.leads_to(&south);
        center.get(&north).await.is(200);
        // In the bin a name is free; what comes back needs it free again.
        let made = format!("{north}/children");
        center.post(&made, &child("仓库")).await.leads_to(&north);
        let store: Vec<(Uuid,)> = place.town.rows("SELECT id FROM accounts_node WHERE name = '仓库'").await;
        let store = format!("/organisation/{}", store[0].0);
        center.post(&format!("{store}/delete"), &[("version", "1")]).await.leads_to("/organisation");
        center.post(&made, &child("仓库")).await.leads_to(&north);
        center.post(&format!("{store}/restore"), &[]).await.is(303);
        center.get("/organisation/bin").await.is(200).has("不能恢复").has("仓库");
    }
}

#[tokio::test]
async fn units_are_added_as_a_list_of_lines() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let several = format!("/organisation/{}/several", place.root.id);
        center.get("/organisation").await.is(200).has(&several);
        let key = center.get(&several).await.is(200).field("form_key");
        let list = "青禾装备\n  装配车间\n\t\t一班\n  质量部\n青禾\u{202e}农业\n";
        let kinds = [("kind", "subsidiary"), ("kind_below", "department")];
        let fields = |list: &'static str, more: &[(&'static str, &'static str)]| {
            [&[("form_key", ""), ("list", list)], &kinds[..], more].concat()
        };
        let keyed = |mut fields: Vec<(&'static str, &'static str)>| {
            fields.remove(0);
            fields
        };
        let page = center.post(&several, &keyed(fields(list, &[]))).await.is(200).has("添加 3 个单位");
        page.has("已有，不变").has("青禾农业");
        let wrong = "甲部\n      乙组\n甲部\n";
        let page = center.post(&several, &keyed(fields(wrong, &[("add", "yes")]))).await.is(422);
        page.has("缩进多了").has("与第 1 行同名").lacks("value=\"yes\"");
        let units = "SELECT count(*) FROM accounts_node";
        let before: Vec<i64> = place.town.rows(units).await;
        let mut add: Vec<(&str, &str)> = fields(list, &[("add", "yes")]);
        add[0].1 = &key;
        let to = format!("/organisation/{}", place.root.id);
        center.post(&several, &add).await.leads_to(&to);
        center.post(&several, &add).await.leads_to(&to);
        let after: Vec<i64> = place.town.rows(units).await;
        assert_eq!(after[0], before[0] + 3, "what is there stays, and a double click adds nothing");
        let team: Vec<(String, String)> = place
            .town
            .rows(
                "SELECT a.name, n.kind FROM accounts_node n JOIN accounts_node a ON a.id = n.parent_id WHERE n.name = '一班'",
            )
            .await;
        assert_eq!(team, [("装配车间".to_owned(), "department".to_owned())]);
        let mut contact = place.town.signed_in("contact").await;
        contact.get(&several).await.is(404);
        contact.post(&several, &[("list", "x")]).await.is(404);
    }
}

#[tokio::test]
async fn two_people_who_change_one_unit_are_told_of_one_another() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let north = format!("/organisation/{}", place.north.id);
        let form = |name: &'static str, code: &'static str| {
            [("name", name), ("kind", "subsidiary"), ("code", code), ("seat_quota", "20"), ("version", "1")]
        };
        center.post(&north, &form("青禾重工", "ZB")).await.leads_to(&north);
        center
            .post(&north, &form("青禾机械", "ZB"))
            .await
            .is(422)
            .has("别人改动了同一内容")
            .has("value=\"青禾机械\"");
        let south = format!("/organisation/{}", place.south.id);
        center.post(&south, &form("青禾物流", "ZB")).await.is(422).has("另一个单位已经用了这个代码");
        center.get(&north).await.is(200).has("席位已用 3 / 20");
    }
}

#[tokio::test]
async fn a_manager_sees_and_changes_the_own_subtree_only() {
    for place in places().await {
        let mut manager = place.town.signed_in("manager").await;
        manager.get("/organisation").await.is(200).has("质量部").lacks("青禾物流");
        manager.get(&format!("/organisation/{}", place.south.id)).await.is(404);
        manager.get(&format!("/organisation?under={}", place.south.id)).await.is(404);
        let lab = format!("/organisation/{}", place.lab.id);
        manager.get(&lab).await.is(200).lacks("seat_quota");
        // Seats are given from above, whatever the form says.
        let form = [
            ("name", "质量部"),
            ("kind", "department"),
            ("code", ""),
            ("seat_quota", "9999"),
            ("version", "1"),
        ];
        manager.post(&lab, &form).await.leads_to(&lab);
        let quota: Vec<(Option<i64>,)> =
            place.town.rows("SELECT seat_quota FROM accounts_node WHERE name = '质量部'").await;
        assert_eq!(quota, [(None,)]);
        let to = place.south.id.to_string();
        let form = [("to", to.as_str()), ("version", &version(&place).await)];
        manager.post(&format!("{lab}/place"), &form).await.is(404);
        let mut lin = place.town.signed_in("lin").await;
        lin.get("/organisation").await.is(403);
        lin.get(&lab).await.is(404);
    }
}

#[tokio::test]
async fn the_page_answers_who_may_do_what_here_and_why() {
    for place in places().await {
        let mut admin = place.town.signed_in("admin").await;
        let (lab, south) = (place.lab.id, place.south.id);
        let page = format!("/organisation/access?node={lab}&action=people.open");
        admin.get(&page).await.is(200).has("周予安").has("青禾装备").has("来自上级").has("Ncenter");
        let page = format!("/organisation/access?node={south}&action=people.open");
        admin.get(&page).await.is(200).lacks("周予安").has("Ncenter");
        let page = format!("/organisation/access?node={lab}&user=MANAGER");
        admin.get(&page).await.is(200).has("子公司培训负责人，授予在「青禾装备」").has("不可以");
        admin
            .get(&format!("/organisation/access?node={lab}&user=nobody"))
            .await
            .is(200)
            .has("没有用户名为 nobody 的人");
    }
}

#[tokio::test]
async fn positions_cohorts_and_bodies_are_made_used_and_deleted() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        center.post("/positions", &[("name", "检验员")]).await.leads_to("/positions");
        center.post("/positions", &[("name", "检验员")]).await.is(422).has("已经有这个名称");
        center.get("/positions?q=jyy").await.is(200).has("检验员");
        let position: Vec<(Uuid,)> = place.town.rows("SELECT id FROM accounts_position").await;
        let (position, wen) = (position[0].0.to_string(), place.wen.to_string());
        let edit = [("name", "温以安"), ("position", position.as_str()), ("version", "1")];
        center.post(&format!("/people/{wen}"), &edit).await.leads_to(&format!("/people/{wen}"));
        let delete = format!("/positions/{position}/delete");
        center.post(&delete, &[]).await.is(422).has("还有 1 人任这个");

        // A dynamic cohort follows its rule, a fixed one its list.
        center.get("/cohorts/new").await.is(200).has("检验员");
        let node = place.root.id.to_string();
        let rule = [
            ("name", "检验员班"),
            ("node", node.as_str()),
            ("kind", "dynamic"),
            ("positions", position.as_str()),
        ];
        center.post("/cohorts", &rule).await.is(303);
        place.town.jobs().await;
        let members = "SELECT person_id FROM accounts_cohort_member";
        assert_eq!(place.town.rows::<(Uuid,)>(members).await, [(place.wen,)]);
        let edit = [("name", "温以安"), ("position", ""), ("version", "2")];
        center.post(&format!("/people/{wen}"), &edit).await.leads_to(&format!("/people/{wen}"));
        place.town.turn(Span::of_minutes(16));
        place.town.jobs().await;
        assert_eq!(place.town.rows::<(Uuid,)>(members).await, []);
        center.post(&delete, &[]).await.leads_to("/positions");

        let fixed = [("name", "新员工班"), ("node", node.as_str()), ("kind", "fixed")];
        center.post("/cohorts", &fixed).await.is(303);
        let cohort: Vec<(Uuid,)> = place.town.rows("SELECT id FROM accounts_cohort WHERE rule IS NULL").await;
        let cohort = format!("/cohorts/{}", cohort[0].0);
        center
            .post(&format!("{cohort}/members"), &[("users", "cao.shan，nobody")])
            .await
            .is(422)
            .has("nobody");
        center.post(&format!("{cohort}/members"), &[("users", "cao.shan\nWEN.YIAN")]).await.leads_to(&cohort);
        center.get(&cohort).await.is(200).has("曹山").has("温以安");
        center.get(&format!("{cohort}?q=wya")).await.is(200).has("温以安").lacks("曹山");
        let remove = format!("{cohort}/members/remove");
        center.post(&remove, &[("person", &place.cao.to_string())]).await.leads_to(&cohort);
        center.get(&format!("{cohort}/delete")).await.is(200).has("1 人");
        center.post(&format!("{cohort}/delete"), &[]).await.leads_to("/cohorts");
        center.get("/cohorts").await.is(200).has("检验员班").lacks("新员工班");
        center.get("/organisation/bin").await.is(200).has("新员工班").has("检验员");

        let body =
            [("name", "督学组"), ("kind", "supervision"), ("powers", "听课"), ("term_from", "2026-03-01")];
        center.post("/bodies", &body).await.is(303);
        let id: Vec<(Uuid,)> = place.town.rows("SELECT id FROM accounts_body").await;
        let at = format!("/bodies/{}", id[0].0);
        center.post(&format!("{at}/members"), &[("user", "tang"), ("office", "组长")]).await.leads_to(&at);
        center.get(&at).await.is(200).has("Ntang").has("组长").has("2026 年 3 月 1 日");
        let wrong = [
            ("name", "督学组"),
            ("kind", "supervision"),
            ("term_from", "2026-03-01"),
            ("term_to", "2026-02-01"),
        ];
        center.post(&at, &wrong).await.is(422).has("任期结束不能早于开始");
        person(&place.town, "sup", "孟怀瑾", &place.root, Role::Supervisor).await;
        let mut sup = place.town.signed_in("sup").await;
        sup.get("/bodies").await.is(200).has("督学组");
        sup.post("/bodies", &body).await.is(403);
    }
}

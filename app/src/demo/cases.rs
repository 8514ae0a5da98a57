//! Reports and cases of a demo academy, made the way of a running institution: a report that waits, one that is being
//! looked at, and one that was decided.

use super::{Demo, people::People};
use std::error::Error;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Span, Zone};
use xingtan_conduct::case::{
    act::Act,
    change::{self, NewReport, Verdict},
    rules::{Kind, Outcome},
};
use xingtan_governance::{api as governance, saving::Stop};
use xingtan_i18n::{Kind as Institution, Lang};

/// What was reported: by whom, about whom (a user name, or nobody), what, how many hours ago.
const REPORTS: [(&str, &str, Kind, &str, i64); 3] = [
    (
        "teacher",
        "u000007",
        Kind::Cheating,
        "安全培训测验的答案与另一位学员逐字相同，连错别字也一样。",
        9 * 24,
    ),
    ("learner2", "u000012", Kind::Insult, "在班组群里转发课程截图，并对讲师使用侮辱性的话。", 60),
    ("learner", "", Kind::Piracy, "课程资料里有一份扫描的书，像是没有得到许可。", 5),
];

/// The article that such things are decided by, where the regulation has it.
const ARTICLE: &str = "3.3.3";

/// Reports of an academy, some of them taken up.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    if demo.running.app().institution().kind != Institution::Academy {
        return Ok(());
    }
    for (n, (by, about, kind, words, hours)) in REPORTS.into_iter().enumerate() {
        let at = |after: i64| demo.now - Span::of_hours(hours - after);
        let act = |user: &str, after: i64| -> Result<Act, Box<dyn Error>> {
            let (id, name) = people.named.get(user).ok_or("demo data: a person is missing")?;
            let house = (Lang::ZhCn, Zone::default());
            Ok(Act::for_person(*id, name, at(after), demo.ids.clone(), house))
        };
        let (reporter, centre, decider) = (act(by, 0)?, act("center", 3)?, act("manager", 80)?);
        let (own, other) = (centre.actor(), decider.actor());
        let (id, later) = (demo.ids.next(), act("center", 8)?);
        let write = demo.running.app().db().write(move |tx| {
            let reporter_unit =
                accounts::person(tx, reporter.deed.person)?.map(|it| it.unit_path).unwrap_or_default();
            let person = accounts::person_by_user(tx, about)?;
            let new = NewReport {
                kind,
                about: "/courses".to_owned(),
                words: words.to_owned(),
                person,
                called: String::new(),
                suspicion: None,
            };
            let it = change::report(tx, id, &new, &reporter_unit, &reporter)?;
            if n == 2 || it.person_id.is_none() {
                return Ok(());
            }
            change::take(tx, id, &own, "", &centre)?;
            change::note(tx, id, &own, "调阅了记录，并向双方了解了情况。", "", &later)?;
            if n == 1 {
                return Ok(());
            }
            change::hear(tx, id, &own, later.deed.now + Span::of_days(2), &later)?;
            let articles = governance::articles_in_force(tx, decider.deed.now)?;
            let Some(article) = articles.into_iter().find(|it| it.number == ARTICLE) else { return Ok(()) };
            let verdict = Verdict {
                outcome: Outcome::Warning,
                days: None,
                by_hand: None,
                citing: accounts::Citing::Article {
                    regulation: article.regulation,
                    version: article.version,
                    number: article.number,
                },
                reason: "答案雷同属实，本人未作说明。初犯，予以警告。".to_owned(),
            };
            change::decide(tx, id, &other, &verdict, &decider)
        });
        write.await.map_err(|stop: Stop| format!("demo data: a case: {stop:?}"))?;
    }
    Ok(())
}

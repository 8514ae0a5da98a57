//! Search over 100,000 lessons with highlights, on SQLite and PostgreSQL (issue 5, "Speed": 95 % under 20 ms).

use crate::{measure::title, postgres::Postgres};
use std::{error::Error, time::Instant};
use xingtan_clock::{Clock, Ids, Timestamp, Uuid};
use xingtan_db::{Db, Options, Source};
use xingtan_i18n::Lang;
use xingtan_search::{Ask, Passage, Piece, Reach, Thing, Typed, add, find, rank::marked, synonyms};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const LESSONS: usize = 100_000;
/// Lessons kept in one unit of work.
const AT_ONCE: usize = 500;
/// Words of which the texts are made; the first ones stand in most lessons, the last in few, as in real texts.
const WORDS: &str = "安全 生产 操作 设备 检查 培训 员工 管理 作业 现场 危险 防护 规程 应急 处置 责任 记录 质量 温度 压力 电气 \
    机械 化学 消防 疏散 灭火器 叉车 梯子 脚手架 焊接 吊装 粉尘 噪声 有限空间 监护 许可 承包商 隐患 急救 演练 仓库 运输 冷链 \
    包装 检验 计量 标签 采购 合同 报销 廉洁 礼品 密码 邮件 备份 审计 权限 会议 纪要 报告 客户 投诉 交接班 夜班 轴承 齿轮 \
    pump valve safety training audit report quality forklift ladder harness scaffold extinguisher evacuation password";
/// Each question is asked so often; the first time is not counted.
const ROUNDS: usize = 21;
const QUESTIONS: [&str; 16] = [
    "安全",
    "安全 生产",
    "灭火器",
    "叉车",
    "脚手架 检查",
    "有限空间 监护",
    "怎样使用灭火器",
    "会议纪要",
    "forklift",
    "safety training",
    "extinguisher",
    "密码",
    "轴承 温度",
    "冷链运输",
    "量子力学",
    "scaf",
];

/// Fills an index and asks it.
pub async fn run(postgres: Option<&Postgres>) -> Result<()> {
    title("Search over 100,000 lessons, with highlights: issue 5 asks for 95 % under 20 ms");
    let folder = tempfile::tempdir()?;
    on("SQLite", Source::File(folder.path().join("bench.db"))).await?;
    if let Some(postgres) = postgres {
        on("PostgreSQL", Source::Postgres(postgres.address().to_owned())).await?;
    }
    Ok(())
}

/// A number that looks like chance and is the same in each run.
fn mixed(n: usize) -> usize {
    let mut n = (n as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (n ^ (n >> 31)) as usize
}

/// Some words of a lesson: common ones mostly.
fn text(words: &[&str], from: usize, count: usize) -> String {
    let one = |at: usize| {
        let chance = mixed(from * 1_000 + at);
        // The product of two chances prefers the beginning of the list.
        words[(chance % words.len()) * (chance / words.len() % words.len()) / words.len()]
    };
    (0..count).map(one).collect::<Vec<_>>().join(" ")
}

fn lesson(words: &[&str], n: usize, ids: &Ids) -> Vec<Passage> {
    let course = Uuid::from_u128((n / 50) as u128 + 1);
    let thing = Thing {
        kind: "bench-lesson",
        id: ids.next(),
        subject: course,
        open: true,
        circle: "",
        path: "/1/".to_owned(),
        lang: Lang::ZhCn,
        form: "page".to_owned(),
        topic: None,
        level: "basic".to_owned(),
        weight: 0,
        fresh_at: Timestamp::from_micros(1_795_323_900_000_000),
        title: text(words, n * 7 + 1, 4),
        above: text(words, n / 50 * 7 + 3, 3),
    };
    let piece =
        Piece { place: String::new(), heading: text(words, n * 7 + 2, 3), text: text(words, n * 7, 150) };
    Passage::all(&thing, &[piece]).0
}

async fn on(engine: &str, source: Source) -> Result<()> {
    let (clock, words) = (Clock::System, WORDS.split_whitespace().collect::<Vec<_>>());
    let db = Db::open(source, Options::default()).await?;
    db.migrate(clock.now(), &[xingtan_search::migrations()]).await?;
    let ids = Ids::new(clock.clone());
    let began = Instant::now();
    for from in (0..LESSONS).step_by(AT_ONCE) {
        let some: Vec<Passage> = (from..from + AT_ONCE).flat_map(|n| lesson(&words, n, &ids)).collect();
        db.write(move |tx| add(tx, &some)).await?;
    }
    println!("  {engine}: {LESSONS} lessons in the index after {:.0} s", began.elapsed().as_secs_f64());
    let mut spans = Vec::new();
    for round in 0..ROUNDS {
        for question in QUESTIONS {
            let began = Instant::now();
            let found = ask(&db, question, clock.now()).await?;
            spans.push((began.elapsed(), question, found));
            if round == 0 {
                // The first time loads what the engine keeps in memory.
                spans.pop();
            }
        }
    }
    spans.sort_unstable();
    let at = |share: usize| spans[(spans.len() - 1) * share / 100];
    for share in [50, 95, 100] {
        let (span, question, found) = at(share);
        println!(
            "  {engine}: {share:>3} % within {:>7.2} ms   ({question}: {found} found)",
            span.as_secs_f64() * 1e3
        );
    }
    db.close().await;
    Ok(())
}

/// As the page does: synonyms, what answers, the first twenty with marks.
async fn ask(db: &Db, question: &str, now: Timestamp) -> Result<usize> {
    let typed = Typed::new(question);
    let reach = Reach { kinds: vec!["bench-lesson"], open: true, ..Reach::default() };
    let asked = Ask { reach: vec![reach], ..Ask::default() };
    let read = db.read(move |tx| {
        let query = typed.query(&synonyms::of_typed(tx, &typed)?);
        let answer = find(tx, &query, &asked, now)?;
        for hit in answer.hits.iter().take(20) {
            let _title = marked(&query, &hit.best.title, usize::MAX / 2);
            let _passage = marked(&query, &hit.best.body, 140);
        }
        Ok::<_, xingtan_db::Error>(answer.hits.len())
    });
    Ok(read.await?)
}

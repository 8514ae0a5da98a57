//! Bodies of forms: what a well-meaning person might write into any field of the program.

use crate::objects::Objects;

/// All fields of all forms at once; a form reads its own. Ids are of the near department or the far unit.
pub fn plausible(path: &str, place: &'static str, objects: &Objects) -> Vec<(String, String)> {
    let place = if ["far", "peer"].contains(&place) { "far" } else { "near" };
    let id = |kind| objects.named(kind, place);
    let last = path.rsplit('/').next().unwrap_or_default();
    let kind = match path {
        _ if path.starts_with("/organisation") => "department",
        _ if path.starts_with("/bodies") => "quality",
        _ if path.starts_with("/cohorts") => "fixed",
        _ if path.contains("/questions") => "single",
        _ => "page",
    };
    let verdict = match path {
        _ if path.starts_with("/reviews") => "approve",
        _ if path.starts_with("/real-names") => "verify",
        _ => "approved",
    };
    let act = match last {
        "state" => "freeze",
        "bulk" => "reset",
        _ => "move",
    };
    let fixed = [
        ("action", "people.read"),
        ("agree", "on"),
        ("answer", "请用初始密码重新登录。"),
        ("article", "第三条"),
        ("attempts", "3"),
        ("basis", "article"),
        ("because", "没有条款。"),
        ("regulation", "学员管理办法"),
        ("body", "正文。"),
        ("a", "甲"),
        ("b", "乙"),
        ("by_mail", "on"),
        ("checks", "direction"),
        ("child_name", "安全组"),
        ("code", "GATE-1"),
        ("confirm", "on"),
        ("consent", "yes"),
        ("document", "passport"),
        ("number", "E12345678"),
        ("contact", "分机 8001"),
        ("credits", "1.5"),
        ("current", "xingtan-demo"),
        ("days", "30"),
        ("delivery", "slip"),
        ("direction", "down"),
        ("do", act),
        ("due", "2030-01-31"),
        ("explanation", "见第二节。"),
        ("introduction", "简介。"),
        ("objectives", "目标。"),
        ("syllabus", "大纲。"),
        ("criteria", "标准。"),
        ("kind", kind),
        ("lang", "zh-CN"),
        ("lecturer", "teacher"),
        ("lesson_title", "第一课"),
        ("level", "beginner"),
        ("mail", "gate@demo.invalid"),
        ("message", "请处理。"),
        ("minutes", "15"),
        ("name", "新名字"),
        ("next", "/account"),
        ("note", "请按时完成。"),
        ("office", "主任"),
        ("opens", "2029-01-31"),
        ("own_name", "本部"),
        ("partial", "on"),
        ("pass_percent", "60"),
        ("password", "xingtan-demo"),
        ("again", "Meadow-7391-lark"),
        ("new", "Meadow-7391-lark"),
        ("points", "2"),
        ("powers", "审议教学计划。"),
        ("reason", "工作需要。"),
        ("description", "图上有一扇门。"),
        ("remark", "可以。"),
        ("review", "passed"),
        ("right", "a"),
        ("role", "learner"),
        ("roles", "learner"),
        ("scope", "people.read"),
        ("step", "0"),
        ("summary", "一句话。"),
        ("term_from", "2026-01-01"),
        ("text", "正文。"),
        ("user", "learner2"),
        ("theme", "dark"),
        ("title", "新标题"),
        ("until", "2030-01-31"),
        ("user_name", "gate-new"),
        ("users", "learner2"),
        ("verdict", verdict),
        ("version", "1"),
        ("who", "learner2"),
        ("year", "2026"),
        ("zone", "Asia/Shanghai"),
    ];
    let mut fields: Vec<(String, String)> =
        fixed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, kind) in [
        ("unit", "node"),
        ("node", "node"),
        ("nodes", "node"),
        ("parent", "node"),
        ("to", "node"),
        ("cohort", "cohort"),
        ("cohorts", "cohort"),
        ("course", "open-course"),
        ("category", "category"),
        ("lesson", "lesson"),
        ("item", "lesson"),
        ("person", "person"),
        ("position", "position"),
        ("positions", "position"),
    ] {
        fields.push((name.to_owned(), id(kind)));
    }
    fields
}

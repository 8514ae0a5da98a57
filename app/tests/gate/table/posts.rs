//! Bodies of the interface for programs: what a well-meaning program might send.

use crate::objects::Objects;
use serde_json::{Value, json};

/// The body of a write, where its shape is known here. Ids are of the near department or the far unit.
pub fn plausible(method: &str, path: &str, place: &'static str, objects: &Objects) -> Option<Value> {
    let place = if ["far", "peer"].contains(&place) { "far" } else { "near" };
    let id = |kind| objects.named(kind, place);
    let what = path.strip_prefix("/api/v1/")?;
    Some(match (method, what) {
        ("POST", "people") => json!({ "name": "新人", "user_name": "gate-new", "unit": id("node") }),
        ("PATCH", "people/{id}") => json!({ "name": "新名字", "reason": "改名" }),
        ("POST", "people/{id}/state") => {
            json!({ "act": "freeze", "reason": "长期未用", "uncited": "没有条款" })
        }
        ("POST", "people/{id}/transfer") => json!({ "unit": id("node"), "reason": "调岗" }),
        ("POST", "people/{id}/reset") => json!({ "delivery": "slip", "reason": "忘了" }),
        ("POST", "nodes") => json!({ "parent": id("node"), "name": "安全组", "kind": "team" }),
        ("PATCH", "nodes/{id}") => json!({ "name": "新名字" }),
        ("POST", "nodes/{id}/place") => json!({ "parent": objects.named("node", "near") }),
        ("POST", "positions") => json!({ "name": "新岗位" }),
        ("PATCH", "positions/{id}") => json!({ "name": "新名字" }),
        ("POST", "cohorts") => json!({ "name": "新群组", "node": id("node") }),
        ("PATCH", "cohorts/{id}") => json!({ "name": "新名字" }),
        ("POST", "cohorts/{id}/members") => json!({ "people": [id("person")] }),
        ("POST", "grants") => json!({ "person": id("person"), "role": "teacher", "node": id("node") }),
        ("POST", "grants/{id}/end") => json!({ "reason": "不再担任" }),
        ("POST", "openings") => {
            json!({ "name": "新人", "user_name": "gate-new", "unit": id("node"), "reason": "缺人" })
        }
        ("POST", "openings/{id}/decision") => json!({ "verdict": "approve" }),
        _ => return courses(method, path, place, objects),
    })
}

/// The same of courses and what is done with them.
fn courses(method: &str, path: &str, place: &'static str, objects: &Objects) -> Option<Value> {
    let place = if ["far", "peer"].contains(&place) { "far" } else { "near" };
    let id = |kind| objects.named(kind, place);
    let rest = path.strip_prefix("/api/v1").filter(|_| method == "POST")?;
    let last = rest.rsplit('/').next().unwrap_or_default();
    Some(match rest {
        "/courses" => json!({ "title": "新课程" }),
        "/categories" => json!({ "name": "新分类" }),
        "/categories/{id}" => json!({ "name": "新分类", "version": 1 }),
        "/courses/{id}/lessons/{lesson}" => json!({ "version": 1, "title": "新标题" }),
        "/assignments" => json!({
            "course": id("open-course"), "node": id("node"), "units": [id("node")], "due_at": "2030-01-31T00:00:00Z",
        }),
        "/assignments/{id}/deadline" => json!({ "version": 1, "due_at": "2032-01-31T00:00:00Z" }),
        "/assignments/{id}/end" => json!({ "version": 1 }),
        "/enrolments" => json!({ "course": id("open-course") }),
        "/audit/verification" => json!({}),
        _ if rest.starts_with("/system/") || rest.starts_with("/me/notifications") => json!({}),
        "/courses/{id}/lessons/{lesson}/quiz" => json!({ "version": 1, "pass_percent": 70 }),
        "/courses/{id}/lessons/{lesson}/quiz/questions"
        | "/courses/{id}/lessons/{lesson}/quiz/questions/{question}" => {
            let mut question = json!({
                "kind": "single", "text": "哪个对？", "right": ["a"],
                "options": [{ "id": "a", "text": "甲" }, { "id": "b", "text": "乙" }],
            });
            if rest.ends_with("{question}") {
                question["version"] = json!(1);
            }
            question
        }
        "/courses/{id}/lessons/{lesson}/quiz/questions/{question}/place" => json!({ "position": 0 }),
        _ if rest.starts_with("/courses/") => match last {
            "facts" => json!({ "version": 1, "title": "新标题", "level": "basic" }),
            "lessons" => json!({ "kind": "page", "title": "第一课" }),
            "place" => json!({ "version": 1, "position": 0 }),
            "submission" => json!({ "message": "请审核。" }),
            "return" | "withdrawal" | "take-down" => json!({ "reason": "工作需要。" }),
            "recall" | "publication" | "reinstatement" | "deletion" | "restoration" | "versions" => json!({}),
            _ => return None,
        },
        "/reviews/{id}/remarks" => json!({ "text": "可以。" }),
        "/reviews/{id}/decision" => json!({ "verdict": "return", "reason": "请补充。" }),
        _ => return None,
    })
}

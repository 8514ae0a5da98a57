//! What a demo institution is made of, read from the data files beside the program's source.

use rust_embed::RustEmbed;
use serde::Deserialize;
use std::error::Error;
use xingtan_i18n::Kind;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/demo"]
struct Files;

/// An institution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// Code of the root.
    pub code: String,
    /// The category of its courses.
    pub category: String,
    /// Positions.
    pub positions: Vec<String>,
    /// Units that generated learners belong to, in turn.
    pub learner_units: Vec<String>,
    /// Units of the learners of a large demo.
    pub large: LargePlan,
    /// Units, those above before those below.
    pub node: Vec<NodePlan>,
    /// Named people.
    pub person: Vec<PersonPlan>,
}

/// Units of a large demo.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LargePlan {
    /// Below the root.
    pub upper: CountedPlan,
    /// Below an upper one.
    pub lower: CountedPlan,
}

/// Units that are counted; `{n}` in name and code is the number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedPlan {
    /// Code of the kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Code.
    pub code: String,
}

/// A unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodePlan {
    /// Names on the way from the root, separated by `/`.
    pub at: String,
    /// Code of its kind.
    pub kind: String,
    /// Its code.
    pub code: String,
    /// Seats of its subtree.
    pub seats: Option<i64>,
}

/// A person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonPlan {
    /// Sign-in name.
    pub user: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Position.
    pub position: Option<String>,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Whether the roles are granted on the root instead of the unit.
    #[serde(default)]
    pub everywhere: bool,
}

/// A course.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoursePlan {
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Key of its level.
    pub level: String,
    /// 学分, as a decimal number.
    pub credits: f64,
    /// Markdown.
    pub introduction: String,
    /// Markdown.
    pub objectives: String,
    /// Markdown.
    pub syllabus: String,
    /// Markdown.
    pub criteria: String,
    /// Roles whose role course it is: they are assigned to it.
    #[serde(default)]
    pub role_course_of: Vec<String>,
    /// Whether all learners are assigned to it.
    #[serde(default)]
    pub required: bool,
    /// Where it is to stop: `draft`, `in-review`, `approved`, `published`.
    #[serde(default = "published")]
    pub state: String,
    /// Lessons in order; `depth` 1 stands below the last of depth 0.
    pub lesson: Vec<LessonPlan>,
}

fn published() -> String {
    "published".to_owned()
}

/// A lesson.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonPlan {
    /// Key of its kind.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Stated minutes.
    pub minutes: Option<i64>,
    /// Level in the tree.
    #[serde(default)]
    pub depth: usize,
    /// File with its Markdown, beside `course.toml`.
    pub file: Option<String>,
    /// A file to be shown (PDF) or taken, beside `course.toml`.
    pub attach: Option<String>,
    /// Name of a film that is shown; without it the course is left out.
    pub film: Option<String>,
    /// Questions of a quiz.
    #[serde(default)]
    pub question: Vec<QuestionPlan>,
}

/// A question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionPlan {
    /// `single`, `multiple`, `true-false`.
    pub kind: String,
    /// Markdown.
    pub body: String,
    /// Options, Markdown.
    #[serde(default)]
    pub options: Vec<String>,
    /// Right ones: `a`, `b`…, or `true`, `false`.
    pub answer: Vec<String>,
    /// Why, Markdown.
    #[serde(default)]
    pub explanation: String,
}

impl Plan {
    /// The plan of a kind of institution.
    pub fn of(kind: Kind) -> Result<Plan, Box<dyn Error>> {
        Ok(toml::from_str(&text(&format!("{kind}.toml"))?)?)
    }
}

/// All courses: their folder and plan, by folder name.
pub fn courses() -> Result<Vec<(String, CoursePlan)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for name in Files::iter() {
        if let Some(folder) = name.strip_suffix("/course.toml") {
            let plan = toml::from_str(&text(&name)?).map_err(|error| format!("{name}: {error}"))?;
            found.push((folder.to_owned(), plan));
        }
    }
    found.sort_by(|a: &(String, CoursePlan), b| a.0.cmp(&b.0));
    Ok(found)
}

/// A text file of the demo data.
pub fn text(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(String::from_utf8(bytes(name)?)?)
}

/// The picture of a screen, by the name of its file.
pub fn screen(file: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
    Files::get(&format!("screens/{file}")).map(|found| found.data)
}

/// A file of the demo data.
pub fn bytes(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(Files::get(name).ok_or_else(|| format!("demo data: {name} is missing"))?.data.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_auth::Role;

    #[test]
    fn every_plan_can_be_read_and_names_known_units_and_roles() {
        for kind in [Kind::School, Kind::Academy, Kind::Training] {
            let plan = Plan::of(kind).unwrap();
            let units: Vec<&str> = plan.node.iter().map(|node| node.at.as_str()).collect();
            for person in &plan.person {
                assert!(units.contains(&person.unit.as_str()), "{kind}: {}", person.unit);
                assert!(
                    person.position.iter().all(|it| plan.positions.contains(it)),
                    "{kind}: {}",
                    person.user
                );
                assert!(
                    person.roles.iter().all(|role| role.parse::<Role>().is_ok()),
                    "{kind}: {}",
                    person.user
                );
            }
            assert!(plan.learner_units.iter().all(|unit| units.contains(&unit.as_str())));
        }
    }

    #[test]
    fn every_course_can_be_read_with_its_files() {
        let all = courses().unwrap();
        assert!(!all.is_empty());
        for (folder, course) in all {
            for lesson in &course.lesson {
                for file in lesson.file.iter().chain(&lesson.attach) {
                    assert!(bytes(&format!("{folder}/{file}")).is_ok(), "{folder}/{file}");
                }
                assert_eq!(lesson.kind == "quiz", !lesson.question.is_empty(), "{folder}: {}", lesson.title);
            }
        }
    }
}

//! What stands in an entry, in words: names of fields, of states, roles and acts, moments in the institution's zone,
//! names instead of ids.

use crate::wiring;
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;

/// The acts of this crate: its other texts about the trail begin alike.
const OWN: [&str; 9] = [
    "backup-made",
    "backup-restored",
    "brand-changed",
    "entries-exported",
    "job-cancelled",
    "job-retried",
    "mail-read",
    "mail-requeued",
    "settings-changed",
];

/// Every act of the program that has a name: its code in the trail.
static ACTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = wiring::texts();
    let keys = texts
        .iter()
        .flat_map(|text| text.source.lines())
        .filter_map(|line| line.split_once(" ="))
        .map(|it| it.0);
    let codes = keys.filter_map(|key| {
        let (owner, rest) = key.split_once("-audit-")?;
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let act = plain(owner) && !owner.contains('-') && plain(rest);
        // `may-audit-…` names permissions.
        let known = owner != "may" && (owner != "app" || OWN.contains(&rest));
        (act && known).then(|| format!("{owner}.{rest}"))
    });
    codes.collect::<BTreeSet<_>>().into_iter().collect()
});

/// The acts of the select, by name: code and words.
pub fn actions(l: &Locale) -> Vec<(String, String)> {
    let named = |code: &String| (code.clone(), l.t(&code.replacen('.', "-audit-", 1)));
    let mut actions: Vec<(String, String)> = ACTIONS.iter().map(named).collect();
    actions.sort_by_cached_key(|(_, words)| xingtan_search::sort_key(words));
    actions
}

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The field.
    pub name: String,
    /// Before.
    pub before: String,
    /// After, or what was noted.
    pub after: String,
}

/// Names of people, units and positions that an entry mentions by id.
pub type Names = HashMap<Uuid, String>;

/// The ids that stand in these texts, wherever.
pub fn ids(texts: &[Option<&str>]) -> Vec<Uuid> {
    fn collect(value: &Value, found: &mut Vec<Uuid>) {
        match value {
            Value::String(text) => found.extend(text.parse::<Uuid>()),
            Value::Array(all) => all.iter().for_each(|one| collect(one, found)),
            Value::Object(all) => all.values().for_each(|one| collect(one, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    let values = texts.iter().flatten().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    values.for_each(|value| collect(&value, &mut found));
    found.truncate(200);
    found
}

/// What these ids are called; an id of nothing that has a name is left out.
///
/// # Errors
/// Those of the database.
pub fn names(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Names> {
    use xingtan_accounts::api as accounts;
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let mut names = accounts::names(tx, ids)?;
    names.extend(
        accounts::nodes(tx)?.into_iter().filter(|it| ids.contains(&it.id)).map(|it| (it.id, it.name)),
    );
    names.extend(
        accounts::positions(tx)?.into_iter().filter(|it| ids.contains(&it.id)).map(|it| (it.id, it.name)),
    );
    names.extend(
        accounts::cohorts(tx)?.into_iter().filter(|it| ids.contains(&it.id)).map(|it| (it.id, it.name)),
    );
    Ok(names)
}

/// The values of two JSON texts side by side; one that is no object stands in one line without a name. What is empty
/// on both sides is left out.
pub fn lines(l: &Locale, names: &Names, before: Option<&str>, after: Option<&str>) -> Vec<Line> {
    let read = |text: Option<&str>| text.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let (before, after) = (read(before), read(after));
    let fields: BTreeSet<String> = [&before, &after]
        .into_iter()
        .flatten()
        .flat_map(|value| match value {
            Value::Object(map) => map.keys().cloned().collect(),
            _ => vec![String::new()],
        })
        .collect();
    let at = |value: &Option<Value>, name: &str| match value {
        Some(Value::Object(map)) => map.get(name).map(|it| told(l, names, name, it)).unwrap_or_default(),
        Some(other) if name.is_empty() => told(l, names, name, other),
        _ => String::new(),
    };
    let line =
        |name: String| Line { before: at(&before, &name), after: at(&after, &name), name: field(l, &name) };
    fields.into_iter().map(line).filter(|line| !(line.before.is_empty() && line.after.is_empty())).collect()
}

/// What a field is called; a parameter by its own name.
fn field(l: &Locale, name: &str) -> String {
    if name.is_empty() {
        return l.t("app-entry-state");
    }
    let keys = [
        format!("accounts-trail-field-{}", name.replace('_', "-")),
        format!("setting-{}", name.replace('.', "-")),
    ];
    keys.iter().find(|key| l.has(key)).map_or_else(|| name.to_owned(), |key| l.t(key))
}

fn told(l: &Locale, names: &Names, field: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => l.t(if *yes { "accounts-trail-yes" } else { "accounts-trail-no" }),
        Value::Number(number) => number.to_string(),
        Value::String(text) => word(l, names, field, text),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| told(l, names, field, one)).collect();
            all.join(&l.t("accounts-people-and"))
        }
        Value::Object(_) => value.to_string(),
    }
}

/// A text in words: a known code, a moment, the name behind an id; any other text as it is.
fn word(l: &Locale, names: &Names, field: &str, text: &str) -> String {
    if let Some(name) = text.parse::<Uuid>().ok().and_then(|id| names.get(&id)) {
        return name.clone();
    }
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if plain {
        let families: &[&str] = match field {
            "" | "state" => &["accounts-state-", "approvals-state-", "catalog-state-"],
            "role" | "roles" | "roles_ended" => &["web-role-"],
            "act" => &["accounts-state-act-", "accounts-officer-act-"],
            "outcome" => &["accounts-outcome-"],
            "unusual" => &["accounts-unusual-"],
            "verdict" => &["approvals-verdict-"],
            "field" => &["accounts-people-"],
            "kind" => &["accounts-kind-"],
            "by" => &["accounts-trail-by-"],
            _ => &[],
        };
        let found = families.iter().map(|family| format!("{family}{text}")).find(|key| l.has(key));
        if let Some(key) = found {
            return l.t(&key);
        }
    }
    let moment = text.len() >= 20 && text.ends_with('Z');
    match serde_json::from_value::<Timestamp>(Value::String(text.to_owned())) {
        Ok(at) if moment => l.date_time(at),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::{Kind, Lang, Texts};

    fn l() -> Locale {
        Texts::build(&wiring::texts()).locale(Lang::ZhCn, Kind::Academy, xingtan_clock::Zone::default())
    }

    fn shown(lines: &[Line]) -> Vec<(&str, &str, &str)> {
        lines.iter().map(|line| (line.name.as_str(), line.before.as_str(), line.after.as_str())).collect()
    }

    #[test]
    fn values_stand_side_by_side_in_words() {
        let unit = Uuid::from_u128(7);
        let names = Names::from([(unit, "质量部".to_owned())]);
        let before = r#"{"name":"a","note":null}"#;
        let after = format!(r#"{{"name":"b","unit":"{unit}","note":null,"seat_quota":5}}"#);
        let both = lines(&l(), &names, Some(before), Some(&after));
        assert_eq!(shown(&both), [("姓名或名称", "a", "b"), ("席位数", "", "5"), ("单位", "", "质量部")]);
        let state = lines(&l(), &Names::new(), Some("\"active\""), Some("\"suspended\""));
        assert_eq!((state[0].before.as_str(), state[0].after.as_str()), ("正常", "暂停"));
        assert!(lines(&l(), &names, None, None).is_empty());
    }

    #[test]
    fn moments_codes_and_yes_are_words() {
        let detail = r#"{"act":"suspend","until":"2026-11-30T16:00:00Z","reason":"active","mobile_changed":true,"roles":["audit"]}"#;
        let told = lines(&l(), &Names::new(), None, Some(detail));
        let of = |name: &str| told.iter().find(|line| line.name == name).map(|line| line.after.clone());
        assert_eq!(of("办理").as_deref(), Some("暂停"));
        assert!(of("到").unwrap().contains("12 月 1 日"), "{told:?}");
        assert_eq!(of("原因").as_deref(), Some("active"), "what somebody wrote stays as it is");
        assert_eq!(of("手机号码已改").as_deref(), Some("是"));
        assert_eq!(of("角色").as_deref(), Some("审计管理员"));
    }

    #[test]
    fn ids_are_found_wherever_they_stand() {
        let id = Uuid::from_u128(7);
        let text = format!(r#"{{"a":["{id}"],"b":{{"c":"{id}"}},"d":"x"}}"#);
        assert_eq!(ids(&[Some(&text), None, Some("\"x\"")]), [id, id]);
    }

    #[test]
    fn every_act_of_the_select_has_a_name() {
        let (actions, l) = (actions(&l()), l());
        assert!(actions.len() > 60, "{}", actions.len());
        assert!(actions.iter().any(|(code, _)| code == "accounts.password-reset"));
        assert!(
            actions.iter().all(|(code, words)| !words.contains("audit-") && code.contains('.')),
            "{}",
            l.lang()
        );
    }
}

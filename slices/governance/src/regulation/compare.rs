//! What changed from one version to another, in plain words. Pure.

use super::store::{Article, Control};
use crate::kind::{
    self,
    params::{Param, Params, Shape},
};
use xingtan_i18n::Msg;

/// A version as far as it is compared.
pub type Side<'a> = (&'a [Article], &'a [Control]);

/// What changed, each as a sentence, in the order of the newer version's articles; what is gone stands at the end.
pub fn compare((articles, controls): Side<'_>, (newer, bound): Side<'_>) -> Vec<Msg> {
    let mut changes = Vec::new();
    for it in newer {
        match articles.iter().find(|own| own.number == it.number) {
            None => changes.push(article("governance-change-article-added", it)),
            Some(own) => wording(&mut changes, own, it),
        }
        for control in bound.iter().filter(|control| control.article_id == it.id) {
            let before = controls.iter().find(|own| own.control_key == control.control_key);
            match before {
                None => changes.push(says("governance-change-control-added", it, control)),
                Some(before) => {
                    let from = articles.iter().find(|own| own.id == before.article_id);
                    demand(&mut changes, (from, before), (it, control));
                }
            }
        }
    }
    for own in articles {
        for control in controls.iter().filter(|control| control.article_id == own.id) {
            if !bound.iter().any(|it| it.control_key == control.control_key) {
                changes.push(says("governance-change-control-gone", own, control));
            }
        }
        if !newer.iter().any(|it| it.number == own.number) {
            changes.push(article("governance-change-article-gone", own));
        }
    }
    changes
}

fn article(key: &'static str, it: &Article) -> Msg {
    Msg::new(key).with("number", it.number.as_str()).with("title", it.title.as_str())
}

/// The name of a control's kind.
pub fn name(control: &Control) -> Msg {
    match kind::of(&control.kind) {
        Some(kind) => Msg::of(format!("governance-kind-{}", kind.code())),
        None => Msg::new("governance-kind-unknown"),
    }
}

/// What a control says.
pub fn sentence(control: &Control) -> Msg {
    match kind::of(&control.kind) {
        Some(kind) => kind::says(kind, &Params::kept(kind.params(), &control.params)),
        None => Msg::new("governance-kind-unknown"),
    }
}

fn says(key: &'static str, it: &Article, control: &Control) -> Msg {
    article(key, it).with("kind", name(control)).with("says", sentence(control))
}

fn wording(changes: &mut Vec<Msg>, own: &Article, it: &Article) {
    if own.title != it.title {
        changes.push(article("governance-change-title", it).with("before", own.title.as_str()));
    }
    if own.body != it.body {
        changes.push(article("governance-change-text", it));
    }
    match (&own.by_hand, &it.by_hand) {
        (before, after) if before == after => {}
        (_, Some(by)) => changes.push(article("governance-change-by-hand", it).with("by", by.as_str())),
        (_, None) => changes.push(article("governance-change-by-nobody", it)),
    }
}

fn demand(
    changes: &mut Vec<Msg>,
    (from, before): (Option<&Article>, &Control),
    (it, after): (&Article, &Control),
) {
    let head = |key: &'static str| article(key, it).with("kind", name(after));
    if let Some(from) = from.filter(|from| from.number != it.number) {
        changes.push(head("governance-change-moved").with("before", from.number.as_str()));
    }
    if (&before.scope_path, &before.scope_role) != (&after.scope_path, &after.scope_role) {
        changes.push(head("governance-change-scope"));
    }
    let Some(kind) = kind::of(&after.kind).filter(|_| before.kind == after.kind) else { return };
    let read = |control: &Control| Params::kept(kind.params(), &control.params);
    let (old, new) = (read(before), read(after));
    for param in kind.params().iter().filter(|param| old.text(param.name) != new.text(param.name)) {
        let label = Msg::of(format!("governance-param-{}-{}", kind.code(), param.name));
        let change = head("governance-change-param").with("param", label);
        changes.push(change.with("before", value(param, &old)).with("after", value(param, &new)));
    }
}

/// A value with its unit.
fn value(param: &Param, params: &Params) -> Msg {
    let text = params.text(param.name);
    match param.shape {
        Shape::Count { unit, .. } => Msg::new("governance-change-count")
            .with("count", params.int(param.name))
            .with("unit", Msg::new(unit)),
        Shape::Choice(_) => Msg::of(format!("governance-choice-{text}")),
        Shape::Text(_) => Msg::new("governance-change-value").with("text", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_clock::Uuid;

    fn version(number: u128, articles: &[(&str, &str)]) -> Vec<Article> {
        let id = |place: usize| Uuid::from_u128(number * 100 + place as u128);
        let article = |(place, (own, body)): (usize, &(&str, &str))| Article {
            id: id(place),
            version_id: Uuid::from_u128(number),
            place: place as i64,
            number: (*own).into(),
            title: "考核".into(),
            body: (*body).into(),
            by_hand: None,
        };
        articles.iter().enumerate().map(article).collect()
    }

    fn control(key: u128, article: &Article, misses: i64) -> Control {
        Control {
            id: Uuid::from_u128(key * 7 + article.version_id.as_u128()),
            control_key: Uuid::from_u128(key),
            version_id: article.version_id,
            article_id: article.id,
            kind: "missed-tasks".into(),
            params: format!("{{\"misses\":\"{misses}\"}}"),
            scope_path: String::new(),
            scope_role: None,
        }
    }

    #[test]
    fn a_version_differs_in_nothing_from_its_copy() {
        let (one, two) = (version(1, &[("1", "a"), ("2", "b")]), version(2, &[("1", "a"), ("2", "b")]));
        let (a, b) = ([control(9, &one[1], 3)], [control(9, &two[1], 3)]);
        assert_eq!(compare((&one, &a), (&two, &b)), []);
    }

    #[test]
    fn each_change_is_one_sentence() {
        let one = version(1, &[("1", "a"), ("2", "b"), ("3", "c")]);
        let two = version(2, &[("1", "anders"), ("2", "b"), ("4", "d")]);
        let a = [control(9, &one[1], 3), control(8, &one[2], 3)];
        let b = [control(9, &two[1], 2), control(7, &two[2], 3)];
        let keys: Vec<String> =
            compare((&one, &a), (&two, &b)).iter().map(|it| it.key().to_owned()).collect();
        assert_eq!(
            keys,
            [
                "governance-change-text",
                "governance-change-param",
                "governance-change-article-added",
                "governance-change-control-added",
                "governance-change-control-gone",
                "governance-change-article-gone",
            ]
        );
    }
}

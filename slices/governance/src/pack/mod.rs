//! 制度包: regulations ready to be taken over and changed, as data beside this file, in both languages (GOV-1).
//!
//! Loading one makes a draft of the person who loads it; it governs only once another person has approved it.

use crate::{
    kind::{self, params::Params},
    regulation::{
        act::{Act, Undo},
        change::{self, Heading},
        store::{self, Article, Control, Version},
    },
};
use serde::Deserialize;
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Lang;
use xingtan_web::Fault;

/// 企业网络学院.
pub const ACADEMY: &str = "academy";

/// 学校.
pub const SCHOOL: &str = "school";
/// 培训机构.
pub const TRAINING: &str = "training";

/// All packs.
pub const ALL: [&str; 3] = [ACADEMY, SCHOOL, TRAINING];

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    #[serde(rename = "zh-CN")]
    zh_cn: String,
    en: String,
}

impl Both {
    /// In one of them.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => self.zh_cn.trim(),
            Lang::En => self.en.trim(),
        }
    }
}

/// A regulation ready to be taken over.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name.
    pub title: Both,
    /// 解释单位.
    pub interpreted_by: Both,
    /// What the drafter is told of it.
    pub note: Both,
    /// Its articles in order.
    #[serde(rename = "article")]
    pub articles: Vec<PackArticle>,
}

/// An article of a pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackArticle {
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: Both,
    /// Its text in Markdown.
    pub body: Both,
    /// Who carries it out by hand.
    pub by_hand: Option<Both>,
    /// The rules bound to it.
    #[serde(default, rename = "control")]
    pub controls: Vec<PackControl>,
}

/// A rule of a pack; parameters that are not named take their defaults.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackControl {
    /// Its kind.
    pub kind: String,
    /// Its parameters.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

impl PackControl {
    /// The parameters as its kind takes them; none where the kind is not known or they do not fit.
    pub fn read(&self) -> Option<Params> {
        let kind = kind::of(&self.kind)?;
        let known = |name: &String| kind.params().iter().any(|param| param.name == name);
        if !self.params.keys().all(known) {
            return None;
        }
        let params = Params::read(kind.params(), |name| self.params.get(name).map(String::as_str)).ok()?;
        kind.check(&params).ok().map(|()| params)
    }
}

/// A pack by its code.
pub fn pack(code: &str) -> Option<Pack> {
    let text = match code {
        ACADEMY => include_str!("academy.toml"),
        SCHOOL => include_str!("school.toml"),
        TRAINING => include_str!("training.toml"),
        _ => return None,
    };
    match toml::from_str(text) {
        Ok(pack) => Some(pack),
        Err(error) => {
            tracing::error!(%error, code, "a pack cannot be read");
            None
        }
    }
}

/// Makes a regulation with a draft of a pack. What the heading leaves empty the pack says.
///
/// # Errors
/// Those of the database; [`Fault::Broken`] where the program brings a pack that it cannot read, which a test prevents.
pub fn load(
    tx: &mut Tx<'_>,
    id: Uuid,
    code: &str,
    lang: Lang,
    heading: &Heading,
    act: &Act,
) -> Result<Version, Undo> {
    let pack = pack(code).ok_or(Fault::Broken)?;
    let or =
        |given: &str, own: &Both| if given.is_empty() { own.of(lang).to_owned() } else { given.to_owned() };
    let heading = Heading {
        title: or(&heading.title, &pack.title),
        interpreted_by: or(&heading.interpreted_by, &pack.interpreted_by),
    };
    let version = change::begin(tx, id, &heading, lang, act)?;
    store::note(tx, version.id, pack.note.of(lang))?;
    for (place, it) in (0_i64..).zip(&pack.articles) {
        let article = Article {
            id: act.ids.next(),
            version_id: version.id,
            place,
            number: it.number.clone(),
            title: it.title.of(lang).to_owned(),
            body: it.body.of(lang).to_owned(),
            by_hand: it.by_hand.as_ref().map(|by| by.of(lang).to_owned()),
        };
        store::add_article(tx, &article)?;
        for own in &it.controls {
            let id = act.ids.next();
            let control = Control {
                id,
                control_key: id,
                version_id: version.id,
                article_id: article.id,
                kind: own.kind.clone(),
                params: own.read().ok_or(Fault::Broken)?.json(),
                scope_path: String::new(),
                scope_role: None,
            };
            store::add_control(tx, &control)?;
        }
    }
    Ok(version)
}

#[cfg(test)]
mod tests;

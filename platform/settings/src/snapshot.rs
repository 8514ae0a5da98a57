//! What is in force, in memory: a read costs no query.

use crate::{Bound, Feature, Institution, Setting, Shape, Wrong, bound, store};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};
use xingtan_db::Db;

#[derive(Debug, Default)]
struct Snapshot {
    institution: Arc<Institution>,
    values: HashMap<String, String>,
    bound: HashMap<String, Bound>,
    version: i64,
}

/// The parameters in force. Cheap to clone; clones share what they know.
#[derive(Clone)]
pub struct Settings {
    db: Db,
    known: Arc<RwLock<Arc<Snapshot>>>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.known().fmt(f)
    }
}

impl Settings {
    /// Reads what is in force.
    pub async fn open(db: Db) -> xingtan_db::Result<Self> {
        let settings = Settings { db, known: Arc::default() };
        settings.refresh().await?;
        Ok(settings)
    }

    /// Reads again; after every change on this node.
    pub async fn refresh(&self) -> xingtan_db::Result<()> {
        let fresh = self
            .db
            .read(|tx| {
                let (institution, version) = store::institution(tx)?.unwrap_or_default();
                Ok::<_, xingtan_db::Error>(Snapshot {
                    institution: Arc::new(institution),
                    values: store::values(tx)?,
                    bound: bound::bound(tx)?.into_iter().map(|it| (it.key.clone(), it)).collect(),
                    version,
                })
            })
            .await?;
        *self.known.write().unwrap_or_else(|e| e.into_inner()) = Arc::new(fresh);
        Ok(())
    }

    /// Reads again if another node changed something; called every few seconds.
    pub async fn follow(&self) -> xingtan_db::Result<()> {
        let version = self.db.read(store::version).await?;
        if version != self.known().version { self.refresh().await } else { Ok(()) }
    }

    /// The institution.
    pub fn institution(&self) -> Arc<Institution> {
        self.known().institution.clone()
    }

    /// A value as text.
    pub fn text(&self, setting: &Setting) -> String {
        self.value(setting, str::to_owned)
    }

    /// A whole number; for settings of shape `Int`. A value that lies outside the bounds, because they have changed
    /// since, gives way to the default.
    pub fn int(&self, setting: &Setting) -> i64 {
        self.value(setting, |value| value.parse().unwrap_or_default())
    }

    /// Yes or no; for settings of shape `Bool`.
    pub fn bool(&self, setting: &Setting) -> bool {
        self.value(setting, |value| value == "true")
    }

    /// A list or table; for settings of shape `Json`. None where the value does not fit `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, setting: &Setting) -> Option<T> {
        self.value(setting, |value| serde_json::from_str(value).ok())
    }

    fn value<T>(&self, setting: &Setting, read: impl Fn(&str) -> T) -> T {
        let known = self.known();
        let prescribed = known.bound.get(setting.key).map(|it| &it.value);
        let kept = prescribed.or_else(|| known.values.get(setting.key)).map(String::as_str);
        let sound = kept.filter(|value| match setting.shape {
            Shape::Int { .. } | Shape::Choice(_) => setting.check(value).is_ok(),
            Shape::Bool | Shape::Text(_) | Shape::Json(_) => true,
        });
        read(sound.unwrap_or(setting.default.of(known.institution.kind)))
    }

    /// The article that prescribes the value; none where everybody who may can set it.
    pub fn bound(&self, setting: &Setting) -> Option<Bound> {
        self.known().bound.get(setting.key).cloned()
    }

    /// A typed value in its plain form, or what is wrong with it: that it does not fit, or that the regulation in force
    /// prescribes another one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, setting: &Setting, typed: &str) -> Result<String, Wrong> {
        let value = setting.check(typed)?;
        match self.bound(setting) {
            Some(by) if by.value != value => Err(Wrong::Bound(Box::new(by))),
            _ => Ok(value),
        }
    }

    /// Whether a feature is on.
    pub fn on(&self, feature: &Feature) -> bool {
        let known = self.known();
        match known.values.get(&feature.stored()) {
            Some(value) => value == "true",
            None => feature.on.contains(&known.institution.kind),
        }
    }

    /// Whether somebody set the value.
    pub fn is_set(&self, setting: &Setting) -> bool {
        self.known().values.contains_key(setting.key)
    }

    fn known(&self) -> Arc<Snapshot> {
        self.known.read().unwrap_or_else(|e| e.into_inner()).clone()
    }
}

//! Synonyms of the demo institution: what people there call the same things (CRS-2).

use super::{Demo, plan};
use serde::Deserialize;
use std::error::Error;
use xingtan_search::synonyms;

#[derive(Deserialize)]
struct Groups {
    groups: Vec<Vec<String>>,
}

/// Keeps the groups.
pub async fn fill(demo: &Demo<'_>) -> Result<(), Box<dyn Error>> {
    let groups: Vec<_> = toml::from_str::<Groups>(&plan::text("synonyms.toml")?)?
        .groups
        .into_iter()
        .map(|words| (demo.ids.next(), words))
        .collect();
    let now = demo.now;
    let keep = demo.running.app().db().write(move |tx| {
        for (id, words) in &groups {
            synonyms::keep(tx, *id, words, now)?;
        }
        Ok::<_, xingtan_db::Error>(())
    });
    Ok(keep.await?)
}

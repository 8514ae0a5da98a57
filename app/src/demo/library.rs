//! The library of a demo: a folder with items of files that the demo has anyway, declared and shared as people do it.

use super::{Demo, honours::actor, people::People, plan};
use serde::Deserialize;
use std::error::Error;
use xingtan_auth::{Permissions, Role};
use xingtan_clock::Span;
use xingtan_governance::api::Stop;
use xingtan_library::api::{self as library, Audience, Basis, Declared, New};
use xingtan_storage::Policy;

#[derive(Deserialize)]
struct Plan {
    folder: Folder,
    item: Vec<ItemPlan>,
}

#[derive(Deserialize)]
struct Folder {
    name: String,
}

#[derive(Deserialize)]
struct ItemPlan {
    user: String,
    file: String,
    name: String,
    title: String,
    description: String,
    tags: Vec<String>,
    basis: String,
    audience: String,
    download: bool,
    watermark: bool,
}

/// Makes the folder, uploads, declares and shares.
pub async fn fill(demo: &Demo<'_>, people: &People) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let plan: Plan = toml::from_str(&plan::text("library.toml")?)?;
    let then = demo.now - Span::of_days(6);
    let (mut centre, made) = actor(demo, people, ("center", Role::Centre), then).await?;
    centre.permissions = std::sync::Arc::new(Permissions::gather(&[xingtan_library::permissions()]));
    let folder = demo.ids.next();
    let told = |stop: Stop| format!("demo data: {stop:?}");
    let (name, keeper) = (plan.folder.name, centre.clone());
    let unit = move |tx: &mut xingtan_db::Tx<'_>| {
        library::add_folder(tx, folder, &name, None, &keeper, &made).map(drop)
    };
    app.db().write(unit).await.map_err(told)?;
    for item in plan.item {
        let role = if item.user == "center" { Role::Centre } else { Role::Teacher };
        let (mut owner, deed) = actor(demo, people, (item.user.as_str(), role), then).await?;
        owner.permissions = centre.permissions.clone();
        let stored = app.storage().put(&plan::bytes(&item.file)?, &Policy::any(16 << 20)).await?;
        let (id, words) = (demo.ids.next(), (item.title.as_str(), item.description.as_str()));
        let new = New {
            id,
            cut: library::words(id, words, &item.tags, &item.name),
            title: item.title.clone(),
            description: item.description.clone(),
            tags: item.tags,
            folder: Some(folder),
            download: item.download,
            watermark: item.watermark,
            stored,
            name: item.name,
            macros: false,
        };
        let basis: Basis = item.basis.parse().map_err(|_| "demo data: basis")?;
        let audience: Audience = item.audience.parse().map_err(|_| "demo data: audience")?;
        let declared = Declared {
            basis,
            source: String::new(),
            holder: String::new(),
            licence: String::new(),
            ends_at: None,
        };
        let unit = move |tx: &mut xingtan_db::Tx<'_>| {
            library::upload(tx, &new, &owner, &deed)?;
            library::declare(tx, (id, 1), &declared, &owner, &deed)?;
            library::share(tx, (id, 2), audience, &owner, &deed)
        };
        app.db().write(unit).await.map_err(told)?;
    }
    Ok(())
}

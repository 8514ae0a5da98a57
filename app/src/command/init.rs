//! `xingtan init`: an institution with its first administrator (OPS-1).

use super::words::Words;
use crate::{config::Config, running::Running};
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_accounts::{
    api::{Credential, NewPerson, Prepared, checked_user_name},
    setup::{NewInstitution, create_institution, ids_needed},
};
use xingtan_audit::Who;
use xingtan_auth::{Role, password};
use xingtan_i18n::{Kind, Lang, Msg};
use xingtan_settings::Institution;

/// Sets an institution up. The password comes from `XINGTAN_ADMIN_PASSWORD` or is asked for twice.
pub async fn init(
    config: &Config,
    kind: &str,
    admin: &str,
    name: Option<String>,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let kind: Kind = kind.parse().map_err(|_| words.misused(&Msg::new("app-init-kind")))?;
    if let Err(wrong) = checked_user_name(admin) {
        return Err(words.misused(&wrong).into());
    }
    let secret = words.new_password("app-init-ask")?;
    let name = name.unwrap_or_else(|| words.l.in_lang(Lang::ZhCn).t(&format!("i18n-kind-{kind}")));
    let weak = password::weaknesses(&secret, &password::Policy::default(), &[admin, &name]);
    if !weak.is_empty() {
        return Err(words.told(&Msg::new("app-init-password").with("least", 10)).into());
    }
    let running = Running::open(config).await?;
    let app = running.app();
    if app.institution().created_at.is_some() {
        let place = config.data.display().to_string();
        return Err(words.told(&Msg::new("app-init-not-empty").with("place", place)).into());
    }
    let hash = password::hash(&secret).ok_or("the operating system gives no randomness")?;
    let now = app.clock().now();
    let new = NewInstitution {
        institution: Institution { name, kind, created_at: Some(now), ..Institution::default() },
        root: app.id(),
        people: vec![NewPerson {
            id: app.id(),
            user_name: admin.to_owned(),
            name: admin.to_owned(),
            position: None,
            staff_number: None,
            mail: None,
            mobile: None,
            roles: vec![Role::Admin],
            credential: Credential::Kept(hash),
        }],
    };
    let act = Prepared::new(Who::program(), now, app.ids(), ids_needed(&new));
    app.db().write(move |tx| create_institution(tx, &act.begin(), &new).map(drop)).await?;
    app.settings().refresh().await?;
    running.settle().await?;
    running.close().await;
    let place = config.data.display().to_string();
    if as_json {
        words.json(&json!({ "admin": admin, "data": place }));
    } else {
        words.line(&words.l.t2("app-init-done", "admin", admin, "place", place));
    }
    Ok(ExitCode::SUCCESS)
}

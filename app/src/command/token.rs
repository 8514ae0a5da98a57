//! `xingtan token create` (OPS-7).

use super::words::Words;
use crate::{config::Config, running::Running};
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_accounts::{
    api::Prepared,
    token::{NewToken, Scope, make},
};
use xingtan_audit::Who;
use xingtan_i18n::Msg;
use xingtan_keys::Token;

/// Makes a token and prints key and secret once.
pub async fn create(
    config: &Config,
    user: &str,
    scopes: &[String],
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let name = user.to_owned();
    let person = app.db().read(move |tx| xingtan_accounts::api::person_by_user(tx, &name)).await?;
    let person = person.ok_or_else(|| words.told(&Msg::new("app-no-user").with("user", user.to_owned())))?;
    let read = |scope: &String| {
        let unknown = |_| words.misused(&Msg::new("app-token-scope").with("scope", scope.clone()));
        Scope::read(scope, app.permissions()).map_err(unknown)
    };
    let scopes: Vec<Scope> = scopes.iter().map(read).collect::<Result<_, _>>()?;
    let secret = Token::new();
    let new = NewToken {
        id: app.id(),
        person: person.id,
        name: words.l.t("app-token-name"),
        scopes,
        expires_at: None,
        secret: secret.clone(),
    };
    let act = Prepared::new(Who::program(), app.clock().now(), app.ids(), 1);
    app.db().write(move |tx| make(tx, &act.begin(), &new)).await?;
    running.sealer().seal().await?;
    running.close().await;
    if as_json {
        words.json(&json!({ "key": person.user_name, "secret": secret.reveal() }));
    } else {
        words.line(&words.l.t1("app-token-key", "key", &person.user_name));
        words.line(&words.l.t1("app-token-secret", "secret", secret.reveal()));
        words.aside(&words.l.t("app-token-once"));
    }
    Ok(ExitCode::SUCCESS)
}

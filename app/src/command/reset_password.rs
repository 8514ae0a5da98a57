//! `xingtan reset-password` (ACC-5, ACC-7): for whoever owns the machine, when nobody can sign in any more.

use super::words::Words;
use crate::{config::Config, running::Running};
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_accounts::{api::Prepared, rescue};
use xingtan_audit::Who;
use xingtan_i18n::Msg;

/// Sets a password, which comes from `XINGTAN_ADMIN_PASSWORD` or is asked for twice. Sessions and tokens of the
/// person end, and the trail says so.
pub async fn reset(
    config: &Config,
    user: &str,
    clear_second_factor: bool,
    as_json: bool,
    words: &Words,
) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let name = user.to_owned();
    let person = app.db().read(move |tx| rescue::person(tx, &name)).await?;
    let person = person.ok_or_else(|| words.told(&Msg::new("app-no-user").with("user", user.to_owned())))?;
    let secret = words.new_password("accounts-rescue-ask")?;
    if let Some(wrong) = rescue::speaks_against(app.settings(), &person, &secret) {
        return Err(words.told(&wrong).into());
    }
    let hash = xingtan_auth::password::hash(&secret).ok_or("the operating system gives no randomness")?;
    let act = Prepared::new(Who::program(), app.clock().now(), app.ids(), rescue::IDS);
    let id = person.id;
    let done =
        app.db().write(move |tx| rescue::reset_password(tx, &act.begin(), id, &hash, clear_second_factor));
    let done = done.await?;
    running.sealer().seal().await?;
    running.close().await;
    if as_json {
        words.json(&json!({
            "user": person.user_name,
            "sessions_ended": done.sessions,
            "second_factor_ended": done.second_factor,
            "passkeys": done.passkeys,
            "in_use": done.in_use,
        }));
    } else {
        words.line(&words.l.t2(
            "accounts-rescue-done",
            "user",
            &person.user_name,
            "sessions",
            done.sessions as i64,
        ));
        if done.second_factor {
            words.line(&words.l.t("accounts-rescue-second-factor"));
        }
        if done.passkeys > 0 {
            words.aside(&words.l.t1("accounts-rescue-passkeys", "count", done.passkeys));
        }
        if !done.in_use {
            words.aside(&words.l.t("accounts-rescue-not-in-use"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

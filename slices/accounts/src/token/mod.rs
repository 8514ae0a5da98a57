//! Tokens for programs (OPS-7): key and secret, shown once; scopes are permissions, families of them, or `all`.

mod page;
pub mod rules;
pub mod store;

pub use rules::{Scope, UnknownScope, scopes};

use crate::person::Deed;
use axum::{
    Router,
    routing::{get, post},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_keys::Token;
use xingtan_web::App;

/// A token to be made. The secret is drawn outside the unit of work and shown once.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Its id, which is also the key that a program gives as user name for Basic.
    pub id: Uuid,
    /// Whose it is; it may do at most what this person may.
    pub person: Uuid,
    /// What it is for, in the owner's words.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// The secret.
    pub secret: Token,
}

/// Makes a token: the row and an audit entry. Takes one id of the deed.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person.
pub fn make(tx: &mut Tx<'_>, deed: &Deed<'_>, new: &NewToken) -> Result<()> {
    let owner = crate::person::store::person(tx, new.person)?.ok_or(Error::NotFound)?;
    store::insert(tx, new, deed.now())?;
    let scopes: Vec<&str> = new.scopes.iter().map(Scope::as_str).collect();
    let entry = deed.entry("accounts.token-made")?.on("token", new.id, new.name.as_str());
    let entry = entry.within(owner.unit_path).after(&serde_json::json!({
        "owner": owner.user_name, "scopes": scopes, "expires_at": new.expires_at,
    }));
    xingtan_audit::record(tx, &entry)
}

/// The addresses of tokens.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/tokens", get(page::list).post(page::make))
        .route("/account/tokens/{id}/revoke", post(page::revoke))
}

//! Passkeys that sign-ins meet.

use crate::{city::World, secrets};
use xingtan_db::params;

/// Passkeys of everybody in the far unit, who sign in no more.
pub async fn make(world: &World) {
    let app = world.running.app();
    let now = app.clock().now();
    let write = app.db().write(move |tx| {
        tx.exec(
            "INSERT INTO accounts_passkey (id, person_id, name, credential, key, site, counter, opens_alone, added_at)
             SELECT id, id, name, user_key, '{}', 'xingtan.test', 0, $1, $2
             FROM accounts_person WHERE user_key LIKE $3",
            params![true, now, format!("{}%", secrets::user("").to_lowercase())],
        )
    });
    assert!(write.await.unwrap() > 0);
}

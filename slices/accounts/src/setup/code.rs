//! The one-time code that proves that the first visitor owns the server: it stands on the console. Whoever seems to come
//! from the server itself needs it too, since everybody does who comes through a proxy there.

use xingtan_keys::KeyRing;
use xingtan_web::App;

const PURPOSE: &str = "accounts.setup-code";
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The code for the console while the institution is not set up; none afterwards. It follows from the server's keys, so
/// that every node knows the same one, and is worth nothing once there is an account.
///
/// # Errors
/// Those of the database.
pub async fn setup_code(app: &App) -> xingtan_db::Result<Option<String>> {
    let set_up = app.db().read(super::is_set_up).await?;
    Ok((!set_up).then(|| code(app.keys())))
}

fn code(keys: &KeyRing) -> String {
    let mac = keys.hmac(PURPOSE, b"first run");
    let signs = mac.code().iter().take(12).map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]));
    let signs: Vec<char> = signs.collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Whether the typed code is right, in either case and with or without dashes.
pub fn is_right(keys: &KeyRing, typed: &str) -> bool {
    let plain =
        |text: &str| text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    xingtan_keys::same(plain(&code(keys)).as_bytes(), plain(typed).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_belongs_to_its_server() {
        let (keys, other) = (KeyRing::in_memory(), KeyRing::in_memory());
        let code = code(&keys);
        assert_eq!(code.len(), 14);
        assert!(is_right(&keys, &code) && is_right(&keys, &code.to_uppercase().replace('-', " ")));
        assert!(!is_right(&other, &code) && !is_right(&keys, ""));
    }
}

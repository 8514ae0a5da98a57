//! The one-time code that proves that the first visitor owns the server: it stands on the console. Visitors from the
//! server itself need none.

use http::{HeaderMap, header};
use std::net::IpAddr;
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

/// Whether a request comes from the server itself. A proxy on the same machine also does, so nothing may show that the
/// request was passed on, and it must have been addressed to this machine by its own name.
pub fn is_from_here(ip: IpAddr, headers: &HeaderMap) -> bool {
    let passed_on =
        ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    let name =
        host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    ip.is_loopback() && !passed_on && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.insert(*name, http::HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn only_the_server_itself_needs_no_code() {
        let (here, away): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "192.0.2.7".parse().unwrap());
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost", "[::1]"] {
            assert!(is_from_here(here, &headers(&[("host", host)])), "{host}");
            assert!(!is_from_here(away, &headers(&[("host", host)])), "{host}");
        }
        assert!(!is_from_here(here, &headers(&[("host", "learn.example")])));
        assert!(!is_from_here(here, &headers(&[("host", "localhost"), ("x-forwarded-for", "192.0.2.7")])));
        assert!(!is_from_here(here, &headers(&[])));
    }

    #[test]
    fn a_code_belongs_to_its_server() {
        let (keys, other) = (KeyRing::in_memory(), KeyRing::in_memory());
        let code = code(&keys);
        assert_eq!(code.len(), 14);
        assert!(is_right(&keys, &code) && is_right(&keys, &code.to_uppercase().replace('-', " ")));
        assert!(!is_right(&other, &code) && !is_right(&keys, ""));
    }
}

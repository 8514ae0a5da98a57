//! `/install`: how the program is put on a phone, a tablet or a computer (OPS-8). For everybody, also before signing in.

use askama::Template;
use axum::response::Response;
use xingtan_documents::qr_svg;
use xingtan_web::{Fault, Page, Visit, html};

#[derive(Template)]
#[template(path = "system/install.html")]
struct InstallPage {
    page: Page,
    address: String,
    qr: Option<String>,
    secure: bool,
    ways: Vec<Way>,
}

/// How it is installed on one kind of device.
struct Way {
    id: &'static str,
    title: String,
    steps: Vec<String>,
}

/// Kinds of devices with the number of steps each takes.
const WAYS: [(&str, usize); 4] = [("android", 3), ("ios", 3), ("wechat", 3), ("desk", 2)];

/// `GET /install`.
pub async fn page(visit: Visit) -> Result<Response, Fault> {
    let address = format!("{}/", visit.origin);
    // Where the address is not known, or too long for a picture, it stands there in letters alone.
    let known = !visit.origin.is_empty();
    let qr = known.then(|| qr_svg(&address, &visit.l.t("app-install-code")).ok()).flatten();
    let title = visit.l.t("app-install-title");
    let ways = WAYS.map(|(id, steps)| Way {
        id,
        title: visit.l.t(&format!("app-install-{id}")),
        steps: (1..=steps).map(|n| visit.l.t(&format!("app-install-{id}-{n}"))).collect(),
    });
    html(&InstallPage {
        secure: is_secure(&visit.origin),
        page: Page::new(&visit, title),
        ways: ways.into(),
        address,
        qr,
    })
}

/// Whether browsers allow there what an installed program needs: https, or this very machine.
fn is_secure(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").unwrap_or_default();
    let own = ["localhost", "127.0.0.1", "[::1]"];
    origin.starts_with("https://")
        || own
            .iter()
            .any(|own| host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_install_from_https_and_from_this_machine_alone() {
        for origin in
            ["https://learn.example", "http://localhost", "http://127.0.0.1:8080", "http://[::1]:80"]
        {
            assert!(is_secure(origin), "{origin}");
        }
        for origin in [
            "http://learn.example",
            "http://localhost.example",
            "http://192.168.1.5:8080",
            "",
            "ftp://localhost",
        ] {
            assert!(!is_secure(origin), "{origin}");
        }
    }
}

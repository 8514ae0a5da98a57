//! The mail server of the configuration: `smtp://user:password@host:port` or `smtps://…`.

use std::{error::Error, time::Duration};
use xingtan_notify::{Password, Smtp, Tls};

/// How long one mail may take.
const TIME_OUT: Duration = Duration::from_secs(15);

/// Reads the address of a mail server. `smtps` speaks TLS from the first byte, `smtp` switches to it and sends
/// nothing without, `smtp+plain` is for a relay on this machine or in a closed network.
pub fn server(address: &str, from: Option<&str>) -> Result<Smtp, Box<dyn Error>> {
    let url = url::Url::parse(address).map_err(|error| format!("smtp: {error}"))?;
    let (tls, port) = match url.scheme() {
        "smtps" => (Tls::Wrapped, 465),
        "smtp" => (Tls::StartTls, 587),
        "smtp+plain" => (Tls::None, 25),
        other => return Err(format!("smtp: unknown scheme {other}").into()),
    };
    let host = url.host_str().ok_or("smtp: the address has no host")?.to_owned();
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let login = (!url.username().is_empty())
        .then(|| (decode(url.username()), Password::new(decode(url.password().unwrap_or_default()))));
    let from = from.ok_or("smtp is set, so mail_from must be set too")?.to_owned();
    Ok(Smtp { host, port: url.port().unwrap_or(port), tls, login, from, time_out: TIME_OUT })
}

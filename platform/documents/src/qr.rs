//! QR codes as SVG: install page, certificates, one-time codes.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::{self, Write as _};

/// The text is longer than a QR code holds (about 2,300 bytes at the level used).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text too long for a QR code")
    }
}
impl std::error::Error for TooLong {}

/// A QR code (error correction M) as an `<svg>` element without styles or scripts, to be placed in a page. It has a
/// white ground with the quiet zone of four modules, so that it also reads on a dark page; `label` is its
/// accessible name.
///
/// # Errors
/// When the text is too long.
pub fn qr_svg(text: &str, label: &str) -> Result<String, TooLong> {
    const QUIET: usize = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
    let width = code.width();
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = line[column..].iter().take_while(|c| **c == Color::Dark).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run.max(1);
        }
    }
    let size = width + 2 * QUIET;
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_plain_svg_with_a_quiet_zone_and_a_name() {
        let svg = qr_svg("https://example.com/verify/A1", "证书 \"A1\" <a&b>").unwrap();
        assert!(svg.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37""#), "{svg}");
        assert!(svg.contains(r#"aria-label="证书 &quot;A1&quot; &lt;a&amp;b>""#));
        // The finder pattern at the top left begins with seven dark modules after four light ones.
        assert!(svg.contains(r#"d="M4 4h7v1h-7z"#));
        assert!(!svg.contains("style") && !svg.contains("script"));
    }

    #[test]
    fn a_text_beyond_the_greatest_code_is_refused() {
        assert_eq!(qr_svg(&"a".repeat(3000), "x"), Err(TooLong));
    }
}

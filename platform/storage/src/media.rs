//! What bytes are, by their content. Names and the sender's words are not believed.

/// A kind of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// The media type to serve it as (with `X-Content-Type-Options: nosniff`).
    pub media_type: &'static str,
    /// May run scripts when a browser opens it: served only as a download, or from the content host.
    pub active: bool,
}

const fn quiet(media_type: &'static str) -> Media {
    Media { media_type, active: false }
}

const fn active(media_type: &'static str) -> Media {
    Media { media_type, active: true }
}

/// How much of the beginning [`sniff`] looks at.
pub(crate) const HEAD: usize = 8 * 1024;
/// How much of the end: the directory of an archive.
pub(crate) const TAIL: usize = 64 * 1024;

/// The kind of content from its first bytes (8 KiB suffice) and its last ones (64 KiB suffice). What is not
/// recognised is `application/octet-stream`.
pub fn sniff(head: &[u8], tail: &[u8]) -> Media {
    const BEGINNINGS: [(&[u8], Media); 14] = [
        (b"%PDF-", quiet("application/pdf")),
        (b"\x89PNG\r\n\x1a\n", quiet("image/png")),
        (b"\xFF\xD8\xFF", quiet("image/jpeg")),
        (b"GIF87a", quiet("image/gif")),
        (b"GIF89a", quiet("image/gif")),
        (b"ID3", quiet("audio/mpeg")),
        (b"OggS", quiet("application/ogg")),
        (b"\x1A\x45\xDF\xA3", quiet("video/webm")),
        (b"FLV\x01", quiet("video/x-flv")),
        (b"fLaC", quiet("audio/flac")),
        (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", quiet("video/x-ms-asf")),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", quiet("application/x-ole-storage")),
        (b"\x1F\x8B", quiet("application/gzip")),
        (b"PK\x05\x06", quiet("application/zip")),
    ];
    if let Some((_, media)) = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning)) {
        return *media;
    }
    match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => quiet("image/webp"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => quiet("audio/wav"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => quiet("video/x-msvideo"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => boxes(brand),
        [0xFF, 0xFB | 0xF3 | 0xF2, ..] => quiet("audio/mpeg"),
        [0xFF, 0xF1 | 0xF9, ..] => quiet("audio/aac"),
        [b'P', b'K', 3, 4, ..] => archive(head, tail),
        _ => text(head),
    }
}

/// Files of ISO base media boxes, by their brand.
fn boxes(brand: &[u8]) -> Media {
    match brand {
        [b'M', b'4', b'A', ..] => quiet("audio/mp4"),
        [b'q', b't', ..] => quiet("video/quicktime"),
        [b'h', b'e', b'i' | b'v', ..] | [b'm', b'i', b'f', b'1', ..] => quiet("image/heic"),
        [b'a', b'v', b'i', b'f', ..] => quiet("image/avif"),
        _ => quiet("video/mp4"),
    }
}

/// Office documents are archives; the names of their main parts stand at the beginning or in the directory at the
/// end.
fn archive(head: &[u8], tail: &[u8]) -> Media {
    const PARTS: [(&str, Media); 8] = [
        ("mimetypeapplication/epub+zip", quiet("application/epub+zip")),
        ("mimetypeapplication/vnd.oasis.opendocument.text", quiet("application/vnd.oasis.opendocument.text")),
        (
            "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            quiet("application/vnd.oasis.opendocument.spreadsheet"),
        ),
        (
            "mimetypeapplication/vnd.oasis.opendocument.presentation",
            quiet("application/vnd.oasis.opendocument.presentation"),
        ),
        (
            "word/document.xml",
            quiet("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ),
        ("xl/workbook.xml", quiet("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        (
            "ppt/presentation.xml",
            quiet("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ),
        // A workbook with macros in the binary format; offered as a download like any archive.
        ("xl/workbook.bin", quiet("application/vnd.ms-excel.sheet.binary.macroEnabled.12")),
    ];
    let has = |bytes: &[u8], name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    let found = PARTS.iter().find(|(name, _)| has(head, name) || has(tail, name));
    found.map_or(quiet("application/zip"), |(_, media)| *media)
}

/// Text in UTF-8 or GB18030; of that, what a browser could take for a page is active.
fn text(head: &[u8]) -> Media {
    if head.iter().any(|b| matches!(b, 0x00..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)) {
        return quiet("application/octet-stream");
    }
    let start = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    let is_xml = rest.starts_with("<?xml");
    // Declarations and comments before the first element.
    while rest.starts_with("<?") || rest.starts_with("<!") {
        if rest.starts_with("<!doctype html") {
            return active("text/html");
        }
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = rest.split_once(end).map_or("", |(_, after)| after.trim_start());
    }
    if rest.starts_with("<svg") {
        return active("image/svg+xml");
    }
    const TAGS: [&str; 18] = [
        "<html", "<head", "<body", "<script", "<iframe", "<style", "<title", "<table", "<meta", "<link",
        "<div", "<h1", "<font", "<img", "<br", "<p>", "<a ", "<b>",
    ];
    if TAGS.iter().any(|tag| rest.starts_with(tag)) {
        active("text/html")
    } else if is_xml {
        active("application/xml")
    } else {
        quiet("text/plain")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_whatever_it_is_called() {
        for (head, media_type) in [
            (b"%PDF-1.7".as_slice(), "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0", "image/png"),
            (b"\xFF\xD8\xFF\xE0", "image/jpeg"),
            (b"GIF89a\x01", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"\0\0\0\x20ftypisom", "video/mp4"),
            (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
            (b"RIFF\x24\0\0\0AVI LIST", "video/x-msvideo"),
            (b"FLV\x01\x05", "video/x-flv"),
            (b"fLaC\0", "audio/flac"),
            (
                b"PK\x03\x04....word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            (b"PK\x03\x04....a.txt", "application/zip"),
            ("杏坛\n".as_bytes(), "text/plain"),
            (b"\xD1\xA7\xCF\xB0\r\n", "text/plain"),
            (b"MZ\x90\0", "application/octet-stream"),
        ] {
            assert_eq!(sniff(head, b""), Media { media_type, active: false });
        }
    }

    #[test]
    fn an_office_document_is_known_by_the_directory_at_its_end() {
        let media = sniff(b"PK\x03\x04[Content_Types].xml", b"..PK\x01\x02..ppt/presentation.xml..");
        assert!(media.media_type.ends_with("presentationml.presentation"));
    }

    #[test]
    fn what_can_run_in_a_browser_is_active() {
        for (head, media_type) in [
            ("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            ("\u{feff}\n<?xml version='1.0'?><!-- > --><!DOCTYPE svg><SVG>", "image/svg+xml"),
            ("<!DOCTYPE HTML><p>", "text/html"),
            ("  <Script>alert(1)</script>", "text/html"),
            ("<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'/>", "application/xml"),
        ] {
            assert_eq!(sniff(head.as_bytes(), b""), Media { media_type, active: true }, "{head}");
        }
        assert!(!sniff(b"# Title\n<svg> in the text", b"").active);
    }
}

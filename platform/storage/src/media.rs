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

/// Media types of films, as [`sniff`] names them.
pub const VIDEO_TYPES: &[&str] = &[
    "video/mp4",
    "video/quicktime",
    "video/x-matroska",
    "video/webm",
    "video/mp2t",
    "video/mpeg",
    "video/x-msvideo",
    "video/x-flv",
    "video/x-ms-asf",
    "video/ogg",
];
/// Media types of sound.
pub const AUDIO_TYPES: &[&str] =
    &["audio/mp4", "audio/mpeg", "audio/aac", "audio/wav", "audio/flac", "audio/ogg", "application/ogg"];

/// How much of the beginning [`sniff`] looks at.
pub(crate) const HEAD: usize = 8 * 1024;
/// How much of the end: the directory of an archive.
pub(crate) const TAIL: usize = 64 * 1024;

/// The kind of content from its first bytes (8 KiB suffice) and its last ones (64 KiB suffice). What is not
/// recognised is `application/octet-stream`.
pub fn sniff(head: &[u8], tail: &[u8]) -> Media {
    const BEGINNINGS: [(&[u8], Media); 13] = [
        (b"%PDF-", quiet("application/pdf")),
        (b"\x89PNG\r\n\x1a\n", quiet("image/png")),
        (b"\xFF\xD8\xFF", quiet("image/jpeg")),
        (b"GIF87a", quiet("image/gif")),
        (b"GIF89a", quiet("image/gif")),
        (b"ID3", quiet("audio/mpeg")),
        (b"FLV\x01", quiet("video/x-flv")),
        (b"fLaC", quiet("audio/flac")),
        (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", quiet("video/x-ms-asf")),
        (b"\0\0\x01\xBA", quiet("video/mpeg")),
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
        // Films of old cameras begin with other boxes; the first of them are short enough to begin with a zero.
        [0, _, _, _, kind @ ..]
            if [b"moov", b"mdat", b"wide", b"skip", b"pnot"].iter().any(|it| kind.starts_with(*it)) =>
        {
            quiet("video/quicktime")
        }
        [b'O', b'g', b'g', b'S', ..] => ogg(head),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => matroska(head),
        [0xFF, 0xFA | 0xFB | 0xF2 | 0xF3, ..] => quiet("audio/mpeg"),
        [0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..] => quiet("audio/aac"),
        _ if is_transport_stream(head) => quiet("video/mp2t"),
        [b'P', b'K', 3, 4, ..] => archive(head, tail),
        _ => text(head),
    }
}

/// Files of ISO base media boxes, by their brand.
fn boxes(brand: &[u8]) -> Media {
    match brand {
        [b'M', b'4', b'A' | b'B', ..] => quiet("audio/mp4"),
        [b'q', b't', ..] => quiet("video/quicktime"),
        [b'h', b'e', b'i' | b'v', ..] | [b'm', b'i', b'f', b'1', ..] => quiet("image/heic"),
        [b'a', b'v', b'i', b'f', ..] => quiet("image/avif"),
        _ => quiet("video/mp4"),
    }
}

/// What an Ogg file carries is named by its first packets.
fn ogg(head: &[u8]) -> Media {
    let has = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    match () {
        () if has(b"theora") => quiet("video/ogg"),
        () if [&b"vorbis"[..], b"OpusHead", b"FLAC", b"Speex"].iter().any(|it| has(it)) => quiet("audio/ogg"),
        () => quiet("application/ogg"),
    }
}

/// Matroska, or its part that browsers play.
fn matroska(head: &[u8]) -> Media {
    let start = &head[..head.len().min(64)];
    if start.windows(4).any(|window| window == b"webm") {
        quiet("video/webm")
    } else {
        quiet("video/x-matroska")
    }
}

/// Packets of 188 bytes (or 192 with a time stamp before each) that begin with the same byte.
fn is_transport_stream(head: &[u8]) -> bool {
    const SYNC: u8 = 0x47;
    [(0, 188), (4, 192)].iter().any(|(first, step)| {
        let mut starts = (0..4).map(|n| head.get(first + n * step));
        starts.all(|byte| byte == Some(&SYNC))
    })
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
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\0\0\0\x08wide\0\0", "video/quicktime"),
            (b"\x1A\x45\xDF\xA3\x9FB\x86\x81\x01B\x82\x84webm", "video/webm"),
            (b"\x1A\x45\xDF\xA3\xA3B\x86\x81\x01B\x82\x88matroska", "video/x-matroska"),
            (b"RIFF\x24\0\0\0AVI LIST", "video/x-msvideo"),
            (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
            (b"FLV\x01\x05", "video/x-flv"),
            (b"\0\0\x01\xBA\x44", "video/mpeg"),
            (b"ID3\x04\0", "audio/mpeg"),
            (b"\xFF\xFB\x90\x64", "audio/mpeg"),
            (b"\xFF\xF1\x50\x80", "audio/aac"),
            (b"fLaC\0\0\0\x22", "audio/flac"),
            (b"OggS\0\x02....\x01vorbis", "audio/ogg"),
            (b"OggS\0\x02....OpusHead", "audio/ogg"),
            (b"OggS\0\x02....\x80theora", "video/ogg"),
            (b"OggS\0\x02....", "application/ogg"),
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
    fn packets_of_a_transport_stream_are_told_from_text() {
        let packets = |before: usize, step: usize| {
            let mut head = vec![0xFF; before + 5 * step];
            (0..5).for_each(|n| head[before + n * step] = 0x47);
            head
        };
        for head in [packets(0, 188), packets(4, 192)] {
            assert_eq!(sniff(&head, b"").media_type, "video/mp2t");
        }
        assert_eq!(sniff(b"G code\n", b"").media_type, "text/plain");
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

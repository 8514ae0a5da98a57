//! Answers that are files: names in any script, ranges.

use crate::{App, Fault};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::ops::Range;
use xingtan_storage::file::FileRow;

/// The value of `Content-Disposition` (RFC 6266): the name in UTF-8, and an ASCII stand-in for old programs.
/// `inline` shows the file in the browser.
pub fn disposition(name: &str, inline: bool) -> HeaderValue {
    let way = if inline { "inline" } else { "attachment" };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

/// A file made for this request, such as an exported workbook.
pub fn download(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition(name, false)),
    ];
    (headers, bytes).into_response()
}

/// Which part of a file of `size` bytes a request wants (RFC 9110 section 14.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it; also where the header is to be ignored.
    Whole,
    /// One range.
    Part(Range<u64>),
    /// A range outside the file.
    Outside,
}

/// Reads the `Range` header.
pub fn wanted(headers: &HeaderMap, size: u64) -> Wanted {
    let value = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    value.and_then(|value| range(value, size)).unwrap_or(Wanted::Whole)
}

fn range(value: &str, size: u64) -> Option<Wanted> {
    let spec = value.strip_prefix("bytes=")?;
    if spec.contains(',') {
        return None;
    }
    let (from, to) = spec.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    let part = match (from.is_empty(), to.is_empty()) {
        (true, true) => return None,
        (true, false) => size.saturating_sub(to.parse().ok()?)..size,
        (false, true) => from.parse().ok()?..size,
        (false, false) => from.parse().ok()?..to.parse::<u64>().ok()?.saturating_add(1).min(size),
    };
    Some(if part.start < part.end { Wanted::Part(part) } else { Wanted::Outside })
}

/// Dresses a body as a file: whole, or the part that was wanted. `body` must hold just that part.
pub fn file(name: &str, media_type: &str, inline: bool, size: u64, wanted: &Wanted, body: Body) -> Response {
    let mut response = match wanted {
        Wanted::Outside => {
            let none = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, none).into_response();
        }
        Wanted::Whole => (StatusCode::OK, body).into_response(),
        Wanted::Part(_) => (StatusCode::PARTIAL_CONTENT, body).into_response(),
    };
    let part = match wanted {
        Wanted::Part(part) => part.clone(),
        _ => 0..size,
    };
    let answer = response.headers_mut();
    let kind =
        HeaderValue::from_str(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    answer.insert(header::CONTENT_TYPE, kind);
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    answer.insert(header::CONTENT_DISPOSITION, disposition(name, inline));
    if matches!(wanted, Wanted::Part(_))
        && let Ok(value) = HeaderValue::from_str(&format!("bytes {}-{}/{size}", part.start, part.end - 1))
    {
        answer.insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Streams a kept file, or the range of it that is asked for. The browser shows the media types of `shown`; anything
/// else is offered as a download without a type: what came from outside never runs here.
///
/// # Errors
/// [`Fault::Broken`] where the store has lost it.
pub async fn kept(
    app: &App,
    row: &FileRow,
    shown: &[&'static str],
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let size = row.size.max(0) as u64;
    let wanted = wanted(headers, size);
    let bytes = match &wanted {
        Wanted::Whole => app.storage().open(row).await,
        Wanted::Part(part) => app.storage().open_range(row, part.clone()).await,
        Wanted::Outside => return Ok(file(&row.name, "", false, size, &wanted, Body::empty())),
    };
    let bytes = bytes.map_err(|error| {
        tracing::error!(%error, file = %row.id, "a file could not be opened");
        Fault::Broken
    })?;
    let kind = shown.iter().find(|kind| **kind == row.media_type);
    let is_shown = kind.is_some();
    let kind = kind.unwrap_or(&"application/octet-stream");
    Ok(file(&row.name, kind, is_shown, size, &wanted, Body::from_stream(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(range("bytes=0-499", 1000), Some(Wanted::Part(0..500)));
        assert_eq!(range("bytes=500-", 1000), Some(Wanted::Part(500..1000)));
        assert_eq!(range("bytes=-200", 1000), Some(Wanted::Part(800..1000)));
        assert_eq!(range("bytes=1000-", 1000), Some(Wanted::Outside));
        assert_eq!(range("bytes=0-1,3-4", 1000), None);
        assert_eq!(range("lines=1-2", 1000), None);
    }

    #[test]
    fn a_chinese_name_travels_in_both_forms() {
        let value = disposition("讲义 1.pdf", true);
        assert_eq!(value, "inline; filename=\"___1.pdf\"; filename*=UTF-8''%E8%AE%B2%E4%B9%89%201.pdf");
    }

    proptest! {
        #[test]
        fn a_range_never_leaves_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", size in 0u64..10_000) {
            if let Some(Wanted::Part(part)) = range(&header, size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
        }

        #[test]
        fn every_name_is_a_header(name in "\\PC{0,80}") {
            prop_assert!(disposition(&name, false).to_str().is_ok_and(|text| text.starts_with("attachment; ")));
        }
    }
}

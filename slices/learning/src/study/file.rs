//! Files of lessons, for those who study them. Every request asks for session and enrolment.

use super::change;
use crate::enrolment::access::studying;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::ops::Range;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_storage::file;
use xingtan_web::{App, Fault, SignedIn};

/// `GET /courses/{course}/lessons/{lesson}/file`: a PDF to be shown, any other file to be taken. Taking a download
/// counts as done. Ranges are answered.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    let row = app
        .db()
        .write(move |tx| {
            let enrolment = studying(tx, act.person, course, act.at)?;
            let (lesson, _) = catalog::lesson(tx, enrolment.version_id, key)?.ok_or(Fault::NotFound)?;
            let row = file::find(tx, lesson.file_id.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)?;
            change::taken(tx, &kinds, enrolment, &lesson, &act)?;
            Ok::<_, Fault>(row)
        })
        .await?;
    app.ring();
    let size = row.size.max(0) as u64;
    let range = headers.get(header::RANGE).and_then(|value| wanted(value.to_str().ok()?, size));
    let (status, part) = match range {
        Some(Some(part)) => (StatusCode::PARTIAL_CONTENT, part),
        Some(None) => {
            let none = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, none).into_response());
        }
        None => (StatusCode::OK, 0..size),
    };
    let stream = match status {
        StatusCode::OK => app.storage().open(&row).await,
        _ => app.storage().open_range(&row, part.clone()).await,
    };
    let stream = stream.map_err(|error| {
        tracing::error!(%error, file = %row.id, "a file could not be opened");
        Fault::Broken
    })?;
    let is_pdf = row.media_type == "application/pdf";
    let way = if is_pdf { "inline" } else { "attachment" };
    let name = file::download_name(&row.name);
    let kind = if is_pdf { "application/pdf" } else { "application/octet-stream" };
    let mut response = (status, Body::from_stream(stream)).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; {name}")) {
        answer.insert(header::CONTENT_DISPOSITION, value);
    }
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(value) = HeaderValue::from_str(&format!("bytes {}-{}/{size}", part.start, part.end - 1))
    {
        answer.insert(header::CONTENT_RANGE, value);
    }
    Ok(response)
}

/// The single range of a `Range` header (RFC 9110 section 14.2): none when it is to be ignored, `Some(None)` when it
/// lies outside the file.
fn wanted(header: &str, size: u64) -> Option<Option<Range<u64>>> {
    let spec = header.strip_prefix("bytes=")?;
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
    Some((part.start < part.end).then_some(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(wanted("bytes=0-499", 1000), Some(Some(0..500)));
        assert_eq!(wanted("bytes=500-", 1000), Some(Some(500..1000)));
        assert_eq!(wanted("bytes=-200", 1000), Some(Some(800..1000)));
        assert_eq!(wanted("bytes=1000-", 1000), Some(None));
        assert_eq!(wanted("bytes=0-1,3-4", 1000), None);
        assert_eq!(wanted("lines=1-2", 1000), None);
    }

    proptest! {
        #[test]
        fn a_range_never_leaves_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", size in 0u64..10_000) {
            if let Some(Some(part)) = wanted(&header, size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
        }
    }
}

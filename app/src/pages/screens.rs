//! Screens of this program that the manuals show.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use xingtan_web::{Fault, SignedIn};

/// `GET /help/screens/{file}`: a picture named by its content, kept by the browser for a year.
pub async fn screen(_who: SignedIn, Path(file): Path<String>) -> Result<Response, Fault> {
    let known = xingtan_manuals::screens::screens().values().any(|screen| screen.file == file);
    let bytes = known.then(|| crate::demo::screen(&file)).flatten().ok_or(Fault::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    Ok((headers, bytes.into_owned()).into_response())
}

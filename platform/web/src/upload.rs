//! Forms with files (multipart/form-data), held in memory up to the configured size.

use crate::{App, Fault, Form, Visit};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::{Bytes, BytesMut};
use xingtan_i18n::{Lang, Msg};

/// What boundaries and heads of a form's parts may take.
const MARGIN: usize = 1 << 20;

/// One uploaded file.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// The form field.
    pub field: String,
    /// The name the browser gave, without folders.
    pub name: String,
    /// The content.
    pub bytes: Bytes,
}

/// A form with files.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// The ordinary fields.
    pub form: Form,
    /// The files; fields left empty are not among them.
    pub files: Vec<UploadedFile>,
}

impl Upload {
    /// The file of a field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|file| file.field == field)
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Fault;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Fault> {
        let unreadable = || Fault::Bad(Msg::new("web-fault-form"));
        let l = request
            .extensions()
            .get::<Visit>()
            .map_or_else(|| app.locale(Lang::ZhCn), |visit| visit.l.clone());
        let limit = app.config().max_upload;
        // The limit of other bodies is far lower; fields and boundaries come on top of the files.
        DefaultBodyLimit::max(limit.saturating_add(MARGIN)).apply(&mut request);
        let mut multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| Fault::MediaType(Msg::new("web-fault-form-type")))?;
        let (mut fields, mut files, mut size) = (Vec::new(), Vec::new(), 0usize);
        loop {
            let mut field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(error) if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE => {
                    return Err(Fault::TooLarge);
                }
                Err(_) => return Err(unreadable()),
            };
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(base_name);
            let mut bytes = BytesMut::new();
            loop {
                match field.chunk().await {
                    Ok(Some(chunk)) => {
                        size += chunk.len();
                        if size > limit {
                            return Err(Fault::TooLarge);
                        }
                        bytes.extend_from_slice(&chunk);
                    }
                    Ok(None) => break,
                    Err(error) if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE => {
                        return Err(Fault::TooLarge);
                    }
                    Err(_) => return Err(unreadable()),
                }
            }
            match file_name {
                Some(file_name) if !file_name.is_empty() => {
                    files.push(UploadedFile { field: name, name: file_name, bytes: bytes.freeze() });
                }
                Some(_) => {}
                None => fields.push((name, String::from_utf8_lossy(&bytes).replace('\0', ""))),
            }
        }
        Ok(Upload { form: Form::of_pairs(fields).in_language(&l), files })
    }
}

/// Browsers may send folders; we keep the last part, at most 200 characters, without control characters and
/// signs that nobody sees.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let last = xingtan_i18n::seen(last);
    last.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}

//! What stands in the headers of tus 1.0.0. Pure.

use crate::refusal::Refusal;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, header};

/// The version of the protocol.
pub const VERSION: &str = "1.0.0";
/// What of it there is beside the core.
pub const EXTENSIONS: &str = "creation,termination,expiration";

/// Names of the headers.
pub const RESUMABLE: &str = "tus-resumable";
pub const LENGTH: &str = "upload-length";
pub const OFFSET: &str = "upload-offset";

/// Characters of a mark at most: a hash in any form.
const LONGEST_MARK: usize = 200;
/// Characters of a file's name as sent; what is kept is shorter.
const LONGEST_NAME: usize = 1000;

/// What an upload is, by its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The file's name, fit for any disk.
    pub name: String,
    /// Key of its purpose.
    pub purpose: String,
    /// What the browser recognises the file by; may be empty.
    pub mark: String,
}

/// The client must speak this version.
pub fn version(headers: &HeaderMap) -> Result<(), Refusal> {
    if text(headers, RESUMABLE) == Some(VERSION) { Ok(()) } else { Err(Refusal::Version) }
}

/// How many bytes the upload will have; not yet bounded from above.
pub fn length(headers: &HeaderMap) -> Result<u64, Refusal> {
    if headers.contains_key("upload-defer-length") {
        return Err(Refusal::Length);
    }
    number(headers, LENGTH).filter(|n| *n > 0).ok_or(Refusal::Length)
}

/// Where the bytes of a request begin.
pub fn offset(headers: &HeaderMap) -> Result<u64, Refusal> {
    number(headers, OFFSET).ok_or(Refusal::Offset)
}

/// How many bytes the body says it has; none when it does not say.
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    number(headers, "content-length")
}

/// Whether the body is bytes of an upload.
pub fn is_bytes(headers: &HeaderMap) -> bool {
    let kind = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/offset+octet-stream")
}

/// The metadata: pairs of a key and a value in base64.
pub fn about(headers: &HeaderMap) -> Result<About, Refusal> {
    let (mut name, mut purpose, mut mark) = (None, None, None);
    for line in headers.get_all("upload-metadata") {
        let line = line.to_str().map_err(|_| Refusal::Metadata)?;
        for pair in line.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let slot = match key {
                "filename" => &mut name,
                "purpose" => &mut purpose,
                "mark" => &mut mark,
                // Whatever else a client tells is not needed here.
                _ => continue,
            };
            let decoded = BASE64_STANDARD.decode(value.trim()).map_err(|_| Refusal::Metadata)?;
            let decoded = String::from_utf8(decoded).map_err(|_| Refusal::Metadata)?;
            if slot.replace(decoded.replace('\0', "")).is_some() {
                return Err(Refusal::Metadata);
            }
        }
    }
    let name = name.filter(|it| !it.trim().is_empty()).ok_or(Refusal::Name)?;
    let mark = mark.unwrap_or_default();
    if name.chars().count() > LONGEST_NAME || mark.chars().count() > LONGEST_MARK {
        return Err(Refusal::Metadata);
    }
    let name = xingtan_storage::file::download_name(&name);
    Ok(About { name, purpose: purpose.ok_or(Refusal::Purpose)?, mark })
}

/// A header of digits, as a number that a column can hold.
fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let text = text(headers, name)?;
    let digits = (1..=19).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|n| *n <= i64::MAX as u64)
}

/// A header that stands there once.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let one = all.next()?;
    if all.next().is_some() { None } else { one.to_str().ok().map(str::trim) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};
    use proptest::prelude::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        let mut all = HeaderMap::new();
        for (name, value) in pairs.iter().map(pair) {
            all.append(name, value);
        }
        all
    }

    fn encoded(text: &str) -> String {
        BASE64_STANDARD.encode(text)
    }

    #[test]
    fn only_one_version_is_spoken() {
        assert!(version(&headers(&[(RESUMABLE, "1.0.0")])).is_ok());
        for wrong in [&[][..], &[(RESUMABLE, "0.2.2")], &[(RESUMABLE, "1.0.0"), (RESUMABLE, "1.0.0")]] {
            assert!(matches!(version(&headers(wrong)), Err(Refusal::Version)));
        }
    }

    #[test]
    fn lengths_are_digits_that_a_column_holds() {
        assert_eq!(length(&headers(&[(LENGTH, "9223372036854775807")])).ok(), Some(i64::MAX as u64));
        for wrong in
            ["", "0", "-1", "+1", "1.0", "0x10", "1e3", "9223372036854775808", "99999999999999999999"]
        {
            assert!(length(&headers(&[(LENGTH, wrong)])).is_err(), "{wrong}");
        }
        assert!(length(&headers(&[(LENGTH, "5"), ("upload-defer-length", "1")])).is_err());
        assert!(length(&headers(&[(LENGTH, "5"), (LENGTH, "6")])).is_err());
        assert_eq!(offset(&headers(&[(OFFSET, "0")])).ok(), Some(0));
    }

    #[test]
    fn metadata_tell_name_purpose_and_mark() {
        let line = format!(
            "filename {},purpose {}, mark {},filetype dmlkZW8vbXA0,empty",
            encoded("../课 一.mp4"),
            encoded("lesson"),
            encoded("abc")
        );
        let read = about(&headers(&[("upload-metadata", &line)])).unwrap();
        assert_eq!(read, About { name: "课 一.mp4".into(), purpose: "lesson".into(), mark: "abc".into() });
    }

    #[test]
    fn metadata_that_cannot_be_read_say_what_is_missing() {
        let name = format!("filename {}", encoded("a.mp4"));
        assert_eq!(about(&headers(&[])), Err(Refusal::Name));
        assert_eq!(about(&headers(&[("upload-metadata", &name)])), Err(Refusal::Purpose));
        for wrong in ["filename !!!", "filename /w==", &format!("{name},{name}")] {
            assert_eq!(about(&headers(&[("upload-metadata", wrong)])), Err(Refusal::Metadata), "{wrong}");
        }
    }

    #[test]
    fn the_media_type_may_carry_parameters() {
        assert!(is_bytes(&headers(&[("content-type", "application/offset+octet-stream")])));
        assert!(is_bytes(&headers(&[("content-type", "Application/Offset+Octet-Stream; x=y")])));
        assert!(!is_bytes(&headers(&[("content-type", "application/octet-stream")])));
        assert!(!is_bytes(&headers(&[])));
    }

    proptest! {
        #[test]
        fn no_header_breaks_the_reading(line in "[ -~]{0,120}") {
            let found = headers(&[("upload-metadata", &line), (LENGTH, &line), (OFFSET, &line)]);
            let _read = (about(&found), length(&found), offset(&found));
        }

        #[test]
        fn every_name_comes_out_fit(name in "\\PC{1,80}") {
            let line = format!("filename {},purpose {}", encoded(&name), encoded("lesson"));
            if let Ok(read) = about(&headers(&[("upload-metadata", &line)])) {
                prop_assert!(!read.name.is_empty() && !read.name.contains(['/', '\\']));
            }
        }
    }
}

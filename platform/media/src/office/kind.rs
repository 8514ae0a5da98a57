//! What is an office document.

/// What storage calls files in the older formats of Office, whichever they are.
const OLE: &str = "application/x-ole-storage";

/// Media types, as storage finds them in the content, with the ending by which LibreOffice is told what it reads.
const KINDS: [(&str, &str); 6] = [
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.presentation", "odp"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
];

/// Endings of the older formats, which only names tell apart.
const OLD: [&str; 3] = ["doc", "ppt", "xls"];

/// The media types among which office documents are.
pub const TYPES: &[&str] = &[KINDS[0].0, KINDS[1].0, KINDS[2].0, KINDS[3].0, KINDS[4].0, KINDS[5].0, OLE];

/// The ending of an office document by its content (a media type, as storage names it), and by its name where the
/// content does not say; none for whatever is no office document.
pub fn ending(media_type: &str, name: &str) -> Option<&'static str> {
    if media_type == OLE {
        let named = name.rsplit_once('.')?.1.to_ascii_lowercase();
        return OLD.into_iter().find(|ending| *ending == named);
    }
    KINDS.iter().find(|(own, _)| *own == media_type).map(|(_, ending)| *ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_only_where_the_content_does_not_say() {
        assert_eq!(ending(KINDS[0].0, "a.exe"), Some("docx"));
        assert_eq!(ending(OLE, "讲义.PPT"), Some("ppt"));
        assert_eq!(ending(OLE, "letter.msg"), None);
        assert_eq!(ending(OLE, "doc"), None);
        assert_eq!(ending("application/zip", "a.docx"), None);
        assert_eq!(ending("application/pdf", "a.pdf"), None);
    }
}

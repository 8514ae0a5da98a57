//! What a picture may be, its address, and which pictures a text shows.

use super::format::{self, NoPicture, Shape};
use std::collections::{BTreeSet, HashMap};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// Greatest size in bytes.
pub const MOST_BYTES: u64 = 5 << 20;
/// Greatest number of pixels: a browser needs four bytes for each.
pub const MOST_PIXELS: i64 = 24_000_000;
/// Longest side in pixels.
pub const LONGEST_SIDE: i64 = 12_000;
/// Most pictures of a course.
pub const MOST_PICTURES: i64 = 500;
/// Longest description.
pub const LONGEST_DESCRIPTION: usize = 200;
/// What a form offers to choose.
pub const ACCEPT: &str = ".png,.jpg,.jpeg,.webp,.gif";
/// The media types that are kept; SVG is none of them, since it can run scripts.
pub const MEDIA_TYPES: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/gif"];

/// Looks at bytes before any of them are stored.
///
/// # Errors
/// What is wrong with them.
pub fn look(bytes: &[u8]) -> Result<Shape, Msg> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Msg::new("catalog-fault-picture-bytes").with("most", MOST_BYTES >> 20));
    }
    let shape = format::shape(bytes).map_err(|reason| match reason {
        NoPicture::Other => Msg::new("catalog-fault-picture-kind"),
        NoPicture::Broken => Msg::new("catalog-fault-picture-broken"),
    })?;
    let (width, height) = (shape.width, shape.height);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS {
        return Err(Msg::new("catalog-fault-picture-pixels")
            .with("width", width)
            .with("height", height)
            .with("side", LONGEST_SIDE)
            .with("most", MOST_PIXELS / 10_000));
    }
    Ok(shape)
}

/// Where a picture is shown.
pub fn href(course: Uuid, picture: Uuid) -> String {
    format!("/courses/{course}/pictures/{picture}")
}

/// A picture as it stands in a text. Marks in its description stay words.
pub fn markdown(description: &str, href: &str) -> String {
    let mut words = String::with_capacity(description.len());
    for c in description.chars() {
        if "\\[]*_`<&~$^".contains(c) {
            words.push('\\');
        }
        words.push(if c.is_control() { ' ' } else { c });
    }
    format!("![{words}]({href})")
}

/// The pictures of a course that rendered texts show or link to.
pub fn shown<'a>(course: Uuid, html: impl IntoIterator<Item = &'a str>) -> BTreeSet<Uuid> {
    let before = href(course, Uuid::nil()).replace(&Uuid::nil().to_string(), "");
    let id = |rest: &str| rest.get(..36).and_then(|id| Uuid::parse_str(id).ok());
    html.into_iter().flat_map(|text| text.split(&before).skip(1)).filter_map(id).collect()
}

/// How large the pictures of a course are, by address.
#[derive(Clone, Debug, Default)]
pub struct Sizes(HashMap<String, (i64, i64)>);

impl Sizes {
    /// Width and height of the picture at an address.
    pub fn of(&self, href: &str) -> Option<(i64, i64)> {
        self.0.get(href).copied()
    }
}

impl FromIterator<(String, (i64, i64))> for Sizes {
    fn from_iter<I: IntoIterator<Item = (String, (i64, i64))>>(pairs: I) -> Self {
        Sizes(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0], &[0; 4]].concat());
        bytes.extend(b"\0\0\0\x01IDATx\0\0\0\0\0\0\0\0IEND\0\0\0\0");
        bytes
    }

    #[test]
    fn a_bomb_of_pixels_is_refused_before_anything_unfolds_it() {
        assert!(look(&png(6000, 4000)).is_ok());
        for (width, height) in [(6001, 4000), (12_001, 1), (1, 12_001), (u32::MAX, u32::MAX)] {
            assert_eq!(look(&png(width, height)).unwrap_err().key(), "catalog-fault-picture-pixels");
        }
        assert_eq!(look(&[0; (5 << 20) + 1]).unwrap_err().key(), "catalog-fault-picture-bytes");
    }

    proptest! {
        #[test]
        fn what_is_inserted_shows_the_picture_with_its_description(words in "\\PC{1,60}") {
            let (course, picture) = (Uuid::from_u128(7), Uuid::from_u128(9));
            let html = xingtan_markdown::render(&markdown(&words, &href(course, picture))).into_string();
            prop_assert_eq!(html.matches("<img ").count(), 1, "{}", html);
            prop_assert_eq!(shown(course, [html.as_str()]), BTreeSet::from([picture]));
            prop_assert!(shown(picture, [html.as_str()]).is_empty());
        }
    }

    #[test]
    fn a_picture_written_as_html_is_known_as_well() {
        let (course, picture) = (Uuid::from_u128(7), Uuid::from_u128(9));
        let html = xingtan_markdown::render(&format!("<img src='{}'>", href(course, picture)));
        assert_eq!(shown(course, [html.as_str()]), BTreeSet::from([picture]));
        assert!(shown(course, ["/courses/x/pictures/y", &href(course, picture)[..60]]).is_empty());
    }
}

//! The library through its pages and addresses, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;
mod marks;
mod partners;
mod removals;
mod sharing;

use house::{House, Person};
use std::io::Cursor;
use xingtan_auth::Role;

/// A picture in one colour.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 210, 220]));
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

/// A PDF of so many pages, which share what they show.
pub fn pdf(pages: usize) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let shown = b"BT /F1 24 Tf 72 700 Td (Safety first) Tj ET".to_vec();
    let content = document.add_object(Stream::new(dictionary! {}, shown));
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            document
                .add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content })
                .into()
        })
        .collect();
    let about = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => pages as i64, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(about));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// People of one institution.
pub(crate) struct City {
    pub(crate) centre: Person,
    pub(crate) teacher: Person,
    pub(crate) colleague: Person,
    pub(crate) learner: Person,
    pub(crate) stranger: Person,
    pub(crate) supervisor: Person,
}

impl City {
    pub(crate) fn of(house: &House) -> City {
        City {
            centre: house.person("王心", &[(Role::Centre, "/1/")]),
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            colleague: house.person("周明", &[(Role::Teacher, "/1/5/")]),
            learner: house.person("吴学", &[(Role::Learner, "/1/5/7/")]),
            stranger: house.person("郑远", &[(Role::Teacher, "/1/6/")]),
            supervisor: house.person("冯督", &[(Role::Supervisor, "/1/")]),
        }
    }
}

/// Uploads a file; the address of its page.
pub async fn uploaded(
    house: &House,
    who: &Person,
    name: &str,
    bytes: &[u8],
    with: &[(&str, &str)],
) -> String {
    house.upload(who, "/library", with, (name, bytes)).await.to().to_owned()
}

/// Declares that it is one's own work.
pub async fn declared(house: &House, who: &Person, item: &str) {
    let version = house.get(who, item).await.is(200).field("version");
    let fields = [("version", version.as_str()), ("basis", "own"), ("true", "yes")];
    house.post(who, &format!("{item}/declaration"), &fields).await.is(303);
}

/// Declares and shares.
pub async fn shared(house: &House, who: &Person, item: &str, audience: &str) {
    declared(house, who, item).await;
    let version = house.get(who, item).await.field("version");
    let fields = [("version", version.as_str()), ("audience", audience)];
    house.post(who, &format!("{item}/sharing"), &fields).await.is(303);
}

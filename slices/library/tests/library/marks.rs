//! Watermarks: found by extracting text, seen by comparing pixels, never left out.

use crate::{City, House, house::tables, pdf, picture, uploaded};
use std::{io::Write as _, process::Command};
use xingtan_library::api::{Unmarked, mark};
use xingtan_testkit::databases;

const WORDS: &str = "林书岚 3456";

/// The text of a PDF as poppler reads it, without what parts its words.
fn text_of(bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let out = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).split([' ', '\n']).collect()
}

#[test]
fn every_page_of_a_pdf_bears_words_that_can_be_extracted() {
    let marked = mark(&pdf(3), "application/pdf", WORDS).unwrap();
    let text = text_of(&marked);
    for page in text.trim_end_matches('\u{c}').split('\u{c}') {
        assert!(page.contains("Safetyfirst"), "{page}");
        for sign in WORDS.chars().filter(|sign| *sign != ' ') {
            assert!(page.contains(sign), "{sign} is missing in {page}");
        }
        assert!(page.contains("林书岚") && page.contains("3456"), "{page}");
    }
    assert_eq!(text.matches('\u{c}').count(), 3);
    assert!(!text_of(&pdf(3)).contains('岚'));
}

#[test]
fn a_marked_page_looks_like_before_but_for_the_mark() {
    let draw = |bytes: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let out = Command::new("pdftoppm")
            .args(["-png", "-r", "50", "-f", "1", "-l", "1"])
            .arg(file.path())
            .output();
        image::load_from_memory(&out.unwrap().stdout).unwrap().into_luma8()
    };
    let (before, after) = (draw(&pdf(1)), draw(&mark(&pdf(1), "application/pdf", WORDS).unwrap()));
    let changed = before.pixels().zip(after.pixels()).filter(|(a, b)| a != b).count();
    let all = before.pixels().len();
    assert!(changed > all / 500, "{changed} of {all} pixels bear the mark");
    assert!(changed < all / 4, "{changed} of {all} pixels are too many");
}

#[test]
fn a_picture_bears_the_mark_on_part_of_its_pixels_and_keeps_its_size() {
    for (width, height) in [(640, 480), (1600, 300), (90, 60), (24, 24)] {
        let bytes = picture(width, height);
        let marked = mark(&bytes, "image/png", WORDS).unwrap();
        let (before, after) =
            (image::load_from_memory(&bytes).unwrap(), image::load_from_memory(&marked).unwrap());
        let (before, after) = (before.into_rgb8(), after.into_rgb8());
        assert_eq!(before.dimensions(), after.dimensions());
        let changed = before.pixels().zip(after.pixels()).filter(|(a, b)| a != b).count() as u32;
        assert!(changed > width * height / 100, "{width}×{height}: {changed} pixels bear the mark");
        assert!(changed < width * height / 2, "{width}×{height}: {changed} pixels are too many");
        let other = mark(&bytes, "image/png", "王心 9999").unwrap();
        assert_ne!(marked, other, "another viewer stands on it");
    }
}

#[test]
fn dark_pictures_and_jpeg_and_webp_bear_it_too() {
    let dark = image::RgbImage::from_pixel(300, 200, image::Rgb([5, 5, 5]));
    for format in [image::ImageFormat::Jpeg, image::ImageFormat::WebP] {
        let mut bytes = Vec::new();
        dark.write_to(&mut std::io::Cursor::new(&mut bytes), format).unwrap();
        let marked = mark(&bytes, "image/jpeg", WORDS).unwrap();
        assert_eq!(image::guess_format(&marked).unwrap(), format);
        let after = image::load_from_memory(&marked).unwrap().into_luma8();
        let light = after.pixels().filter(|it| it[0] > 30).count();
        assert!(light > 300, "{format:?}: {light}");
    }
}

#[test]
fn what_cannot_be_marked_is_named_and_never_given() {
    let check = |bytes: &[u8], kind, expected| assert_eq!(mark(bytes, kind, WORDS), Err(expected));
    check(b"%PDF-1.4\nbroken", "application/pdf", Unmarked::Broken);
    check(b"\x89PNG\r\n\x1a\nbroken", "image/png", Unmarked::Broken);
    check(b"GIF89a", "image/gif", Unmarked::Kind);
    check(b"PK", "application/zip", Unmarked::Kind);
    let mut encrypted = lopdf::Document::load_mem(&pdf(1)).unwrap();
    encrypted.trailer.set("Encrypt", lopdf::dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2 });
    let mut bytes = Vec::new();
    encrypted.save_to(&mut bytes).unwrap();
    assert!(mark(&bytes, "application/pdf", WORDS).is_err());
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked() {
    let mut bytes = picture(8, 8);
    // The sizes in the head of a PNG, and the sum over it.
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let refused = mark(&bytes, "image/png", WORDS).unwrap_err();
    assert!(matches!(refused, Unmarked::TooLarge | Unmarked::Broken), "{refused}");
}

#[tokio::test]
async fn what_demands_a_mark_is_shown_and_given_with_the_viewers_own() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let with = [("watermark", "yes"), ("download", "yes")];
        let item = uploaded(&house, &city.teacher, "手册.pdf", &pdf(2), &with).await;
        for part in ["file", "download"] {
            let own = house.get(&city.teacher, &format!("{item}/{part}")).await.is(200);
            assert!(text_of(&own.bytes).contains("林书岚"), "{part}");
            let centre = house.get(&city.centre, &format!("{item}/{part}")).await.is(200);
            let text = text_of(&centre.bytes);
            assert!(text.contains("王心") && !text.contains("林书岚"), "{part}");
        }
        let broken = uploaded(&house, &city.teacher, "坏.pdf", b"%PDF-1.4\nbroken", &with).await;
        house.get(&city.teacher, &format!("{broken}/file")).await.is(409).has("已损坏");
        let zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        let zip = uploaded(&house, &city.teacher, "包.zip", &zip, &with).await;
        house.get(&city.teacher, &zip).await.has("不能加水印");
        house.get(&city.teacher, &format!("{zip}/download")).await.is(409);
        let text = uploaded(&house, &city.teacher, "说明.txt", b"plain words", &with).await;
        house.get(&city.teacher, &text).await.has("moving-mark").has("data-words=\"林书岚");
        let free = uploaded(&house, &city.teacher, "自由.pdf", &pdf(1), &[("download", "yes")]).await;
        let free = house.get(&city.teacher, &format!("{free}/download")).await.is(200);
        assert_eq!(free.bytes, pdf(1), "without the demand the bytes are the file's own");
    }
}

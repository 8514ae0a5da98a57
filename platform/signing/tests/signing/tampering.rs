//! What becomes of files that somebody changed, cut, extended or made up.

use crate::house::{at, ours, pdf, signed, signer};
use proptest::prelude::*;
use std::sync::LazyLock;
use xingtan_signing::{Unsigned, Verdict, sign_pdf, verify_pdf};

static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(signed);

/// The hexadecimal signs of the signature.
fn gap(file: &[u8]) -> std::ops::Range<usize> {
    let start = file.windows(10).position(|window| window == b"/Contents<").unwrap() + 10;
    start..start + file[start..].iter().position(|byte| *byte == b'>').unwrap()
}

#[test]
fn a_signed_file_is_known_with_its_certificate_and_moment() {
    let Verdict::Signed(seal) = verify_pdf(&SIGNED, &ours()) else { panic!("not signed") };
    assert_eq!((seal.certificate, seal.at), (signer().certificate().id(), Some(at())));
    assert_eq!((seal.covered, seal.appended), (SIGNED.len(), 0));
    assert!(SIGNED.starts_with(&pdf(3)));
}

#[test]
fn what_is_appended_is_told() {
    let mut longer = SIGNED.clone();
    longer.extend(b"\n1 0 obj\n<<>>\nendobj\n");
    let Verdict::Signed(seal) = verify_pdf(&longer, &ours()) else { panic!("not signed") };
    assert_eq!((seal.covered, seal.appended), (SIGNED.len(), 21));
}

#[test]
fn a_cut_file_is_no_longer_what_was_signed() {
    let cut = &SIGNED[..SIGNED.len() - 5];
    assert_eq!(verify_pdf(cut, &ours()), Verdict::Altered { certificate: signer().certificate().id() });
}

#[test]
fn an_unsigned_file_is_unsigned_and_a_strangers_signature_is_not_ours() {
    assert_eq!(verify_pdf(&pdf(1), &ours()), Verdict::Unsigned);
    assert_eq!(verify_pdf(&SIGNED, &[]), Verdict::NotOurs);
    assert_eq!(verify_pdf(b"", &ours()), Verdict::Unsigned);
}

#[test]
fn a_range_that_leaves_out_more_than_the_signature_is_refused() {
    // The signature of our file put into another one, with the old words kept behind it.
    let mut other = pdf(5);
    other.extend(&SIGNED[..]);
    assert!(!matches!(verify_pdf(&other, &ours()), Verdict::Signed(_)));
    // Words that do not stand within what they say is signed.
    let gap = gap(&SIGNED);
    let text = format!("/ByteRange[0 {} {} 0]", 0, gap.end + 1);
    let mut inside = SIGNED.clone();
    inside[gap.start..gap.start + text.len()].copy_from_slice(text.as_bytes());
    assert!(!matches!(verify_pdf(&inside, &ours()), Verdict::Signed(_)));
}

#[test]
fn what_is_no_pdf_is_signed_already_or_has_no_page_is_refused() {
    let sign = |bytes: &[u8]| sign_pdf(bytes, signer(), "", "", at());
    assert!(matches!(sign(b""), Err(Unsigned::Unreadable(_))));
    assert!(matches!(sign(b"%PDF-1.7\nnothing"), Err(Unsigned::Unreadable(_))));
    assert!(matches!(sign(&pdf(1)[..2000]), Err(Unsigned::Unreadable(_))));
    assert_eq!(sign(&SIGNED), Err(Unsigned::Taken));
}

#[test]
fn a_table_of_objects_in_the_old_form_is_continued_in_it() {
    let file = lopdf_free_pdf();
    let signed = sign_pdf(&file, signer(), "", "", at()).unwrap();
    assert!(signed.starts_with(&file));
    assert!(matches!(verify_pdf(&signed, &ours()), Verdict::Signed(_)));
}

/// A PDF 1.4 with a plain table, written by hand.
fn lopdf_free_pdf() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("xref\n0 4\n0000000000 65535 f \n");
    for (n, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let start = file.len();
    file.push_str(&format!("{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

proptest! {
    #[test]
    fn no_changed_bit_passes_as_signed(at: prop::sample::Index, bit in 0..8) {
        let mut file = SIGNED.clone();
        let at = at.index(file.len());
        file[at] ^= 1u8 << bit;
        let gap = gap(&SIGNED);
        let verdict = verify_pdf(&file, &ours());
        // Signs of the signature: their case says nothing, and zeros fill up the room behind it.
        if gap.contains(&at) {
            prop_assert!(verdict == verify_pdf(&SIGNED, &ours()) || !matches!(verdict, Verdict::Signed(_)));
        } else {
            prop_assert!(!matches!(verdict, Verdict::Signed(_)), "{:?}", verdict);
        }
    }

    #[test]
    fn any_bytes_are_answered(start: Vec<u8>, a in 0..400usize, b in 0..400usize, c: usize, end: Vec<u8>) {
        let words = format!("/ByteRange [0 {a} {b} {c}]");
        let file = [start.as_slice(), words.as_bytes(), b"/Contents<00>", &end].concat();
        prop_assert!(!matches!(verify_pdf(&file, &ours()), Verdict::Signed(_)));
        prop_assert!(sign_pdf(&file, signer(), "", "", at()).is_err());
    }
}

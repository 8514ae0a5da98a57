//! What poppler's and OpenSSL's programs say of our signatures.

use crate::house::{NAME, at, made, ours, pdf, signed, signer};
use std::{io::Write as _, process::Command};
use tempfile::NamedTempFile;
use xingtan_signing::{Verdict, sign_pdf, verify_pdf};

fn kept(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// What a program says; none where it is not installed, which in CI is an error.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let all = [output.stdout, output.stderr].concat();
            Some(String::from_utf8_lossy(&all).into_owned())
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{program}: {error}");
            eprintln!("{program} is not installed; skipped");
            None
        }
    }
}

fn pdfsig(bytes: &[u8]) -> Option<String> {
    said("pdfsig", &["-nocert", kept(bytes).path().to_str().unwrap()])
}

#[test]
fn a_reader_shows_a_valid_signature_of_the_institution_over_the_whole_file() {
    let Some(said) = pdfsig(&signed()) else { return };
    for words in [
        "Signature #1:",
        "Signature is Valid.",
        "Total document signed",
        "adbe.pkcs7.detached",
        "Signing Hash Algorithm: SHA-256",
        "Nov 22 2026",
        NAME,
    ] {
        assert!(said.contains(words), "{words} is missing from {said}");
    }
}

#[test]
fn a_reader_says_when_a_byte_was_changed_or_something_was_appended() {
    let mut changed = signed();
    changed[700] ^= 1;
    if let Some(said) = pdfsig(&changed) {
        assert!(!said.contains("Signature is Valid."), "{said}");
    }
    let mut longer = signed();
    longer.extend(b"\n% more\n");
    if let Some(said) = pdfsig(&longer) {
        assert!(said.contains("Not total document signed"), "{said}");
    }
}

#[test]
fn a_signed_file_reads_as_before() {
    let (before, after) = (kept(&pdf(120)), sign_pdf(&pdf(120), signer(), "r", "", at()).unwrap());
    let after = kept(&after);
    let text = |file: &NamedTempFile| said("pdftotext", &["-layout", file.path().to_str().unwrap(), "-"]);
    assert_eq!(text(&before), text(&after));
    let info = |file: &NamedTempFile| {
        let said = said("pdfinfo", &[file.path().to_str().unwrap()])?;
        let own = |line: &&str| !line.starts_with("Form:") && !line.starts_with("File size:");
        Some(said.lines().filter(own).map(str::to_owned).collect::<Vec<_>>())
    };
    // Title, tags, pages, and what poppler complains about.
    assert_eq!(info(&before), info(&after));
}

#[test]
fn the_certificate_names_the_institution_and_is_for_signing_documents() {
    let pem = kept(signer().certificate_pem().as_bytes());
    let file = pem.path().to_str().unwrap();
    let Some(said) = said(
        "openssl",
        &["x509", "-in", file, "-noout", "-text", "-nameopt", "utf8", "-fingerprint", "-sha256"],
    ) else {
        return;
    };
    for words in [
        NAME,
        "CA:FALSE",
        "Digital Signature, Non Repudiation",
        "1.3.6.1.5.5.7.3.36",
        "3072 bit",
        "sha256WithRSAEncryption",
        &signer().certificate().fingerprint(),
    ] {
        assert!(said.contains(words), "{words} is missing from {said}");
    }
}

#[test]
fn the_signature_is_cms_with_the_attributes_of_cades() {
    let file = signed();
    let start = file.windows(10).position(|window| window == b"/Contents<").unwrap() + 10;
    let end = start + file[start..].iter().position(|byte| *byte == b'>').unwrap();
    let cms = hex::decode(&file[start..end]).unwrap();
    let content = [&file[..start - 1], &file[end + 1..]].concat();
    let (cms, content, pem) = (kept(&cms), kept(&content), kept(signer().certificate_pem().as_bytes()));
    let path = |file: &NamedTempFile| file.path().to_str().unwrap().to_owned();
    let (cms, content, pem) = (path(&cms), path(&content), path(&pem));
    let arguments = ["cms", "-verify", "-inform", "DER", "-in", &cms, "-content", &content, "-binary"];
    let rest = ["-CAfile", &pem, "-partial_chain", "-purpose", "any", "-cades", "-out", "/dev/null"];
    let Some(said) = said("openssl", &[arguments.as_slice(), &rest].concat()) else { return };
    assert!(said.to_lowercase().contains("verification successful"), "{said}");
}

#[test]
fn names_of_any_length_and_sign_can_sign() {
    for name in ["", "  ", "𪚥龘".repeat(200).leak(), "a\nb\"\\)(<>&,=+\u{202e}"] {
        let signer = made(name);
        let file = sign_pdf(&pdf(1), &signer, "原因 ()<>\\ 𪚥", "\u{0}\n", at()).unwrap();
        let ours = vec![signer.certificate().clone()];
        assert!(matches!(verify_pdf(&file, &ours), Verdict::Signed(_)), "{name}");
        if let Some(said) = pdfsig(&file) {
            assert!(said.contains("Signature is Valid."), "{name}: {said}");
        }
    }
    assert_eq!(verify_pdf(&signed(), &[made("another").certificate().clone()]), Verdict::NotOurs);
    assert!(matches!(verify_pdf(&signed(), &ours()), Verdict::Signed(_)));
}

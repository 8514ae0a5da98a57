//! A signer that all tests share (a key takes a while), and PDFs as the program's typesetter writes them.

use std::sync::OnceLock;
use xingtan_clock::{Timestamp, Zone};
use xingtan_documents::pdf::{Document, PdfColumn, Sheet};
use xingtan_i18n::{Kind, Lang, Texts};
use xingtan_keys::KeyRing;
use xingtan_signing::{Certificate, Signer, ensure, sign_pdf};
use xingtan_testkit::{clock, ids, sqlite};
use xingtan_typeset::{Fonts, set};

pub const NAME: &str = "远山学院（集团）";

/// The signer of an institution.
pub fn signer() -> &'static Signer {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| made(NAME))
}

/// A new signer of another one.
pub fn made(name: &'static str) -> Signer {
    let work = async move {
        let clock = clock();
        let db = sqlite(&[xingtan_audit::migrations(), xingtan_signing::migrations()]).await;
        ensure(&db, &KeyRing::in_memory(), &ids(&clock), &clock, name).await.unwrap()
    };
    // A runtime of its own: tests that have one may not block on another.
    std::thread::spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(work)).join().unwrap()
}

pub fn ours() -> Vec<Certificate> {
    vec![signer().certificate().clone()]
}

pub fn at() -> Timestamp {
    "2026-11-22T09:40:21Z".parse().unwrap()
}

/// A certificate of some pages.
pub fn pdf(rows: usize) -> Vec<u8> {
    let texts = Texts::build(&[xingtan_i18n::texts(), xingtan_documents::texts()].concat());
    let l = texts.locale(Lang::ZhCn, Kind::Academy, Zone::default());
    let columns = vec![PdfColumn::words("课程", 4), PdfColumn::figures("学分", 1)];
    let rows = (0..rows).map(|n| vec![format!("消防安全 {n}"), "1.50".to_owned()]).collect();
    let document = Document::new(&l, NAME, "结业证书", at()).text("林小满 已完成全部课程。").table(
        columns,
        rows,
        Vec::new(),
    );
    set(&Sheet::from(&document), Fonts::of_the_system(false).unwrap()).unwrap()
}

pub fn signed() -> Vec<u8> {
    sign_pdf(&pdf(3), signer(), "结业证书签发", "上海", at()).unwrap()
}

//! Who signs: made once, kept sealed, renewed, never lost.

use crate::house::{at, pdf};
use xingtan_clock::{Clock, Ids, Span};
use xingtan_db::{Db, Migrations};
use xingtan_keys::KeyRing;
use xingtan_signing::{NoSigner, Signer, Verdict, certificate, certificates, ensure, sign_pdf, verify_pdf};
use xingtan_testkit::{clock, databases, ids};

fn migrations() -> Vec<Migrations> {
    vec![xingtan_audit::migrations(), xingtan_signing::migrations()]
}

struct House {
    keys: KeyRing,
    clock: Clock,
    ids: Ids,
}

impl House {
    fn new() -> House {
        let clock = clock();
        House { keys: KeyRing::in_memory(), ids: ids(&clock), clock }
    }

    async fn ensure(&self, db: &Db, name: &str) -> Result<Signer, NoSigner> {
        ensure(db, &self.keys, &self.ids, &self.clock, name).await
    }
}

async fn count(db: &Db, table: &'static str) -> i64 {
    db.read(move |tx| {
        Ok::<_, xingtan_db::Error>(tx.one::<(i64,)>(&format!("SELECT count(*) FROM {table}"), &[])?.0)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signer_is_made_once_and_found_again_also_by_processes_that_race() {
    for db in databases(&migrations()).await {
        let house = House::new();
        let (a, b) = tokio::join!(house.ensure(&db, "院"), house.ensure(&db, "院"));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.certificate(), b.certificate());
        assert_eq!(house.ensure(&db, "院").await.unwrap().certificate(), a.certificate());
        assert_eq!(count(&db, "signing_identity").await, 1);
        assert_eq!(count(&db, "audit_entry").await, 1);
        let file = sign_pdf(&pdf(1), &b, "", "", at()).unwrap();
        let all = db.read(certificates).await.unwrap();
        assert!(matches!(verify_pdf(&file, &all), Verdict::Signed(seal) if seal.appended == 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_or_ten_years_bring_a_new_certificate_and_old_documents_stay_verifiable() {
    for db in databases(&migrations()).await {
        let house = House::new();
        assert!(db.read(certificate).await.unwrap().is_none());
        let first = house.ensure(&db, "院").await.unwrap();
        let file = sign_pdf(&pdf(1), &first, "", "", at()).unwrap();
        let renamed = house.ensure(&db, "大学").await.unwrap();
        assert_ne!(first.certificate().id(), renamed.certificate().id());
        house.clock.turn(Span::of_days(3653));
        let renewed = house.ensure(&db, "大学").await.unwrap();
        assert_ne!(renewed.certificate().id(), renamed.certificate().id());
        assert!(renewed.certificate().not_after() > house.clock.now() + Span::of_days(29 * 365));
        let all = db.read(certificates).await.unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(db.read(certificate).await.unwrap().as_ref(), Some(renewed.certificate()));
        assert_eq!(&all[0], renewed.certificate());
        let Verdict::Signed(seal) = verify_pdf(&file, &all) else { panic!("not verifiable any more") };
        assert_eq!(seal.certificate, first.certificate().id());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_lies_in_the_database_only_sealed_and_other_keys_do_not_open_it() {
    for db in databases(&migrations()).await {
        let house = House::new();
        let signer = house.ensure(&db, "院").await.unwrap();
        let (sealed,): (Vec<u8>,) =
            db.read(|tx| tx.one("SELECT private_key FROM signing_identity", &[])).await.unwrap();
        // PKCS #8 names the kind of key; what is sealed does not show it.
        let rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
        assert!(!sealed.windows(rsa.len()).any(|window| window == rsa));
        assert!(signer.certificate_der().windows(rsa.len()).any(|window| window == rsa));
        assert!(!format!("{signer:?}").contains("private"));
        let stranger = House { keys: KeyRing::in_memory(), ..House::new() };
        assert!(matches!(stranger.ensure(&db, "院").await, Err(NoSigner::Sealed(_))));
        assert_eq!(count(&db, "signing_identity").await, 1);
        house.keys.rotate_server_key().unwrap();
        assert_eq!(house.ensure(&db, "院").await.unwrap().certificate(), signer.certificate());
    }
}

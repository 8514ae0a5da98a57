//! The signer in force: found, or made at first need.

use crate::{
    Certificate, NoSigner, Signer,
    signer::{self, Fresh},
    store::{self, Identity},
};
use xingtan_audit::{Entry, Who, record};
use xingtan_clock::{Clock, Ids, Span, Timestamp};
use xingtan_db::Db;
use xingtan_keys::KeyRing;

/// A new certificate is made after so long (ten years), while the old one is still valid for long: what is signed
/// last under it shall still be shown as valid for decades.
const IN_FORCE: Span = Span::of_days(3652);

/// The signer in force for the institution of this name. Makes certificate and key where there are none, where the
/// name has changed and where the certificate is ten years old; the old ones stay, so that what they signed can be
/// verified. Two processes that do so at once end with the same signer.
///
/// Must not be called within a unit of work: making a key computes for up to some seconds.
///
/// # Errors
/// See [`NoSigner`].
pub async fn ensure(
    db: &Db,
    keys: &KeyRing,
    ids: &Ids,
    clock: &Clock,
    name: &str,
) -> Result<Signer, NoSigner> {
    let now = clock.now();
    let found = db.read(|tx| Ok::<_, NoSigner>(store::newest(tx)?)).await?;
    if let Some(identity) = found.filter(|identity| is_in_force(identity, name, now)) {
        return opened(keys, identity).await;
    }
    let (id, entry, named) = (ids.next(), ids.next(), name.to_owned());
    let fresh = computed(move || signer::make(id, &named, now)).await?;
    let sealed = keys.seal(store::place(id), &fresh.key);
    let (certificate, named) = (fresh.certificate.clone(), name.to_owned());
    let other = db
        .write_keyed("signing-identity", move |tx| {
            let newest = store::newest(tx)?;
            if let Some(identity) = newest.filter(|identity| is_in_force(identity, &named, now)) {
                return Ok::<_, NoSigner>(Some(identity));
            }
            store::keep(tx, &certificate, &sealed)?;
            record(tx, &told(entry, now, &certificate))?;
            Ok(None)
        })
        .await?;
    match other {
        Some(identity) => opened(keys, identity).await,
        None => computed(move || open(fresh)).await,
    }
}

/// Whether an identity still signs.
fn is_in_force(identity: &Identity, name: &str, now: Timestamp) -> bool {
    identity.name == name && now < identity.not_after && now < identity.created_at + IN_FORCE
}

fn told(id: xingtan_clock::Uuid, at: Timestamp, certificate: &Certificate) -> Entry {
    Entry::new(id, at, "signing.identity-made", &Who::program())
        .on("signing-identity", certificate.id, certificate.name.clone())
        .detail(&certificate.fingerprint())
}

fn open(fresh: Fresh) -> Result<Signer, NoSigner> {
    Signer::open(fresh.certificate, &fresh.key)
}

async fn opened(keys: &KeyRing, identity: Identity) -> Result<Signer, NoSigner> {
    let key = keys.unseal(store::place(identity.id), &identity.private_key)?;
    computed(move || Signer::open(identity.certificate(), &key)).await
}

async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, NoSigner> + Send + 'static,
) -> Result<T, NoSigner> {
    tokio::task::spawn_blocking(work).await.map_err(|error| NoSigner::Unusable(error.to_string()))?
}

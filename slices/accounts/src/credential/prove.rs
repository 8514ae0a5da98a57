//! Is the password right? Computing outside units of work, a bounded number at a time.

use super::store::Known;
use crate::slip;
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::sync::Semaphore;
use xingtan_auth::password;
use xingtan_keys::KeyRing;
use xingtan_web::Fault;

/// A hash takes 20 ms of a core and 19 MiB: no more of them at a time than cores, and never more than eight.
static AT_A_TIME: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    Arc::new(Semaphore::new(cores.clamp(2, 8)))
});

/// Who waits longer is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Against this hash the passwords of unknown users are checked, so that they cost the same time.
static NOBODYS: LazyLock<String> = LazyLock::new(|| password::hash("nobody's").unwrap_or_default());

/// What a password was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Whether it was right.
    pub right: bool,
    hash: Option<String>,
    mac: Option<Vec<u8>>,
}

impl Proof {
    /// Whether the account still has the credential that was compared.
    pub fn still_of(&self, known: Option<&Known>) -> bool {
        let now = known.map(|known| (known.password_hash.clone(), known.initial_mac.clone()));
        now.unwrap_or_default() == (self.hash.clone(), self.mac.clone())
    }
}

/// Compares a password with an account, known or not, at the same cost.
///
/// # Errors
/// [`Fault::Busy`] when too many passwords wait to be compared.
pub async fn password(keys: &KeyRing, known: Option<&Known>, typed: &str) -> Result<Proof, Fault> {
    let hash = known.and_then(|known| known.password_hash.clone());
    let mac = known.and_then(|known| known.initial_mac.clone());
    let initial = match (known, &mac) {
        (Some(known), Some(mac)) => slip::is_initial(keys, known.person, typed, mac),
        _ => false,
    };
    let (typed, against) = (typed.to_owned(), hash.clone());
    let by_hash = compute(move || match &against {
        Some(hash) => password::verify(&typed, hash),
        None => {
            // The comparison with nobody's hash takes its time and counts for nothing.
            std::hint::black_box(password::verify(&typed, &NOBODYS));
            false
        }
    })
    .await?;
    Ok(Proof { right: initial || by_hash, hash, mac })
}

/// The hash of a new password.
///
/// # Errors
/// [`Fault::Busy`] as above; [`Fault::Broken`] when there is no randomness.
pub async fn hash(typed: &str) -> Result<String, Fault> {
    let typed = typed.to_owned();
    compute(move || password::hash(&typed)).await?.ok_or(Fault::Broken)
}

/// Whether a password belongs to any of these hashes.
///
/// # Errors
/// [`Fault::Busy`] as above.
pub async fn is_any_of(typed: &str, hashes: Vec<String>) -> Result<bool, Fault> {
    let typed = typed.to_owned();
    compute(move || hashes.iter().any(|hash| password::verify(&typed, hash))).await
}

async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let turn = tokio::time::timeout(PATIENCE, AT_A_TIME.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(Fault::Busy) };
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    done.await.map_err(|_| Fault::Broken)
}

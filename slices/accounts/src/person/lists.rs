//! Long lists of values in `IN (…)`: in chunks, of few sizes, so that each connection keeps few statements prepared.

use xingtan_clock::Uuid;
use xingtan_db::{FromRow, Param, Result, Tx};

/// Most values in one statement.
pub const CHUNK: usize = 512;

/// The sizes to which chunks are filled up by repeating their last value.
const SIZES: [usize; 4] = [1, 8, 64, CHUNK];

/// Rows of a statement over many ids, one statement per 512. `sql` is given how many parameters stand in `IN (…)`:
/// `|n| format!("SELECT … IN ({})", list(1, n))`. The ids should be distinct.
pub fn by_ids<R: FromRow>(tx: &mut Tx<'_>, ids: &[Uuid], sql: impl Fn(usize) -> String) -> Result<Vec<R>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let params = filled(chunk.iter().copied().map(Param::Uuid).collect());
        found.extend(tx.all::<R>(&sql(params.len()), &params)?);
    }
    Ok(found)
}

/// The same over texts.
pub fn by_texts<R: FromRow, T: AsRef<str>>(
    tx: &mut Tx<'_>,
    texts: &[T],
    sql: impl Fn(usize) -> String,
) -> Result<Vec<R>> {
    let mut found = Vec::new();
    for chunk in texts.chunks(CHUNK) {
        let params = filled(chunk.iter().map(|text| Param::Text(text.as_ref())).collect());
        found.extend(tx.all::<R>(&sql(params.len()), &params)?);
    }
    Ok(found)
}

fn filled(mut params: Vec<Param<'_>>) -> Vec<Param<'_>> {
    if let Some(last) = params.last().copied() {
        let size = SIZES.into_iter().find(|size| params.len() <= *size).unwrap_or(params.len());
        params.resize(size, last);
    }
    params
}

/// Ids in order, each once.
pub fn distinct(ids: &[Uuid]) -> Vec<Uuid> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

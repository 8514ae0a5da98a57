//! Files as rows, and the claims on them. Plain store functions over the caller's unit of work.

use crate::{Stored, sweep::born};
use std::collections::HashSet;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Result, ToParam as _, Tx, list, params, row};

row! {
    /// A file that is not deleted.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FileRow {
        /// Its id.
        pub id: Uuid,
        /// Where its bytes lie.
        pub content_id: Uuid,
        /// SHA-256 of its bytes in hexadecimal.
        pub sha256: String,
        /// How many bytes it has.
        pub size: i64,
        /// What it is, by content.
        pub media_type: String,
        /// Whether it may run scripts in a browser.
        pub active: bool,
        /// Its name, fit to be offered for a download.
        pub name: String,
        /// Who uploaded it; nobody when the program made it.
        pub uploaded_by: Option<Uuid>,
        /// When.
        pub uploaded_at: Timestamp,
    }
}

/// What uses a file: a kind of thing, prefixed by its crate (`catalog-lesson`), and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimer<'a> {
    /// The kind.
    pub kind: &'a str,
    /// The id.
    pub id: Uuid,
}

/// Keeps stored bytes as a file. Bytes that are already there (same hash) are shared, and the new ones swept. The
/// file has no claim yet: claim it in the same unit, or it is swept after a day.
///
/// # Errors
/// [`Error::NotFound`] when the bytes were put more than half a day ago: the sweep may have taken them.
pub fn keep(
    tx: &mut Tx<'_>,
    stored: &Stored,
    name: &str,
    uploaded_by: Option<Uuid>,
    now: Timestamp,
) -> Result<FileRow> {
    if born(stored.id).is_some_and(|at| at < now - Span::of_hours(12)) {
        return Err(Error::NotFound);
    }
    // A row in this unit's sight holds its content: the sweep removes only what no row points to, for good.
    let shared: Option<Uuid> = tx.opt(
        "SELECT content_id FROM storage_file WHERE sha256 = $1 AND size = $2 ORDER BY id LIMIT 1",
        params![stored.sha256, stored.size],
    )?;
    let content = shared.unwrap_or(stored.id);
    let name = download_name(name);
    tx.exec(
        "INSERT INTO storage_file
            (id, content_id, sha256, size, media_type, active, name, uploaded_by, uploaded_at, unclaimed_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
        params![
            stored.id,
            content,
            stored.sha256,
            stored.size,
            stored.media.media_type,
            stored.media.active,
            name,
            uploaded_by,
            now
        ],
    )?;
    Ok(FileRow {
        id: stored.id,
        content_id: content,
        sha256: stored.sha256.clone(),
        size: stored.size,
        media_type: stored.media.media_type.to_owned(),
        active: stored.media.active,
        name,
        uploaded_by,
        uploaded_at: now,
    })
}

/// The file, if it exists and is not deleted.
pub fn find(tx: &mut Tx<'_>, file: Uuid) -> Result<Option<FileRow>> {
    tx.opt(
        "SELECT id, content_id, sha256, size, media_type, active, name, uploaded_by, uploaded_at
         FROM storage_file
         WHERE id = $1 AND deleted_at IS NULL",
        params![file],
    )
}

/// Which of several files have a row, those in the bin among them: what refers to any other can go. One statement.
pub fn present(tx: &mut Tx<'_>, files: &[Uuid]) -> Result<HashSet<Uuid>> {
    let sql = format!("SELECT id FROM storage_file WHERE id IN ({})", list(1, files.len()));
    let given: Vec<_> = files.iter().map(|id| id.to_param()).collect();
    Ok(tx.all(&sql, &given)?.into_iter().collect())
}

/// The files that something claims, oldest first.
pub fn claimed_by(tx: &mut Tx<'_>, by: Claimer<'_>) -> Result<Vec<FileRow>> {
    tx.all(
        "SELECT f.id, f.content_id, f.sha256, f.size, f.media_type, f.active, f.name, f.uploaded_by, f.uploaded_at
         FROM storage_claim c
         JOIN storage_file f ON f.id = c.file_id
         WHERE c.claimed_by_kind = $1 AND c.claimed_by_id = $2 AND f.deleted_at IS NULL
         ORDER BY f.uploaded_at, f.id",
        params![by.kind, by.id],
    )
}

/// What claims a file, as kind and id: who may see the file is for these to say.
pub fn claims(tx: &mut Tx<'_>, file: Uuid) -> Result<Vec<(String, Uuid)>> {
    tx.all(
        "SELECT claimed_by_kind, claimed_by_id FROM storage_claim
         WHERE file_id = $1
         ORDER BY claimed_at, claimed_by_id",
        params![file],
    )
}

/// Claims a file; claiming twice is claiming once.
///
/// # Errors
/// [`xingtan_db::Error::ForeignKey`] when there is no such file (it may have been swept).
pub fn claim(tx: &mut Tx<'_>, file: Uuid, by: Claimer<'_>, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO storage_claim (file_id, claimed_by_kind, claimed_by_id, claimed_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (file_id, claimed_by_kind, claimed_by_id) DO NOTHING",
        params![file, by.kind, by.id, now],
    )?;
    tx.exec(
        "UPDATE storage_file SET unclaimed_since = NULL WHERE id = $1 AND unclaimed_since IS NOT NULL",
        params![file],
    )?;
    Ok(())
}

/// Gives up a claim. After the last one the file has a day left.
pub fn release(tx: &mut Tx<'_>, file: Uuid, by: Claimer<'_>, now: Timestamp) -> Result<()> {
    tx.exec(
        "DELETE FROM storage_claim WHERE file_id = $1 AND claimed_by_kind = $2 AND claimed_by_id = $3",
        params![file, by.kind, by.id],
    )?;
    tx.exec(
        "UPDATE storage_file SET unclaimed_since = $2
         WHERE id = $1
           AND unclaimed_since IS NULL
           AND NOT EXISTS (SELECT 1 FROM storage_claim c WHERE c.file_id = $1)",
        params![file, now],
    )?;
    Ok(())
}

/// Puts a file into the bin, from which it can be restored for 30 days. True when it was not there yet.
pub fn delete(tx: &mut Tx<'_>, file: Uuid, by: Uuid, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE storage_file SET deleted_at = $2, deleted_by = $3 WHERE id = $1 AND deleted_at IS NULL",
        params![file, now, by],
    )?;
    Ok(changed > 0)
}

/// Takes a file out of the bin. True when it was there.
pub fn restore(tx: &mut Tx<'_>, file: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE storage_file SET deleted_at = NULL, deleted_by = NULL WHERE id = $1 AND deleted_at IS NOT NULL",
        params![file],
    )?;
    Ok(changed > 0)
}

/// Contents with the hash and size they must have, in the order of their ids after `after`: for backups and the
/// doctor. Files in the bin are among them.
pub fn contents(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<(Uuid, String, i64)>> {
    tx.all(
        "SELECT content_id, min(sha256), min(size) FROM storage_file
         WHERE content_id > $1
         GROUP BY content_id
         ORDER BY content_id
         LIMIT $2",
        params![after.unwrap_or(Uuid::nil()), limit],
    )
}

/// How many different contents there are, and how many bytes they take; files in the bin are among them.
pub fn usage(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    tx.one(
        "SELECT count(*), CAST(COALESCE(sum(size), 0) AS bigint)
         FROM (SELECT content_id, min(size) AS size FROM storage_file GROUP BY content_id) AS content",
        params![],
    )
}

/// A name that can stand in a header and on any disk: without folders, control characters and signs that file
/// systems refuse, at most 180 characters with its ending kept.
pub fn download_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c })
        .filter(|c| !c.is_control() && !xingtan_i18n::is_unseen(*c))
        .collect();
    let clean = clean.trim_matches(['.', ' ', '\u{3000}']);
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, Some(ending)),
        _ => (clean, None),
    };
    let stem: String = stem.chars().take(180 - ending.map_or(0, |e| e.chars().count() + 1)).collect();
    match (stem.is_empty(), ending) {
        (true, _) => "file".to_owned(),
        (false, Some(ending)) => format!("{stem}.{ending}"),
        (false, None) => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_fit_for_headers_and_disks() {
        for (name, fit) in [
            ("讲义 第 1 章.pdf", "讲义 第 1 章.pdf"),
            ("C:\\fakepath\\a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(download_name(name), fit);
        }
        let long = download_name(&format!("{}.pdf", "学".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (180, true));
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_fit_one_and_stays_it(name in ".{0,300}") {
            let fit = download_name(&name);
            prop_assert!(!fit.is_empty() && fit.chars().count() <= 180 && !fit.contains(['/', '\\', '\n', '"']));
            prop_assert_eq!(download_name(&fit), fit);
        }
    }
}

//! Who sees an item, and what may become of it: pure (CRS-8, GOV-11).

use crate::words::words;
use xingtan_clock::Timestamp;
use xingtan_media::{Kind as Played, office};

words! {
    /// Where an item stands.
    State {
        /// 草稿: only its owner and who manages there.
        Draft = "draft",
        /// 已共享.
        Shared = "shared",
        /// 已到期: the declared right has ended.
        Expired = "expired",
        /// 已下架.
        Down = "down",
        /// Removed; kept for the trail alone.
        Deleted = "deleted",
    }
}

words! {
    /// With whom an item is shared.
    Audience {
        /// Those who make courses, in the unit and below it.
        Authors = "authors",
        /// Everybody in the unit and below it.
        Learners = "learners",
        /// Everybody of the institution.
        Everybody = "everybody",
    }
}

words! {
    /// What an item is, by its content.
    Kind {
        /// PDF.
        Pdf = "pdf",
        /// A picture that browsers show.
        Picture = "picture",
        /// A film.
        Video = "video",
        /// Sound.
        Audio = "audio",
        /// Text or Markdown.
        Text = "text",
        /// An office document.
        Office = "office",
        /// Anything else: taken along, never shown.
        Other = "other",
    }
}

words! {
    /// On what the right to share rests.
    Basis {
        /// 自有作品.
        Own = "own",
        /// 已获授权.
        Licensed = "licensed",
        /// 公有领域.
        Public = "public",
    }
}

/// The media types of pictures that browsers show.
pub const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

impl Kind {
    /// What a file is by its media type; its name decides only among what is no danger.
    pub fn of(media_type: &str, active: bool, name: &str) -> Kind {
        match Played::of_media_type(media_type) {
            _ if active => Kind::Other,
            Some(Played::Video) => Kind::Video,
            Some(Played::Audio) => Kind::Audio,
            None if media_type == "application/pdf" => Kind::Pdf,
            None if PICTURES.contains(&media_type) => Kind::Picture,
            None if media_type == "text/plain" => Kind::Text,
            None if office::ending(media_type, name).is_some() => Kind::Office,
            None => Kind::Other,
        }
    }
}

/// Who looks, as far as it matters for one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// It is theirs.
    pub own: bool,
    /// They manage the library there.
    pub manages: bool,
    /// They read all that was ever shared there.
    pub reads: bool,
    /// They make courses somewhere.
    pub uses: bool,
    /// They make courses in the item's unit or above it.
    pub uses_there: bool,
    /// They belong to the item's unit or one below it.
    pub below: bool,
}

/// Whether a viewer sees an item. The list asks the same in SQL (`store::seen`).
pub const fn sees(state: State, audience: Audience, viewer: Viewer) -> bool {
    if matches!(state, State::Deleted) {
        return false;
    }
    if viewer.own || viewer.manages || (viewer.reads && !matches!(state, State::Draft)) {
        return true;
    }
    if !matches!(state, State::Shared) {
        return false;
    }
    match audience {
        Audience::Everybody => true,
        Audience::Learners => viewer.below || viewer.uses_there,
        Audience::Authors => (viewer.below && viewer.uses) || viewer.uses_there,
    }
}

/// What is known when somebody wants to share.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Where the item stands.
    pub state: State,
    /// Whether its right was declared.
    pub declared: bool,
    /// When the declared right ends.
    pub ends_at: Option<Timestamp>,
    /// Whether the owner may not share any more.
    pub blocked: bool,
    /// Whether whoever shares may share with the whole institution.
    pub everywhere: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// It is shared.
    Shared,
    /// Nobody declared the right to.
    Undeclared,
    /// The declared right has ended.
    Ended,
    /// The owner infringed too often.
    Blocked,
    /// It was taken down; it is restored, not shared.
    Down,
    /// Only who manages the whole library shares with everybody.
    NotEverywhere,
}

/// Judges sharing with an audience.
pub fn share(facts: Facts, audience: Audience, now: Timestamp) -> Share {
    match facts.state {
        State::Down | State::Deleted => Share::Down,
        _ if facts.blocked => Share::Blocked,
        _ if !facts.declared => Share::Undeclared,
        _ if facts.ends_at.is_some_and(|at| at <= now) => Share::Ended,
        _ if audience == Audience::Everybody && !facts.everywhere => Share::NotEverywhere,
        _ => Share::Shared,
    }
}

/// How something is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// As it is.
    AsItIs,
    /// With the mark on it.
    Marked,
    /// Its PDF with the mark on it.
    PdfMarked,
    /// Taking it along is not allowed.
    NotAllowed,
    /// A mark is demanded that files of this kind cannot bear.
    Unmarkable,
}

/// Judges taking an item along. `markable`: its media type bears a mark; `has_pdf`: its PDF is ready.
pub const fn take(kind: Kind, download: bool, watermark: bool, markable: bool, has_pdf: bool) -> Take {
    match (download, watermark, kind) {
        (false, _, _) => Take::NotAllowed,
        (true, false, _) => Take::AsItIs,
        (true, true, _) if markable => Take::Marked,
        (true, true, Kind::Office) if has_pdf => Take::PdfMarked,
        (true, true, _) => Take::Unmarkable,
    }
}

/// Tags of one item.
pub const MOST_TAGS: usize = 12;
/// Signs of a tag.
pub const LONGEST_TAG: usize = 30;

/// What is wrong with tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// More than [`MOST_TAGS`].
    TooMany,
    /// One is longer than [`LONGEST_TAG`].
    TooLong,
}

/// Tags as typed, separated by commas of either kind, semicolons or line ends: each once, without case.
///
/// # Errors
/// See [`Tags`].
pub fn tags(typed: &str) -> Result<Vec<String>, Tags> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', '，', '、', ';', '；', '\n']) {
        let tag = tag.trim().trim_start_matches('#').trim();
        if tag.is_empty() || tags.iter().any(|own| own.to_lowercase() == tag.to_lowercase()) {
            continue;
        }
        if tag.chars().count() > LONGEST_TAG {
            return Err(Tags::TooLong);
        }
        if tags.len() >= MOST_TAGS {
            return Err(Tags::TooMany);
        }
        tags.push(tag.to_owned());
    }
    Ok(tags)
}

/// Whether an office document carries macros: the parts that hold them have fixed names.
pub fn has_macros(media_type: &str, bytes: &[u8]) -> bool {
    let wide: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    media_type.contains("macroEnabled")
        || has(b"vbaProject.bin")
        || (media_type.contains("ole") && has(&wide))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }

    prop_compose! {
        fn viewer()(bits in 0_u8..64) -> Viewer {
            let bit = |n: u8| bits & (1 << n) != 0;
            Viewer {
                own: bit(0), manages: bit(1), reads: bit(2), uses: bit(3), uses_there: bit(4), below: bit(5),
            }
        }
    }

    proptest! {
        #[test]
        fn only_owner_and_manager_see_drafts_and_nobody_what_was_deleted(
            audience in any_of(Audience::ALL), viewer in viewer(),
        ) {
            prop_assert!(!sees(State::Deleted, audience, viewer));
            prop_assert_eq!(sees(State::Draft, audience, viewer), viewer.own || viewer.manages);
        }

        #[test]
        fn who_sees_with_fewer_sees_with_more(viewer in viewer(), state in any_of(State::ALL)) {
            prop_assert!(!sees(state, Audience::Authors, viewer) || sees(state, Audience::Learners, viewer));
            prop_assert!(!sees(state, Audience::Learners, viewer) || sees(state, Audience::Everybody, viewer));
        }

        #[test]
        fn nothing_is_shared_without_a_right_that_holds(
            state in any_of(State::ALL), declared: bool, ends in proptest::option::of(0_i64..100),
            blocked: bool, everywhere: bool, audience in any_of(Audience::ALL),
        ) {
            let ends_at = ends.map(Timestamp::from_seconds);
            let now = Timestamp::from_seconds(50);
            let facts = Facts { state, declared, ends_at, blocked, everywhere };
            if share(facts, audience, now) == Share::Shared {
                prop_assert!(declared && !blocked && ends_at.is_none_or(|at| at > now));
                prop_assert!(state != State::Down && state != State::Deleted);
                prop_assert!(audience != Audience::Everybody || everywhere);
            }
        }

        #[test]
        fn what_demands_a_mark_is_never_taken_without_one(
            kind in any_of(Kind::ALL), download: bool, markable: bool, has_pdf: bool,
        ) {
            prop_assert_ne!(take(kind, download, true, markable, has_pdf), Take::AsItIs);
            prop_assert_eq!(take(kind, false, true, markable, has_pdf), Take::NotAllowed);
        }

        #[test]
        fn any_text_becomes_few_short_tags_or_is_refused(typed in ".{0,400}") {
            if let Ok(tags) = tags(&typed) {
                prop_assert!(tags.len() <= MOST_TAGS);
                prop_assert!(tags.iter().all(|tag| !tag.is_empty() && tag.chars().count() <= LONGEST_TAG));
            }
        }
    }

    #[test]
    fn what_could_run_is_shown_as_nothing() {
        let check =
            |media_type, active, name, expected| assert_eq!(Kind::of(media_type, active, name), expected);
        check("image/svg+xml", true, "a.svg", Kind::Other);
        check("text/html", true, "a.md", Kind::Other);
        check("text/plain", false, "a.md", Kind::Text);
        check("image/gif", false, "a.png", Kind::Picture);
        check("application/x-ole-storage", false, "a.doc", Kind::Office);
        check("application/x-ole-storage", false, "a.msi", Kind::Other);
        check("video/mp4", false, "a.exe", Kind::Video);
    }

    #[test]
    fn a_tag_of_ten_thousand_signs_is_refused() {
        assert_eq!(tags(&"长".repeat(10_000)), Err(Tags::TooLong));
        assert_eq!(tags("安全，消防、#安全; Fire,fire").unwrap(), ["安全", "消防", "Fire"]);
        let many: Vec<String> = (0..13).map(|n| format!("t{n}")).collect();
        assert_eq!(tags(&many.join(",")), Err(Tags::TooMany));
    }
}

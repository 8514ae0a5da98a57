//! Whether an upload may be opened, and how long it lives. Pure.

use crate::{folder::Space, refusal::Refusal};
use xingtan_clock::{Span, Timestamp};

/// Open uploads of one person at most.
pub const MOST_OPEN: u64 = 20;
/// Without a byte for so long an upload goes.
pub const LIFE: Span = Span::of_days(7);
/// Bytes of the disk that stay free for the database and the trail, or a tenth of a small disk.
const KEPT_FREE: u64 = 256 << 20;

/// What is known before an upload is opened.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Bytes it will have.
    pub size: u64,
    /// Bytes it may have.
    pub most: u64,
    /// Uploads that the person has open.
    pub open: u64,
    /// Bytes that open uploads of everybody still await.
    pub awaited: u64,
    /// Room on the disk.
    pub space: Space,
}

/// Whether it may be opened.
pub fn open(asked: &Asked) -> Result<(), Refusal> {
    if asked.size > asked.most {
        return Err(Refusal::TooLarge { most: asked.most });
    }
    if asked.open >= MOST_OPEN {
        return Err(Refusal::TooMany);
    }
    let kept = KEPT_FREE.min(asked.space.total / 10);
    let needed = asked.size.saturating_add(asked.awaited).saturating_add(kept);
    if needed > asked.space.free { Err(Refusal::NoSpace) } else { Ok(()) }
}

/// Uploads that moved since are alive.
pub fn alive_since(now: Timestamp) -> Timestamp {
    now - LIFE
}

/// When an upload goes that moved last at `moved`.
pub fn expires(moved: Timestamp) -> Timestamp {
    moved + LIFE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GIB: u64 = 1 << 30;
    const FREE: Space = Space { free: 100 * GIB, total: 200 * GIB };

    fn asked() -> Asked {
        Asked { size: GIB, most: 4 * GIB, open: 0, awaited: 0, space: FREE }
    }

    #[test]
    fn size_count_and_room_bound_what_is_opened() {
        assert_eq!(open(&asked()), Ok(()));
        assert_eq!(open(&Asked { size: 4 * GIB, ..asked() }), Ok(()));
        assert_eq!(open(&Asked { size: 4 * GIB + 1, ..asked() }), Err(Refusal::TooLarge { most: 4 * GIB }));
        assert_eq!(open(&Asked { open: 19, ..asked() }), Ok(()));
        assert_eq!(open(&Asked { open: 20, ..asked() }), Err(Refusal::TooMany));
        assert_eq!(open(&Asked { awaited: 99 * GIB, ..asked() }), Err(Refusal::NoSpace));
    }

    proptest! {
        #[test]
        fn what_is_opened_leaves_room(size in 1u64.., awaited in 0u64.., free in 0u64.., total in 0u64..) {
            let it = Asked { size, most: u64::MAX, open: 0, awaited, space: Space { free, total } };
            if open(&it).is_ok() {
                prop_assert!(size <= free && awaited <= free - size);
            }
        }
    }
}

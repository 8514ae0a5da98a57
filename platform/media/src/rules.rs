//! What a medium becomes: its limits, the sizes in which it is played, its pace. Pure.

use crate::{Fault, Kind};

/// Longest medium, in milliseconds: 12 hours.
pub const LONGEST_MS: i64 = 12 * 3_600_000;
/// Shortest medium, in milliseconds: what is shorter holds a picture, not a film.
pub const SHORTEST_MS: i64 = 300;
/// Most pixels on a side: 8K (7680 × 4320) with the rests that cameras add.
pub const WIDEST: i64 = 8192;
/// Pictures a second at most; what has more is thinned out.
pub const MOST_RATE: f64 = 30.0;
/// Pictures a second at least, so that a slow screen recording can be cut into parts at even moments.
pub const LEAST_RATE: f64 = 10.0;
/// Seconds of one part of a rendition.
pub const PART_SECONDS: i64 = 6;
/// Seconds between two pictures from which a player can begin; equal in all renditions, so that a player changes
/// between them without a gap.
pub const KEY_SECONDS: i64 = 2;
/// Bits of sound a second.
pub const SOUND_BITS: i64 = 96_000;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Length in milliseconds as the file states it; none where it does not.
    pub duration_ms: Option<i64>,
    /// The pictures.
    pub picture: Option<Picture>,
    /// Number of the stream with the sound.
    pub sound: Option<i64>,
}

/// The pictures of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Number of the stream.
    pub stream: i64,
    /// Pixels as shown: turned as the file asks, each pixel a square.
    pub width: i64,
    /// See `width`.
    pub height: i64,
    /// Pictures a second on average; 0 where the file does not say.
    pub rate: f64,
    /// Length in milliseconds, where the stream states its own.
    pub duration_ms: Option<i64>,
}

/// One size in which a medium is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// `1080p` … `360p` or `audio`: name of the rendition and of its file in addresses.
    pub name: &'static str,
    /// Pixels; none for sound alone.
    pub size: Option<(i64, i64)>,
    /// Bits of pictures a second at most.
    pub most_bits: i64,
}

/// The sizes by the shorter side, with the most bits a second of their pictures. Lectures, slides and screens need
/// fewer than films.
const SIZES: [(&str, i64, i64); 4] =
    [("360p", 360, 700_000), ("480p", 480, 1_200_000), ("720p", 720, 2_500_000), ("1080p", 1080, 4_500_000)];

/// Sound alone.
const SOUND: Rung = Rung { name: "audio", size: None, most_bits: 0 };

/// Judges what was found in a file that was given as `kind`: the renditions to be made, smallest first.
///
/// # Errors
/// Why it cannot be played.
pub fn plan(found: &Found, kind: Kind) -> Result<Vec<Rung>, Fault> {
    if found.duration_ms.is_some_and(|length| length > LONGEST_MS) {
        return Err(Fault::TooLong);
    }
    if found.duration_ms.is_some_and(|length| length < SHORTEST_MS) {
        return Err(Fault::Empty);
    }
    match (&found.picture, found.sound, kind) {
        (Some(picture), _, Kind::Video) if picture.width.max(picture.height) > WIDEST => Err(Fault::TooWide),
        (Some(picture), _, Kind::Video) => Ok(ladder(picture.width, picture.height)),
        // Sound in a video, or a film where sound was asked for: the sound is played.
        (_, Some(_), _) => Ok(vec![SOUND]),
        (_, None, _) => Err(Fault::Empty),
    }
}

/// The sizes for pictures of `width` × `height`, smallest first. The smallest is always there; a larger one only where
/// the source really has about that much, and none has more pixels than the source.
pub fn ladder(width: i64, height: i64) -> Vec<Rung> {
    let (long, short) = (width.max(height), width.min(height));
    let enough = |side: i64| short * 10 >= side * 9 || long * 10 >= side * 16;
    let wanted = SIZES.iter().enumerate().filter(|(at, (_, side, _))| *at == 0 || enough(*side));
    wanted
        .map(|(_, (name, side, most_bits))| Rung {
            name,
            size: Some(fit(width, height, *side)),
            most_bits: *most_bits,
        })
        .collect()
}

/// Fits pictures into a box of `side` by 16/9 of it, standing as they stand; even numbers, never more pixels than
/// there were but for the least that can be coded.
fn fit(width: i64, height: i64, side: i64) -> (i64, i64) {
    let (long, short) = (width.max(height).max(1) as f64, width.min(height).max(1) as f64);
    let scale = (side as f64 * 16.0 / 9.0 / long).min(side as f64 / short).min(1.0);
    let even = |pixels: i64| {
        let near = (pixels as f64 * scale / 2.0).round() as i64 * 2;
        (if near > pixels { pixels - pixels % 2 } else { near }).max(16)
    };
    (even(width), even(height))
}

/// Pictures a second of the renditions, as a constant: the source's average within [`LEAST_RATE`] and [`MOST_RATE`].
/// Phones record with a varying rate, which players and parts of even length cannot keep up with.
pub fn rate(average: f64) -> f64 {
    if average.is_finite() && average > 0.0 { average.clamp(LEAST_RATE, MOST_RATE) } else { 25.0 }
}

/// Whether what came out is so much shorter than what the file states that its end must be missing.
pub fn is_truncated(stated_ms: Option<i64>, made_ms: i64) -> bool {
    stated_ms.is_some_and(|stated| stated - made_ms > (stated / 20).max(2000))
}

/// The moment of the still picture: a tenth into the film, since the first pictures are often black.
pub fn poster_ms(duration_ms: i64) -> i64 {
    duration_ms / 10
}

/// What a rendition costs to make, against the others: reading the source, and writing its pixels.
pub fn cost(rung: &Rung, found: &Found) -> i64 {
    let source = found.picture.as_ref().map_or(0, |picture| picture.width * picture.height);
    match rung.size {
        Some((width, height)) => source / 3 + width * height + 20_000,
        None => 20_000,
    }
}

/// Whole percent of all the work, of which `done` and a part (`of_current`, from 0 to 1) of `current` are over. Never
/// 100: the end is a state of its own.
pub fn percent(done: i64, current: i64, of_current: f64, all: i64) -> i64 {
    let over = done as f64 + current as f64 * of_current.clamp(0.0, 1.0);
    ((over * 100.0 / all.max(1) as f64) as i64).clamp(0, 99)
}

/// Bytes that making these renditions takes at most, and the largest one once more, since it lies in the work folder
/// and in storage for a moment.
pub fn most_bytes(rungs: &[Rung], duration_ms: Option<i64>) -> u64 {
    let bytes = |rung: &Rung| {
        (rung.most_bits + SOUND_BITS) as u64 / 8 * (duration_ms.unwrap_or(0).max(0) as u64 / 1000)
    };
    rungs.iter().map(bytes).sum::<u64>() + rungs.iter().map(bytes).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(width: i64, height: i64) -> Vec<&'static str> {
        ladder(width, height).iter().map(|rung| rung.name).collect()
    }

    fn film(width: i64, height: i64) -> Found {
        let picture = Picture { stream: 0, width, height, rate: 25.0, duration_ms: None };
        Found { duration_ms: Some(60_000), picture: Some(picture), sound: Some(1) }
    }

    #[test]
    fn sizes_follow_the_source_and_never_exceed_it() {
        assert_eq!(names(160, 120), ["360p"]);
        assert_eq!(names(1280, 720), ["360p", "480p", "720p"]);
        assert_eq!(names(1920, 1080), ["360p", "480p", "720p", "1080p"]);
        // Cut to a film's shape, or a phone held upright.
        assert_eq!(names(1920, 800), ["360p", "480p", "720p", "1080p"]);
        assert_eq!(names(1080, 1920), ["360p", "480p", "720p", "1080p"]);
        assert_eq!(ladder(7680, 4320).last().unwrap().size, Some((1920, 1080)));
        assert_eq!(ladder(161, 121)[0].size, Some((160, 120)));
        assert_eq!(ladder(720, 1280)[0].size, Some((360, 640)));
    }

    #[test]
    fn a_film_without_pictures_becomes_sound_and_nothing_at_all_is_empty() {
        let check = |found: Found, kind, expected: Result<Vec<&str>, Fault>| {
            let plan = plan(&found, kind).map(|rungs| rungs.iter().map(|rung| rung.name).collect::<Vec<_>>());
            assert_eq!(plan, expected, "{found:?}");
        };
        check(film(160, 120), Kind::Video, Ok(vec!["360p"]));
        check(film(160, 120), Kind::Audio, Ok(vec!["audio"]));
        check(Found { picture: None, ..film(1, 1) }, Kind::Video, Ok(vec!["audio"]));
        check(Found { sound: None, ..film(160, 120) }, Kind::Video, Ok(vec!["360p"]));
        check(Found { sound: None, ..film(160, 120) }, Kind::Audio, Err(Fault::Empty));
        check(Found { duration_ms: Some(0), ..film(160, 120) }, Kind::Video, Err(Fault::Empty));
        check(
            Found { duration_ms: Some(LONGEST_MS + 1), ..film(160, 120) },
            Kind::Video,
            Err(Fault::TooLong),
        );
        check(film(8193, 100), Kind::Video, Err(Fault::TooWide));
        check(film(7680, 4320), Kind::Video, Ok(vec!["360p", "480p", "720p", "1080p"]));
    }

    #[test]
    fn a_missing_end_is_noticed_and_a_rounding_is_not() {
        assert!(is_truncated(Some(60_000), 30_000));
        assert!(!is_truncated(Some(60_000), 59_000));
        assert!(!is_truncated(None, 1));
        assert!(!is_truncated(Some(1000), 2000));
    }

    proptest! {
        #[test]
        fn every_size_is_even_within_its_box_and_keeps_the_shape(width in 32i64..=WIDEST, height in 32i64..=WIDEST) {
            let rungs = ladder(width, height);
            prop_assert_eq!(rungs[0].name, "360p");
            for (rung, (_, side, _)) in rungs.iter().map(|rung| (rung, SIZES.iter().find(|it| it.0 == rung.name).unwrap())) {
                let (w, h) = rung.size.unwrap();
                prop_assert!(w % 2 == 0 && h % 2 == 0 && w >= 16 && h >= 16);
                prop_assert!(w <= width && h <= height);
                prop_assert!(w.min(h) <= *side);
                prop_assert!(w.max(h) <= side * 16 / 9 + 2);
                // The shape is kept to the pixel that evenness costs, wherever the least size does not rule.
                if w > 16 && h > 16 {
                    prop_assert!((w as f64 / width as f64 - h as f64 / height as f64).abs() <= 2.0 / height.min(width) as f64 + 1e-9);
                }
            }
            for pair in rungs.windows(2) {
                let area = |rung: &Rung| rung.size.map_or(0, |(w, h)| w * h);
                prop_assert!(area(&pair[0]) <= area(&pair[1]));
                prop_assert!(pair[0].most_bits < pair[1].most_bits);
            }
        }

        #[test]
        fn progress_never_runs_back_and_never_says_all(done in 0i64..1000, current in 1i64..1000, a in 0.0f64..1.2, b in 0.0f64..1.2) {
            let all = 2000;
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(percent(done, current, low, all) <= percent(done, current, high, all));
            prop_assert!(percent(done, current, 1.0, all) <= percent(done + current, 1, 0.0, all));
            prop_assert!((0..100).contains(&percent(done, current, high, all)));
        }

        #[test]
        fn a_rate_is_always_one_that_can_be_cut(average in proptest::num::f64::ANY) {
            prop_assert!((LEAST_RATE..=MOST_RATE).contains(&rate(average)));
        }
    }
}

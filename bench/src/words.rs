//! Sensitive words: 10,000 words over 1 MB of text (issue 5: under 50 ms), and how long a list takes to be made ready.

use crate::measure::title;
use std::{error::Error, hint::black_box, time::Instant};
use xingtan_words::{Matcher, Word, mask};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const WORDS: usize = 10_000;
/// One of so many words counts by pinyin too.
const BY_SOUND: usize = 10;
const BYTES: usize = 1 << 20;
const ROUNDS: u32 = 20;

/// A number that looks random and is the same in every run.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

/// One of the characters in common use.
fn character(state: &mut u64) -> char {
    char::from_u32(0x4e00 + (next(state) % 6_000) as u32).unwrap_or('\u{4e00}')
}

/// Makes list and texts, finds, masks, and prints.
pub fn run() -> Result<()> {
    title("Sensitive words: 10,000 words (1,000 by pinyin too) over 1 MB");
    let mut state = 7;
    let words: Vec<Word> = (0..WORDS)
        .map(|n| {
            let text = (0..2 + next(&mut state) % 4).map(|_| character(&mut state)).collect();
            Word { text, pinyin: n % BY_SOUND == 0 }
        })
        .collect();
    let begun = Instant::now();
    let matcher = Matcher::new(&words, &[])?;
    println!("  a list made ready     {:>8.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    // Chinese alone is read once; letters among it make a second reading, without them.
    for (name, mixed) in [("Chinese", false), ("Chinese and letters", true)] {
        let mut text = String::with_capacity(BYTES + 64);
        while text.len() < BYTES {
            match next(&mut state) % 400 {
                0 => text.push_str(words.get(next(&mut state) % WORDS).map_or("", |word| &word.text)),
                1..=30 => text.push('\u{ff0c}'),
                31..=60 if mixed => text.push_str(" word "),
                _ => text.push(character(&mut state)),
            }
        }
        let begun = Instant::now();
        let mut found = 0;
        for _ in 0..ROUNDS {
            found = black_box(matcher.find(black_box(&text))).len();
        }
        let each = begun.elapsed() / ROUNDS;
        let begun = Instant::now();
        let masked = mask(&text, &matcher.find(&text));
        let both = begun.elapsed();
        println!(
            "  {name:<20}  {:>8.1} ms for {} bytes, {found} hits; found and masked {:.1} ms, {} characters",
            each.as_secs_f64() * 1e3,
            text.len(),
            both.as_secs_f64() * 1e3,
            masked.chars().count()
        );
    }
    Ok(())
}

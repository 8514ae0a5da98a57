//! Colours: contrast as WCAG 2.2 counts it, and the shades that an accent needs to be read on every paper.

use std::{fmt, str::FromStr};

/// An opaque colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red, green and blue, 0 to 255.
    pub rgb: [u8; 3],
}

/// A text is no colour: not `#` and six hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoColour;

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |at: usize| u8::from_str_radix(digits?.get(at..at + 2)?, 16).ok();
        match (part(0), part(2), part(4)) {
            (Some(r), Some(g), Some(b)) if !text.contains('+') => Ok(Colour { rgb: [r, g, b] }),
            _ => Err(NoColour),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// A channel as light, 0 to 1.
fn light(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

/// Light as a channel; what the screen cannot show is cut off.
fn channel(light: f64) -> u8 {
    let c = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (c.clamp(0.0, 1.0) * 255.0).round() as u8
}

impl Colour {
    /// From a number such as `0xec9a57`.
    pub const fn hex(rgb: u32) -> Colour {
        let [_, r, g, b] = rgb.to_be_bytes();
        Colour { rgb: [r, g, b] }
    }

    /// Relative luminance (WCAG 2.2), 0 black to 1 white.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.rgb.map(light);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast with another colour (WCAG 2.2), 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// So much of this colour (0 to 1) over another.
    pub fn over(self, ground: Colour, share: f64) -> Colour {
        let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
        let ([r, g, b], [x, y, z]) = (self.rgb, ground.rgb);
        Colour { rgb: [mix(r, x), mix(g, y), mix(b, z)] }
    }

    /// The same hue with its lightness as the eye sees it (OKLab, 0 to 1) moved by so much. What would leave the
    /// screen's colours loses saturation.
    pub fn moved(self, by: f64) -> Colour {
        let [l, a, b] = self.oklab();
        let l = (l + by).clamp(0.0, 1.0);
        let mut strength = 1.0;
        loop {
            let lights = of_oklab([l, a * strength, b * strength]);
            let shown = lights.iter().all(|light| (-0.001..=1.001).contains(light));
            if shown || strength <= 0.0 {
                return Colour { rgb: lights.map(channel) };
            }
            strength -= 0.05;
        }
    }

    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.rgb.map(light);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }
}

fn of_oklab([l, a, b]: [f64; 3]) -> [f64; 3] {
    let long = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let middle = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701_0 * short,
    ]
}

/// The papers and inks of a theme, as `web/styles/tokens.css` has them.
struct Theme {
    surface: Colour,
    grounds: [Colour; 4],
    caption: Colour,
    dark: bool,
}

const LIGHT: Theme = Theme {
    surface: Colour::hex(0xfffefa),
    grounds: [Colour::hex(0xf7f4ec), Colour::hex(0xfffefa), Colour::hex(0xefeadf), Colour::hex(0xf1ece1)],
    caption: Colour::hex(0x665f53),
    dark: false,
};
const DARK: Theme = Theme {
    surface: Colour::hex(0x201d17),
    grounds: [Colour::hex(0x171510), Colour::hex(0x201d17), Colour::hex(0x100e0a), Colour::hex(0x2a261f)],
    caption: Colour::hex(0xa39b8b),
    dark: true,
};

/// What words need on their ground (WCAG 2.2, 1.4.3).
pub const WORDS: f64 = 4.5;

/// The shades of an accent in one theme, named as the tokens of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shade {
    /// Paints: filled buttons, where one is.
    pub paint: Colour,
    /// The same under the pointer.
    pub paint_hover: Colour,
    /// Words on it.
    pub on_paint: Colour,
    /// Tints.
    pub soft: Colour,
    /// Writes and measures: links, bars, edges of buttons.
    pub action: Colour,
    /// The same under the pointer.
    pub action_hover: Colour,
}

/// An accent in both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shades {
    /// On light paper.
    pub light: Shade,
    /// On dark paper.
    pub dark: Shade,
}

impl Shades {
    /// The shades of an accent. Whatever the accent, words in it and on it reach [`WORDS`].
    pub fn of(accent: Colour) -> Shades {
        Shades { light: shade(accent, &LIGHT), dark: shade(accent, &DARK) }
    }
}

/// The least contrast of words in this colour on the papers of the light and of the dark theme.
pub fn as_words(colour: Colour) -> (f64, f64) {
    let least =
        |theme: &Theme| theme.grounds.iter().map(|ground| colour.contrast(*ground)).fold(21.0, f64::min);
    (least(&LIGHT), least(&DARK))
}

fn shade(accent: Colour, theme: &Theme) -> Shade {
    // On dark paper a dark accent would be a hole; it is lifted until one sees its edge.
    let lift = if theme.dark { 0.02 } else { 0.0 };
    let paint = search(accent, lift, |it| !theme.dark || it.contrast(theme.surface) >= 2.2);
    let on_paint = on(paint);
    let away = if on_paint.luminance() > 0.5 { -0.05 } else { 0.05 };
    let soft = [0.18, 0.14, 0.11, 0.08, 0.05, 0.03]
        .map(|share| accent.over(theme.surface, share))
        .into_iter()
        .find(|soft| theme.caption.contrast(*soft) >= WORDS + 0.1)
        .unwrap_or(theme.surface);
    let way = if theme.dark { 0.01 } else { -0.01 };
    let action = search(accent, way, |it| {
        it.contrast(soft) >= WORDS && theme.grounds.iter().all(|ground| it.contrast(*ground) >= WORDS)
    });
    Shade {
        paint,
        paint_hover: paint.moved(away),
        on_paint,
        soft,
        action,
        action_hover: action.moved(way * 8.0),
    }
}

/// The nearest shade, step by step, that `fits`.
fn search(from: Colour, step: f64, fits: impl Fn(Colour) -> bool) -> Colour {
    let mut shade = from;
    let mut by = 0.0;
    while !fits(shade) && f64::abs(by) < 1.0 {
        by += step;
        shade = from.moved(by);
    }
    shade
}

/// Words on a colour: warm black where that can be read, else white, else black. One of them always can.
fn on(paint: Colour) -> Colour {
    let inks = [Colour::hex(0x1c1206), Colour::hex(0xffffff)];
    inks.into_iter().find(|ink| ink.contrast(paint) >= WORDS + 0.5).unwrap_or_else(|| {
        let (black, white) = (Colour::hex(0x000000), Colour::hex(0xffffff));
        if black.contrast(paint) >= white.contrast(paint) { black } else { white }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_in_and_on_every_accent_can_be_read(rgb in any::<[u8; 3]>()) {
            let shades = Shades::of(Colour { rgb });
            for (shade, theme) in [(shades.light, &LIGHT), (shades.dark, &DARK)] {
                prop_assert!(shade.on_paint.contrast(shade.paint) >= WORDS);
                prop_assert!(shade.on_paint.contrast(shade.paint_hover) >= WORDS);
                prop_assert!(theme.caption.contrast(shade.soft) >= WORDS);
                for ground in theme.grounds.iter().chain([&shade.soft]) {
                    prop_assert!(shade.action.contrast(*ground) >= WORDS, "{} on {ground}", shade.action);
                    prop_assert!(shade.action_hover.contrast(*ground) >= WORDS);
                }
            }
        }

        #[test]
        fn a_colour_is_read_as_it_is_written(rgb in any::<[u8; 3]>()) {
            let colour = Colour { rgb };
            prop_assert_eq!(colour.to_string().parse(), Ok(colour));
            prop_assert_eq!(colour.moved(0.0), colour);
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "\\PC{0,9}") {
            let _read: Result<Colour, _> = text.parse();
        }
    }

    #[test]
    fn contrast_is_counted_as_the_guideline_says() {
        assert!((Colour::hex(0).contrast(Colour::hex(0xffffff)) - 21.0).abs() < 0.001);
        assert!((Colour::hex(0x777777).contrast(Colour::hex(0xffffff)) - 4.48).abs() < 0.01);
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["", "#", "#12345", "#1234567", "123456", "#12345g", "#+1+2+3", "red"] {
            assert_eq!(text.parse::<Colour>(), Err(NoColour), "{text}");
        }
    }
}

//! A logo as it comes, and what is made of it: always drawn anew as PNG, so that nothing but the picture is kept (no
//! place where a photo was taken, nothing that hides behind it).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use image::{
    DynamicImage, GenericImage as _, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use std::io::Cursor;
use xingtan_i18n::Msg;

/// Largest logo in bytes.
pub const MOST_BYTES: usize = 1 << 20;
/// Largest picture of any other kind in bytes.
pub const MOST_BYTES_ANY: usize = 8 << 20;
/// Widest and tallest picture in pixels.
pub const MOST_PIXELS: u32 = 4096;
/// The shorter side must have so many pixels.
pub const LEAST_PIXELS: u32 = 48;
/// So many times longer may one side be than the other.
const LONGEST: u32 = 8;
/// The logo is kept within this width and height.
const KEPT: (u32, u32) = (640, 200);
/// Memory that decoding may take.
const MEMORY: u64 = 128 << 20;
/// The ground of icons: the surface of the light theme.
const GROUND: Rgba<u8> = Rgba([0xff, 0xfe, 0xfa, 0xff]);

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// SVG: it may carry scripts.
    Svg,
    /// Neither PNG nor JPEG nor WebP.
    Kind,
    /// More bytes than these.
    Bytes(usize),
    /// Wider or taller than allowed.
    Large,
    /// Too few pixels to be sharp.
    Small,
    /// A stripe.
    Shape,
    /// Damaged.
    Damaged,
}

impl Unfit {
    /// For the field of the form.
    pub fn msg(self) -> Msg {
        match self {
            Unfit::Svg => Msg::new("web-brand-svg"),
            Unfit::Kind => Msg::new("web-brand-kind"),
            Unfit::Bytes(most) => Msg::new("web-brand-bytes").with("most", (most >> 20) as i64),
            Unfit::Large => Msg::new("web-brand-large").with("most", i64::from(MOST_PIXELS)),
            Unfit::Small => Msg::new("web-brand-small").with("least", i64::from(LEAST_PIXELS)),
            Unfit::Shape => Msg::new("web-brand-shape").with("times", i64::from(LONGEST)),
            Unfit::Damaged => Msg::new("web-brand-damaged"),
        }
    }
}

/// What is made of a picture.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Width of the logo in pixels.
    pub width: u32,
    /// Height of the logo in pixels.
    pub height: u32,
    /// Names and PNGs: `logo` and the icons of all sizes.
    pub pieces: Vec<(&'static str, Vec<u8>)>,
}

/// Icons: name, side in pixels, share of the side that the picture may take (`icon-maskable` is cut round).
pub const ICONS: [(&str, u32, f64); 5] = [
    ("icon-48", 48, 1.0),
    ("icon-180", 180, 0.84),
    ("icon-192", 192, 0.84),
    ("icon-512", 512, 0.84),
    ("icon-maskable", 512, 0.56),
];

/// A picture drawn anew.
#[derive(Clone, Debug)]
pub struct Redrawn {
    /// PNG where something shines through, else JPEG.
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
}

impl Redrawn {
    /// The bytes in base64.
    pub fn base64(&self) -> String {
        BASE64_STANDARD.encode(&self.bytes)
    }
}

/// Reads any picture of an upload and draws it anew within a width and height. Takes tenths of a second: not for an
/// async thread.
///
/// # Errors
/// See [`Unfit`].
pub fn redraw(bytes: &[u8], within: (u32, u32)) -> Result<Redrawn, Unfit> {
    if bytes.len() > MOST_BYTES_ANY {
        return Err(Unfit::Bytes(MOST_BYTES_ANY));
    }
    let picture = read(bytes)?;
    if picture.width().min(picture.height()) < LEAST_PIXELS {
        return Err(Unfit::Small);
    }
    let large = picture.width() > within.0 || picture.height() > within.1;
    let picture = if large { picture.resize(within.0, within.1, FilterType::Lanczos3) } else { picture };
    let drawn = picture.to_rgba8();
    if drawn.pixels().any(|pixel| pixel.0[3] < 0xff) {
        return Ok(Redrawn { bytes: png(&picture)?, media_type: "image/png" });
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 88)
        .encode_image(&DynamicImage::ImageRgb8(picture.into_rgb8()))
        .map_err(|_| Unfit::Damaged)?;
    Ok(Redrawn { bytes, media_type: "image/jpeg" })
}

/// Reads an upload and draws logo and icons. Takes tenths of a second: not for an async thread.
///
/// # Errors
/// See [`Unfit`].
pub fn cut(bytes: &[u8]) -> Result<Cut, Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::Bytes(MOST_BYTES));
    }
    let picture = read(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    if width.min(height) < LEAST_PIXELS {
        return Err(Unfit::Small);
    }
    if width.max(height) > width.min(height).saturating_mul(LONGEST) {
        return Err(Unfit::Shape);
    }
    let logo = if width > KEPT.0 || height > KEPT.1 {
        picture.resize(KEPT.0, KEPT.1, FilterType::Lanczos3)
    } else {
        picture.clone()
    };
    let mut pieces = vec![("logo", png(&logo)?)];
    for (name, side, share) in ICONS {
        pieces.push((name, png(&DynamicImage::ImageRgba8(icon(&picture, side, share)?))?));
    }
    Ok(Cut { width: logo.width(), height: logo.height(), pieces })
}

fn read(bytes: &[u8]) -> Result<DynamicImage, Unfit> {
    let media = xingtan_storage::sniff(&bytes[..bytes.len().min(8192)], &[]).media_type;
    let format = match media {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/webp" => ImageFormat::WebP,
        "image/svg+xml" => return Err(Unfit::Svg),
        _ => return Err(Unfit::Kind),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width > MOST_PIXELS || height > MOST_PIXELS {
        return Err(Unfit::Large);
    }
    // A photo says in its margin which side is up; that margin is not kept.
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Damaged)?;
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    Ok(DynamicImage::ImageRgba8(picture.into_rgba8()))
}

/// The picture in the middle of a square.
fn icon(picture: &DynamicImage, side: u32, share: f64) -> Result<RgbaImage, Unfit> {
    let room = (f64::from(side) * share) as u32;
    let small = picture.resize(room, room, FilterType::Lanczos3).into_rgba8();
    // The browser's own mark lies on whatever it likes; the others need a ground.
    let ground = if share < 1.0 { GROUND } else { Rgba([0, 0, 0, 0]) };
    let mut square = RgbaImage::from_pixel(side, side, ground);
    let (x, y) = ((side - small.width()) / 2, (side - small.height()) / 2);
    if share < 1.0 {
        image::imageops::overlay(&mut square, &small, i64::from(x), i64::from(y));
    } else {
        square.copy_from(&small, x, y).map_err(|_| Unfit::Damaged)?;
    }
    Ok(square)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(|_| Unfit::Damaged)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let drawn = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba([30, 90, 160, 255])));
        let drawn =
            if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(drawn.into_rgb8()) } else { drawn };
        let mut bytes = Cursor::new(Vec::new());
        drawn.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_becomes_a_logo_and_icons_of_their_sizes() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let cut = cut(&picture(1280, 320, format)).unwrap();
            assert_eq!((cut.width, cut.height), (640, 160));
            let sizes: Vec<u32> =
                cut.pieces.iter().map(|(_, png)| image::load_from_memory(png).unwrap().width()).collect();
            assert_eq!(sizes, [640, 48, 180, 192, 512, 512]);
        }
    }

    #[test]
    fn what_is_no_fit_picture_is_refused_with_its_reason() {
        let check = |bytes: &[u8], reason| assert_eq!(cut(bytes).map(|_| ()), Err(reason));
        check(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", Unfit::Svg);
        check(b"GIF89a....", Unfit::Kind);
        check(b"%PDF-1.7", Unfit::Kind);
        check(b"", Unfit::Kind);
        check(&vec![0; MOST_BYTES + 1], Unfit::Bytes(MOST_BYTES));
        check(&picture(20, 20, ImageFormat::Png), Unfit::Small);
        check(&picture(900, 50, ImageFormat::Png), Unfit::Shape);
        check(&picture(5000, 60, ImageFormat::Png), Unfit::Large);
        let whole = picture(100, 100, ImageFormat::Png);
        check(&whole[..whole.len() / 2], Unfit::Damaged);
    }

    #[test]
    fn what_hides_behind_a_picture_is_not_kept() {
        let mut bytes = picture(64, 64, ImageFormat::Png);
        bytes.extend(b"<script>alert(1)</script>");
        let cut = cut(&bytes).unwrap();
        assert!(cut.pieces.iter().all(|(_, png)| !png.windows(7).any(|it| it == b"<script")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_break_the_reader(head in 0usize..3, rest in prop::collection::vec(any::<u8>(), 0..400)) {
            let heads: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF", b"RIFF\x40\0\0\0WEBP"];
            let _refused = cut(&[heads[head], &rest].concat());
        }
    }
}

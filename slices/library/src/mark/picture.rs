//! Marks on pictures: the line across it in rows, light on what is dark and dark on what is light.

use super::{
    Unmarked,
    font::{EM, Line, Step},
};
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use std::io::Cursor;
use tiny_skia::{FillRule, Paint, PathBuilder, Pixmap, Transform};

/// Larger files are not marked.
const MOST_BYTES: usize = 64 << 20;
/// Pixels of a side and of the whole picture.
const MOST_SIDE: u32 = 20_000;
const MOST_PIXELS: u64 = 36_000_000;
/// Memory of the decoder in bytes: a picture of a few kilobytes may claim to be gigabytes.
const MOST_MEMORY: u64 = 400 << 20;
/// How strong the mark is, in 256ths.
const STRENGTH: u32 = 72;
/// Quality of JPEG: what was lost once is not to be lost much again.
const QUALITY: u8 = 90;

/// Draws the line over the picture. PNG, JPEG and WebP stay what they are; what lies beside the picture in the file
/// (place, camera) is left out.
pub fn mark(bytes: &[u8], line: &Line) -> Result<Vec<u8>, Unmarked> {
    if bytes.len() > MOST_BYTES {
        return Err(Unmarked::TooLarge);
    }
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Unmarked::Broken)?;
    let format = reader.format().ok_or(Unmarked::Kind)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(Unmarked::Kind);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let unread = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => Unmarked::TooLarge,
        _ => Unmarked::Broken,
    };
    let mut decoder = reader.into_decoder().map_err(unread)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unmarked::TooLarge);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unread)?;
    picture.apply_orientation(turned);
    let mut out = Vec::new();
    let done = if picture.color().has_alpha() {
        let mut picture = picture.into_rgba8();
        let size = picture.dimensions();
        over(&mut picture, size, 4, line)?;
        picture.write_to(&mut Cursor::new(&mut out), format)
    } else {
        let mut picture = picture.into_rgb8();
        let size = picture.dimensions();
        over(&mut picture, size, 3, line)?;
        match format {
            ImageFormat::Jpeg => picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
            _ => picture.write_to(&mut Cursor::new(&mut out), format),
        }
    };
    done.map_err(|_| Unmarked::Broken)?;
    Ok(out)
}

/// Lays the mark over the pixels, `channels` bytes each.
fn over(
    pixels: &mut [u8],
    (width, height): (u32, u32),
    channels: usize,
    line: &Line,
) -> Result<(), Unmarked> {
    let tile = tile(line, width, height).ok_or(Unmarked::Broken)?;
    let (tile_width, tile_height) = (tile.width(), tile.height());
    // One mark stands whole in the middle of every picture that has room for it.
    let shift = |side: u32, own: u32| (own / 2 + own - side / 2 % own) % own;
    let (shift_x, shift_y) = (shift(width, tile_width), shift(height, tile_height));
    let marks = tile.pixels();
    for (y, row) in pixels.chunks_exact_mut(width as usize * channels).enumerate() {
        let tile_y = (y as u32 + shift_y) % tile_height;
        for (x, pixel) in row.chunks_exact_mut(channels).enumerate() {
            let tile_x = (x as u32 + shift_x) % tile_width;
            let cover = u32::from(marks[(tile_y * tile_width + tile_x) as usize].alpha());
            if cover == 0 {
                continue;
            }
            let light = (u32::from(pixel[0]) * 3 + u32::from(pixel[1]) * 6 + u32::from(pixel[2])) / 10;
            let ink = if light > 120 { 40 } else { 235 };
            let part = cover * STRENGTH / 255;
            for channel in &mut pixel[..3] {
                *channel = ((u32::from(*channel) * (256 - part) + ink * part) >> 8) as u8;
            }
            // On what is transparent the mark stands, too.
            if let Some(alpha) = pixel.get_mut(3) {
                *alpha = (*alpha).max(part as u8);
            }
        }
    }
    Ok(())
}

/// One mark with the room around it, sized by the picture.
fn tile(line: &Line, width: u32, height: u32) -> Option<Pixmap> {
    let (sine, cosine) = (0.5_f32, 0.866_f32);
    let ems = (line.width / EM).max(1.0);
    let (width, height) = (width as f32, height as f32);
    let side = width.min(height);
    // The turned line fits the picture; in a large one it is no larger than needed to be read.
    let fit = (width * 0.92 / (ems * cosine + sine)).min(height * 0.92 / (ems * sine + cosine));
    let size = (side / 12.0).clamp(14.0, 90.0).min(fit).max(4.0);
    let long = ems * size;
    let full = (long * cosine + size * sine, long * sine + size * cosine);
    let room = (full.0 + size * 1.5, full.1 + size * 1.5);
    let mut tile = Pixmap::new((room.0.ceil() as u32).max(1), (room.1.ceil() as u32).max(1))?;
    let scale = size / EM;
    let mut path = PathBuilder::new();
    let mut at = -line.width / 2.0;
    let middle = 380.0;
    for glyph in &line.glyphs {
        for step in &glyph.steps {
            match *step {
                Step::Move(x, y) => path.move_to(x + at, y - middle),
                Step::Line(x, y) => path.line_to(x + at, y - middle),
                Step::Quad(a, b, x, y) => path.quad_to(a + at, b - middle, x + at, y - middle),
                Step::Cubic(a, b, c, d, x, y) => {
                    path.cubic_to(a + at, b - middle, c + at, d - middle, x + at, y - middle);
                }
                Step::Close => path.close(),
            }
        }
        at += glyph.width;
    }
    // A name of signs that the font does not have leaves nothing to draw.
    let path = path.finish()?;
    let turn = Transform::from_row(
        scale * cosine,
        -scale * sine,
        -scale * sine,
        -scale * cosine,
        room.0 / 2.0,
        room.1 / 2.0,
    );
    let mut paint = Paint::default();
    paint.set_color_rgba8(0, 0, 0, 255);
    paint.anti_alias = true;
    tile.fill_path(&path, &paint, FillRule::Winding, turn, None);
    Some(tile)
}

//! How large a picture is and whether it is whole, by its structure. Nothing is decoded: what a picture would unfold
//! to is known before any memory is spent on it.

/// What the structure of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

/// Why bytes are no picture that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// None of PNG, JPEG, WebP, GIF.
    Other,
    /// It breaks off or its parts do not fit together.
    Broken,
}

/// Reads the structure of a PNG, JPEG, WebP or GIF to its end. Of several frames and layers the largest counts.
///
/// # Errors
/// When the bytes are none of these, or not whole.
pub fn shape(bytes: &[u8]) -> Result<Shape, NoPicture> {
    let read = match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', rest @ ..] => png(rest),
        [0xFF, 0xD8, 0xFF, ..] => jpeg(&bytes[2..]),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', rest @ ..] => gif(rest),
        [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P', rest @ ..] => {
            webp(u32::from_le_bytes([*a, *b, *c, *d]), rest)
        }
        _ => return Err(NoPicture::Other),
    };
    read.filter(|it| it.width > 0 && it.height > 0).ok_or(NoPicture::Broken)
}

/// Bytes taken from the front; none when there are too few.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }
    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|it| it[0])
    }
    fn big16(&mut self) -> Option<i64> {
        self.take(2).map(|it| i64::from(it[0]) << 8 | i64::from(it[1]))
    }
    fn big32(&mut self) -> Option<u32> {
        self.take(4).map(|it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]))
    }
    fn little(&mut self, count: usize) -> Option<i64> {
        self.take(count).map(|it| it.iter().rev().fold(0, |sum, byte| sum << 8 | i64::from(*byte)))
    }
}

/// Chunks of length, name, data and checksum, from `IHDR` to `IEND`.
fn png(bytes: &[u8]) -> Option<Shape> {
    let mut rest = Reader(bytes);
    let mut found: Option<Shape> = None;
    let mut has_data = false;
    loop {
        let length = rest.big32()? as usize;
        let name = rest.take(4)?;
        let data = rest.take(length)?;
        rest.take(4)?;
        match (name, found) {
            (b"IHDR", None) => {
                let mut head = Reader(data);
                found = Some(Shape { width: i64::from(head.big32()?), height: i64::from(head.big32()?) });
            }
            (b"IHDR", Some(_)) | (_, None) => return None,
            (b"IDAT", _) => has_data = true,
            (b"IEND", _) => return found.filter(|_| has_data),
            _ => {}
        }
    }
}

/// Segments up to the first scan, which says nothing of its length; then the mark of the end must follow.
fn jpeg(bytes: &[u8]) -> Option<Shape> {
    let mut rest = Reader(bytes);
    let mut found = None;
    loop {
        if rest.byte()? != 0xFF {
            return None;
        }
        let mut mark = rest.byte()?;
        while mark == 0xFF {
            mark = rest.byte()?;
        }
        match mark {
            0x01 | 0xD0..=0xD7 => continue,
            0x00 | 0xD8 | 0xD9 => return None,
            _ => {}
        }
        let length = usize::try_from(rest.big16()?).ok()?;
        let mut data = Reader(rest.take(length.checked_sub(2)?)?);
        match mark {
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => {
                data.byte()?;
                let (height, width) = (data.big16()?, data.big16()?);
                found = Some(Shape { width, height });
            }
            0xDA => break,
            _ => {}
        }
    }
    rest.0.windows(2).any(|it| it == [0xFF, 0xD9]).then_some(found).flatten()
}

/// Blocks from the screen's description to the trailer; a frame may be larger than the screen says.
fn gif(bytes: &[u8]) -> Option<Shape> {
    let mut rest = Reader(bytes);
    let mut shape = Shape { width: rest.little(2)?, height: rest.little(2)? };
    let flags = rest.byte()?;
    rest.take(2)?;
    table(&mut rest, flags)?;
    let mut frames = 0;
    loop {
        match rest.byte()? {
            0x21 => {
                rest.byte()?;
                blocks(&mut rest)?;
            }
            0x2C => {
                let (left, top) = (rest.little(2)?, rest.little(2)?);
                let (width, height) = (rest.little(2)?, rest.little(2)?);
                shape = larger(shape, left + width, top + height);
                let flags = rest.byte()?;
                table(&mut rest, flags)?;
                rest.byte()?;
                blocks(&mut rest)?;
                frames += 1;
            }
            0x3B => return (frames > 0).then_some(shape),
            _ => return None,
        }
    }
}

/// Skips a table of colours, where the flags announce one.
fn table(rest: &mut Reader<'_>, flags: u8) -> Option<()> {
    if flags & 0x80 != 0 {
        rest.take(3 << ((flags & 7) + 1))?;
    }
    Some(())
}

/// Skips blocks up to the empty one.
fn blocks(rest: &mut Reader<'_>) -> Option<()> {
    loop {
        match rest.byte()? {
            0 => return Some(()),
            length => rest.take(usize::from(length))?,
        };
    }
}

/// Chunks of name, length and data, as long as the head says.
fn webp(length: u32, bytes: &[u8]) -> Option<Shape> {
    // The name WEBP counts as well.
    let mut rest = Reader(bytes.get(..(length as usize).checked_sub(4)?)?);
    let mut shape = Shape { width: 0, height: 0 };
    let mut has_data = false;
    while !rest.0.is_empty() {
        let name = rest.take(4)?;
        let length = usize::try_from(rest.little(4)?).ok()?;
        let data = rest.take(length)?;
        // An odd length is filled up; the last one sometimes is not.
        if length % 2 == 1 && !rest.0.is_empty() {
            rest.take(1)?;
        }
        let mut inner = Reader(data);
        let (width, height) = match name {
            b"VP8 " => {
                has_data = true;
                let head = inner.take(6)?;
                if head[3..] != [0x9D, 0x01, 0x2A] {
                    return None;
                }
                (inner.little(2)? & 0x3FFF, inner.little(2)? & 0x3FFF)
            }
            b"VP8L" => {
                has_data = true;
                if inner.byte()? != 0x2F {
                    return None;
                }
                let bits = inner.little(4)?;
                ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
            }
            b"VP8X" => {
                inner.take(4)?;
                (inner.little(3)? + 1, inner.little(3)? + 1)
            }
            b"ANMF" => {
                has_data = true;
                let (left, top) = (inner.little(3)? * 2, inner.little(3)? * 2);
                (left + inner.little(3)? + 1, top + inner.little(3)? + 1)
            }
            _ => continue,
        };
        shape = larger(shape, width, height);
    }
    has_data.then_some(shape)
}

fn larger(shape: Shape, width: i64, height: i64) -> Shape {
    Shape { width: shape.width.max(width), height: shape.height.max(height) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32).to_be_bytes()[..], name, data, &[0; 4]].concat()
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &[1; 9]), chunk(b"IEND", &[])]
            .concat()
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let frame =
            [&[0xFF, 0xC0, 0, 11, 8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 17, 0]];
        let scan = [&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0][..], &[7, 0xFF, 0, 7, 0xFF, 0xD9]];
        [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2][..], &frame.concat(), &scan.concat()].concat()
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        let (w, h) = (width.to_le_bytes(), height.to_le_bytes());
        let frame = [&[0x2C, 0, 0, 0, 0][..], &w, &h, &[0, 2, 2, 0x44, 1, 0]].concat();
        [&b"GIF89a"[..], &w, &h, &[0x80, 0, 0], &[0; 6], &[0x21, 0xF9, 1, 0, 0], &frame, &[0x3B]].concat()
    }

    fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut inner = b"WEBP".to_vec();
        for (name, data) in chunks {
            inner.extend([&name[..], &(data.len() as u32).to_le_bytes(), data].concat());
            inner.extend(vec![0; data.len() % 2]);
        }
        [&b"RIFF"[..], &(inner.len() as u32).to_le_bytes(), &inner].concat()
    }

    fn lossy(width: u16, height: u16) -> Vec<u8> {
        [&[0, 0, 0, 0x9D, 0x01, 0x2A][..], &width.to_le_bytes(), &height.to_le_bytes(), &[9; 5]].concat()
    }

    fn all(width: u16, height: u16) -> [Vec<u8>; 4] {
        [
            png(u32::from(width), u32::from(height)),
            jpeg(width, height),
            gif(width, height),
            webp(&[(b"VP8 ", lossy(width, height))]),
        ]
    }

    #[test]
    fn each_kind_says_its_size() {
        for bytes in all(640, 480) {
            assert_eq!(shape(&bytes), Ok(Shape { width: 640, height: 480 }), "{bytes:?}");
        }
        let lossless = [&[0x2F][..], &(639u32 | 479 << 14).to_le_bytes()].concat();
        assert_eq!(shape(&webp(&[(b"VP8L", lossless)])), Ok(Shape { width: 640, height: 480 }));
    }

    #[test]
    fn what_breaks_off_anywhere_is_not_taken() {
        for bytes in all(64, 48) {
            for end in 12..bytes.len() {
                assert_eq!(shape(&bytes[..end]), Err(NoPicture::Broken), "{end} of {bytes:?}");
            }
        }
    }

    #[test]
    fn a_name_does_not_make_a_picture() {
        for bytes in
            [&b"<!DOCTYPE html><script>alert(1)</script>"[..], b"<svg xmlns='x'/>", b"%PDF-1.7", b"", b"GIF"]
        {
            assert_eq!(shape(bytes), Err(NoPicture::Other));
        }
        assert_eq!(shape(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"), Err(NoPicture::Broken));
        assert_eq!(shape(b"GIF89a/*<script>*/=1;alert(1)//"), Err(NoPicture::Broken));
        assert_eq!(shape(&png(0, 5)), Err(NoPicture::Broken));
    }

    #[test]
    fn the_largest_of_frames_and_layers_counts() {
        let canvas = [&[0u8; 4][..], &[9, 0, 0, 9, 0, 0]].concat();
        let bytes = webp(&[(b"VP8X", canvas), (b"VP8 ", lossy(9000, 8000))]);
        assert_eq!(shape(&bytes), Ok(Shape { width: 9000, height: 8000 }));
        let mut bytes = gif(10, 10);
        let at = bytes.iter().rposition(|b| *b == 0x2C).unwrap();
        bytes[at + 5..at + 7].copy_from_slice(&60_000u16.to_le_bytes());
        assert_eq!(shape(&bytes), Ok(Shape { width: 60_000, height: 10 }));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(which in 0usize..4, at in 0usize..60, with in any::<u8>(), more in any::<Vec<u8>>()) {
            let mut bytes = all(64, 48)[which].clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = with;
            }
            bytes.extend(more);
            let _ = shape(&bytes);
        }
    }
}

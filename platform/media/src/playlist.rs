//! Playlists of HTTP Live Streaming (RFC 8216): what ffmpeg wrote is read, checked against the file, and written anew.

use std::fmt::Write as _;

/// The parts of one rendition, all in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Where the description of the streams lies: first byte and number of bytes.
    pub head: Range,
    /// The parts in their order.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How long it plays, in microseconds.
    pub micros: i64,
    /// Where it lies.
    pub bytes: Range,
}

/// Some bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first byte.
    pub from: u64,
    /// How many.
    pub count: u64,
}

impl Range {
    /// The first byte after them.
    pub fn end(self) -> u64 {
        self.from.saturating_add(self.count)
    }
}

/// Reads a media playlist whose parts all lie in one file. None where it is not one, or has not been written to its
/// end.
pub fn read(text: &str) -> Option<Parts> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines.next() != Some("#EXTM3U") {
        return None;
    }
    let (mut head, mut parts, mut ended) = (None, Vec::new(), false);
    let (mut micros, mut bytes) = (None, None);
    let mut last_end = 0;
    for line in lines {
        if let Some(rest) = line.strip_prefix("#EXT-X-MAP:") {
            let range = rest.split_once("BYTERANGE=\"")?.1.split_once('"')?.0;
            head = Some(byte_range(range, 0)?);
            last_end = head?.end();
        } else if let Some(rest) = line.strip_prefix("#EXTINF:") {
            micros = Some(microseconds(rest.split(',').next()?)?);
        } else if let Some(rest) = line.strip_prefix("#EXT-X-BYTERANGE:") {
            let range = byte_range(rest, last_end)?;
            last_end = range.end();
            bytes = Some(range);
        } else if line == "#EXT-X-ENDLIST" {
            ended = true;
        } else if !line.starts_with('#') {
            parts.push(Part { micros: micros.take()?, bytes: bytes.take()? });
        }
    }
    (ended && !parts.is_empty()).then_some(Parts { head: head?, parts })
}

fn byte_range(text: &str, default_from: u64) -> Option<Range> {
    let (count, from) = match text.split_once('@') {
        Some((count, from)) => (count, from.parse().ok()?),
        None => (text, default_from),
    };
    let range = Range { from, count: count.parse().ok()? };
    (range.count > 0 && range.from.checked_add(range.count).is_some()).then_some(range)
}

/// Seconds with up to six decimals.
fn microseconds(text: &str) -> Option<i64> {
    let seconds: f64 = text.trim().parse().ok()?;
    (seconds.is_finite() && (0.0..100_000.0).contains(&seconds)).then(|| (seconds * 1e6).round() as i64)
}

impl Parts {
    /// Whether every part lies in a file of `size` bytes, one after the other and none twice.
    pub fn lie_within(&self, size: u64) -> bool {
        let mut end = self.head.end();
        for part in &self.parts {
            if part.bytes.from < end {
                return false;
            }
            end = part.bytes.end();
        }
        end <= size
    }

    /// How long all parts play, in milliseconds.
    pub fn duration_ms(&self) -> i64 {
        (self.parts.iter().map(|part| part.micros).sum::<i64>() + 500) / 1000
    }

    /// Bits per second of the densest part, and on average.
    pub fn bandwidth(&self) -> (i64, i64) {
        let bits = |bytes: u64, micros: i64| (bytes as f64 * 8e6 / micros.max(1) as f64).ceil() as i64;
        // The last part may be a single picture, whose bits a second mean nothing.
        let whole = self.parts.iter().filter(|part| part.micros >= 1_000_000);
        let micros = self.parts.iter().map(|part| part.micros).sum();
        let average = bits(self.parts.iter().map(|part| part.bytes.count).sum(), micros);
        let most = whole.map(|part| bits(part.bytes.count, part.micros)).max().unwrap_or(average);
        (most.max(average), average)
    }

    /// The media playlist, its file at `address`.
    pub fn write(&self, address: &str) -> String {
        let longest = self.parts.iter().map(|part| part.micros).max().unwrap_or(0);
        let mut text = format!(
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n\
             #EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"{address}\",BYTERANGE=\"{}@{}\"\n",
            (longest + 500_000) / 1_000_000,
            self.head.count,
            self.head.from,
        );
        for Part { micros, bytes } in &self.parts {
            let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
            // Writing into a text never fails.
            let _ = write!(
                text,
                "#EXTINF:{seconds}.{rest:06},\n#EXT-X-BYTERANGE:{}@{}\n{address}\n",
                bytes.count, bytes.from
            );
        }
        text.push_str("#EXT-X-ENDLIST\n");
        text
    }
}

/// What the list of renditions says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant<'a> {
    /// Bits per second of its densest part.
    pub bandwidth: i64,
    /// Bits per second on average.
    pub average: i64,
    /// Pixels; none for sound alone.
    pub size: Option<(i64, i64)>,
    /// As RFC 6381 names them.
    pub codecs: &'a str,
    /// Address of its media playlist.
    pub address: String,
}

/// The list of renditions, in the order given: players begin with the first.
pub fn master(variants: &[Variant<'_>]) -> String {
    let mut text = String::from("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    for it in variants {
        let size = it.size.map(|(width, height)| format!(",RESOLUTION={width}x{height}")).unwrap_or_default();
        let _ = write!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={}{size},CODECS=\"{}\"\n{}\n",
            it.bandwidth, it.average, it.codecs, it.address
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WRITTEN: &str = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:0\n\
        #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MAP:URI=\"360p.mp4\",BYTERANGE=\"1352@0\"\n#EXTINF:6.000000,\n\
        #EXT-X-BYTERANGE:101378@1352\n360p.mp4\n#EXTINF:2.000000,\n#EXT-X-BYTERANGE:35154@102730\n360p.mp4\n\
        #EXT-X-ENDLIST\n";

    #[test]
    fn what_the_encoder_wrote_is_read() {
        let parts = read(WRITTEN).unwrap();
        assert_eq!(parts.head, Range { from: 0, count: 1352 });
        assert_eq!(parts.duration_ms(), 8000);
        assert!(parts.lie_within(137_884) && !parts.lie_within(137_883));
        assert_eq!(parts.bandwidth(), (140_616, 136_532));
    }

    #[test]
    fn an_unfinished_playlist_is_none() {
        assert_eq!(read(WRITTEN.trim_end().trim_end_matches("#EXT-X-ENDLIST")), None);
        assert_eq!(read(""), None);
        assert_eq!(read("#EXTM3U\n#EXT-X-ENDLIST\n"), None);
    }

    #[test]
    fn players_learn_what_there_is_to_choose_from() {
        let variant = Variant {
            bandwidth: 800_000,
            average: 500_000,
            size: Some((640, 360)),
            codecs: "avc1.64001E,mp4a.40.2",
            address: "/a/360p.m3u8".into(),
        };
        let sound =
            Variant { size: None, codecs: "mp4a.40.2", address: "audio.m3u8".into(), ..variant.clone() };
        let text = master(&[variant, sound]);
        assert!(text.contains(
            "#EXT-X-STREAM-INF:BANDWIDTH=800000,AVERAGE-BANDWIDTH=500000,RESOLUTION=640x360,\
             CODECS=\"avc1.64001E,mp4a.40.2\"\n/a/360p.m3u8\n"
        ));
        assert!(text.ends_with("CODECS=\"mp4a.40.2\"\naudio.m3u8\n"));
    }

    prop_compose! {
        fn parts()(head in 1u64..5000, parts in proptest::collection::vec((1i64..20_000_000, 1u64..5_000_000, 0u64..9), 1..30)) -> Parts {
            let mut from = head;
            let parts = parts.into_iter().map(|(micros, count, gap)| {
                let bytes = Range { from: from + gap, count };
                from = bytes.end();
                Part { micros, bytes }
            });
            Parts { parts: parts.collect(), head: Range { from: 0, count: head } }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(parts in parts()) {
            prop_assert_eq!(read(&parts.write("720p.mp4")), Some(parts.clone()));
            let end = parts.parts.last().unwrap().bytes.end();
            prop_assert!(parts.lie_within(end) && !parts.lie_within(end - 1));
            let (most, average) = parts.bandwidth();
            prop_assert!(most >= average && average > 0);
        }

        #[test]
        fn no_text_brings_the_reader_down(text in "(#EXTM3U\n)?(#EXT[^\n]{0,40}\n|[a-z0-9@:.]{0,20}\n){0,12}") {
            let _ = read(&text);
        }
    }
}

//! What ffprobe says of a file, read into facts.

use crate::rules::{Found, Picture};
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Option<Format>,
}

#[derive(Deserialize)]
struct Format {
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Stream {
    index: i64,
    #[serde(default)]
    codec_type: String,
    codec_name: Option<String>,
    profile: Option<String>,
    level: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
    sample_aspect_ratio: Option<String>,
    avg_frame_rate: Option<String>,
    duration: Option<String>,
    #[serde(default)]
    disposition: Disposition,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Default, Deserialize)]
struct Disposition {
    #[serde(default)]
    attached_pic: i64,
    #[serde(default)]
    default: i64,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<f64>,
}

/// The arguments before the file that make ffprobe answer with what [`read`] reads.
pub(crate) const ASK: [&str; 7] =
    ["-v", "error", "-hide_banner", "-print_format", "json", "-show_format", "-show_streams"];

/// Reads ffprobe's answer; none where it is not one.
pub fn read(json: &[u8]) -> Option<Found> {
    let report: Report = serde_json::from_slice(json).ok()?;
    let films = report.streams.iter().filter(|it| it.codec_type == "video");
    // A cover of a song is a picture, not a film.
    let film = films
        .filter(|it| it.disposition.attached_pic == 0)
        .find(|it| it.width.unwrap_or(0) > 0 && it.height.unwrap_or(0) > 0);
    let sounds = || report.streams.iter().filter(|it| it.codec_type == "audio" && it.codec_name.is_some());
    let sound = sounds().find(|it| it.disposition.default == 1).or(sounds().next());
    let stated = report.format.and_then(|format| milliseconds(format.duration.as_deref()));
    let streams = film.into_iter().chain(sound).filter_map(|it| milliseconds(it.duration.as_deref()));
    Some(Found {
        duration_ms: stated.or(streams.max()),
        picture: film.map(picture),
        sound: sound.map(|it| it.index),
    })
}

/// The codec of pictures that ffprobe reports, as players are told it (RFC 6381); H.264 alone, which is all that is
/// ever written.
pub fn codec(json: &[u8]) -> Option<String> {
    let report: Report = serde_json::from_slice(json).ok()?;
    let film = report.streams.iter().find(|it| it.codec_type == "video")?;
    let profile = match film.profile.as_deref()? {
        "Constrained Baseline" => "42E0",
        "Baseline" => "4200",
        "Main" => "4D40",
        _ => "6400",
    };
    Some(format!("avc1.{profile}{:02X}", film.level.filter(|level| (1..=255).contains(level))?))
}

fn picture(stream: &Stream) -> Picture {
    let (mut width, mut height) = (stream.width.unwrap_or(0), stream.height.unwrap_or(0));
    // Pixels that are no squares are stretched as players do.
    if let Some((across, down)) = ratio(stream.sample_aspect_ratio.as_deref(), ':')
        && across > 0.0
        && down > 0.0
    {
        width = ((width as f64 * across / down).round() as i64).max(1);
    }
    let turned = stream.side_data_list.iter().find_map(|it| it.rotation).unwrap_or(0.0);
    // As ffmpeg turns: quarter turns alone change the shape.
    if ((turned.abs() % 180.0) - 90.0).abs() < 1.0 {
        std::mem::swap(&mut width, &mut height);
    }
    let rate = ratio(stream.avg_frame_rate.as_deref(), '/').map_or(0.0, |(over, under)| over / under);
    Picture {
        stream: stream.index,
        width,
        height,
        rate: if rate.is_finite() { rate } else { 0.0 },
        duration_ms: milliseconds(stream.duration.as_deref()),
    }
}

fn ratio(text: Option<&str>, sign: char) -> Option<(f64, f64)> {
    let (over, under) = text?.split_once(sign)?;
    Some((over.parse().ok()?, under.parse().ok()?))
}

fn milliseconds(text: Option<&str>) -> Option<i64> {
    let seconds: f64 = text?.parse().ok()?;
    (seconds.is_finite() && (0.0..1e9).contains(&seconds)).then(|| (seconds * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_phone_held_upright_is_shown_upright() {
        let found = read(
            br#"{"streams":[
                {"index":0,"codec_type":"audio","codec_name":"aac","disposition":{"default":1}},
                {"index":1,"codec_type":"video","codec_name":"hevc","width":1920,"height":1080,
                 "sample_aspect_ratio":"1:1","avg_frame_rate":"30000/1001","duration":"9.5",
                 "side_data_list":[{"side_data_type":"Display Matrix","rotation":-90}]}],
                "format":{"duration":"10.010000"}}"#,
        )
        .unwrap();
        assert_eq!(found.duration_ms, Some(10_010));
        assert_eq!(found.sound, Some(0));
        let picture = found.picture.unwrap();
        assert_eq!((picture.stream, picture.width, picture.height), (1, 1080, 1920));
        assert!((picture.rate - 29.97).abs() < 0.01);
        assert_eq!(picture.duration_ms, Some(9500));
    }

    #[test]
    fn a_cover_is_no_film_and_nothing_is_nothing() {
        let song = br#"{"streams":[
            {"index":0,"codec_type":"video","width":600,"height":600,"disposition":{"attached_pic":1}},
            {"index":1,"codec_type":"audio","codec_name":"mp3","duration":"3.0"}],"format":{}}"#;
        let found = read(song).unwrap();
        assert_eq!((found.picture, found.sound, found.duration_ms), (None, Some(1), Some(3000)));
        assert_eq!(read(b"{}"), Some(Found::default()));
        assert_eq!(read(b"no json"), None);
    }

    #[test]
    fn wide_pixels_are_stretched() {
        let found = read(
            br#"{"streams":[{"index":0,"codec_type":"video","width":720,"height":576,
                "sample_aspect_ratio":"64:45","avg_frame_rate":"0/0"}]}"#,
        )
        .unwrap();
        let picture = found.picture.unwrap();
        assert_eq!((picture.width, picture.height, picture.rate), (1024, 576, 0.0));
    }

    #[test]
    fn players_are_told_profile_and_level() {
        let report = br#"{"streams":[{"index":0,"codec_type":"video","profile":"High","level":31}]}"#;
        assert_eq!(codec(report).as_deref(), Some("avc1.64001F"));
    }

    proptest! {
        #[test]
        fn whatever_the_tool_says_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (read(&bytes), codec(&bytes));
        }
    }
}

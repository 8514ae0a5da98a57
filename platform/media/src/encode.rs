//! The arguments with which ffmpeg makes a rendition and the still picture.

use crate::{
    rules::{self, Found, KEY_SECONDS, PART_SECONDS, Rung, SOUND_BITS},
    tool::safely,
};

/// The source in the current folder. By this name alone the tools ever see it, whatever it was called.
pub(crate) const SOURCE: &str = "source";

/// Makes one rendition in the current folder: `NAME.mp4` and its playlist `NAME.m3u8`.
///
/// `veryfast`: a lecture of an hour is ready in a fraction of an hour on two threads; `medium` takes three times as
/// long for a tenth fewer bytes, and nobody waits for bytes as long as an author waits for a film.
pub(crate) fn rendition(found: &Found, rung: &Rung, threads: usize) -> Vec<String> {
    let mut line = Line::default();
    line.add(["-threads", &threads.to_string(), "-filter_threads", &threads.to_string()]);
    line.add(safely()).add(["-i", SOURCE]);
    if let (Some(picture), Some((width, height))) = (&found.picture, rung.size) {
        let rate = rules::rate(picture.rate);
        line.add(["-map", &format!("0:{}", picture.stream)]);
        // Turning is done before by ffmpeg itself, as the file asks.
        line.add(["-vf", &format!("fps={rate:.3},scale={width}:{height},setsar=1,format=yuv420p")]);
        line.add(["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23"]);
        line.add(["-maxrate", &rung.most_bits.to_string(), "-bufsize", &(rung.most_bits * 2).to_string()]);
        // Pictures to begin from stand at the same moments in all renditions.
        line.add(["-sc_threshold", "0", "-force_key_frames", &format!("expr:gte(t,n_forced*{KEY_SECONDS})")]);
        line.add(["-g", &((rate * KEY_SECONDS as f64).ceil() as i64 * 2).to_string()]);
    }
    if let Some(sound) = found.sound {
        line.add(["-map", &format!("0:{sound}")]);
        // EBU R 128 in one pass: two passes would read hours of sound twice for a difference nobody hears in speech.
        line.add(["-af", "aresample=async=1:first_pts=0,loudnorm=I=-16:TP=-1.5:LRA=11"]);
        line.add(["-c:a", "aac", "-b:a", &SOUND_BITS.to_string(), "-ac", "2", "-ar", "48000"]);
    }
    line.add(["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-threads", &threads.to_string()]);
    line.add(["-f", "hls", "-hls_time", &PART_SECONDS.to_string(), "-hls_playlist_type", "vod"]);
    line.add(["-hls_segment_type", "fmp4", "-hls_flags", "single_file"]);
    line.add(["-hls_segment_filename", &format!("{}.mp4", rung.name), &format!("{}.m3u8", rung.name)]);
    line.0
}

/// Makes the still picture `poster.jpg` in the current folder.
pub(crate) fn poster(found: &Found, at_ms: i64) -> Option<Vec<String>> {
    let picture = found.picture.as_ref()?;
    let (width, height) = rules::ladder(picture.width, picture.height)
        .into_iter()
        .filter(|rung| rung.name != "1080p")
        .filter_map(|rung| rung.size)
        .next_back()?;
    let mut line = Line::default();
    line.add(["-threads", "1"]).add(safely());
    line.add(["-ss", &format!("{}.{:03}", at_ms / 1000, at_ms % 1000), "-i", SOURCE]);
    line.add(["-map", &format!("0:{}", picture.stream), "-frames:v", "1"]);
    line.add(["-vf", &format!("scale={width}:{height},setsar=1,format=yuvj420p"), "-q:v", "4"]);
    line.add(["-map_metadata", "-1", "-f", "image2", "-update", "1", "poster.jpg"]);
    Some(line.0)
}

#[derive(Default)]
struct Line(Vec<String>);

impl Line {
    fn add<const N: usize>(&mut self, words: [&str; N]) -> &mut Line {
        self.0.extend(words.map(str::to_owned));
        self
    }
}

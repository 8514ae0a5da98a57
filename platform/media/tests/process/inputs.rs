//! Tiny media, made by ffmpeg's own generators.

use std::{path::PathBuf, process::Command};

/// A folder with media in it.
pub struct Inputs(tempfile::TempDir);

impl Inputs {
    pub fn new() -> Inputs {
        Inputs(tempfile::tempdir().unwrap())
    }

    /// Runs ffmpeg with these words and answers the bytes of the file that it makes.
    pub fn make(&self, name: &str, words: &[&str]) -> Vec<u8> {
        let made = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-y"])
            .args(words)
            .arg(name)
            .current_dir(self.0.path())
            .status()
            .expect("ffmpeg is installed: scripts/setup test");
        assert!(made.success(), "{words:?}");
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Moving pictures and a tone.
    pub fn film(&self, size: &str, seconds: u32) -> Vec<u8> {
        let picture = format!("testsrc=size={size}:rate=25:duration={seconds}");
        let tone = format!("sine=duration={seconds}");
        let words = ["-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &tone];
        let coded = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-movflags", "+faststart"];
        self.make("film.mp4", &[&words[..], &coded[..]].concat())
    }

    /// Moving pictures without a tone, coded by `more`.
    pub fn silent(&self, name: &str, size: &str, seconds: f32, more: &[&str]) -> Vec<u8> {
        let picture = format!("testsrc=size={size}:rate=25:duration={seconds}");
        let words = ["-f", "lavfi", "-i", &picture, "-c:v", "libx264", "-preset", "ultrafast"];
        self.make(name, &[&words[..], more].concat())
    }

    /// A tone alone.
    pub fn tone(&self, name: &str, seconds: u32) -> Vec<u8> {
        let tone = format!("sine=duration={seconds}");
        self.make(name, &["-f", "lavfi", "-i", &tone])
    }
}

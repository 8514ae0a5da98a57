//! What a medium is, where it stands, and why it failed.

use xingtan_i18n::Msg;

/// What a medium was given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Pictures, with or without sound.
    Video,
    /// Sound alone.
    Audio,
}

impl Kind {
    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Video => "video",
            Kind::Audio => "audio",
        }
    }

    /// The kind of a word.
    pub fn of(code: &str) -> Option<Kind> {
        [Kind::Video, Kind::Audio].into_iter().find(|kind| kind.code() == code)
    }

    /// What a file is by the media type that storage found in its content; none where it is nothing to be played.
    pub fn of_media_type(media_type: &str) -> Option<Kind> {
        if media_type.starts_with("video/") {
            Some(Kind::Video)
        } else if media_type.starts_with("audio/") || media_type == "application/ogg" {
            Some(Kind::Audio)
        } else {
            None
        }
    }
}

/// Where the processing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// It is being processed.
    Working,
    /// It can be played.
    Ready,
    /// It cannot; the [`Fault`] says why.
    Failed,
}

impl State {
    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Working => "working",
            State::Ready => "ready",
            State::Failed => "failed",
        }
    }

    /// The state of a word; one of a later version of the program counts as queued.
    pub fn of(code: &str) -> State {
        let all = [State::Queued, State::Working, State::Ready, State::Failed];
        all.into_iter().find(|state| state.code() == code).unwrap_or(State::Queued)
    }
}

/// Why a medium cannot be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// ffmpeg is not installed.
    NoFfmpeg,
    /// Nothing that can be read as pictures or sound.
    Unreadable,
    /// It holds pictures or sound in a coding that this ffmpeg does not know.
    Unsupported,
    /// Neither pictures nor sound, or too little of either.
    Empty,
    /// Longer than [`crate::rules::LONGEST_MS`].
    TooLong,
    /// More pixels than [`crate::rules::WIDEST`] on a side.
    TooWide,
    /// It stops long before its stated end.
    Truncated,
    /// The disk is full.
    DiskFull,
    /// ffmpeg made no progress for a while and was ended.
    Hung,
    /// ffmpeg ended with an error that says nothing about the file.
    Crashed,
    /// Somebody cancelled the job.
    Cancelled,
    /// The job was given up.
    Stopped,
    /// The file is not there any more.
    Gone,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 13] = [
        Fault::NoFfmpeg,
        Fault::Unreadable,
        Fault::Unsupported,
        Fault::Empty,
        Fault::TooLong,
        Fault::TooWide,
        Fault::Truncated,
        Fault::DiskFull,
        Fault::Hung,
        Fault::Crashed,
        Fault::Cancelled,
        Fault::Stopped,
        Fault::Gone,
    ];

    /// The word kept in the database and told by the event.
    pub fn code(self) -> &'static str {
        self.key().trim_start_matches("media-fault-")
    }

    /// The Fluent key of the sentence: what happened, why, and what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Fault::NoFfmpeg => "media-fault-no-ffmpeg",
            Fault::Unreadable => "media-fault-unreadable",
            Fault::Unsupported => "media-fault-unsupported",
            Fault::Empty => "media-fault-empty",
            Fault::TooLong => "media-fault-too-long",
            Fault::TooWide => "media-fault-too-wide",
            Fault::Truncated => "media-fault-truncated",
            Fault::DiskFull => "media-fault-disk-full",
            Fault::Hung => "media-fault-hung",
            Fault::Crashed => "media-fault-crashed",
            Fault::Cancelled => "media-fault-cancelled",
            Fault::Stopped => "media-fault-stopped",
            Fault::Gone => "media-fault-gone",
        }
    }

    /// The fault of a word; one of a later version of the program counts as stopped.
    pub fn of(code: &str) -> Fault {
        Fault::ALL.into_iter().find(|fault| fault.code() == code).unwrap_or(Fault::Stopped)
    }

    /// What happened, why, and what to do.
    pub fn msg(self) -> Msg {
        Msg::new(self.key())
    }

    /// Whether the same file may succeed at another time: then trying again is offered.
    pub const fn may_pass(self) -> bool {
        matches!(
            self,
            Fault::NoFfmpeg
                | Fault::DiskFull
                | Fault::Hung
                | Fault::Crashed
                | Fault::Cancelled
                | Fault::Stopped
        )
    }

    /// Whether the job tries by itself again before it gives the medium up.
    pub(crate) const fn tries_again(self) -> bool {
        matches!(self, Fault::DiskFull | Fault::Hung | Fault::Crashed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::{Kind as School, Lang, Texts, check, unknown_keys};

    #[test]
    fn every_fault_has_a_sentence_in_both_languages() {
        let mut all = xingtan_i18n::texts();
        all.extend(crate::texts());
        assert_eq!(check(&all), Vec::<String>::new());
        let texts = Texts::build(&all);
        assert_eq!(unknown_keys(&texts, std::path::Path::new("src")).unwrap(), Vec::<String>::new());
        for lang in [Lang::ZhCn, Lang::En] {
            let locale = texts.locale(lang, School::Academy, xingtan_clock::Zone::default());
            for fault in Fault::ALL {
                assert!(locale.has(fault.key()), "{fault:?}");
                assert_eq!(Fault::of(fault.code()), fault);
            }
        }
    }

    #[test]
    fn what_is_to_be_played_is_told_by_its_content() {
        assert_eq!(Kind::of_media_type("video/webm"), Some(Kind::Video));
        assert_eq!(Kind::of_media_type("application/ogg"), Some(Kind::Audio));
        assert_eq!(Kind::of_media_type("application/pdf"), None);
    }
}

//! Why an office document is not shown as PDF.

use xingtan_i18n::Msg;

/// Why an office document did not become a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// LibreOffice is not installed.
    NoOffice,
    /// LibreOffice cannot read it: damaged, or locked by a password.
    Unreadable,
    /// It, or what it becomes, is larger than what is turned.
    TooLarge,
    /// The disk is full.
    DiskFull,
    /// It took longer than allowed.
    Hung,
    /// LibreOffice ended unexpectedly, or took more memory than allowed.
    Crashed,
    /// Somebody cancelled the job.
    Cancelled,
    /// The job was given up.
    Stopped,
    /// The file is no longer there.
    Gone,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 9] = [
        Fault::NoOffice,
        Fault::Unreadable,
        Fault::TooLarge,
        Fault::DiskFull,
        Fault::Hung,
        Fault::Crashed,
        Fault::Cancelled,
        Fault::Stopped,
        Fault::Gone,
    ];

    /// The word kept in the database and told by the event.
    pub fn code(self) -> &'static str {
        self.key().trim_start_matches("media-office-")
    }

    /// The Fluent key of the sentence: what happened, why, and what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Fault::NoOffice => "media-office-no-office",
            Fault::Unreadable => "media-office-unreadable",
            Fault::TooLarge => "media-office-too-large",
            Fault::DiskFull => "media-office-disk-full",
            Fault::Hung => "media-office-hung",
            Fault::Crashed => "media-office-crashed",
            Fault::Cancelled => "media-office-cancelled",
            Fault::Stopped => "media-office-stopped",
            Fault::Gone => "media-office-gone",
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
        !matches!(self, Fault::Unreadable | Fault::TooLarge | Fault::Gone)
    }

    /// Whether the job tries by itself again before it gives the document up.
    pub(crate) const fn tries_again(self) -> bool {
        matches!(self, Fault::DiskFull | Fault::Hung | Fault::Crashed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::{Kind, Lang, Texts};

    #[test]
    fn every_fault_has_a_word_and_a_sentence_in_both_languages() {
        let texts = Texts::build(&[xingtan_i18n::texts(), crate::texts()].concat());
        for lang in [Lang::ZhCn, Lang::En] {
            let locale = texts.locale(lang, Kind::Academy, xingtan_clock::Zone::default());
            for fault in Fault::ALL {
                assert!(locale.has(fault.key()), "{fault:?}");
                assert_eq!(Fault::of(fault.code()), fault);
            }
        }
    }
}

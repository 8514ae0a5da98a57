//! The open registry of lesson kinds: what a lesson may be, and who looks after what belongs to it.
//!
//! Calls go downward only, so catalog does not know quizzes; the slice that does implements [`LessonHooks`] and
//! the program registers it (`app/wiring.rs`).

use crate::{
    Act,
    lesson::{rules::Placed, store::Lesson},
};
use std::{collections::BTreeMap, fmt, sync::Arc};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;

/// What makes a lesson of a kind complete; the rule itself belongs to learning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Nothing to complete: a heading of the tree.
    Nothing,
    /// Time of attention and the end of the text reached (page).
    Read,
    /// Every page shown, with time of attention (PDF).
    Paged,
    /// Wholly played, by the ranges that the server accepted (video, audio).
    Watched,
    /// Taken once (download).
    Taken,
    /// Passed (quiz).
    Passed,
}

/// What an author gives a lesson of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing but its title.
    Title,
    /// Markdown.
    Text,
    /// A file, with some Markdown beside it.
    File,
    /// Something that another slice keeps, reached by an id.
    Attached,
}

/// A kind of lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LessonKind {
    /// Kept in the database and used in addresses.
    pub key: &'static str,
    /// Fluent key of its name.
    pub label: &'static str,
    /// Icon without `i-`.
    pub icon: &'static str,
    /// What makes it complete.
    pub completion: Completion,
    /// What an author gives it.
    pub content: Content,
    /// Minutes a new lesson of this kind begins with.
    pub minutes: i64,
}

/// A heading that groups lessons.
pub const SECTION: LessonKind = LessonKind {
    key: "section",
    label: "catalog-kind-section",
    icon: "book",
    completion: Completion::Nothing,
    content: Content::Title,
    minutes: 0,
};
/// A page of Markdown.
pub const PAGE: LessonKind = LessonKind {
    key: "page",
    label: "catalog-kind-page",
    icon: "edit",
    completion: Completion::Read,
    content: Content::Text,
    minutes: 10,
};
/// A PDF shown on the page.
pub const PDF: LessonKind = LessonKind {
    key: "pdf",
    label: "catalog-kind-pdf",
    icon: "file",
    completion: Completion::Paged,
    content: Content::File,
    minutes: 15,
};
/// A film, shown as adaptive streams.
pub const VIDEO: LessonKind = LessonKind {
    key: "video",
    label: "catalog-kind-video",
    icon: "play",
    completion: Completion::Watched,
    content: Content::File,
    minutes: 10,
};
/// Something to listen to.
pub const AUDIO: LessonKind = LessonKind {
    key: "audio",
    label: "catalog-kind-audio",
    icon: "sound",
    completion: Completion::Watched,
    content: Content::File,
    minutes: 10,
};
/// A file to take along.
pub const DOWNLOAD: LessonKind = LessonKind {
    key: "download",
    label: "catalog-kind-download",
    icon: "down",
    completion: Completion::Taken,
    content: Content::File,
    minutes: 5,
};
/// A quiz; kept by assessment.
pub const QUIZ: LessonKind = LessonKind {
    key: "quiz",
    label: "catalog-kind-quiz",
    icon: "check",
    completion: Completion::Passed,
    content: Content::Attached,
    minutes: 10,
};

/// The slice that keeps what lessons of a kind are about. All calls happen inside catalog's unit of work.
pub trait LessonHooks: Send + Sync + 'static {
    /// A lesson of this kind was added: makes what it is about and returns its id.
    fn create(&self, tx: &mut Tx<'_>, title: &str, act: &Act) -> Result<Uuid>;

    /// A new version of the course begins: copies it and returns the id of the copy.
    fn copy(&self, tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Result<Uuid>;

    /// What is missing of several before the course may be submitted; each sentence stands beside the lesson's
    /// title. As many statements for one as for a hundred.
    fn missing(&self, tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<(Uuid, Msg)>>;

    /// The version was published: nothing of it changes any more.
    fn freeze(&self, tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()>;

    /// The lesson was taken out of a draft.
    fn remove(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<()>;

    /// What several hold, as lines of text: two versions are compared by it. As many statements for one as for a
    /// hundred.
    fn describe(&self, tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>>;

    /// Where its author edits it.
    fn editor(&self, course: Uuid, lesson_key: Uuid) -> String;

    /// Where its author and reviewers see it as learners will, as far as that can be shown without studying.
    fn preview(&self, course: Uuid, version: Uuid, lesson_key: Uuid) -> String;
}

/// The kinds of lessons that this program has. Cheap to clone.
#[derive(Clone, Default)]
pub struct LessonKinds(Arc<BTreeMap<&'static str, Registered>>);

#[derive(Clone)]
struct Registered {
    kind: LessonKind,
    hooks: Option<Arc<dyn LessonHooks>>,
}

impl fmt::Debug for LessonKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl LessonKinds {
    /// The kinds that need no other slice: section, page, PDF, video, audio, download.
    pub fn standard() -> Self {
        let kinds = [SECTION, PAGE, PDF, VIDEO, AUDIO, DOWNLOAD];
        LessonKinds(Arc::new(
            kinds.into_iter().map(|kind| (kind.key, Registered { kind, hooks: None })).collect(),
        ))
    }

    /// Adds a kind that needs no other slice.
    #[must_use]
    pub fn and(self, kind: LessonKind) -> Self {
        let mut kinds = (*self.0).clone();
        kinds.insert(kind.key, Registered { kind, hooks: None });
        LessonKinds(Arc::new(kinds))
    }

    /// Adds a kind that another slice looks after.
    #[must_use]
    pub fn with(self, kind: LessonKind, hooks: Arc<dyn LessonHooks>) -> Self {
        let mut kinds = (*self.0).clone();
        kinds.insert(kind.key, Registered { kind, hooks: Some(hooks) });
        LessonKinds(Arc::new(kinds))
    }

    /// The kind of this key.
    pub fn get(&self, key: &str) -> Option<LessonKind> {
        self.0.get(key).map(|it| it.kind)
    }

    /// Who looks after lessons of this kind.
    pub fn hooks(&self, key: &str) -> Option<&dyn LessonHooks> {
        self.0.get(key).and_then(|it| it.hooks.as_deref())
    }

    /// The kinds that other slices look after, with what they keep for these lessons, by kind.
    pub(crate) fn attached<'a>(
        &'a self,
        lessons: &[Placed<Lesson>],
    ) -> Vec<(&'a dyn LessonHooks, BTreeMap<Uuid, Uuid>)> {
        let of_kind = |it: &'a Registered| {
            let hooks = it.hooks.as_deref()?;
            let own = lessons.iter().filter(|placed| placed.lesson.kind == it.kind.key);
            let ids = own.filter_map(|placed| Some((placed.lesson.quiz_id?, placed.lesson.lesson_key)));
            Some((hooks, ids.collect::<BTreeMap<_, _>>()))
        };
        self.0.values().filter_map(of_kind).filter(|(_, ids)| !ids.is_empty()).collect()
    }

    /// All kinds, by the order in which an author is offered them.
    pub fn all(&self) -> Vec<LessonKind> {
        const ORDER: [&str; 7] = ["page", "pdf", "video", "audio", "download", "quiz", "section"];
        let mut all: Vec<LessonKind> = self.0.values().map(|it| it.kind).collect();
        all.sort_by_key(|kind| ORDER.iter().position(|key| *key == kind.key).unwrap_or(ORDER.len()));
        all
    }
}

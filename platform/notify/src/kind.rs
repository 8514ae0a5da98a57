//! Kinds of notices, declared by the slices.

use xingtan_i18n::Msg;

/// A kind of notice. Its texts are Fluent keys: for `accounts.new-device` the sentence
/// `accounts-notice-new-device`, the text below it `accounts-notice-new-device-text`, and the name under which
/// people choose, `accounts-notice-new-device-name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeKind {
    /// `slice.what`; kept in the database.
    pub name: &'static str,
    /// Concerns the account or a duty: always sent, by all its channels.
    pub duty: bool,
    /// Shown on the page, unless an optional kind was switched off.
    pub page: bool,
    /// Sent by mail, unless an optional kind was switched off.
    pub mail: bool,
}

impl NoticeKind {
    /// A duty: page and mail, always.
    pub const fn duty(name: &'static str) -> Self {
        NoticeKind { name, duty: true, page: true, mail: true }
    }

    /// An optional kind: page and mail by default, each can be switched off.
    pub const fn optional(name: &'static str) -> Self {
        NoticeKind { name, duty: false, page: true, mail: true }
    }

    /// Without mail (for an optional kind: unless switched on).
    #[must_use]
    pub const fn page_only(mut self) -> Self {
        self.mail = false;
        self
    }

    /// Without a place on the page: credentials and codes that go by mail alone.
    #[must_use]
    pub const fn mail_only(mut self) -> Self {
        self.page = false;
        self
    }

    /// Key of the sentence.
    pub fn title_key(&self) -> String {
        title_key(self.name)
    }

    /// Key of the name under which people choose.
    pub fn name_key(&self) -> String {
        format!("{}-name", title_key(self.name))
    }

    pub(crate) fn title(&self) -> Msg {
        Msg::of(self.title_key())
    }
}

fn title_key(name: &str) -> String {
    match name.split_once('.') {
        Some((owner, rest)) => format!("{owner}-notice-{}", rest.replace('.', "-")),
        None => format!("{name}-notice"),
    }
}

/// All kinds of the program, for the page on which people choose.
#[derive(Clone, Debug, Default)]
pub struct NoticeKinds(Vec<NoticeKind>);

impl NoticeKinds {
    /// Gathers the slices' kinds, sorted by name; of two with one name the first stays.
    pub fn gather(tables: &[&[NoticeKind]]) -> Self {
        let mut all: Vec<NoticeKind> = tables.iter().flat_map(|table| table.iter().copied()).collect();
        all.sort_by_key(|kind| kind.name);
        all.dedup_by_key(|kind| kind.name);
        NoticeKinds(all)
    }

    /// All kinds by name.
    pub fn all(&self) -> &[NoticeKind] {
        &self.0
    }

    /// Those that people may switch off.
    pub fn optional(&self) -> impl Iterator<Item = &NoticeKind> {
        self.0.iter().filter(|kind| !kind.duty)
    }

    /// The kind of a name.
    pub fn get(&self, name: &str) -> Option<&NoticeKind> {
        self.0.iter().find(|kind| kind.name == name)
    }
}

//! Where an author sees what becomes of an office document.

use crate::{course::edit::Desk, kinds::DOWNLOAD};
use askama::Template;
use axum::response::Response;
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_media::{
    State,
    office::{self, Item},
};
use xingtan_storage::file;
use xingtan_web::{Fault, Page, SignedIn, html};

/// The office document of a lesson, and where its turning into PDF stands; none where it was never asked for.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    item: Option<Item>,
}

impl Paper {
    /// Of a lesson on the desk; none where it is no document to be taken along. Two or three statements.
    pub fn of(tx: &mut Tx<'_>, desk: &Desk, at: usize) -> xingtan_db::Result<Option<Paper>> {
        let lesson = &desk.lessons[at].lesson;
        let Some(file_id) = lesson.file_id.filter(|_| lesson.kind == DOWNLOAD.key) else { return Ok(None) };
        let row = file::find(tx, file_id)?;
        if row.and_then(|row| office::ending(&row.media_type, &row.name)).is_none() {
            return Ok(None);
        }
        Ok(Some(Paper { item: office::look(tx, file_id)? }))
    }
}

/// What the page says of it.
pub(crate) struct PaperShown {
    /// A sentence.
    pub text: String,
    /// Tone of the sentence; empty: it is nothing to notice.
    pub tone: &'static str,
    /// Below 0: nobody knows how far LibreOffice is.
    pub percent: i64,
    /// Whether nothing is under way.
    pub done: bool,
    /// What the button is called that asks for it, where there is one.
    pub ask: Option<String>,
}

pub(crate) fn shown(l: &Locale, paper: &Paper) -> PaperShown {
    let quiet = |key, tone, done| PaperShown { text: l.t(key), tone, percent: -1, done, ask: None };
    let Some(item) = &paper.item else {
        let ask = Some(l.t("catalog-office-ask"));
        return PaperShown { ask, ..quiet("catalog-office-taken", "", true) };
    };
    match item.state() {
        State::Queued => quiet("catalog-office-queued", "apricot", false),
        // The lesson follows in a moment.
        State::Working | State::Ready => quiet("catalog-office-working", "apricot", false),
        State::Failed => {
            let fault = item.fault().unwrap_or(office::Fault::Stopped);
            let ask = fault.may_pass().then(|| l.t("catalog-medium-retry"));
            PaperShown { text: l.msg(&fault.msg()), ask, ..quiet("", "ochre", true) }
        }
    }
}

#[derive(Template)]
#[template(path = "medium/state.html")]
struct PaperPart {
    page: Page,
    shown: PaperShown,
}

/// The part that the page fetches again while the document is turned; once the lesson shows the PDF, it says so.
pub(crate) fn part(who: &SignedIn, title: String, paper: Option<&Paper>) -> Result<Response, Fault> {
    let over = || PaperShown {
        text: who.l.t("catalog-office-ready"),
        tone: "pine",
        percent: -1,
        done: true,
        ask: None,
    };
    html(&PaperPart { shown: paper.map_or_else(over, |it| shown(&who.l, it)), page: Page::new(who, title) })
}

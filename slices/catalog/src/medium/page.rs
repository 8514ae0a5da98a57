//! Where the processing of a lesson's medium stands, for its author.

use crate::{
    course::edit::Desk, kinds::PDF, lesson::page::open_lesson, medium::rules, office::page as office,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_i18n::Locale;
use xingtan_media::{
    Item, Rendition, State as Stands,
    chapter::{self, Kept},
    serve::{MASTER, POSTER},
    track::Track,
};
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// The medium of a lesson with what it is played from.
#[derive(Clone, Debug)]
pub(crate) struct Medium {
    pub item: Option<Item>,
    pub renditions: Vec<Rendition>,
    pub tracks: Vec<Track>,
    pub chapters: Kept,
}

impl Medium {
    /// Of a lesson on the desk; none where it has nothing to be played. Four or five statements.
    pub fn of(tx: &mut xingtan_db::Tx<'_>, desk: &Desk, at: usize) -> xingtan_db::Result<Option<Medium>> {
        let lesson = &desk.lessons[at].lesson;
        let (Some(file_id), Some(_)) = (lesson.file_id, rules::played_as(&lesson.kind)) else {
            return Ok(None);
        };
        let item = xingtan_media::look(tx, file_id)?;
        let renditions = match &item {
            Some(item) if item.state() == Stands::Ready => xingtan_media::renditions(tx, item.id)?,
            _ => Vec::new(),
        };
        let tracks = xingtan_media::track::of_file(tx, file_id)?;
        let chapters = chapter::of_file(tx, file_id)?;
        Ok(Some(Medium { item, renditions, tracks, chapters }))
    }
}

/// What the page says of a medium.
pub(crate) struct Shown {
    /// A sentence.
    pub text: String,
    /// Tone of the sentence.
    pub tone: &'static str,
    /// Of the processing; below 0 while it waits.
    pub percent: i64,
    /// Whether the processing is over.
    pub done: bool,
    /// Whether it is offered to try again.
    pub retry: bool,
    /// What there is to play.
    pub player: Option<Player>,
    /// Its subtitles: id and name.
    pub tracks: Vec<(Uuid, String)>,
    /// Its chapters: moment and title.
    pub chapters: Vec<(String, String)>,
    /// The languages in which they can be.
    pub languages: Vec<(String, String)>,
}

/// A player that plays and reports nothing.
pub(crate) struct Player {
    /// The list of renditions.
    pub list: String,
    /// The still picture; empty where there is none.
    pub poster: String,
    /// Whether there are no pictures.
    pub sound: bool,
    /// Length in milliseconds.
    pub duration_ms: i64,
    /// Subtitles: address, language and its name.
    pub tracks: Vec<(String, String, String)>,
    /// Length, sizes and the like, as words.
    pub facts: Vec<(String, String)>,
}

/// What is said of a medium whose player begins at `base` with `tail` after each address.
pub(crate) fn shown(l: &Locale, medium: &Medium, base: &str, tail: &str) -> Shown {
    let quiet = |text: String, tone, done| Shown {
        text,
        tone,
        percent: -1,
        done,
        retry: false,
        player: None,
        tracks: medium.tracks.iter().map(|it| (it.id, it.label.clone())).collect(),
        chapters: medium
            .chapters
            .chapters
            .iter()
            .map(|it| (chapter::clock(it.at_ms), it.title.clone()))
            .collect(),
        languages: super::track::languages(l),
    };
    let Some(item) = &medium.item else {
        return Shown { retry: true, ..quiet(l.t("catalog-medium-none"), "ochre", true) };
    };
    match item.state() {
        Stands::Queued => quiet(l.t("catalog-medium-queued"), "apricot", false),
        Stands::Working => Shown {
            percent: item.percent,
            ..quiet(l.t1("catalog-medium-working", "percent", item.percent), "apricot", false)
        },
        Stands::Failed => {
            let fault = item.fault().unwrap_or(xingtan_media::Fault::Stopped);
            Shown { retry: fault.may_pass(), ..quiet(l.msg(&fault.msg()), "cinnabar", true) }
        }
        Stands::Ready => {
            let key =
                if item.is_sound_instead() { "catalog-medium-only-sound" } else { "catalog-medium-ready" };
            let tone = if item.is_sound_instead() { "ochre" } else { "pine" };
            Shown { player: Some(player(l, item, medium, base, tail)), ..quiet(l.t(key), tone, true) }
        }
    }
}

fn player(l: &Locale, item: &Item, medium: &Medium, base: &str, tail: &str) -> Player {
    let mut facts = vec![(l.t("catalog-medium-length"), length(item.duration_ms.unwrap_or(0)))];
    if let (true, Some((width, height))) = (item.has_video, item.width.zip(item.height)) {
        facts.push((l.t("catalog-medium-size"), format!("{width} × {height}")));
        let names: Vec<&str> = medium.renditions.iter().map(|it| it.name.as_str()).collect();
        facts.push((l.t("catalog-medium-renditions"), names.join(&l.t("web-dot"))));
        if !item.has_audio {
            facts.push((l.t("catalog-medium-sound"), l.t("catalog-medium-silent")));
        }
    }
    Player {
        list: format!("{base}/{MASTER}{tail}"),
        poster: item.poster_file_id.map(|_| format!("{base}/{POSTER}{tail}")).unwrap_or_default(),
        sound: !item.has_video,
        duration_ms: item.duration_ms.unwrap_or(0),
        tracks: medium
            .tracks
            .iter()
            .map(|it| (format!("{base}/{}.vtt{tail}", it.id), it.lang.clone(), it.label.clone()))
            .collect(),
        facts,
    }
}

/// `1:02:03`, `2:03`: as players write it.
pub(crate) fn length(milliseconds: i64) -> String {
    let seconds = (milliseconds + 500) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Where players of authors and reviewers ask for the medium of a lesson.
pub(crate) fn base(course: Uuid, key: Uuid) -> String {
    format!("/courses/{course}/preview/{key}/media")
}

#[derive(Template)]
#[template(path = "medium/state.html")]
struct StatePart {
    page: Page,
    shown: Shown,
}

/// `GET /courses/{course}/edit/lessons/{lesson}/media`: the part that the page fetches again while the medium is
/// processed.
pub async fn state(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let title = desk.lessons[at].lesson.title.clone();
    let Some(medium) = desk.medium.as_ref() else {
        // A document that has become a PDF meanwhile is one no more.
        let turned = desk.paper.is_some() || desk.lessons[at].lesson.kind == PDF.key;
        return if turned { office::part(&who, title, desk.paper.as_ref()) } else { Err(Fault::NotFound) };
    };
    html(&StatePart { shown: shown(&who.l, medium, "", ""), page: Page::new(&who, title) })
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_are_written_as_players_write_them() {
        let check = |milliseconds, text: &str| assert_eq!(length(milliseconds), text);
        check(0, "0:00");
        check(59_600, "1:00");
        check(3_723_000, "1:02:03");
    }
}

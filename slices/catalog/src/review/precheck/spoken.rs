//! Sensitive words in the texts of a version: what is read, and what is noted of it (CRS-7).

use super::rules::Spoken;
use crate::{
    Act, access,
    kinds::{AUDIO, LessonKinds, VIDEO},
    lesson::{
        rules::{Placed, tree},
        store as lessons,
        store::{Body, Lesson},
    },
    version::store::{self as versions, Version},
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_markdown::{Html, passages};
use xingtan_web::Fault;
use xingtan_words::{Place, Said, in_force, note as keep};

/// The name of a lesson, as findings tell it.
pub(super) fn title(it: &Placed<Lesson>) -> Msg {
    Msg::new("catalog-found-lesson").with("title", format!("{} {}", it.number, it.lesson.title))
}

/// All that a version says: titles, descriptions, texts of lessons, what slices above keep for lessons (questions of a
/// quiz), subtitles. One statement for each film and each kind of lesson.
pub(super) fn spoken(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    version: &Version,
    all: &[Placed<Lesson>],
    bodies: &BTreeMap<Uuid, Body>,
) -> Result<Vec<Spoken>> {
    let mut said = Vec::new();
    let mut add = |lesson: Option<Uuid>, title: Msg, paragraph: Option<usize>, text: String| {
        if !text.trim().is_empty() {
            said.push(Spoken { lesson, title, paragraph, text });
        }
    };
    let facts = [
        ("catalog-fact-title", &version.title),
        ("catalog-fact-summary", &version.summary),
        ("catalog-fact-lecturer", &version.lecturer_name),
    ];
    for (key, text) in facts {
        add(None, Msg::new(key), None, text.clone());
    }
    let written = [
        ("catalog-fact-introduction", &version.introduction_html),
        ("catalog-fact-objectives", &version.objectives_html),
        ("catalog-fact-syllabus", &version.syllabus_html),
        ("catalog-fact-criteria", &version.criteria_html),
    ];
    for (key, html) in written {
        for it in passages(&Html::stored(html)) {
            add(None, Msg::new(key), Some(it.block), it.text);
        }
    }
    let mut attached: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (hooks, keys) in kinds.attached(all) {
        let ids: Vec<Uuid> = keys.keys().copied().collect();
        for (id, text) in hooks.describe(tx, &ids)? {
            if let Some(key) = keys.get(&id) {
                attached.entry(*key).or_default().push(text);
            }
        }
    }
    for it in all {
        let key = it.lesson.lesson_key;
        add(Some(key), title(it), None, it.lesson.title.clone());
        if let Some(body) = bodies.get(&key) {
            for passage in passages(&Html::stored(&body.body_html)) {
                add(Some(key), title(it), Some(passage.block), passage.text);
            }
        }
        for text in attached.remove(&key).unwrap_or_default() {
            add(Some(key), title(it), None, text);
        }
        let film = [VIDEO.key, AUDIO.key].contains(&it.lesson.kind.as_str());
        if let Some(file) = it.lesson.file_id.filter(|_| film) {
            for track in xingtan_media::track::of_file(tx, file)? {
                let of =
                    Msg::new("catalog-found-subtitles").with("title", title(it)).with("lang", track.label);
                add(Some(key), of, None, cues(&track.vtt));
            }
        }
    }
    Ok(said)
}

/// What subtitles say: their lines without times and numbers.
fn cues(vtt: &str) -> String {
    let says =
        |line: &&str| !line.contains("-->") && !line.starts_with("WEBVTT") && line.parse::<u32>().is_err();
    vtt.lines().filter(says).collect::<Vec<_>>().join("\n")
}

/// Notes what is found in the draft of a course, so that its author may say that it is wrong. True where anything was.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`] for whoever may not write the course.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    act: &Act,
) -> std::result::Result<bool, Fault> {
    let course = access::writable(tx, &act.actor, course)?;
    let lists = in_force(tx)?;
    let draft = course.draft_version_id.filter(|_| !lists.is_empty());
    let Some(version) = draft.map(|id| versions::get(tx, id)).transpose()?.flatten() else {
        return Ok(false);
    };
    let all = tree(lessons::of_version(tx, version.id)?);
    let bodies = lessons::bodies(tx, version.id)?;
    let said = Said {
        place: Place::Course,
        subject: Some(course.id),
        person: act.person,
        name: &act.name,
        unit_path: &course.unit_path,
    };
    let mut found = false;
    for it in spoken(tx, kinds, &version, &all, &bodies)? {
        let judged = lists.judge(&it.text);
        found |= !judged.found().is_empty();
        keep(tx, &it.text, &judged, &said, &act.ids, act.at)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_say_what_is_said() {
        let vtt =
            "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n大家好\n\n00:00:03.000 --> 00:00:04.000\n第二句\n";
        assert_eq!(cues(vtt).split_whitespace().collect::<Vec<_>>(), ["大家好", "第二句"]);
    }
}

//! The player's macro holds every part and every word that the island `video-player` looks for.

use askama::Template;
use xingtan_i18n::{Kind, Lang, Locale, Texts};

/// As much of a page as a macro needs.
struct Page {
    l: Locale,
}

impl Page {
    fn icon_href(&self, name: &str) -> String {
        format!("/assets/sprite.svg#i-{name}")
    }

    fn preferences(&self) -> xingtan_web::Preferences {
        xingtan_web::Preferences { captions: "on", speed: "1.5", ..Default::default() }
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "bits.html" as bits %}{% call bits::player(page, "/m/master.m3u8", "A < B", 62000, href = "/attention", token = "T", presence = "/presence", poster = "/m/poster.jpg", audio = audio, position = 12000, watched = "[[0,1500]]", frontier = "1500", next_href = "/next", next_label = "Next") %}{{ bits::player_track("/m/zh.vtt", "zh-CN", "中文", first = true) }}{{ bits::player_track("/m/en.vtt", "en", "English") }}{% endcall %}"#
)]
struct Film {
    page: Page,
    audio: bool,
}

fn film(lang: Lang, audio: bool) -> String {
    let texts = Texts::build(&xingtan_web::texts());
    Film { page: Page { l: texts.locale(lang, Kind::School, xingtan_clock::Zone::default()) }, audio }
        .render()
        .unwrap_or_default()
}

#[test]
fn every_part_of_the_player_is_there_in_both_languages() {
    let parts = [
        "frame", "stage", "caption", "big", "end", "bar", "ranges", "seek", "now", "total", "volume",
        "speed", "pick", "language", "keys", "check",
    ];
    for lang in [Lang::ZhCn, Lang::En] {
        for audio in [false, true] {
            let html = film(lang, audio);
            for part in parts {
                assert_eq!(html.matches(&format!("data-{part}-part")).count(), 1, "{part}");
            }
            // A word that is missing shows its key
            assert!(!html.contains("web-player-") && !html.contains("web-attention-"), "{html}");
            assert_eq!(html.contains("<audio"), audio);
            assert_eq!(html.matches("<track").count(), 2);
            assert!(html.contains("data-captions=\"on\"") && html.contains("data-speed=\"1.5\""));
        }
    }
}

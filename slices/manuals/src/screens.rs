//! Screens of this program, as manuals and the demo's courses show them: `![…](screen:NAME)`. The pictures are made by
//! `scripts/demo-screens`; the program serves them at `/help/screens/{file}`.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

/// A picture of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its file, named by its content.
    pub file: &'static str,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

const INDEX: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../app/demo/screens/index.toml"));

static SCREENS: LazyLock<BTreeMap<&'static str, Screen>> =
    LazyLock::new(|| INDEX.lines().filter_map(line).collect());

/// `learner-today = { file = "0123.webp", width = 720, height = 1480 }`
fn line(line: &'static str) -> Option<(&'static str, Screen)> {
    let (name, rest) = line.split_once(" = { file = \"")?;
    let (file, rest) = rest.split_once("\", width = ")?;
    let (width, rest) = rest.split_once(", height = ")?;
    let height = rest.strip_suffix(" }")?;
    Some((name, Screen { file, width: width.parse().ok()?, height: height.parse().ok()? }))
}

/// All screens by name.
pub fn screens() -> &'static BTreeMap<&'static str, Screen> {
    &SCREENS
}

/// Names of the screens that a Markdown text shows, in order.
pub fn named(markdown: &str) -> Vec<&str> {
    markdown.split("](screen:").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// The text with the address of each screen in place of its name; unknown names stay.
pub fn addressed(markdown: &str, address: impl Fn(&str, &Screen) -> Option<String>) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(markdown);
    for name in named(markdown) {
        let Some(screen) = SCREENS.get(name) else { continue };
        if let Some(address) = address(name, screen) {
            text = Cow::Owned(text.replace(&format!("](screen:{name})"), &format!("]({address})")));
        }
    }
    text
}

/// Where the program shows a screen by itself.
pub(crate) fn href(screen: &Screen) -> String {
    format!("/help/screens/{}", screen.file)
}

/// Width and height of the screen at an address.
pub(crate) fn size(address: &str) -> Option<(i64, i64)> {
    let file = address.strip_prefix("/help/screens/")?;
    SCREENS.values().find(|screen| screen.file == file).map(|screen| (screen.width, screen.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_index_is_read() {
        let lines = INDEX.lines().filter(|line| !line.starts_with('#')).count();
        assert!(lines > 0);
        assert_eq!(screens().len(), lines);
    }

    #[test]
    fn names_become_addresses_and_unknown_ones_stay() {
        let (name, screen) = screens().first_key_value().unwrap();
        let text = format!("![甲](screen:{name}) ![乙](screen:nothing)");
        assert_eq!(named(&text), [*name, "nothing"]);
        let shown = addressed(&text, |_, it| Some(href(it)));
        assert_eq!(shown, format!("![甲]({}) ![乙](screen:nothing)", href(screen)));
        assert_eq!(size(&href(screen)), Some((screen.width, screen.height)));
    }
}

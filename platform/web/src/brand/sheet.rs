//! The style sheet of an accent: the tokens of `web/styles/tokens.css` that it takes the place of.

use super::colour::{Colour, Shade, Shades};
use std::fmt::Write as _;

/// The sheet of an accent. It stands in the layer of the tokens, so that high contrast, which is more exact there,
/// keeps its own colours. `data-sample` shows either theme beside the other, for the page of settings.
pub fn sheet(accent: Colour) -> String {
    let Shades { light, dark } = Shades::of(accent);
    let mut css = String::from("@layer tokens{");
    let mut rule = |before: &str, shade: &Shade, after: &str| {
        let _infallible = write!(
            css,
            "{before}{{--apricot:{};--apricot-hover:{};--on-apricot:{};--apricot-soft:{};--action:{};--action-hover:{}}}{after}",
            shade.paint, shade.paint_hover, shade.on_paint, shade.soft, shade.action, shade.action_hover
        );
    };
    rule(":root", &light, "");
    rule("@media (prefers-color-scheme:dark){:root", &dark, "}");
    rule(":root[data-theme=light],[data-sample=light]", &light, "");
    rule(":root[data-theme=dark],[data-sample=dark]", &dark, "");
    // Paper is white, whatever the screen is
    rule("@media print{:root:root", &light, "}");
    css.push('}');
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_holds_both_themes_and_leaves_high_contrast_alone() {
        let css = sheet(Colour::hex(0x274c8f));
        assert_eq!(css.matches("--action:").count(), 5);
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(css.starts_with("@layer tokens{:root{--apricot:#274c8f;"));
        assert!(!css.contains("contrast"));
    }
}

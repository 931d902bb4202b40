//! What is marked: positions in the stored text, through folding, bigrams and stray spaces.

use anye_search::{ArticleEntry, Part, Query, marks};

use crate::samples::{article, index_of};

/// The marked parts of a text, in brackets.
fn shown(query: &str, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let parts = marks(query, text).unwrap();
    parts.into_iter().map(|span| format!("[{}]", chars[span].iter().collect::<String>())).collect()
}

#[test]
fn marks_are_in_the_original_characters() {
    for (query, text, expect) in [
        ("工程", "全市在建工程须登记,工程款按月结", "[工程][工程]"),
        ("稳就业", "做好穩就業工作", "[穩就業]"),
        ("計畫", "工作计划", "[计划]"),
        ("app 2020", "㈠ＡＰＰ上线２０２０年", "[ＡＰＰ][２０２０]"),
        ("cov", "抗击COVID-19", "[COVID]"),
        ("实施意见", "如下实 施意见", "[实 施意见]"),
        ("失业 失业保险", "失业保险金", "[失业保险]"),
        ("“一至三”", "第(一)至(三)项", "[一)至(三]"),
        ("辽政发[2020]9号", "依据辽政发〔2020〕9 号、19号", "[辽政发〔2020〕9 号]"),
        ("2020 9号", "依据辽政发〔2020〕9号", "[2020〕9号]"),
        ("就业 -创业", "就业创业", "[就业]"),
        ("一", "一一二", "[一一]"),
        ("没有", "就业", ""),
        ("", "就业", ""),
    ] {
        assert_eq!(shown(query, text), expect, "{query} in {text}");
    }
}

#[test]
fn a_hit_shows_its_head_whole_and_its_text_in_excerpts() {
    let filler = "各单位应当按照规定做好相关工作,".repeat(30);
    let entry = ArticleEntry {
        title: "關於穩就業的通知".into(),
        number: "甲政发〔2020〕9号".into(),
        heading: "三、失业保险".into(),
        ..article("甲", "一", &format!("{filler}失业人员可以登记。{filler}登记后享受稳就业补贴。{filler}"))
    };
    let index = index_of(std::slice::from_ref(&entry));
    let page = index.search(&Query::text("失业 稳就业")).unwrap();
    let snippets = &page.hits[0].snippets;
    let parts: Vec<Part> = snippets.iter().map(|snippet| snippet.part).collect();
    assert_eq!(parts, [Part::Title, Part::Number, Part::Heading, Part::Text, Part::Text]);
    let marked = |at: usize| -> Vec<String> {
        snippets[at].pieces().into_iter().filter(|(marked, _)| *marked).map(|(_, text)| text).collect()
    };
    assert_eq!(marked(0), ["穩就業"]);
    assert!(marked(1).is_empty());
    assert_eq!(marked(2), ["失业"]);
    assert_eq!((marked(3), marked(4)), (vec!["失业".to_owned()], vec!["稳就业".to_owned()]));
    for snippet in &snippets[3..] {
        let stored: Vec<char> = entry.text.chars().collect();
        let length = snippet.text.chars().count();
        assert_eq!(stored[snippet.start..snippet.start + length].iter().collect::<String>(), snippet.text);
        assert_eq!(snippet.cut, (true, true));
        let whole: String = snippet.pieces().into_iter().map(|(_, text)| text).collect();
        assert_eq!(whole, snippet.text);
    }
}

proptest::proptest! {
    /// Whatever is found as a phrase is also marked, and marks stay inside the text and apart.
    #[test]
    fn found_means_marked(text in "[穩稳就業业保險险Ａa12,。 〔〕㈠]{1,30}", query in "[稳就業保险a1]{1,4}") {
        let index = index_of(&[article("甲", "一", &text)]);
        let quoted = format!("“{query}”");
        let found = index.search(&Query::text(quoted.clone())).unwrap().total == 1;
        let spans = marks(&quoted, &text).unwrap();
        let length = text.chars().count();
        proptest::prop_assert!(spans.iter().all(|span| span.start < span.end && span.end <= length));
        proptest::prop_assert!(spans.windows(2).all(|pair| pair[0].end < pair[1].start));
        proptest::prop_assert!(!found || !spans.is_empty(), "{} in {}", query, text);
    }
}

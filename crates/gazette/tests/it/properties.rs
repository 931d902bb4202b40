//! What must hold for any input: no panic, a true trace, nothing lost.

use std::collections::HashSet;

use anye_findings::{NoResolver, Span};
use anye_gazette::{Document, Inputs, NoGazetteer, Passage, Role, document_id, read_lines};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::check::document;
use crate::seeds;

/// The positions of a clean text, one for each of its characters.
fn positions(origin: &[[u32; 3]]) -> Vec<usize> {
    origin.iter().flat_map(|&[_, source, length]| (source..source + length).map(|at| at as usize)).collect()
}

/// Every clean character stands at a source character that is the same, folded or simplified; a break between paragraphs at white space.
fn check_trace(document: &Document, source: &str) {
    let chars: Vec<char> = source.chars().collect();
    let repaired = document.warnings.iter().any(|warning| warning.code == "damage_suspected");
    for article in &document.articles {
        let start = article.source_start as usize;
        let there: String = chars[start..start + article.original.chars().count()].iter().collect();
        assert_eq!(article.original, there);
    }
    let texts = document.articles.iter().map(|article| (&article.text, &article.origin));
    let passages = [&document.preamble, &document.closing].map(|passage| (&passage.text, &passage.origin));
    for (text, origin) in texts.chain(passages) {
        let at = positions(origin);
        assert_eq!(at.len(), text.chars().count());
        assert!(at.is_sorted(), "{text}");
        for (clean, at) in text.chars().zip(at) {
            let same = clean == chars[at]
                || (clean.is_whitespace() && chars[at].is_whitespace())
                || fast2s::convert(&chars[at].to_string()) == clean.to_string()
                || u32::from(chars[at]) == u32::from(clean) + 0xfee0
                || (chars[at] == '著' && clean == '着');
            assert!(same || repaired, "{clean} from {} in {text}", chars[at]);
        }
    }
}

/// Every line of the source has a role, and what the role says holds its characters.
fn check_nothing_lost(source: &str) {
    let reading = read_lines(source, &Inputs::default(), &NoGazetteer, &NoResolver);
    let document = &reading.document;
    let chars: Vec<char> = source.chars().collect();
    let mut covered = vec![false; chars.len()];
    let is_damaged = document.warnings.iter().any(|warning| warning.code == "damage_suspected");
    for (span, role) in &reading.roles {
        let line: String = chars[span.start..span.end].iter().collect();
        let kept = match role {
            Role::Open => false,
            Role::Blank => line.chars().all(|char| char.is_whitespace() || !char.is_alphanumeric()),
            Role::Article(index) => document.articles[*index].original.contains(line.trim_matches(is_empty)),
            Role::Furniture | Role::Metadata | Role::Publication | Role::Masthead => {
                document.furniture.contains(span)
            }
            Role::Preamble => holds(&document.preamble, &chars, *span, is_damaged),
            Role::Closing => holds(&document.closing, &chars, *span, is_damaged),
            // Chapter numbers and colons are not kept, but every word of a title is.
            Role::Title => {
                is_damaged
                    || line
                        .chars()
                        .filter(|char| is_counted(*char))
                        .all(|char| document.title.contains([char, simplified(char)]))
            }
            Role::Addressees => line
                .chars()
                .filter(|char| is_counted(*char))
                .all(|char| document.addressees.iter().any(|name| name.contains([char, simplified(char)]))),
            Role::Chapter => line.chars().filter(|char| is_counted(*char)).all(|char| {
                is_damaged
                    || "第章节部分编".contains(char)
                    || document.chapters.iter().any(|chapter| {
                        chapter.heading.contains([char, simplified(char)]) || chapter.number.contains(char)
                    })
            }),
            Role::Number => document.number.is_some(),
            Role::Signature => true,
        };
        assert!(kept, "{role:?} {line:?}\n{document:#?}");
        covered[span.start..span.end].iter_mut().for_each(|cell| *cell = true);
    }
    let lost: String = chars
        .iter()
        .zip(&covered)
        .filter(|(char, covered)| !**covered && !char.is_whitespace())
        .map(|(char, _)| char)
        .collect();
    assert_eq!(lost, "");
}

/// Every digit and Chinese character of a line stands in the passage at its own place. Letters may be glosses, and damage is repaired out of place.
fn holds(passage: &Passage, chars: &[char], span: Span, is_damaged: bool) -> bool {
    let at: HashSet<usize> = positions(&passage.origin).into_iter().collect();
    is_damaged || (span.start..span.end).all(|index| !is_counted(chars[index]) || at.contains(&index))
}

/// White space, or a character that cannot be seen.
fn is_empty(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{feff}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{e000}'..='\u{f8ff}')
}

fn is_counted(char: char) -> bool {
    char.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&char)
}

fn simplified(char: char) -> char {
    fast2s::convert(&char.to_string()).chars().next().unwrap_or(char)
}

/// Pieces that documents are made of, so that random texts reach every rule.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "一、",
        "二、",
        "（一）",
        "(二)",
        "（三）",
        "第一条",
        "第二章",
        "第一节 标准",
        "1.",
        "2、",
        "①",
        "某省人民政府",
        "关于就业的通知",
        "某政发〔2020〕3号",
        "各市人民政府：",
        "各单位，",
        "2020年1月2日",
        "附件",
        "附件：1.表",
        "— 1 —",
        "发布时间：2020-01-02",
        "索引号：",
        "发文机关",
        "首页>公开",
        "目录",
        "（此件公开发布）",
        "抄送：省委。",
        "加强领导。",
        "各地要重视，",
        "按月报送。",
        "（责任单位：市局）",
        "就業(yè)",
        "發(fā)展",
        "當?shù)厝肆Y源",
        "人力資源",
        "著作",
        "Open Data ",
        "２０２０",
        "《意见》",
        "“",
        "\n",
        "\r\n",
        "\n\n",
        "　　",
        "  ",
        "\t",
        "\u{feff}",
        "\u{fffd}",
        "\u{e004}",
        "：",
        "）",
        "特此通知。",
        "此复。",
    ];
    prop_oneof![8 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 2 => Just("\n".to_owned()), 1 => any::<String>()]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(2009), ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_traced(source in text()) {
        check_trace(&document(&source), &source);
        check_nothing_lost(&source);
    }

    #[test]
    fn identifiers_do_not_depend_on_spaces(source in text()) {
        let bare: String = source.chars().filter(|char| !char.is_whitespace()).collect();
        prop_assert_eq!(document_id(None, &source), document_id(None, &bare));
    }
}

#[test]
fn the_official_documents_are_traced_whole() {
    for prefix in ["000", "001", "002", "003", "004"] {
        if let Some(source) = seeds::source(prefix) {
            check_trace(&document(&source), &source);
            check_nothing_lost(&source);
        }
    }
}

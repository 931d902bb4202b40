//! How long one document takes to read, findings included: a generated notice of 44 articles in 7 chapters.
//!
//! Prints one JSON line with the median and the slowest of the runs in milliseconds.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use anye_findings::NoResolver;
use anye_gazette::{Inputs, NoGazetteer, read};

const RUNS: usize = 41;

/// About 20,000 characters with figures, dates, citations and responsible units in every article.
fn notice() -> String {
    const NUMERALS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let numeral = |value: usize| match (value / 10, value % 10) {
        (0, ones) => NUMERALS[ones].to_owned(),
        (1, ones) => format!("十{}", NUMERALS[ones]),
        (tens, ones) => format!("{}十{}", NUMERALS[tens], NUMERALS[ones]),
    };
    let mut text = String::from(
        "某省人民政府关于样例工作的通知\n某政发〔2020〕1号\n各市人民政府，省政府各部门：\n　　现就有关问题通知如下：\n",
    );
    for article in 1..=44 {
        if article % 7 == 1 {
            text += &format!("　　{}、样例章节\n", numeral(article / 7 + 1));
        }
        text += &format!("　　（{}）样例条目。", numeral(article));
        for round in 0..4 {
            text += &format!(
                "根据《样例办法》（某政发〔2019〕{}号）要求，各市要于2020年12月底前完成不少于{}户企业的调查，对新招用人员每人每月给予{}元补贴，期限最长不超过6个月，比例达到{}%以上，并按季向省财政厅报告落实情况。",
                round + 1,
                article * 100,
                round * 500 + 500,
                round * 10 + 5
            );
        }
        text += "（责任单位：省人力资源社会保障厅、财政厅、发展改革委，各市人民政府）\n";
    }
    text + "某省人民政府\n2020年1月2日\n"
}

fn main() {
    let source = notice();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let document = read(&source, &Inputs::default(), &NoGazetteer, &NoResolver);
            assert_eq!(document.articles.len(), 44);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{{\"bench\":\"gazette_read\",\"articles\":44,\"characters\":{},\"runs\":{RUNS},\"median_ms\":{:.3},\"max_ms\":{:.3},\"budget_ms\":20}}",
        source.chars().count(),
        times[RUNS / 2],
        times[RUNS - 1]
    );
}

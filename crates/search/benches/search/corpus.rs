//! Invented official texts from a word list, always the same for the same size: a third of the words are of the trade, the rest are
//! drawn from the dictionary as often as they are used, so that common and rare words are mixed as in real texts.

use std::io::Read as _;

use anye_base::Date;
use anye_search::{ArticleEntry, Query};

pub const SEED: u64 = 20_200_605;

/// Sorts of queries, in equal parts.
pub const SORTS: [&str; 8] = [
    "one word",
    "one common word",
    "two words",
    "phrase",
    "part of a sentence",
    "number",
    "filtered",
    "excluded",
];

const TRADE: &str = "就业 创业 失业保险 稳岗返还 公益性岗位 高校毕业生 农民工 职业技能培训 就业困难人员 零就业家庭 小额担保贷款 \
    社会保险补贴 岗位补贴 求职创业补贴 劳动力市场 人力资源市场 公共就业服务 登记失业率 城镇新增就业 就业见习 创业孵化基地 \
    返乡创业 以工代赈 退役军人 去产能企业 技工院校 企业 职工 补贴 培训 服务 登记 政策 资金 工程 项目 岗位 标准 责任单位";
const VERBS: &str = "落实 完善 加强 推进 支持 鼓励 组织 开展 建立 健全 扩大 提高 降低 延长 规范 监督 安排 统筹 兑现 申请 审核 发放";
const UNITS: &str = "人力资源社会保障 财政 发展改革 教育 民政 农业农村 工业和信息化 商务 税务 审计 退役军人事务 国有资产监督管理";
const KINDS: [&str; 6] = ["意见", "通知", "方案", "办法", "规定", "答复"];
const CODES: [&str; 6] = ["甲政发", "甲政办发", "乙人社发", "丙政发", "丁财社", "戊就办"];

/// A small deterministic generator (SplitMix64): a benchmark must not change with a dependency.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len())]
    }
}

/// Dictionary words, each as often as the root of its count, up to a limit.
struct Words {
    list: Vec<String>,
    ends: Vec<usize>,
}

impl Words {
    fn load() -> Self {
        let mut text = String::new();
        let packed: &[u8] = include_bytes!("../../data/words.txt.gz");
        flate2::read::GzDecoder::new(packed)
            .read_to_string(&mut text)
            .expect("the dictionary is part of the crate");
        let (mut list, mut ends, mut end) = (Vec::new(), Vec::new(), 0);
        for (word, count) in text.lines().filter_map(|line| line.split_once(' ')) {
            let count: f64 = count.parse().unwrap_or(0.0);
            if word.chars().count() > 1 && count > 20.0 {
                end += count.powf(0.8) as usize;
                list.push(word.to_owned());
                ends.push(end);
            }
        }
        Self { list, ends }
    }

    fn draw(&self, dice: &mut Dice) -> &str {
        let at = dice.roll(self.ends.last().copied().unwrap_or(1));
        let word = self.ends.partition_point(|end| *end <= at);
        &self.list[word]
    }
}

/// The articles: some twelve to a document.
pub fn articles(count: usize) -> Vec<ArticleEntry> {
    let words = Words::load();
    let trade: Vec<&str> = TRADE.split_whitespace().collect();
    let verbs: Vec<&str> = VERBS.split_whitespace().collect();
    let units: Vec<&str> = UNITS.split_whitespace().collect();
    let mut dice = Dice(SEED);
    let mut list: Vec<ArticleEntry> = Vec::with_capacity(count);
    while list.len() < count {
        let document = list.len();
        let (year, place) = (2000 + dice.roll(25) as i16, 210_000 + dice.roll(120));
        let issued = Date::new(year, 1 + dice.roll(12) as i8, 1 + dice.roll(28) as i8).ok();
        let title = format!("关于{}{}工作的{}", dice.pick(&verbs), dice.pick(&trade), dice.pick(&KINDS));
        let number = format!("{}〔{year}〕{}号", dice.pick(&CODES), 1 + dice.roll(200));
        let issuer = format!("第{}市{}局", place % 100, dice.pick(&units));
        let kind = (*dice.pick(&KINDS)).to_owned();
        for at in 0..8 + dice.roll(9) {
            if list.len() == count {
                break;
            }
            list.push(ArticleEntry {
                document_id: format!("{document:07}"),
                article_key: format!("第{at}条"),
                position: at as u32,
                title: title.clone(),
                number: number.clone(),
                heading: format!("{}{}", dice.pick(&verbs), dice.pick(&trade)),
                text: text(&mut dice, &words, &trade, &verbs, &units),
                issuer: issuer.clone(),
                place: place.to_string(),
                year: Some(year),
                kind: kind.clone(),
                issued_on: issued,
                in_force_from: issued,
                in_force_to: None,
            });
        }
    }
    list
}

fn text(dice: &mut Dice, words: &Words, trade: &[&str], verbs: &[&str], units: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..3 + dice.roll(6) {
        for clause in 0..2 + dice.roll(4) {
            text.push_str(if clause == 0 { "" } else { "," });
            let verb: &&str = dice.pick(verbs);
            text.push_str(verb);
            for _ in 0..1 + dice.roll(4) {
                let word = if dice.roll(3) == 0 { dice.pick(trade) } else { words.draw(dice) };
                text.push_str(word);
                text.push_str(if dice.roll(6) == 0 { "的" } else { "" });
            }
            if dice.roll(8) == 0 {
                text.push_str(&format!("{}%", 1 + dice.roll(100)));
            }
        }
        text.push('。');
    }
    text.push_str(&format!("(责任单位:市{}局、市{}局)", dice.pick(units), dice.pick(units)));
    text
}

/// A query and what sort it is.
pub struct Asked {
    pub sort: &'static str,
    pub text: String,
    pub places: Option<Vec<String>>,
    pub years: (Option<i16>, Option<i16>),
}

impl Asked {
    pub fn query(&self) -> Query {
        Query { places: self.places.clone(), years: self.years, ..Query::text(self.text.clone()) }
    }
}

/// Queries in equal parts of each sort, made from the texts so that most of them find something.
pub fn queries(entries: &[ArticleEntry], count: usize) -> Vec<Asked> {
    let words = Words::load();
    let trade: Vec<&str> = TRADE.split_whitespace().collect();
    let mut dice = Dice(SEED + 1);
    let cut = |dice: &mut Dice, length: usize| -> String {
        let clauses: Vec<&str> = dice.pick(entries).text.split([',', '。', '(']).collect();
        let clause: Vec<char> = dice.pick(&clauses).chars().filter(|char| char.is_alphabetic()).collect();
        let from = dice.roll(clause.len().saturating_sub(length));
        let part: String = clause.iter().skip(from).take(length).collect();
        if part.is_empty() { "就业".to_owned() } else { part }
    };
    let make = |at: usize| {
        let sort = SORTS[at % SORTS.len()];
        let mut asked = Asked { sort, text: String::new(), places: None, years: (None, None) };
        let common = *dice.pick(&trade);
        let drawn = words.draw(&mut dice);
        asked.text = match sort {
            "one word" => drawn.to_owned(),
            "one common word" => common.to_owned(),
            "two words" | "filtered" => format!("{common} {drawn}"),
            "phrase" => format!("“{}”", cut(&mut dice, 5)),
            "part of a sentence" => cut(&mut dice, 9),
            "number" => dice.pick(entries).number.replace('〔', "[").replace('〕', "]"),
            _ => format!("{common} -{drawn}"),
        };
        if sort == "filtered" {
            let place = 210_000 + dice.roll(120);
            asked.places = Some((place..place + 15).map(|code| code.to_string()).collect());
            asked.years = (Some(2005), Some(2020));
        }
        asked
    };
    (0..count).map(make).collect()
}

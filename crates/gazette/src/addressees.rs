//! Who a document is addressed to (主送机关): the line that ends with a colon under the title.
//!
//! Must never take an introduction (通知如下：) for an addressee.

/// The addressees of a line, one entry each, as printed; `None` where the line names none.
pub(crate) fn of_line(text: &str) -> Option<Vec<String>> {
    let bare = text.strip_suffix(['：', ':'])?;
    if !is_addressee_text(bare) {
        return None;
    }
    let entries = split(bare);
    (!entries.is_empty()).then_some(entries)
}

/// How many characters of a line are addressees when the text runs on behind the colon.
pub(crate) fn glued(text: &str) -> Option<usize> {
    let colon = text.chars().take(160).position(|char| matches!(char, '：' | ':'))?;
    let bare: String = text.chars().take(colon).collect();
    let opens =
        bare.starts_with(['各', '省', '市', '县', '区', '自']) && bare.contains(['，', ',', '、', '各']);
    (opens && is_addressee_text(&bare) && text.chars().count() > colon + 1).then_some(colon + 1)
}

/// Whether a line is the first part of addressees that end on a later line.
pub(crate) fn is_begun(text: &str) -> bool {
    text.starts_with('各') && !text.contains(['。', '：', ':']) && text.chars().count() >= 10
}

fn is_addressee_text(bare: &str) -> bool {
    const BODIES: &[&str] = &[
        "政府",
        "委员",
        "代表",
        "厅",
        "局",
        "部门",
        "单位",
        "机构",
        "公司",
        "委",
        "院",
        "行",
        "会",
        "中心",
        "学校",
        "企业",
        "处",
        "办",
        "先生",
        "女士",
        "同志",
        "省",
        "市",
        "县",
        "区",
        "部",
        "社",
        "司",
        "所",
        "站",
        "党组",
        "主席",
        "党派",
        "院校",
        "高校",
        "大学",
        "学院",
        "集团",
        "团体",
        "组织",
        "协会",
        "农场",
        "办事处",
    ];
    const INTRODUCTIONS: &[&str] = &[
        "如下", "以下", "现将", "为了", "根据", "按照", "通知", "包括", "意见", "任务", "要求", "内容",
        "责任", "牵头", "附件", "标准", "条件", "时间", "电话", "联系", "抄送",
    ];
    let count = bare.chars().count();
    (2..=240).contains(&count)
        && !bare.contains(['。', '；', '《', '！'])
        && BODIES.iter().any(|body| bare.trim_end_matches(['）', ')']).ends_with(body))
        && !INTRODUCTIONS.iter().any(|word| bare.contains(word))
        && crate::marker::parse(&bare.chars().collect::<Vec<_>>()).is_none()
}

/// Parted by commas outside brackets, and by enumeration commas where each part is a body of its own.
fn split(bare: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for char in bare.chars() {
        match char {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(char, '，' | ',' | '、') {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(char);
        }
    }
    let parts = parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
    parts.fold(Vec::new(), |mut whole: Vec<String>, part| {
        match whole.last_mut() {
            Some(last)
                if bare.contains(&format!("{last}、{part}"))
                    && (is_level(last) || is_shared(last, &part)) =>
            {
                *last = format!("{last}、{part}")
            }
            _ => whole.push(part),
        }
        whole
    })
}

/// 财政局 behind 各县人力资源和社会保障局, 办 and 局 behind 各委: the words before hold for both.
fn is_shared(last: &str, part: &str) -> bool {
    let stands_alone =
        ["各", "全", "驻", "中", "省", "市", "县", "区", "州", "国务院", "有关", "人民", "开发"]
            .iter()
            .any(|word| part.starts_with(word));
    let person = part.ends_with("委员") || part.ends_with("代表");
    // 各盟行政公署、市人民政府
    let government = last.starts_with('各')
        && last.ends_with("公署")
        && part.strip_prefix(['市', '县', '旗']).is_some_and(|rest| matches!(rest, "人民政府" | "政府"));
    government || !stands_alone && !person && last.contains('各')
}

/// 各省 in 各省、自治区、直辖市人民政府: a level whose body follows behind the comma.
fn is_level(part: &str) -> bool {
    let bare = crate::classify::without_trailing_brackets(part);
    bare.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡']) && bare.chars().count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addressees_of_notices_and_letters() {
        for (text, expect) in [
            (
                "各市人民政府,省政府各厅委、各直属机构:",
                Some(vec!["各市人民政府", "省政府各厅委", "各直属机构"]),
            ),
            ("张某某委员：", Some(vec!["张某某委员"])),
            ("某市人民政府：", Some(vec!["某市人民政府"])),
            ("各县（市、区）人社局：", Some(vec!["各县（市、区）人社局"])),
            ("各省、自治区、直辖市人民政府，各部委：", Some(vec!["各省、自治区、直辖市人民政府", "各部委"])),
            ("李某、王某委员：", Some(vec!["李某", "王某委员"])),
            ("现将有关事项通知如下：", None),
            ("牵头单位：", None),
            ("一、各单位：", None),
            ("各市人民政府", None),
        ] {
            let expect = expect.map(|list| list.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(of_line(text), expect, "{text}");
        }
    }

    #[test]
    fn addressees_may_run_into_the_text() {
        assert_eq!(glued("各市人民政府，省政府各部门：为做好工作"), Some(14));
        assert_eq!(glued("为做好工作，各单位：甲"), None);
    }
}

//! How long a document of 44 articles takes. Prints one line of JSON; no thresholds here.
#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

use anye_findings::{Context, Level, NoResolver, extract};
use std::time::Instant;

/// About 340 characters of the density of a real notice, in our own words.
const ARTICLE: &str = "完善岗位归集机制。根据《甲省稳定就业若干措施》(甲政发〔2020〕9号)要求,自2020年7月1日起,各级政府要按月归集空缺岗位,全省监测企业扩大到5000户,重点监测用工200人以上的企业,每月至少发布1次缺工目录。对吸纳登记失业半年以上人员就业,签订1年以上劳动合同并缴纳社会保险的企业,按每人不超过1000元给予一次性补贴,实施期限至2020年12月31日。个人贷款最高额度为20万元,期限最长不超过3年,所需资金由省、市、县按4∶4∶2比例分担。9月底前,各市要完成信息系统对接,实现业务全程办理;对规模较大的裁减人员,企业应提前30日向工会说明情况。建立定期通报制度,每半年评估一次,评估结果作为下一年度资金安排的依据,不足部分由同级财政承担。(牵头单位:省人力资源社会保障厅、教育厅;配合单位:省财政厅、商务厅、各市(区)人民政府等部门)";

fn main() {
    let context = Context { year: Some(2020), place_level: Some(Level::Province), resolver: &NoResolver };
    let document = || (0..44).map(|_| extract(ARTICLE, &context).figures.len()).sum::<usize>();
    let _ = document();
    let mut times: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(document());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{{\"bench\":\"findings/extract\",\"articles\":44,\"characters\":{},\"median_ms\":{:.3},\"max_ms\":{:.3}}}",
        44 * ARTICLE.chars().count(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
}

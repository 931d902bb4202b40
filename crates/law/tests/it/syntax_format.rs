//! The formatter changes the look and never the meaning.

use anye_law::span::FileId;
use anye_law::syntax::ast::File;
use anye_law::{format, parse};
use serde_json::Value;

use crate::syntax::{examples, pack_files};

/// The tree without places.
pub fn bare(file: &File) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.shift_remove("span");
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(file).unwrap();
    strip(&mut value);
    value
}

/// Formats, and checks that tree and comments are the same and that a second time changes nothing.
pub fn formatted(text: &str) -> String {
    let (tree, found) = parse(FileId(3), text);
    assert_eq!(found, vec![], "{text}");
    let new = format(&tree, text);
    let (again, found) = parse(FileId(3), &new);
    assert_eq!(found, vec![], "formatted:\n{new}");
    assert_eq!(bare(&tree), bare(&again), "formatted:\n{new}");
    assert_eq!(format(&again, &new), new);
    new
}

#[test]
fn rule_files_and_examples_keep_their_meaning() {
    for text in examples() {
        formatted(&text);
    }
    for (name, text) in pack_files() {
        let (tree, found) = parse(FileId(0), &text);
        // What an author is still writing may be wrong; `syntax` says so.
        if found.is_empty() {
            assert_eq!(bare(&tree), bare(&parse(FileId(0), &format(&tree, &text)).0), "{name}");
            formatted(&text);
        }
    }
}

#[test]
fn signs_spaces_and_indents_become_canonical() {
    let loose = "\
#第一行
文件   LN2020-R\n\t上位 LN2009-6，LN2016-75  # 两个
待遇 甲补贴 first
   对象 合同
   依据 LN2020-R 第二条第一款，第三条
   有效 2020－01－01 至 2020年12月31日

   # 条件如下

   条件
   ① “新招用” 合同.期限≥１２个月 且（非 合同.旧 或 合同.人数-1>0）
       依据 LN2020-R 2.1
   （2） 合同.类型 属于｛甲、乙｝
   金额 较小 （200元/人×合同.人数，1万元/人 * -合同.负，100元/2）
";
    let wanted = "\
#第一行
文件 LN2020-R
  上位 LN2009-6, LN2016-75  # 两个

待遇 甲补贴 first
  对象 合同
  依据 LN2020-R 第二条第一款, 第三条
  有效 2020-01-01 至 2020年12月31日

  # 条件如下

  条件
    ① “新招用” 合同.期限 >= 12 个月 且 (非 合同.旧 或 合同.人数 - 1 > 0)
        依据 LN2020-R 2.1
    (2) 合同.类型 属于 {甲, 乙}
  金额 较小(200 元/人 × 合同.人数, 1 万元/人 × -合同.负, 100 元 / 2)
";
    assert_eq!(formatted(loose), wanted);
}

#[test]
fn scenarios_kinds_and_choices_become_canonical() {
    let loose = "\
对象 合同 contracts
    用人单位 employer→用人单位.合同 # 关系
    期限 term 月 \"约定的“期限”\"
测算 乙 second
  有效 不限
  给出 数额 = 情形{合同.期限>12个月:1000元；
    其他：0元}
情景 乙
  底稿
    合同.期限=12个月
  例 甲:乙?：合同#1..3.期限=1个月；地区 210400->给予 1000元
";
    let wanted = "\
对象 合同 contracts
  用人单位 employer -> 用人单位.合同  # 关系
  期限 term 月 “约定的“期限””

测算 乙 second
  有效 不限
  给出 数额 = 情形 { 合同.期限 > 12 个月: 1000 元;
      其他: 0 元 }

情景 乙
  底稿
    合同.期限 = 12 个月
  例 丙 : 合同#1..3.期限 = 1 个月; 地区 210400 → 给予 1000 元
";
    assert_eq!(formatted(&loose.replace("甲:乙?", "丙")), wanted);
}

#[test]
fn a_file_with_errors_comes_back_as_it_is() {
    let text = "待遇 甲\n   金额 (1\n";
    assert_eq!(format(&parse(FileId(0), text).0, text), text);
}

#[test]
fn a_percent_sign_stands_apart_from_a_name_and_close_to_a_number() {
    let text = "对象 用人单位 employers\n  裁员率 layoff_rate % “说明”\n\n参数 比例 ratio_limit\n  类型 %\n  依据 SAMPLE 第一条\n  值 5.5% 地区 210400\n";
    assert_eq!(formatted(text), text);
    let loose = "参数 比例 ratio_limit\n  类型   %\n  依据 SAMPLE 第一条\n  值 5 % 地区 210400\n";
    assert!(
        formatted(loose).contains("类型 %\n") && formatted(loose).contains("值 5% "),
        "{}",
        formatted(loose)
    );
}

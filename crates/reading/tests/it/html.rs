//! Web pages: what is text and what is not.

use crate::{paragraphs, text_of};
use anye_reading::{Limits, Note, read};

fn check(page: &str, expected: &str) {
    assert_eq!(text_of(page.as_bytes()).trim_end(), expected, "{page}");
}

#[test]
fn tables_come_out_row_by_row() {
    check(
        "<table><tr><th>岗位</th><th>人数</th></tr><tr><td>保洁<td>12</tr><tr><td></td><td>共 12</td></tr></table>",
        "岗位\t人数\n保洁\t12\n共 12",
    );
}

#[test]
fn tables_that_only_serve_layout_vanish() {
    check(
        "<html><table><tr><td><table><tr><td><p>第一条</p><p>第二条</p></td></tr></table></td></tr></table>",
        "第一条\n第二条",
    );
}

#[test]
fn lines_and_lists() {
    check("<p>一<br>二<br/>三</p>", "一\n二\n三");
    check("<html><ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", "3. 甲\n4. 乙\n丙");
    check("<html><ol style='list-style: none'><li>一、甲</li></ol>", "一、甲");
    check("<html><ol style='list-style-type:cjk-ideographic'><li>甲</li><li>乙</li></ol>", "一、甲\n二、乙");
    check("<html><pre>甲\n  乙</pre>", "甲\n乙");
}

#[test]
fn white_space_is_what_a_browser_shows() {
    check("<html><p>  just\n   two   words </p>", "just two words");
    check("<html><p>中文断\n   行不留空</p>", "中文断行不留空");
    check("<html><p>第一条&nbsp;&nbsp;目的&emsp;一&lt;二&#x20BB7;</p>", "第一条  目的\u{2003}一<二𠮷");
}

#[test]
fn what_is_not_the_document_is_dropped() {
    check(
        "<html><head><title>题</title><style>p{}</style></head><nav>首页<nav>子</nav></nav><script>x('<p>假</p>')</script>\
         <template>模板</template><noscript>无</noscript><p>正文<!--注--></p><select><option>选</select>",
        "正文",
    );
    check("<html><p hidden>隐藏<p>正文<div style='DISPLAY : none'>x<div>y</div>z</div>又", "正文\n又");
}

#[test]
fn hidden_and_deleted_text_is_told() {
    let page = "<html><p>留<del>删</del></p><p hidden>藏</p>";
    let reading = read(page.as_bytes(), "x", &Limits::default()).unwrap();
    assert_eq!(reading.notes, vec![Note::HiddenLeftOut { count: 1 }, Note::DeletionsLeftOut { count: 1 }]);
}

#[test]
fn the_declared_encoding_is_honoured_and_a_wrong_one_told() {
    let page = |label: &str| {
        format!(
            "<html><meta http-equiv=Content-Type content='text/html; charset={label}'><p>就业登记办理条件</p>"
        )
    };
    let (big5, _, _) = encoding_rs::BIG5.encode("<html><meta charset='big5'><p>就業登記</p>");
    let reading = read(&big5, "x", &Limits::default()).unwrap();
    assert_eq!((reading.encoding, paragraphs(&reading)), (Some("Big5"), vec!["就業登記".to_owned()]));

    let said_utf8 = encoding_rs::GBK.encode(&page("utf-8")).0.into_owned();
    let reading = read(&said_utf8, "x", &Limits::default()).unwrap();
    assert_eq!(
        (reading.encoding, paragraphs(&reading)),
        (Some("gb18030"), vec!["就业登记办理条件".to_owned()])
    );
    assert_eq!(reading.notes, vec![Note::DeclaredEncodingWrong { declared: "utf-8".to_owned() }]);
}

//! The language server, driven as an editor drives it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::program::{Pack, program};

struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    next: u64,
    /// The last findings told of each file.
    told: HashMap<String, Vec<Value>>,
}

impl Editor {
    fn start() -> Self {
        let mut child =
            program().arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().expect("a stream")));
        Self { child, to, from, next: 0, told: HashMap::new() }
    }

    fn ready(locale: &str) -> Self {
        let mut editor = Self::start();
        let answer = editor.ask("initialize", json!({ "locale": locale, "capabilities": {} }));
        assert_eq!(answer["result"]["capabilities"]["hoverProvider"], json!(true));
        editor.tell("initialized", json!({}));
        editor
    }

    fn raw(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().expect("open");
        to.write_all(bytes).expect("sent");
        to.flush().expect("sent");
    }

    fn body(&mut self, text: &str) {
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.body(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).expect("a line") > 0, "the server ended");
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// The next answer; findings on the way are kept.
    fn answer(&mut self) -> Value {
        loop {
            let message = self.read();
            if message["method"] == "textDocument/publishDiagnostics" {
                let list = message["params"]["diagnostics"].as_array().expect("a list").clone();
                self.told.insert(message["params"]["uri"].as_str().expect("a uri").to_owned(), list);
                continue;
            }
            return message;
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.body(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
        let answer = self.answer();
        assert_eq!(answer["id"], json!(id), "{answer}");
        answer
    }

    fn at(&mut self, method: &str, uri: &str, text: &str, mark: &str, behind: bool) -> Value {
        let byte = text.find(mark).expect("the mark") + if behind { mark.len() } else { 0 };
        let before = &text[..byte];
        let line = before.matches('\n').count();
        let column: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
        let params =
            json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column } });
        self.ask(method, params)["result"].clone()
    }

    fn change(&mut self, uri: &str, text: &str) {
        let params =
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", params);
    }

    fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().expect("it ends").code()
    }
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| item["label"].as_str().expect("a label")).collect()
}

fn opened(editor: &mut Editor, pack: &Pack, name: &str) -> (String, String) {
    let text = std::fs::read_to_string(pack.law(name)).expect("a law file");
    let uri = format!("file://{}", pack.law(name).display());
    let params = json!({ "textDocument": { "uri": uri, "languageId": "law", "version": 1, "text": text } });
    editor.tell("textDocument/didOpen", params);
    (uri, text)
}

#[test]
fn findings_follow_what_is_typed() {
    let pack = Pack::copied();
    for (locale, word) in [("zh-CN", "合同"), ("en-GB", "did")] {
        let mut editor = Editor::ready(locale);
        let (uri, text) = opened(&mut editor, &pack, "FS2020.law");
        let errors = |editor: &Editor| -> Vec<Value> {
            editor.told[&uri].iter().filter(|one| one["severity"] == 1).cloned().collect()
        };
        editor.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }),
        );
        assert_eq!(errors(&editor), Vec::<Value>::new());
        let wrong = text.replacen("用人单位.恢复有望", "用人单位.恢复有旺", 1);
        editor.change(&uri, &wrong);
        editor.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }),
        );
        let found = errors(&editor);
        let message = found[0]["message"].as_str().expect("a message");
        assert!(message.contains("恢复有望"), "the suggestion in {message}");
        assert!(!message.is_ascii(), "the suggestion is a Chinese name");
        assert_eq!(message.contains("可写"), word == "合同", "{message}");
        let line = wrong[..wrong.find("恢复有旺").expect("the mistake")].matches('\n').count();
        assert_eq!(found[0]["range"]["start"]["line"], json!(line));
        editor.change(&uri, &text);
        editor.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }),
        );
        assert_eq!(errors(&editor), Vec::<Value>::new());
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(editor.end(), Some(0));
    }
}

#[test]
fn hover_and_definition_know_names() {
    let pack = Pack::copied();
    let mut editor = Editor::ready("zh");
    let (uri, text) = opened(&mut editor, &pack, "FS2020.law");
    let hover = |editor: &mut Editor, mark: &str| {
        let found = editor.at("textDocument/hover", &uri, &text, mark, true);
        found["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(hover(&mut editor, "参数.疫情防控期").contains("epidemic_period"));
    assert!(hover(&mut editor, "用人单位.恢复有望").contains("是否"));
    assert!(hover(&mut editor, "待遇 困难企业稳岗返还").contains("四舍五入到分"));
    assert!(hover(&mut editor, "依据 FS2020 第一条").contains("FS2020 第一条"));
    assert!(hover(&mut editor, "依据 FS2020 第一条").lines().count() > 2, "with titles");
    assert!(hover(&mut editor, "缺省").contains("default(x, y)"));
    let place = editor.at("textDocument/definition", &uri, &text, "另可 中小微企业全额返还", true);
    let line = text[..text.find("\n待遇 中小微企业全额返还").expect("the rule") + 1].matches('\n').count();
    assert_eq!(place["range"]["start"]["line"], json!(line), "{place}");
    let field = editor.at("textDocument/definition", &uri, &text, "用人单位.参加失业保险", true);
    assert!(field["uri"].as_str().expect("a uri").ends_with("/dictionary.law"), "{field}");
    let param = editor.at("textDocument/definition", &uri, &text, "参数.疫情防控期", true);
    assert!(param["uri"].as_str().expect("a uri").ends_with("FS2020.dictionary.law"), "{param}");
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn completion_depends_on_the_place() {
    let pack = Pack::copied();
    let mut editor = Editor::ready("zh");
    let (uri, text) = opened(&mut editor, &pack, "FS2020.law");
    let draft = format!(
        "{text}\n待遇 草稿 draft_rule\n  对象 合同\n  依据 FS2020 第一条\n  有效 不限\n  条件\n    ① 合同.用人单位.\n    ② 合同.用人单位.规模 为 \n    ③ 参数.\n    ④ 符合(\n  金\n待\n"
    );
    editor.change(&uri, &draft);
    let mut list = |mark: &str| {
        let found = editor.at("textDocument/completion", &uri, &draft, mark, true);
        labels(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let has = |list: &[String], word: &str| list.iter().any(|it| it == word);
    assert!(has(&list("① 合同.用人单位.\n".trim_end()), "规模"));
    assert_eq!(list("② 合同.用人单位.规模 为 "), ["大型", "中型", "小型", "微型"]);
    assert!(has(&list("③ 参数."), "疫情防控期"));
    assert!(has(&list("④ 符合("), "困难企业稳岗返还"));
    assert!(has(&list("④ 符合(\n  金"), "金额"));
    assert!(has(&list("④ 符合(\n  金\n待"), "待遇"));
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn formatting_changes_only_what_is_not_canonical() {
    let pack = Pack::copied();
    let text = "文件 SAMPLE # 说明\n  地区 210400\n对象   合同 contracts\n  期限 term 月\n";
    let path = pack.file("law/sample.law", text);
    let uri = format!("file://{}", path.display());
    let mut editor = Editor::ready("zh");
    let format = |editor: &mut Editor| {
        editor.ask("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": {} }))
    };
    let open = json!({ "textDocument": { "uri": uri, "languageId": "law", "version": 1, "text": text } });
    editor.tell("textDocument/didOpen", open);
    let edits = format(&mut editor)["result"].clone();
    let pretty = edits[0]["newText"].as_str().expect("a text").to_owned();
    assert!(pretty.contains("对象 合同 contracts") && pretty.contains("# 说明"), "{pretty}");
    editor.change(&uri, &pretty);
    assert_eq!(format(&mut editor)["result"], json!([]));
    editor.change(&uri, "待遇 (((");
    assert_eq!(format(&mut editor)["result"], Value::Null);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn malformed_messages_are_answered_and_do_no_harm() {
    let mut editor = Editor::start();
    assert_eq!(editor.ask("textDocument/hover", json!({}))["error"]["code"], json!(-32002));
    editor.ask("initialize", json!([]));
    for (broken, code) in [("{", -32700), ("[]", -32700), ("\"x\"", -32700), ("{\"id\":7}", -32600)] {
        editor.body(broken);
        assert_eq!(editor.answer()["error"]["code"], json!(code), "{broken}");
    }
    editor.raw(b"Content-Length: many\r\n\r\n");
    assert_eq!(editor.answer()["error"]["code"], json!(-32700));
    editor.raw(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd");
    assert_eq!(editor.answer()["error"]["code"], json!(-32700));
    assert_eq!(editor.ask("no/such", json!({}))["error"]["code"], json!(-32601));
    for params in [
        json!({}),
        json!(null),
        json!({ "textDocument": { "uri": 5 } }),
        json!({ "textDocument": { "uri": "http://x/y" } }),
    ] {
        assert_eq!(editor.ask("textDocument/hover", params)["error"]["code"], json!(-32602));
    }
    let nowhere = json!({ "textDocument": { "uri": "file:///no/such/x.law" }, "position": { "line": 99_999_999_u64, "character": 7 } });
    assert_eq!(editor.ask("textDocument/hover", nowhere)["result"], Value::Null);
    editor.tell("textDocument/didChange", json!({ "textDocument": { "uri": "file:///no/such/x.law" } }));
    assert_eq!(editor.end(), Some(0));

    let mut editor = Editor::start();
    editor.raw(b"Content-Length: 99999999999\r\n\r\n");
    assert_eq!(editor.answer()["error"]["code"], json!(-32700));
    assert_eq!(editor.child.wait().expect("it ends").code(), Some(1));
    let mut editor = Editor::ready("zh");
    editor.raw(b"Content-Length: 500\r\n\r\n{\"half");
    editor.to = None;
    assert_eq!(editor.answer()["error"]["code"], json!(-32700));
    assert_eq!(editor.child.wait().expect("it ends").code(), Some(1));
}

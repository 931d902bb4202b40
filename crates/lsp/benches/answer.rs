//! Speed of the language server on the real pack, as a client sees it: from the message to the answer. It must never measure a file that did not change.

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot load its data has nothing to say")]

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write, pipe};
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

/// So many answers of each sort are timed.
const ROUNDS: usize = 60;
/// An officer waits no longer than this.
const BUDGET_MS: f64 = 50.0;

/// One client with its server behind two pipes.
struct Client {
    to: PipeWriter,
    from: BufReader<PipeReader>,
    last: u64,
}

fn main() {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let law = law.canonicalize().expect("the pack is there");
    let file = law.join("FS2020.law");
    let text = std::fs::read_to_string(&file).expect("the file is there");
    let uri = format!("file://{}", file.display());
    let (server_from, to) = pipe().expect("a pipe");
    let (from, server_to) = pipe().expect("a pipe");
    let server = std::thread::spawn(move || anye_lsp::serve(BufReader::new(server_from), server_to));
    let mut client = Client { to, from: BufReader::new(from), last: 0 };
    client.ask("initialize", &json!({}));
    let start = Instant::now();
    client.tell("textDocument/didOpen", &json!({ "textDocument": { "uri": uri, "text": text } }));
    client.findings(&uri);
    println!("first findings after opening: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    typing(&mut client, &uri, &text);
    let line = text.lines().position(|line| line.contains("个人.生源地")).expect("the rule is there");
    let column = text.lines().nth(line).expect("a line").find("生源地").expect("the field");
    let column = text.lines().nth(line).expect("a line")[..column].encode_utf16().count();
    let place =
        json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column + 1 } });
    for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
        spread(method, || {
            let answer = client.ask(method, &place);
            assert!(!answer["result"].is_null(), "{method}: {answer}");
        });
    }
    // What an editor does: a key is pressed, and a completion is asked for before any finding has come.
    let mut round = 0;
    spread("completion asked right after a key", || {
        round += 1;
        client.change(&uri, &format!("{text}# {round}\n"));
        client.ask("textDocument/completion", &place);
    });
    client.ask("shutdown", &Value::Null);
    client.tell("exit", &Value::Null);
    let polite = server.join().expect("it ends").expect("the pipes hold");
    assert!(polite, "it was shut down");
}

/// Findings after a change of the text: of a comment, of a figure, and of what breaks the form.
fn typing(client: &mut Client, uri: &str, text: &str) {
    for (name, from, to) in [
        ("findings after a key in a comment", "# ── 第六条 外贸 ──", "# ── 第六条 外贸(一) ──"),
        ("findings after a figure changed", "个人.毕业届别 = 2020", "个人.毕业届别 = 2019"),
        ("findings after a field misspelt", "属于地区(个人.生源地,", "属于地区(个人.生原地,"),
        ("findings after a bracket was left out", "属于地区(个人.生源地,", "属于地区 个人.生源地,"),
    ] {
        assert!(text.contains(from), "{from}");
        let other = text.replacen(from, to, 1);
        let mut odd = false;
        spread(name, || {
            odd = !odd;
            client.change(uri, if odd { &other } else { text });
            client.findings(uri);
        });
        client.change(uri, text);
        client.findings(uri);
    }
}

/// Runs it, and prints the median and the slowest of twenty, and the processor's time beside them: that one holds on a busy machine too.
fn spread(name: &str, mut run: impl FnMut()) {
    let busy = processor();
    let mut taken: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    let (median, high) = (taken[ROUNDS / 2], taken[ROUNDS * 19 / 20]);
    let verdict = if median <= BUDGET_MS { "within" } else { "over" };
    let own = (processor() - busy) / ROUNDS as f64;
    println!(
        "{name}: median {median:.2} ms, 95 % {high:.2} ms, processor {own:.2} ms; budget ≤ {BUDGET_MS} ms: {verdict}"
    );
}

/// Milliseconds that the threads of this process, client and server, have run on a processor; nought where the system does not tell.
fn processor() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e6
}

impl Client {
    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn change(&mut self, uri: &str, text: &str) {
        self.tell(
            "textDocument/didChange",
            &json!({ "textDocument": { "uri": uri }, "contentChanges": [{ "text": text }] }),
        );
    }

    /// Waits for the complete findings of a file.
    fn findings(&mut self, uri: &str) -> Value {
        loop {
            let message = self.read();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return message;
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("the server writes");
            let line = line.trim();
            if line.is_empty() {
                break;
            }
            if let Some(bytes) = line.strip_prefix("Content-Length: ") {
                length = bytes.parse().expect("a length");
            }
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).expect("the server writes");
        serde_json::from_slice(&bytes).expect("JSON")
    }
}

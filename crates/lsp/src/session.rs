//! What one client has open and asks. It must never answer from a text the client has already changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::position::{offset, path_of, range};
use super::workspace::Workspace;
use super::{complete, cursor::Cursor, define, hover, publish};

/// What a message is answered with.
pub(super) enum Reply {
    Result(Value),
    Error(i32, &'static str),
}

/// One client.
#[derive(Default)]
pub(super) struct Session {
    initialized: bool,
    over: bool,
    english: bool,
    open: BTreeMap<PathBuf, String>,
    folders: BTreeMap<PathBuf, Workspace>,
    told: BTreeSet<String>,
    dirty: BTreeSet<PathBuf>,
}

impl Session {
    /// Whether the client said `shutdown`.
    pub(super) const fn is_over(&self) -> bool {
        self.over
    }

    /// Takes in one message.
    pub(super) fn handle(&mut self, method: &str, params: &Value) -> Reply {
        match method {
            "initialize" if !self.initialized => return Reply::Result(self.initialize(params)),
            "initialize" => return Reply::Error(-32600, "initialized before"),
            "shutdown" => {
                self.over = true;
                return Reply::Result(Value::Null);
            }
            _ if !self.initialized => return Reply::Error(-32002, "not initialized"),
            _ if self.over => return Reply::Error(-32600, "shut down"),
            _ => {}
        }
        let known = matches!(
            method,
            "textDocument/didOpen"
                | "textDocument/didChange"
                | "textDocument/didClose"
                | "textDocument/didSave"
                | "textDocument/hover"
                | "textDocument/definition"
                | "textDocument/completion"
                | "textDocument/formatting"
        );
        if !known {
            return Reply::Error(-32601, "no such method");
        }
        let Some(path) = params.pointer("/textDocument/uri").and_then(Value::as_str).and_then(path_of) else {
            return Reply::Error(-32602, "textDocument.uri is no file:// URI");
        };
        match method {
            "textDocument/hover" | "textDocument/definition" | "textDocument/completion" => {
                self.ask(method, &path, params)
            }
            "textDocument/formatting" => self.format(&path),
            _ => self.sync(method, path, params),
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.initialized = true;
        let locale = params.get("locale").and_then(Value::as_str).unwrap_or("zh");
        self.english = locale.to_ascii_lowercase().starts_with("en");
        json!({
            "capabilities": {
                "positionEncoding": "utf-16",
                "textDocumentSync": { "openClose": true, "change": 1, "save": true },
                "hoverProvider": true,
                "definitionProvider": true,
                "completionProvider": { "triggerCharacters": [".", "(", "{", " "] },
                "documentFormattingProvider": true
            },
            "serverInfo": { "name": "anye", "version": env!("CARGO_PKG_VERSION") }
        })
    }

    fn sync(&mut self, method: &str, path: PathBuf, params: &Value) -> Reply {
        let Some(folder) = path.parent().map(PathBuf::from) else {
            return Reply::Error(-32602, "a file without folder");
        };
        match method {
            "textDocument/didOpen" => {
                let Some(text) = params.pointer("/textDocument/text").and_then(Value::as_str) else {
                    return Reply::Error(-32602, "textDocument.text is missing");
                };
                self.open.insert(path, text.to_owned());
            }
            "textDocument/didChange" => {
                let last = params.get("contentChanges").and_then(Value::as_array).and_then(|all| all.last());
                let whole = last.filter(|change| change.get("range").is_none());
                let Some(text) = whole.and_then(|change| change.get("text")).and_then(Value::as_str) else {
                    return Reply::Error(-32602, "a change must hold the whole text");
                };
                self.open.insert(path, text.to_owned());
            }
            "textDocument/didClose" => {
                self.open.remove(&path);
            }
            _ => {
                if let Some(workspace) = self.folders.get_mut(&folder) {
                    workspace.reread(&path);
                }
            }
        }
        self.dirty.insert(folder);
        Reply::Result(Value::Null)
    }

    /// Compiles what changed, and gives the findings of each file that has any or had some before.
    pub(super) fn publications(&mut self) -> Vec<(String, Value)> {
        let mut out = Vec::new();
        for folder in std::mem::take(&mut self.dirty) {
            let workspace = self.folders.entry(folder.clone()).or_insert_with(|| Workspace::open(&folder));
            workspace.compile(&self.open);
            out.extend(publish::findings(workspace, &self.open, &mut self.told, self.english));
        }
        out
    }

    /// What can be done when nobody waits for an answer.
    pub(super) fn rest(&mut self) {
        self.folders.values_mut().for_each(Workspace::rest);
    }

    fn ask(&self, method: &str, path: &std::path::Path, params: &Value) -> Reply {
        let (Some(line), Some(column)) = (
            params.pointer("/position/line").and_then(Value::as_u64),
            params.pointer("/position/character").and_then(Value::as_u64),
        ) else {
            return Reply::Error(-32602, "position is missing");
        };
        let workspace = path.parent().and_then(|folder| self.folders.get(folder));
        let found = workspace.and_then(|it| it.source(path).map(|source| (it, source)));
        let Some((workspace, source)) = found else { return Reply::Result(Value::Null) };
        let text = &workspace.law.book.sources[source].text;
        let cursor =
            Cursor { workspace, source, text, at: offset(text, line, column), english: self.english };
        Reply::Result(match method {
            "textDocument/hover" => hover::hover(&cursor),
            "textDocument/definition" => define::definition(&cursor),
            _ => complete::completion(&cursor),
        })
    }

    fn format(&self, path: &std::path::Path) -> Reply {
        let Some(text) = self.open.get(path) else { return Reply::Error(-32602, "the file is not open") };
        let (tree, found) = anye_law::parse(anye_law::span::FileId(0), text);
        if found.iter().any(|d| d.severity == anye_law::span::Severity::Error) {
            return Reply::Result(Value::Null);
        }
        let pretty = anye_law::format(&tree, text);
        let edits = if pretty == *text {
            json!([])
        } else {
            json!([{ "range": range(text, 0, text.len()), "newText": pretty }])
        };
        Reply::Result(edits)
    }
}

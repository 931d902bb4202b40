//! The official documents, where they are at hand: they are read at run time and never part of the repository.

use std::path::PathBuf;

use anye_search::{Query, marks};

use crate::samples::{article, index_of};

fn folder() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    std::env::var_os("ANYE_SEEDS").map_or(beside, PathBuf::from)
}

#[test]
fn real_documents_are_found_by_what_they_are_about() {
    let Ok(files) = std::fs::read_dir(folder()) else {
        eprintln!("SKIPPED: the official documents are not at hand (ANYE_SEEDS)");
        return;
    };
    // One of them was scraped with readings in brackets behind characters; the reader of documents takes them out before anything is stored.
    let reading = regex::Regex::new(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)").unwrap();
    let mut entries = Vec::new();
    for file in
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "txt"))
    {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let text = reading.replace_all(&text, "");
        entries.extend(
            text.lines()
                .filter(|line| !line.trim().is_empty())
                .enumerate()
                .map(|(at, line)| article(&name, &format!("{at}"), line)),
        );
    }
    let index = index_of(&entries);
    for (text, document) in [
        // Simplified query, traditional text; a number cited with a stray space; words across a stray space.
        ("稳岗返还 裁员率", "003"),
        ("辽政发[2020]9号", "003"),
        ("辽政发〔2017〕28号", "002"),
        ("“五险合一”", "002"),
        ("小額擔保貸款", "004"),
    ] {
        let page = index.search(&Query::text(text)).unwrap();
        assert!(
            page.hits.iter().any(|hit| hit.document_id.starts_with(document)),
            "{text}: {:?}",
            page.total
        );
        for hit in &page.hits {
            let stored = entries
                .iter()
                .find(|entry| entry.document_id == hit.document_id && entry.article_key == hit.article_key);
            assert!(!marks(text, &stored.unwrap().text).unwrap().is_empty(), "{text} unmarked in {hit:?}");
        }
    }
}

//! The Liaoning pack itself: sound, complete, the same wherever it comes from.

use anye_pack::{Level, Pack, Source};

use crate::folder::{Copy, repository};

fn pack() -> Pack {
    Pack::load(&Source::Embedded).unwrap()
}

#[test]
fn has_nothing_wrong() {
    let found = pack().check();
    assert!(found.is_empty(), "{}", found.iter().map(|error| format!("{error}\n")).collect::<String>());
}

#[test]
fn is_the_same_in_the_binary_and_in_the_folder() {
    let folder = Pack::load(&Source::Folder(repository().join("packs/liaoning"))).unwrap();
    let embedded = pack();
    assert_eq!(embedded.paths().collect::<Vec<_>>(), folder.paths().collect::<Vec<_>>());
    assert_eq!(embedded.version(), folder.version());
    assert_eq!(embedded.version(), Copy::new().load().unwrap().version());
}

#[test]
fn another_byte_is_another_version() {
    let changed = Copy::new().replace("units.toml", "人社厅", "人社厅厅");
    assert_ne!(changed.load().unwrap().version(), pack().version());
}

#[test]
fn indexes_every_article_of_the_five_documents() {
    let pack = pack();
    let sizes: Vec<_> = pack
        .documents()
        .iter()
        .map(|document| {
            (
                document.id.as_str(),
                document.chapters.len(),
                document.numbered().count(),
                document.recognise.articles,
            )
        })
        .collect();
    assert_eq!(
        sizes,
        [
            ("LN2009-6", 7, 44, 44),
            ("LN2016-75", 7, 17, 17),
            ("LN2020-R", 3, 12, 12),
            ("CY2017", 5, 28, 28),
            ("FS2020", 6, 25, 25)
        ]
    );
}

#[test]
fn links_every_requirement_to_an_article_and_back() {
    let pack = pack();
    assert_eq!(pack.requirements().len(), 806);
    let linked: usize = pack
        .documents()
        .iter()
        .flat_map(|document| {
            document
                .articles
                .iter()
                .map(|article| pack.requirements_of(&document.id, &article.number).count())
        })
        .sum();
    assert_eq!(linked, 806);
    for document in pack.documents() {
        assert_eq!(pack.articles_without_requirement(&document.id).count(), 0, "{}", document.id);
    }
    let ids: Vec<_> = pack.requirements_of("LN2020-R", "2.0").map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["LN2020-R/2.0.a"]);
}

#[test]
fn finds_the_article_of_a_parsed_one() {
    let pack = pack();
    let at = |document: &str, chapter, article| {
        pack.document(document).unwrap().article_at(chapter, article).map(|article| article.number.clone())
    };
    assert_eq!(at("FS2020", 4, 16).as_deref(), Some("16"));
    assert_eq!(at("FS2020", 0, 0).as_deref(), Some("0"));
    assert_eq!(at("FS2020", 4, 0), None);
    assert_eq!(at("FS2020", 6, 26), None);
    assert_eq!(at("LN2020-R", 2, 0).as_deref(), Some("2.0"));
    assert_eq!(at("LN2020-R", 3, 5).as_deref(), Some("3.5"));
    assert_eq!(at("LN2020-R", 1, 0).as_deref(), Some("1"));
    assert_eq!(at("LN2020-R", 1, 1), None);
}

#[test]
fn knows_parents_citations_and_what_the_texts_do_not_say() {
    let pack = pack();
    let numbers = |id: &str| {
        let document = pack.document(id).unwrap();
        document.parents.iter().filter_map(|parent| parent.number.as_deref()).collect::<Vec<_>>()
    };
    assert_eq!(numbers("LN2009-6"), ["国发〔2009〕4号", "国办发〔2009〕3号", "国办发〔2008〕130号"]);
    assert_eq!(numbers("FS2020"), ["辽政发〔2020〕9号"]);
    let chaoyang = pack.document("CY2017").unwrap();
    assert_eq!(
        (chaoyang.number.as_deref(), chaoyang.title_in_text, chaoyang.issued_on.as_deref()),
        (None, false, None)
    );
    let absent: Vec<_> = chaoyang.absent.iter().map(|absent| absent.what.as_str()).collect();
    assert_eq!(absent, ["title", "number", "issuer", "issued_on", "units"]);
    let reply = pack.document("LN2020-R").unwrap();
    assert_eq!(
        (reply.issued_on.as_deref(), reply.published_on.as_deref()),
        (Some("2020-06-16"), Some("2020-11-02"))
    );
    let labour_law = pack
        .document("LN2009-6")
        .unwrap()
        .cited
        .iter()
        .find(|cited| cited.title.as_deref() == Some("劳动合同法"));
    assert_eq!(labour_law.unwrap().articles, ["37"]);
}

#[test]
fn names_the_units_of_an_article_by_id_at_the_documents_place() {
    let pack = pack();
    let article = pack.document("CY2017").unwrap().article("13").unwrap();
    let ids = |units: &[anye_pack::UnitRef]| units.iter().map(|unit| unit.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&article.lead), ["government@211382", "government@211303"]);
    assert_eq!(ids(&article.support), ["hrss@211300"]);
    let bank = &pack.document("LN2016-75").unwrap().article("8").unwrap().responsible;
    assert!(ids(bank).contains(&"central_bank_shenyang".to_owned()));
}

#[test]
fn units_carry_names_for_their_level() {
    let pack = pack();
    let hrss = pack.units().functions.iter().find(|function| function.id == "hrss").unwrap();
    assert_eq!(hrss.patterns(Level::Province)[0], "人力资源和社会保障厅");
    assert_eq!(hrss.patterns(Level::City)[0], "人力资源和社会保障局");
}

#[test]
fn samples_are_marked_as_samples_in_title_and_text() {
    let pack = pack();
    let samples = &pack.manifest().samples;
    assert_eq!(samples.len(), 2);
    for path in samples {
        let text = std::str::from_utf8(pack.file(path).unwrap()).unwrap();
        assert!(text.starts_with("【样例】"), "{path}");
        assert!(text.contains("内容全部虚构"), "{path}");
        assert!(text.trim_end().lines().rev().nth(1).unwrap().contains("样例"), "{path}");
    }
}

//! Recognition: strong clues match whatever the scan looks like, weak ones never do.

use anye_pack::{By, Clues, Pack, Source};

fn recognise(clues: &Clues<'_>) -> Option<(String, By)> {
    Pack::load(&Source::Embedded).unwrap().recognise(clues).map(|found| (found.id, found.by))
}

fn basis(numbers: &[&str]) -> Vec<String> {
    numbers.iter().map(|number| (*number).to_owned()).collect()
}

#[test]
fn by_number_however_it_is_printed() {
    for number in [
        "辽政办发〔2016〕75号",
        "辽政办发[2016]75号",
        "辽政办发（2016）第 75 号",
        "遼政辦發〔２０１６〕７５號",
    ] {
        let clues = Clues { number: Some(number), ..Clues::default() };
        assert_eq!(recognise(&clues), Some(("LN2016-75".into(), By::Number)), "{number}");
    }
}

#[test]
fn a_document_without_number_and_title_by_its_structure() {
    let numbers = basis(&["国发〔2017〕28 号", "辽政发[2017]28号", "辽人社发〔2017〕1号"]);
    let clues = Clues {
        place: Some("211300"),
        kind: Some("opinion"),
        basis_numbers: &numbers,
        article_count: Some(28),
        ..Clues::default()
    };
    assert_eq!(recognise(&clues), Some(("CY2017".into(), By::Structure)));
}

#[test]
fn a_document_without_number_by_its_title_at_its_place() {
    let title = "关于深入实施就业优先政策\n进一步做好稳就业工作的 实施方案";
    let clues = Clues { title: Some(title), place: Some("210400"), kind: Some("plan"), ..Clues::default() };
    assert_eq!(recognise(&clues), Some(("FS2020".into(), By::Title)));
    let elsewhere = Clues { place: Some("210500"), ..clues.clone() };
    assert_eq!(recognise(&elsewhere), None, "another city may use the same title");
    let nowhere = Clues { place: None, ..clues };
    assert_eq!(recognise(&nowhere), None);
}

#[test]
fn weak_clues_alone_never_match() {
    let all = basis(&["国发〔2017〕28号", "辽政发〔2017〕28号"]);
    let one = basis(&["国发〔2017〕28号"]);
    let full = Clues {
        place: Some("211300"),
        kind: Some("opinion"),
        basis_numbers: &all,
        article_count: Some(28),
        ..Clues::default()
    };
    assert!(recognise(&full).is_some());
    for (why, clues) in [
        ("no place", Clues { place: None, ..full.clone() }),
        ("another place", Clues { place: Some("211400"), ..full.clone() }),
        ("another number of articles", Clues { article_count: Some(27), ..full.clone() }),
        ("number of articles unknown", Clues { article_count: None, ..full.clone() }),
        ("only one basis", Clues { basis_numbers: &one, ..full.clone() }),
        ("no basis", Clues { basis_numbers: &[], ..full.clone() }),
        ("another kind", Clues { kind: Some("notice"), ..full.clone() }),
        ("nothing", Clues::default()),
    ] {
        assert_eq!(recognise(&clues), None, "{why}");
    }
}

#[test]
fn another_number_contradicts_title_and_structure() {
    let title = "辽宁省人民政府关于切实做好稳定就业促进就业工作的通知";
    let clues = Clues { title: Some(title), place: Some("210000"), ..Clues::default() };
    assert_eq!(recognise(&clues), Some(("LN2009-6".into(), By::Title)));
    assert_eq!(recognise(&Clues { number: Some("辽政发〔2010〕6号"), ..clues }), None);
}

#[test]
fn known_content_needs_nothing_else() {
    let copy = crate::folder::Copy::new().replace(
        "documents/CY2017.toml",
        "articles = 28\n",
        "articles = 28\ncontent = [\"AB12\"]\n",
    );
    let clues = Clues { content_hash: Some("ab12"), ..Clues::default() };
    let found = copy.load().unwrap().recognise(&clues).unwrap();
    assert_eq!((found.id.as_str(), found.by), ("CY2017", By::Content));
}

#[test]
fn two_candidates_are_none() {
    let copy = crate::folder::Copy::new().replace(
        "documents/FS2020.toml",
        "[recognise]\n",
        "[recognise]\nnumbers = [\"辽政办发〔2016〕75号\"]\n",
    );
    let clues = Clues { number: Some("辽政办发〔2016〕75号"), ..Clues::default() };
    assert_eq!(copy.load().unwrap().recognise(&clues), None);
}

//! The examples of the reference are read: each block marked `toml` as a file of its own, on top of the small one where it says so.

use anye_forms::{Case, Catalogue};

use super::SMALL;

#[test]
fn each_example_is_sound() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reporting/forms.md"))
        .unwrap();
    let mut count = 0;
    for (at, block) in text.split("```toml").skip(1).enumerate() {
        let (head, body) = block.split_once('\n').unwrap();
        let body = body.split("```").next().unwrap();
        let base = |name: &str| (name.to_owned(), SMALL.to_owned());
        if head.contains("case") {
            let (catalogue, _) = Catalogue::read(&[base("small.toml")], None);
            let (cases, found) = Case::read(&[(format!("example {at}"), body.to_owned())], &catalogue, None);
            assert!(found.is_empty(), "{body}\n{found:#?}");
            for case in &cases {
                assert_eq!(case.run(&catalogue), Vec::<String>::new(), "{}", case.name);
            }
        } else {
            let files = [base("small.toml"), (format!("example {at}"), body.to_owned())];
            let (_, found) = Catalogue::read(&files, None);
            assert!(found.is_empty(), "{body}\n{found:#?}");
        }
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

//! The register comes back from either database as it went in.

use anye_office::places::load;
use anye_testkit::databases;

use crate::app::{App, REGISTER};

#[tokio::test]
async fn what_is_seeded_comes_back() {
    for test in databases().await {
        assert!(load(&mut &test.db).await.unwrap().is_none());
        let begun = std::time::Instant::now();
        App::seeded(&test.db).await;
        let seeded = begun.elapsed();
        let stored = load(&mut &test.db).await.unwrap().unwrap();
        println!("seeded in {seeded:?}, loaded in {:?}", begun.elapsed() - seeded);
        assert_eq!(stored.len(), REGISTER.len());
        assert_eq!(stored.events(), REGISTER.events());
        let sorted = |register: &anye_places::Register| {
            let mut records = register.records().clone();
            records.places.sort_by_key(|place| (place.code.clone(), place.valid_from));
            records.links.sort_by_key(|link| (link.child.clone(), link.tree.clone(), link.valid_from));
            records
        };
        assert!(sorted(&stored) == sorted(&REGISTER), "the stored records differ");
    }
}

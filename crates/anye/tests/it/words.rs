//! Words and the description of the API: complete in both languages, and true to the routes.

use std::collections::BTreeSet;

use anye_base::Lang;
use anye_web::Catalogue;

#[test]
fn both_languages_have_every_key() {
    let catalogue = Catalogue::build(&anye::app::messages()).expect("the catalogues read");
    assert_eq!(catalogue.keys(Lang::Zh), catalogue.keys(Lang::En));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_described_and_every_description_has_a_route() {
    let house = crate::house::House::open().await;
    let routes: BTreeSet<(String, String)> = house
        .app
        .table
        .iter()
        .filter(|route| route.is_api() && route.path != "/api/openapi.json")
        .map(|route| (route.method.to_string().to_lowercase(), route.path.to_owned()))
        .collect();
    let described = serde_json::to_value(anye::openapi::document()).expect("JSON");
    let mut operations = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            operations.insert((method.clone(), path.clone()));
        }
    }
    assert_eq!(routes, operations);
}

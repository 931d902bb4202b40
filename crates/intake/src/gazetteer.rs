//! The registers of places and units, as the parsers ask them.

use anye_base::Date;
use anye_findings::UnitResolver;
use anye_gazette::Gazetteer;

use super::Knowledge;

/// Places by their names in a text, on a day.
pub struct PlacesIn<'a> {
    pub knowledge: &'a Knowledge,
    pub on: Date,
}

impl Gazetteer for PlacesIn<'_> {
    fn place_of_issuer(&self, text: &str) -> Option<String> {
        self.knowledge.names.place_of_issuer(text, self.on)
    }

    fn places_named(&self, text: &str) -> Vec<String> {
        let mentions = self.knowledge.names.mentions(text, None, self.on);
        mentions.iter().filter_map(|mention| mention.code().map(str::to_owned)).collect()
    }
}

/// Units by their names, seen from a document's place on its day.
pub struct UnitsIn<'a> {
    pub knowledge: &'a Knowledge,
    pub place: &'a str,
    pub on: Date,
}

impl UnitResolver for UnitsIn<'_> {
    fn resolve(&self, full_name: &str) -> Option<String> {
        self.knowledge.units.resolve(full_name, self.place, self.on)
    }
}

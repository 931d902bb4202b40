//! The pack's divisions and units as the register of places takes them. Must never resolve a name itself.

use anye_places::{
    Alias, FunctionRecord, GroupRecord, LoadError, Records, Register, UnitRecord, UnitRegister,
    read_divisions,
};
use jiff::civil::Date;

use crate::load::Pack;
use crate::unit::{Function, Group, Unit};

/// Where a pack keeps its divisions.
const DIVISIONS: &str = "places/divisions.csv.gz";

impl Pack {
    /// The pack's division list (区划表); empty where the pack has none.
    ///
    /// # Errors
    /// The first line and column that cannot be read.
    pub fn divisions(&self) -> Result<Records, LoadError> {
        self.file(DIVISIONS).map_or_else(|| Ok(Records::default()), read_divisions)
    }

    /// The register that resolves names of units (责任单位名录), over the given places.
    #[must_use]
    pub fn unit_register(&self, places: &Register) -> UnitRegister {
        let units: Vec<UnitRecord> = self.units().units.iter().map(unit).collect();
        let functions: Vec<FunctionRecord> = self.units().functions.iter().map(function).collect();
        let groups: Vec<GroupRecord> = self.units().groups.iter().map(group).collect();
        UnitRegister::new(places, &units, &functions, &groups)
    }
}

/// A date that the checks have not refused; a bad one bounds nothing.
fn day(text: Option<&String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

fn aliases(names: &[String]) -> Vec<Alias> {
    names.iter().map(|name| Alias { name: name.clone(), valid_from: None, last_day: None }).collect()
}

fn unit(unit: &Unit) -> UnitRecord {
    UnitRecord {
        id: unit.id.clone(),
        name: unit.name.clone(),
        aliases: aliases(&unit.aliases),
        place: unit.place.clone(),
        kind: unit.kind.clone(),
        valid_from: day(unit.valid_from.as_ref()),
        last_day: day(unit.valid_to.as_ref()),
        succeeded_by: unit.succeeded_by.clone(),
    }
}

fn function(function: &Function) -> FunctionRecord {
    FunctionRecord {
        id: function.id.clone(),
        province: function.province.clone(),
        city: function.city.clone(),
        county: function.county.clone(),
        short: function.short.clone(),
        kind: function.kind.clone(),
        valid_from: day(function.valid_from.as_ref()),
        last_day: day(function.valid_to.as_ref()),
        succeeded_by: function.succeeded_by.clone(),
    }
}

fn group(group: &Group) -> GroupRecord {
    GroupRecord {
        id: group.id.clone(),
        name: group.name.clone(),
        aliases: aliases(&group.aliases),
        place: group.place.clone(),
        members: group.members.clone(),
    }
}

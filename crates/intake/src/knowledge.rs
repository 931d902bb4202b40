//! What a reader of documents knows beside the text: the pack, the divisions, the units.

use std::sync::Arc;

use anye_base::Date;
use anye_pack::{Pack, Source};
use anye_places::{
    Alias, FunctionRecord, GroupRecord, NameTable, Records, Register, UnitRecord, UnitRegister,
};

/// Path of the division list inside a pack.
const DIVISIONS: &str = "places/divisions.csv.gz";
/// Path of the change events inside a pack.
const EVENTS: &str = "places/events.csv";

/// Pack, divisions and units together. Cheap to clone.
#[derive(Clone)]
pub struct Knowledge {
    /// The pack.
    pub pack: Arc<Pack>,
    /// The divisions.
    pub places: Arc<Register>,
    /// Names of divisions in texts.
    pub names: Arc<NameTable>,
    /// The units.
    pub units: Arc<UnitRegister>,
}

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the pack cannot be used:\n{}", .0.join("\n"))]
pub struct KnowledgeError(pub Vec<String>);

impl Knowledge {
    /// Loads a pack with its own divisions.
    pub fn load(source: &Source) -> Result<Self, KnowledgeError> {
        let pack = Pack::load(source)
            .map_err(|errors| KnowledgeError(errors.iter().map(ToString::to_string).collect()))?;
        let register = divisions(&pack)?;
        Self::with_places(Arc::new(pack), Arc::new(register))
    }

    /// A pack with divisions that the store has brought up to date.
    pub fn with_places(pack: Arc<Pack>, places: Arc<Register>) -> Result<Self, KnowledgeError> {
        let declared = pack.units();
        let functions = declared.functions.iter().map(function).collect::<Result<Vec<_>, _>>()?;
        let units = declared.units.iter().map(unit).collect::<Result<Vec<_>, _>>()?;
        let groups: Vec<_> = declared.groups.iter().map(group).collect();
        let units = Arc::new(UnitRegister::new(&places, &units, &functions, &groups));
        let names = Arc::new(NameTable::new(&places));
        Ok(Self { pack, places, names, units })
    }
}

/// The divisions of a pack: its list, with its change events.
pub fn divisions(pack: &Pack) -> Result<Register, KnowledgeError> {
    let one = |sentence: String| KnowledgeError(vec![sentence]);
    let list = pack.file(DIVISIONS).ok_or_else(|| one(format!("{DIVISIONS} is missing")))?;
    let records: Records =
        anye_places::read_divisions(list).map_err(|cause| one(format!("{DIVISIONS}: {cause}")))?;
    let rows = match pack.file(EVENTS) {
        Some(bytes) => anye_places::read_events(bytes).map_err(|errors| {
            KnowledgeError(errors.iter().map(|error| format!("{EVENTS}: {error}")).collect())
        })?,
        None => Vec::new(),
    };
    let events = rows.into_iter().map(|row| row.event).collect();
    Register::build(records, events).map_err(|problems| {
        KnowledgeError(problems.iter().map(|problem| format!("{DIVISIONS}: {problem:?}")).collect())
    })
}

fn day(text: Option<&String>) -> Result<Option<Date>, KnowledgeError> {
    text.map(|text| {
        text.parse()
            .map_err(|_| KnowledgeError(vec![format!("units.toml: {text} is no day (year-month-day)")]))
    })
    .transpose()
}

fn bare(name: &str) -> Alias {
    Alias { name: name.to_owned(), valid_from: None, last_day: None }
}

fn function(from: &anye_pack::Function) -> Result<FunctionRecord, KnowledgeError> {
    Ok(FunctionRecord {
        id: from.id.clone(),
        province: from.province.clone(),
        city: from.city.clone(),
        county: from.county.clone(),
        short: from.short.clone(),
        kind: from.kind.clone(),
        valid_from: day(from.valid_from.as_ref())?,
        last_day: day(from.valid_to.as_ref())?,
        succeeded_by: from.succeeded_by.clone(),
    })
}

fn unit(from: &anye_pack::Unit) -> Result<UnitRecord, KnowledgeError> {
    Ok(UnitRecord {
        id: from.id.clone(),
        name: from.name.clone(),
        aliases: from.aliases.iter().map(|name| bare(name)).collect(),
        place: from.place.clone(),
        kind: from.kind.clone(),
        valid_from: day(from.valid_from.as_ref())?,
        last_day: day(from.valid_to.as_ref())?,
        succeeded_by: from.succeeded_by.clone(),
    })
}

fn group(from: &anye_pack::Group) -> GroupRecord {
    GroupRecord {
        id: from.id.clone(),
        name: from.name.clone(),
        aliases: from.aliases.iter().map(|name| bare(name)).collect(),
        place: from.place.clone(),
        members: from.members.clone(),
    }
}

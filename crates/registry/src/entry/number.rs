//! Whom a file or a form names by the number of a card (证件号码): found through the keyed index. The number itself is written nowhere.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Fault;
use anye_db::Read;

use super::store::person as store;
use crate::Registers;
use crate::person::number::tidy;

/// The persons of these numbers, by the number as it was written; those that nobody has are left out.
pub async fn persons_by_number(
    from: &mut impl Read,
    rooms: &Registers,
    texts: &BTreeSet<&str>,
) -> Result<BTreeMap<String, String>, Fault> {
    let keys = rooms.registry.seal_keys()?;
    let mut blinds: BTreeMap<String, &str> = BTreeMap::new();
    for text in texts {
        // The domain of the index is that of the register of persons.
        blinds.extend(keys.blinds("number", &tidy(text)).into_iter().map(|blind| (blind, *text)));
    }
    let all: Vec<String> = blinds.keys().cloned().collect();
    let found = store::by_blinds(from, &all).await?;
    let named = found.into_iter().filter_map(|(blind, id)| Some(((*blinds.get(&blind)?).to_owned(), id)));
    Ok(named.collect())
}

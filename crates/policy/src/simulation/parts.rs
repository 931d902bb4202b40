//! The people of a simulation, part by part: made-up people are written, decided and thrown away; a folder is read partition by partition.

use std::path::{Path, PathBuf};

use anye_batch::population::{Fault, Slice, layout};
use anye_batch::synth::{People, write_people};
use anye_batch::{Comparison, simulate_slices, wanted_columns};
use anye_law::book::{Book, RuleId};
use anye_law::day::Day;

use super::model::Peoples;

/// Most persons of one part, so that a step stays short and the folder small.
const PART: usize = 5_000;
/// Fewest, so that every part has employers and households.
const LEAST: usize = 250;
/// So many values in a hundred are not known, as in real records.
const UNKNOWN: u64 = 3;

/// Both rule books, the day, where the people come from.
pub struct Trial {
    /// The rule book before.
    pub from: Book,
    /// The rule book after.
    pub to: Book,
    /// The day of the decisions.
    pub on: Day,
    /// Who.
    pub people: Peoples,
    /// Places of made-up people, taken in turn.
    pub places: Vec<String>,
    /// Folder of populations that may be read.
    pub populations: Option<PathBuf>,
    /// Folder to work in.
    pub scratch: PathBuf,
}

impl Trial {
    /// The partitions of a folder; none for made-up people.
    pub fn slices(&self) -> Result<Vec<Slice>, Fault> {
        match &self.people {
            Peoples::MadeUp { .. } => Ok(Vec::new()),
            Peoples::Folder { name } => Ok(layout(&self.to, &self.folder(name)?)?.slices),
        }
    }

    fn folder(&self, name: &str) -> Result<PathBuf, Fault> {
        let root = self.populations.as_deref().unwrap_or_else(|| Path::new(""));
        let there = offered(self.populations.as_deref()).iter().any(|one| one == name);
        there.then(|| root.join(name)).ok_or_else(|| Fault::Nothing(root.join(name)))
    }

    /// How many parts there are.
    pub fn parts(&self, slices: &[Slice]) -> usize {
        match &self.people {
            Peoples::MadeUp { persons, .. } => (*persons as usize).div_ceil(self.size()),
            Peoples::Folder { .. } => slices.len(),
        }
    }

    fn size(&self) -> usize {
        match &self.people {
            Peoples::MadeUp { persons, .. } => {
                (*persons as usize).div_ceil(self.places.len().max(1)).clamp(LEAST, PART)
            }
            Peoples::Folder { .. } => PART,
        }
    }

    /// Decides one part by both rule books.
    pub fn part(&self, slices: &[Slice], at: usize) -> Result<Comparison, Fault> {
        let Peoples::MadeUp { persons, seed } = &self.people else {
            let slice = slices.get(at..=at).unwrap_or_default();
            return simulate_slices(&self.from, &self.to, slice, self.on, 1, &|_, _| {});
        };
        let io = |error| Fault::Io { path: self.scratch.clone(), error };
        std::fs::create_dir_all(&self.scratch).map_err(io)?;
        // Thrown away at the end of the part, come what may.
        let folder = tempfile::Builder::new().prefix("simulation-").tempdir_in(&self.scratch).map_err(io)?;
        let rules: Vec<RuleId> =
            (0..self.to.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId).collect();
        let place = self.places.get(at % self.places.len().max(1)).cloned();
        let size = self.size();
        let people = People {
            book: &self.to,
            columns: &wanted_columns(&self.to, &rules),
            places: place.as_slice(),
            persons: size.min((*persons as usize).saturating_sub(at * size)),
            partition: size,
            unknown: UNKNOWN,
            seed: (u64::from(*seed) << 32) | at as u64,
            on: self.on,
        };
        let dir = folder.path().join("people");
        write_people(&people, &dir, 1)?;
        simulate_slices(&self.from, &self.to, &layout(&self.to, &dir)?.slices, self.on, 1, &|_, _| {})
    }
}

/// The populations that may be read: the folders in the folder that the settings name.
pub fn offered(root: Option<&Path>) -> Vec<String> {
    let Some(entries) = root.and_then(|root| std::fs::read_dir(root).ok()) else { return Vec::new() };
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

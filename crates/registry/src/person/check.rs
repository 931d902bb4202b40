//! What was sent, read and held against itself: number against sex and birthday, place against the register of places. Pure but for ids and nonces, so that an
//! import can do it on several threads. It must never ask the store.

use anye_base::{Date, FieldFault, World};
use anye_places::{Level, Register};

use super::model::{Field, HeldNumber, NewNumber, NewPerson, Person, RESIDENCE_TYPES, Sex, State};
use super::number::{self, Kind, Number};
use super::sealing::{number_at, number_blind, phone_at, phone_blind, scrubbed};
use super::store::Written;
use crate::name;
use crate::seal::{Keys, Secret};

/// Longest source, evidence or paper.
pub const LONGEST: usize = 200;

/// A person that can be registered.
#[derive(Debug, Clone)]
pub struct Sound {
    /// Ready to be written.
    pub written: Written,
    /// The number, for looking for slips.
    pub number: Option<Number>,
    /// The phone.
    pub phone: Option<Secret>,
    /// What is odd and was taken all the same: codes of messages.
    pub doubts: Vec<&'static str>,
}

/// What checking needs.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub keys: &'a Keys,
    pub world: &'a World,
    pub places: &'a Register,
    pub account: (&'a str, &'a str),
    pub today: Date,
    pub now: i64,
}

/// Everything that is wrong, field by field.
#[derive(Default)]
pub struct Wrong(pub Vec<FieldFault>);

impl Wrong {
    pub fn add(&mut self, field: &str, code: &'static str) {
        self.0.push(FieldFault::new(field, code).arg("most", LONGEST));
    }

    fn keep<T>(&mut self, result: Result<T, FieldFault>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// The person, or everything that is wrong.
pub fn sound(desk: Desk<'_>, new: &NewPerson) -> Result<Sound, Vec<FieldFault>> {
    let mut wrong = Wrong::default();
    let number = if new.number.number.is_empty() {
        None
    } else {
        wrong.keep(read_number(&new.number, desk.today)).map(|number| (number, scrubbed(&new.number.paper)))
    };
    let (name, mut doubts) = wrong.keep(read_name(&new.name)).unwrap_or_default();
    let read = number.as_ref().map(|(number, _)| number);
    let sex = wrong.keep(read_sex(&new.sex, read)).unwrap_or_default();
    let birth_date = wrong.keep(read_birth(&new.birth_date, read, desk.today)).flatten();
    let place = place(desk.places, &new.place, desk.today);
    if place.is_none() {
        wrong.add("place", "person_place");
    }
    let residence = wrong.keep(read_residence(desk.places, &new.residence_place, desk.today));
    if !new.residence_type.is_empty() && !RESIDENCE_TYPES.contains(&new.residence_type.as_str()) {
        wrong.add("residence_type", "person_residence_type");
    }
    let phone = if new.phone.is_empty() {
        None
    } else {
        wrong.keep(number::phone(new.phone.clear()).map_err(|wrong| wrong.fault("phone")))
    };
    let source = scrubbed(&new.source);
    if source.is_empty() || source.chars().count() > LONGEST {
        wrong.add("source", "person_source");
    }
    let (Some(place), Some(residence_place), true) = (place, residence, wrong.0.is_empty()) else {
        return Err(wrong.0);
    };
    if read.is_some_and(|number| number.doubtful) {
        doubts.push("person_doubt_check");
    }
    let name_key = name::key(&name);
    let person = Person {
        id: desk.world.new_id(),
        initials: name::initials(&name_key),
        name,
        name_key,
        sex,
        birth_date,
        place,
        residence_place,
        residence_type: new.residence_type.clone(),
        phone_sealed: String::new(),
        state: State::Active,
        merged_into: None,
        since: desk.today,
        source,
        evidence: scrubbed(&new.evidence).chars().take(LONGEST).collect(),
        created_at: desk.now,
        created_by: desk.account.0.to_owned(),
        created_name: desk.account.1.to_owned(),
        version: 1,
    };
    let written = sealed(desk, person, number.as_ref(), phone.as_ref());
    let written = written.map_err(|_| vec![FieldFault::new("number", "seal_broken")])?;
    Ok(Sound { written, number: number.map(|(number, _)| number), phone, doubts })
}

fn sealed(
    desk: Desk<'_>,
    mut person: Person,
    number: Option<&(Number, String)>,
    phone: Option<&Secret>,
) -> Result<Written, crate::seal::SealError> {
    let mut blind = None;
    if let Some(phone) = phone {
        person.phone_sealed = desk.keys.seal(desk.world, phone_at(&person.id), phone.clear())?;
        blind = Some(phone_blind(desk.keys, phone.clear()));
    }
    let number = number.map(|(number, paper)| held(desk, &person.id, number, paper)).transpose()?;
    Ok(Written { person, phone_blind: blind, number })
}

/// A number sealed for its row, with its index.
pub fn held(
    desk: Desk<'_>,
    person: &str,
    number: &Number,
    paper: &str,
) -> Result<(HeldNumber, String), crate::seal::SealError> {
    let id = desk.world.new_id();
    let held = HeldNumber {
        sealed: desk.keys.seal(desk.world, number_at(&id), number.text.clear())?,
        id,
        person: person.to_owned(),
        kind: number.kind,
        issuer: number.issuer.clone(),
        state: "current".to_owned(),
        doubtful: number.doubtful,
        evidence: paper.to_owned(),
        recorded_at: desk.now,
    };
    Ok((held, number_blind(desk.keys, number.text.clear())))
}

/// A number; a wrong check digit passes only with the paper that was seen.
pub fn read_number(new: &NewNumber, today: Date) -> Result<Number, FieldFault> {
    let number = number::read(new.number.clear(), new.kind, &new.issuer, today)
        .map_err(|wrong| wrong.fault("number"))?;
    let paper = new.paper.trim().chars().count();
    if number.doubtful && paper < 2 {
        let at = number.text.clear().chars().count();
        return Err(FieldFault::new("number", "person_number_check").arg("at", at).arg("found", at));
    }
    if paper > LONGEST {
        return Err(FieldFault::new("paper", "person_source").arg("most", LONGEST));
    }
    Ok(number)
}

/// A name, and what is odd about it.
pub fn read_name(text: &str) -> Result<(String, Vec<&'static str>), FieldFault> {
    match name::read(text) {
        Ok((name, doubts)) if doubts.is_empty() => Ok((name, Vec::new())),
        Ok((name, _)) => Ok((name, vec!["person_doubt_private"])),
        Err(wrong) => {
            Err(FieldFault::new("name", wrong.code()).arg("at", wrong.at()).arg("most", name::LONGEST))
        }
    }
}

/// Sex as sent, held against the number.
pub fn read_sex(text: &str, number: Option<&Number>) -> Result<Sex, FieldFault> {
    let told = Sex::from_word(text).ok_or_else(|| FieldFault::new("sex", "person_sex"))?;
    match number.and_then(|number| number.sex) {
        Some(of_number) if told != Sex::Unknown && told != of_number => {
            Err(FieldFault::new("sex", "person_sex_number"))
        }
        Some(of_number) => Ok(of_number),
        None => Ok(told),
    }
}

/// Birthday as sent, held against the number.
pub fn read_birth(text: &str, number: Option<&Number>, today: Date) -> Result<Option<Date>, FieldFault> {
    let told: Option<Date> = match text.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| FieldFault::new("birth_date", "person_birth"))?),
    };
    if told.is_some_and(|day| day > today || today.year() - day.year() > 130) {
        return Err(FieldFault::new("birth_date", "person_birth"));
    }
    match (told, number.and_then(|number| number.birth_date)) {
        (Some(told), Some(of_number)) if told != of_number => {
            Err(FieldFault::new("birth_date", "person_birth_number"))
        }
        (told, of_number) => Ok(of_number.or(told)),
    }
}

/// A county or lower of today.
pub fn place(places: &Register, code: &str, today: Date) -> Option<String> {
    let code = code.trim();
    let found = places.find(code, today)?;
    (found.level >= Level::County).then(|| found.code.to_owned())
}

/// Where the household is registered: a division of the register at any time, or six digits of another province. Empty where it is not known.
pub fn read_residence(places: &Register, code: &str, today: Date) -> Result<String, FieldFault> {
    let code = code.trim();
    let digits = matches!(code.len(), 6 | 9 | 12) && code.bytes().all(|byte| byte.is_ascii_digit());
    if code.is_empty() || places.find(code, today).is_some() || digits {
        return Ok(code.to_owned());
    }
    Err(FieldFault::new("residence_place", "person_residence_place"))
}

/// Whether a number of this sort fixes sex and birthday.
pub fn fixes(kind: Kind, field: Field) -> bool {
    matches!(kind, Kind::Resident | Kind::ForeignPermanent) && matches!(field, Field::Sex | Field::BirthDate)
}

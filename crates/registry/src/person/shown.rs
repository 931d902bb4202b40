//! A person as the world sees one: numbers and phone masked, of the birthday the month. The only form that pages, the API and exports may use.

use anye_base::{Date, Fault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{HeldNumber, Person, Sex, State};
use super::number::{Kind, masked as covered};
use super::sealing::{open_number, open_phone};
use crate::seal::Keys;

/// A number, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ShownNumber {
    /// Id, for asking to see it.
    pub id: String,
    /// Sort of card.
    pub kind: Kind,
    /// Country of a passport.
    pub issuer: String,
    /// All but its ends covered.
    pub shown: String,
    /// current, former, wrong
    pub state: String,
    /// The check digit does not follow; paper was seen.
    pub doubtful: bool,
}

/// A person, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Shown)]
pub struct Shown {
    /// Id.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// Year and month of birth: with the day the masked number could be worked out.
    pub birth_month: Option<String>,
    /// Whole years today.
    pub age: Option<i16>,
    /// 居住地
    pub place: String,
    /// 户籍地
    pub residence_place: String,
    /// 户籍类型
    pub residence_type: String,
    /// 手机号, all but its ends covered.
    pub phone: Option<String>,
    /// Numbers of cards.
    pub numbers: Vec<ShownNumber>,
    /// Stands for itself, or points to another record.
    pub state: State,
    /// The record it points to.
    pub merged_into: Option<String>,
    /// Rises with each change.
    pub version: i64,
}

/// The month of a day.
#[must_use]
pub fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// A person with those of the numbers that are theirs.
pub fn masked(keys: &Keys, one: &Person, numbers: &[HeldNumber], today: Date) -> Result<Shown, Fault> {
    let number = |held: &HeldNumber| {
        Ok::<_, Fault>(ShownNumber {
            id: held.id.clone(),
            kind: held.kind,
            issuer: held.issuer.clone(),
            shown: covered(&open_number(keys, held)?),
            state: held.state.clone(),
            doubtful: held.doubtful,
        })
    };
    let own = numbers.iter().filter(|held| held.person == one.id);
    Ok(Shown {
        id: one.id.clone(),
        name: one.name.clone(),
        sex: one.sex,
        birth_month: one.birth_date.map(month),
        age: one.age(today),
        place: one.place.clone(),
        residence_place: one.residence_place.clone(),
        residence_type: one.residence_type.clone(),
        phone: open_phone(keys, one)?.as_deref().map(covered),
        numbers: own.map(number).collect::<Result<_, _>>()?,
        state: one.state,
        merged_into: one.merged_into.clone(),
        version: one.version,
    })
}

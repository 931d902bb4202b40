//! Keys, conditions and days of a table as SQL text, over an entry `e` and what was asked `a`. Everything in quotes here is an id of the pack; nothing a caller sent comes in.

use anye_programmes::{Cut, FieldKind, Key, Moment, Only, Register, SubjectKind};

/// A text of the pack between quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The number of a day, so that two can be subtracted: both databases divide whole numbers alike.
pub(super) fn day_number(day: &str) -> String {
    let part = |from: u32, many: u32| format!("cast(substr({day}, {from}, {many}) as bigint)");
    let (year, month, date) = (part(1, 4), part(6, 2), part(9, 2));
    // The year begins in March, so that the leap day is its last.
    let (y, m) =
        (format!("({year} - (14 - {month}) / 12)"), format!("({month} + 12 * ((14 - {month}) / 12) - 3)"));
    format!("(365 * {y} + {y} / 4 - {y} / 100 + {y} / 400 + (153 * {m} + 2) / 5 + {date})")
}

/// What the texts are about.
pub(super) struct Words<'a> {
    pub(super) register: &'a Register,
    /// The table that entries are read from.
    pub(super) source: &'static str,
    /// As of a day: states are those of that day.
    pub(super) as_of: bool,
    /// Divisions and what they belong to, by key.
    pub(super) maps: &'a [(Key, super::places::Map)],
}

impl Words<'_> {
    fn kind(&self) -> &str {
        self.register.subject.kind().unwrap_or_default()
    }

    fn raw(&self, at: usize) -> String {
        let id = self.register.fields.get(at).map_or("", |field| field.id.as_str());
        format!("(json(e.fields) ->> {})", quoted(id))
    }

    /// A field as text; nothing where the entry does not say.
    pub(super) fn field(&self, at: usize) -> String {
        let text = format!("cast({} as text)", self.raw(at));
        match self.register.fields.get(at).map(|field| &field.kind) {
            Some(FieldKind::YesNo) => {
                format!(
                    "case when {text} in ('1', 'true') then 'true' when {text} in ('0', 'false') then 'false' end"
                )
            }
            _ => text,
        }
    }

    /// A field as a whole number.
    pub(super) fn number(&self, at: usize) -> String {
        format!("cast({} as bigint)", self.raw(at))
    }

    /// Whether a field of several choices is made up anew, a row for each.
    pub(super) fn several(&self, key: &Key) -> Option<(usize, Vec<&str>)> {
        let Key::Field(at) = key else { return None };
        match &self.register.fields.get(*at)?.kind {
            FieldKind::Choices(all) => Some((*at, all.iter().map(|one| one.id.as_str()).collect())),
            _ => None,
        }
    }

    /// The state: that of the day, or as it stands.
    pub(super) fn state(&self) -> String {
        if !self.as_of {
            return "e.state".to_owned();
        }
        "(case when json(e.course) -> (json_array_length(json(e.course)) - 1) ->> 'day' <= a.on_day then e.state else coalesce((select json(e.course) -> s.n ->> 'state' \
         from steps s where json(e.course) -> s.n ->> 'day' <= a.on_day order by s.n desc limit 1), e.state) end)"
            .to_owned()
    }

    /// A fact of the subject, on the day and as far as was known; texts without their quotes.
    pub(super) fn fact(&self, name: &str) -> String {
        let kept = format!(
            "(select case when substr(f.value, 1, 1) = '\"' then substr(f.value, 2, length(f.value) - 2) when f.value = 'null' then '' else f.value end from fact f \
             where f.kind = {} and f.thing = e.subject and f.field = {} and f.valid_from <= a.on_day and (f.valid_to is null or f.valid_to > a.on_day) \
             and f.recorded_at <= a.known_at and (f.superseded_at is null or f.superseded_at > a.known_at) order by f.valid_from desc limit 1)",
            quoted(self.kind()),
            quoted(name)
        );
        match own(self.register.subject, name) {
            Some(own) => format!("coalesce({kept}, {own})"),
            None => kept,
        }
    }

    /// A day that the entry knows; null where it does not.
    pub(super) fn moment(&self, moment: &Moment) -> String {
        match moment {
            Moment::From => "e.from_day".to_owned(),
            Moment::To => "e.to_day".to_owned(),
            Moment::Field(at) => self.field(*at),
            Moment::Fact(name) => format!("nullif({}, '')", self.fact(name)),
        }
    }

    /// Entries of another register about the same subject, up to the day.
    pub(super) fn linked(&self, register: &str) -> String {
        format!(
            "from {} l where l.subject_kind = e.subject_kind and l.subject = e.subject and l.register = {} and l.pending = 0 and l.state <> 'refused' and l.from_day <= a.on_day",
            self.source,
            quoted(register)
        )
    }

    /// A key as text, never null.
    pub(super) fn key(&self, key: &Key) -> String {
        match key {
            Key::Subject => "e.subject".to_owned(),
            Key::Place(level) if level.is_empty() => "e.place".to_owned(),
            Key::Place(_) | Key::FieldPlace(..) => match self.maps.iter().position(|(own, _)| own == key) {
                Some(at) => format!("coalesce(map_{at}.up, {}, '')", self.placed(key)),
                None => self.placed(key),
            },
            Key::Field(at) => format!("coalesce({}, '')", self.field(*at)),
            Key::State => self.state(),
            Key::Month => "substr(e.from_day, 1, 7)".to_owned(),
            Key::Year => "substr(e.from_day, 1, 4)".to_owned(),
            Key::Fact(name) => format!("coalesce({}, '')", self.fact(name)),
            Key::Reason => self.reason(),
            Key::Period(moment, cut) => format!("coalesce({}, '')", self.period(moment, *cut)),
            Key::Age(bands) => self.age(bands),
            Key::Through(at, _, there) => format!(
                "coalesce((select cast(json(t.fields) ->> {} as text) from entry t where t.id = {}), '')",
                quoted(there),
                self.field(*at)
            ),
            Key::In(register) => format!(
                "case when exists (select 1 {} and (l.to_day is null or l.to_day >= a.on_day)) then 'yes' else 'no' end",
                self.linked(register)
            ),
            Key::Many(register) => format!(
                "cast((select count(*) {} and l.from_day <= coalesce(e.to_day, a.on_day)) as text)",
                self.linked(register)
            ),
        }
    }

    /// The code that a key of a place begins from.
    pub(super) fn placed(&self, key: &Key) -> String {
        match key {
            Key::Place(level) if super::places::above_township(level) => "e.county".to_owned(),
            Key::FieldPlace(at, _) => self.field(*at),
            _ => "e.place".to_owned(),
        }
    }

    /// The code of the reason; words may stand behind it.
    fn reason(&self) -> String {
        let codes = self.register.moves.iter().flat_map(|act| &act.reasons).map(|one| quoted(&one.id));
        let mut text = String::from("case");
        for code in codes {
            text.push_str(&format!(" when e.reason = {code} or e.reason like {code} || ' %' then {code}"));
        }
        if text == "case" { "e.reason".to_owned() } else { text + " else e.reason end" }
    }

    fn period(&self, moment: &Moment, cut: Cut) -> String {
        let day = self.moment(moment);
        let year = format!("substr({day}, 1, 4)");
        let month = format!("cast(substr({day}, 6, 2) as bigint)");
        match cut {
            Cut::Month => format!("substr({day}, 1, 7)"),
            Cut::Quarter => format!("{year} || '-Q' || cast(({month} + 2) / 3 as text)"),
            Cut::HalfYear => format!("{year} || '-H' || cast(({month} + 5) / 6 as text)"),
            Cut::Year => year,
        }
    }

    /// First year of the band that the age falls into.
    fn age(&self, bands: &[u32]) -> String {
        let born = format!("nullif({}, '')", self.fact("birth_date"));
        let whole = |day: &str| format!("cast(replace(substr({day}, 1, 10), '-', '') as bigint)");
        // Whole years: 20200618 less 19850701, by ten thousand.
        let age = format!("({} - {}) / 10000", whole("a.on_day"), whole("g.born"));
        let mut text = String::from("(select case when g.born is null then ''");
        for band in bands.iter().rev() {
            text.push_str(&format!(" when {age} >= {band} then '{band}'"));
        }
        format!("{text} else '0' end from (select {born} as born) g)")
    }

    /// A condition.
    pub(super) fn meets(&self, only: &Only) -> String {
        if let Some((at, _)) = self.several(&only.key) {
            let any: Vec<String> = only
                .is
                .iter()
                .map(|one| format!("{} like {}", self.field(at), quoted(&format!("%\"{one}\"%"))))
                .collect();
            return format!("({})", any.join(" or "));
        }
        let all: Vec<String> = only.is.iter().map(|one| quoted(one)).collect();
        format!("{} in ({})", self.key(&only.key), all.join(", "))
    }
}

/// What persons and employers have in tables of their own, as the facts' reader takes it too: a corrected value first, else the one of the first registration.
fn own(subject: SubjectKind, name: &str) -> Option<String> {
    let dated = |table: &str, owner: &str| {
        format!(
            "(select c.value from {table} c where c.{owner} = e.subject and c.field = {} and c.valid_from <= a.on_day and (c.valid_to is null or c.valid_to > a.on_day) \
             and c.recorded_at <= a.known_at and (c.superseded_at is null or c.superseded_at > a.known_at) limit 1)",
            quoted(name)
        )
    };
    match subject {
        SubjectKind::Person if ["sex", "birth_date", "residence_type", "residence_place"].contains(&name) => {
            Some(format!(
                "case when exists (select 1 from person_fact c where c.person_id = e.subject and c.field = {}) then {} else (select p.{name} from person p where p.id = e.subject \
             and p.since <= a.on_day and p.created_at <= a.known_at) end",
                quoted(name),
                dated("person_fact", "person_id")
            ))
        }
        SubjectKind::Employer if ["name", "size", "industry", "staff", "place"].contains(&name) => {
            Some(dated("employer_fact", "employer_id"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(quoted("it's"), "'it''s'");
    }
}

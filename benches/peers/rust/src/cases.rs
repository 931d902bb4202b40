//! Invented subjects: the same facts once in the words of the data dictionary, once flat for the peers. It must never depend on anything but the seed.

use serde_json::{Map, Value, json};

/// One subject: a person, her contract, employer, household and the employer's tax year.
pub struct Case {
    /// The facts as Anye reads them.
    pub facts: Value,
    /// The same facts by name: days as 20200601, money in fen, shares in hundredths of a per cent.
    pub flat: Map<String, Value>,
}

/// A small generator of numbers; the same for every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    /// Mostly yes, so that many subjects come to the amounts.
    fn likely(&mut self) -> bool {
        self.below(8) != 0
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }

    /// A day as year × 10000 + month × 100 + day, never after the 28th.
    fn day(&mut self, first: u64, last: u64) -> i64 {
        let year = first + self.below(last - first + 1);
        (year * 10_000 + (1 + self.below(12)) * 100 + 1 + self.below(28)) as i64
    }
}

/// Where the two forms of the facts are put together, field by field.
struct Both {
    kinds: Map<String, Value>,
    flat: Map<String, Value>,
}

impl Both {
    fn say(&mut self, kind: &str, field: &str, said: Value, flat: Value) {
        let things = self.kinds.entry(kind).or_insert_with(|| json!({"1": {}}));
        things["1"][field] = said;
        // The one field that two kinds share by name.
        let name = if kind == "contracts" && field == "contributions_paid" { "contract_paid" } else { field };
        self.flat.insert(name.to_owned(), flat);
    }

    fn plain(&mut self, kind: &str, field: &str, value: impl Into<Value>) {
        let value = value.into();
        self.say(kind, field, value.clone(), value);
    }

    fn day(&mut self, kind: &str, field: &str, day: i64) {
        self.say(kind, field, iso(day).into(), day.into());
    }

    fn fen(&mut self, kind: &str, field: &str, fen: u64) {
        self.say(kind, field, (fen as f64 / 100.0).into(), fen.into());
    }

    fn link(&mut self, kind: &str, field: &str) {
        self.kinds[kind]["1"][field] = "1".into();
    }
}

/// So many subjects.
pub fn cases(count: usize) -> Vec<Case> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    (0..count).map(|_| case(&mut dice)).collect()
}

fn case(dice: &mut Dice) -> Case {
    let mut both = Both { kinds: Map::new(), flat: Map::new() };
    let place = if dice.likely() { "210400" } else { "210600" };
    both.flat.insert("place".into(), place.into());
    both.flat.insert("today".into(), 20_200_601.into());
    contract(dice, &mut both);
    person(dice, &mut both);
    employer(dice, &mut both);
    for (kind, field) in [("contracts", "person"), ("contracts", "employer"), ("persons", "household")] {
        both.link(kind, field);
    }
    both.link("tax_years", "employer");
    both.kinds.insert("place".into(), place.into());
    both.kinds.insert(
        "parameters".into(),
        json!({
            "epidemic_period": {"from": "2020-01-25", "to": "2020-08-31"}, "monthly_benefit_2019": 1200, "layoff_rate_limit": "5.5%",
            "living_allowance_amount": 500, "living_allowance_line": 1000, "lower_working_age": 16, "veteran_premises_rate": 3000,
        }),
    );
    Case { facts: Value::Object(both.kinds), flat: both.flat }
}

fn contract(dice: &mut Dice, both: &mut Both) {
    let kind = "contracts";
    let signed = if dice.below(3) == 0 { dice.day(2009, 2009) } else { dice.day(2020, 2020) };
    both.day(kind, "signed", signed);
    both.plain(kind, "term", if dice.likely() { 12 + dice.below(24) } else { dice.below(12) });
    both.plain(kind, "new_hire", dice.likely());
    both.plain(kind, "contributions_paid", dice.likely());
    both.plain(kind, "registered_unemployed_at_hiring", dice.likely());
    both.fen(kind, "fees_paid", 100_000 + dice.below(900_000));
    both.fen(kind, "monthly_fees", (500 + dice.below(1000)) * 100);
    both.flat.insert("earlier_grants".into(), 0.into());
}

fn person(dice: &mut Dice, both: &mut Both) {
    let kind = "persons";
    let registered = dice.day(2019, 2019);
    both.plain(kind, "registered_unemployed", dice.likely());
    both.day(kind, "unemployment_registered_on", registered);
    both.flat.insert("six_months_registered".into(), half_a_year_on(registered).into());
    both.plain(kind, "graduation_year", 2019 + dice.below(2));
    both.day(kind, "birth_date", dice.day(1985, 2006));
    both.day(kind, "retirement_date", dice.day(2019, 2032));
    for field in [
        "graduate",
        "laid_off",
        "in_living_difficulty",
        "able_to_work",
        "wants_work",
        "without_work",
        "veteran",
    ] {
        both.plain(kind, field, dice.likely());
    }
    both.plain(kind, "fit_for_post", dice.likely());
    both.plain(kind, "in_incubator", !dice.likely());
    both.plain(kind, "rents_premises", dice.likely());
    both.plain(kind, "earlier_ventures", if dice.likely() { 0 } else { 1 + dice.below(3) });
    both.plain(kind, "employment_state", dice.of(&["unemployed", "unemployed", "flexible_employment"]));
    for field in ["residence_county", "usual_county", "registration_county"] {
        both.plain(kind, field, dice.of(&["210402", "210403"]));
    }
    both.plain("households", "zero_employment", !dice.likely());
    both.fen("households", "income_per_head", (500 + dice.below(700)) * 100);
}

fn employer(dice: &mut Dice, both: &mut Both) {
    let kind = "employers";
    both.plain(kind, "epidemic_supplies", dice.of(&["making", "delivering", "not_involved"]));
    both.plain(kind, "size", dice.of(&["large", "medium", "small", "micro"]));
    both.day(kind, "refund_applied_on", if dice.likely() { dice.day(2020, 2020) } else { 20_210_105 });
    for field in [
        "contributions_made_up",
        "unemployment_insured",
        "temporarily_in_difficulty",
        "recovery_expected",
        "no_or_few_layoffs",
        "hit_by_epidemic",
        "founded_by_graduate",
    ] {
        both.plain(kind, field, dice.likely());
    }
    both.plain(kind, "average_insured_2020", 1 + dice.below(300));
    let rate = dice.below(700);
    both.say(kind, "layoff_rate", format!("{}.{:02}%", rate / 100, rate % 100).into(), rate.into());
    both.fen(kind, "unemployment_fees_employer", 10_000 + dice.below(5_000_000));
    both.fen(kind, "unemployment_fees_staff", 10_000 + dice.below(5_000_000));
    both.day(kind, "founded_on", dice.day(2016, 2019));
    both.day("tax_years", "period_ends", 20_191_231);
    for field in ["business_tax", "construction_tax", "education_surcharge", "income_tax"] {
        both.fen("tax_years", field, dice.below(400_000));
    }
}

fn iso(day: i64) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// Six months later; days end with the 28th, so none has to be cut.
fn half_a_year_on(day: i64) -> i64 {
    let month = day / 100 % 100;
    if month <= 6 { day + 600 } else { day + 10_000 - 600 }
}

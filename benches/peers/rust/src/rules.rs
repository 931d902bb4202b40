//! The ten rules as the peers get them, clause by clause in the order of the pack. It must never say more than what both peers can read:
//! `&&`, `||`, `==`, `in`, `? :` are the same in both languages but for the words that ZEN has for and, or.

/// One rule in expressions.
pub struct Text {
    /// Its id in the pack.
    pub id: &'static str,
    /// Whether it is in force.
    pub force: &'static str,
    /// Clauses of which one must hold (任一).
    pub any: &'static [&'static str],
    /// Clauses that must all hold.
    pub all: &'static [&'static str],
    /// Money in fen, or the tier; empty without.
    pub value: &'static str,
}

/// The ten.
pub const TEN: [Text; 10] = [
    Text {
        id: "fs_epidemic_hiring",
        force: "place == '210400'",
        any: &[],
        all: &[
            "epidemic_supplies in ['making', 'delivering']",
            "signed >= 20200125 && signed <= 20200831",
            "new_hire",
            "term >= 12",
            "contributions_made_up",
            "earlier_grants == 0",
        ],
        value: "100000",
    },
    Text {
        id: "fs_hiring_by_fees",
        force: "place == '210400' && signed <= 20201231",
        any: &[
            "registered_unemployed && signed >= six_months_registered",
            "graduate && signed >= graduation_year * 10000 && signed < graduation_year * 10000 + 10000",
        ],
        all: &["term >= 12", "contract_paid", "earlier_grants == 0"],
        value: "monthly_fees * 3",
    },
    Text {
        id: "graduate_hiring_insurance_subsidy",
        force: "signed >= 20090101 && signed <= 20091231",
        any: &[],
        all: &["graduate", "registered_unemployed_at_hiring", "term >= 12", "contract_paid"],
        value: HALF,
    },
    Text {
        id: "fs_living_allowance",
        force: "place == '210400'",
        any: &[],
        all: &[
            "laid_off",
            "employment_state == 'unemployed'",
            "in_living_difficulty",
            "income_per_head <= 100000",
        ],
        value: "50000",
    },
    Text {
        id: "fs_unemployment_registration",
        force: "place == '210400'",
        any: &[],
        all: &[
            "today - birth_date >= 160000",
            "today < retirement_date",
            "able_to_work",
            "wants_work",
            "without_work",
            "registration_county == residence_county || registration_county == usual_county",
        ],
        value: "",
    },
    Text {
        id: "fs_post_tier",
        force: "place == '210400'",
        any: &[],
        all: &["fit_for_post"],
        value: "zero_employment || retirement_date < today + 50000 ? 1 : 2",
    },
    Text {
        id: "ln16_veteran_premises",
        force: "today >= 20160626",
        any: &[],
        all: &["veteran", "earlier_ventures == 0", "in_incubator == false", "rents_premises"],
        value: "300000",
    },
    Text {
        id: "fs_refund_difficult",
        force: "place == '210400' && refund_applied_on <= 20201231",
        any: &[],
        all: &[
            "unemployment_insured",
            "temporarily_in_difficulty",
            "recovery_expected",
            "no_or_few_layoffs",
            "earlier_grants == 0",
        ],
        value: "120000 * 6 * average_insured_2020",
    },
    Text {
        id: "fs_refund_small",
        force: "place == '210400'",
        any: &[],
        all: &[
            "size in ['medium', 'small', 'micro']",
            "no_or_few_layoffs",
            "refund_applied_on < 20200125 || refund_applied_on > 20200831 || ((size in ['medium', 'small', 'micro'] || hit_by_epidemic) && layoff_rate <= 550)",
            "earlier_grants == 0",
        ],
        value: "unemployment_fees_employer + unemployment_fees_staff",
    },
    Text {
        id: "graduate_firm_deduction",
        force: "true",
        any: &[],
        all: &["founded_by_graduate", "period_ends >= founded_on && period_ends <= founded_on + 20000"],
        value: "business_tax + construction_tax + education_surcharge + income_tax < 800000 ? business_tax + construction_tax + education_surcharge + income_tax : 800000",
    },
];

/// Half of the fees to the fen, halves up. CEL divides whole numbers without a rest, ZEN has to be told: see [`for_zen`].
pub const HALF: &str = "(fees_paid + 1) / 2";

/// The same expression in ZEN.
pub fn for_zen(text: &str) -> String {
    if text == HALF {
        return format!("floor({text})");
    }
    text.replace("&&", "and").replace("||", "or")
}

/// What every engine says of one rule and one subject.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Said {
    /// 2: granted, 1: refused, 0: not in force.
    pub outcome: u8,
    /// Money in fen or the tier, when granted.
    pub value: Option<i64>,
    /// Clause by clause; empty when not in force.
    pub clauses: Vec<bool>,
}

/// From expressions to what is said of a rule, with the means of one peer.
pub fn said<E>(
    force: &E,
    any: &[E],
    all: &[E],
    value: Option<&E>,
    mut truth: impl FnMut(&E) -> bool,
    number: impl FnOnce(&E) -> i64,
) -> Said {
    if !truth(force) {
        return Said { outcome: 0, value: None, clauses: Vec::new() };
    }
    let clauses: Vec<bool> = any.iter().chain(all).map(&mut truth).collect();
    let (one, every) = clauses.split_at(any.len());
    let holds = (one.is_empty() || one.contains(&true)) && !every.contains(&false);
    Said { outcome: 1 + u8::from(holds), value: value.filter(|_| holds).map(number), clauses }
}

"""The ten rules in OpenFisca-Core: compared with what Anye said of every subject, then measured.

Two variables a rule, an outcome and an amount: the fewest that OpenFisca can say it in. All facts are on one
entity, so no look-up from entity to entity is paid for. Days are numbers as 20200601, money is in fen.
It must never measure what it has not compared.
"""

import json
import statistics
import sys
import time

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2020"
MANY = 100_000
ROUNDS = 15


class Supplies(Enum):
    making = "making"
    delivering = "delivering"
    not_involved = "not_involved"


class Size(Enum):
    large = "large"
    medium = "medium"
    small = "small"
    micro = "micro"


class State(Enum):
    unemployed = "unemployed"
    flexible_employment = "flexible_employment"


ENUMS = {"epidemic_supplies": Supplies, "size": Size, "employment_state": State}
CODES = {"place", "residence_county", "usual_county", "registration_county"}


def half(f):
    return (f("fees_paid") + 1) // 2


def taxes(f):
    return f("business_tax") + f("construction_tax") + f("education_surcharge") + f("income_tax")


def small(f):
    size = f("size")
    return (size == Size.medium) + (size == Size.small) + (size == Size.micro)


def layoffs(f):
    day = f("refund_applied_on")
    outside = (day < 20200125) + (day > 20200831)
    return outside + (small(f) + f("hit_by_epidemic")) * (f("layoff_rate") <= 550)


def making_or_delivering(f):
    return (f("epidemic_supplies") == Supplies.making) + (f("epidemic_supplies") == Supplies.delivering)


def long_registered(f):
    return f("registered_unemployed") * (f("signed") >= f("six_months_registered"))


def of_the_year(f):
    return f("graduate") * (f("graduation_year") == f("signed") // 10000)


def in_county(f):
    at = f("registration_county")
    return (at == f("residence_county")) + (at == f("usual_county"))


def fushun(f):
    return f("place") == 210400


# Id: in force, what must hold, value when granted.
RULES = {
    "fs_epidemic_hiring": (
        fushun,
        lambda f: making_or_delivering(f) * (f("signed") >= 20200125) * (f("signed") <= 20200831) * f("new_hire")
        * (f("term") >= 12) * f("contributions_made_up") * (f("earlier_grants") == 0),
        lambda f: 100000,
    ),
    "fs_hiring_by_fees": (
        lambda f: fushun(f) * (f("signed") <= 20201231),
        lambda f: (long_registered(f) + of_the_year(f)) * (f("term") >= 12) * f("contract_paid")
        * (f("earlier_grants") == 0),
        lambda f: f("monthly_fees") * 3,
    ),
    "graduate_hiring_insurance_subsidy": (
        lambda f: (f("signed") >= 20090101) * (f("signed") <= 20091231),
        lambda f: f("graduate") * f("registered_unemployed_at_hiring") * (f("term") >= 12) * f("contract_paid"),
        half,
    ),
    "fs_living_allowance": (
        fushun,
        lambda f: f("laid_off") * (f("employment_state") == State.unemployed) * f("in_living_difficulty")
        * (f("income_per_head") <= 100000),
        lambda f: 50000,
    ),
    "fs_unemployment_registration": (
        fushun,
        lambda f: (f("today") - f("birth_date") >= 160000) * (f("today") < f("retirement_date")) * f("able_to_work")
        * f("wants_work") * f("without_work") * in_county(f),
        None,
    ),
    "fs_post_tier": (
        fushun,
        lambda f: f("fit_for_post") * True,
        lambda f: np.where(f("zero_employment") + (f("retirement_date") < f("today") + 50000), 1, 2),
    ),
    "ln16_veteran_premises": (
        lambda f: f("today") >= 20160626,
        lambda f: f("veteran") * (f("earlier_ventures") == 0) * ~f("in_incubator") * f("rents_premises"),
        lambda f: 300000,
    ),
    "fs_refund_difficult": (
        lambda f: fushun(f) * (f("refund_applied_on") <= 20201231),
        lambda f: f("unemployment_insured") * f("temporarily_in_difficulty") * f("recovery_expected")
        * f("no_or_few_layoffs") * (f("earlier_grants") == 0),
        lambda f: 120000 * 6 * f("average_insured_2020"),
    ),
    "fs_refund_small": (
        fushun,
        lambda f: small(f) * f("no_or_few_layoffs") * layoffs(f) * (f("earlier_grants") == 0),
        lambda f: f("unemployment_fees_employer") + f("unemployment_fees_staff"),
    ),
    "graduate_firm_deduction": (
        lambda f: f("today") > 0,
        lambda f: f("founded_by_graduate") * (f("period_ends") >= f("founded_on"))
        * (f("period_ends") <= f("founded_on") + 20000),
        lambda f: np.minimum(800000, taxes(f)),
    ),
}


def facts_of(person, period):
    return lambda name: person(name, period)


def formulas(rule, force, holds, value):
    """Of two arguments each: a third would make OpenFisca look for parameters, at a price."""

    def outcome(person, period):
        f = facts_of(person, period)
        return np.where(force(f), 1 + holds(f).astype(np.int32), 0)

    def amount(person, period):
        granted = person(rule, period) == 2
        return np.where(granted, value(facts_of(person, period)), 0) if value else granted * 0

    return outcome, amount


def system(flat):
    """The facts of one subject say which input variables there are."""
    entity = Entity("person", "persons", "A subject with everything about it", "")
    made = TaxBenefitSystem([entity])
    common = {"entity": entity, "definition_period": DateUnit.YEAR, "label": "-"}
    for name, value in flat.items():
        if name in ENUMS:
            enum = ENUMS[name]
            kind = {"value_type": Enum, "possible_values": enum, "default_value": next(iter(enum))}
        else:
            kind = {"value_type": bool if isinstance(value, bool) else int}
        made.add_variable(type(name, (Variable,), {**common, **kind}))
    for rule, (force, holds, value) in RULES.items():
        outcome, amount = formulas(rule, force, holds, value)
        made.add_variable(type(rule, (Variable,), {**common, "value_type": int, "formula": outcome}))
        made.add_variable(type(rule + "_amount", (Variable,), {**common, "value_type": int, "formula": amount}))
    return made


def columns(flats):
    """The facts as arrays, as OpenFisca takes them; made outside the clock."""
    made = {}
    for name, first in flats[0].items():
        values = [int(flat[name]) if name in CODES else flat[name] for flat in flats]
        if name in ENUMS:
            made[name] = ENUMS[name].encode(np.array(values))
        else:
            made[name] = np.array(values, dtype=bool if isinstance(first, bool) else np.int32)
    return made


def simulation(made, arrays, count, trace):
    built = SimulationBuilder().build_default_simulation(made, count=count)
    built.trace = trace
    for name, values in arrays.items():
        built.set_input(name, PERIOD, values)
    return built


def calculate(built):
    return [(built.calculate(rule, PERIOD), built.calculate(rule + "_amount", PERIOD)) for rule in RULES]


def compare(made, subjects, rules):
    assert list(RULES) == rules, "not the same ten rules"
    for ix, subject in enumerate(subjects):
        got = calculate(simulation(made, columns([subject["flat"]]), 1, False))
        for rule, said, (outcome, amount) in zip(rules, subject["said"], got):
            wanted = (said["outcome"], said["value"] or 0)
            assert (int(outcome[0]), int(amount[0])) == wanted, f"{rule}, subject {ix}: {outcome} {amount} {wanted}"


def measure(name, made, batches, count, trace, rounds):
    """Two measures: calculating alone, and with the building of the simulation."""
    alone, whole = [], []
    for _ in range(rounds):
        built_in, calculated_in = 0.0, 0.0
        for arrays in batches:
            start = time.perf_counter()
            built = simulation(made, arrays, count, trace)
            ready = time.perf_counter()
            calculate(built)
            built_in += ready - start
            calculated_in += time.perf_counter() - ready
        subjects = len(batches) * count
        alone.append(calculated_in * 1e6 / subjects)
        whole.append((built_in + calculated_in) * 1e6 / subjects)
    for label, times in ((name, alone), (name + ", facts too", whole)):
        print(json.dumps({"engine": label, "min": min(times), "median": statistics.median(times)}), flush=True)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        told = json.load(file)
    subjects = told["subjects"]
    flats = [subject["flat"] for subject in subjects]
    made = system(flats[0])
    compare(made, subjects, told["rules"])
    singles = [columns([flat]) for flat in flats]
    measure("openfisca", made, singles, 1, False, ROUNDS)
    measure("openfisca, trace", made, singles, 1, True, ROUNDS)
    many = columns([flats[ix % len(flats)] for ix in range(MANY)])
    measure("openfisca, 100000 at once", made, [many], MANY, False, 7)


main()

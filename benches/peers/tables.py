"""Ten rules of the pack over a whole population, hand-written in DuckDB SQL and in Polars: compared with Anye, then measured.

Unknown is NULL, three-valued on all sides: granted when every condition holds and every figure is known, refused when one
certainly fails, otherwise it needs something. One statement a table of subjects, so that each column is read once.
It must never print a time of sides that decide differently.

Usage: tables.py POPULATION ANYE.jsonl [THREADS] [ROUNDS]
"""

import json
import os
import statistics
import sys
import time

FOLDER, ANYE = sys.argv[1:3]
THREADS = int(sys.argv[3]) if len(sys.argv) > 3 else 2
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
os.environ["POLARS_MAX_THREADS"] = str(THREADS)

import duckdb  # noqa: E402
import polars as pl  # noqa: E402
from datetime import date  # noqa: E402

TODAY = date(2020, 6, 30)
PERIOD = (date(2020, 1, 25), date(2020, 8, 31))
LIFTED = date(2020, 5, 31)
LIFTED_LATE = date(2020, 8, 31)  # three months after
END_2020 = date(2020, 12, 31)


# --- DuckDB: rule -> (in force, conditions, known figures, fen) ---

def day(d):
    return f"DATE '{d}'"


SCOPE = """(CASE WHEN p.school_kind IS NOT NULL THEN coalesce(p.graduate, false)
  OR p.school_kind IN ('university','senior_worker_class','preparatory_technician_class','special_education_vocational')
  ELSE p.graduate END)"""
REGISTERED = """coalesce(p.registered_unemployed, CASE WHEN p.unemployment_registered_on IS NOT NULL THEN true
  WHEN p.graduation_year IS NOT NULL THEN false END)"""
GRADUATE = f"""coalesce({SCOPE}, CASE WHEN p.graduation_year IS NOT NULL THEN true
  WHEN p.unemployment_registered_on IS NOT NULL THEN false END)"""
MADE_UP = """(CASE WHEN e.contributions_made_up_on IS NOT NULL
  THEN coalesce(e.contributions_made_up, true) AND e.contributions_made_up_on <= c.claimed_on
  ELSE e.contributions_made_up END)"""
ACCEPTED = f"""(CASE WHEN {MADE_UP} IS NULL THEN NULL WHEN NOT {MADE_UP} THEN false
  WHEN c.late_claim_reason IS NOT NULL THEN true
  WHEN c.claimed_on < {day(LIFTED)} THEN false WHEN c.claimed_on > {day(LIFTED_LATE)} THEN false ELSE true END)"""
APPLIED = f"coalesce(e.refund_applied_on, {day(TODAY)})"
IN_PERIOD = f"({APPLIED} BETWEEN {day(PERIOD[0])} AND {day(PERIOD[1])})"
FIRM = "e.size IN ('medium','small','micro')"


def older(column, years):
    return f"({column} + INTERVAL {years} YEAR <= {day(TODAY)})"


PERSONS = {
    "fs_living_allowance": ("fs", ["p.laid_off", "coalesce(p.employment_state = 'unemployed', true)",
                                   "p.in_living_difficulty", "h.income_per_head <= 1000"], [], "50000"),
    "fs_unemployment_registration": ("fs", [older("p.birth_date", 16), f"{day(TODAY)} < p.retirement_date", "p.able_to_work",
                                            "p.wants_work", "p.without_work",
                                            "(p.registration_county = p.residence_county"
                                            " OR p.registration_county = p.usual_county)"], [], "0"),
    "fs_post_tier": ("fs", ["p.fit_for_post"], ["h.zero_employment", "p.retirement_date"], "0"),
    "ln16_veteran_premises": ("true", ["p.veteran", "p.earlier_ventures = 0", "NOT p.in_incubator", "p.rents_premises"], [],
                              "200000"),
    "inclusive_training_eligible": ("true", [
        f"({older('p.birth_date', 16)} AND (NOT {older('p.birth_date', 55)}"
        f" OR p.sex = 'male' AND NOT {older('p.birth_date', 60)}"
        f" OR p.sex = 'female' AND NOT {older('p.birth_date', 55)}))",
        "p.able_to_work", "p.needs_training", "p.can_keep_study_time"], [], "0"),
}
CONTRACTS = {
    "fs_epidemic_hiring": ("fs", ["e.epidemic_supplies IN ('making','delivering')",
                                  f"c.signed BETWEEN {day(PERIOD[0])} AND {day(PERIOD[1])}",
                                  "coalesce(c.new_hire, true)", "c.term >= 12",
                                  f"(CASE WHEN c.claimed_on IS NOT NULL THEN {ACCEPTED}"
                                  " ELSE coalesce(e.contributions_made_up, true) END)"], ["c.signed"], "100000"),
    "fs_hiring_by_fees": (f"(fs AND c.signed <= {day(END_2020)})", [
        f"({REGISTERED} AND c.signed >= p.unemployment_registered_on + INTERVAL 6 MONTH"
        f" OR {GRADUATE} AND p.graduation_year = year(c.signed))",
        "c.term >= 12", "c.contributions_paid"], ["c.monthly_fees"], "(c.monthly_fees * 300)::BIGINT"),
    "graduate_hiring_insurance_subsidy": ("(c.signed BETWEEN DATE '2009-01-01' AND DATE '2009-12-31')", [
        "p.graduate", "coalesce(c.registered_unemployed_at_hiring, p.registered_unemployed)",
        "coalesce(c.term >= 12, c.signed + INTERVAL 12 MONTH <= c.ends + 1)", "c.contributions_paid"], ["c.fees_paid"],
        "((c.fees_paid * 100)::BIGINT + 1) // 2"),
}
EMPLOYERS = {
    "fs_refund_difficult": (f"(fs AND {APPLIED} <= {day(END_2020)})", [
        "e.unemployment_insured", "e.temporarily_in_difficulty", "e.recovery_expected", "e.no_or_few_layoffs"],
        ["e.average_insured_2020"], "e.average_insured_2020 * 720000"),
    "fs_refund_small": ("fs", [FIRM, "e.no_or_few_layoffs",
                               f"(e.layoff_rate IS NULL OR NOT {IN_PERIOD}"
                               f" OR ({FIRM} OR e.hit_by_epidemic) AND e.layoff_rate <= 0.2)"],
                        ["e.unemployment_fees_employer", "e.unemployment_fees_staff"],
                        "((e.unemployment_fees_employer + e.unemployment_fees_staff) * 100)::BIGINT"),
}


def held(rule):
    force, conditions, known, _ = rule
    return " AND ".join([force, *conditions, *(f"{column} IS NOT NULL" for column in known)])


def aggregates(rules):
    out = []
    for rule in rules.values():
        force, conditions, _, fen = rule
        fails = " OR ".join(f"NOT {condition}" for condition in conditions)
        open_ = force.replace("fs AND ", "").replace("fs", "true")
        here = "fs AND " if "fs" in force else ""
        out += [f"count(*) FILTER ({held(rule)})", f"count(*) FILTER ({here}({open_}) IS NOT false AND ({fails}))",
                f"count(*) FILTER ({here}({open_}) IS NOT false)", f"coalesce(sum({fen}) FILTER ({held(rule)}), 0)"]
    return ", ".join(out)


def statements():
    def table(name):
        return f"(SELECT *, filename LIKE '%/2104%' AS fs FROM read_parquet('{FOLDER}/{name}/*.parquet', filename=true))"

    def plain(name):
        return f"read_parquet('{FOLDER}/{name}/*.parquet')"

    joined = f"{table('contracts')} c LEFT JOIN {plain('persons')} p ON c.person = p.id" \
        f" LEFT JOIN {plain('employers')} e ON c.employer = e.id"
    fees = CONTRACTS["fs_hiring_by_fees"]
    # At most once for a person: the earliest contract, of one day the first.
    again = f"""SELECT count(*) FILTER (nr > 1), coalesce(sum(fen) FILTER (nr > 1), 0) FROM
      (SELECT {fees[3]} AS fen, row_number() OVER (PARTITION BY c.person ORDER BY c.signed, c.id) AS nr
       FROM {joined} WHERE {held(fees)})"""
    return [
        (PERSONS, f"SELECT {aggregates(PERSONS)} FROM {table('persons')} p LEFT JOIN {plain('households')} h"
                  " ON p.household = h.id"),
        (CONTRACTS, f"SELECT {aggregates(CONTRACTS)} FROM {joined}"),
        (EMPLOYERS, f"SELECT {aggregates(EMPLOYERS)} FROM {table('employers')} e"),
        (None, again),
    ]


def settled(counts, again):
    """granted, refused, in force or perhaps, fen -> the same in Anye's words."""
    out = {}
    for rule, (granted, refused, standing, fen) in counts.items():
        excluded = 0
        if rule == "fs_hiring_by_fees":
            excluded, less = again
            granted, fen, standing = granted - excluded, fen - less, standing - excluded
        out[rule] = {"granted": granted, "refused": refused, "needs": standing - granted - refused, "excluded": excluded,
                     "fen": int(fen)}
    return out


def by_duckdb(connection, all_statements):
    counts, again = {}, None
    for rules, sql in all_statements:
        row = connection.execute(sql).fetchone()
        if rules is None:
            again = row
        else:
            counts |= {rule: row[ix * 4:ix * 4 + 4] for ix, rule in enumerate(rules)}
    return settled(counts, again)


# --- Polars ---

def polars_rules():
    c = pl.col
    fs, everybody = c("fs"), c("id").is_not_null()
    age = {years: c("birth_date").dt.offset_by(f"{years}y") <= TODAY for years in (16, 55, 60)}
    male, female = c("sex") == "male", c("sex") == "female"
    persons = {
        "fs_living_allowance": (fs, [c("laid_off"), (c("employment_state") == "unemployed").fill_null(True),
                                     c("in_living_difficulty"), c("income_per_head") <= 1000], [], pl.lit(50_000)),
        "fs_unemployment_registration": (fs, [age[16], TODAY < c("retirement_date"), c("able_to_work"), c("wants_work"),
                                              c("without_work"), (c("registration_county") == c("residence_county"))
                                              | (c("registration_county") == c("usual_county"))], [], pl.lit(0)),
        "fs_post_tier": (fs, [c("fit_for_post")], ["zero_employment", "retirement_date"], pl.lit(0)),
        "ln16_veteran_premises": (everybody, [c("veteran"), c("earlier_ventures") == 0, ~c("in_incubator"),
                                                 c("rents_premises")], [], pl.lit(200_000)),
        "inclusive_training_eligible": (everybody, [
            age[16] & (~age[55] | male & ~age[60] | female & ~age[55]), c("able_to_work"), c("needs_training"),
            c("can_keep_study_time")], [], pl.lit(0)),
    }
    listed = c("school_kind").is_in(["university", "senior_worker_class", "preparatory_technician_class",
                                     "special_education_vocational"])
    scope = pl.when(c("school_kind").is_not_null()).then(c("graduate").fill_null(False) | listed).otherwise(c("graduate"))
    by_day, by_year = c("unemployment_registered_on").is_not_null(), c("graduation_year").is_not_null()
    registered = pl.coalesce(c("registered_unemployed"), pl.when(by_day).then(True).when(by_year).then(False))
    graduate = pl.coalesce(scope, pl.when(by_year).then(True).when(by_day).then(False))
    made = pl.when(c("contributions_made_up_on").is_not_null()).then(
        c("contributions_made_up").fill_null(True) & (c("contributions_made_up_on") <= c("claimed_on"))
    ).otherwise(c("contributions_made_up"))
    accepted = pl.when(made.is_null()).then(None).when(~made).then(False).when(c("late_claim_reason").is_not_null()).then(True) \
        .when(c("claimed_on") < LIFTED).then(False).when(c("claimed_on") > LIFTED_LATE).then(False).otherwise(True)
    fen = (c("fees_paid") * 100).cast(pl.Int64)
    contracts = {
        "fs_epidemic_hiring": (fs, [c("epidemic_supplies").is_in(["making", "delivering"]),
                                    c("signed").is_between(*PERIOD), c("new_hire").fill_null(True), c("term") >= 12,
                                    pl.when(c("claimed_on").is_not_null()).then(accepted)
                                    .otherwise(c("contributions_made_up").fill_null(True))], ["signed"], pl.lit(100_000)),
        "fs_hiring_by_fees": (fs & (c("signed") <= END_2020), [
            registered & (c("signed") >= c("unemployment_registered_on").dt.offset_by("6mo"))
            | graduate & (c("graduation_year") == c("signed").dt.year()),
            c("term") >= 12, c("contributions_paid")], ["monthly_fees"], (c("monthly_fees") * 300).cast(pl.Int64)),
        "graduate_hiring_insurance_subsidy": (c("signed").is_between(date(2009, 1, 1), date(2009, 12, 31)), [
            c("graduate"), pl.coalesce(c("registered_unemployed_at_hiring"), c("registered_unemployed")),
            pl.coalesce(c("term") >= 12, c("signed").dt.offset_by("12mo") <= c("ends").dt.offset_by("1d")),
            c("contributions_paid")], ["fees_paid"], (fen + 1) // 2),
    }
    applied = c("refund_applied_on").fill_null(TODAY)
    firm = c("size").is_in(["medium", "small", "micro"])
    employers = {
        "fs_refund_difficult": (fs & (applied <= END_2020), [
            c("unemployment_insured"), c("temporarily_in_difficulty"), c("recovery_expected"), c("no_or_few_layoffs")],
            ["average_insured_2020"], c("average_insured_2020") * 720_000),
        "fs_refund_small": (fs, [firm, c("no_or_few_layoffs"),
                                 c("layoff_rate").is_null() | ~applied.is_between(*PERIOD)
                                 | (firm | c("hit_by_epidemic")) & (c("layoff_rate") <= 0.2)],
                            ["unemployment_fees_employer", "unemployment_fees_staff"],
                            ((c("unemployment_fees_employer") + c("unemployment_fees_staff")) * 100).cast(pl.Int64)),
    }
    return persons, contracts, employers


def polars_queries():
    def scan(name, *columns):
        frame = pl.scan_parquet(f"{FOLDER}/{name}/*.parquet", include_file_paths="path")
        return frame.with_columns(fs=pl.col("path").str.contains("/2104", literal=True)) if not columns \
            else pl.scan_parquet(f"{FOLDER}/{name}/*.parquet").select("id", *columns)

    def granted(rule):
        force, conditions, known, _ = rule
        return pl.all_horizontal([force, *conditions, *(pl.col(column).is_not_null() for column in known)]).fill_null(False)

    def counted(rules):
        out = []
        for name, rule in rules.items():
            force, conditions, _, fen = rule
            standing = force.fill_null(pl.col("fs") if name.startswith("fs_") else True)
            fails = pl.any_horizontal([~condition for condition in conditions]).fill_null(False)
            out += [granted(rule).sum().alias(f"{name}/0"), (standing & fails).sum().alias(f"{name}/1"),
                    standing.sum().alias(f"{name}/2"), fen.filter(granted(rule)).sum().alias(f"{name}/3")
                    if not fen.meta.is_literal() else (granted(rule).sum().cast(pl.Int64) * fen).alias(f"{name}/3")]
        return out

    persons, contracts, employers = polars_rules()
    people = scan("persons").join(scan("households", "zero_employment", "income_per_head"), left_on="household", right_on="id",
                                  how="left")
    hired = scan("contracts").join(
        scan("persons", "school_kind", "graduate", "registered_unemployed", "unemployment_registered_on", "graduation_year"),
        left_on="person", right_on="id", how="left",
    ).join(scan("employers", "epidemic_supplies", "contributions_made_up", "contributions_made_up_on"),
           left_on="employer", right_on="id", how="left")
    fees = contracts["fs_hiring_by_fees"]
    again = hired.filter(granted(fees)).select("person", "signed", "id", fen=fees[3]).sort("signed", "id").filter(
        pl.int_range(pl.len()).over("person") > 0).select(pl.len(), pl.col("fen").sum())
    return [people.select(counted(persons)), hired.select(counted(contracts)), scan("employers").select(counted(employers)), again]


def by_polars(queries):
    *tables, again = pl.collect_all(queries)
    cells = {}
    for table in tables:
        cells |= table.row(0, named=True)
    names = dict.fromkeys(key.rsplit("/", 1)[0] for key in cells)
    return settled({name: [cells[f"{name}/{ix}"] for ix in range(4)] for name in names}, again.row(0))


def measured(decide):
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        decide()
        seconds.append(time.perf_counter() - start)
    return seconds


def main():
    with open(ANYE) as lines:
        anye = next(line for line in map(json.loads, lines) if line.get("engine") == "anye")
    wanted = {rule: {key: tally[key] for key in ("granted", "refused", "needs", "excluded", "fen")}
              for rule, tally in anye["totals"].items()}
    connection = duckdb.connect(config={"threads": THREADS})
    all_statements, queries = statements(), polars_queries()
    sides = {"duckdb": lambda: by_duckdb(connection, all_statements), "polars": lambda: by_polars(queries)}
    wrong = False
    for name, decide in sides.items():
        found = decide()
        for rule in sorted(wanted):
            if found[rule] != wanted[rule]:
                print(f"{name}: {rule} differs: {found[rule]}, Anye {wanted[rule]}", file=sys.stderr)
                wrong = True
    if wrong:
        sys.exit(1)
    print(f"equal counts and sums of {len(wanted)} rules; {THREADS} threads, {ROUNDS} rounds")
    own = statistics.median(anye["seconds"])
    print(f"{'engine':8} {'least s':>9} {'median s':>9} {'times anye':>11}")
    for name, seconds in [("anye", anye["seconds"]), *((name, measured(decide)) for name, decide in sides.items())]:
        middle = statistics.median(seconds)
        print(f"{name:8} {min(seconds):9.3f} {middle:9.3f} {middle / own:11.1f}")


main()

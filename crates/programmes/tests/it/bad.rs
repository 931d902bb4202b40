//! Files that are wrong on purpose: each mistake is told with its code and line.

use crate::law::{SMALL, with_law};

/// Replaces once and reads: codes and lines of what is found.
fn told(from: &str, to: &str) -> Vec<(&'static str, u32)> {
    assert_eq!(SMALL.matches(from).count(), 1, "{from}");
    let (_, found) = with_law(&SMALL.replace(from, to));
    found.iter().map(|one| (one.code, one.mark.line)).collect()
}

fn line(of: &str) -> u32 {
    u32::try_from(SMALL[..SMALL.find(of).unwrap()].matches('\n').count() + 1).unwrap()
}

/// A mistake, told where it stands; what follows from it may be told too.
fn only(from: &str, to: &str, code: &str) {
    let (found, line) = (told(from, to), line(from));
    assert!(found.contains(&(code, line)), "{to}: {code} at {line}, not {found:?}");
}

#[test]
fn the_small_file_has_no_findings() {
    let (definitions, found) = with_law(SMALL);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!((definitions.registers.len(), definitions.programmes.len()), (2, 1));
}

#[test]
fn what_toml_is_not_is_told_and_other_files_are_read() {
    let (_, found) = with_law("[[register]\n");
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["P001"]);
}

#[test]
fn words_keys_and_types() {
    let (_, found) = with_law(&SMALL.replace("subject = \"person\"\nrule", "subjekt = \"person\"\nrule"));
    let unknown = found.iter().find(|one| one.code == "P002").unwrap();
    assert_eq!((unknown.mark.line, unknown.suggestion.as_deref()), (11, Some("subject")));
    assert!(found.iter().any(|one| one.code == "P003"), "the key itself is missing then");
    only("columns = [\"cause\"]", "columns = 3", "P004");
    only("name = { zh = \"表\", en = \"Table\" }", "name = { zh = \"表\" }", "P005");
    only("id = \"table\"", "id = \"Table of it\"", "P006");
    only("id = \"paper\"", "id = \"pa per\"", "P006");
    only("role = \"reviewer\"", "role = \"chief\"", "P010");
    only("acts = [\"decide\"]", "acts = [\"decide\", \"decree\"]", "P010");
    only("every = { months = 1 }", "every = { months = 1, years = 1 }", "P011");
    only("within = { days = 30 }", "within = { days = 0 }", "P004");
    only(
        "fact = \"persons.disabled\", is = true",
        "fact = \"persons.disabled\", is = true, from = true",
        "P013",
    );
}

#[test]
fn the_same_id_twice() {
    only("id = \"checked\", name", "id = \"open\", name", "P007");
    let twice = format!("{SMALL}\n[[matter]]\nid = \"life\"\nname = {{ zh = \"x\", en = \"x\" }}\n");
    assert_eq!(with_law(&twice).1[0].code, "P007");
}

#[test]
fn citations_that_are_missing_or_lead_nowhere() {
    only(
        "words = { zh = \"已满\", en = \"Full\" }, cite = [\"T1/2\"]",
        "words = { zh = \"已满\", en = \"Full\" }",
        "P008",
    );
    only("objection = \"holds\", cite = [\"T1/2\"]", "objection = \"holds\", cite = [\"T1/9\"]", "P009");
}

#[test]
fn what_an_entry_is_called_by_is_a_field_of_words() {
    let at = line("id = \"spell\"\n") + 1;
    let told = |title: &str| {
        let (definitions, found) =
            with_law(&SMALL.replace("id = \"spell\"\n", &format!("id = \"spell\"\ntitle = \"{title}\"\n")));
        let told: Vec<_> = found.iter().map(|one| (one.code, one.mark.line, one.mark.column)).collect();
        (definitions, told)
    };
    assert_eq!(told("causes").1, [("P101", at, 9)]);
    assert_eq!(told("cause").1, [("P117", at, 9)]);
    assert!(told("phone").1.iter().any(|one| one.0 == "P117"), "what is sealed is no name");
}

#[test]
fn names_that_lead_nowhere_come_with_the_nearest_one() {
    only("columns = [\"cause\"]", "columns = [\"causes\"]", "P101");
    only("sum = \"income\"", "sum = \"incomes\"", "P101");
    only("field = \"cause\", is = [\"closed\"]", "field = \"couse\", is = [\"closed\"]", "P101");
    only("to = \"checked\"", "to = \"chequed\"", "P102");
    only("done_by = \"call\"", "done_by = \"calls\"", "P103");
    only("fact = \"persons.income\"", "fact = \"persons.incomes\"", "P106");
    only("unless_fact = \"persons.disabled\"", "unless_fact = \"persons.disabeld\"", "P106");
    only("appeal = \"aid\"", "appeal = \"aids\"", "P205");
    only("fund = \"甲资金\"", "fund = \"甲资\"", "P206");
    only("matter = \"life\"", "matter = \"live\"", "P227");
    only(
        "type = \"choice\", choices = \"causes\", required = true },\n  { id = \"firm\"",
        "type = \"choice\", choices = \"cause\", required = true },\n  { id = \"firm\"",
        "P012",
    );
    let (_, found) = with_law(&SMALL.replace("rule = \"title\"", "rule = \"titel\""));
    assert_eq!((found[0].code, found[0].suggestion.as_deref()), ("P108", Some("title")));
}

#[test]
fn facts_of_another_type_and_fields_that_cannot_be_what_they_are_asked_to_be() {
    only("fact = \"persons.disabled\", is = true", "fact = \"persons.disabled\", from = true", "P107");
    only("fact = \"persons.disabled\", is = true", "fact = \"persons.colour\", is = \"green\"", "P107");
    only("fact = \"persons.income\"", "type = \"text\", fact = \"persons.income\"", "P107");
    only(
        "fact = \"persons.born\", output = \"since\"",
        "fact = \"persons.born\", output = \"amount\"",
        "P107",
    );
    only(
        "fact = \"persons.born\", output = \"since\"",
        "fact = \"persons.born\", output = \"until\"",
        "P209",
    );
    only("fact = \"persons.born\", output = \"since\"", "fact = \"contracts.term\", is = 3", "P221");
    only("into = \"cause\", field = \"cause\"", "into = \"cause\", is = \"gone\"", "P208");
    only("sum = \"income\"", "sum = \"cause\"", "P114");
    only("field = \"cause\", is = [\"closed\"]", "field = \"cause\", is = [\"clothed\"]", "P010");
    // Facts of two other kinds: the entry would be a contract and a letter at once.
    let two =
        "fact = [{ fact = \"contracts.person\", subject = true }, { fact = \"letters.sent\", from = true }]";
    assert_eq!(told("fact = [{ fact = \"persons.disabled\", is = true }]", two), [("P116", 7)]);
}

#[test]
fn states_that_cannot_be_reached_or_left() {
    let (_, found) = with_law(&SMALL.replace(
        "  { from = [\"open\"], to = \"checked\", name = { zh = \"核实\", en = \"Check\" } },\n",
        "",
    ));
    assert_eq!(found.iter().map(|one| (one.code, one.mark.line)).collect::<Vec<_>>(), [("P104", 22)]);
    assert_eq!(
        told("from = [\"open\", \"checked\"], to", "from = [\"open\"], to"),
        [("P113", 22)],
        "the state that nothing leaves"
    );
}

#[test]
fn duties_without_a_time_and_limits_without_a_number() {
    only("every = { months = 1 }, ", "", "P111");
    only("most = 10", "most = 10, quota = \"x\"", "P112");
    only("most = 10", "as_of = \"2019-13-01\"", "P014");
    let day = SMALL.replace("period = false", "period = false\nduty = [{ id = \"x\", name = { zh = \"x\", en = \"x\" }, within = { days = 1 }, cite = [\"T1/1\"] }]");
    assert_eq!(with_law(&day).1.iter().map(|one| one.code).collect::<Vec<_>>(), ["P105"]);
    // A citation of a deadline that is not there.
    only("acts = [\"decide\"], not_by", "acts = [\"decide\"], cite = [\"T1/1\"], not_by", "P111");
}

#[test]
fn steps_that_nobody_may_do_and_four_eyes_that_are_two() {
    let at = |found: Vec<(&'static str, u32)>| found.into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(
        at(told(
            "role = \"clerk\", acts = [\"accept\", \"ask\", \"pass\"]",
            "role = \"law\", acts = [\"accept\"]"
        )),
        ["P202", "P203"]
    );
    assert_eq!(at(told(", not_by = [\"examine\"]", "")), ["P203"], "money decided by whoever examined it");
    assert_eq!(at(told("not_by = [\"examine\"]", "not_by = [\"decide\"]")), ["P203", "P203"]);
    assert_eq!(at(told("acts = [\"decide\"]", "acts = [\"pass\"]")), ["P204"]);
    only("flow = \"money\"", "flow = \"monye\"", "P219");
}

#[test]
fn rules_that_do_not_fit() {
    only("rule = \"aid\"", "rule = \"table\"", "P222");
    only("rule = \"aid\"", "rule = \"hire-aid\"", "P212");
    let thing = told("rule = \"aid\"", "rule = \"hire-aid\"\nthing = \"firm\"");
    assert_eq!(thing, [("P101", line("rule = \"aid\"") + 1)]);
    let codes: Vec<&str> =
        told("rule = \"aid\"", "rule = \"title\"").into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["P207"], "nothing to pay");
    only("rule = \"title\"", "rule = \"hire-aid\"", "P212");
}

#[test]
fn effects_publicity_places_and_days() {
    only("{ pay = { fund = \"甲资金\" } }", "{ pay = {}, message = { zh = \"x\", en = \"x\" } }", "P211");
    only(
        "register = \"spell\", set = [{ into = \"cause\", field = \"cause\" }]",
        "register = \"spell\"",
        "P225",
    );
    only("register = \"spell\", state = \"ended\"", "register = \"spell\", state = \"checked\"", "P115");
    only("zh = \"{name}:{cause}\"", "zh = \"{names}:{cause}\"", "P214");
    only("fields = [\"cause\"]", "fields = [\"clause\"]", "P101");
    only("places = [\"210202\"]", "places = [\"2102\"]", "P216");
    let days = told("places = [\"210202\"]", "from = \"2020-05-01\"\nto = \"2020-04-01\"");
    assert_eq!(days, [("P217", line("places = [\"210202\"]") + 1)]);
    let sealed = SMALL.replace(
        "id = \"spell\"\n",
        "id = \"spell\"\npublicity = { days = 5, fields = [\"phone\"], cite = [\"T1/1\"] }\n",
    );
    assert_eq!(with_law(&sealed).1[0].code, "P210");
    let household = SMALL.replace(
        "cite = [\"T1/1\"]\nsubject = \"person\"\nrule = \"title\"",
        "cite = [\"T1/1\"]\nsubject = \"household\"",
    );
    assert!(with_law(&household).1.iter().any(|one| one.code == "P226"));
}

#[test]
fn tables_that_cannot_be_reckoned() {
    only("\"in:call\"", "\"in:calls\"", "P103");
    only("\"age:16,45\"", "\"age:45,16\"", "P235");
    only("\"quarter@to\", \"in:call\"", "\"quarter@too\", \"in:call\"", "P010");
    only("\"year@fact:born\"", "\"year@field:cause\"", "P236");
    only("\"field:seen@city\"", "\"field:minutes@city\"", "P236");
    only("\"field:seen@city\"", "\"field:seen@street\"", "P010");
    only("\"through:spell.cause\"", "\"through:spell.course\"", "P101");
    only("\"through:spell.cause\"", "\"through:seen.cause\"", "P236");
    only("change = \"quarter@to\"", "change = \"month\"", "P232");
    only("public = true", "public = true, subjects = 1", "P004");
    only("mean = \"income\"", "mean = \"cause\"", "P114");
    only("mean = \"income\"", "mean = \"income\", subjects = true", "P234");
    only("sum_in = \"call.minutes\"", "sum_in = \"call.seen\"", "P114");
    only("sum_in = \"call.minutes\"", "sum_in = \"call.hours\"", "P101");
    only("difference = [\"n\", \"minutes\"]", "difference = [\"n\", \"hours\"]", "P237");
    only("is = [\"open\", \"checked\"] }], change", "is = [\"open\", \"shut\"] }], change", "P010");
    only("id = \"closed-share\"", "id = \"mean\"", "P007");
    let named = SMALL.replace("by = [\"age:16,45\"", "by = [\"subject\", \"age:16,45\"");
    assert!(with_law(&named).1.iter().any(|one| one.code == "P233"), "nobody is named to the public");
    // A register about others has no ages, and is not joined by the subject.
    let firms =
        SMALL.replace("subject = \"person\"\nperiod = false", "subject = \"employer\"\nperiod = false");
    let codes: Vec<&str> = with_law(&firms).1.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"P231") && codes.contains(&"P238"), "{codes:?}");
}

#[test]
fn what_is_sealed_is_read_by_nothing_and_days_have_an_order() {
    // Words only, and no fact of the law.
    only("type = \"text\", length = 20, sealed = true", "type = \"count\", sealed = true", "P228");
    // Nothing is compared or counted by it, no application asks for it or sets it.
    let key = SMALL.replace("\"field:cause\"], words", "\"field:cause\", \"field:phone\"], words");
    assert_ne!(key, SMALL);
    assert_eq!(with_law(&key).1[0].code, "P229");
    let set = SMALL.replace(
        "{ into = \"cause\", field = \"cause\" }",
        "{ into = \"cause\", field = \"cause\" }, { into = \"phone\", is = \"138\" }",
    );
    assert_ne!(set, SMALL);
    assert!(with_law(&set).1.iter().any(|one| one.code == "P230"));
    let order = SMALL.replace(
        "id = \"spell\"\n",
        "id = \"spell\"\norder = [{ then = \"cause\", words = { zh = \"先后\", en = \"order\" } }]\n",
    );
    assert_eq!(with_law(&order).1[0].code, "P239");
    let need = SMALL.replace(
        "id = \"spell\"\n",
        "id = \"spell\"\nneed = [{ id = \"x\", name = { zh = \"缺\", en = \"none\" }, one_of = [\"nothing\"], cite = [\"T1/1\"] }]\n",
    );
    assert_eq!(with_law(&need).1[0].code, "P103");
    let lookup = SMALL.replace(
        "id = \"spell\"\n",
        "id = \"spell\"\nlookup = { fields = [\"phone\"], cite = [\"T1/1\"] }\n",
    );
    assert_eq!(with_law(&lookup).1[0].code, "P210");
}

#[test]
fn an_end_that_cannot_come_by_itself_is_told_where_it_stands() {
    let with = |lapse: &str, from: &str, to: &str| {
        let text = SMALL.replace(from, to);
        let text = text.replace("id = \"spell\"\n", &format!("id = \"spell\"\n{lapse}\n"));
        let (definitions, found) = with_law(&text);
        let told: Vec<(&str, u32, u32)> =
            found.iter().map(|one| (one.code, one.mark.line, one.mark.column)).collect();
        (definitions, told)
    };
    let line = line("id = \"spell\"\n") + 1;
    let name = "name = { zh = \"期满\", en = \"Ends\" }, cite = [\"T1/1\"]";
    let said = |lapse: &str| with(lapse, "#", "#").1;
    let until = (
        "{ id = \"income\", name",
        "{ id = \"until\", name = { zh = \"至\", en = \"Until\" }, type = \"date\" },\n  { id = \"income\", name",
    );
    let good = format!(
        "lapse = {{ ends = [\"until\"], to = \"ended\", reason = \"other\", warn = {{ days = 9 }}, {name} }}"
    );
    let (definitions, found) = with(&good, until.0, until.1);
    assert_eq!(found, []);
    let spell = definitions.register("spell").unwrap();
    let lapse = spell.lapse.as_ref().unwrap();
    assert_eq!(
        (lapse.from.as_slice(), lapse.to.as_str()),
        (&["open".to_owned(), "checked".to_owned()][..], "ended")
    );
    assert!(spell.duties.iter().any(|duty| duty.lapse && duty.id == "lapse" && duty.warn.is_some()));
    // A field that is none, one that is no day, a state that is open, one that is none, a reason that is none.
    assert_eq!(
        said(&format!("lapse = {{ ends = [\"untill\"], to = \"ended\", reason = \"other\", {name} }}")),
        [("P101", line, 19)]
    );
    assert_eq!(
        said(&format!("lapse = {{ ends = [\"cause\"], to = \"ended\", reason = \"other\", {name} }}")),
        [("P236", line, 19)]
    );
    assert!(said(&format!("lapse = {{ to = \"checked\", {name} }}")).contains(&("P240", line, 16)));
    assert_eq!(
        said(&format!("lapse = {{ to = \"gone\", reason = \"other\", {name} }}")),
        [("P102", line, 16)]
    );
    assert_eq!(
        said(&format!("lapse = {{ to = \"ended\", reason = \"tired\", {name} }}")),
        [("P240", line, 34)]
    );
    // What a second person has to confirm, the program does not do alone.
    let second = (
        "to = \"ended\", name = { zh = \"终止\", en = \"End\" }, reasons",
        "to = \"ended\", second = true, name = { zh = \"终止\", en = \"End\" }, reasons",
    );
    let lapse = format!("lapse = {{ to = \"ended\", reason = \"other\", {name} }}");
    assert_eq!(with(&lapse, second.0, second.1).1, [("P240", line, 16)]);
    // No article, no key that is none.
    assert!(
        said("lapse = { to = \"ended\", reason = \"other\", name = { zh = \"期满\", en = \"Ends\" } }")
            .iter()
            .any(|one| one.0 == "P008")
    );
    assert!(
        said(&format!("lapse = {{ to = \"ended\", reason = \"other\", wann = {{ days = 3 }}, {name} }}"))
            .iter()
            .any(|one| one.0 == "P002")
    );
}

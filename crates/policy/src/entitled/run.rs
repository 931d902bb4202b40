//! One run over what was said: decisions of all benefits that can apply at the place, and the questions that would settle most of them.

use std::collections::{BTreeMap, BTreeSet};

use anye_law::book::{Book, GroupId, KindId, Node, NodeId, RuleId, RuleKind, Ty, covers};
use anye_law::decide::answer::Builder;
use anye_law::decide::{Engine, Facts, Force, Need, Outcome, Reason, Record, Status, Wishes};

use super::answers::Answers;
/// So many questions on a page.
const QUESTIONS: usize = 4;

/// What one benefit came to.
pub struct Found {
    /// The rule.
    pub rule: RuleId,
    /// In words.
    pub decision: anye_law::decide::answer::Decision,
    /// It counts records that nobody types into a form: the office has to look.
    pub counts_records: bool,
}

/// The whole run.
pub struct Run {
    /// Decisions, without those that cannot apply at the place.
    pub found: Vec<Found>,
    /// What to ask next.
    pub questions: Vec<(KindId, u16)>,
    /// Exclusion groups in which the asker has to choose.
    pub groups: BTreeSet<GroupId>,
    /// How many questions are open in all.
    pub open: usize,
}

/// Runs all benefits.
pub fn run(book: &Book, facts: &Facts, answers: &Answers, chinese: bool) -> Run {
    let engine = Engine::new(book);
    let session = engine.session(facts, None);
    // Only what is about the asker: a person's school or city asks for itself.
    let own = answers.own_kinds(book);
    let rules: Vec<RuleId> = session
        .rules_with_subjects()
        .into_iter()
        .filter(|id| {
            let rule = book.rule(*id);
            rule.kind == RuleKind::Benefit
                && own.contains(&rule.subject)
                && covers(&rule.place, &answers.place)
        })
        .collect();
    let wishes = Wishes { choices: facts.choices().to_vec(), ..Wishes::default() };
    let records = session.run(&rules, &wishes);
    let builder = Builder { session: &session, chinese };
    let mut asked: BTreeMap<(KindId, u16), usize> = BTreeMap::new();
    let (mut found, mut groups) = (Vec::new(), BTreeSet::new());
    for record in &records {
        if matches!(record.standing.now, Force::Out(Reason::Place | Reason::Known)) {
            continue;
        }
        for need in session.needs(record) {
            if let Need::Choice(group) = need {
                groups.insert(group);
            }
            let Need::Field { kind, row: Some(_), field } = need else { continue };
            let def = &book.kind(kind).fields[usize::from(field)];
            // What an office finds is no question for the asker.
            if !def.finding && can_be_asked(book, answers, kind, field) {
                *asked.entry((kind, field)).or_default() += 1;
            }
        }
        let counts_records = record.outcome != Outcome::Needs && leans_on_records(book, record);
        found.push(Found { rule: record.rule, decision: builder.decision(record), counts_records });
    }
    let mut order: Vec<((KindId, u16), usize)> = asked.into_iter().collect();
    order.sort_by_key(|(field, n)| (std::cmp::Reverse(*n), *field));
    let open = order.len() + groups.len();
    let questions = order.into_iter().take(QUESTIONS).map(|(field, _)| field).collect();
    Run { found, questions, groups, open }
}

/// Whether somebody can answer it: no relation, no period, and not answered before.
fn can_be_asked(book: &Book, answers: &Answers, kind: KindId, field: u16) -> bool {
    let def = book.kind(kind);
    let field = &def.fields[usize::from(field)];
    let simple = !matches!(field.ty, Ty::Thing(_) | Ty::Many(_) | Ty::Window);
    simple && !answers.said.contains_key(&(def.id.clone(), field.id.clone()))
}

/// Whether the outcome rests on counting records (hires, members …) that a form does not hold. An empty list is then no answer.
fn leans_on_records(book: &Book, record: &Record) -> bool {
    let rule = book.rule(record.rule);
    let failed = |ix: usize| matches!(record.clauses.get(ix), Some(Status::Failed));
    match record.outcome {
        Outcome::Refused => {
            let mut all = rule.clauses.iter().enumerate().filter(|(ix, _)| failed(*ix)).peekable();
            all.peek().is_some() && all.all(|(_, clause)| counts(book, record.rule, clause.test))
        }
        Outcome::Granted => {
            let tests = rule.clauses.iter().map(|clause| clause.test);
            tests.chain(rule.amount).chain(rule.months).any(|node| counts(book, record.rule, node))
        }
        _ => false,
    }
}

fn counts(book: &Book, rule: RuleId, node: NodeId) -> bool {
    match book.node(node) {
        Node::Aggregate { .. } | Node::Every(_) | Node::Members { .. } => true,
        Node::Local(ix) => counts(book, rule, book.rule(rule).locals[usize::from(*ix)].node),
        Node::Fulfils(other, of) => {
            counts(book, rule, *of)
                || book.rule(*other).clauses.iter().any(|clause| counts(book, *other, clause.test))
        }
        other => anye_law::scenario::children(other).into_iter().any(|child| counts(book, rule, child)),
    }
}

#[cfg(test)]
mod tests {
    use anye_law::compile::compile;
    use anye_law::span::SourceFile;

    use super::*;

    const LAW: &str = "\
文件 SAMPLE
  地区 210000

对象 个人 persons
  失业 out_of_work 是否
  周岁 age 数
  特困 worst_off 是否 人工认定 依据 SAMPLE 第一条

待遇 甲补贴 first_allowance
  对象 个人
  依据 SAMPLE 第一条
  有效 不限
  条件
    ① 个人.失业
    ② 个人.周岁 >= 50
  金额 100 元

待遇 乙补贴 second_allowance
  对象 个人
  依据 SAMPLE 第二条
  有效 不限
  条件
    ① 个人.失业
    ② 个人.特困
  金额 200 元
";

    /// Two of which only one can be had.
    const GROUP: &str = "
待遇 丙补贴 third_allowance
  对象 个人
  依据 SAMPLE 第三条
  有效 不限
  条件
    ① 个人.失业
  金额 300 元

待遇 丁补贴 fourth_allowance
  对象 个人
  依据 SAMPLE 第四条
  有效 不限
  条件
    ① 个人.失业
  金额 400 元

互斥 两补贴 one_only
  成员 丙补贴, 丁补贴
  每 个人
  选择 申请人
  依据 SAMPLE 第五条
";

    fn book(law: &str) -> Book {
        let source = SourceFile { path: "law/sample.law".to_owned(), text: law.to_owned() };
        let compiled = compile(vec![source], &[]);
        assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
        compiled.book
    }

    fn asked(said: &[(&str, &str)]) -> (Book, Answers, Run) {
        asked_of(LAW, said)
    }

    fn asked_of(law: &str, said: &[(&str, &str)]) -> (Book, Answers, Run) {
        let book = book(law);
        let mut pairs = vec![("who", "persons"), ("place", "210400"), ("on", "2020-06-01")];
        pairs.extend(said);
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let answers = Answers::read(&book, &pairs);
        assert!(answers.begun(&book, "210000"));
        let facts = answers.facts(&book, answers.day().unwrap()).unwrap();
        let run = run(&book, &facts, &answers, true);
        (book, answers, run)
    }

    fn names(book: &Book, run: &Run) -> Vec<String> {
        run.questions
            .iter()
            .map(|(kind, field)| book.kind(*kind).fields[usize::from(*field)].id.clone())
            .collect()
    }

    #[test]
    fn the_first_question_is_the_one_that_most_benefits_need_and_findings_are_never_asked() {
        let (book, _, run) = asked(&[]);
        assert_eq!(names(&book, &run), ["out_of_work", "age"]);
    }

    #[test]
    fn answers_decide_and_what_an_office_finds_stays_open() {
        let (book, _, run) = asked(&[("f.persons.out_of_work", "yes"), ("f.persons.age", "50")]);
        let outcomes: Vec<Outcome> = run.found.iter().map(|found| found.decision.outcome).collect();
        assert_eq!(outcomes, [Outcome::Granted, Outcome::Needs]);
        assert_eq!(run.found[0].decision.amount.as_deref(), Some("100"));
        assert!(names(&book, &run).is_empty(), "only the office can go on");
    }

    #[test]
    fn who_can_have_only_one_is_asked_which_and_gets_what_they_chose() {
        let law = format!("{LAW}{GROUP}");
        let both = [("f.persons.out_of_work", "yes"), ("f.persons.age", "60")];
        let (book, _, run) = asked_of(&law, &both);
        assert_eq!(run.groups.len(), 1, "the choice is asked for");
        let chosen = [both[0], both[1], ("c.one_only", "third_allowance"), ("c.no_group", "x")];
        let (_, answers, run) = asked_of(&law, &chosen);
        assert!(run.groups.is_empty());
        let came: Vec<_> =
            run.found.iter().map(|one| (book.rule(one.rule).id.as_str(), one.decision.outcome)).collect();
        assert!(came.contains(&("third_allowance", Outcome::Granted)), "{came:?}");
        assert!(came.contains(&("fourth_allowance", Outcome::Excluded)), "{came:?}");
        assert!(answers.hidden().contains(&("c.one_only".to_owned(), "third_allowance".to_owned())));
        let strange = [both[0], both[1], ("c.one_only", "first_allowance")];
        assert_eq!(asked_of(&law, &strange).2.groups.len(), 1, "a rule that is no member is no choice");
    }

    #[test]
    fn a_question_left_open_is_not_asked_again_until_it_is_taken_back() {
        let (book, answers, run) = asked(&[("shown", "persons.out_of_work"), ("go", "next")]);
        assert_eq!(names(&book, &run), ["age"]);
        assert!(answers.hidden().contains(&("f.persons.out_of_work".to_owned(), "?".to_owned())));
        let (book, _, run) = asked(&[("f.persons.out_of_work", "?"), ("again", "persons.out_of_work")]);
        assert_eq!(names(&book, &run), ["out_of_work", "age"]);
    }
}

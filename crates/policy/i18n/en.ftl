# Rule browser, what am I entitled to, policy desk

nav-rules = Rules
nav-entitlements = What am I entitled to?

error-law_facts = Something in the facts cannot be used; nothing was decided.
error-law_fact = { $what }
error-law_day = Write the day like 2020-06-30.

law-rules-title = Rules
law-rules-state = { $n } of { $all } rules
law-rules-none = No such rule
law-rules-none-do = Try fewer words, or another document, place or day.
law-rules-all = All rules
law-rules-definition = Rules are written from the articles of policy documents. Names, amounts and periods come from the rule itself; its page shows every clause with its article.
law-rule-definition = These words are made from the rule itself. Where they differ from the document, the document counts.
law-definition = Definition
law-show = Show
law-reset = Reset
law-filter-rules = Show rules with
law-filter-words = name, clause or requirement
law-filter-document = of
law-filter-kind = , kind
law-filter-place = , that apply in
law-filter-on = , that may be in force on
law-filter-day = Day
law-bad-day = Write the day like 2020-06-30; this list is not filtered by day.
law-any-document = any document
law-any-kind = any kind
law-any-place = any place
law-page-previous = Previous
law-kind-benefit = benefit
law-kind-category = category
law-kind-calculation = calculation
law-kind-ranking = ranking
law-rule = Rule
law-kind = Kind
law-document = Document
law-basis = Article
law-about = About
law-about-short = About
law-payee = Who receives
law-payee-self = the one it is about
law-gives = What it gives
law-no-amount = no amount
law-in-force = In force
law-as-of = Day that counts
law-place = Place
law-known = Taken in on
law-topic = Topic
law-window-open = no end named
law-window-since = since { $from }
law-window-until = until { $to }
law-window-both = { $from } to { $to }
law-window-during = during { $period }
law-always = always
law-everywhere = everywhere
law-amount = Amount
law-at-most = At most
law-months = Months
law-starts = First day
law-ends = Last day
law-where-local = where { $name }
law-exception = Exception: { $of }
law-exception-text = { $value } when { $when }
law-times = How often
law-times-text = at most { $n } times for each { $per }
law-yearly = {" "}a year
law-within = {" "}within { $window }
law-cap = Cap
law-cap-text = for each { $per } no more than { $limit } in all
law-rest = the rest
law-funds = Money from
law-or = {" "}or{" "}
law-shares = Borne by
law-clauses = Conditions
law-clauses-none = There are no conditions.
law-number = No.
law-must-hold = What must hold
law-any-tag = one is enough
law-order = Order
law-order-high = { $what }: larger (yes) first
law-order-low = { $what }: smaller (no) first
law-limits = How often, caps and money
law-params = Parameters it reads
law-level-none = set by the document
law-level-province = set by the province
law-level-city = set by the city
law-level-county = set by the county
law-level-other = set by the authority concerned
law-range = between { $low } and { $high }
law-unset = not set
law-value = Value
law-holds = Holds
law-lists = Lists it reads
law-list-n = { $n ->
    [one] { $n } item
   *[other] { $n } items
 }
law-list-open = not closed: the office decides about what is not listed
law-between = Beside other rules
law-replaces = Replaces
law-replaced-by = Replaced by
law-adds = Adds to
law-added-by = Added to by
law-carries-out = Carries out
law-carried-out-by = Carried out by
law-depends-on = Depends on
law-needed-by = Needed by
law-group = Exclusive: { $name }
law-group-text = each { $per } may have only one; { $choice }
law-group-over-time = , other periods count too
law-choice-applicant = the applicant chooses
law-choice-higher = the higher amount counts
law-choice-earlier = the earlier grant counts
law-conflict = Conflict: { $name }
law-conflict-prevails = “{ $name }” prevails.
law-conflict-open = Not yet decided.
law-conflict-both = Both stand.
law-instead = What else to try
law-doubts = What the text leaves open
law-examples = Scenarios ({ $n })
law-example = Case
law-changes = What differs from the base
law-expected = What must come out
law-source-text = Text of the rule
law-covers = Requirements
law-papers = Papers
law-apply-at = Where to apply

law-entitled-title = What am I entitled to?
law-entitled-what = Answer a few questions and see what you may receive, how much, for how long, which papers to bring and where to apply.
law-entitled-kept = No sign-in is needed. Answers are not kept and never stand in an address.
law-entitled-assumes = The result assumes that nothing of the kind was received before. The office decides.
law-entitled-state = { $place } · { $on } · granted { $granted }, possible { $possible }, not { $refused }
law-errors = Some answers need a correction
law-asker = Who asks
law-asker-persons = A person
law-asker-employers = An employer
law-where = Place
law-where-hint = The city, or the county (district) to be exact
law-where-choose = Choose
law-place-missing = Choose a place.
law-day = Day
law-day-hint = The rules of which day, such as 2020-06-30
law-about-also = { $who }: what else is it about?
law-about-hint = You may leave this out; only what you tick is asked about
law-begin = Begin
law-open = { $n ->
    [one] { $n } question is open
   *[other] { $n } questions are open; those that most benefits need come first.
 }
law-yes = Yes
law-no = No
law-not-known = I do not know
law-hint-date = such as 2020-03-01
law-hint-month = such as 2020-03
law-hint-number = A number; a ratio may be written 12%
law-hint-unit = Unit: { $unit }
law-next = Next
law-result = Show the result
law-answer-more = Answer more ({ $n } open)
law-start-again = Start again
law-said = { $n ->
    [one] { $n } answer given
   *[other] { $n } answers given
 }
law-change = Change
law-change-of = Change: { $what }
law-granted-n = Granted ({ $n })
law-granted-none = Nothing is certain so far.
law-possible-n = Possible ({ $n })
law-possible-what = These depend on questions not answered, on figures not yet set, or on what an office finds.
law-refused-n = Not granted ({ $n })
law-past-n = Not in force ({ $n })
law-show-them = Show them
law-show-why = Why not
law-office-counts = It is counted from registers; the office determines it.
law-given-amount = { $yuan } yuan
law-given-capped = { $yuan } yuan (at the cap)
law-given-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
law-given-right = All conditions hold
law-need-more = and { $n } more
law-need-parameter = Not yet set: { $name } ({ $who })
law-need-finding = The office decides: { $name }
law-need-field = Still needed: { $name }
law-need-choice = Only one can be had; choose: { $name }
law-need-office = The office verifies: { $name }
law-clause-failed = Does not hold: { $text } ({ $values })

nav-law = Policy desk
law-desk-title = Policy desk
law-desk-state = { $rules } rules, { $cases } scenarios run just now, { $failing } differ
law-desk-documents = Documents
law-desk-definition = Scenarios are run with the pack in use. “Never shown failing”: clauses of which no scenario shows what happens when they do not hold.
law-articles = Articles
law-articles-ruled = Articles with rules
law-cases = Scenarios
law-cases-failing = Differ
law-cases-passed = Scenarios as expected
law-unshown = Never shown failing
law-rows-without = Requirements (policy, benefits) without a rule: { $n }
law-rows-without-none = Every one has a rule.
law-document-state = { $n } articles, { $without } without a rule
law-article-without = There is no rule.
law-rules-of = Rules of { $article }
law-conflicts-title = Conflicts and exclusions
law-conflicts-state = { $conflicts } declared conflicts, { $groups } exclusion groups, { $replaced } replacements
law-conflicts-declared = Declared conflicts
law-conflicts-groups = Exclusion groups
law-replacing = Rules that replace others
law-none-declared = There are none.
law-findings-title = Findings of the checker
law-findings-state = { $errors } errors, { $warnings } warnings
law-findings-none = Nothing was found
law-findings-none-do = The rule book passes all checks and may be published.
law-finding-code = Code
law-finding = What is wrong
law-finding-at = Where
law-finding-error = Error
law-finding-warning = Warning

law-versions-title = Versions of the law
law-versions-definition = A version is the SM3 digest of all files of the pack. What one person proposes another publishes; the rules of every version are kept in full.
law-versions-in-use-published = Version { $version } is in use and published
law-versions-in-use-proposed = Version { $version } is in use and waits for a second person
law-versions-in-use-not = Version { $version } is in use and was not proposed yet
law-versions-none = No version was proposed yet
law-versions-none-do = A policy officer says what changed and proposes; another person publishes.
law-version-title = Version { $version } of the law
law-version-proposed = Proposed
law-version-published = Published
law-version-refused = Refused
law-version-superseded = Superseded
law-version-counts = { $rules } rules, { $cases } scenarios, all as expected
law-version-did-propose = Proposed by { $who }, { $at }
law-version-did-publish = Published by { $who }, { $at }
law-version-did-refuse = Refused by { $who }, { $at }: { $reason }
law-version-note = What changed
law-version-note-hint = What and why, for the person who decides
law-version-propose = Propose for publication
law-version-errors = It was not done
law-version-reason = Reason
law-version-reason-hint = Needed when you refuse, or when you publish a change of no rule without a simulation
law-version-publish = Publish
law-version-refuse = Refuse
law-version-own = You proposed this version, so somebody else has to publish it; you may refuse it.
law-version-first = No version was published before: there is nothing to compare with.
law-version-changed = Changed
law-version-added = Added
law-version-removed = Removed
law-version-before = Before
law-version-after = Now

error-law_obstacles = It cannot be proposed: the checker found { $errors } errors, and { $failing } scenarios differ.
error-law_obstacle_error = { $at } { $code }: { $en } ({ $zh })
error-law_obstacle_case = Scenario “{ $rule } · { $title }” differs: { $differs }
error-law_version_there = { $who } proposed this version already; { $state ->
    [published] it is published
   *[other] it waits for a second person
 }.
error-law_version_decided = { $who } { $state ->
    [refused] refused
   *[other] published
 } this version already, { $at }.
error-law_own_proposal = You cannot publish what you proposed yourself; ask another person.
error-law_note_missing = Say what changed.
error-law_reason_missing = Say why you refuse.
error-law_text_long = At most { $most } characters, please shorten it.

done-law-proposed = Proposed; it waits for another person.
done-law-published = Published.
done-law-refused = Refused.

# ── 试算 · the trial page ──
law-try-title = Try: { $rule }
law-try-state = { $n } scenarios run just now, { $failing } come out otherwise
law-try-open-page = Try it
law-try-browse = About the rule
law-try-answer = Result
law-try-facts = Facts
law-try-kept = Decided while you type; nothing is kept. What is left empty is unknown, never zero and never “no”.
law-try-help-zh = What a field means stands below it in Chinese, as the dictionary has it.
law-try-run = Decide
law-try-empty = Empty the form
law-try-on = Day of the decision
law-try-known = Rule book as of
law-try-date = such as 2020-03-01
law-try-month = such as 2020-03
law-try-period = such as 2020-01-25 to 2020-06-30
law-try-unknown = unknown
law-try-as-set = as set: { $value }
law-try-set = set: { $value }; write ? for unknown
law-try-finding = found by a person
law-try-subject = what is decided about
law-try-copies = How many alike
law-try-drop = Remove
law-try-drop-what = Remove { $what }
law-try-add = Add:
law-try-no-fields = This rule reads none of its fields.
law-try-past = Earlier grants and pending applications
law-try-add-past = Add one
law-try-yuan = Amount (yuan)
law-try-pending = pending
law-try-not-chosen = not chosen
law-try-chosen = Applicant’s choice: { $group }
law-try-fund = Proposed fund
law-try-granted = Granted
law-try-refused = Refused
law-try-not-in-force = Not in force
law-try-excluded = Excluded
law-try-needs = Needs more
law-try-conflict = Conflict
law-try-error = Cannot be computed
law-try-held = holds
law-try-failed = fails
law-try-open = unknown
law-try-stands = Stands
law-try-missing = Still missing:
law-try-wrong = Not decided
law-try-wrong-what = Something cannot be used:
law-try-none = These facts lead to no decision.
law-try-rank = Rank
law-try-base-day = Base day
law-try-article = Article { $article }
law-try-in-library = Open in the library
law-try-not-imported = The library does not hold this document yet; once imported, its articles are shown here.
law-try-no-cases = This rule has no scenarios yet.
law-try-now = Now
law-try-passed = as expected
law-try-differs = differs
law-try-load = Load into the form
law-try-too-large = too many different things for the form
law-try-definition = On the left the rule as the pack has it; on the right the same engine, at once. Scenarios are run anew with the page.

# ── 条文对照 · articles beside rules ──
law-coverage = Coverage of articles
law-coverage-none = no rule
law-coverage-n = { $n ->
    [one] { $n } rule
   *[other] { $n } rules
 }
law-coverage-what = After each article, the number of rules that cite it; follow it to the article.
law-import = Import documents
law-text-absent = The library has no text of this article.
law-paragraph-bare = no rule cites this paragraph
law-clauses-n = { $n ->
    [one] { $n } condition
   *[other] { $n } conditions
 }
law-cases-of = Scenarios: { $passed } of { $all } as expected

# ── 分市与沿革 · by city, and over time ──
law-by-city = By city
law-by-city-csv = Download this table (CSV)
law-tiles-name = Cities as tiles; the table below says the same
law-tiles-what = Schematic diagram: tiles stand roughly where the cities lie; it is no map. Rules and figures as of { $on }.
law-city = City
law-city-code = Code
law-city-state = State
law-city-applies = applies
law-city-other = its own rule
law-city-none = does not reach
law-history = Over time
law-history-name = Windows on a line of time; the table below says the same
law-history-what = A dashed bar has an end that the documents leave open.
law-history-this = this rule
law-history-figure = figure it reads

# ── 中文原文的标示 · what stands before Chinese on English pages ──
law-zh-official = Official text (Chinese):
law-zh-scenarios = scenarios and rules are written in Chinese
law-zh-note = Note (Chinese):

# ── 互斥的选择 · the applicant's choice ──
law-choose = Only one of these can be had. Which do you choose?

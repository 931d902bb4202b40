# Warnings: month close, lights, from a light to a case

nav-warnings = Warnings
warn-title = Warnings
warn-one = Warning
warn-sentence = { $open } open, { $unanswered } of them without response
warn-see = See also
warn-state-open = Open
warn-state-unanswered = Without response
warn-state-closed = Closed
warn-state-all = All
warn-say-rule = warnings, rule
warn-series = Series
warn-threshold = Threshold
warn-raised-at = raised { $at }
warn-raised = Raised
warn-response = Response
warn-steps = Steps
warn-plan = Response plan
warn-until = until { $period }
warn-unanswered = nobody yet
warn-answered = answered
warn-owned = taken on by { $who }
warn-no-own-plan = no valid emergency plan here
warn-none = There is no such warning
warn-none-do = Where a month close finds an indicator over a threshold somebody set, a warning appears here with its case. Indicators without a threshold raise none.
warn-definition = A warning stays open until its case is closed with a reason. Thresholds, steps and deadlines come from the pack.
warn-case = Case
warn-chain-title = Chain of monitoring, warning and control
warn-chain-sentence = { $warnings } warnings, { $bare } of them without a measure; { $measures } measures, { $loose } of them without a warning
warn-chain-bare = Warnings without a measure
warn-chain-loose = Measures without a warning
warn-chain-joined = Measures and the warnings they cite
warn-chain-none = None.
warn-chain-cut = Each part lists its first { $n }; the sentence above has the totals, and the list of warnings has all of them.
warn-chain-data = Monitoring data cited
warn-chain-cites = Warnings cited
warn-chain-definition = Three in one: every warning cites its monitoring data, every measure its warning. A measure is a finished step of the stage "act" of a case.
warn-measure = Measure
warn-done = Done
warn-by = By
warn-rules-title = Were the rules right?
warn-rules-sentence = Closing a case says whether its warning was right; from that come precision and lead time of each rule
warn-rules-definition = Precision = right (also with nothing to do) over right and false alarms; duplicates do not count. Lead time is days from a warning to the first layoff there within half a year after it, the median.
warn-count = Raised
warn-right = Right
warn-wrong = False alarms
warn-duplicate = Duplicates
warn-precision = Precision
warn-lead = Lead time
warn-not-judged = not judged yet
warn-lead-days = { $days } days ({ $n })
warn-plans-title = Emergency plans of places
warn-plans-sentence = { $all } jurisdictions, { $lacking } without a valid plan
warn-plans-definition = Every jurisdiction must hold a valid plan; one whose review date has passed is not. A warning names the plan that was valid when it was raised.
warn-plan-valid = valid
warn-plan-none = no plan
warn-plan-ended = ended
warn-plan-to-come = not in force yet
warn-plan-review-missed = review missed
warn-plan-title = Plan
warn-plan-version = Version
warn-plan-triggers = Triggers
warn-plan-tasks = Tasks
warn-plan-persons = Persons
warn-plan-from = In force from
warn-plan-to = In force until (may be empty)
warn-plan-review = Review by
warn-plan-new = Enter a plan
warn-plan-place-hint = Division code
warn-do-plan = Enter
warn-upward-title = Reported upwards
warn-upward-sentence = { $all } to be reported, { $unsent } unsent
warn-upward-none = Nothing is to be reported upwards
warn-upward-none-do = Warnings whose plan asks for a report appear here; enter when it was sent and received.
warn-upward-to = Recipient
warn-upward-detected = Detected
warn-upward-sent = Sent
warn-upward-received = Received
warn-upward-hours = Hours
warn-upward-note = Number or note
warn-upward-unsent = unsent
warn-upward-definition = Made by the steps of a response plan that name a recipient; times once entered are not changed.
warn-do-sent = Enter as sent
warn-do-received = Enter as received
warn-judge-title = Judgement sessions
warn-judge-none = No session is recorded yet
warn-judge-new = Record a session
warn-judge-day = Day
warn-judge-parties = Departments and other parties
warn-judge-parties-hint = One a line, at least two
warn-judge-figures = Data used
warn-judge-opinions = Opinions
warn-judge-conclusion = Conclusion
warn-judge-measures = Measures
warn-do-judge = Record
warn-field = { $field ->
    [place] Place
    [version] Version
    [title] Plan
    [triggers] Triggers
    [tasks] Tasks
    [persons] Persons
    [valid_from] In force from
    [valid_to] In force until
    [review_on] Review by
    [held_on] Day
    [parties] Departments and other parties
    [figures] Data used
    [opinions] Opinions
    [conclusion] Conclusion
    [measures] Measures
   *[other] { $field }
}
done-plan-kept = The plan is entered.
done-upward-kept = The time is entered.
error-close_no_reports = No report of { $period } is in: it cannot be closed.
error-plan_not_complete = The plan is not complete.
error-plan_text = Please fill this in, at most 4,000 characters.
error-plan_day = Please enter a day.
error-plan_place = There is no such place.
error-judgement_not_complete = The session is not complete.
error-judgement_parties = Name at least two parties, one a line.
error-upward_what = Say whether it was sent or received.
error-upward_order = It is entered already, or was not sent yet.
warn-held = no threshold is crossed now; the light gets better only when it stays so
warn-crossed = threshold { $threshold }

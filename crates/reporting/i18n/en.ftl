# Reports, sums, panels

error-report_period_kind = This is no period of this form. { $kind ->
    [year] It is reported by year: write 2020.
    [half-year] It is reported by half-year: write 2020H1.
    [quarter] It is reported by quarter: write 2020Q2.
    [month] It is reported by month: write 2020-05.
    [half-month] It is reported by half-month.
    [ten-day] It is reported by ten days.
    [day] It is reported by day: write 2020-05-15.
   *[wave] It is asked in waves: write which one.
  }
error-report_period_future = The period { $period } has not begun.
error-report_form_not_in_use = The form { $form } was not in use in { $period }.
error-report_locked = { $period } was locked by { $who } at { $at } ({ $reason }). To change it, one person asks for a change by force and another one approves it.
error-report_locked_already = { $period } is locked already.
error-report_not_locked = { $period } is not locked: change the report itself.
error-report_lock_reason = Say why (at most 500 characters).
error-report_place_split = On { $on } there was no place { $place }: it had become { $now }. Report under the code it has now; for an employer correct the place in the register first.
error-report_place_unknown = On { $on } there was no place { $place }.
error-report_member_left = { $name } left the panel on { $on } ({ $reason }) and reports nothing after that.
error-report_member_not_yet = { $name } enters the panel on { $from } only.
error-report_not_member = { $name } is no member of the panel.
error-reporter_unknown = The register has no { $reporter }.
error-reporter_level = { $place } is not of the level that reports this form ({ $level }).
error-report_cells = Something does not fit the form.
error-report_cell = { $en } ({ $zh })
error-report_not_sound = It cannot be submitted yet: mend the errors and give a reason for each warning.
error-report_error = { $en } ({ $zh })
error-report_reason_missing = { $en }: if it is right, say why. ({ $zh })
error-report_reason_long = A reason has at most { $most } characters.
error-report_incomplete = “{ $en }” is missing; write 0 where there is none. ({ $zh })
error-report_not_submitted = It was never submitted: there is nothing to give back.
error-report_reason_missing_return = Say why it is given back (at most 500 characters).
error-report_no_such_item = The form has no such item.
error-report_deadline_past = The deadline is over already.
error-report_not_to_approve = There is nothing to approve now (state: { $state }).
error-report_own_approval = Nobody approves what they submitted themselves.
error-report_no_such_level = The approval path has no such level.
error-report_force_reason = Say why it must be changed by force (at most 500 characters).
error-report_force_decided = { $who } has decided it already.
error-report_force_own = Somebody else must approve the change that you asked for.
error-report_note_text = Write something (at most 1000 characters).
error-report_note_closed = This mark is closed already.
error-report_there = There is a report for { $period } with other values. Choose “replace” to replace it.
error-import_twice = The same reporter and period as in row { $row }.
error-import_not_sound = { $refused } rows cannot be taken; nothing was imported.
error-import_gone = What was to be imported is gone.
error-panel_no_size = No size is set for the panel { $panel } on { $on }.
error-panel_seed = Give a seed (at most 100 characters).
error-panel_subject = The panel { $panel } is one of { $subject }s; the pack names no register to draw it from.
error-panel_by_draw = Members of this panel are drawn or rotated in from its register, not enrolled one by one.
error-report_wave_over = This follow-up has { $waves } waves; there is no wave { $wave }.
error-panel_member_there = { $name } has been in the panel since { $since }.
error-panel_member_gone = { $name } is in the panel no more.
error-panel_refused = Not admitted: { $en } ({ $zh })
error-panel_reason = Say why (at most 300 characters).
error-panel_percent = The share to rotate is 1 to 100 per cent.
error-panel_not_drawn = The panel { $panel } was never drawn.
error-panel_stratum_empty = The stratum { $stratum } has nobody left to take the place.
error-figure_dimension = The form is not split by { $dim }.
error-figure_too_large = At most { $most } figures at a time.
error-figure_unknown_column = There is no item or indicator “{ $id }”.
error-figure_vintage = The vintages are flash, preliminary and final.
error-figure_frozen = { $who } has frozen them already ({ $vintage }).
error-figure_query_name = Give the query a name (at most 100 characters).

report-state-draft = being filled in
report-state-submitted = submitted
report-state-partly = being approved
report-state-approved = approved
report-state-returned = given back
vintage-flash = flash
vintage-preliminary = preliminary
vintage-final = final
factor-city = Place
factor-industry = Industry
factor-size = Size
factor-ownership = Ownership
factor-staff = Capacity to employ
factor-above_designated = Above designated size
factor-labour_intensive = Labour-intensive
factor-hard_hit = Hard-hit industry

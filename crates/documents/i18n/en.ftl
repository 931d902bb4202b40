nav-documents = Documents
nav-search = Search
palette-documents = Documents
kind-notice = Notice
kind-opinion = Opinions
kind-plan = Plan
kind-measures = Measures, rules
kind-regulation = Regulation
kind-decision = Decision
kind-reply = Reply, letter
kind-announcement = Announcement
kind-report = Report
kind-other = Other
finding-state-found = Found
finding-state-doubtful = To confirm
finding-state-confirmed = Confirmed
finding-state-corrected = Corrected
finding-state-rejected = Rejected
finding-state-added = Added by hand
finding-action-confirm = Confirm
finding-action-correct = Correct
finding-action-reject = Reject
finding-action-add = Add
finding-action-reopen = Reopen
finding-sort-unit = Responsible unit
finding-sort-figure = Figure
finding-sort-date = Date
finding-sort-citation = Cited document
finding-sort-measure = Measure
unit-role-lead = Lead
unit-role-support = Support
unit-role-responsible = Responsible
relation-repeals = Repeals
relation-amends = Amends
relation-based_on = Based on
relation-implements = Implements
relation-continues = Continues
relation-reports = Reports as issued
relation-announces = Announces
relation-cites = Cites
figure-compare-at_least = at least
figure-compare-at_most = at most
figure-compare-more_than = more than
figure-compare-less_than = less than
figure-compare-about = about
figure-compare-range = range
date-role-from = From here
date-role-until = Until here
date-role-period = Period
date-role-due = Due
date-role-mention = Mentioned
standing-not_yet = Not yet in force
standing-in_force = In force
standing-ended = No longer in force
standing-unknown = First day not known
end-expiry = Its term ended
end-repeal = Repealed
end-open = No end stated
compare-same = Same
compare-changed = Changed
compare-moved = Moved
compare-added = Added
compare-removed = Removed
compare-renumbered = Renumbered
import-outcome-imported = Imported
import-outcome-already_there = Already in the library
import-outcome-failed = Not imported
export-sheet-measures = Measures
export-sheet-figures = Figures
export-col-document = Document
export-col-number = Number
export-col-article = Article
export-col-heading = Heading
export-col-who = Who
export-col-what = What
export-col-by_when = By when
export-col-due_on = Due on
export-col-state = State
export-col-link = Source
export-col-subject = Subject
export-col-compare = Bound
export-col-value = Value
export-col-upper = Upper
export-col-unit = Unit
export-col-per = Per
export-col-text = Words
warning-empty = The file holds no text. Choose another file.
warning-no_articles = No articles were found. Check that this is the text of the document, or confirm that it has none.
warning-article_gap = Numbers are missing: article { $about }. Check the original, and import a complete text if need be.
warning-article_duplicate = Article { $about } occurs more than once. Check the numbers in the original.
warning-article_out_of_order = Article { $about } is out of order. Check the original.
warning-chapter_gap = Numbers are missing: chapter { $about }. Check the original.
warning-title_missing = No title was found. Check the original; the pack can supply one.
warning-number_missing = No document number was found. If it has one, check the original.
warning-date_missing = No date of issue was found. Check the original; what is in force cannot be told fully without it.
warning-issuer_missing = No issuer was found. Check the original.
warning-place_missing = No place was found. Name it when importing.
warning-place_inferred = The place { $about } was inferred from the text. Check it.
warning-place_from_importer = The text names no place; the importer's own ({ $about }) was taken. If that is wrong, withdraw it and import again with the place named.
warning-text_converted = The text has traditional characters; a simplified copy was stored beside the original.
warning-glosses_removed = { $about } pronunciation glosses were taken out; the original is kept.
warning-damage_suspected = The text may be damaged: { $about }. Compare with the original.
warning-attachment_set_aside = The attachment “{ $about }” was not read as part of the text. Import it by itself if it is needed.
doubt-unit_unknown = The register has no unit called “{ $about }”. Choose the unit, or add the alias.
doubt-unit_from_text = “{ $about }” was taken from the sentence as responsible unit. Please confirm.
doubt-unit_inferred = The level of “{ $about }” was inferred from what stands before. Please confirm.
doubt-unit_missing = No responsible unit stands after the article. Add or confirm.
doubt-unit_generic = “{ $about }” is a general word, not one unit. Please confirm.
doubt-unit_unlike = “{ $about }” does not look like the name of a unit. Confirm or reject.
doubt-unit_unstated = The figure has no unit of measure: { $about }. Please add it.
doubt-in_title = “{ $about }” stands in a title and may be no figure. Please confirm.
doubt-year_vague = The year is vague: { $about }. Please confirm.
doubt-year_from_document = The year was taken from the document: { $about }. Please confirm.
doubt-year_from_citation = The year was taken from a cited document: { $about }. Please confirm.
doubt-year_unknown = No year is stated: { $about }. Please add it.
doubt-no_such_day = There is no such day: { $about }. Check the original.
doubt-period_reversed = The period ends before it begins: { $about }. Check the original.
doubt-bound_day = It is unclear whether the day itself counts: { $about }. Please confirm.
doubt-start_not_stated = No beginning is stated: { $about }. Please confirm.
doubt-short_title = The title is very short: { $about }. Confirm which document is meant.
doubt-maybe_not_a_document = “{ $about }” may be no document. Confirm or reject.
doubt-report_not_duty = This may be a report and no duty. Confirm or reject.
doubt-recurring = A day that comes every year: { $about }. Please confirm the year meant.
doubt-permission = A permission rather than a duty. Confirm or reject.
doubt-no_bearer = The text does not say who must do it. Add the bearer.
doubt-bearer_from_context = The bearer was inferred from the context: { $about }. Please confirm.
error-document_no_articles = No chapters and no articles were found. Make sure that this is the text of a document, then import again.
error-document_number_taken = The number { $number } belongs to “{ $title }” ({ $id }), with another text. If this is another edition, give the edition a name and import again; otherwise check the text.
error-document_id_taken = The id { $id } belongs to “{ $title }”, with another text. If this is another edition, give the edition a name and import again.
error-document_edition_name = The name of an edition holds letters, digits and hyphens only, { $most } characters at most.
error-document_place_unknown = There is no place with the code { $code }. Near it are: { $near }. Check and enter it again.
error-document_place_retired = The place { $code } { $name } ended on { $on }, and the document is later. Use its successor: { $successors }.
error-document_place_not_yet = The place { $code } { $name } begins on { $from }, and the document is earlier. Before that: { $predecessors }. Use the place of that time.
error-document_withdrawn = The document was withdrawn and can no longer be changed.
error-finding_changed = { $who } has done this to it at { $at }: { $action ->
    [confirm] confirmed
    [correct] corrected
    [reject] rejected
    [add] added
   *[reopen] reopened
} (version { $version }; reason: { $reason }). Look at it, then decide again.
error-finding_sort = A correction cannot turn a finding into one of another sort. Reject it and add a new one.
error-finding_span = The span must lie within the article's text ({ $length } characters).
error-reason_missing = Please state the reason.
error-reason_too_long = The reason may have { $most } characters at most.
error-word_length = The word must have 1 to { $most } characters.
error-day_shape = Write the day as year-month-day: 2020-05-31.
error-no_file = No file was chosen. Choose files, then upload.
error-waiting_folder = The uploaded files cannot be kept right now; nothing was imported. Try again later, and tell the system administrator if it stays so.
error-export_count = 1 to { $most } documents can be exported at a time. Narrow the choice.
error-search_unavailable = Search is not available right now and is being built again. Try again later; the list of documents works.
error-search_busy = The search index is being updated. Try again in a moment.
error-search-unclosed-quote = The quotation mark at character { $at } is not closed. Add the other half.
error-search-nothing-to-find = There is nothing to search for. Enter words or a document number.
error-search-too-long = A query may have { $max } characters at most. Shorten it.
error-search-phrase-too-long = The phrase at character { $at } may have { $max } words and characters at most. Shorten it.
error-search-bad-cursor = This page does not belong to this search. Begin again with the first page.
error-search-cursor-expired = The results have changed. Begin again with the first page.
error-job_input = What the job should do cannot be read. Upload the files again.
error-given_up = It did not succeed after several attempts, and the job was stopped. What was imported stays; tell the system administrator, then try again.
error-file_gone = The waiting file is no longer on the server. Upload it again.
error-file_empty = The file holds no text. Choose the file that has the document in it.
error-file_binary = This is neither text nor a known format (byte { $at_byte }). Save it as DOCX, PDF, HTML or UTF-8 text.
error-document_too_large = The file has { $size } bytes, over the limit of { $limit }. Split it, or leave pictures out.
error-file_text_too_large = The text is longer than { $limit } bytes. Split the document.
error-file_wrong_encoding = The text is neither UTF-8 nor GB 18030 (byte { $at_byte }). Save it again as UTF-8.
error-file_bomb_suspected = The file is built so that it could exhaust the server ({ $what ->
    [inflation] it inflates too much
    [entries] too many files inside
    [entry_name] a file inside points out of it
    [dtd] it declares a document type
    [depth] nested too deep
   *[pages] too many pages
}) and was not read. Save the document again from its own program.
error-file_no_text_layer = The PDF has { $pages } pages and no text in them (a scan?). Run text recognition first, or import the original.
error-file_unreadable_fonts = { $missing } of { $glyphs } characters in the PDF cannot be told. Export it again, or use DOCX.
error-file_damaged = The file is damaged ({ $where ->
    [zip] the package
    [relationships] the relationships
    [document] the text
    [numbering] the numbering
    [workbook] the list of sheets
    [shared_texts] the shared texts
    [sheet] a sheet
    [csv] the table
    [styles] the styles
    [pdf] the PDF
   *[parser] its structure
}). Fetch or save it again.
error-file_encrypted = The file is locked with a password. Remove the password and try again.
error-file_timeout = Reading took longer than { $limit_ms } ms and was stopped. Split the document, or use plain text.
error-file_out_of_memory = Reading needed more than { $limit } bytes of memory and was stopped. Split the document.
error-file_no_reader = The reading process could not be started; the file was not looked at. Tell the system administrator.
error-file_unreadable = The file cannot be read. Save it as DOCX or UTF-8 text and try again.
error-file_format_old_word = This is a Word 97–2003 document. Open it in Word or WPS and save it as DOCX.
error-file_format_spreadsheet = This is a spreadsheet. Copy its text into a DOCX or text file.
error-file_format_presentation = This is a presentation. Copy its text into a DOCX or text file.
error-file_format_old_office = This is an old Office file. Open it in Word or WPS and save it as DOCX.
error-file_format_rtf = This is an RTF file. Open it in Word or WPS and save it as DOCX.
error-file_format_open_document = This is an OpenDocument file. Open it in Word or WPS and save it as DOCX.
error-file_format_ofd = This is an OFD file. Export it as PDF or DOCX.
error-file_format_image = This is a picture. Use the document itself, or text recognition first.
error-file_format_mhtml = This is a web page in a single file. Save the page as HTML.
error-file_format_xml = This is an XML file. Export it as DOCX, HTML or text.
error-file_format_archive = This is an archive without a Word document in it. Unpack it and choose the document.
error-file_format_program = This is a program. Choose the document instead.

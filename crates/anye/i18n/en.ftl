home-doubtful = Findings that wait for a person
home-newest = Newest documents
home-all-documents = All documents

# What to click first in the demo
journey-title = The demo: look at these first
journey-mine = Fill in a monthly report
journey-mine-text = The report of May 2020 is still due; it begins with the figures of April
journey-notice = Write a layoff notice
journey-notice-text = Persons and a day, and you see which rule asks for a notice and what is missing
journey-missing = Who has not reported
journey-missing-text = Late and missing reports of May 2020
journey-queue = Approve reports
journey-queue-text = Clean ones together, doubtful ones by their effect; give a wrong cell back
journey-compare = Reports against notices
journey-compare-text = Employers whose monthly report shows layoffs that nobody was told of
journey-cases = Cases
journey-cases-text = Opened by warnings and layoff notices, with steps and deadlines
journey-cockpit = Cockpit
journey-cockpit-text = From the lights of the province down to cities, counties and employers
journey-figures = Figures
journey-figures-text = By place, industry and month; behind each figure the reports that make it
journey-panel = The panel
journey-panel-text = How the 5,464 were drawn: seed, strata, numbers
journey-bulletin = Bulletins
journey-bulletin-text = May 2020, published figures beside computed ones

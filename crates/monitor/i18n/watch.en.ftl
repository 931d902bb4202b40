# Watch over four objects

watch-title = "1+4" risk prevention
watch-sentence = { $place }: { $enterprises } of key enterprises, { $groups } of key groups, { $areas } of key areas, { $emergencies } emergencies
watch-enterprises = Key enterprises
watch-groups = Key groups
watch-areas = Key areas
watch-emergencies = Emergencies
watch-places = Open items by place
watch-own = { $place } itself
watch-unit = items
watch-unclaimed = { $n } taken on by nobody
watch-items = Open items
watch-all = Show all
watch-object = Watched as
watch-none = Nothing is open. Warnings, layoff notices, firms at risk and mass incidents appear here for the province and its city at once.
watch-definition = Each item is a case: the province and the city see the same record in the same state. Key enterprises: firms at risk, layoff notices, doubts about data; key groups: cases by the lights of groups; key areas: other warnings; emergencies: mass incidents. The text names "1+4" and the four objects, and does not spell out which are the 4.
watch-go = "1+4" risk prevention

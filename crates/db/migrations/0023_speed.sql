-- Who has a fact: runs over everybody begin with those who have what a rule presupposes, however many the others are.
create index fact_field on fact (kind, field, thing) where superseded_at is null;

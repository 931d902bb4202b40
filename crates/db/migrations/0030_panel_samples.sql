-- Members of panels that are no employers: households of the survey, graduates. They have a number of the sample; the name is covered, as strangers may read it.
alter table panel_member add column name text not null default '';
alter table panel_member add column code text not null default '';
-- What the register said when they were drawn, as JSON: strata and dimensions rest on it.
alter table panel_member add column facts text not null default '';

create index panel_member_code on panel_member (panel, code);

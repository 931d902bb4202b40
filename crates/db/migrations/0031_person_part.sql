-- Large files of persons wait for their job in parts (分段导入). A part is sealed as a whole: it holds numbers. Once dealt with, only its rows that were not taken are left, for
-- the sheet of errors; they go after thirty days.

alter table person_import add column job_id text not null default '';

create table person_import_part (
    -- The import and the number of the part: in this order they are taken.
    id text not null primary key,
    import_id text not null references person_import (id),
    -- waiting, refused
    state text not null,
    sealed text not null
);

create index person_import_part_import on person_import_part (import_id, state, id);

-- Papers of applications as files (材料附件), their bytes once under their digest; and why a certificate became void, and by whom.

create table service_file (
    -- SM3 of the bytes.
    digest text not null primary key,
    -- The bytes in Base64: both databases keep texts alike.
    body text not null
);

create table service_paper (
    id text not null primary key,
    application text not null references service_application (id),
    -- The paper of the form: p.…
    paper text not null,
    -- The step that was to be done when it was given; empty: with the application.
    step text not null,
    digest text not null references service_file (digest),
    -- pdf, jpeg or png
    kind text not null,
    size bigint not null,
    name text not null,
    made_by text not null,
    made_name text not null,
    made_at bigint not null,
    -- Who saw the original.
    seen_by text,
    seen_name text,
    seen_at bigint,
    removed_at bigint,
    removed_by text
);

create index service_paper_application on service_paper (application, made_at);

alter table service_certificate add column void_why text;
alter table service_certificate add column void_by text;
alter table service_certificate add column void_name text;

-- The versions of the law (规则版本) that were proposed, published, refused or superseded.

-- A version holds all its law files, so that a decision made by it can be worked out again. Rows are never deleted.
create table law_version (
    id text not null primary key,
    -- SM3 of the pack's content.
    version text not null,
    rules bigint not null,
    scenarios bigint not null,
    -- All law files and tables, as JSON.
    sources text not null,
    note text not null,
    proposed_by text not null,
    proposed_name text not null,
    proposed_at bigint not null,
    -- proposed, published, refused or superseded.
    state text not null,
    decided_by text,
    decided_name text,
    decided_at bigint,
    reason text,
    -- The version that was published when this one was decided about.
    replaces text references law_version (id),
    row_version bigint not null
);

-- One version is the law at a time.
create unique index law_version_published on law_version (state) where state = 'published';

-- The same content waits or stands once only.
create unique index law_version_open on law_version (version) where state in ('proposed', 'published');

create index law_version_content on law_version (version);

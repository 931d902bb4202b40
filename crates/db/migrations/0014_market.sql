-- Other sources (外部来源): every import with its digest and schema, every value with the import it came with. Nothing is deleted; a newer value takes the place of an older one.

create table source_import (
    id text not null primary key,
    source text not null,
    -- Version and digest of the schema that the rows were read by.
    schema_version text not null,
    schema_digest text not null,
    file_name text not null,
    -- SM3 of the file.
    digest text not null,
    -- What the provider calls this delivery.
    edition text not null,
    taken bigint not null,
    refused bigint not null,
    first_period text not null,
    last_period text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null
);

-- The same file of a source is taken once.
create unique index source_import_once on source_import (source, schema_digest, digest);

create index source_import_at on source_import (source, at);

create table source_value (
    import_id text not null references source_import (id),
    source text not null,
    -- Code of the employer or of the place.
    subject text not null,
    period text not null,
    item text not null,
    -- Scaled by ten to the digits of the column.
    value bigint not null,
    -- 1: the newest of its subject, period and item.
    current bigint not null,
    primary key (import_id, subject, period, item)
);

create index source_value_current on source_value (source, item, subject, period, current);

create index source_value_period on source_value (source, period, current);

-- Conclusions of an analyst (分析结论) on a table; the newest is shown, the older ones stay.
create table market_note (
    id text not null primary key,
    topic text not null,
    place text not null,
    period text not null,
    text text not null,
    at bigint not null,
    by_id text not null,
    by_name text not null
);

create index market_note_of on market_note (topic, place, period, at);

-- Bulletins (月报、通报): drafted by one person, signed by another, published at an hour. What is published is never changed.

create table bulletin (
    id text not null primary key,
    template text not null,
    period text not null,
    place text not null,
    -- draft, signed or published.
    state text not null,
    -- All figures, tables and charts with their words, as JSON.
    content text not null,
    -- SM3 of the content.
    digest text not null,
    -- The judgement in words, and ids of causes as a JSON list.
    judgement text not null,
    causes text not null,
    drafted_by text not null,
    drafted_name text not null,
    drafted_at bigint not null,
    signed_by text,
    signed_name text,
    signed_at bigint,
    -- Not public before this moment.
    embargo_at bigint,
    published_at bigint,
    row_version bigint not null
);

-- One bulletin a period and place.
create unique index bulletin_once on bulletin (template, period, place);

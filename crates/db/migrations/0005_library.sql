-- The library of documents (政策文件库): documents, their articles, what people made of the findings, how documents relate.
-- Findings as read stay in the article; what people confirm or correct lies over them, version by version.

create table document (
    id text primary key,
    number text,
    title text not null,
    title_key text not null,
    issuer text,
    place text not null,
    kind text not null,
    year bigint,
    issued_on text,
    published_on text,
    in_force_from text,
    in_force_to text,
    repealed_on text,
    repealed_by text,
    sort_on text not null,
    edition text not null,
    content_hash text not null,
    file_name text not null,
    format text not null,
    sample bigint not null,
    article_count bigint not null,
    doubts bigint not null,
    imported_by text not null,
    imported_name text not null,
    imported_at bigint not null,
    withdrawn_at bigint,
    withdrawn_by text,
    withdraw_reason text,
    version bigint not null,
    index_seq bigint not null,
    body text not null,
    constraint document_content_hash_key unique (content_hash)
);

create index document_sort on document (sort_on, id);

create index document_number on document (number);

create index document_title on document (title_key);

create index document_place on document (place, sort_on);

create index document_index_seq on document (index_seq);

-- The text it was read from, apart: lists and searches never need it.
create table document_source (
    document_id text primary key references document (id),
    source text not null
);

create table article (
    document_id text not null references document (id),
    article_key text not null,
    position bigint not null,
    kind text not null,
    number text not null,
    ordinal bigint not null,
    chapter text not null,
    heading text not null,
    text text not null,
    body text not null,
    doubts bigint not null,
    primary key (document_id, article_key)
);

create index article_position on article (document_id, position);

create table finding_edit (
    document_id text not null references document (id),
    article_key text not null,
    finding_key text not null,
    version bigint not null,
    action text not null,
    body text not null,
    reason text not null,
    account text not null,
    account_name text not null,
    at bigint not null,
    primary key (document_id, article_key, finding_key, version)
);

create table relation (
    from_document text not null references document (id),
    position bigint not null,
    article_key text not null,
    finding_key text not null,
    source text not null,
    role text not null,
    to_document text,
    number text,
    title text,
    title_key text,
    text text not null,
    primary key (from_document, position)
);

create index relation_to on relation (to_document);

create index relation_number on relation (number);

create index relation_title on relation (title_key);

-- Which unit is named where: for the question what a unit has to do.
create table unit_mention (
    document_id text not null references document (id),
    article_key text not null,
    finding_key text not null,
    unit_key text not null,
    unit_id text,
    name text not null,
    role text not null,
    primary key (document_id, article_key, finding_key)
);

create index unit_mention_unit on unit_mention (unit_key, document_id);

-- Counts changes, so that the search index knows how far it has come. Locked by each write that changes what is searched.
create table library_counter (
    id bigint primary key,
    seq bigint not null
);

insert into library_counter (id, seq) values (1, 0);

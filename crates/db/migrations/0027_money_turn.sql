-- Batches are made one after another within a year: two clerks at once never meet in the same commitments or the same number.
create table money_turn (
    year bigint not null primary key,
    turn bigint not null
);

-- A file with more whole account numbers than one person may take out alone: who asked for it and who, another person, allowed it until when (敏感数据批量导出审批).
create table money_file_permit (
    id text not null primary key,
    batch_id text not null references money_batch (id),
    asked_id text not null,
    asked_name text not null,
    asked_key text not null,
    reason text not null,
    at bigint not null,
    -- waiting, granted or refused
    state text not null,
    done_id text,
    done_name text,
    done_at bigint,
    ends_at bigint
);

create index money_file_permit_batch on money_file_permit (batch_id, at);

-- People and access: accounts, second factors, sessions, grants, tokens of programs, links to identity providers.
-- Secrets of sessions, devices, tokens and recovery codes are stored as SM3 digests only; passwords as Argon2id.

create table store_setting (
    name text primary key,
    value text not null,
    set_at bigint not null
);

-- One row a person, whatever accounts they have: locked while roles are given, so that two gifts cannot pass each other.
create table account_person (
    person_key text primary key,
    version bigint not null
);

create table account (
    id text primary key,
    login text not null,
    name text not null,
    person_key text not null references account_person (person_key),
    kind text not null,
    place text not null,
    password_hash text,
    password_set_at bigint,
    password_until bigint,
    must_change bigint not null,
    totp_secret text,
    totp_confirmed_at bigint,
    totp_step bigint not null,
    disabled_at bigint,
    created_at bigint not null,
    created_by text not null,
    version bigint not null,
    constraint account_login_key unique (login)
);

create index account_person_of on account (person_key);

create table account_recovery_code (
    account_id text not null references account (id),
    code_sm3 text not null,
    used_at bigint,
    primary key (account_id, code_sm3)
);

create table account_device (
    token_sm3 text primary key,
    account_id text not null references account (id),
    created_at bigint not null,
    until bigint not null
);

create index account_device_of on account_device (account_id);

create table account_session (
    id text primary key,
    token_sm3 text not null,
    account_id text not null references account (id),
    stage text not null,
    assurance text not null,
    source text not null,
    agent text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    end_reason text,
    constraint account_session_token_sm3_key unique (token_sm3)
);

create index account_session_of on account_session (account_id, ended_at);

create table sign_in_throttle (
    bucket text primary key,
    failures bigint not null,
    last_at bigint not null,
    blocked_until bigint not null
);

create table role_grant (
    id text primary key,
    account_id text not null references account (id),
    role text not null,
    place text not null,
    valid_from text not null,
    valid_to text,
    state text not null,
    reason text not null,
    requested_by text not null,
    requested_at bigint not null,
    confirmed_by text,
    confirmed_at bigint,
    revoked_by text,
    revoked_at bigint,
    revoke_reason text,
    version bigint not null
);

create index role_grant_of on role_grant (account_id, state);

create index role_grant_role on role_grant (role, state);

create table api_token (
    id text primary key,
    account_id text not null references account (id),
    name text not null,
    token_sm3 text not null,
    permissions text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    constraint api_token_token_sm3_key unique (token_sm3)
);

create index api_token_of on api_token (account_id);

create table api_token_grant (
    token_id text not null references api_token (id),
    grant_id text not null references role_grant (id),
    primary key (token_id, grant_id)
);

create table oidc_link (
    issuer text not null,
    subject text not null,
    account_id text not null references account (id),
    linked_by text not null,
    linked_at bigint not null,
    constraint oidc_link_issuer_subject_key unique (issuer, subject)
);

create index oidc_link_of on oidc_link (account_id);

create table oidc_flow (
    state_sm3 text primary key,
    binding_sm3 text not null,
    issuer text not null,
    nonce text not null,
    verifier text not null,
    created_at bigint not null
);

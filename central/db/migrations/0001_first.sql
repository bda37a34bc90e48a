-- The first tables. Names are singular; desk.records says what the bodies mean.

create table setting (
    name text primary key,
    value text not null
);

create table feed_head (
    id integer primary key default 1 check (id = 1),
    n bigint not null default 0,
    epoch uuid not null
);
insert into feed_head (epoch) values (gen_random_uuid());

create table desk (
    id uuid primary key,
    office text not null,
    public_key text not null unique,
    incarnation uuid not null,
    revoked boolean not null default false,
    enrolled_at timestamptz not null default now(),
    head_n bigint not null default 0,
    head text not null default '',
    head_signature text not null default '',
    app_version text not null default '',
    schema_version integer not null default 1,
    unsent integer not null default 0,
    rejected integer not null default 0,
    clock_ms bigint not null default 0,
    seen_at timestamptz,
    directives text[] not null default '{}'
);

create table desk_code (
    code text primary key,
    desk_id uuid not null references desk (id),
    issued_at timestamptz not null default now()
);
create index desk_code_desk on desk_code (desk_id);

create table desk_series (
    office text primary key,
    last integer not null
);

create table enrolment (
    code_sha256 text primary key,
    office text not null,
    expires_at timestamptz not null,
    desk_id uuid references desk (id)
);

create table token (
    token_sha256 text primary key,
    desk_id uuid not null references desk (id),
    expires_at timestamptz not null
);
create index token_expiry on token (expires_at);

create table nonce (
    desk_id uuid not null,
    nonce text not null,
    at timestamptz not null default now(),
    primary key (desk_id, nonce)
);

create table change_receipt (
    change_id uuid primary key,
    desk_id uuid not null,
    incarnation uuid not null,
    n bigint not null,
    stream text not null,
    kind text not null,
    schema_version integer not null,
    actor text not null,
    at text not null,
    clock_offset bigint not null,
    supersedes uuid,
    salt text not null,
    body_sha256 text not null,
    prev_sha256 text not null,
    link text not null,
    received_at timestamptz not null default now()
);
create index change_receipt_chain on change_receipt (incarnation, n);

create table record (
    entity text not null,
    id text not null,
    number text unique,
    scope text not null,
    kind text not null,
    stream text not null,
    change_id uuid not null,
    body text not null,
    primary key (entity, id)
);
create index record_scope on record (scope, entity, id);

create table feed (
    n bigint primary key,
    scope text not null,
    kind text not null,
    stream text not null,
    change_id uuid not null unique,
    body text not null
);
create index feed_scope on feed (scope, n);

create table dead_letter (
    change_id uuid primary key,
    desk_id uuid not null,
    incarnation uuid,
    place bigint not null,
    stream text not null,
    kind text not null,
    outcome text not null,
    code text not null,
    field text not null,
    context jsonb not null,
    body text not null,
    state text not null default 'open',
    at timestamptz not null default now()
);
create index dead_letter_open on dead_letter (desk_id, stream) where state = 'open';

create table alarm (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    desk_id uuid,
    kind text not null,
    detail jsonb not null
);

create table blob (
    sha256 text primary key,
    size bigint not null,
    complete boolean not null default false,
    desk_id uuid not null,
    at timestamptz not null default now()
);

create table blob_part (
    sha256 text not null references blob (sha256) on delete cascade,
    start bigint not null,
    content bytea not null,
    primary key (sha256, start)
);

-- The register of clerks as it was at each time: a change is judged by the roles of its own moment.

create table clerk_term (
    n bigint generated always as identity primary key,
    id text not null,
    office text not null,
    roles text[] not null,
    active boolean not null,
    valid_from timestamptz not null default now()
);
create index clerk_term_id on clerk_term (id, n);

insert into clerk_term (id, office, roles, active, valid_from)
select id, body::json ->> 'office',
    array(select json_array_elements_text(body::json -> 'roles')),
    coalesce((body::json ->> 'active')::boolean, true), '2000-01-01'
from record where entity = 'clerk';

-- Every head that a desk signed, so that a history cut or written anew behind it is found.
create table desk_head (
    incarnation uuid not null,
    n bigint not null,
    head text not null,
    desk_id uuid not null references desk (id),
    signature text not null,
    at timestamptz not null default now(),
    primary key (incarnation, n, head)
);

-- A computer that asks to become a desk, until an administrator approves the code that it shows.
create table desk_wish (
    device_sha256 text primary key,
    user_code text not null unique,
    public_key text not null,
    incarnation uuid not null,
    expires_at timestamptz not null,
    pause integer not null,
    polled_at timestamptz,
    office text,
    desk_id uuid references desk (id)
);

-- Token buckets of all workers together; what a crash forgets is refilled at once.
create unlogged table bucket (
    key text primary key,
    level double precision not null,
    at timestamptz not null
);

-- What was erased, for whoever puts an older backup back.
create table erasure (
    id uuid primary key,
    entity text not null,
    record_id text not null,
    reason text not null,
    clerk text not null,
    at timestamptz not null default now()
);

-- The list of restrictions as signed files: each whole, as of one place of the feed.

create table list_file (
    version bigint primary key,
    epoch uuid not null,
    as_of timestamptz not null,
    count bigint not null,
    size bigint not null,
    digest text not null,
    signature text not null,
    published_at timestamptz not null default now()
);

create table list_part (
    version bigint not null references list_file (version) on delete cascade,
    start bigint not null,
    content bytea not null,
    primary key (version, start)
);

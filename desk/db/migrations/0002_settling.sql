-- What central holds of a record, while this desk's own edits of it are not settled.
CREATE TABLE confirmed (
    entity VARCHAR NOT NULL,
    id CHAR(32) NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (entity, id)
) WITHOUT ROWID;

CREATE INDEX change_edit ON change (stream) WHERE kind = 'visit.edited';

CREATE TABLE conflict (
    change_id CHAR(32) NOT NULL PRIMARY KEY,
    entity VARCHAR NOT NULL,
    record_id CHAR(32) NOT NULL,
    own BOOLEAN NOT NULL,
    feed_n INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    settled_by VARCHAR NOT NULL,
    settled_at VARCHAR NOT NULL
);
CREATE INDEX conflict_open ON conflict (record_id) WHERE how = '';

CREATE TABLE handed (
    change_id CHAR(32) NOT NULL PRIMARY KEY,
    own BOOLEAN NOT NULL,
    body VARCHAR NOT NULL,
    closed BOOLEAN NOT NULL
);

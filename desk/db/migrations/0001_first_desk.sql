CREATE TABLE fact (
    name VARCHAR NOT NULL PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE change (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    change_id CHAR(32) NOT NULL UNIQUE,
    incarnation CHAR(32) NOT NULL,
    stream VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    schema_version INTEGER NOT NULL,
    actor VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    clock_offset INTEGER NOT NULL,
    supersedes CHAR(32),
    salt VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    body_sha256 VARCHAR NOT NULL,
    prev_sha256 VARCHAR NOT NULL,
    chain VARCHAR NOT NULL,
    state VARCHAR(12) NOT NULL,
    attempts INTEGER NOT NULL,
    result VARCHAR NOT NULL,
    feed_n INTEGER
);
CREATE INDEX change_open ON change (n) WHERE state IN ('pending', 'blocked', 'rejected');
CREATE INDEX change_open_stream ON change (stream) WHERE state IN ('blocked', 'rejected');

-- What was written is history: only its fate may change, and only erasure may blank a body.
CREATE TRIGGER change_is_history BEFORE UPDATE ON change
WHEN OLD.n IS NOT NEW.n OR OLD.change_id IS NOT NEW.change_id OR OLD.incarnation IS NOT NEW.incarnation
    OR OLD.stream IS NOT NEW.stream OR OLD.kind IS NOT NEW.kind OR OLD.actor IS NOT NEW.actor
    OR OLD.at IS NOT NEW.at OR OLD.body_sha256 IS NOT NEW.body_sha256 OR OLD.chain IS NOT NEW.chain
    OR (OLD.body IS NOT NEW.body AND NEW.body <> '')
BEGIN
    SELECT RAISE(ABORT, 'a change is history');
END;

CREATE TABLE counter (
    series VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (series, year)
) WITHOUT ROWID;

CREATE TABLE visit (
    procedure VARCHAR(200) NOT NULL,
    surname VARCHAR(200) NOT NULL,
    given_name VARCHAR(200) NOT NULL,
    patronymic VARCHAR(200) NOT NULL,
    birth_date DATE NOT NULL,
    sex VARCHAR(1),
    citizenship VARCHAR NOT NULL,
    document_kind VARCHAR(16) NOT NULL,
    document_number VARCHAR(40) NOT NULL,
    document_expires DATE,
    fin VARCHAR(20) NOT NULL,
    phone VARCHAR(30) NOT NULL,
    note VARCHAR(200) NOT NULL,
    id CHAR(32) NOT NULL PRIMARY KEY,
    number VARCHAR NOT NULL UNIQUE,
    person_id CHAR(32) NOT NULL,
    person_link VARCHAR(7) NOT NULL,
    another_reason VARCHAR(200) NOT NULL,
    insisted JSON NOT NULL,
    mrz VARCHAR(200) NOT NULL,
    office VARCHAR NOT NULL,
    desk VARCHAR NOT NULL,
    clerk VARCHAR NOT NULL,
    clerk_name VARCHAR(200) NOT NULL,
    registered_at VARCHAR NOT NULL,
    surname_folded VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX visit_document ON visit (document_number);
CREATE INDEX visit_fin ON visit (fin) WHERE fin <> '';
CREATE INDEX visit_person ON visit (birth_date, surname_folded);
CREATE INDEX visit_day ON visit (registered_at);

CREATE TABLE reference (
    kind VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    feed_n INTEGER NOT NULL,
    PRIMARY KEY (kind, stream)
) WITHOUT ROWID;

CREATE TABLE parked (
    n INTEGER NOT NULL PRIMARY KEY,
    scope VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE cursor (
    scope VARCHAR NOT NULL PRIMARY KEY,
    epoch CHAR(32) NOT NULL,
    after INTEGER NOT NULL,
    as_of VARCHAR NOT NULL
);

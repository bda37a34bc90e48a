-- Cases of both registers: their events as they were written, and what is derived from them for the lists.
CREATE TABLE case_event (
    id CHAR(32) NOT NULL PRIMARY KEY,
    case_id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX case_event_case ON case_event (case_id);
CREATE INDEX case_event_feed ON case_event (feed_n) WHERE feed_n IS NOT NULL;

CREATE TABLE case_file (
    id CHAR(32) NOT NULL PRIMARY KEY,
    register_code VARCHAR NOT NULL,
    number VARCHAR NOT NULL UNIQUE,
    kind VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    applicants INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    person_key VARCHAR NOT NULL,
    subject_key VARCHAR NOT NULL,
    prior VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    office VARCHAR NOT NULL,
    clerk VARCHAR NOT NULL,
    executor VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    state VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    on_merits BOOLEAN NOT NULL,
    forwarded BOOLEAN NOT NULL,
    extended BOOLEAN NOT NULL,
    merged_into VARCHAR NOT NULL,
    session_on DATE,
    done_on DATE,
    due_on DATE,
    due_rule VARCHAR NOT NULL,
    due_confirmed BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    attention INTEGER NOT NULL
);
CREATE INDEX case_file_received ON case_file (register_code, received_on, number);
CREATE INDEX case_file_due ON case_file (register_code, due_on, number) WHERE due_on IS NOT NULL;
CREATE INDEX case_file_executor ON case_file (register_code, executor, received_on, number);
-- SQLite takes a partial index only where the query has the same literal condition (desk/db/case_lists.py).
CREATE INDEX case_file_forwarded ON case_file (register_code, received_on, number) WHERE forwarded = 1;
CREATE INDEX case_file_remit ON case_file (register_code, received_on, number)
    WHERE outcome IN ('out_of_remit', 'not_first_considered');
CREATE INDEX case_file_agenda ON case_file (register_code, received_on, number) WHERE state = 'on_agenda';
CREATE INDEX case_file_attention ON case_file (register_code, received_on, number) WHERE attention > 0;
CREATE INDEX case_file_person ON case_file (person_key) WHERE person_key <> '';

-- The words of a case, for search; its rows follow those of case_file.
CREATE VIRTUAL TABLE case_words USING fts5 (search, content = 'case_file', prefix = '2 3 4');
CREATE TRIGGER case_words_in AFTER INSERT ON case_file BEGIN
    INSERT INTO case_words (rowid, search) VALUES (NEW.rowid, NEW.search);
END;
CREATE TRIGGER case_words_change AFTER UPDATE OF search ON case_file WHEN OLD.search <> NEW.search BEGIN
    INSERT INTO case_words (case_words, rowid, search) VALUES ('delete', OLD.rowid, OLD.search);
    INSERT INTO case_words (rowid, search) VALUES (NEW.rowid, NEW.search);
END;

-- A due date that the calendar moved: the old value stays in the case's history.
CREATE TABLE due_change (
    n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_id CHAR(32) NOT NULL,
    due_rule VARCHAR NOT NULL,
    old_on DATE,
    new_on DATE,
    at VARCHAR NOT NULL
);
CREATE INDEX due_change_case ON due_change (case_id);

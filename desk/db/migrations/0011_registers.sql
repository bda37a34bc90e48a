-- The organisers' registers: every version as it was written, and one derived row an entry for lists and totals.
CREATE TABLE entry_version (
    id CHAR(32) NOT NULL PRIMARY KEY,
    entry_id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX entry_version_entry ON entry_version (entry_id);
CREATE INDEX entry_version_feed ON entry_version (feed_n) WHERE feed_n IS NOT NULL;

CREATE TABLE measure (
    id CHAR(32) NOT NULL PRIMARY KEY,
    clause VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    starts_on DATE,
    hundredths INTEGER,
    participants INTEGER,
    search VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    contested BOOLEAN NOT NULL,
    body VARCHAR NOT NULL
);
CREATE INDEX measure_year ON measure (year, clause, starts_on);

CREATE TABLE training (
    id CHAR(32) NOT NULL PRIMARY KEY,
    topic VARCHAR NOT NULL,
    clause VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    starts_on DATE NOT NULL,
    starts_at VARCHAR NOT NULL,
    ends_at VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    contested BOOLEAN NOT NULL,
    body VARCHAR NOT NULL
);
CREATE INDEX training_year ON training (year, starts_on);

CREATE TABLE employee (
    id CHAR(32) NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    badge VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    search VARCHAR NOT NULL,
    contested BOOLEAN NOT NULL,
    body VARCHAR NOT NULL
);
CREATE INDEX employee_badge ON employee (badge) WHERE badge <> '';
CREATE INDEX employee_unit ON employee (unit, name);

CREATE TABLE attendance (
    id CHAR(32) NOT NULL PRIMARY KEY,
    training_id CHAR(32) NOT NULL,
    employee_id CHAR(32) NOT NULL,
    held_on DATE NOT NULL,
    present BOOLEAN NOT NULL,
    walk_in BOOLEAN NOT NULL,
    came_at VARCHAR NOT NULL,
    left_at VARCHAR NOT NULL,
    contested BOOLEAN NOT NULL
);
-- In the order in which totals group: no sorting of a large year.
CREATE INDEX attendance_training
    ON attendance (training_id, employee_id, held_on, present, came_at, left_at, walk_in);
CREATE INDEX attendance_employee ON attendance (employee_id);

-- Surveys and what was answered; an answer that a later one replaces stays, and counts no more.
CREATE TABLE survey (
    id CHAR(32) NOT NULL PRIMARY KEY,
    clause VARCHAR NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    body VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX survey_opens ON survey (opens_on);

CREATE TABLE survey_answer (
    id CHAR(32) NOT NULL PRIMARY KEY,
    survey CHAR(32) NOT NULL,
    replaces CHAR(32),
    body VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX survey_answer_of ON survey_answer (survey);

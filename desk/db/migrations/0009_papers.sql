-- The checklist, the due date, the fee and the payment of a visit; nothing for visits of before.
ALTER TABLE visit ADD COLUMN service VARCHAR;

CREATE TABLE attachment (
    id CHAR(32) NOT NULL PRIMARY KEY,
    visit CHAR(32) NOT NULL,
    body VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX attachment_visit ON attachment (visit);

CREATE TABLE day_closing (
    id CHAR(32) NOT NULL PRIMARY KEY,
    day DATE NOT NULL,
    desk VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX day_closing_day ON day_closing (day);

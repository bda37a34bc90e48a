-- Lookups are counted by clerk and hour, and asked again when the list brings something new.
CREATE INDEX change_lookup ON change (actor, at) WHERE kind = 'lookup.made';

CREATE TABLE screening (
    id CHAR(32) NOT NULL PRIMARY KEY,
    lookup CHAR(32) NOT NULL,
    body VARCHAR NOT NULL,
    raised_at VARCHAR NOT NULL,
    feed_n INTEGER
);
CREATE INDEX screening_lookup ON screening (lookup);

-- The list of restrictions has an encrypted file of its own, with its cursor inside.
DELETE FROM reference WHERE kind = 'restriction.set';
DELETE FROM cursor WHERE scope = 'restrictions';

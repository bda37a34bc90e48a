-- Scans and attachments by the hash of their content, and the streams whose changes go out after them.
CREATE TABLE blob (
    sha256 VARCHAR NOT NULL PRIMARY KEY,
    media_type VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    state VARCHAR(7) NOT NULL,
    content BLOB NOT NULL,
    at VARCHAR NOT NULL
);
CREATE INDEX blob_open ON blob (state) WHERE state IN ('pending', 'wanted');

CREATE TABLE blob_use (
    sha256 VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    PRIMARY KEY (sha256, stream)
) WITHOUT ROWID;

-- A first load that was cut goes on from here.
CREATE TABLE snapshot_place (
    scope VARCHAR NOT NULL PRIMARY KEY,
    epoch CHAR(32) NOT NULL,
    pin INTEGER NOT NULL,
    after_key VARCHAR NOT NULL
);

-- The number that a change had in an earlier life of this desk, where the file was restored without it.
ALTER TABLE change ADD COLUMN former_n INTEGER;

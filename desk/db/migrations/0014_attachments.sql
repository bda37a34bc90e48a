-- Files belong to cases too: the column says the identifier of whichever record, `entity` what it is called.
ALTER TABLE attachment RENAME COLUMN visit TO record;
ALTER TABLE attachment ADD COLUMN entity VARCHAR NOT NULL DEFAULT 'file';

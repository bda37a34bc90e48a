-- The log's numbers are given by desk/db/changes.py; SQLite kept a count of its own beside them, one page more of
-- every save. What it stored of the rows is the same without that word, so that only the text of the table changes.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY AUTOINCREMENT', 'PRIMARY KEY') WHERE name = 'change';
DELETE FROM sqlite_sequence WHERE name = 'change';
PRAGMA writable_schema = RESET;

-- What is typed and not saved yet: it outlives a crash, a sign-out and an update of the program.
CREATE TABLE draft (
    screen VARCHAR NOT NULL,
    clerk VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (screen, clerk)
) WITHOUT ROWID;

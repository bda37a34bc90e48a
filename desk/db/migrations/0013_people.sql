-- Heads of this desk's log that central has signed in its turn: what was there then cannot be taken away.
CREATE TABLE countersigned (
    incarnation CHAR(32) NOT NULL,
    n INTEGER NOT NULL,
    head VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    signature VARCHAR NOT NULL,
    PRIMARY KEY (incarnation, n)
);

-- What is taken out of the index of cases is overwritten in it, not only marked as gone.
INSERT INTO case_words (case_words, rank) VALUES ('secure-delete', 1);

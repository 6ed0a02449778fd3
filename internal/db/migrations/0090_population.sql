-- +goose Up
-- Every question that was asked across families: who, when, what, and what came
-- of it. Rows are never changed. The lock keeps two questions from being answered at once.
CREATE TABLE population_question (
    id        TEXT PRIMARY KEY,
    asked_by  TEXT NOT NULL,
    asked_at  BIGINT NOT NULL,
    programme TEXT NOT NULL,
    began     TEXT NOT NULL,
    as_of     TEXT NOT NULL,
    form      TEXT NOT NULL,
    answer    TEXT NOT NULL,
    families  BIGINT NOT NULL,
    of_set    TEXT NOT NULL
);
CREATE INDEX population_question_asked ON population_question (asked_by, asked_at);
-- The families that were counted together in an answer, as shortened digests of
-- opaque ids, so that the next question can be held against it.
CREATE TABLE population_set (
    fingerprint TEXT PRIMARY KEY,
    families    BIGINT NOT NULL,
    members     BLOB NOT NULL
);
CREATE INDEX population_set_families ON population_set (families);
INSERT INTO lock_row (name) VALUES ('population');

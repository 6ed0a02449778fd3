-- +goose Up
-- On what terms a questionnaire is used here, and the words of its questions where
-- they are not ours to pass on. A row is never changed; the last one is in force.
CREATE TABLE questionnaire (
    id          TEXT PRIMARY KEY,
    instrument  TEXT NOT NULL,
    number      BIGINT NOT NULL,
    version     TEXT NOT NULL,
    hash        TEXT NOT NULL,
    definition  TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT '',
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    UNIQUE (instrument, number)
);
-- The answers behind a measurement: numbers only. Words are in the measurement.
CREATE TABLE answered (
    rating_id   TEXT PRIMARY KEY REFERENCES rating (id),
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    strand_id   TEXT NOT NULL REFERENCES strand (id),
    version     TEXT NOT NULL,
    hash        TEXT NOT NULL,
    how         TEXT NOT NULL,
    context     TEXT NOT NULL DEFAULT '',
    answers     TEXT NOT NULL
);
CREATE INDEX answered_course ON answered (course_id, strand_id);

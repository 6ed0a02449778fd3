-- +goose Up
-- What is measured, by whom and how often; and each measurement.
CREATE TABLE strand (
    id           TEXT PRIMARY KEY,
    course_id    TEXT NOT NULL REFERENCES casefile (id),
    instrument   TEXT NOT NULL,
    version      TEXT NOT NULL,
    goal_id      TEXT NOT NULL DEFAULT '',
    rater_role   TEXT NOT NULL,
    rater_id     TEXT NOT NULL,
    every_days   BIGINT NOT NULL,
    each_contact SMALLINT NOT NULL,
    opened_on    TEXT NOT NULL,
    stopped_on   TEXT NOT NULL DEFAULT '',
    position     BIGINT NOT NULL,
    entered_by   TEXT NOT NULL,
    entered_at   BIGINT NOT NULL,
    sealed       BLOB NOT NULL
);
CREATE INDEX strand_course ON strand (course_id, position);
CREATE TABLE rating (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    strand_id   TEXT NOT NULL REFERENCES strand (id),
    on_date     TEXT NOT NULL,
    answered    SMALLINT NOT NULL,
    value       DOUBLE PRECISION NOT NULL,
    version     TEXT NOT NULL,
    rater_id    TEXT NOT NULL,
    session_id  TEXT NOT NULL DEFAULT '',
    supersedes  TEXT NOT NULL DEFAULT '',
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX rating_course ON rating (course_id, strand_id, on_date);
-- The professionals' own judgement, beside the figures.
CREATE TABLE judgement (
    id         TEXT PRIMARY KEY,
    course_id  TEXT NOT NULL REFERENCES casefile (id),
    says       TEXT NOT NULL,
    supersedes TEXT NOT NULL DEFAULT '',
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX judgement_course ON judgement (course_id, entered_at);

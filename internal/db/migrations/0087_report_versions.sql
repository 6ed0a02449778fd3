-- +goose Up
-- Every text that a report has had, so that a reader sees what changed since the
-- last reading and nothing that was written is lost.
CREATE TABLE report_version (
    id          TEXT PRIMARY KEY,
    report_id   TEXT NOT NULL REFERENCES report (id),
    course_id   TEXT NOT NULL,
    number      BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE UNIQUE INDEX report_version_number ON report_version (report_id, number);
CREATE INDEX report_version_course ON report_version (course_id);
-- The report in words that the child can read. A later row stands instead of an
-- earlier one, which is kept.
CREATE TABLE report_child (
    id          TEXT PRIMARY KEY,
    report_id   TEXT NOT NULL REFERENCES report (id),
    course_id   TEXT NOT NULL,
    number      BIGINT NOT NULL,
    confirmed   SMALLINT NOT NULL,
    fingerprint TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE UNIQUE INDEX report_child_number ON report_child (report_id, number);
CREATE INDEX report_child_course ON report_child (course_id);
-- What was made ready for whom: one row each time, never changed.
CREATE TABLE report_handout (
    id          TEXT PRIMARY KEY,
    report_id   TEXT NOT NULL REFERENCES report (id),
    course_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX report_handout_course ON report_handout (course_id, report_id);

-- +goose Up
-- Statements of development: what could be said on a day, with everything it was
-- computed from, so that it can be computed again. Never changed.
CREATE TABLE statement (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    on_date     TEXT NOT NULL,
    rule        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX statement_course ON statement (course_id, entered_at);
CREATE TABLE statement_signature (
    statement_id TEXT NOT NULL REFERENCES statement (id),
    course_id    TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    role         TEXT NOT NULL,
    signed_at    BIGINT NOT NULL,
    fingerprint  TEXT NOT NULL,
    PRIMARY KEY (statement_id, role)
);
CREATE INDEX statement_signature_course ON statement_signature (course_id);

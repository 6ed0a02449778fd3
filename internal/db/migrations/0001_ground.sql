-- +goose Up
CREATE TABLE lock_row (name TEXT PRIMARY KEY);
INSERT INTO lock_row (name) VALUES ('audit');

-- The audit log: each line is bound to the one before it.
CREATE TABLE audit_line (
    sequence  BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor     TEXT NOT NULL,
    role      TEXT NOT NULL,
    course_id TEXT NOT NULL,
    act       TEXT NOT NULL,
    kind      TEXT NOT NULL,
    object    TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    result    TEXT NOT NULL,
    request   TEXT NOT NULL,
    digest    BLOB NOT NULL,
    sealed    BLOB NOT NULL,
    hash      BLOB NOT NULL
);
CREATE INDEX audit_line_course ON audit_line (course_id, sequence);
CREATE INDEX audit_line_actor ON audit_line (actor, sequence);
CREATE TABLE audit_head (
    name     TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash     BLOB NOT NULL
);

-- Case files and who may open them now.
CREATE TABLE casefile (
    id         TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE TABLE access_now (
    staff_id  TEXT NOT NULL,
    course_id TEXT NOT NULL REFERENCES casefile (id),
    relation  TEXT NOT NULL,
    PRIMARY KEY (staff_id, course_id, relation)
);
CREATE INDEX access_now_course ON access_now (course_id);
CREATE TABLE access_history (
    id        TEXT PRIMARY KEY,
    staff_id  TEXT NOT NULL,
    course_id TEXT NOT NULL REFERENCES casefile (id),
    relation  TEXT NOT NULL,
    from_at   BIGINT NOT NULL,
    until_at  BIGINT NOT NULL DEFAULT 0,
    by_staff  TEXT NOT NULL
);
CREATE INDEX access_history_course ON access_history (course_id);

-- Work to be done later, taken on in the transaction that asked for it.
CREATE TABLE job (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    unique_key TEXT NOT NULL,
    payload    TEXT NOT NULL,
    run_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    leased_to  BIGINT NOT NULL DEFAULT 0,
    done_at    BIGINT NOT NULL DEFAULT 0,
    failure    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX job_due ON job (done_at, run_at);
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key);

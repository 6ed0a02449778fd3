-- +goose Up
-- What a child says and shows, and what it asks for. The clear columns say whose it
-- is, on what day and where it stands; how it was said, on what and every word is
-- sealed. Rows are never changed: a new one takes the place of the one it names, and
-- all rows about one thing have the same thread.
CREATE TABLE voice (
    id            TEXT PRIMARY KEY,
    course_id     TEXT NOT NULL REFERENCES casefile (id),
    thread        TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    confidential  SMALLINT NOT NULL,
    held_by       TEXT NOT NULL,
    deed          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at    BIGINT NOT NULL,
    supersedes    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX voice_course ON voice (course_id, on_day);
CREATE UNIQUE INDEX voice_next ON voice (supersedes) WHERE supersedes <> '';

-- Who opened a child's confidential words, and why.
CREATE TABLE voice_opening (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    thread      TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX voice_opening_course ON voice_opening (course_id, thread);

-- What of confidential words was told on, to whom and why.
CREATE TABLE voice_release (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    thread      TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    person_id   TEXT NOT NULL DEFAULT '',
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX voice_release_course ON voice_release (course_id, thread);

CREATE TABLE voice_request (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    thread      TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX voice_request_course ON voice_request (course_id, on_day);
CREATE UNIQUE INDEX voice_request_next ON voice_request (supersedes) WHERE supersedes <> '';

-- What happened to a request: sent, answered, told to the child.
CREATE TABLE voice_request_step (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    thread      TEXT NOT NULL,
    deed        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    answer      TEXT NOT NULL DEFAULT '',
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX voice_request_step_course ON voice_request_step (course_id, thread);
CREATE UNIQUE INDEX voice_request_step_next ON voice_request_step (supersedes, thread, deed);

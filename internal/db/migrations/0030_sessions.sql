-- +goose Up
-- Everything done with a family at an agreed time: visits, talks, teaching,
-- meetings and contacts. `session` says where each one stands now, in clear
-- columns only; every word and every earlier state is in `session_entry`,
-- whose rows are never changed.
CREATE TABLE session (
    id                TEXT PRIMARY KEY,
    course_id         TEXT NOT NULL,
    kind              TEXT NOT NULL,
    status            TEXT NOT NULL,
    planned_start     BIGINT NOT NULL DEFAULT 0,
    planned_end       BIGINT NOT NULL DEFAULT 0,
    started           BIGINT NOT NULL DEFAULT 0,
    ended             BIGINT NOT NULL DEFAULT 0,
    direct_minutes    BIGINT NOT NULL DEFAULT 0,
    indirect_minutes  BIGINT NOT NULL DEFAULT 0,
    travel_minutes    BIGINT NOT NULL DEFAULT 0,
    attention         SMALLINT,
    cancel_code       TEXT NOT NULL DEFAULT '',
    builds_on         TEXT NOT NULL DEFAULT '',
    signed_at         BIGINT NOT NULL DEFAULT 0,
    signed_by         TEXT NOT NULL DEFAULT '',
    entry_id          TEXT NOT NULL,
    version           BIGINT NOT NULL
);
CREATE INDEX session_course ON session (course_id, planned_start);
CREATE INDEX session_status ON session (status, planned_start);

-- One row each time a session is planned, moved, written down, signed,
-- cancelled or corrected. `deed` says which; `supersedes` is the entry before.
CREATE TABLE session_entry (
    id            TEXT PRIMARY KEY,
    course_id     TEXT NOT NULL,
    session_id    TEXT NOT NULL,
    version       BIGINT NOT NULL,
    deed          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at    BIGINT NOT NULL,
    supersedes    TEXT NOT NULL DEFAULT '',
    UNIQUE (session_id, version)
);
CREATE INDEX session_entry_course ON session_entry (course_id);

-- Who of the staff a session is planned with or was held by, as it stands now.
CREATE TABLE session_staff (
    session_id  TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    course_id   TEXT NOT NULL,
    position    BIGINT NOT NULL,
    PRIMARY KEY (session_id, staff_id)
);
CREATE INDEX session_staff_staff ON session_staff (staff_id);

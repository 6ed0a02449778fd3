-- +goose Up
-- The legal state of the contact between one child and one parent or network
-- person. A change is a new row with the next number; the line of rows with
-- the same `strand_id` is the history.
CREATE TABLE arrangement (
    id                TEXT PRIMARY KEY,
    course_id         TEXT NOT NULL,
    strand_id         TEXT NOT NULL,
    number            BIGINT NOT NULL,
    state             TEXT NOT NULL,
    form              TEXT NOT NULL DEFAULT '',
    decided_by        TEXT NOT NULL DEFAULT '',
    decided_on        TEXT NOT NULL DEFAULT '',
    from_on           TEXT NOT NULL DEFAULT '',
    to_on             TEXT NOT NULL DEFAULT '',
    basis             TEXT NOT NULL DEFAULT '',
    every_weeks       BIGINT NOT NULL DEFAULT 0,
    per_month         BIGINT NOT NULL DEFAULT 0,
    minutes           BIGINT NOT NULL DEFAULT 0,
    recording         TEXT NOT NULL DEFAULT '',
    recording_from    BIGINT NOT NULL DEFAULT 0,
    recording_to      BIGINT NOT NULL DEFAULT 0,
    sealed            BLOB NOT NULL,
    entered_by        TEXT NOT NULL,
    entered_at        BIGINT NOT NULL,
    supersedes        TEXT NOT NULL DEFAULT '',
    UNIQUE (strand_id, number)
);
CREATE INDEX arrangement_course ON arrangement (course_id);

-- Which arrangement a session of the kind contact takes place under.
CREATE TABLE contact (
    session_id      TEXT PRIMARY KEY,
    course_id       TEXT NOT NULL,
    arrangement_id  TEXT NOT NULL,
    strand_id       TEXT NOT NULL
);
CREATE INDEX contact_course ON contact (course_id);

-- The parts of a contact: before, during, after, and what the place of care
-- told later. A part written again is a new row.
CREATE TABLE contact_part (
    id            TEXT PRIMARY KEY,
    course_id     TEXT NOT NULL,
    session_id    TEXT NOT NULL,
    part          TEXT NOT NULL,
    version       BIGINT NOT NULL,
    held          SMALLINT,
    started       BIGINT NOT NULL DEFAULT 0,
    ended         BIGINT NOT NULL DEFAULT 0,
    focus_rating  SMALLINT,
    outcome       TEXT NOT NULL DEFAULT '',
    sealed        BLOB NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at    BIGINT NOT NULL,
    supersedes    TEXT NOT NULL DEFAULT '',
    UNIQUE (session_id, part, version)
);
CREATE INDEX contact_part_course ON contact_part (course_id);

-- A contact that was stopped before its time. Not to be confused with the
-- legal state "afbrudt".
CREATE TABLE contact_stop (
    id             TEXT PRIMARY KEY,
    course_id      TEXT NOT NULL,
    session_id     TEXT NOT NULL,
    stopped_at     BIGINT NOT NULL,
    minute         BIGINT NOT NULL,
    reason         TEXT NOT NULL,
    authority      TEXT NOT NULL,
    resumed        SMALLINT NOT NULL,
    notification   SMALLINT NOT NULL,
    sealed         BLOB NOT NULL,
    entered_by     TEXT NOT NULL,
    entered_at     BIGINT NOT NULL,
    supersedes     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX contact_stop_course ON contact_stop (course_id);

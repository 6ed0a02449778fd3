-- +goose Up
-- A few words that a consultant wrote on her phone at a moment of a contact or a
-- visit. One that takes the place of another names it; both stay.
CREATE TABLE phone_note (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    goal_id     TEXT NOT NULL DEFAULT '',
    device_id   TEXT NOT NULL,
    at          BIGINT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX phone_note_session ON phone_note (course_id, session_id);

-- A picture that was taken with a phone. What it shows, and the key that opens its
-- bytes, are sealed; the bytes themselves lie where phones hand in files.
CREATE TABLE phone_picture (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    at          BIGINT NOT NULL,
    size        BIGINT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX phone_picture_session ON phone_picture (course_id, session_id);

-- How far each phone has come with a form: the number of the last entry by which it
-- was handed in, and of the last draft of it. What comes later with a lower number
-- was written before, and is no longer news.
CREATE TABLE phone_form (
    course_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    form        TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    handed_in   BIGINT NOT NULL DEFAULT 0,
    drafted     BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL DEFAULT 0, -- of the draft, as the phone left it
    PRIMARY KEY (course_id, session_id, form, device_id)
);

-- Words about a contact that came from a phone when the law no longer let it be
-- described. Attendance and safety went into the record; these lie here until
-- somebody puts them in place, when there is a basis again, or sets them aside.
CREATE TABLE phone_withheld (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    form        TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    at          BIGINT NOT NULL,
    why         TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX phone_withheld_session ON phone_withheld (course_id, session_id);

-- What was done about withheld words, and why.
CREATE TABLE phone_settled (
    withheld_id TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    deed        TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX phone_settled_course ON phone_settled (course_id);

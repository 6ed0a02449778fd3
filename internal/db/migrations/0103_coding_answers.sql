-- +goose Up
-- What the person whom a contact is with said about being coded at it. An answer is
-- never written over: the next one is a row of its own and holds from when it was said.
CREATE TABLE contact_coding (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    agrees      SMALLINT NOT NULL,
    said_at     BIGINT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX contact_coding_session ON contact_coding (course_id, session_id);

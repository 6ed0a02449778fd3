-- +goose Up
-- What someone is writing and has not handed in. Belongs to its author alone,
-- counts in nothing, and is taken away when the form is handed in. `tab` is
-- empty for the draft itself; text of a second window that would have
-- overwritten it lies beside it under that window's mark.
CREATE TABLE draft (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    form        TEXT NOT NULL,
    object      TEXT NOT NULL,
    tab         TEXT NOT NULL,
    version     BIGINT NOT NULL,
    begun_at    BIGINT NOT NULL,
    touched_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL,
    UNIQUE (course_id, staff_id, form, object, tab)
);
CREATE INDEX draft_staff ON draft (staff_id, touched_at);

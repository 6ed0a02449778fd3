-- +goose Up
-- Coding schemes that an administrator has added. The one that comes with the
-- program is in the program. A version is never changed and never deleted.
CREATE TABLE coding_scheme (
    ref          TEXT PRIMARY KEY,
    fingerprint  TEXT NOT NULL,
    text         TEXT NOT NULL,
    entered_by   TEXT NOT NULL,
    entered_at   BIGINT NOT NULL
);
-- A stretch of a session coded by one person, and every entry of it. An entry is
-- never changed: undoing and correcting are entries. Codes and times are clear,
-- free words are sealed (empty where there are none).
CREATE TABLE coded_segment (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    session_id  TEXT NOT NULL,
    part        TEXT NOT NULL,
    scheme      TEXT NOT NULL,
    coder_id    TEXT NOT NULL,
    source      TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    second_of   TEXT NOT NULL DEFAULT '',
    live_set    SMALLINT NOT NULL,
    closed_at   BIGINT NOT NULL DEFAULT 0,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX coded_segment_course ON coded_segment (course_id, session_id);
CREATE INDEX coded_segment_scheme ON coded_segment (scheme);
CREATE TABLE coded_entry (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL,
    segment_id  TEXT NOT NULL REFERENCES coded_segment (id),
    device      TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    deed        TEXT NOT NULL,
    subject     TEXT NOT NULL DEFAULT '',
    code        TEXT NOT NULL DEFAULT '',
    of_id       TEXT NOT NULL DEFAULT '',
    wall        BIGINT NOT NULL DEFAULT 0,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX coded_entry_segment ON coded_entry (segment_id, course_id);
-- An entry handed in under the id of another one, kept aside until a person looks.
CREATE TABLE coded_clash (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    segment_id  TEXT NOT NULL,
    entry_id    TEXT NOT NULL,
    digest      TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL,
    UNIQUE (segment_id, entry_id, digest)
);
CREATE INDEX coded_clash_course ON coded_clash (course_id);
-- Somebody asked to code a segment a second time without seeing the first coding.
CREATE TABLE coding_invitation (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    segment_id  TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    UNIQUE (segment_id, staff_id)
);
CREATE INDEX coding_invitation_course ON coding_invitation (course_id);
CREATE INDEX coding_invitation_staff ON coding_invitation (staff_id);
-- What adds up of each indicator in a closed segment: so many of so many, in so
-- many milliseconds. It can be made anew from the entries at any time and must
-- come out the same; content is the fingerprint of what it was made from.
CREATE TABLE coded_figure (
    segment_id  TEXT PRIMARY KEY REFERENCES coded_segment (id),
    course_id   TEXT NOT NULL,
    content     TEXT NOT NULL,
    figures     TEXT NOT NULL
);
CREATE INDEX coded_figure_course ON coded_figure (course_id);
-- The moments chosen to be shown to the parents. Each saving is a row of its own.
CREATE TABLE chosen_moments (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    session_id  TEXT NOT NULL,
    version     BIGINT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT '',
    sealed      BLOB NOT NULL,
    UNIQUE (session_id, version)
);
CREATE INDEX chosen_moments_course ON chosen_moments (course_id);
-- A question asked of pooled segments, kept so that the same answer can be found
-- again from where it is cited.
CREATE TABLE coded_pattern (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX coded_pattern_course ON coded_pattern (course_id);
-- Training clips and the attempts at them belong to the provider: no family and
-- no person is in them.
CREATE TABLE gold_clip (
    id          TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    scheme      TEXT NOT NULL,
    criterion   DOUBLE PRECISION NOT NULL,
    tolerance   BIGINT NOT NULL,
    live_set    SMALLINT NOT NULL,
    withdrawn   SMALLINT NOT NULL DEFAULT 0,
    recording   TEXT NOT NULL,
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE TABLE gold_attempt (
    id          TEXT PRIMARY KEY,
    clip_id     TEXT NOT NULL REFERENCES gold_clip (id),
    staff_id    TEXT NOT NULL,
    source      TEXT NOT NULL,
    recording   TEXT NOT NULL,
    entered_at  BIGINT NOT NULL
);
CREATE INDEX gold_attempt_staff ON gold_attempt (staff_id, clip_id);

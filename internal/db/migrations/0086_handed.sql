-- +goose Up
-- A screen that was handed over to be filled in on: to whom, by whom, until when,
-- and what is asked. The browser holds the token, here is only its hash.
CREATE TABLE handed (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    token_hash  TEXT NOT NULL UNIQUE,
    staff_id    TEXT NOT NULL,
    rater_role  TEXT NOT NULL,
    rater_id    TEXT NOT NULL,
    language    TEXT NOT NULL,
    how         TEXT NOT NULL,
    dress       TEXT NOT NULL,
    asks        SMALLINT NOT NULL,
    on_date     TEXT NOT NULL,
    given_at    BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    place       BIGINT NOT NULL DEFAULT 0,
    done_at     BIGINT NOT NULL DEFAULT 0,
    closed_at   BIGINT NOT NULL DEFAULT 0,
    sealed      BLOB NOT NULL
);
CREATE INDEX handed_course ON handed (course_id, given_at);
CREATE TABLE handed_strand (
    handed_id   TEXT NOT NULL REFERENCES handed (id),
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    strand_id   TEXT NOT NULL REFERENCES strand (id),
    rating_id   TEXT NOT NULL,
    hash        TEXT NOT NULL,
    position    BIGINT NOT NULL,
    PRIMARY KEY (handed_id, strand_id)
);
CREATE INDEX handed_strand_course ON handed_strand (course_id, strand_id);
-- Each answer as it was given; a later one to the same question counts instead.
CREATE TABLE handed_answer (
    id          TEXT PRIMARY KEY,
    handed_id   TEXT NOT NULL REFERENCES handed (id),
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    strand_id   TEXT NOT NULL DEFAULT '',
    item        TEXT NOT NULL,
    number      BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX handed_answer_course ON handed_answer (course_id, handed_id, number);
-- What the family and the child say to what the figures show.
CREATE TABLE family_comment (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    rater_role  TEXT NOT NULL,
    rater_id    TEXT NOT NULL,
    says        TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    way         TEXT NOT NULL,
    on_date     TEXT NOT NULL,
    supersedes  TEXT NOT NULL DEFAULT '',
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX family_comment_course ON family_comment (course_id, entered_at);

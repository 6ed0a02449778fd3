-- +goose Up
-- The psychologist's analyses, each statement citing what it rests on.
CREATE TABLE analysis (
    id         TEXT PRIMARY KEY,
    course_id  TEXT NOT NULL REFERENCES casefile (id),
    due_on     TEXT NOT NULL DEFAULT '',
    author_id  TEXT NOT NULL,
    signed_at  BIGINT NOT NULL DEFAULT 0,
    version    BIGINT NOT NULL,
    supersedes TEXT NOT NULL DEFAULT '',
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX analysis_course ON analysis (course_id, entered_at);
CREATE TABLE analysis_citation (
    analysis_id TEXT NOT NULL REFERENCES analysis (id),
    course_id   TEXT NOT NULL,
    statement   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    target_id   TEXT NOT NULL,
    PRIMARY KEY (analysis_id, statement, kind, target_id)
);
CREATE INDEX analysis_citation_course ON analysis_citation (course_id);
-- Status and closing reports.
CREATE TABLE report (
    id           TEXT PRIMARY KEY,
    course_id    TEXT NOT NULL REFERENCES casefile (id),
    kind         TEXT NOT NULL,
    from_date    TEXT NOT NULL,
    to_date      TEXT NOT NULL,
    author_id    TEXT NOT NULL,
    status       TEXT NOT NULL,
    approver_id  TEXT NOT NULL DEFAULT '',
    approved_at  BIGINT NOT NULL DEFAULT 0,
    feedback_id  TEXT NOT NULL DEFAULT '',
    version      BIGINT NOT NULL,
    entered_at   BIGINT NOT NULL,
    fingerprint  TEXT NOT NULL DEFAULT '',
    sealed       BLOB NOT NULL
);
CREATE INDEX report_course ON report (course_id, entered_at);
CREATE TABLE report_signature (
    report_id   TEXT NOT NULL REFERENCES report (id),
    course_id   TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    role        TEXT NOT NULL,
    signed_at   BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (report_id, staff_id, role)
);
CREATE INDEX report_signature_course ON report_signature (course_id);
-- A course closed without documented development, by the leader, with a reason.
CREATE TABLE closing_exception (
    id         TEXT PRIMARY KEY,
    course_id  TEXT NOT NULL REFERENCES casefile (id),
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX closing_exception_course ON closing_exception (course_id);

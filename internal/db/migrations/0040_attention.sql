-- +goose Up
-- Flags, quick feedback, advice, notifications of concern, near misses.
CREATE TABLE flag (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    session_id  TEXT NOT NULL DEFAULT '',
    danger      SMALLINT NOT NULL,
    owner_id    TEXT NOT NULL,
    raised_by   TEXT NOT NULL,
    raised_at   BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX flag_course ON flag (course_id, raised_at);
CREATE TABLE flag_step (
    id         TEXT PRIMARY KEY,
    flag_id    TEXT NOT NULL REFERENCES flag (id),
    course_id  TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    refers_to  TEXT NOT NULL DEFAULT '',
    closes     SMALLINT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX flag_step_flag ON flag_step (flag_id, entered_at);
CREATE INDEX flag_step_course ON flag_step (course_id, entered_at);
CREATE TABLE decision (
    id         TEXT PRIMARY KEY,
    course_id  TEXT NOT NULL REFERENCES casefile (id),
    flag_id    TEXT NOT NULL DEFAULT '',
    changes    TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX decision_course ON decision (course_id, entered_at);
CREATE TABLE feedback (
    id              TEXT PRIMARY KEY,
    course_id       TEXT NOT NULL REFERENCES casefile (id),
    flag_id         TEXT NOT NULL DEFAULT '',
    kind            TEXT NOT NULL,
    urgent          SMALLINT NOT NULL,
    refers_to       TEXT NOT NULL DEFAULT '',
    author_id       TEXT NOT NULL,
    to_id           TEXT NOT NULL,
    written_at      BIGINT NOT NULL,
    sent_at         BIGINT NOT NULL DEFAULT 0,
    due_at          BIGINT NOT NULL DEFAULT 0,
    delivered_at    BIGINT NOT NULL DEFAULT 0,
    read_at         BIGINT NOT NULL DEFAULT 0,
    acknowledged_at BIGINT NOT NULL DEFAULT 0,
    acknowledged_by TEXT NOT NULL DEFAULT '',
    escalated_at    BIGINT NOT NULL DEFAULT 0,
    escalated_to    TEXT NOT NULL DEFAULT '',
    version         BIGINT NOT NULL,
    sealed          BLOB NOT NULL
);
CREATE INDEX feedback_course ON feedback (course_id, sent_at);
CREATE INDEX feedback_open ON feedback (acknowledged_at, due_at);
CREATE TABLE feedback_received (
    feedback_id TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    to_id       TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX feedback_received_to ON feedback_received (to_id, received_at);
CREATE TABLE feedback_answer (
    id          TEXT PRIMARY KEY,
    feedback_id TEXT NOT NULL REFERENCES feedback (id),
    course_id   TEXT NOT NULL,
    decision    TEXT NOT NULL DEFAULT '',
    entered_by  TEXT NOT NULL,
    entered_at  BIGINT NOT NULL,
    sealed      BLOB NOT NULL
);
CREATE INDEX feedback_answer_feedback ON feedback_answer (feedback_id);
CREATE INDEX feedback_answer_course ON feedback_answer (course_id);
CREATE TABLE advice (
    id          TEXT PRIMARY KEY,
    course_id   TEXT NOT NULL REFERENCES casefile (id),
    asked_by    TEXT NOT NULL,
    asked_at    BIGINT NOT NULL,
    due_on      TEXT NOT NULL,
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at BIGINT NOT NULL DEFAULT 0,
    question    BLOB NOT NULL,
    answer      BLOB NOT NULL
);
CREATE INDEX advice_course ON advice (course_id, asked_at);
CREATE TABLE notification (
    id            TEXT PRIMARY KEY,
    course_id     TEXT NOT NULL REFERENCES casefile (id),
    direction     TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT '',
    flag_id       TEXT NOT NULL DEFAULT '',
    received_at   BIGINT NOT NULL DEFAULT 0,
    sent_at       BIGINT NOT NULL DEFAULT 0,
    acute_at      BIGINT NOT NULL DEFAULT 0,
    acute_by      TEXT NOT NULL DEFAULT '',
    receipt_on    TEXT NOT NULL DEFAULT '',
    reassess      SMALLINT NOT NULL DEFAULT 0,
    reassessed_at BIGINT NOT NULL DEFAULT 0,
    reassessed_by TEXT NOT NULL DEFAULT '',
    entered_by    TEXT NOT NULL,
    entered_at    BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    sealed        BLOB NOT NULL
);
CREATE INDEX notification_course ON notification (course_id, entered_at);
CREATE TABLE near_miss (
    id         TEXT PRIMARY KEY,
    course_id  TEXT NOT NULL REFERENCES casefile (id),
    at         BIGINT NOT NULL,
    stopped_by TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    sealed     BLOB NOT NULL
);
CREATE INDEX near_miss_course ON near_miss (course_id, at);

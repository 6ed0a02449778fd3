-- Plans of a course: goals and hours, version by version.
-- +goose Up
CREATE TABLE plan (
	id          TEXT PRIMARY KEY,
	course_id   TEXT NOT NULL,
	number      BIGINT NOT NULL,             -- 1, 2, 3 … within the course
	status      TEXT NOT NULL,               -- draft, submitted, approved, superseded
	start_on    TEXT NOT NULL DEFAULT '',
	end_on      TEXT NOT NULL DEFAULT '',
	told_on     TEXT NOT NULL DEFAULT '',    -- the day the adviser was told of the change
	hours       DOUBLE PRECISION NOT NULL DEFAULT 0, -- sum of the steps
	author_id   TEXT NOT NULL,
	approver_id TEXT NOT NULL DEFAULT '',
	approved_at BIGINT NOT NULL DEFAULT 0,
	version     BIGINT NOT NULL,             -- rises with each saving of the draft
	sealed      BLOB NOT NULL,
	entered_by  TEXT NOT NULL,
	entered_at  BIGINT NOT NULL,
	supersedes  TEXT NOT NULL DEFAULT '',    -- the plan this one was drawn from
	UNIQUE (course_id, number)
);
-- The falling hours of a plan, step by step.
CREATE TABLE plan_step (
	plan_id        TEXT NOT NULL,
	course_id      TEXT NOT NULL,
	step_no        BIGINT NOT NULL,
	weeks          BIGINT NOT NULL,
	hours_per_week DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (plan_id, step_no)
);
-- What happened to a plan and who did it. Rows are only added.
CREATE TABLE plan_event (
	id         TEXT PRIMARY KEY,
	course_id  TEXT NOT NULL,
	plan_id    TEXT NOT NULL,
	kind       TEXT NOT NULL,                -- drafted, revised, submitted, returned, approved
	sealed     BLOB NOT NULL,
	entered_by TEXT NOT NULL,
	entered_at BIGINT NOT NULL
);
CREATE INDEX plan_event_course ON plan_event (course_id, entered_at);
-- Hours above the frame: asked for, and the adviser's answer. Rows are only added.
CREATE TABLE hours_request (
	id         TEXT PRIMARY KEY,
	course_id  TEXT NOT NULL,
	plan_id    TEXT NOT NULL,
	hours      DOUBLE PRECISION NOT NULL,
	asked_on   TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	entered_by TEXT NOT NULL,
	entered_at BIGINT NOT NULL
);
CREATE INDEX hours_request_course ON hours_request (course_id);
CREATE TABLE hours_answer (
	id          TEXT PRIMARY KEY,
	course_id   TEXT NOT NULL,
	request_id  TEXT NOT NULL UNIQUE,
	granted     DOUBLE PRECISION NOT NULL,   -- hours granted; 0 is a no
	answered_on TEXT NOT NULL,
	sealed      BLOB NOT NULL,
	entered_by  TEXT NOT NULL,
	entered_at  BIGINT NOT NULL
);
-- How a goal ended. A correction is a new row that supersedes.
CREATE TABLE goal_conclusion (
	id           TEXT PRIMARY KEY,
	course_id    TEXT NOT NULL,
	goal_id      TEXT NOT NULL,
	outcome      TEXT NOT NULL,              -- reached, partly, notyet, dropped
	next         TEXT NOT NULL,              -- continue, change, refer, end
	concluded_on TEXT NOT NULL,
	sealed       BLOB NOT NULL,
	entered_by   TEXT NOT NULL,
	entered_at   BIGINT NOT NULL,
	supersedes   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX goal_conclusion_course ON goal_conclusion (course_id);
-- An everyday sign of a goal, seen or no longer seen on a day.
CREATE TABLE goal_sign (
	id         TEXT PRIMARY KEY,
	course_id  TEXT NOT NULL,
	goal_id    TEXT NOT NULL,
	seen       SMALLINT NOT NULL,
	seen_on    TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	entered_by TEXT NOT NULL,
	entered_at BIGINT NOT NULL
);
CREATE INDEX goal_sign_course ON goal_sign (course_id, seen_on);
-- A follow-up that was held, with the decision on the next one (barnets lov § 95).
CREATE TABLE follow_up (
	id         TEXT PRIMARY KEY,
	course_id  TEXT NOT NULL,
	due_on     TEXT NOT NULL DEFAULT '',
	held_on    TEXT NOT NULL,
	next_on    TEXT NOT NULL DEFAULT '',
	told_on    TEXT NOT NULL DEFAULT '',
	sealed     BLOB NOT NULL,
	entered_by TEXT NOT NULL,
	entered_at BIGINT NOT NULL,
	supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX follow_up_course ON follow_up (course_id, held_on);

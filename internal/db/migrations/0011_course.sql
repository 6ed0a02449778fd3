-- +goose Up

-- The course (forløb) as it stands. course_event keeps how it came to stand so.
CREATE TABLE course (
  course_id       TEXT PRIMARY KEY,
  programme       TEXT NOT NULL,
  status          TEXT NOT NULL,
  adviser_id      TEXT NOT NULL DEFAULT '',
  leader_id       TEXT NOT NULL DEFAULT '',
  basis           TEXT NOT NULL DEFAULT '',
  assessment      TEXT NOT NULL DEFAULT '',
  assessment_from TEXT NOT NULL DEFAULT '',
  assessment_to   TEXT NOT NULL DEFAULT '',
  decision_on     TEXT NOT NULL DEFAULT '',
  referred_on     TEXT NOT NULL DEFAULT '',
  accepted_on     TEXT NOT NULL DEFAULT '',
  start_on        TEXT NOT NULL DEFAULT '',
  expected_end    TEXT NOT NULL DEFAULT '',
  ended_on        TEXT NOT NULL DEFAULT '',
  hours_granted   DOUBLE PRECISION NOT NULL DEFAULT 0,
  expected_months BIGINT NOT NULL DEFAULT 0,
  version         BIGINT NOT NULL,
  sealed          BLOB NOT NULL,
  entered_by      TEXT NOT NULL,
  entered_at      BIGINT NOT NULL
);
CREATE INDEX course_status ON course (status);

-- Every deed that changed a course: who, when it took effect, when it was written, why (sealed).
CREATE TABLE course_event (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  on_day     TEXT NOT NULL,
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX course_event_course ON course_event (course_id);

-- A step of a referral as it was typed, until the referral is sent.
CREATE TABLE referral_draft (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  step       TEXT NOT NULL,
  version    BIGINT NOT NULL,
  complete   SMALLINT NOT NULL DEFAULT 0,
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  UNIQUE (course_id, step)
);

CREATE TABLE concern (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  worried    TEXT NOT NULL,
  person_id  TEXT NOT NULL DEFAULT '',
  seen_on    TEXT NOT NULL DEFAULT '',
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX concern_course ON concern (course_id);

CREATE TABLE focus_area (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  origin     TEXT NOT NULL,
  on_day     TEXT NOT NULL DEFAULT '',
  position   BIGINT NOT NULL,
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX focus_area_course ON focus_area (course_id);

-- Given, refused and withdrawn stand as rows beside each other; the latest counts.
CREATE TABLE consent (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  status     TEXT NOT NULL,
  at         BIGINT NOT NULL,
  valid_to   TEXT NOT NULL DEFAULT '',
  how        TEXT NOT NULL DEFAULT '',
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX consent_course ON consent (course_id);

CREATE TABLE placement (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  consent    SMALLINT,
  kind       TEXT NOT NULL DEFAULT '',
  since      TEXT NOT NULL DEFAULT '',
  until_on   TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL DEFAULT '',
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX placement_course ON placement (course_id);

-- Who is fixed on the course, from when, until when. No free text, so nothing is sealed.
CREATE TABLE team_member (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  staff_id   TEXT NOT NULL,
  role       TEXT NOT NULL,
  from_on    TEXT NOT NULL,
  to_on      TEXT NOT NULL DEFAULT '',
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  ended_by   TEXT NOT NULL DEFAULT '',
  ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX team_member_course ON team_member (course_id);
CREATE INDEX team_member_staff ON team_member (staff_id);

-- The leader's answer to each target-group check of the programme.
CREATE TABLE target_answer (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  check_id   TEXT NOT NULL,
  answer     SMALLINT NOT NULL,
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX target_answer_course ON target_answer (course_id);

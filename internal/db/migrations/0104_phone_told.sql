-- +goose Up
-- When its owner's leader has seen that a phone was shut out, and who that was.
ALTER TABLE device ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_to TEXT NOT NULL DEFAULT '';

-- Whether the log says already that a course was given to a phone on a day.
CREATE INDEX audit_line_phone_day ON audit_line (object, course_id, at) WHERE act = 'phone-day';

-- +goose Up
-- What nobody has signed, and when each course's latest session was held.
CREATE INDEX session_unsigned ON session (course_id, planned_start) WHERE signed_at = 0;
CREATE INDEX session_held ON session (course_id, status, started);

-- +goose Up
-- Lists always begin at the reader's own courses. These led SQLite to begin at
-- every active course, every session held, every unanswered message instead.
DROP INDEX course_status;
DROP INDEX session_status;
DROP INDEX feedback_open;

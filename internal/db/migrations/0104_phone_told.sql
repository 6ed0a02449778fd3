-- +goose Up
-- When its owner's leader has seen that a phone was shut out, and who that was.
ALTER TABLE device ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN told_to TEXT NOT NULL DEFAULT '';

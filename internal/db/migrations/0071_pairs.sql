-- +goose Up
-- Coded interplay is of one child and one parent: a strand that is counted from
-- it names the line of contacts it is counted in (contact.strand_id); empty where
-- a course has no such line.
ALTER TABLE strand ADD COLUMN pair TEXT NOT NULL DEFAULT '';

-- +goose Up
-- Which text a phone left standing as the draft of a form, and in which of its
-- writings: only that writing, or one that has seen the text, takes its place.
ALTER TABLE phone_form ADD COLUMN stands TEXT NOT NULL DEFAULT '';
ALTER TABLE phone_form ADD COLUMN begun TEXT NOT NULL DEFAULT '';
ALTER TABLE phone_form DROP COLUMN version;

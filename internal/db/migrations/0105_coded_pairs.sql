-- +goose Up
-- Who was coded in a session that is no contact: the child and the grown-up, by their
-- ids, so that what two different pairs do is never counted as one. '?' where more
-- than one can be meant, empty where it has not been looked for yet.
ALTER TABLE coded_figure ADD COLUMN pair TEXT NOT NULL DEFAULT '';

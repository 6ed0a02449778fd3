-- +goose Up
-- One row that changes whenever an account does, so that the list of staff, which
-- nearly every page needs for names, is read again only then.
CREATE TABLE staff_stamp (
    name  TEXT PRIMARY KEY,
    stamp TEXT NOT NULL
);
INSERT INTO staff_stamp (name, stamp) VALUES ('account', '');

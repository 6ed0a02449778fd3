-- +goose Up
-- The key store: kept apart from the data it opens.
CREATE TABLE wrapping_key (
    generation BIGINT PRIMARY KEY,
    wrapped    BLOB NOT NULL
);
CREATE TABLE case_key (
    case_id    TEXT PRIMARY KEY,
    generation BIGINT NOT NULL,
    wrapped    BLOB NOT NULL
);
CREATE TABLE checkpoint (
    sequence BIGINT PRIMARY KEY,
    at       BIGINT NOT NULL,
    hash     BLOB NOT NULL
);

-- +goose Up
-- Phones on which staff work without a connection. Nothing here is about a family.
CREATE TABLE device (
    id          TEXT PRIMARY KEY,
    owner_id    TEXT NOT NULL,
    public      BLOB NOT NULL,
    pin         TEXT NOT NULL,
    wrong       BIGINT NOT NULL DEFAULT 0,
    tried_at    BIGINT NOT NULL DEFAULT 0,
    locked_at   BIGINT NOT NULL DEFAULT 0,
    app         TEXT NOT NULL DEFAULT '',
    enrolled_at BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    head        BIGINT NOT NULL DEFAULT 0,
    waits       BIGINT NOT NULL DEFAULT 0,
    offset_us   BIGINT NOT NULL DEFAULT 0,
    only_online SMALLINT NOT NULL DEFAULT 0,
    revoked_at  BIGINT NOT NULL DEFAULT 0,
    revoked_by  TEXT NOT NULL DEFAULT '',
    sealed      BLOB NOT NULL
);
CREATE UNIQUE INDEX device_public ON device (public);
CREATE INDEX device_owner ON device (owner_id);
CREATE TABLE device_code (
    id         TEXT PRIMARY KEY,
    owner_id   TEXT NOT NULL,
    code_hash  TEXT NOT NULL UNIQUE,
    made_at    BIGINT NOT NULL,
    until_at   BIGINT NOT NULL,
    used_at    BIGINT NOT NULL DEFAULT 0,
    device_id  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX device_code_owner ON device_code (owner_id);
CREATE TABLE device_wrong (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX device_wrong_at ON device_wrong (at);
CREATE TABLE device_session (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    device_id  TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX device_session_device ON device_session (device_id);

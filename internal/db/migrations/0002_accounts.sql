-- +goose Up
-- Who works here: the provider, the municipalities that order, and their people.
-- Nothing in these tables is about a family.

CREATE TABLE organisation (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,              -- provider, municipality
    name       TEXT NOT NULL UNIQUE,
    demo       SMALLINT NOT NULL DEFAULT 0, -- 1: invented; its people are chosen, not logged in
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    email           TEXT NOT NULL UNIQUE,      -- the log-in name, lower case
    name            TEXT NOT NULL,
    title           TEXT NOT NULL DEFAULT '',
    role            TEXT NOT NULL,
    phone           TEXT NOT NULL DEFAULT '',
    leader_id       TEXT NOT NULL DEFAULT '',
    deputy_id       TEXT NOT NULL DEFAULT '',
    absent_from     TEXT NOT NULL DEFAULT '',
    absent_to       TEXT NOT NULL DEFAULT '',
    password        TEXT NOT NULL DEFAULT '',  -- argon2id, with its parameters; empty: none
    must_renew      SMALLINT NOT NULL DEFAULT 0,
    factor          BLOB,                      -- the second factor's secret, sealed
    factor_at       BIGINT NOT NULL DEFAULT 0, -- when it was confirmed; 0: not yet
    factor_step     BIGINT NOT NULL DEFAULT 0, -- the last 30-second step used; a code works once
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      BIGINT NOT NULL,
    ended_at        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX account_role ON account (role);

CREATE TABLE login_session (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,           -- SHA-256 of the cookie; the cookie itself is nowhere
    account_id TEXT NOT NULL REFERENCES account (id),
    stage      TEXT NOT NULL,                  -- renew, enrol, code, in
    device     TEXT NOT NULL DEFAULT '',
    wrong      BIGINT NOT NULL DEFAULT 0,      -- wrong codes in this session
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX login_session_account ON login_session (account_id, ended_at);

CREATE TABLE login_attempt (
    id      TEXT PRIMARY KEY,
    at      BIGINT NOT NULL,
    who     TEXT NOT NULL,                     -- keyed hash of the log-in name
    address TEXT NOT NULL,                     -- keyed hash of the network address
    good    SMALLINT NOT NULL DEFAULT 0
);
CREATE INDEX login_attempt_who ON login_attempt (who, at);
CREATE INDEX login_attempt_address ON login_attempt (address, at);
CREATE INDEX login_attempt_at ON login_attempt (at);

-- +goose Up
INSERT INTO lock_row (name) VALUES ('outbox');

-- What phones sent, as it was sent. Only the header's times, numbers and opaque
-- ids lie in the clear.
CREATE TABLE outbox_entry (
    id           TEXT PRIMARY KEY,
    n            BIGINT NOT NULL,             -- the server's own number, in the order of commit
    entry_id     TEXT NOT NULL,               -- given on the phone
    hash         BLOB NOT NULL,
    device_id    TEXT NOT NULL,
    owner_id     TEXT NOT NULL,
    seq          BIGINT NOT NULL,
    prev         BLOB NOT NULL,
    course_id    TEXT NOT NULL,
    session_id   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    wall         BIGINT NOT NULL,             -- what the phone's clock said
    offset_us    BIGINT NOT NULL,             -- the server's clock minus the phone's when it was sent
    received_at  BIGINT NOT NULL,
    h            BLOB NOT NULL,
    e            BLOB NOT NULL,
    c            BLOB NOT NULL,
    s            BLOB NOT NULL,
    receipt      BLOB NOT NULL,
    receipt_sign BLOB NOT NULL,
    shelf        TEXT NOT NULL,               -- case or quarantine
    applied_at   BIGINT NOT NULL DEFAULT 0,   -- 0: not in its place
    why          TEXT NOT NULL DEFAULT '',    -- language key; empty when in its place
    clash        SMALLINT NOT NULL DEFAULT 0, -- 1: another has its id or its number
    sealed       BLOB NOT NULL,               -- the payload under the case's key, while it is not in its place
    settled_at   BIGINT NOT NULL DEFAULT 0,
    settled_by   TEXT NOT NULL DEFAULT '',
    settlement   TEXT NOT NULL DEFAULT '',    -- released or aside
    settled_why  BLOB NOT NULL
);
CREATE UNIQUE INDEX outbox_entry_n ON outbox_entry (n);
CREATE UNIQUE INDEX outbox_entry_hash ON outbox_entry (entry_id, hash);
CREATE INDEX outbox_entry_device ON outbox_entry (device_id, seq);
CREATE INDEX outbox_entry_waits ON outbox_entry (course_id, session_id) WHERE applied_at = 0 AND settled_at = 0;
CREATE INDEX outbox_entry_clash ON outbox_entry (course_id) WHERE clash = 1;
CREATE INDEX outbox_entry_start ON outbox_entry (owner_id, session_id) WHERE kind = 'start' OR kind = 'end';

-- How far each phone has come. All numbers up to whole are accounted for.
CREATE TABLE outbox_line (
    device_id TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL,
    head      BIGINT NOT NULL,
    whole     BIGINT NOT NULL,
    waits     BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL
);

-- Numbers of a phone that are accounted for without an entry: lost and told,
-- refused, or of an erased case.
CREATE TABLE outbox_spent (
    device_id TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    why       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (device_id, first_seq, last_seq)
);

-- What was refused, as it came; bounded for each phone.
CREATE TABLE outbox_refused (
    device_id   TEXT NOT NULL,
    hash        BLOB NOT NULL,
    owner_id    TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    why         TEXT NOT NULL,
    size        BIGINT NOT NULL,
    raw         BLOB NOT NULL,
    PRIMARY KEY (device_id, hash)
);

-- Pictures: ciphertext in pieces, by its own fingerprint.
CREATE TABLE outbox_file (
    device_id TEXT NOT NULL,
    digest    BLOB NOT NULL,
    size      BIGINT NOT NULL,
    have      BIGINT NOT NULL,
    whole     SMALLINT NOT NULL,
    claimed   SMALLINT NOT NULL,              -- 1: an entry names it
    begun_at  BIGINT NOT NULL,
    PRIMARY KEY (device_id, digest)
);
CREATE TABLE outbox_piece (
    device_id TEXT NOT NULL,
    digest    BLOB NOT NULL,
    at        BIGINT NOT NULL,
    bytes     BLOB NOT NULL,
    PRIMARY KEY (device_id, digest, at)
);
